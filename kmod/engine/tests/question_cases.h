/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - questions that wait for their answer, and who is believed
 *
 * Time is handed in: nothing here waits.
 */
#ifndef _CORDON_ENGINE_TESTS_QUESTION_CASES_H
#define _CORDON_ENGINE_TESTS_QUESTION_CASES_H

#include "small_policy.h"

#define NET		7
#define START		1000000ULL
#define NAME		"www.facebook.com"

static struct cordon_endpoints make_ends(void)
{
	return (struct cordon_endpoints) {
		.net = NET,
		.local = cordon_test_address("10.20.0.7"),
		.remote = cordon_test_address("10.20.0.53"),
		.local_port = 40000,
		.remote_port = 53,
	};
}

static struct cordon_dns_question make_question(void)
{
	struct cordon_dns_question question = {
		.id = 0x1234,
		.type = CORDON_DNS_TYPE_A,
		.class = CORDON_DNS_CLASS_IN,
	};

	question.length = (u8)cordon_test_wire(NAME, question.name);
	return question;
}

/* What happens to a question, so long after START. */
static const struct test_asking {
	const char *title;
	struct {
		enum test_move { DONE, ASKED, ANSWERED, UNKNOWN } move;
		u32 after;
	} step[8];
} askings[] = {
	{ "never asked", { { UNKNOWN, 0 } } },
	{ "answered once", { { ASKED, 0 }, { ANSWERED, 5 }, { UNKNOWN, 6 } } },
	{ "answered as often as asked",
	  { { ASKED, 0 }, { ASKED, 0 }, { ANSWERED, 0 }, { ANSWERED, 0 },
	    { UNKNOWN, 0 } } },
	{ "waits ten seconds", { { ASKED, 0 }, { ANSWERED, 9999 } } },
	{ "and no longer", { { ASKED, 0 }, { UNKNOWN, 10000 } } },
	{ "and not later", { { ASKED, 0 }, { UNKNOWN, 10001 } } },
	{ "asked again, waits anew",
	  { { ASKED, 0 }, { ASKED, 9000 }, { ANSWERED, 18999 } } },
	{ "asked three times, answered three times",
	  { { ASKED, 0 }, { ASKED, 1000 }, { ASKED, 2000 }, { ANSWERED, 11000 },
	    { ANSWERED, 11000 }, { ANSWERED, 11000 }, { UNKNOWN, 11000 } } },
	{ "not answered in time, forgotten however often asked",
	  { { ASKED, 0 }, { ASKED, 0 }, { ASKED, 0 }, { ASKED, 20000 },
	    { ANSWERED, 20000 }, { UNKNOWN, 20000 } } },
};

static const char *check_asking(const void *any)
{
	const struct cordon_dns_question question = make_question();
	struct cordon_learned *learned = cordon_test_learned();
	const struct cordon_endpoints ends = make_ends();
	const struct test_asking *row = any;
	const char *fault = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(row->step) && !fault; i++) {
		enum test_move move = row->step[i].move;
		u64 now = START + row->step[i].after;

		if (move == ASKED)
			fault = TEST_EQUAL(0, cordon_learned_ask(learned, &ends,
								 1000, &question,
								 now));
		else if (move != DONE)
			fault = TEST_HOLDS((move == ANSWERED) ==
					   cordon_learned_take_question(learned,
									&ends,
									&question,
									now));
	}
	cordon_test_free(learned);
	return fault;
}

/* What a forged answer gets wrong. */
static const struct test_forged {
	const char *title;
	enum test_forgery {
		FORGED_ID, FORGED_TYPE, FORGED_CLASS_ANY, FORGED_CLASS_CHAOS,
		FORGED_NAME, FORGED_LENGTH, FORGED_NET, FORGED_LOCAL,
		FORGED_REMOTE, FORGED_LOCAL_PORT, FORGED_REMOTE_PORT,
	} forgery;
} forgeds[] = {
	{ "id", FORGED_ID }, { "type", FORGED_TYPE },
	{ "class", FORGED_CLASS_ANY }, { "class CH", FORGED_CLASS_CHAOS },
	{ "name", FORGED_NAME }, { "length", FORGED_LENGTH },
	{ "namespace", FORGED_NET }, { "local", FORGED_LOCAL },
	{ "remote", FORGED_REMOTE }, { "local port", FORGED_LOCAL_PORT },
	{ "remote port", FORGED_REMOTE_PORT },
};

