// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - start: what begins and ends in which order
 *
 * In two steps. Deciding needs memory alone: a kernel with the backend lsm does
 * that before anything can ask. The rest needs network, keys and sysfs: late in
 * boot, but before the first program. A module does both at once. The nodes
 * come last: once a policy can be loaded, all that carries it out is there.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>

#include "backend/backend.h"
#include "load/boot.h"
#include "device.h"
#include "load/keyring.h"
#include "network/learn.h"
#include "load/load.h"
#include "network/output.h"
#include "policy.h"
#include "record.h"
#include "start.h"
#include "subject/subject.h"
#include "sysfs/sysfs.h"
#include "load/verify.h"

static bool deciding __ro_after_init;

/**
 * cordon_start_deciding - make ready what a decision needs
 *
 * Context: init; early in boot, or of the module.
 *
 * Return: 0, -ENOMEM, or -EINVAL for a damaged never-block list.
 */
int __init cordon_start_deciding(void)
{
	int err;

	cordon_record_init();
	err = cordon_subject_init();
	if (!err)
		err = cordon_learn_init();
	if (err) {
		cordon_learn_exit();
		return err;
	}
	deciding = true;
	return 0;
}

/**
 * cordon_is_deciding - is there somebody who decides
 *
 * Return: false when lsm= left the backend lsm out.
 */
bool cordon_is_deciding(void)
{
	return deciding;
}

static int __init start_serving(void)
{
	int err;

	err = cordon_keyring_init();
	if (err)
		goto out_keyring;
	err = cordon_output_init();
	if (err)
		goto out_keyring;
	err = cordon_backend_init();
	if (err)
		goto out_output;
	cordon_device_init();
	err = cordon_sysfs_init();
	if (err)
		goto out_output;
	pr_info("backend %s, unsigned objects are %s\n", cordon_backend_name(),
		cordon_object_may_be_unsigned() ? "ACCEPTED" : "refused");
	cordon_boot_record();
	return 0;

out_output:
	cordon_output_exit();
out_keyring:
	cordon_keyring_exit();
	return err;
}

#ifdef MODULE
static int __init cordon_init(void)
{
	int err;

	err = cordon_start_deciding();
	if (err)
		return err;
	err = start_serving();
	if (err)
		cordon_learn_exit();
	return err;
}

/* Attached BPF programs hold the module: no hook is left when this runs. */
static void __exit cordon_exit(void)
{
	cordon_sysfs_exit();
	cordon_output_exit();
	cordon_record_exit();
	cordon_load_exit();
	cordon_policy_exit();
	cordon_learn_exit();
	cordon_keyring_exit();
}

module_init(cordon_init);
module_exit(cordon_exit);
MODULE_DESCRIPTION("Cordon: denies apps and sockets that a signed policy names");
MODULE_LICENSE("GPL");
#ifdef CONFIG_SECURITY_CORDON_ALLOW_UNSIGNED
MODULE_INFO(cordon_unsigned, "accepted");
#else
MODULE_INFO(cordon_unsigned, "refused");
#endif

#else /* !MODULE */

/* The keyrings need X.509 and RSA, which begin as devices do. */
static int __init cordon_init(void)
{
	int err;

	if (!cordon_is_deciding()) {
		pr_warn("left out by lsm= on the command line: NOTHING IS REFUSED\n");
		return 0;
	}
	err = start_serving();
	if (err)
		panic("cordon: cannot start: %d", err);
	return 0;
}

late_initcall(cordon_init);
#endif
