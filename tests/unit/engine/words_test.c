// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Words: what records, nodes and programs call things; they are a contract
 */
#include "policy.h"
#include "engine/policy/words.h"
#include "engine/tests/decide.h"
#include "kselftest_harness.h"

TEST(verdicts)
{
	EXPECT_STREQ("allow", cordon_verdict_word(CORDON_ALLOW));
	EXPECT_STREQ("deny", cordon_verdict_word(CORDON_DENY));
	EXPECT_STREQ("inspect", cordon_verdict_word(CORDON_INSPECT));
	EXPECT_STREQ("unknown", cordon_verdict_word(CORDON_INSPECT + 1));
	EXPECT_STREQ("unknown", cordon_verdict_word(0xffffffff));
}

TEST(reasons)
{
	static const char * const words[CORDON_REASON_COUNT] = {
		[CORDON_REASON_NONE] = "none",
		[CORDON_REASON_PATH] = "path",
		[CORDON_REASON_PATH_TOO_LONG] = "path-too-long",
		[CORDON_REASON_PREFIX] = "prefix",
		[CORDON_REASON_LEARNED] = "learned",
		[CORDON_REASON_NAME] = "name",
		[CORDON_REASON_EXCEPT] = "except",
		[CORDON_REASON_OTHER_RESOLVER] = "other-resolver",
		[CORDON_REASON_DNS_TCP] = "dns-over-tcp",
		[CORDON_REASON_DNS_ENCRYPTED] = "dns-encrypted",
		[CORDON_REASON_DNS_MALFORMED] = "dns-malformed",
		[CORDON_REASON_DNS_BUSY] = "dns-busy",
	};
	int reason;

	for (reason = 0; reason < CORDON_REASON_COUNT; reason++) {
		ASSERT_NE(NULL, words[reason]);
		EXPECT_STREQ(words[reason], cordon_reason_word(reason));
	}
	EXPECT_STREQ("unknown", cordon_reason_word(CORDON_REASON_COUNT));
	EXPECT_STREQ("unknown", cordon_reason_word(0xffffffff));
}

TEST(actions_and_modes)
{
	EXPECT_STREQ("unknown", cordon_action_word(0));
	EXPECT_STREQ("deny", cordon_action_word(CORDON_ACTION_DENY));
	EXPECT_STREQ("restrict", cordon_action_word(CORDON_ACTION_RESTRICT));
	EXPECT_STREQ("audit", cordon_action_word(CORDON_ACTION_AUDIT));
	EXPECT_STREQ("allow", cordon_action_word(CORDON_ACTION_ALLOW));
	EXPECT_STREQ("unknown", cordon_action_word(CORDON_ACTION_ALLOW + 1));
	EXPECT_STREQ("unknown", cordon_action_word(255));
	EXPECT_STREQ("monitor", cordon_mode_word(CORDON_MODE_MONITOR));
	EXPECT_STREQ("enforce", cordon_mode_word(CORDON_MODE_ENFORCE));
	EXPECT_STREQ("unknown", cordon_mode_word(CORDON_MODE_ENFORCE + 1));
	EXPECT_STREQ("unknown", cordon_mode_word(255));
}

/* The text, whole in the room that is enough for any, else its beginning. */
static void check_text(struct __test_metadata *_metadata,
		       const struct test_policy *policy,
		       enum cordon_rule_kind kind, u32 rule,
		       const char *expected)
{
	char whole[CORDON_RULE_TEXT_MAX];
	size_t size;

	EXPECT_EQ(strlen(expected),
		  cordon_rule_text(&policy->blob, kind, rule, whole,
				   sizeof(whole)));
	EXPECT_STREQ(expected, whole);
	for (size = 1; size < strlen(expected) + 8; size++) {
		char *text = malloc(size);
		size_t length;

		ASSERT_NE(NULL, text);
		length = cordon_rule_text(&policy->blob, kind, rule, text, size);
		ASSERT_LT(length, size);
		EXPECT_EQ('\0', text[length]);
		EXPECT_EQ(0, memcmp(expected, text, length))
			TH_LOG("'%s'", text);
		free(text);
	}
}

