/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - policy: the policy in force
 */
#ifndef _CORDON_POLICY_H
#define _CORDON_POLICY_H

#include <crypto/sha2.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>

#include "engine/policy/blob.h"

#define CORDON_SIGNER_MAX	128

/**
 * struct cordon_policy - a policy that was verified and validated
 *
 * Never changes once it is published. Readers hold rcu_read_lock(); the loader
 * holds cordon_policy_mutex.
 *
 * @object: the whole object as it was received, owned, kvfree()
 * @object_size: its bytes
 * @blob: reads the policy blob inside @object
 * @version: as the policy says
 * @generation: counts the policies of this boot, from 1
 * @digest: SHA-256 of the blob
 * @signer: description of the key that verified the signature,
 *	or "unsigned", or "built in"
 */
struct cordon_policy {
	void *object;
	size_t object_size;
	struct cordon_blob blob;
	u64 version;
	u64 generation;
	u8 digest[SHA256_DIGEST_SIZE];
	char signer[CORDON_SIGNER_MAX];
};

/* Serialises who would put a policy in force. */
extern struct mutex cordon_policy_mutex;

const struct cordon_policy *cordon_policy_in_force(void);
const struct cordon_policy *cordon_policy_for_loader(void);
void cordon_policy_publish(struct cordon_policy *policy);
void cordon_policy_free(struct cordon_policy *policy);
void cordon_policy_exit(void);

/**
 * cordon_enforces - does a policy's mode refuse
 * @policy: in force
 *
 * Return: whether it does.
 */
static inline bool cordon_enforces(const struct cordon_policy *policy)
{
	return policy->blob.policy->mode == CORDON_MODE_ENFORCE;
}

#endif /* _CORDON_POLICY_H */
