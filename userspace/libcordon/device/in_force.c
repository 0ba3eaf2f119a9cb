// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - in force: which policy the kernel enforces, in words
 *
 * What cannot be read is an error, and never taken for "no policy".
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "libcordon/device/in_force.h"

/* What the kernel calls the signer of the policy that was compiled into it. */
#define SIGNER_BUILT_IN	"built in"
/* Policies do not come into force so fast that this often were too few. */
#define TRIES	5

/* Notes which node it is about, for the message. */
static int read_text(const struct cordon_sysfs *sysfs, const char *node,
		     char *value, size_t size, const char **about)
{
	*about = node;
	return cordon_sysfs_read(sysfs, node, value, size);
}

static int read_number(const struct cordon_sysfs *sysfs, const char *node,
		       u64 *number, const char **about)
{
	*about = node;
	return cordon_sysfs_read_number(sysfs, node, number);
}

static int read_once(const struct cordon_sysfs *sysfs,
		     struct cordon_in_force *policy)
{
	int r;

	r = read_text(sysfs, "policy/name", policy->name, sizeof(policy->name),
		      &policy->node);
	if (!r)
		r = read_number(sysfs, "policy/version", &policy->version,
				&policy->node);
	if (!r)
		r = read_text(sysfs, "policy/signer", policy->signer,
			      sizeof(policy->signer), &policy->node);
	/* It tells nobody what is enforced: without it the rest is as good. */
	cordon_sysfs_read(sysfs, "policy/digest", policy->digest,
			  sizeof(policy->digest));
	if (r < 0 || !*policy->name == !policy->version)
		return r;
	/* One of them says that there is a policy, the other that there is none. */
	policy->node = *policy->name ? "policy/version" : "policy/name";
	return -EBADMSG;
}

/**
 * cordon_in_force_read() - read which policy is in force
 * @sysfs: the kernel's nodes
 * @policy: filled in; after an error, its @node alone counts
 *
 * These are several nodes; they are read again if another policy came into force
 * meanwhile, so that nobody hears of the name of one and the version of the next.
 *
 * Return: 0, whether one is in force or not; -EAGAIN if another comes into force
 * all the time; -EBADMSG if the nodes contradict each other; else as
 * cordon_sysfs_read_number().
 */
int cordon_in_force_read(const struct cordon_sysfs *sysfs,
			 struct cordon_in_force *policy)
{
	u64 after;
	int i, r, error;

	memset(policy, 0, sizeof(*policy));
	r = read_number(sysfs, "policy/generation", &policy->generation,
			&policy->node);
	if (r < 0)
		return r;
	for (i = 0; i < TRIES; i++) {
		const char *node = "policy/generation";

		error = read_once(sysfs, policy);
		r = read_number(sysfs, "policy/generation", &after, &node);
		if (!r && after != policy->generation) {
			policy->generation = after;
			continue;
		}
		if (!error && r < 0)
			policy->node = node;
		return error ? error : r;
	}
	policy->node = "policy/generation";
	return -EAGAIN;
}

/**
 * cordon_in_force_is_any() - is a policy in force?
 * @policy: what was read without an error
 *
 * Return: whether there is one.
 */
bool cordon_in_force_is_any(const struct cordon_in_force *policy)
{
	return policy->version != 0;
}

/**
 * cordon_in_force_is_built_in() - is it the policy compiled into the kernel?
 * @policy: what was read without an error
 *
 * Return: whether it is.
 */
bool cordon_in_force_is_built_in(const struct cordon_in_force *policy)
{
	return !strcmp(policy->signer, SIGNER_BUILT_IN);
}

/**
 * cordon_in_force_version() - the version of the policy in force
 * @sysfs: the kernel's nodes
 *
 * Return: the version; 0 if no policy is in force; a negative errno if that cannot
 * be read.
 */
long long cordon_in_force_version(const struct cordon_sysfs *sysfs)
{
	u64 version;
	int r = cordon_sysfs_read_number(sysfs, "policy/version", &version);

	if (r < 0)
		return r;
	return version > LLONG_MAX ? -EBADMSG : (long long)version;
}

/**
 * cordon_in_force_describe() - the policy in force, in words
 * @sysfs: the kernel's nodes
 * @text: gets "NAME version N", with ", built into the kernel" behind it where
 *	that is so, or "no policy", or "unknown: cannot read NODE: REASON"
 *
 * Return: as cordon_in_force_read().
 */
int cordon_in_force_describe(const struct cordon_sysfs *sysfs,
			     char text[CORDON_IN_FORCE_MAX])
{
	struct cordon_in_force policy;
	int r = cordon_in_force_read(sysfs, &policy);

	if (r < 0)
		snprintf(text, CORDON_IN_FORCE_MAX, "unknown: cannot read %s: %s",
			 policy.node, strerror(-r));
	else if (!cordon_in_force_is_any(&policy))
		snprintf(text, CORDON_IN_FORCE_MAX, "no policy");
	else
		snprintf(text, CORDON_IN_FORCE_MAX, "%s version %llu%s",
			 policy.name, (unsigned long long)policy.version,
			 cordon_in_force_is_built_in(&policy) ?
			 ", built into the kernel" : "");
	return r;
}
