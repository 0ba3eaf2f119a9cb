// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - the module: what begins and ends in which order
 *
 * The nodes come last: once a policy can be loaded, all that carries it out is
 * there.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>

#include "hooks.h"
#include "keyring.h"
#include "learn.h"
#include "load.h"
#include "output.h"
#include "policy.h"
#include "record.h"
#include "sysfs.h"
#include "verify.h"

static int __init cordon_init(void)
{
	int err;

	cordon_record_init();
	err = cordon_keyring_init();
	if (err)
		goto out_keyring;
	err = cordon_learn_init();
	if (err)
		goto out_learn;
	err = cordon_output_init();
	if (err)
		goto out_learn;
	err = cordon_backend_init();
	if (err)
		goto out_output;
	err = cordon_sysfs_init();
	if (err)
		goto out_output;
	pr_info("backend %s, inactive until a policy is loaded; unsigned objects are %s\n",
		cordon_backend_name(),
		cordon_object_may_be_unsigned() ? "ACCEPTED" : "refused");
	return 0;

out_output:
	cordon_output_exit();
out_learn:
	cordon_learn_exit();
out_keyring:
	cordon_keyring_exit();
	return err;
}

/* Attached BPF programs hold the module: no hook is left when this runs. */
static void __exit cordon_exit(void)
{
	cordon_sysfs_exit();
	cordon_output_exit();
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
