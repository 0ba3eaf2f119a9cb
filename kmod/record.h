/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - record: what was decided, told to the kernel's audit
 */
#ifndef _CORDON_RECORD_H
#define _CORDON_RECORD_H

#include <linux/uidgid.h>

#include "engine/fault.h"
#include "engine/policy/verdict.h"
#include "policy.h"

/**
 * struct cordon_event - something that was decided
 * @operation: exec, connect, sendmsg or dns
 * @policy: which decided
 * @decision: how
 * @never_block: a refusal that was let through, as it must never be
 * @by_current: current did it: its pid and command are told
 * @uid: whose act
 * @path: for exec
 * @path_length: its bytes
 * @address: for the others, as asked for
 * @port: host byte order
 * @protocol: IPPROTO_*
 */
struct cordon_event {
	const char *operation;
	const struct cordon_policy *policy;
	const struct cordon_decision *decision;
	bool never_block;
	bool by_current;
	kuid_t uid;
	const char *path;
	size_t path_length;
	const struct cordon_address *address;
	u16 port;
	u8 protocol;
};

void cordon_record_init(void);
void cordon_record(const struct cordon_event *event);
void cordon_record_load(const struct cordon_policy *policy);
void cordon_record_load_refusal(const struct cordon_fault *fault, int err);

#endif /* _CORDON_RECORD_H */
