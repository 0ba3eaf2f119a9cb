// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names in UDP, and sessions whose names cannot be seen
 */
#include "engine/tests/dns_message.h"
#include "kselftest_harness.h"
#include "unit/engine/quic_builder.h"
#include "listener.h"

FIXTURE(datagrams)
{
	struct listener ear;
};

FIXTURE_SETUP(datagrams)
{
	ASSERT_TRUE(listen_start(&self->ear));
}

FIXTURE_TEARDOWN(datagrams)
{
	replay_names_free(self->ear.names);
}

TEST_F(datagrams, dns_over_udp)
{
	struct test_dns_message message;

	listen_between(&self->ear, REPLAY_UDP, 40000, 53);
	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, "www.example.com", 1);
	listen_give(&self->ear, message.data, message.length);
	EXPECT_TRUE(listen_heard(&self->ear, "1> dns www.example.com; "));
	/* The answer repeats the question; what it leads to is new. */
	cordon_test_dns_begin(&message, DNS_RESPONSE, 1);
	cordon_test_dns_ask(&message, "www.example.com", 1);
	cordon_test_dns_put_cname(&message, "www.example.com", 60, "edge.example.net");
	listen_turn(&self->ear);
	listen_give(&self->ear, message.data, message.length);
	EXPECT_TRUE(listen_heard(&self->ear, "1< cname edge.example.net; "));
	EXPECT_EQ(2, self->ear.messages);
	/* An answer whose question was not seen. */
	cordon_test_dns_begin(&message, DNS_RESPONSE, 0);
	cordon_test_dns_ask(&message, "other.example.com", 1);
	listen_give(&self->ear, message.data, message.length);
	EXPECT_TRUE(listen_heard(&self->ear, "1< dns other.example.com; "));
	listen_give(&self->ear, "\0\0\0", 3);
	listen_give(&self->ear, "\0\0\0", 3);
	EXPECT_TRUE(listen_heard(&self->ear, "!malformed; "));
}

/* That nobody has room for questions is told, once a flow. */
TEST_F(datagrams, question_without_room)
{
	struct test_dns_message message;

	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, "a.example", 1);
	self->ear.deaf = true;
	listen_between(&self->ear, REPLAY_UDP, 40000, 53);
	listen_give(&self->ear, message.data, message.length);
	listen_give(&self->ear, message.data, message.length);
	EXPECT_TRUE(listen_heard(&self->ear, "1> dns a.example; !crowded; "
					     "1> dns a.example; "));
	self->ear.deaf = false;
	listen_between(&self->ear, REPLAY_UDP, 40001, 53);
	listen_give(&self->ear, message.data, message.length);
	EXPECT_TRUE(listen_heard(&self->ear, "2> dns a.example; "));
}

/* Gives an Initial with the hello's bytes in [from, to), and padding. */
static void give_initial(struct listener *ear, const struct quic_spec *spec,
			 const struct quic_bytes *hello, size_t from, size_t to)
{
	static struct quic_bytes frames, datagram;

	frames.length = 0;
	quic_put_crypto(&frames, from, hello->bytes + from, to - from);
	quic_put_padding(&frames, 400);
	datagram.length = 0;
	quic_seal(&datagram, spec, &frames);
	listen_give(ear, datagram.bytes, datagram.length);
}

TEST_F(datagrams, quic)
{
	static struct quic_bytes hello;
	struct quic_spec spec = { .version = QUIC_V1, .to = "12345678", .from = "" };

	listen_between(&self->ear, REPLAY_UDP, 40000, 4433);
	quic_make_hello(&hello, "www.tiktok.com", 1, 1700);
	/* The second half first. */
	spec.number = 1;
	give_initial(&self->ear, &spec, &hello, 1000, hello.length);
	EXPECT_TRUE(listen_heard(&self->ear, ""));
	spec.number = 0;
	give_initial(&self->ear, &spec, &hello, 0, 1000);
	EXPECT_TRUE(listen_heard(&self->ear, "1> quic www.tiktok.com; "));
	/* Another connection on the same ports. */
	spec.to = "87654321";
	quic_make_hello(&hello, "maps.example", 2, 800);
	give_initial(&self->ear, &spec, &hello, 0, hello.length);
	EXPECT_TRUE(listen_heard(&self->ear, "1> quic maps.example; "));
}

