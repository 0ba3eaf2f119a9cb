// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names in UDP, and flows whose names cannot be seen
 */
#include "unit/engine/dns_message.h"
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
	struct dns_message message;

	listen_between(&self->ear, REPLAY_UDP, 40000, 53);
	dns_begin(&message, DNS_QUERY, 0);
	dns_ask(&message, "www.example.com", 1);
	listen_give(&self->ear, message.data, message.length);
	EXPECT_TRUE(listen_heard(&self->ear, "1> dns www.example.com; "));
	/* The answer repeats the question; what it leads to is new. */
	dns_begin(&message, DNS_RESPONSE, 1);
	dns_ask(&message, "www.example.com", 1);
	dns_put_cname(&message, "www.example.com", 60, "edge.example.net");
	listen_turn(&self->ear);
	listen_give(&self->ear, message.data, message.length);
	EXPECT_TRUE(listen_heard(&self->ear, "1< cname edge.example.net; "));
	EXPECT_EQ(2, self->ear.messages);
	/* An answer whose question was not seen. */
	dns_begin(&message, DNS_RESPONSE, 0);
	dns_ask(&message, "other.example.com", 1);
	listen_give(&self->ear, message.data, message.length);
	EXPECT_TRUE(listen_heard(&self->ear, "1< dns other.example.com; "));
	listen_give(&self->ear, "\0\0\0", 3);
	listen_give(&self->ear, "\0\0\0", 3);
	EXPECT_TRUE(listen_heard(&self->ear, "!malformed; "));
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

TEST_HARNESS_MAIN