TEST(rules)
{
	static const char * const prefixes[SMALL_PREFIXES] = {
		[SMALL_PREFIX_ALPHA] = "prefix 192.0.2.0/24",
		[SMALL_PREFIX_SHARED] = "prefix 192.0.2.0/24",
		[SMALL_PREFIX_INNER] = "prefix 192.0.2.128/25",
		[SMALL_PREFIX_CANARY4] = "prefix 203.0.113.222/32",
		[SMALL_PREFIX_BETA] = "prefix 2001:db8:1::/48",
		[SMALL_PREFIX_CANARY6] = "prefix 2001:db8:c0de::/48",
	};
	struct test_policy policy;
	u32 i;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (i = 0; i < SMALL_PREFIXES; i++)
		check_text(_metadata, &policy, CORDON_RULE_PREFIX, i,
			   prefixes[i]);
	check_text(_metadata, &policy, CORDON_RULE_PATH, 0,
		   "path /opt/*/beta*");
	check_text(_metadata, &policy, CORDON_RULE_PACKAGE, 0,
		   "package com.alpha");
	check_text(_metadata, &policy, CORDON_RULE_PACKAGE, 1,
		   "package org.beta");
	check_text(_metadata, &policy, CORDON_RULE_DOMAIN, 0, "");
	check_text(_metadata, &policy, CORDON_RULE_NONE, 0, "");
	test_policy_free(&policy);
}

/* A domain rule's name is the end of the name that was decided on. */
TEST(decisions)
{
	static const struct {
		const char *name;
		const char *rule;
	} rows[] = {
		{ "www.beta.example", "domain beta.example" },
		{ "beta.example", "domain beta.example" },
		{ "alpha.example", "domain alpha.example" },
		{ "a.b.open.alpha.example", "except domain open.alpha.example" },
		{ "gamma.example", "" },
	};
	struct cordon_decision decision;
	struct test_policy policy;
	char text[CORDON_RULE_TEXT_MAX];
	u8 wire[CORDON_NAME_MAX];
	size_t i, size, length;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		test_decide_name(&policy.blob, wire,
				 cordon_test_wire(rows[i].name, wire), &decision);
		EXPECT_EQ(strlen(rows[i].rule),
			  cordon_decision_text(&policy.blob, &decision, text,
					       sizeof(text)));
		EXPECT_STREQ(rows[i].rule, text);
		for (size = 1; size < strlen(rows[i].rule) + 8; size++) {
			char *exact = malloc(size);

			ASSERT_NE(NULL, exact);
			length = cordon_decision_text(&policy.blob, &decision,
						      exact, size);
			ASSERT_LT(length, size);
			EXPECT_EQ('\0', exact[length]);
			EXPECT_EQ(0, memcmp(rows[i].rule, exact, length));
			free(exact);
		}
	}
	test_decide_exec(&policy.blob, "/opt/x/beta1", 12, &decision);
	cordon_decision_text(&policy.blob, &decision, text, sizeof(text));
	EXPECT_STREQ("path /opt/*/beta*", text);
	test_policy_free(&policy);
}

TEST(prefixes_of_any_length)
{
	static const struct test_service one[] = {
		{ "one",
		  "prefix 128.0.0.0/2\n"
		  "prefix 9.9.9.9/32\n"
		  "prefix 8000::/1\n"
		  "prefix 2001:db8::1/128\n", NULL },
		{ },
	};
	static const char * const sorted[] = {
		"prefix 9.9.9.9/32", "prefix 128.0.0.0/2",
		"prefix 203.0.113.222/32", "prefix 2001:db8::1/128",
		"prefix 2001:db8:c0de::/48", "prefix 8000::/1",
	};
	struct test_policy policy;
	u32 i;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, one));
	ASSERT_EQ(ARRAY_SIZE(sorted), policy.blob.prefix_count);
	for (i = 0; i < ARRAY_SIZE(sorted); i++)
		check_text(_metadata, &policy, CORDON_RULE_PREFIX, i, sorted[i]);
	test_policy_free(&policy);
}

TEST_HARNESS_MAIN