/* A version that nobody here knows; and one that only looks like QUIC. */
TEST_F(datagrams, quic_versions)
{
	static u8 datagram[1200] = { 0xc0, 0xba, 0xba, 0xba, 0xbb, 8 };

	listen_between(&self->ear, REPLAY_UDP, 40000, 443);
	listen_give(&self->ear, datagram, sizeof(datagram));
	EXPECT_TRUE(listen_heard(&self->ear, "!quic-version; "));
	listen_between(&self->ear, REPLAY_UDP, 40001, 443);
	datagram[0] = 0x40;
	listen_give(&self->ear, datagram, sizeof(datagram));
	EXPECT_TRUE(listen_heard(&self->ear, ""));
}

TEST_F(datagrams, quic_decoys)
{
	static struct quic_bytes hello;
	struct quic_spec spec = { .version = QUIC_V1, .to = "12345678", .from = "" };

	listen_between(&self->ear, REPLAY_UDP, 40000, 443);
	quic_make_hello(&hello, "maps.example", 1, 800);
	spec.spoil = true;
	give_initial(&self->ear, &spec, &hello, 0, hello.length);
	EXPECT_TRUE(listen_heard(&self->ear, "!quic-sealed; "));
	spec.spoil = false;
	give_initial(&self->ear, &spec, &hello, 0, hello.length);
	EXPECT_TRUE(listen_heard(&self->ear, "1> quic maps.example; "));
}

TEST_F(datagrams, what_cannot_be_seen)
{
	static u8 wireguard[148] = { 1 }, ike[32];

	listen_between(&self->ear, REPLAY_TCP, 40000, 853);
	listen_handshake(&self->ear);
	EXPECT_TRUE(listen_heard(&self->ear, "!encrypted-dns; "));
	listen_between(&self->ear, REPLAY_UDP, 40000, 51820);
	listen_give(&self->ear, wireguard, sizeof(wireguard));
	listen_give(&self->ear, wireguard, sizeof(wireguard));
	EXPECT_TRUE(listen_heard(&self->ear, "!vpn; "));
	listen_between(&self->ear, REPLAY_UDP, 40001, 51820);
	listen_give(&self->ear, wireguard, sizeof(wireguard) - 1);
	EXPECT_TRUE(listen_heard(&self->ear, ""));
	ike[17] = 0x20;
	listen_between(&self->ear, REPLAY_UDP, 500, 500);
	listen_give(&self->ear, ike, sizeof(ike));
	EXPECT_TRUE(listen_heard(&self->ear, "!vpn; "));
	listen_between(&self->ear, REPLAY_ESP, 0, 0);
	listen_give(&self->ear, ike, sizeof(ike));
	EXPECT_TRUE(listen_heard(&self->ear, "!vpn; "));
	listen_between(&self->ear, REPLAY_UDP, 123, 123);
	listen_give(&self->ear, ike, sizeof(ike));
	EXPECT_TRUE(listen_heard(&self->ear, ""));
}

/* Every connection of one pair of ports, however many came before. */
TEST_F(datagrams, quic_connections)
{
	static struct quic_bytes hello;
	struct quic_spec spec = { .version = QUIC_V1, .to = "0000", .from = "" };
	char id[16], name[32], said[64];
	int i;

	listen_between(&self->ear, REPLAY_UDP, 40000, 443);
	spec.to = id;
	for (i = 0; i < 100; i++) {
		sprintf(id, "%04d", i);
		sprintf(name, "n%d.example", i);
		quic_make_hello(&hello, name, (u64)i, 800);
		give_initial(&self->ear, &spec, &hello, 0, hello.length);
		sprintf(said, "1> quic %s; ", name);
		EXPECT_TRUE(listen_heard(&self->ear, said));
		/* Sent again, it is no other one. */
		give_initial(&self->ear, &spec, &hello, 0, hello.length);
		EXPECT_TRUE(listen_heard(&self->ear, ""));
	}
	EXPECT_EQ(0, self->ear.blind[REPLAY_BLIND_CROWDED]);
}

/* Begins connections of one pair of ports, and ends them in the same order. */
static void give_halves(struct listener *ear, int from, int to, bool second)
{
	static struct quic_bytes hello;
	struct quic_spec spec = { .version = QUIC_V1, .from = "" };
	char id[16], name[32];
	int i;

	spec.to = id;
	for (i = from; i < to; i++) {
		sprintf(id, "%04d", i);
		sprintf(name, "n%d.example", i);
		quic_make_hello(&hello, name, (u64)i, 800);
		spec.number = second;
		give_initial(ear, &spec, &hello, second ? 400 : 0,
			     second ? hello.length : 400);
	}
}

