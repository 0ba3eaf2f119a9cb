/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordonctl - status: everything that the verb status shows
 */
#ifndef _CORDONCTL_STATUS_H
#define _CORDONCTL_STATUS_H

#include "cordonctl/cordonctl.h"
#include "engine/counters.h"
#include "libcordon/device/in_force.h"

/* What status_is_broken() is about, in words. */
#define STATUS_ALARM \
	"NOT ENFORCING: the mode is enforce, but the canary was let through"

/* What the kernel says that it does, tried out. */
enum probe {
	PROBE_REFUSED,
	PROBE_LET_THROUGH,
	PROBE_FAILED,
	PROBE_NOT_MADE,
};

/**
 * struct status - what was read
 *
 * Texts are empty and numbers 0 where the node could not be read.
 *
 * @mode: inactive, monitor or enforce, if the kernel is of our release
 * @mode_error: why it could not be read; 0 if it could
 * @backend: bpf or lsm
 * @device: this device's id, from the source the firmware names; often empty
 * @policy: in force
 * @policy_error: why @policy could not be read; 0 if it could
 * @unsigned_objects: refused or accepted
 * @load_status: idle, receiving, committed or refused
 * @load_word: of the last refused object, or "none"
 * @load_offset: byte of it
 * @lock_known: whether @locked could be read
 * @locked: no load until reboot
 * @resolvers: one address a line, from malloc(); NULL if unreadable
 * @count: the counters, by enum cordon_stat
 * @counted: which of them could be read
 * @probe: whether the canary is refused
 */
struct status {
	char mode[32];
	int mode_error;
	char backend[32];
	char device[CORDON_SYSFS_VALUE_MAX];
	struct cordon_in_force policy;
	int policy_error;
	char unsigned_objects[32];
	char load_status[32];
	char load_word[CORDON_LOAD_WORD_MAX];
	u64 load_offset;
	bool lock_known;
	u64 locked;
	char *resolvers;
	u64 count[CORDON_STAT_COUNT];
	bool counted[CORDON_STAT_COUNT];
	enum probe probe;
};

void status_read(const struct session *session,
		 const struct cordon_sysfs *sysfs, struct status *status);
bool status_knows_mode(const struct status *status);
bool status_is_inactive(const struct status *status);
bool status_is_broken(const struct status *status);
bool status_is_unproven(const struct status *status);
const char *status_advice(const struct status *status);
void status_show_json(const struct status *status);
void status_show_text(const struct session *session, const struct status *status);

#endif /* _CORDONCTL_STATUS_H */
