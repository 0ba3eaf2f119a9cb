// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - policy: the policy in force
 */
#include <linux/mm.h>
#include <linux/slab.h>

#include "policy.h"

static struct cordon_policy __rcu *in_force;
static u64 generation;			/* cordon_policy_mutex */

/* See policy.h. */
DEFINE_MUTEX(cordon_policy_mutex);

/**
 * cordon_policy_in_force - the policy that decides
 *
 * Context: rcu_read_lock() held, for as long as the policy is used.
 *
 * Return: the policy, or NULL: nothing is refused.
 */
const struct cordon_policy *cordon_policy_in_force(void)
{
	return rcu_dereference(in_force);
}

/**
 * cordon_policy_for_loader - the policy that a new one would replace
 *
 * Context: cordon_policy_mutex held.
 *
 * Return: the policy, or NULL.
 */
const struct cordon_policy *cordon_policy_for_loader(void)
{
	return rcu_dereference_protected(in_force, lockdep_is_held(&cordon_policy_mutex));
}

/**
 * cordon_policy_publish - put a policy in force
 * @policy: owned by this file from now on; its generation is set here
 *
 * Context: cordon_policy_mutex held. Sleeps until nobody uses the old policy any more;
 * decisions are made by the new one meanwhile.
 */
void cordon_policy_publish(struct cordon_policy *policy)
{
	struct cordon_policy *old;

	policy->generation = ++generation;
	old = rcu_replace_pointer(in_force, policy, lockdep_is_held(&cordon_policy_mutex));
	synchronize_rcu();
	cordon_policy_free(old);
}

/**
 * cordon_policy_free - free a policy that nobody can see
 * @policy: or NULL
 */
void cordon_policy_free(struct cordon_policy *policy)
{
	if (!policy)
		return;
	kvfree(policy->object);
	kfree(policy);
}

/**
 * cordon_policy_exit - the module goes away
 *
 * Context: no hook and no loader is left.
 */
void cordon_policy_exit(void)
{
	cordon_policy_free(rcu_replace_pointer(in_force, NULL, true));
}
