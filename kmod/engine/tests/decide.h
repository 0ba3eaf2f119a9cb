/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - decisions where only some of the facts matter
 */
#ifndef _CORDON_ENGINE_TESTS_DECIDE_H
#define _CORDON_ENGINE_TESTS_DECIDE_H

#include "engine/policy/verdict.h"

static const struct cordon_subject test_nobody = CORDON_NOBODY;

static inline void test_decide_exec(const struct cordon_blob *blob,
				    const char *path, size_t length,
				    struct cordon_decision *decision)
{
	const struct cordon_facts facts = { .policy = blob };

	cordon_decide_exec(&facts, &test_nobody, path, length, decision);
}

static inline void test_decide_name(const struct cordon_blob *blob,
				    const u8 *wire, size_t length,
				    struct cordon_decision *decision)
{
	const struct cordon_facts facts = { .policy = blob };

	cordon_decide_name(&facts, &test_nobody, wire, length, decision);
}

static inline void test_decide_question(const struct cordon_blob *blob,
					const struct cordon_dns_question *question,
					struct cordon_decision *decision)
{
	const struct cordon_facts facts = { .policy = blob };

	cordon_decide_question(&facts, &test_nobody, question, decision);
}

static inline void test_decide_dns_target(const struct cordon_blob *blob,
					  const struct cordon_resolvers *told,
					  const struct cordon_address *address,
					  u16 port, bool stream,
					  struct cordon_decision *decision)
{
	const struct cordon_facts facts = { .policy = blob, .told = told };

	cordon_decide_dns_target(&facts, address, port, stream, decision);
}

static inline void test_decide_address(const struct cordon_blob *blob,
				       const struct cordon_learned *learned,
				       u64 net,
				       const struct cordon_address *address,
				       u64 now, struct cordon_decision *decision)
{
	const struct cordon_facts facts = {
		.policy = blob, .learned = learned, .net = net,
		.clock = CORDON_AT(now),
	};

	cordon_decide_address(&facts, &test_nobody, address, decision);
}

static inline void
test_decide_destination(const struct cordon_blob *blob,
			const struct cordon_learned *learned,
			const struct cordon_resolvers *told, u64 net,
			const struct cordon_destination *destination, u64 now,
			struct cordon_decision *decision)
{
	const struct cordon_facts facts = {
		.policy = blob, .learned = learned, .told = told, .net = net,
		.clock = CORDON_AT(now),
	};

	cordon_decide_destination(&facts, &test_nobody, destination, decision);
}

#endif /* _CORDON_ENGINE_TESTS_DECIDE_H */
