// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: what is learned from answers, for how long, and who is believed
 *
 * Time is handed in: nothing here waits.
 */
#include <linux/mm.h>

#include "engine/policy/learned.h"
#include "fixture.h"

#define NET		7
#define START		1000000ULL
#define NAME		"www.facebook.com"
#define RING		4096U		/* slots of each of the two rings */

static const struct cordon_test_line lines[] = {
	{ TEST_SERVICE, "facebook", CORDON_ACTION_DENY },
	{ TEST_SERVICE, "youtube", CORDON_ACTION_AUDIT },
	{ TEST_DOMAIN, "facebook.com", 0 },
	{ TEST_EXCEPT, "developers.facebook.com", 0 },
	{ TEST_DOMAIN, "youtube.com", 1 },
	{ TEST_RESOLVER, "1.1.1.1", 0 },
};

static const struct cordon_resolvers nobody;

static const struct cordon_blob *policy(struct kunit *test)
{
	return &cordon_test_policy(test, lines, ARRAY_SIZE(lines))->blob;
}

static struct cordon_endpoints make_ends(struct kunit *test)
{
	return (struct cordon_endpoints) {
		.net = NET,
		.local = cordon_test_address("10.20.0.7"),
		.remote = cordon_test_address("10.20.0.53"),
		.local_port = 40000,
		.remote_port = 53,
	};
}

static struct cordon_dns_question make_question(struct kunit *test,
						const char *name)
{
	struct cordon_dns_question question = {
		.id = 0x1234,
		.type = CORDON_DNS_TYPE_A,
		.class = CORDON_DNS_CLASS_IN,
	};

	question.length = cordon_test_wire(name, question.name);
	return question;
}

/* Learn that one address has one name, from an answer with a lifetime. */
static bool answer(struct kunit *test, const struct cordon_blob *blob,
		   const char *name, const char *address, u32 ttl, u64 now)
{
	struct cordon_dns_chain *chain = kunit_kzalloc(test, sizeof(*chain),
						       GFP_KERNEL);
	const struct cordon_dns_answer one = {
		.address = cordon_test_address(address),
		.ttl = ttl, .names = 1,
	};

	KUNIT_ASSERT_NOT_NULL(test, chain);
	chain->count = 1;
	chain->length[0] = cordon_test_wire(name, chain->name[0]);
	return cordon_learned_answer(test->priv, blob, &nobody, NET, chain, &one,
				     now);
}

static const struct cordon_learned_entry *
find(struct kunit *test, const char *text, u64 now)
{
	struct cordon_address address = cordon_test_address(text);

	return cordon_learned_find(test->priv, NET, &address, CORDON_AT(now));
}

static void test_question_once(struct kunit *test)
{
	struct cordon_dns_question question = make_question(test, NAME);
	const struct cordon_endpoints ends = make_ends(test);
	struct cordon_learned *learned = test->priv;

	KUNIT_EXPECT_FALSE(test, cordon_learned_take_question(learned, &ends,
							      &question, START));
	KUNIT_EXPECT_EQ(test, 0, cordon_learned_ask(learned, &ends, 1000,
						    &question, START));
	KUNIT_EXPECT_TRUE(test, cordon_learned_take_question(learned, &ends,
							     &question, START));
	/* A second answer answers nothing. */
	KUNIT_EXPECT_FALSE(test, cordon_learned_take_question(learned, &ends,
							      &question, START));
	/* Asked twice, answered twice. */
	cordon_learned_ask(learned, &ends, 1000, &question, START);
	cordon_learned_ask(learned, &ends, 1000, &question, START);
	KUNIT_EXPECT_TRUE(test, cordon_learned_take_question(learned, &ends,
							     &question, START));
	KUNIT_EXPECT_TRUE(test, cordon_learned_take_question(learned, &ends,
							     &question, START));
	KUNIT_EXPECT_FALSE(test, cordon_learned_take_question(learned, &ends,
							      &question, START));
}