static void forge(enum test_forgery forgery, struct cordon_endpoints *ends,
		  struct cordon_dns_question *question)
{
	switch (forgery) {
	case FORGED_ID:
		question->id ^= 1;
		break;
	case FORGED_TYPE:
		question->type = CORDON_DNS_TYPE_AAAA;
		break;
	case FORGED_CLASS_ANY:
		question->class = CORDON_DNS_CLASS_ANY;
		break;
	case FORGED_CLASS_CHAOS:
		question->class = 3;
		break;
	case FORGED_NAME:
		question->name[1] ^= 1;
		break;
	case FORGED_LENGTH:
		question->length -= 4;
		break;
	case FORGED_NET:
		ends->net++;
		break;
	case FORGED_LOCAL:
		ends->local.byte[15]++;
		break;
	case FORGED_REMOTE:
		ends->remote.byte[15]++;
		break;
	case FORGED_LOCAL_PORT:
		ends->local_port++;
		break;
	case FORGED_REMOTE_PORT:
		ends->remote_port++;
		break;
	}
}

/* The true one still comes in. */
static const char *check_forged(const void *any)
{
	const u64 now = START + CORDON_QUESTION_LIFE_MS - 1;
	struct cordon_learned *learned = cordon_test_learned();
	struct cordon_dns_question question = make_question(), wrong = question;
	struct cordon_endpoints ends = make_ends(), other = ends;
	const struct test_forged *row = any;
	const char *fault;

	forge(row->forgery, &other, &wrong);
	fault = TEST_EQUAL(0, cordon_learned_ask(learned, &ends, 1000, &question,
						 START)) ?:
		TEST_HOLDS(!cordon_learned_take_question(learned, &other, &wrong,
							 now)) ?:
		TEST_HOLDS(cordon_learned_take_question(learned, &ends, &question,
							now));
	cordon_test_free(learned);
	return fault;
}

/* One user cannot use up what all others wait in. */
static const char *check_bounds(const void *none)
{
	struct cordon_learned *learned = cordon_test_learned();
	struct cordon_dns_question question = make_question();
	const struct cordon_endpoints ends = make_ends();
	const char *fault = NULL;
	u32 uid, i;

	for (uid = 0; uid < 4 && !fault; uid++) {
		for (i = 0; i < 256 && !fault; i++) {
			question.id = (u16)(256 * uid + i);
			fault = TEST_EQUAL(0, cordon_learned_ask(learned, &ends,
								 uid, &question,
								 START));
		}
		question.id = (u16)(0x8000 + uid);
		fault = fault ?:
			TEST_EQUAL(-EBUSY, cordon_learned_ask(learned, &ends, uid,
							      &question, START));
	}
	question.id = 0x8004;
	fault = fault ?: TEST_EQUAL(-EBUSY, cordon_learned_ask(learned, &ends, 4,
							       &question, START));
	/* None was pushed out, and a place that falls free is taken. */
	for (i = 0; i < 1024 && !fault; i++) {
		question.id = (u16)i;
		fault = TEST_HOLDS(cordon_learned_take_question(learned, &ends,
								&question, START));
	}
	fault = fault ?: TEST_EQUAL(0, cordon_learned_ask(learned, &ends, 4,
							  &question, START));
	cordon_test_free(learned);
	return fault;
}

static const struct cordon_test_case question_cases[] = {
	TEST_TABLE(askings, check_asking),
	TEST_TABLE(forgeds, check_forged),
	TEST_ONCE(check_bounds),
};

#endif /* _CORDON_ENGINE_TESTS_QUESTION_CASES_H */
