// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a policy says of addresses that answers in a capture tied to names, and of
 * whose answers they have to be
 */
#include <errno.h>

#include "judge_fixture.h"

/* A question that the capture has in its answer alone. */
TEST_F(judge, repeated_questions)
{
	struct test_dns_message message;

	ASSERT_EQ(0, put_in_force(self, ""));
	cordon_test_dns_begin(&message, DNS_RESPONSE, 0);
	cordon_test_dns_ask(&message, "www.alpha.test", 65);
	EXPECT_STREQ("deny name", judge_in(self, RESOLVER, 53, REPLAY_UDP, 1,
					   &message, false, "www.alpha.test"));
	cordon_test_dns_begin(&message, DNS_RESPONSE, 0);
	cordon_test_dns_ask(&message, "www.alpha.test", 1);
	EXPECT_STREQ("allow name", judge_in(self, RESOLVER, 53, REPLAY_UDP, 1,
					    &message, false, "www.alpha.test"));
	/* Whatever was asked, nothing is said of an answer. */
	message.data[5] = 0;
	EXPECT_STREQ("allow name", judge_in(self, RESOLVER, 53, REPLAY_UDP, 1,
					    &message, false, "www.alpha.test"));
	EXPECT_STREQ("allow none", judge_in(self, RESOLVER, 53, REPLAY_UDP, 1,
					    &message, false, ""));
}

TEST_F(judge, learned_from_answers)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	resolve(self, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.8"));
	/* A harmless name leads there, too. */
	resolve(self, "www.gamma.test", "203.0.114.7");
	EXPECT_STREQ("inspect learned alpha", connect_to(self, "203.0.114.7"));
	resolve(self, "open.alpha.test", "203.0.114.9");
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.9"));
	/* Nor does a name open a prefix. */
	resolve(self, "www.beta.test", "198.51.100.1");
	EXPECT_STREQ("deny prefix alpha", connect_to(self, "198.51.100.1"));
}

TEST_F(judge, only_for_who_asked)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	resolve(self, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("allow none -",
		     connect_from(self, "192.0.2.2", "203.0.114.7", 443, REPLAY_TCP));
	EXPECT_STREQ("allow none -",
		     connect_from(self, "2001:db8::1", "203.0.114.7", 443, REPLAY_TCP));
	EXPECT_STREQ("deny learned alpha",
		     connect_from(self, CLIENT, "203.0.114.7", 443, REPLAY_TCP));
	/* An answer to another client, to another question, of another server. */
	ask(self, CLIENT, RESOLVER, "a.alpha.test");
	answer(self, "192.0.2.2", RESOLVER, "a.alpha.test", "203.0.114.8");
	answer(self, CLIENT, RESOLVER, "b.alpha.test", "203.0.114.8");
	answer(self, CLIENT, "10.20.0.54", "a.alpha.test", "203.0.114.8");
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.8"));
	EXPECT_STREQ("allow none -",
		     connect_from(self, "192.0.2.2", "203.0.114.8", 443, REPLAY_TCP));
	answer(self, CLIENT, RESOLVER, "a.alpha.test", "203.0.114.8");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.8"));
}

TEST_F(judge, no_answer_without_question)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	answer(self, CLIENT, RESOLVER, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	/* One answer for one question. */
	resolve(self, "www.alpha.test", "203.0.114.7");
	answer(self, CLIENT, RESOLVER, "www.alpha.test", "203.0.114.8");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.8"));
	/* Too late. */
	ask(self, CLIENT, RESOLVER, "www.alpha.test");
	self->time += 10 * SECOND;
	answer(self, CLIENT, RESOLVER, "www.alpha.test", "203.0.114.8");
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.8"));
	ask(self, CLIENT, RESOLVER, "www.alpha.test");
	self->time += 10 * SECOND - SECOND / 1000;
	answer(self, CLIENT, RESOLVER, "www.alpha.test", "203.0.114.8");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.8"));
}

/* The lifetime is the answer's; a clock that goes back takes nothing back. */
TEST_F(judge, lifetime)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	resolve(self, "www.alpha.test", "203.0.114.7");
	self->time += 60 * SECOND - SECOND / 1000;
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	self->time = 0;
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	self->time = START + 60 * SECOND;
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	self->time = START;
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	resolve(self, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
}