/* What a forged answer gets wrong. */
enum forgery {
	FORGED_ID, FORGED_TYPE, FORGED_CLASS, FORGED_NAME, FORGED_LENGTH,
	FORGED_NET, FORGED_LOCAL, FORGED_REMOTE, FORGED_LOCAL_PORT,
	FORGED_REMOTE_PORT, FORGED_LATE,
};

struct forged {
	const char *desc;
	enum forgery forgery;
};

static const struct forged forgeds[] = {
	{ "id", FORGED_ID }, { "type", FORGED_TYPE }, { "class", FORGED_CLASS },
	{ "name", FORGED_NAME }, { "length", FORGED_LENGTH },
	{ "namespace", FORGED_NET }, { "local", FORGED_LOCAL },
	{ "remote", FORGED_REMOTE }, { "local_port", FORGED_LOCAL_PORT },
	{ "remote_port", FORGED_REMOTE_PORT }, { "late", FORGED_LATE },
};

static void describe_forged(const struct forged *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(forged, forgeds, describe_forged);

static void forge(enum forgery forgery, struct cordon_endpoints *ends,
		  struct cordon_dns_question *question, u64 *now)
{
	switch (forgery) {
	case FORGED_ID:
		question->id ^= 1;
		break;
	case FORGED_TYPE:
		question->type = CORDON_DNS_TYPE_AAAA;
		break;
	case FORGED_CLASS:
		question->class = CORDON_DNS_CLASS_ANY;
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
	case FORGED_LATE:
		*now += CORDON_QUESTION_LIFE_MS;
		break;
	}
}

static void test_forged(struct kunit *test)
{
	const struct forged *row = test->param_value;
	struct cordon_dns_question question = make_question(test, NAME);
	struct cordon_endpoints ends = make_ends(test), other = ends;
	struct cordon_dns_question wrong = question;
	u64 now = START + CORDON_QUESTION_LIFE_MS - 1;

	KUNIT_ASSERT_EQ(test, 0, cordon_learned_ask(test->priv, &ends, 1000,
						    &question, START));
	if (row->forgery == FORGED_LATE)
		now = START;
	forge(row->forgery, &other, &wrong, &now);
	KUNIT_EXPECT_FALSE(test, cordon_learned_take_question(test->priv, &other,
							      &wrong, now));
	/* The true one still comes in, unless its time is over. */
	KUNIT_EXPECT_EQ(test, row->forgery != FORGED_LATE,
			cordon_learned_take_question(test->priv, &ends, &question,
						     now));
}

/* One user cannot use up what all others wait in. */
static void test_questions_are_bounded(struct kunit *test)
{
	struct cordon_dns_question question = make_question(test, NAME);
	const struct cordon_endpoints ends = make_ends(test);
	int uid, i;

	for (uid = 0; uid < 4; uid++) {
		for (i = 0; i < 256; i++) {
			question.id = 256 * uid + i;
			KUNIT_ASSERT_EQ(test, 0,
					cordon_learned_ask(test->priv, &ends, uid,
							   &question, START));
		}
		question.id = 0x8000 + uid;
		KUNIT_EXPECT_EQ(test, -EBUSY,
				cordon_learned_ask(test->priv, &ends, uid,
						   &question, START));
	}
	KUNIT_EXPECT_EQ(test, -EBUSY,
			cordon_learned_ask(test->priv, &ends, 4, &question, START));
	/* None was pushed out, and a place that falls free is taken. */
	for (i = 0; i < 1024; i++) {
		question.id = i;
		KUNIT_EXPECT_TRUE(test,
				  cordon_learned_take_question(test->priv, &ends,
							       &question, START));
	}
	KUNIT_EXPECT_EQ(test, 0, cordon_learned_ask(test->priv, &ends, 4,
						    &question, START));
}

struct lifetime {
	const char *desc;
	u32 ttl;
	u64 seconds;
};

static const struct lifetime lifetimes[] = {
	{ "0", 0, 30 }, { "29", 29, 30 }, { "30", 30, 30 }, { "31", 31, 31 },
	{ "300", 300, 300 }, { "a_day", 86400, 86400 },
	{ "over_a_day", 86401, 86400 }, { "for_ever", 0x7fffffff, 86400 },
};

static void describe_lifetime(const struct lifetime *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(lifetime, lifetimes, describe_lifetime);

static void test_expiry(struct kunit *test)
{
	const struct lifetime *row = test->param_value;
	u64 end = START + 1000 * row->seconds;

	KUNIT_ASSERT_TRUE(test, answer(test, policy(test), NAME, "157.240.9.35",
				       row->ttl, START));
	KUNIT_EXPECT_NOT_NULL(test, find(test, "157.240.9.35", START));
	KUNIT_EXPECT_NOT_NULL(test, find(test, "157.240.9.35", end - 1));
	KUNIT_EXPECT_NULL(test, find(test, "157.240.9.35", end));
	KUNIT_EXPECT_NULL(test, find(test, "157.240.9.36", START));
}

/* Heard again, it only ever lives longer, and stays one entry. */
static void test_refresh(struct kunit *test)
{
	const struct cordon_learned_entry *entry;

	answer(test, policy(test), NAME, "157.240.9.35", 3600, START);
	answer(test, policy(test), NAME, "157.240.9.35", 30, START);
	KUNIT_EXPECT_NOT_NULL(test, find(test, "157.240.9.35", START + 3599999));
	answer(test, policy(test), NAME, "157.240.9.35", 3600, START + 1000);
	entry = find(test, "157.240.9.35", START + 3600999);
	KUNIT_ASSERT_NOT_NULL(test, entry);
	KUNIT_EXPECT_NULL(test, cordon_learned_next(test->priv, entry, CORDON_AT(START)));
}

struct claim {
	const char *name;
	bool claimed;
};

static const struct claim claims[] = {
	{ "facebook.com", true }, { "www.facebook.com", true },
	{ "developers.facebook.com", false }, { "www.youtube.com", false },
	{ "www.bbc.co.uk", false },
};

static void describe_claim(const struct claim *row, char *desc)
{
	cordon_test_describe(desc, row->name);
}

KUNIT_ARRAY_PARAM(claim, claims, describe_claim);

static void test_claim(struct kunit *test)
{
	const struct claim *row = test->param_value;
	const struct cordon_learned_entry *entry;
	struct cordon_address address;

	answer(test, policy(test), row->name, "157.240.9.35", 300, START);
	entry = find(test, "157.240.9.35", START);
	KUNIT_ASSERT_NOT_NULL(test, entry);
	KUNIT_EXPECT_EQ(test, row->claimed, entry->claimed);
	/* What a namespace learned is its own. */
	address = entry->address;
	KUNIT_EXPECT_NULL(test, cordon_learned_find(test->priv, NET + 1, &address,
						    CORDON_AT(START)));
}

struct refused {
	const char *address;
	bool learned;
};

static const struct refused refuseds[] = {
	{ "8.8.8.8", true }, { "64:ff9b::808:808", true }, { "2001:db9::1", true },
	{ "127.0.0.1", false }, { "10.0.0.1", false }, { "0.0.0.0", false },
	{ "169.254.169.254", false }, { "224.0.0.1", false },
	{ "::1", false }, { "fe80::1", false }, { "fd00::1", false },
	{ "64:ff9b::a00:1", false },		/* 10.0.0.1, wrapped */
	{ "2002:7f00:1::1", false },		/* 127.0.0.1, wrapped */
	{ "203.0.113.222", false },		/* the canary, plain and wrapped */
	{ "64:ff9b::cb00:71de", false },
	{ "2002:cb00:71de::1", false },
	{ "2001:db8:c0de::1", false },
	{ "1.1.1.1", false },			/* the policy's resolver */
	{ "64:ff9b::101:101", false },
};

static void describe_refused(const struct refused *row, char *desc)
{
	cordon_test_describe(desc, row->address);
}

KUNIT_ARRAY_PARAM(refused, refuseds, describe_refused);

/* An answer must not take away what others need. */
static void test_never_learned(struct kunit *test)
{
	const struct refused *row = test->param_value;

	KUNIT_EXPECT_EQ(test, row->learned,
			answer(test, policy(test), NAME, row->address, 300, START));
}

static struct cordon_address nth_address(u32 n)
{
	const u8 ipv4[4] = { 99, n >> 16, n >> 8, n };
	struct cordon_address address;

	cordon_address_from_ipv4(&address, ipv4);
	return address;
}

static void add_nth(struct kunit *test, const struct cordon_blob *blob,
		    const char *name, u32 n)
{
	struct cordon_address address = nth_address(n);
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire(name, wire);

	cordon_learned_add(test->priv, blob, NET, &address, wire, length,
			   START + 3600000, START);
}

static u32 count_live(struct kunit *test, u32 below)
{
	u32 live = 0, n;

	for (n = 0; n < below; n++) {
		struct cordon_address address = nth_address(n);

		live += !!cordon_learned_find(test->priv, NET, &address, CORDON_AT(START));
	}
	return live;
}

/* In a full ring the oldest makes room; what is refused has a ring of its own. */
static void test_rings(struct kunit *test)
{
	const struct cordon_blob *blob = policy(test);
	struct cordon_address first = nth_address(0);
	u32 n;

	KUNIT_ASSERT_EQ(test, 2 * RING, cordon_learned_slots(test->priv));
	add_nth(test, blob, NAME, 0);
	for (n = 1; n <= 3 * RING; n++)
		add_nth(test, blob, "attacker.example", n);
	KUNIT_EXPECT_NOT_NULL(test, cordon_learned_find(test->priv, NET, &first,
							CORDON_AT(START)));
	KUNIT_EXPECT_EQ(test, RING + 1, count_live(test, 3 * RING + 1));
	for (n = 1; n <= RING; n++)
		add_nth(test, blob, NAME, 4 * RING + n);
	KUNIT_EXPECT_NULL(test, cordon_learned_find(test->priv, NET, &first, CORDON_AT(START)));
	KUNIT_EXPECT_EQ(test, 2 * RING, count_live(test, 6 * RING));
}

/* Thousands of names for one address cannot hide the one that is refused. */
static void test_names_of_one_address(struct kunit *test)
{
	const struct cordon_learned_entry *entry;
	const struct cordon_blob *blob = policy(test);
	u32 claimed = 0, others = 0, n;
	char name[32];

	add_nth(test, blob, NAME, 1);
	for (n = 0; n < 2000; n++) {
		snprintf(name, sizeof(name), "n%u.example", n);
		add_nth(test, blob, name, 1);
		snprintf(name, sizeof(name), "n%u.facebook.com", n);
		add_nth(test, blob, name, 1);
	}
	for (entry = find(test, "99.0.0.1", START); entry;
	     entry = cordon_learned_next(test->priv, entry, CORDON_AT(START))) {
		claimed += entry->claimed;
		others += !entry->claimed;
	}
	KUNIT_EXPECT_EQ(test, 1U, claimed);
	KUNIT_EXPECT_EQ(test, 16U, others);
}

static int learned_init(struct kunit *test)
{
	struct cordon_learned *learned = kvmalloc(cordon_learned_size(), GFP_KERNEL);

	if (!learned)
		return -ENOMEM;
	memset(learned, 0xa5, cordon_learned_size());
	cordon_learned_init(learned, 0x123456789abcdefULL);
	test->priv = learned;
	return 0;
}

static void learned_exit(struct kunit *test)
{
	kvfree(test->priv);
}

static struct kunit_case learned_cases[] = {
	KUNIT_CASE(test_question_once),
	KUNIT_CASE_PARAM(test_forged, forged_gen_params),
	KUNIT_CASE(test_questions_are_bounded),
	KUNIT_CASE_PARAM(test_expiry, lifetime_gen_params),
	KUNIT_CASE(test_refresh),
	KUNIT_CASE_PARAM(test_claim, claim_gen_params),
	KUNIT_CASE_PARAM(test_never_learned, refused_gen_params),
	KUNIT_CASE(test_rings),
	KUNIT_CASE(test_names_of_one_address),
	{}
};

static struct kunit_suite learned_suite = {
	.name = "cordon_learned",
	.init = learned_init,
	.exit = learned_exit,
	.test_cases = learned_cases,
};

kunit_test_suite(learned_suite);
