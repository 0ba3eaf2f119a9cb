/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - record: what was decided, told to the kernel's audit
 */
#ifndef _CORDON_RECORD_H
#define _CORDON_RECORD_H

#include "engine/fault.h"
#include "engine/policy/verdict.h"
#include "policy.h"

/* What was tried. Its word in records is a contract. */
enum cordon_operation {
	CORDON_OP_EXEC,			/* "exec" */
	CORDON_OP_CONNECT,		/* "connect" */
	CORDON_OP_SENDMSG,		/* "sendmsg" */
	CORDON_OP_DNS,			/* "dns" */
	CORDON_OP_COUNT,
};

/**
 * struct cordon_event - something that was decided
 * @operation: what was tried
 * @policy: which decided
 * @subject: whose act
 * @owner: the user whose budget pays for the record
 * @decision: how
 * @never_block: a refusal that was let through, as it must never be
 * @by_current: current did it: its pid and command are told
 * @path: for exec
 * @path_length: its bytes
 * @address: for the others, as asked for
 * @port: host byte order
 * @protocol: IPPROTO_*
 */
struct cordon_event {
	enum cordon_operation operation;
	const struct cordon_policy *policy;
	const struct cordon_subject *subject;
	u32 owner;
	const struct cordon_decision *decision;
	bool never_block;
	bool by_current;
	const char *path;
	size_t path_length;
	const struct cordon_address *address;
	u16 port;
	u8 protocol;
};

void cordon_record_init(void);
void cordon_record_exit(void);
void cordon_record(const struct cordon_event *event);
void cordon_record_load(const struct cordon_policy *policy);
void cordon_record_load_refusal(const struct cordon_fault *fault, int err);

#endif /* _CORDON_RECORD_H */