/* So many hellos may be unfinished at a time; those that are not do not count. */
TEST_F(datagrams, quic_connections_at_a_time)
{
	char *said;
	int i;

	listen_between(&self->ear, REPLAY_UDP, 40000, 443);
	give_halves(&self->ear, 0, 32, false);
	EXPECT_TRUE(listen_heard(&self->ear, ""));
	give_halves(&self->ear, 0, 32, true);
	for (i = 0, said = self->ear.said; (said = strstr(said, "quic")); said++)
		i++;
	EXPECT_EQ(32, i);
	self->ear.said[0] = '\0';
	give_halves(&self->ear, 100, 132, false);
	EXPECT_TRUE(listen_heard(&self->ear, ""));
	/* One more: the oldest is given up, and the session is told so. */
	give_halves(&self->ear, 132, 133, false);
	EXPECT_TRUE(listen_heard(&self->ear, "!crowded; "));
	give_halves(&self->ear, 101, 103, true);
	EXPECT_TRUE(listen_heard(&self->ear,
				 "1> quic n101.example; 1> quic n102.example; "));
}

/* One that is unfinished stays while others come and are done. */
TEST_F(datagrams, quic_connection_behind_others)
{
	listen_between(&self->ear, REPLAY_UDP, 40000, 443);
	give_halves(&self->ear, 0, 1, false);
	give_halves(&self->ear, 1, 32, false);
	give_halves(&self->ear, 1, 32, true);
	self->ear.said[0] = '\0';
	give_halves(&self->ear, 40, 60, false);
	give_halves(&self->ear, 40, 60, true);
	self->ear.said[0] = '\0';
	give_halves(&self->ear, 0, 1, true);
	EXPECT_TRUE(listen_heard(&self->ear, "1> quic n0.example; "));
	EXPECT_EQ(0, self->ear.blind[REPLAY_BLIND_CROWDED]);
}

/* One contradicts itself: that is counted, and those that follow are read. */
TEST_F(datagrams, quic_connections_behind_broken_ones)
{
	static struct quic_bytes hello;
	struct quic_spec spec = { .version = QUIC_V1, .to = "12345678", .from = "" };
	char id[24];
	int i;

	listen_between(&self->ear, REPLAY_UDP, 40000, 443);
	quic_make_hello(&hello, "a.example", 1, 800);
	give_initial(&self->ear, &spec, &hello, 0, 500);
	hello.bytes[400] ^= 1;
	give_initial(&self->ear, &spec, &hello, 300, hello.length);
	EXPECT_TRUE(listen_heard(&self->ear, "!malformed; "));
	give_halves(&self->ear, 0, 1, false);
	spec.to = id;
	for (i = 0; i < 31; i++) {
		sprintf(id, "broken %d", i);
		give_initial(&self->ear, &spec, &hello, 0, 500);
		give_initial(&self->ear, &spec, &hello, 20, 500);
		hello.bytes[100]++;
		give_initial(&self->ear, &spec, &hello, 0, 500);
	}
	EXPECT_TRUE(listen_heard(&self->ear, ""));
	give_halves(&self->ear, 0, 1, true);
	EXPECT_TRUE(listen_heard(&self->ear, "1> quic n0.example; "));
	EXPECT_EQ(0, self->ear.blind[REPLAY_BLIND_CROWDED]);
	EXPECT_EQ(1, self->ear.blind[REPLAY_BLIND_MALFORMED]);
	/* Nothing is waited for in the end. */
	replay_names_free(self->ear.names);
	self->ear.names = NULL;
	EXPECT_EQ(0, self->ear.blind[REPLAY_BLIND_UNFINISHED]);
}

/* The port that a question goes to is the server's: a client's own means nothing. */
TEST_F(datagrams, quic_from_port_53)
{
	static struct quic_bytes hello;
	struct quic_spec spec = { .version = QUIC_V1, .to = "12345678", .from = "" };

	listen_between(&self->ear, REPLAY_UDP, 53, 443);
	quic_make_hello(&hello, "a.example", 1, 800);
	give_initial(&self->ear, &spec, &hello, 0, hello.length);
	EXPECT_TRUE(listen_heard(&self->ear, "1> quic a.example; "));
}

