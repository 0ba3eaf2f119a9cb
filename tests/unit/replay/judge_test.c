// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a policy says of what a capture shows: names, addresses and messages
 */
#include "judge_fixture.h"

TEST_F(judge, prefixes)
{
	ASSERT_EQ(0, put_in_force(self, "shared = cdn.list\n"));
	EXPECT_STREQ("deny prefix alpha", connect_to(self, "198.51.100.1"));
	EXPECT_STREQ("deny prefix alpha", connect_to(self, "2001:db8:a::1"));
	EXPECT_STREQ("deny prefix alpha", connect_to(self, "2002:c633:6401::1"));
	EXPECT_STREQ("allow none -", connect_to(self, "198.51.101.1"));
	EXPECT_STREQ("allow none -", connect_to(self, "2001:db8:b::1"));
	/* Beside beta, which is open; and in a range that is shared. */
	EXPECT_STREQ("inspect prefix alpha", connect_to(self, "198.51.100.65"));
	EXPECT_STREQ("deny prefix alpha", connect_to(self, "198.51.100.129"));
	/* Whatever the protocol. */
	EXPECT_STREQ("deny prefix alpha",
		     connect_from(self, CLIENT, "198.51.100.1", 0, REPLAY_ICMP));
	EXPECT_STREQ("allow none -",
		     connect_from(self, CLIENT, "198.51.101.1", 0, REPLAY_ICMP));
}

TEST_F(judge, names)
{
	ASSERT_EQ(0, put_in_force(self, ""));
	/* Its address is nobody's: the kernel does not refuse it. */
	EXPECT_STREQ("inspect name", judge_name(self, "alpha.test"));
	EXPECT_STREQ("inspect name", judge_name(self, "WWW.Alpha.Test."));
	EXPECT_STREQ("allow except", judge_name(self, "a.open.alpha.test"));
	EXPECT_STREQ("allow none", judge_name(self, "notalpha.test"));
	EXPECT_STREQ("allow name", judge_name(self, "beta.test"));
	EXPECT_NE(CORDON_NO_SERVICE, self->decision.service);
}

TEST_F(judge, address_literals)
{
	ASSERT_EQ(0, put_in_force(self, "shared = cdn.list\n"));
	EXPECT_STREQ("inspect prefix", judge_name(self, "198.51.100.1"));
	EXPECT_STREQ("inspect prefix", judge_name(self, "[2001:db8:a::1]"));
	EXPECT_STREQ("inspect prefix", judge_name(self, "[::ffff:198.51.100.1]"));
	EXPECT_STREQ("inspect prefix", judge_name(self, "[2002:c633:6401::1]"));
	EXPECT_STREQ("inspect prefix", judge_name(self, "198.51.100.65"));
	EXPECT_STREQ("allow none", judge_name(self, "198.51.101.1"));
	/* Asked of the address itself. */
	EXPECT_STREQ("deny prefix",
		     judge_host_at(self, "198.51.100.1", CORDON_LAYER_HTTP,
				   "198.51.100.1"));
}

/* A name in a connection is refused where the connection is, and only there. */
TEST_F(judge, names_by_their_addresses)
{
	static const enum cordon_layer layers[] = {
		CORDON_LAYER_SNI, CORDON_LAYER_QUIC, CORDON_LAYER_HTTP,
		CORDON_LAYER_CONNECT, CORDON_LAYER_SOCKS,
	};
	size_t i;

	ASSERT_EQ(0, put_in_force(self, "shared = cdn.list\n"));
	resolve(self, "www.alpha.test", "203.0.114.7");
	resolve(self, "www.alpha.test", "203.0.114.8");
	resolve(self, "www.gamma.test", "203.0.114.8");
	resolve(self, "www.alpha.test", "203.0.114.65");
	for (i = 0; i < ARRAY_SIZE(layers); i++) {
		/* Learned for it alone, learned for a harmless one, too. */
		EXPECT_STREQ("deny name",
			     judge_host_at(self, "203.0.114.7", layers[i],
					   "www.alpha.test"));
		EXPECT_STREQ("inspect name",
			     judge_host_at(self, "203.0.114.8", layers[i],
					   "www.alpha.test"));
		/* In a shared range; in its own, and where that is not its alone. */
		EXPECT_STREQ("inspect name",
			     judge_host_at(self, "203.0.114.65", layers[i],
					   "www.alpha.test"));
		EXPECT_STREQ("deny name",
			     judge_host_at(self, "198.51.100.1", layers[i],
					   "www.alpha.test"));
		EXPECT_STREQ("deny name",
			     judge_host_at(self, "198.51.100.129", layers[i],
					   "www.alpha.test"));
		EXPECT_STREQ("inspect name",
			     judge_host_at(self, "198.51.100.65", layers[i],
					   "www.alpha.test"));
		/* Another's name meets the same. */
		EXPECT_STREQ("deny learned",
			     judge_host_at(self, "203.0.114.7", layers[i],
					   "www.gamma.test"));
		EXPECT_NE(CORDON_NO_SERVICE, self->decision.service);
		EXPECT_STREQ("deny prefix",
			     judge_host_at(self, "198.51.100.1", layers[i],
					   "www.beta.test"));
		EXPECT_STREQ("allow none",
			     judge_host_at(self, "203.0.114.8", layers[i],
					   "www.gamma.test"));
		EXPECT_STREQ("allow name",
			     judge_host_at(self, "198.51.100.65", layers[i],
					   "www.beta.test"));
	}
}

