// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - boot: the boot policy that is compiled into the kernel
 *
 * In force before the first program. Whoever vouches for the kernel vouches for
 * it; its signature was verified by the build, since nothing here can verify
 * one so early.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/err.h>
#include <linux/init.h>
#include <linux/mm.h>
#include <linux/string.h>

#include "boot.h"
#include "kinds.h"
#include "record.h"

/**
 * cordon_boot_policy - make a policy of an object that came with the kernel
 * @data: the object, from kvmalloc(); the policy owns it on success
 * @size: its bytes
 * @fault: set on error
 *
 * The build verified its signature. Its signer is called "built in".
 *
 * Return: a policy without a generation, or an error pointer: -EBADMSG, -EFBIG,
 * -EOPNOTSUPP or -ENOMEM. The caller keeps @data then.
 */
struct cordon_policy *cordon_boot_policy(void *data, size_t size,
					 struct cordon_fault *fault)
{
	struct cordon_received received = {
		.data = data, .size = size, .signer = "built in",
	};
	int err;

	err = cordon_object_parse(data, size, &received.object, fault);
	return err ? ERR_PTR(err) : cordon_policy_check(&received, fault);
}

/**
 * cordon_boot_publish - put the boot policy in force, if there is one
 *
 * Going on without it would open what the firmware's maker wanted closed.
 *
 * Context: security_init(); panics when it cannot be.
 */
void __init cordon_boot_publish(void)
{
	size_t size = cordon_boot_object_end - cordon_boot_object;
	struct cordon_policy *policy;
	struct cordon_fault fault;
	void *copy;

	if (!size)
		return;
	copy = kvmalloc(size, GFP_KERNEL);
	if (!copy)
		panic("cordon: no memory for the boot policy");
	memcpy(copy, cordon_boot_object, size);
	policy = cordon_boot_policy(copy, size, &fault);
	if (IS_ERR(policy))
		panic("cordon: the boot policy is damaged: %s at %llu",
		      fault.word, fault.offset);
	mutex_lock(&cordon_policy_mutex);
	cordon_policy_publish(policy);
	mutex_unlock(&cordon_policy_mutex);
}

/**
 * cordon_boot_record - tell of the boot policy, now that there is an audit
 *
 * Context: before the nodes can be used, so it is still in force.
 */
void __init cordon_boot_record(void)
{
	const struct cordon_policy *policy;

	mutex_lock(&cordon_policy_mutex);
	policy = cordon_policy_for_loader();
	if (policy) {
		pr_info("boot policy, version %llu, is in force\n",
			policy->version);
		cordon_record_load(policy);
	} else {
		pr_info("no boot policy: nothing is refused until one is loaded\n");
	}
	mutex_unlock(&cordon_policy_mutex);
}