/* To a port of DNS: a handset takes it for a broken message, and it is read on. */
TEST_F(datagrams, no_dns_on_its_port)
{
	static const u16 ports[] = { 53, 5353, 5355 };
	static const u32 versions[] = { QUIC_V1, QUIC_V2, QUIC_DRAFT_29 };
	static u8 wireguard[148] = { 1 }, short_header[64] = { 0x40 };
	static struct quic_bytes hello;
	struct quic_spec spec = { .to = "12345678", .from = "" };
	char said[64];
	size_t i;

	memset(wireguard + 4, 0xaa, sizeof(wireguard) - 4);
	memset(short_header + 1, 0x55, sizeof(short_header) - 1);
	for (i = 0; i < ARRAY_SIZE(ports); i++) {
		spec.version = versions[i];
		quic_make_hello(&hello, "a.example", 1, 800);
		listen_between(&self->ear, REPLAY_UDP, 40000, ports[i]);
		give_initial(&self->ear, &spec, &hello, 0, hello.length);
		sprintf(said, "%zu> dns -; %zu> quic a.example; ", 2 * i + 1,
			2 * i + 1);
		EXPECT_TRUE(listen_heard(&self->ear, said));
		/* What follows is no DNS, either, from both ends. */
		listen_give(&self->ear, short_header, sizeof(short_header));
		listen_turn(&self->ear);
		listen_give(&self->ear, short_header, sizeof(short_header));
		EXPECT_TRUE(listen_heard(&self->ear, ""));
		listen_between(&self->ear, REPLAY_UDP, 40001, ports[i]);
		listen_give(&self->ear, wireguard, sizeof(wireguard));
		sprintf(said, "%zu> dns -; !vpn; ", 2 * i + 2);
		EXPECT_TRUE(listen_heard(&self->ear, said));
	}
}

/* A message of DNS that looks like something else by its id is DNS. */
TEST_F(datagrams, dns_like_something_else)
{
	static const u8 ids[][2] = { { 0xff, 0xff }, { 0xc0, 0xff }, { 0x01, 0x00 } };
	struct test_dns_message message;
	char said[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		listen_between(&self->ear, REPLAY_UDP, (u16)(40000 + i), 53);
		cordon_test_dns_begin(&message, 0, 0);
		memcpy(message.data, ids[i], 2);
		cordon_test_dns_ask(&message, "a.example", 1);
		while (i == 2 && message.length < 148)
			cordon_test_dns_put(&message, "", 1);
		listen_give(&self->ear, message.data, message.length);
		sprintf(said, "%zu> dns a.example; ", i + 1);
		EXPECT_TRUE(listen_heard(&self->ear, said));
	}
}

/* What a client sends is told whether it names somebody or not. */
TEST_F(datagrams, messages_without_a_question)
{
	struct test_dns_message message;

	listen_between(&self->ear, REPLAY_UDP, 40000, 53);
	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	message.data[5] = 0;
	listen_give(&self->ear, message.data, message.length);
	EXPECT_TRUE(listen_heard(&self->ear, "1> dns -; "));
	listen_give(&self->ear, "\1\2\3", 3);
	EXPECT_TRUE(listen_heard(&self->ear, "1> dns -; !malformed; "));
	/* Nothing at all is no message. */
	listen_give(&self->ear, "", 0);
	EXPECT_TRUE(listen_heard(&self->ear, ""));
	listen_turn(&self->ear);
	listen_give(&self->ear, message.data, message.length);
	EXPECT_TRUE(listen_heard(&self->ear, ""));
}

/* As many aliases as a handset follows, and one more. */
TEST_F(datagrams, long_chains)
{
	char owner[32], target[32];
	struct test_dns_message message;
	int aliases, i;

	for (aliases = CORDON_DNS_CHAIN_MAX - 1; aliases <= CORDON_DNS_CHAIN_MAX;
	     aliases++) {
		listen_between(&self->ear, REPLAY_UDP, (u16)(40000 + aliases), 53);
		listen_turn(&self->ear);
		cordon_test_dns_begin(&message, DNS_RESPONSE, (u16)aliases);
		cordon_test_dns_ask(&message, "n0.example", 1);
		for (i = 0; i < aliases; i++) {
			sprintf(owner, "n%d.example", i);
			sprintf(target, "n%d.example", i + 1);
			cordon_test_dns_put_cname(&message, owner, 60, target);
		}
		listen_give(&self->ear, message.data, message.length);
		EXPECT_EQ(aliases == CORDON_DNS_CHAIN_MAX,
			  self->ear.blind[REPLAY_BLIND_MALFORMED]);
		/* Its names are told all the same, to the last one. */
		EXPECT_NE(NULL, strstr(self->ear.said, target));
		self->ear.said[0] = '\0';
	}
}

TEST_F(datagrams, without_a_name)
{
	static const u8 stun[20] = { 0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42 };

	listen_between(&self->ear, REPLAY_UDP, 40000, 3478);
	listen_give(&self->ear, stun, sizeof(stun));
	listen_between(&self->ear, REPLAY_UDP, 40001, 3478);
	listen_give(&self->ear, stun, 0);
	replay_names_free(self->ear.names);
	self->ear.names = NULL;
	EXPECT_TRUE(listen_heard(&self->ear, "!unnamed; "));
}

TEST_HARNESS_MAIN