/* dns = learn: what can be learned from goes out, and the connect is refused. */
TEST_F(judge, questions)
{
	static const struct {
		u16 type;
		const char *learn, *refuse;
	} cases[] = {
		{ CORDON_DNS_TYPE_A, "allow name", "deny name" },
		{ CORDON_DNS_TYPE_AAAA, "allow name", "deny name" },
		{ DNS_TYPE_TXT, "deny name", "deny name" },
		{ 65, "deny name", "deny name" },
	};
	size_t i;

	ASSERT_EQ(0, put_in_force(self, "dns = learn\n"));
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		EXPECT_STREQ(cases[i].learn,
			     judge_asked(self, cases[i].type, "www.alpha.test"));
		/* Whose it is can be told all the same. */
		EXPECT_NE(CORDON_NO_SERVICE, self->decision.service);
		EXPECT_STREQ("allow none",
			     judge_asked(self, cases[i].type, "www.gamma.test"));
	}
	ASSERT_EQ(0, put_in_force(self, "dns = refuse\n"));
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		EXPECT_STREQ(cases[i].refuse,
			     judge_asked(self, cases[i].type, "www.alpha.test"));
		EXPECT_STREQ("allow none",
			     judge_asked(self, cases[i].type, "www.gamma.test"));
		EXPECT_STREQ("allow except",
			     judge_asked(self, cases[i].type, "open.alpha.test"));
	}
	/* Answers are not refused, with either. */
	EXPECT_STREQ("allow name",
		     judge_target(self, CORDON_LAYER_CNAME, "www.alpha.test"));
	EXPECT_STREQ("allow name",
		     judge_target(self, CORDON_LAYER_SVCB, "www.alpha.test"));
	EXPECT_NE(CORDON_NO_SERVICE, self->decision.service);
}

/* What a handset says of a message, and where it does not read it at all. */
TEST_F(judge, messages)
{
	static const struct {
		const char *server;
		u16 port;
		u8 protocol;
		bool judged;
	} rows[] = {
		{ RESOLVER, 53, REPLAY_UDP, true },
		{ RESOLVER, 53, REPLAY_TCP, false },
		{ RESOLVER, 5353, REPLAY_UDP, false },
		{ RESOLVER, 5355, REPLAY_UDP, false },
		{ "224.0.0.251", 5353, REPLAY_UDP, false },
		{ "9.9.9.9", 53, REPLAY_UDP, false },
	};
	struct test_dns_message https, two, none;
	size_t i;

	cordon_test_dns_begin(&https, DNS_QUERY, 0);
	cordon_test_dns_ask(&https, "www.alpha.test", 65);
	cordon_test_dns_begin(&two, DNS_QUERY, 0);
	two.data[5] = 2;
	cordon_test_dns_ask(&two, "www.gamma.test", 1);
	cordon_test_dns_ask(&two, "www.alpha.test", 1);
	cordon_test_dns_begin(&none, DNS_QUERY, 0);
	none.data[5] = 0;
	ASSERT_EQ(0, put_in_force(self, "other-resolvers = allow\n"
				  "resolvers = " RESOLVER "\n"));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		bool judged = rows[i].judged;

#define SAYS(message, cut, name)						\
	judge_in(self, rows[i].server, rows[i].port, rows[i].protocol, 0,	\
		 message, cut, name)
		EXPECT_STREQ(judged ? "deny name" : "allow name",
			     SAYS(&https, false, "www.alpha.test"));
		EXPECT_NE(CORDON_NO_SERVICE, self->decision.service);
		EXPECT_STREQ(judged ? "deny dns-malformed" : "allow name",
			     SAYS(&two, false, "www.alpha.test"));
		EXPECT_STREQ(judged ? "deny dns-malformed" : "allow none",
			     SAYS(&two, false, "www.gamma.test"));
		EXPECT_STREQ(judged ? "deny dns-malformed" : "allow none",
			     SAYS(&none, false, ""));
		/* Nobody knows what stood in the rest. */
		EXPECT_STREQ("allow none", SAYS(&none, true, ""));
		EXPECT_STREQ(judged ? "deny name" : "allow name",
			     SAYS(&https, true, "www.alpha.test"));
	}
}

/* What goes to where nothing may go is refused for that, whatever it asks. */
TEST_F(judge, messages_to_refused_addresses)
{
	static const struct {
		const char *server;
		u16 port;
		u8 protocol;
		const char *said;
	} rows[] = {
		{ "9.9.9.9", 53, REPLAY_UDP, "deny other-resolver" },
		{ RESOLVER, 53, REPLAY_TCP, "deny dns-over-tcp" },
		{ "198.51.100.1", 5355, REPLAY_UDP, "deny prefix" },
		{ RESOLVER, 53, REPLAY_UDP, "allow none" },
		{ "198.51.101.1", 5355, REPLAY_TCP, "allow none" },
	};
	struct test_dns_message message;
	size_t i;

	ASSERT_EQ(0, put_in_force(self, "resolvers = " RESOLVER "\n"));
	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, "www.gamma.test", 1);
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT_STREQ(rows[i].said,
			     judge_in(self, rows[i].server, rows[i].port,
				      rows[i].protocol, 0, &message, false,
				      "www.gamma.test"));
}

TEST_HARNESS_MAIN
