/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - explain: what happens under a policy, why, and what to do then
 *
 * The engine decides, here as in the kernel; this puts it in words. cordonc
 * asks a policy at hand, cordonctl the one in force.
 */
#ifndef _LIBCORDON_EXPLAIN_H
#define _LIBCORDON_EXPLAIN_H

#include <json-c/json.h>

#include "engine/policy/never_block_index.h"

/* Bytes of a target as text. */
#define CORDON_EXPLAIN_TARGET_MAX	4096U
/* Addresses of a name that are told one by one. */
#define CORDON_EXPLAIN_ADDRESSES	32U

enum cordon_operation {
	CORDON_OPERATION_EXEC,		/* --exec PATH */
	CORDON_OPERATION_CONNECT,	/* --connect ADDR[:PORT][/tcp|/udp] */
	CORDON_OPERATION_NAME,		/* --name HOST */
};

/**
 * struct cordon_question - what is asked
 * @operation: which of the fields below mean something
 * @target: path, address or host, as it was given
 * @numeric: the host is an address, and @address holds it
 * @address: as it was given, not normalised
 * @port: 0 if it does not matter
 * @stream: TCP and not UDP
 * @wire: wire name of the host
 * @wire_length: bytes of @wire
 */
struct cordon_question {
	enum cordon_operation operation;
	char target[CORDON_EXPLAIN_TARGET_MAX];
	bool numeric;
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
 * @found: where the name leads now, if somebody has asked
 * @found_count: how many addresses
 * @not_found: why there are none; NULL if there are, or nobody has asked
 * @never_block: the firmware's list of what is never refused; NULL for none
 */
struct cordon_explain_facts {
	const struct cordon_blob *blob;
	const struct cordon_learned *learned;
	u64 net;
	u64 now;
	const struct cordon_resolvers *told;
	const struct cordon_address *found;
	size_t found_count;
	const char *not_found;
	const struct cordon_never_index *never_block;
};

/**
 * struct cordon_explained_address - where a name leads
 * @address: normalised
 * @decision: what a connection to it meets
 */
struct cordon_explained_address {
	struct cordon_address address;
	struct cordon_decision decision;
};

/**
 * struct cordon_explanation - the answer
 * @facts: what it depends on; borrowed
 * @question: borrowed
 * @engine: @facts as the engine takes them
 * @clock: of @engine
 * @decision: what decides; its verdict is what happens
 * @let_through: it is denied, but the firmware's list names the file
 * @counted_as: the address in the form that rules are compared with
 * @asking: of a name, what the DNS question for its addresses meets
 * @address: of a name, where it leads as far as that is known: the first ones
 * @addresses: how many are known
 * @open: how many of them do not refuse
 * @inspected: how many of @open are shared with what is refused
 */
struct cordon_explanation {
	const struct cordon_explain_facts *facts;
	const struct cordon_question *question;
	struct cordon_facts engine;
	struct cordon_clock clock;
	struct cordon_decision decision;
	bool let_through;
	struct cordon_address counted_as;
	enum cordon_verdict asking;
	struct cordon_explained_address address[CORDON_EXPLAIN_ADDRESSES];
	u32 addresses;
	u32 open;
	u32 inspected;
};

int cordon_question_parse(enum cordon_operation operation, const char *text,
			  struct cordon_question *question, const char **why);
void cordon_explain(const struct cordon_explain_facts *facts,
		    const struct cordon_question *question,
		    struct cordon_explanation *explanation);
bool cordon_explain_lacks_addresses(const struct cordon_explanation *explanation);
void cordon_explain_name(struct cordon_explanation *explanation);
char *cordon_explanation_text(const struct cordon_explanation *explanation);
struct json_object *
cordon_explanation_json(const struct cordon_explanation *explanation);

#endif /* _LIBCORDON_EXPLAIN_H */
