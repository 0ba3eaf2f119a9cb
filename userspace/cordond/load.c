// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - load: hand the kernel an object, and see that it took effect
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cordond/daemon.h"
#include "cordond/log.h"
#include "libcordon/device/refusal.h"

/* What the kernel calls the signer of the policy that was compiled into it. */
#define SIGNER_BUILT_IN	"built in"

/**
 * version_in_force() - the version of the policy in force
 * @daemon: the daemon
 *
 * Return: the version; 0 if no policy is in force.
 */
u64 version_in_force(const struct daemon *daemon)
{
	u64 version;

	if (cordon_sysfs_read_number(&daemon->sysfs, "policy/version",
				     &version) < 0)
		return 0;
	return version;
}

/**
 * is_boot_policy() - is the policy in force the one compiled into the kernel
 * @daemon: the daemon
 *
 * Return: whether it is.
 */
bool is_boot_policy(const struct daemon *daemon)
{
	char signer[CORDON_SYSFS_VALUE_MAX];

	return cordon_sysfs_read(&daemon->sysfs, "policy/signer", signer,
				 sizeof(signer)) >= 0 &&
	       !strcmp(signer, SIGNER_BUILT_IN);
}

/**
 * describe_policy() - the policy in force, in words
 * @daemon: the daemon
 * @text: gets "NAME version N", with ", built into the kernel" behind it where
 *	that is so, or "no policy"
 */
void describe_policy(const struct daemon *daemon, char text[DESCRIPTION_MAX])
{
	u64 version = version_in_force(daemon);
	char name[200];

	if (cordon_sysfs_read(&daemon->sysfs, "policy/name", name,
			      sizeof(name)) < 0 || !*name || !version)
		snprintf(text, DESCRIPTION_MAX, "no policy");
	else
		snprintf(text, DESCRIPTION_MAX, "%s version %llu%s", name,
			 (unsigned long long)version,
			 is_boot_policy(daemon) ? ", built into the kernel" : "");
}

/* What is not the object's fault, and may be over in a moment. */
static bool is_transient(const char *word)
{
	return !strcmp(word, "busy") || !strcmp(word, "no-memory") ||
	       !strcmp(word, "io");
}

/**
 * load_object() - hand the kernel an object
 * @daemon: the daemon
 * @object: the object
 * @name: what to call it in messages
 * @verdict: why it was refused; valid until the next call
 *
 * Return: 1 if it is in force; 0 if it was refused; -EAGAIN if it is to be
 * tried again later.
 */
int load_object(struct daemon *daemon, const struct object *object,
		const char *name, struct verdict *verdict)
{
	struct cordon_load_result result;
	char policy[DESCRIPTION_MAX];
	int r;

	r = cordon_sysfs_load(&daemon->sysfs, object->data, object->size,
			      &result);
	if (r == 0) {
		canary_prove(daemon);
		describe_policy(daemon, policy);
		log_notice("%s: accepted; in force: %s", name, policy);
		return 1;
	}
	memcpy(daemon->word, result.word, sizeof(daemon->word));
	verdict->word = daemon->word;
	verdict->offset = result.offset;
	verdict->error = -r;
	return is_transient(daemon->word) ? -EAGAIN : 0;
}
