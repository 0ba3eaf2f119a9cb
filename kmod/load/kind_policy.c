// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - kind policy: a blob becomes the policy in force
 */
#include <linux/err.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "engine/policy/validate.h"
#include "kinds.h"
#include "record.h"

static int fill(struct cordon_policy *policy,
		const struct cordon_received *received,
		struct cordon_fault *fault)
{
	const struct cordon_object *object = &received->object;
	int err;

	err = cordon_blob_open(&policy->blob, object->content,
			       object->content_size, fault);
	if (err) {
		fault->offset += sizeof(struct cordon_object_header);
		return err;
	}
	policy->version = le64_to_cpu(policy->blob.policy->version);
	sha256(object->content, object->content_size, policy->digest);
	strscpy(policy->signer, received->signer, sizeof(policy->signer));
	policy->object = received->data;
	policy->object_size = received->size;
	return 0;
}

/**
 * cordon_policy_check - make a policy of an object's content
 * @received: the object; the policy owns its bytes on success
 * @fault: set on error
 *
 * The object becomes the policy's memory: its blob is used where it lies.
 *
 * Context: may sleep.
 *
 * Return: a policy without a generation, or an error pointer: -EBADMSG, -ENOMEM.
 */
struct cordon_policy *cordon_policy_check(struct cordon_received *received,
					  struct cordon_fault *fault)
{
	struct cordon_policy *policy = kzalloc(sizeof(*policy), GFP_KERNEL);
	int err;

	if (!policy) {
		cordon_refuse(fault, "no-memory", 0, -ENOMEM);
		return ERR_PTR(-ENOMEM);
	}
	err = fill(policy, received, fault);
	if (!err)
		return policy;
	kfree(policy);
	return ERR_PTR(err);
}

static void *check(struct cordon_received *received, struct cordon_fault *fault)
{
	return cordon_policy_check(received, fault);
}

/* The lowest version that is still accepted. */
static u64 lowest_version(const struct cordon_policy *old)
{
	return max_t(u64, CONFIG_SECURITY_CORDON_FLOOR, old ? old->version : 0);
}

static bool is_same(const struct cordon_policy *a, const struct cordon_policy *b)
{
	return a->version == b->version &&
	       !memcmp(a->digest, b->digest, sizeof(a->digest));
}

/* Versions only ever rise; the one that is in force may be loaded again. */
static int publish(void *checked, struct cordon_fault *fault)
{
	const struct cordon_policy *old = cordon_policy_for_loader();
	struct cordon_policy *policy = checked;
	u64 lowest = lowest_version(old);

	if (policy->version >= lowest && (!old || policy->version > old->version)) {
		cordon_policy_publish(policy);
		cordon_record_load(policy);
		return 0;
	}
	if (policy->version >= lowest && is_same(policy, old)) {
		cordon_policy_free(policy);
		return 0;
	}
	cordon_policy_free(policy);
	return cordon_refuse(fault, "stale", lowest, -ESTALE);
}

const struct cordon_kind cordon_kind_policy = {
	.kind = CORDON_OBJECT_POLICY,
	.authority = CORDON_AUTHORITY_POLICY,
	.check = check,
	.publish = publish,
};