/* More questions than may wait: that is said, and the next one has room again. */
TEST_F(judge, busy)
{
	char name[32];
	int i;

	ASSERT_EQ(0, put_in_force(self, ""));
	for (i = 0; i < 256; i++) {
		snprintf(name, sizeof(name), "x%d.example", i);
		ASSERT_EQ(0, ask(self, CLIENT, RESOLVER, name));
	}
	EXPECT_EQ(-EBUSY, ask(self, CLIENT, RESOLVER, "www.alpha.test"));
	EXPECT_EQ(0, ask(self, "192.0.2.2", RESOLVER, "www.alpha.test"));
	answer(self, CLIENT, RESOLVER, "x0.example", "203.0.114.8");
	EXPECT_EQ(0, ask(self, CLIENT, RESOLVER, "www.alpha.test"));
	answer(self, CLIENT, RESOLVER, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
}

/* A question that does not leave has no answer; in mode monitor it leaves. */
TEST_F(judge, refused_questions_teach_nothing)
{
	struct cordon_policy_record *policy;

	ASSERT_EQ(0, put_in_force(self, "dns = refuse\n"));
	resolve(self, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	ASSERT_EQ(0, put_in_force(self, "dns = refuse\n"));
	policy = (struct cordon_policy_record *)self->blob.policy;
	policy->mode = CORDON_MODE_MONITOR;
	resolve(self, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
}

TEST_F(judge, messages_that_teach_nothing)
{
	static const u8 opt[] = { 0, 0, 41, 4, 208, 0, 0, 0, 0, 0, 0 };
	struct test_dns_message message;
	size_t answers, i;

	ASSERT_EQ(0, put_in_force(self, ""));
	/* Cut by the capture: not all of the answers stand there. */
	cordon_test_dns_begin(&message, DNS_RESPONSE, 2);
	message.data[11] = 1;
	cordon_test_dns_ask(&message, "www.alpha.test", CORDON_DNS_TYPE_A);
	cordon_test_dns_put_a(&message, "www.alpha.test", 60, "203.0.114.7");
	cordon_test_dns_put_a(&message, "www.alpha.test", 60, "203.0.114.8");
	answers = message.length;
	cordon_test_dns_put(&message, opt, sizeof(opt));
	for (i = 0; i < answers; i++) {
		ask(self, CLIENT, RESOLVER, "www.alpha.test");
		tell_message(self, CLIENT, RESOLVER, 1, &message, i);
		EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	}
	/* What comes behind them is not needed. */
	ask(self, CLIENT, RESOLVER, "www.alpha.test");
	tell_message(self, CLIENT, RESOLVER, 1, &message, answers);
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.8"));
	/* Addresses that an answer must not take from others. */
	resolve(self, "www.alpha.test", "10.1.2.3");
	resolve(self, "www.alpha.test", "127.0.0.1");
	EXPECT_STREQ("allow none -", connect_to(self, "10.1.2.3"));
	EXPECT_STREQ("allow none -", connect_to(self, "127.0.0.1"));
}

/* Nobody can take DNS away by pointing a name at its server. */
TEST_F(judge, resolver_is_not_learned)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	ask(self, CLIENT, "203.0.114.53", "www.alpha.test");
	answer(self, CLIENT, "203.0.114.53", "www.alpha.test", "203.0.114.53");
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "203.0.114.53", 53, REPLAY_UDP));
	ask(self, CLIENT, "203.0.114.53", "www.alpha.test");
	answer(self, CLIENT, "203.0.114.53", "www.alpha.test", "203.0.114.54");
	EXPECT_STREQ("deny learned alpha",
		     connect_from(self, CLIENT, "203.0.114.54", 53, REPLAY_UDP));
}

