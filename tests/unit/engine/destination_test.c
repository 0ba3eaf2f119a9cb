// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Destinations: address, port and every form of the address, decided at once
 */
#include "policy.h"
#include "engine/policy/verdict.h"
#include "engine/policy/words.h"
#include "engine/tests/decide.h"
#include "kselftest_harness.h"

#define NET		7
#define NOW		1000000ULL
#define NO_PORT		(-1)

static const struct test_service services[] = {
	{ "facebook",
	  "domain facebook.com\n"
	  "prefix 157.240.0.0/16\n"
	  "prefix 104.16.0.0/16\n"
	  "prefix 2a03:2880::/32\n", NULL },
	{ "youtube", "prefix 2a00:1450::/32\nprefix 104.16.0.0/13\n", "action = audit\n" },
	{ },
};

/**
 * struct row - a destination
 * @address: as asked for
 * @port: or NO_PORT
 * @stream: TCP and its like
 * @verdict: what must come out
 * @reason: word, or NULL
 * @record: is it recorded
 */
struct row {
	const char *address;
	int port;
	bool stream;
	enum cordon_verdict verdict;
	const char *reason;
	bool record;
};

#define DENY	CORDON_DENY
#define ALLOW	CORDON_ALLOW
#define INSPECT	CORDON_INSPECT

/* Discovered: 2a01:64::/96, and prefixes inside three services' own ranges. */
static const struct row rows[] = {
	{ "157.240.0.1", 443, true, DENY, "prefix", true },
	{ "9.9.9.9", 443, true, ALLOW, "none", false },
	{ "104.16.0.1", 443, true, INSPECT, "prefix", true },
	{ "9.9.9.10", 443, true, DENY, "learned", true },
	/* Forms that need no discovery */
	{ "::ffff:157.240.0.1", 443, true, DENY, "prefix", true },
	{ "::157.240.0.1", 443, true, DENY, "prefix", true },
	{ "2002:9df0:1::1", 443, true, DENY, "prefix", true },
	{ "64:ff9b::157.240.0.1", 443, true, DENY, "prefix", true },
	{ "64:ff9b::9.9.9.10", 443, true, DENY, "learned", true },
	{ "64:ff9b::9.9.9.9", 443, true, ALLOW, "none", false },
	/* Behind a discovered prefix */
	{ "2a01:64::157.240.0.1", 443, true, DENY, "prefix", true },
	{ "2a01:64::104.16.0.1", 443, true, INSPECT, "prefix", true },
	{ "2a01:64::9.9.9.10", 443, true, DENY, "learned", true },
	{ "2a01:64::9.9.9.9", 443, true, ALLOW, "none", false },
	{ "2a01:65::157.240.0.1", 443, true, ALLOW, "none", false },
	/* A network that lies takes nothing out of the rules. */
	{ "2a03:2880:64::9.9.9.9", 443, true, DENY, "prefix", true },
	{ "2a03:2880:64::157.240.0.1", 443, true, DENY, "prefix", true },
	{ "2001:db8:c0de:64::9.9.9.9", 443, true, DENY, "prefix", true },
	{ "2a00:1450::1", 443, true, ALLOW, "prefix", true },
	{ "2a00:1450:64::157.240.0.1", 443, true, DENY, "prefix", true },
	/* DNS */
	{ "10.20.0.53", 53, false, ALLOW, NULL, false },
	{ "64:ff9b::10.20.0.53", 53, false, ALLOW, NULL, false },
	{ "10.20.0.53", 53, true, DENY, "dns-over-tcp", true },
	{ "10.20.0.53", 853, true, DENY, "dns-encrypted", true },
	{ "9.9.9.9", 53, false, DENY, "other-resolver", true },
	{ "2a01:64::9.9.9.9", 53, false, DENY, "other-resolver", true },
	{ "157.240.0.1", 53, false, DENY, NULL, true },
	/* Without ports no number is one. */
	{ "9.9.9.9", NO_PORT, false, ALLOW, "none", false },
	{ "157.240.0.1", NO_PORT, false, DENY, "prefix", true },
};

