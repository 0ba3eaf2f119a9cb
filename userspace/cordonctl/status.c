// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - status: read what Cordon does on this device, and what that means
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cordonctl/status.h"
#include "libcordon/device/probe.h"

static void read_load_error(const struct cordon_sysfs *sysfs,
			    struct status *status)
{
	char text[CORDON_LOAD_WORD_MAX + 32];
	char *space;

	if (cordon_sysfs_read(sysfs, "load/error", text, sizeof(text)) < 0)
		return;
	/* What is no "WORD OFFSET" is shown as it is. */
	space = strchr(text, ' ');
	if (space && cordon_sysfs_number(space + 1, &status->load_offset))
		*space = '\0';
	snprintf(status->load_word, sizeof(status->load_word), "%.63s", text);
}

static enum probe make_probe(const struct session *session)
{
	int fd, r;

	if (!is_real_kernel(session))
		return PROBE_NOT_MADE;
	fd = cordon_probe_open();
	if (fd < 0)
		return PROBE_FAILED;
	r = cordon_probe_run(fd);
	close(fd);
	if (r < 0)
		return PROBE_FAILED;
	return r ? PROBE_REFUSED : PROBE_LET_THROUGH;
}

/**
 * status_read() - read all that the kernel says, and try out whether it is true
 * @session: whose nodes these are
 * @sysfs: the kernel's nodes
 * @status: filled in; its @resolvers are the caller's
 */
void status_read(const struct session *session,
		 const struct cordon_sysfs *sysfs, struct status *status)
{
	char node[64];
	size_t size, i;
	void *text;
	int r;

	memset(status, 0, sizeof(*status));
	status->mode_error = cordon_sysfs_read(sysfs, "mode", status->mode,
					       sizeof(status->mode));
	cordon_sysfs_read(sysfs, "backend", status->backend,
			  sizeof(status->backend));
	cordon_sysfs_read(sysfs, "device", status->device,
			  sizeof(status->device));
	status->policy_error = cordon_in_force_read(sysfs, &status->policy);
	cordon_sysfs_read(sysfs, "unsigned", status->unsigned_objects,
			  sizeof(status->unsigned_objects));
	cordon_sysfs_read(sysfs, "load/status", status->load_status,
			  sizeof(status->load_status));
	read_load_error(sysfs, status);
	status->lock_known =
		cordon_sysfs_read_number(sysfs, "lock", &status->locked) == 0;
	if (cordon_sysfs_read_bytes(sysfs, "resolvers", 65536, &text, &size) == 0)
		status->resolvers = text;
	for (i = 0; i < CORDON_STAT_COUNT; i++) {
		snprintf(node, sizeof(node), "stats/%s", cordon_counters[i].node);
		r = cordon_sysfs_read_number(sysfs, node, &status->count[i]);
		status->counted[i] = r == 0;
	}
	status->probe = make_probe(session);
}

/**
 * status_knows_mode() - does the kernel say what it does, in a word of ours?
 * @status: what was read
 *
 * Return: false if the mode cannot be read, or is none of the three.
 */
bool status_knows_mode(const struct status *status)
{
	return !strcmp(status->mode, "enforce") ||
	       !strcmp(status->mode, "monitor") || status_is_inactive(status);
}

/**
 * status_is_inactive() - is no policy in force?
 * @status: what was read
 *
 * Return: true if nothing is refused, and the kernel says so.
 */
bool status_is_inactive(const struct status *status)
{
	return !strcmp(status->mode, "inactive");
}

/**
 * status_is_broken() - does the mode say enforce, and the canary came through?
 * @status: what was read
 *
 * Return: true for the one thing that must not be.
 */
bool status_is_broken(const struct status *status)
{
	return !strcmp(status->mode, "enforce") &&
	       status->probe == PROBE_LET_THROUGH;
}

/**
 * status_is_unproven() - is it unknown what the kernel does, or if that is true?
 * @status: what was read
 *
 * Return: true if the mode is unknown, or says enforce and the canary could not be
 * asked for.
 */
bool status_is_unproven(const struct status *status)
{
	return !status_knows_mode(status) ||
	       (!strcmp(status->mode, "enforce") &&
		status->probe == PROBE_FAILED);
}

/**
 * status_advice() - what to do about a canary that was let through
 * @status: what was read
 *
 * Return: a sentence; static storage.
 */
const char *status_advice(const struct status *status)
{
	/* Part of the kernel: nothing attaches it, nothing takes it off. */
	if (!strcmp(status->backend, "lsm"))
		return "no setting does that: report it, with the kernel's log";
	return "start cordond again: it attaches the backend";
}
