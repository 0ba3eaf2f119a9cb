/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - explain: what a policy decides, why, and what to do then
 *
 * The engine decides, here as in the kernel; this puts it in words. cordonc
 * asks a policy at hand, cordonctl the one in force.
 */
#ifndef _LIBCORDON_EXPLAIN_H
#define _LIBCORDON_EXPLAIN_H

#include <json-c/json.h>

#include "engine/policy/never_block.h"

/* Bytes of a target as text. */
#define CORDON_EXPLAIN_TARGET_MAX	4096U

enum cordon_operation {
	CORDON_OPERATION_EXEC,		/* --exec PATH */
	CORDON_OPERATION_CONNECT,	/* --connect ADDR[:PORT][/tcp|/udp] */
	CORDON_OPERATION_NAME,		/* --name HOST */
};

/**
 * struct cordon_question - what is asked
 * @operation: which of the fields below mean something
 * @target: path, address or host, as it was given
 * @address: as it was given, not normalised
 * @port: 0 if it does not matter
 * @stream: TCP and not UDP
 * @wire: wire name of the host
 * @wire_length: bytes of @wire
 */
struct cordon_question {
	enum cordon_operation operation;
	char target[CORDON_EXPLAIN_TARGET_MAX];
	struct cordon_address address;
	u16 port;
	bool stream;
	u8 wire[CORDON_NAME_MAX];
	u8 wire_length;
};

/**
 * struct cordon_explain_facts - what the answer depends on
 * @blob: the policy
 * @learned: the learned addresses; NULL for none
 * @net: the network namespace whose learned addresses count
 * @now: milliseconds, on the clock of @learned
 * @told: the resolvers that cordond told; may have none
 * @never_block: the firmware's list of what is never refused, checked; NULL for
 *	none
 * @never_block_size: its bytes
 */
struct cordon_explain_facts {
	const struct cordon_blob *blob;
	const struct cordon_learned *learned;
	u64 net;
	u64 now;
	const struct cordon_resolvers *told;
	const char *never_block;
	size_t never_block_size;
};

/**
 * struct cordon_explanation - the answer
 * @facts: what it depends on; borrowed
 * @question: borrowed
 * @decision: the engine's
 * @let_through: it is denied, but the firmware's list names the file
 * @counted_as: the address in the form that rules are compared with
 */
struct cordon_explanation {
	const struct cordon_explain_facts *facts;
	const struct cordon_question *question;
	struct cordon_decision decision;
	bool let_through;
	struct cordon_address counted_as;
};

int cordon_question_parse(enum cordon_operation operation, const char *text,
			  struct cordon_question *question, const char **why);
void cordon_explain(const struct cordon_explain_facts *facts,
		    const struct cordon_question *question,
		    struct cordon_explanation *explanation);
char *cordon_explanation_text(const struct cordon_explanation *explanation);
struct json_object *
cordon_explanation_json(const struct cordon_explanation *explanation);

#endif /* _LIBCORDON_EXPLAIN_H */