/* Learns a name of an address, or a NAT64 prefix from ipv4only.arpa. */
static void learn(struct cordon_learned *learned,
		  const struct test_policy *policy, const char *name,
		  const char *address)
{
	const struct cordon_resolvers nobody = { .count = 0 };
	struct cordon_dns_chain *chain = calloc(1, sizeof(*chain));
	struct cordon_dns_answer answer = {
		.address = cordon_test_address(address), .ttl = 300, .names = 1,
	};

	chain->count = 1;
	chain->ttl[0] = ~0U;
	chain->length[0] = (u8)cordon_test_wire(name, chain->name[0]);
	cordon_learned_answer(learned, &policy->blob, &nobody, NET, chain,
			      &answer, NOW);
	free(chain);
}

static void decide(const struct test_policy *policy,
		   const struct cordon_learned *learned, const struct row *row,
		   struct cordon_decision *decision)
{
	const struct cordon_resolvers told = {
		.count = 1, .address = { cordon_test_address("10.20.0.53") },
	};
	const struct cordon_destination destination = {
		.address = cordon_test_address(row->address),
		.port = row->port == NO_PORT ? 53 : (u16)row->port,
		.has_port = row->port != NO_PORT,
		.stream = row->stream,
	};

	memset(decision, 0xff, sizeof(*decision));
	test_decide_destination(&policy->blob, learned, &told, NET,
				&destination, NOW, decision);
}

TEST(table)
{
	struct cordon_learned *learned = test_learned_make();
	struct cordon_decision decision;
	struct test_policy policy;
	size_t i;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	learn(learned, &policy, "www.facebook.com", "9.9.9.10");
	learn(learned, &policy, "ipv4only.arpa", "2a01:64::192.0.0.170");
	learn(learned, &policy, "ipv4only.arpa", "2a03:2880:64::192.0.0.170");
	learn(learned, &policy, "ipv4only.arpa", "2a00:1450:64::192.0.0.171");
	learn(learned, &policy, "ipv4only.arpa",
	      "2001:db8:c0de:64::192.0.0.171");
	ASSERT_EQ(4, cordon_learned_nat64(learned)->count);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		decide(&policy, learned, &rows[i], &decision);
		EXPECT_EQ(rows[i].verdict, decision.verdict)
			TH_LOG("%s %d", rows[i].address, rows[i].port);
		EXPECT_EQ(rows[i].record, decision.record)
			TH_LOG("%s %d", rows[i].address, rows[i].port);
		if (rows[i].reason)
			EXPECT_STREQ(rows[i].reason,
				     cordon_reason_word(decision.reason));
	}
	test_policy_free(&policy);
	free(learned);
}

/* Nor does it take anything out of the records. */
TEST(audit_behind_a_lie)
{
	static const struct row row = {
		"2a00:1450:64::9.9.9.9", 443, true, ALLOW, "prefix", true,
	};
	struct cordon_learned *learned = test_learned_make();
	struct cordon_decision decision;
	struct test_policy policy;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	decide(&policy, learned, &row, &decision);
	EXPECT_EQ(row.verdict, decision.verdict);
	EXPECT_TRUE(decision.record);
	learn(learned, &policy, "ipv4only.arpa", "2a00:1450:64::192.0.0.171");
	decide(&policy, learned, &row, &decision);
	EXPECT_EQ(row.verdict, decision.verdict);
	EXPECT_TRUE(decision.record);
	EXPECT_STREQ(row.reason, cordon_reason_word(decision.reason));
	test_policy_free(&policy);
	free(learned);
}

/* With nothing learned the forms that need no discovery count all the same. */
TEST(without_learned)
{
	struct cordon_decision decision;
	struct test_policy policy;
	size_t i;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, "prefix 104.16.0.0/13\n",
				      services));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		if (!strncmp(rows[i].address, "2a", 2) ||
		    strstr(rows[i].address, "9.9.9.10"))
			continue;
		decide(&policy, NULL, &rows[i], &decision);
		EXPECT_EQ(rows[i].verdict, decision.verdict)
			TH_LOG("%s %d", rows[i].address, rows[i].port);
	}
	test_policy_free(&policy);
}

TEST_HARNESS_MAIN