/* Questions that nobody answers fill the room of their own client alone. */
TEST_F(judge, unanswered_questions)
{
	char name[32];
	int i;

	ASSERT_EQ(0, put_in_force(self, ""));
	for (i = 0; i < 1000; i++) {
		snprintf(name, sizeof(name), "n%d.gamma.test", i);
		ask(self, "192.0.2.2", RESOLVER, name);
	}
	ask(self, "192.0.2.2", RESOLVER, "www.alpha.test");
	answer(self, "192.0.2.2", RESOLVER, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("allow none -",
		     connect_from(self, "192.0.2.2", "203.0.114.7", 443, REPLAY_TCP));
	resolve(self, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
}

TEST_F(judge, resolvers_of_the_policy)
{
	ASSERT_EQ(0, put_in_force(self, "resolvers = " RESOLVER "\n"));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, RESOLVER, 53, REPLAY_UDP));
	EXPECT_STREQ("deny dns-over-tcp -",
		     connect_from(self, CLIENT, RESOLVER, 53, REPLAY_TCP));
	EXPECT_STREQ("deny other-resolver -",
		     connect_from(self, CLIENT, "9.9.9.9", 53, REPLAY_UDP));
	/* Nor does anybody believe what another one answers. */
	ask(self, CLIENT, "9.9.9.9", "www.alpha.test");
	answer(self, CLIENT, "9.9.9.9", "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	resolve(self, "www.alpha.test", "203.0.114.7");
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	EXPECT_STREQ("deny other-resolver -",
		     connect_from(self, CLIENT, "9.9.9.9", 53, REPLAY_TCP));
	EXPECT_STREQ("deny dns-encrypted -",
		     connect_from(self, CLIENT, RESOLVER, 853, REPLAY_TCP));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "9.9.9.9", 443, REPLAY_UDP));
	/* No port is meant where there are none. */
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "9.9.9.9", 53, REPLAY_ICMP));
	ASSERT_EQ(0, put_in_force(self, "resolvers = " RESOLVER "\nother-resolvers = allow\n"));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "9.9.9.9", 53, REPLAY_TCP));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "9.9.9.9", 853, REPLAY_TCP));
}

/* cordond tells those of the phone's network: whoever the capture shows. */
TEST_F(judge, resolvers_of_the_network)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "9.9.9.9", 53, REPLAY_UDP));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "2001:db8::53", 53, REPLAY_UDP));
	EXPECT_STREQ("deny dns-over-tcp -",
		     connect_from(self, CLIENT, "9.9.9.9", 53, REPLAY_TCP));
	EXPECT_STREQ("deny dns-encrypted -",
		     connect_from(self, CLIENT, "9.9.9.9", 853, REPLAY_TCP));
	/* It stands in a refused range. */
	EXPECT_STREQ("deny prefix alpha",
		     connect_from(self, CLIENT, "198.51.100.1", 53, REPLAY_UDP));
	ASSERT_EQ(0, put_in_force(self, "other-resolvers = allow\n"));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "9.9.9.9", 53, REPLAY_TCP));
}

/* A prefix of NAT64 that the network has: the IPv4 address in it counts. */
TEST_F(judge, nat64)
{
	struct test_dns_message message;
	size_t record;
	struct cordon_address found = address_of("2001:db8:64::c000:aa");

	ASSERT_EQ(0, put_in_force(self, ""));
	EXPECT_STREQ("allow none -", connect_to(self, "2001:db8:64::c633:6401"));
	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, "ipv4only.arpa", CORDON_DNS_TYPE_AAAA);
	tell_message(self, CLIENT, RESOLVER, 0, &message, message.length);
	cordon_test_dns_begin(&message, DNS_RESPONSE, 1);
	cordon_test_dns_ask(&message, "ipv4only.arpa", CORDON_DNS_TYPE_AAAA);
	cordon_test_dns_put_name(&message, "ipv4only.arpa");
	record = cordon_test_dns_record(&message, CORDON_DNS_TYPE_AAAA, 60);
	cordon_test_dns_put(&message, found.byte, sizeof(found.byte));
	cordon_test_dns_record_end(&message, record);
	tell_message(self, CLIENT, RESOLVER, 1, &message, message.length);
	EXPECT_STREQ("deny prefix alpha",
		     connect_to(self, "2001:db8:64::c633:6401"));
	EXPECT_STREQ("allow none -", connect_to(self, "2001:db8:64::c633:6501"));
	/* A resolver behind it is one in both forms. */
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "2001:db8:64::909:909", 53,
				  REPLAY_UDP));
}

/* Two policies see the same, and each learns for itself. */
TEST_F(judge, two_at_once)
{
	struct replay_judge *first, *second;

	ASSERT_EQ(0, put_in_force(self, ""));
	first = self->judge;
	second = replay_judge_new(&self->blob, &self->clock);
	ASSERT_NE(NULL, second);
	EXPECT_EQ(&self->blob, replay_judge_blob(second));
	resolve(self, "www.alpha.test", "203.0.114.7");
	self->judge = second;
	EXPECT_STREQ("allow none -", connect_to(self, "203.0.114.7"));
	self->judge = first;
	EXPECT_STREQ("deny learned alpha", connect_to(self, "203.0.114.7"));
	replay_judge_free(second);
	replay_judge_free(NULL);
}

TEST_HARNESS_MAIN
