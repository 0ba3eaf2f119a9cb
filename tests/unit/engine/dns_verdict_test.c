// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * DNS messages that are sent: which are judged, and what is said of them
 */
#include "engine/tests/dns_message.h"
#include "policy.h"
#include "engine/policy/verdict.h"
#include "engine/policy/words.h"
#include "kselftest_harness.h"

static const struct cordon_subject nobody = CORDON_NOBODY;

static const struct test_service services[] = {
	{ "facebook", "domain facebook.com\n", NULL },
	{ },
};

static void check_message(struct __test_metadata *_metadata,
			  const struct cordon_blob *blob,
			  const struct test_dns_message *message, size_t length,
			  bool plain, const char *said)
{
	u8 *exact = malloc(length ? length : 1);
	const struct cordon_facts facts = { .policy = blob };
	struct cordon_dns_question question;
	struct cordon_decision decision;
	char text[64];

	memset(&decision, 0xff, sizeof(decision));
	memcpy(exact, message->data, length);
	EXPECT_EQ(plain, cordon_decide_message(&facts, &nobody, exact, length,
					       &question, &decision));
	snprintf(text, sizeof(text), "%s %s",
		 cordon_verdict_word(decision.verdict),
		 cordon_reason_word(decision.reason));
	EXPECT_STREQ(said, text) TH_LOG("%zu bytes", length);
	EXPECT_EQ(decision.verdict == CORDON_DENY, decision.record);
	if (plain) {
		EXPECT_EQ(DNS_ID, question.id);
		EXPECT_EQ(0, memcmp("\3www\10facebook\3com", question.name, 17));
	}
	free(exact);
}

/* Whose datagrams are judged as DNS: UDP, port 53, a trusted resolver. */
TEST(what_is_dns)
{
	static const struct {
		const char *address;
		u16 port;
		bool has_port;
		bool stream;
		bool judged;
	} rows[] = {
		{ "10.20.0.53", 53, true, false, true },
		{ "::ffff:10.20.0.53", 53, true, false, true },
		{ "64:ff9b::10.20.0.53", 53, true, false, true },
		{ "10.20.0.53", 53, true, true, false },
		{ "10.20.0.53", 53, false, false, false },
		{ "10.20.0.53", 853, true, false, false },
		{ "10.20.0.53", 5353, true, false, false },
		{ "10.20.0.53", 5355, true, false, false },
		{ "10.20.0.54", 53, true, false, false },
		{ "224.0.0.251", 5353, true, false, false },
	};
	const struct cordon_resolvers told = {
		.count = 1, .address = { cordon_test_address("10.20.0.53") },
	};
	const struct cordon_resolvers other = {
		.count = 1, .address = { cordon_test_address("10.20.0.54") },
	};
	const struct cordon_facts before = { .told = &told };
	struct test_policy policy;
	const struct cordon_facts after = {
		.policy = &policy.blob, .told = &other,
	};
	size_t i;

	ASSERT_EQ(0, test_policy_make(&policy, "resolvers = 10.20.0.53\n", NULL,
				      services));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		const struct cordon_destination destination = {
			.address = cordon_test_address(rows[i].address),
			.port = rows[i].port,
			.has_port = rows[i].has_port,
			.stream = rows[i].stream,
		};

		EXPECT_EQ(rows[i].judged,
			  cordon_dns_is_judged(&before, &destination))
			TH_LOG("row %zu", i);
		/* The policy's own resolvers count alone. */
		EXPECT_EQ(rows[i].judged,
			  cordon_dns_is_judged(&after, &destination))
			TH_LOG("row %zu", i);
	}
	test_policy_free(&policy);
}

/* Messages, as "QR and opcode" and the numbers of their questions and answers. */
TEST(messages)
{
	static const struct {
		u16 flags;
		u16 count[4];
		u16 type;
		u16 class;
		const char *said;
	} rows[] = {
		{ 0x0100, { 1 }, 1, 1, "allow none" },
		{ 0x0000, { 1 }, 28, 1, "allow none" },
		{ 0x0100, { 1, 0, 0, 1 }, 1, 1, "allow none" },	/* OPT */
		{ 0x0370, { 1 }, 1, 1, "allow none" },	/* TC, Z, AD, CD */
		{ 0x0100, { 1 }, 65, 1, "deny name" },
		{ 0x0100, { 1 }, 255, 1, "deny name" },
		{ 0x0100, { 1 }, 1, 255, "allow none" },
		{ 0x0100, { 1 }, 1, 3, "deny name" },	/* CH */
		{ 0x0100, { 1 }, 1, 4, "deny name" },	/* HS */
		{ 0x0100, { 1 }, 1, 254, "deny name" },
		{ 0x0100, { 1 }, 1, 0x8001, "deny name" },
		{ 0x0100, { 0 }, 1, 1, "deny dns-malformed" },
		{ 0x0100, { 2 }, 1, 1, "deny dns-malformed" },
		{ 0x0100, { 1, 1 }, 1, 1, "deny dns-malformed" },
		{ 0x0100, { 1, 0, 1 }, 251, 1, "deny dns-malformed" },
		{ 0x8180, { 1 }, 1, 1, "deny dns-malformed" },	/* a response */
		{ 0x0900, { 1 }, 1, 1, "deny dns-malformed" },	/* IQUERY */
		{ 0x1100, { 1 }, 1, 1, "deny dns-malformed" },	/* STATUS */
		{ 0x2400, { 1 }, 6, 1, "deny dns-malformed" },	/* NOTIFY */
		{ 0x2800, { 1 }, 6, 1, "deny dns-malformed" },	/* UPDATE */
		{ 0x3000, { 0 }, 1, 1, "deny dns-malformed" },	/* DSO */
		{ 0x7900, { 1 }, 1, 1, "deny dns-malformed" },
	};
	struct test_dns_message message;
	struct test_policy policy;
	size_t i, length;

	ASSERT_EQ(0, test_policy_make(&policy, "dns = learn\n", NULL, services));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		bool plain = strcmp(rows[i].said, "deny dns-malformed");
		int j;

		message.length = 0;
		cordon_test_dns_put16(&message, DNS_ID);
		cordon_test_dns_put16(&message, rows[i].flags);
		for (j = 0; j < 4; j++)
			cordon_test_dns_put16(&message, rows[i].count[j]);
		cordon_test_dns_put_name(&message, "www.facebook.com");
		cordon_test_dns_put16(&message, rows[i].type);
		cordon_test_dns_put16(&message, rows[i].class);
		length = message.length;
		/* As much of it as is kept is enough, and nothing less. */
		memset(message.data + length, 0xff, 2048);
		check_message(_metadata, &policy.blob, &message, length + 2048,
			      plain, rows[i].said);
		check_message(_metadata, &policy.blob, &message, length, plain,
			      rows[i].said);
		while (length)
			check_message(_metadata, &policy.blob, &message,
				      --length, false, "deny dns-malformed");
		/* Before there is a policy questions are learned from. */
		check_message(_metadata, NULL, &message, message.length, plain,
			      "allow none");
	}
	test_policy_free(&policy);
}

TEST_HARNESS_MAIN
