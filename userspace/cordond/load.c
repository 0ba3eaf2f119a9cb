// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - load: hand the kernel an object, and see that it took effect
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cordond/daemon.h"
#include "cordond/log.h"
#include "libcordon/device/probe.h"
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

/* Where to look when a kernel does not do what it says. */
static const char *suspicion(const struct daemon *daemon)
{
	char backend[32];

	if (cordon_sysfs_read(&daemon->sysfs, "backend", backend,
			      sizeof(backend)) >= 0 && !strcmp(backend, "lsm"))
		return "is the user of cordond on the firmware's never-block list?";
	return "is the backend attached (/sys/fs/bpf/cordon)?";
}

/**
 * prove_enforcement() - see that a kernel which says enforce refuses
 * @daemon: the daemon
 *
 * A mode is a word; the probe is the deed. A kernel that says enforce and lets
 * the canary through protects nobody, and nobody would know: the process ends.
 */
void prove_enforcement(const struct daemon *daemon)
{
	char mode[32];
	int r = cordon_sysfs_read(&daemon->sysfs, "mode", mode, sizeof(mode));

	if (r < 0)
		log_fatal(-r, "cannot read the kernel's mode: %s", strerror(-r));
	if (strcmp(mode, "enforce"))
		return;
	r = cordon_probe_run(daemon->probe);
	if (r < 0)
		log_fatal(-r, "the probe of the canary address %s failed: %s",
			  CORDON_PROBE_ADDRESS, strerror(-r));
	if (r == 0)
		log_fatal(EPERM,
			  "NOT ENFORCING: the kernel's mode is enforce, but it lets %s through; %s",
			  CORDON_PROBE_ADDRESS, suspicion(daemon));
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
 * Ends the process if the kernel then says that it enforces, and does not.
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
		prove_enforcement(daemon);
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
