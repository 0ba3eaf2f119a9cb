/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - what a decision has to be
 */
#ifndef _CORDON_ENGINE_TESTS_ANSWER_H
#define _CORDON_ENGINE_TESTS_ANSWER_H

#include "cases.h"
#include "engine/policy/verdict.h"
#include "engine/policy/words.h"

/**
 * struct test_answer - what a decision has to be
 * @verdict: verdict
 * @record: is it recorded
 * @reason: word; NULL: any
 * @service: "none" for none; NULL: any
 * @rule: as text; NULL: any
 */
struct test_answer {
	enum cordon_verdict verdict;
	bool record;
	const char *reason;
	const char *service;
	const char *rule;
};

static inline const char *test_service(const struct cordon_blob *blob,
				       const char *wanted, u16 service)
{
	const char *name = "none";
	char text[64];
	u32 length = 4;

	if (service != CORDON_NO_SERVICE)
		name = cordon_blob_text(blob, &blob->services[service].name,
					&length);
	snprintf(text, sizeof(text), "%.*s", (int)length, name);
	return TEST_TEXT(wanted, text);
}

static inline const char *test_rule(const struct cordon_blob *blob,
				    const char *wanted,
				    const struct cordon_decision *decision)
{
	char *text = cordon_test_alloc(CORDON_RULE_TEXT_MAX);
	const char *fault;

	cordon_decision_text(blob, decision, text, CORDON_RULE_TEXT_MAX);
	fault = TEST_TEXT(wanted, text);
	cordon_test_free(text);
	return fault;
}

/* Whoever is named as refused is. */
static inline const char *test_refuses(const struct cordon_blob *blob, u16 service)
{
	return TEST_HOLDS(service < blob->service_count) ?:
	       TEST_HOLDS(cordon_blob_refuses(blob, service));
}

/* A never-block list lifts every refusal but the canary's. */
static inline const char *test_spares(const struct cordon_blob *blob,
				      const struct cordon_decision *decision)
{
	bool refused = decision->verdict == CORDON_DENY;
	bool canary = decision->service != CORDON_NO_SERVICE &&
		      !test_service(blob, CORDON_CANARY_SERVICE,
				    decision->service);

	return TEST_EQUAL(refused && !canary,
			  cordon_decision_is_sparable(blob, decision));
}

static inline const char *test_answers(const struct cordon_blob *blob,
				       const struct test_answer *answer,
				       const struct cordon_decision *decision)
{
	bool refused = answer->verdict != CORDON_ALLOW &&
		       decision->reason < CORDON_REASON_OTHER_RESOLVER;
	const char *fault;

	fault = TEST_TEXT(cordon_verdict_word(answer->verdict),
			  cordon_verdict_word(decision->verdict)) ?:
		TEST_EQUAL(answer->record, decision->record);
	if (answer->reason)
		fault = fault ?: TEST_TEXT(answer->reason,
					   cordon_reason_word(decision->reason));
	if (answer->service)
		fault = fault ?: test_service(blob, answer->service,
					      decision->service);
	if (answer->rule)
		fault = fault ?: test_rule(blob, answer->rule, decision);
	fault = fault ?: test_spares(blob, decision);
	return fault ?: (refused ? test_refuses(blob, decision->service) : NULL);
}

#endif /* _CORDON_ENGINE_TESTS_ANSWER_H */
