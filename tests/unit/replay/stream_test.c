// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Names in TCP: segments in any order, twice, with other bytes, or lost
 */
#include "engine/tests/dns_message.h"
#include "kselftest_harness.h"
#include "listener.h"

FIXTURE(stream)
{
	struct listener ear;
};

FIXTURE_SETUP(stream)
{
	ASSERT_TRUE(listen_start(&self->ear));
}

FIXTURE_TEARDOWN(stream)
{
	replay_names_free(self->ear.names);
}

TEST_F(stream, hello_in_segments)
{
	static u8 bytes[4096];
	size_t length = listen_hello(bytes, "www.facebook.com"), at;

	listen_between(&self->ear, REPLAY_TCP, 40000, 443);
	listen_handshake(&self->ear);
	for (at = 0; at < length; at++)
		listen_segment(&self->ear, ACK, CLIENT_FIRST + (u32)at, bytes + at, 1);
	EXPECT_TRUE(listen_heard(&self->ear, "1> sni www.facebook.com; !ech; "));
	/* The last piece first, one twice. */
	listen_between(&self->ear, REPLAY_TCP, 40001, 443);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, ACK, CLIENT_FIRST + 1200, bytes + 1200, length - 1200);
	listen_segment(&self->ear, ACK, CLIENT_FIRST + 600, bytes + 600, 600);
	listen_segment(&self->ear, ACK, CLIENT_FIRST + 600, bytes + 600, 600);
	EXPECT_TRUE(listen_heard(&self->ear, ""));
	listen_segment(&self->ear, ACK, CLIENT_FIRST, bytes, 700);
	EXPECT_TRUE(listen_heard(&self->ear, "2> sni www.facebook.com; !ech; "));
	EXPECT_EQ(2, self->ear.flows);
}

TEST_F(stream, other_bytes_at_the_same_place)
{
	static u8 bytes[4096], fake[4096];
	size_t length = listen_hello(bytes, "chat.example");

	ASSERT_EQ(length, listen_hello(fake, "maps.example"));
	listen_between(&self->ear, REPLAY_TCP, 40000, 443);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, fake, 1000);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, bytes, length);
	EXPECT_TRUE(listen_heard(&self->ear, "!conflict; "));
	listen_segment(&self->ear, ACK, CLIENT_FIRST + 1000, fake + 1000, length - 1000);
	EXPECT_TRUE(listen_heard(&self->ear, "1> sni maps.example; !ech; "));
}

TEST_F(stream, data_with_the_first_packet)
{
	static u8 bytes[4096];
	size_t length = listen_hello(bytes, "a.example");

	listen_between(&self->ear, REPLAY_TCP, 40000, 443);
	listen_segment(&self->ear, SYN, CLIENT_FIRST - 1, bytes, 900);
	listen_segment(&self->ear, ACK, CLIENT_FIRST + 900, bytes + 900, length - 900);
	EXPECT_TRUE(listen_heard(&self->ear, "1> sni a.example; !ech; "));
}

/* A capture that begins in the middle, where a server speaks. */
TEST_F(stream, from_the_middle)
{
	listen_between(&self->ear, REPLAY_TCP, 40000, 80);
	listen_reply(&self->ear, ACK, SERVER_FIRST, CLIENT_FIRST,
		     "...rest of a page\n");
	listen_segment(&self->ear, ACK, CLIENT_FIRST,
		       "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", 35);
	EXPECT_TRUE(listen_heard(&self->ear, "1> http a.example; "));
	listen_between(&self->ear, REPLAY_TCP, 40001, 80);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, "rest of a form", 14);
	listen_segment(&self->ear, ACK, CLIENT_FIRST + 14,
		       "GET / HTTP/1.1\r\nHost: b.example\r\n\r\n", 35);
	EXPECT_TRUE(listen_heard(&self->ear, "2> http b.example; "));
}

/* A record that no hello may come behind: only of a client that begins malformed. */
TEST_F(stream, record_before_the_hello)
{
	static const char *const records[] = {
		"\x17\3\3\1\1x", "\x18\3\3\1\1x",
	};
	static u8 bytes[4096];
	size_t length = listen_hello(bytes, "a.example"), i;
	char said[64];

	for (i = 0; i < ARRAY_SIZE(records); i++) {
		listen_between(&self->ear, REPLAY_TCP, (u16)(40000 + i), 443);
		listen_handshake(&self->ear);
		listen_segment(&self->ear, ACK, CLIENT_FIRST, records[i], 6);
		EXPECT_TRUE(listen_heard(&self->ear, "!malformed; "));
	}
	/* In the middle; there a hello is found nevertheless. */
	for (i = 0; i < ARRAY_SIZE(records); i++) {
		listen_between(&self->ear, REPLAY_TCP, (u16)(41000 + i), 443);
		listen_segment(&self->ear, ACK, CLIENT_FIRST, records[i], 6);
		EXPECT_TRUE(listen_heard(&self->ear, ""));
		listen_segment(&self->ear, ACK, CLIENT_FIRST + 6, bytes, length);
		sprintf(said, "%zu> sni a.example; !ech; ",
			ARRAY_SIZE(records) + 1 + i);
		EXPECT_TRUE(listen_heard(&self->ear, said));
	}
	/* One that some servers pass over, in its own segment or not. */
	listen_between(&self->ear, REPLAY_TCP, 41900, 443);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, "\x15\3\1\0\2\1\x5a", 7);
	listen_segment(&self->ear, ACK, CLIENT_FIRST + 7, bytes, length);
	EXPECT_TRUE(listen_heard(&self->ear, "5> sni a.example; !ech; "));
	/* A server's refusal. */
	listen_between(&self->ear, REPLAY_TCP, 42000, 443);
	listen_handshake(&self->ear);
	listen_reply(&self->ear, ACK, SERVER_FIRST, CLIENT_FIRST,
		     "\x15\3\3\1\1x");
	EXPECT_TRUE(listen_heard(&self->ear, ""));
}

/* STARTTLS: plain words, then a hello. */
TEST_F(stream, hello_after_words)
{
	static u8 bytes[4096];
	size_t length = listen_hello(bytes, "mail.example");

	listen_between(&self->ear, REPLAY_TCP, 40000, 25);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, "EHLO a\r\n", 8);
	listen_segment(&self->ear, ACK, CLIENT_FIRST + 8, "STARTTLS\r\n", 10);
	listen_segment(&self->ear, ACK, CLIENT_FIRST + 18, bytes, length);
	EXPECT_TRUE(listen_heard(&self->ear, "1> sni mail.example; !ech; "));
}

/* The peer acknowledges what the capture misses. */
TEST_F(stream, lost_bytes)
{
	static const char first[] = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";
	static const char third[] = "GET / HTTP/1.1\r\nHost: c.example\r\n\r\n";

	listen_between(&self->ear, REPLAY_TCP, 40000, 80);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, first, sizeof(first) - 1);
	listen_segment(&self->ear, ACK, CLIENT_FIRST + 100, third, sizeof(third) - 1);
	EXPECT_TRUE(listen_heard(&self->ear, "1> http a.example; "));
	listen_reply(&self->ear, ACK, SERVER_FIRST, CLIENT_FIRST + 35, "x");
	EXPECT_TRUE(listen_heard(&self->ear, ""));
	listen_reply(&self->ear, ACK, SERVER_FIRST + 1, CLIENT_FIRST + 135, "x");
	EXPECT_TRUE(listen_heard(&self->ear, "!lost; 1> http c.example; "));
	listen_segment(&self->ear, ACK, CLIENT_FIRST + 135, first, sizeof(first) - 1);
	EXPECT_TRUE(listen_heard(&self->ear, "1> http a.example; "));
}

/* Nobody acknowledges, since one direction alone was captured. */
TEST_F(stream, lost_bytes_without_acknowledgement)
{
	static const char get[] = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";
	static u8 junk[1000];
	u32 at;

	listen_between(&self->ear, REPLAY_TCP, 40000, 80);
	listen_handshake(&self->ear);
	for (at = 10; at < 40000; at += sizeof(junk))
		listen_segment(&self->ear, ACK, CLIENT_FIRST + at, junk, sizeof(junk));
	EXPECT_TRUE(listen_heard(&self->ear, "!lost; "));
	listen_segment(&self->ear, ACK, CLIENT_FIRST + at, get, sizeof(get) - 1);
	EXPECT_TRUE(listen_heard(&self->ear, "1> http a.example; "));
}

/* The same ends, twice; and a SYN that only comes again. */
TEST_F(stream, ports_used_again)
{
	static const char get[] = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";

	listen_between(&self->ear, REPLAY_TCP, 40000, 80);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, SYN, CLIENT_FIRST - 1, "", 0);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, get, sizeof(get) - 1);
	listen_segment(&self->ear, SYN, 777, "", 0);
	listen_segment(&self->ear, ACK, 778, get, sizeof(get) - 1);
	EXPECT_TRUE(listen_heard(&self->ear, "1> http a.example; 2> http a.example; "));
}

/* A request that never ends takes no more memory than the window. */
TEST_F_TIMEOUT(stream, endless_stream, 600)
{
	static u8 body[1400];
	u32 at = 70, i;

	listen_between(&self->ear, REPLAY_TCP, 40000, 80);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, ACK, CLIENT_FIRST,
		       "POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length:         70000000\r\n\r\n",
		       70);
	for (i = 0; i < 50000; i++, at += sizeof(body))
		listen_segment(&self->ear, ACK, CLIENT_FIRST + at, body, sizeof(body));
	listen_segment(&self->ear, ACK, CLIENT_FIRST + at,
		       "GET / HTTP/1.1\r\nHost: b.example\r\n\r\n", 35);
	EXPECT_TRUE(listen_heard(&self->ear, "1> http a.example; 1> http b.example; "));
}

TEST_F(stream, urgent_and_broken)
{
	listen_between(&self->ear, REPLAY_TCP, 40000, 80);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, ACK | REPLAY_TCP_URG, CLIENT_FIRST, "GET / HT", 8);
	EXPECT_TRUE(listen_heard(&self->ear, "!urgent; "));
	listen_segment(&self->ear, ACK, CLIENT_FIRST + 8,
		       "TP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 28);
	EXPECT_TRUE(listen_heard(&self->ear, "1> http a; !malformed; "));
}

TEST_F(stream, http2_without_tls)
{
	listen_between(&self->ear, REPLAY_TCP, 40000, 80);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 24);
	EXPECT_TRUE(listen_heard(&self->ear, "!http2; "));
}

TEST_F(stream, dns_over_tcp)
{
	struct test_dns_message message;
	u8 bytes[256];
	size_t length, at;

	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, "a.example", 1);
	bytes[0] = 0;
	bytes[1] = (u8)message.length;
	memcpy(bytes + 2, message.data, message.length);
	length = message.length + 2;
	memcpy(bytes + length, bytes, length);
	bytes[length + 2 + 13] = 'b';
	listen_between(&self->ear, REPLAY_TCP, 40000, 53);
	listen_handshake(&self->ear);
	for (at = 0; at < 2 * length; at++)
		listen_segment(&self->ear, ACK, CLIENT_FIRST + (u32)at, bytes + at, 1);
	EXPECT_TRUE(listen_heard(&self->ear, "1> dns a.example; 1> dns b.example; "));
	EXPECT_EQ(0, self->ear.messages);
}

/* A question with its length before it; returns its bytes. */
static size_t put_question(u8 *bytes, const char *name)
{
	struct test_dns_message message;

	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, name, 1);
	bytes[0] = (u8)(message.length >> 8);
	bytes[1] = (u8)message.length;
	memcpy(bytes + 2, message.data, message.length);
	return message.length + 2;
}

/* Link-local multicast name resolution has its own ports, over TCP as well. */
TEST_F(stream, dns_on_other_ports)
{
	static const u16 ports[] = { 5353, 5355 };
	u8 bytes[256];
	size_t length = put_question(bytes, "a.example"), i;
	char said[64];

	for (i = 0; i < ARRAY_SIZE(ports); i++) {
		listen_between(&self->ear, REPLAY_TCP, 40000, ports[i]);
		listen_handshake(&self->ear);
		listen_segment(&self->ear, ACK, CLIENT_FIRST, bytes, 1);
		listen_segment(&self->ear, ACK, CLIENT_FIRST + 1, bytes + 1, length - 1);
		sprintf(said, "%zu> dns a.example; ", i + 1);
		EXPECT_TRUE(listen_heard(&self->ear, said));
	}
	listen_between(&self->ear, REPLAY_TCP, 40000, 5354);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, bytes, length);
	EXPECT_TRUE(listen_heard(&self->ear, ""));
}

/* On a port of DNS: what is no DNS is read as anything else is. */
TEST_F(stream, no_dns_on_its_port)
{
	static const u16 ports[] = { 53, 5353, 5355 };
	static u8 bytes[4096];
	char said[64];
	size_t length, i, step;
	u32 at;

	for (i = 0; i < ARRAY_SIZE(ports); i++) {
		for (step = 1; step < 4096; step += 1000) {
			length = listen_hello(bytes, "a.example");
			listen_between(&self->ear, REPLAY_TCP, (u16)(40000 + step),
				       ports[i]);
			listen_handshake(&self->ear);
			for (at = 0; at < length; at += (u32)step)
				listen_segment(&self->ear, ACK, CLIENT_FIRST + at,
					       bytes + at, length - at < step ?
					       length - at : step);
			sprintf(said, "%llu> sni a.example; !ech; ",
				(unsigned long long)self->ear.flows);
			EXPECT_TRUE(listen_heard(&self->ear, said));
		}
		listen_between(&self->ear, REPLAY_TCP, 50000, ports[i]);
		listen_handshake(&self->ear);
		listen_segment(&self->ear, ACK, CLIENT_FIRST,
			       "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", 35);
		sprintf(said, "%llu> http a.example; ",
			(unsigned long long)self->ear.flows);
		EXPECT_TRUE(listen_heard(&self->ear, said));
		listen_between(&self->ear, REPLAY_TCP, 50001, ports[i]);
		listen_handshake(&self->ear);
		listen_segment(&self->ear, ACK, CLIENT_FIRST, "\5\1\0", 3);
		listen_reply(&self->ear, ACK, SERVER_FIRST, CLIENT_FIRST + 3, "\5");
		listen_segment(&self->ear, ACK, CLIENT_FIRST + 3,
			       "\5\1\0\3\11a.example\1\xbb", 16);
		sprintf(said, "%llu> socks a.example; ",
			(unsigned long long)self->ear.flows);
		EXPECT_TRUE(listen_heard(&self->ear, said));
	}
}

/* What cannot be read in a message does not hide the next one. */
TEST_F(stream, dns_behind_broken_dns)
{
	u8 bytes[512] = { 0, 0, 0, 3, 'a', 'b', 'c' };
	size_t length = 7;

	length += put_question(bytes + length, "a.example");
	length += put_question(bytes + length, "b.example");
	bytes[length - 5 - 10] = 0x41;		/* the last label's length */
	length += put_question(bytes + length, "c.example");
	listen_between(&self->ear, REPLAY_TCP, 40000, 53);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, bytes, length);
	EXPECT_TRUE(listen_heard(&self->ear,
				 "1> dns -; !malformed; 1> dns -; 1> dns a.example; "
				 "1> dns -; 1> dns c.example; "));
}

/* When a session is forgotten it is told what it was, if nothing else was. */
TEST_F(stream, without_a_name)
{
	static const char get[] = "GET / HTTP/1.0\r\n\r\n";

	listen_between(&self->ear, REPLAY_TCP, 40000, 22);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, "SSH-2.0-x\r\n", 11);
	listen_between(&self->ear, REPLAY_TCP, 40001, 80);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, get, sizeof(get) - 1);
	/* The server alone speaks. */
	listen_between(&self->ear, REPLAY_TCP, 40002, 13);
	listen_handshake(&self->ear);
	listen_reply(&self->ear, ACK, SERVER_FIRST, CLIENT_FIRST, "noon");
	/* Nothing was said at all; or it was named, or told otherwise. */
	listen_between(&self->ear, REPLAY_TCP, 40003, 443);
	listen_handshake(&self->ear);
	listen_between(&self->ear, REPLAY_TCP, 40004, 80);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, ACK, CLIENT_FIRST,
		       "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", 35);
	listen_between(&self->ear, REPLAY_TCP, 40005, 80);
	listen_handshake(&self->ear);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, "GET /\r\n", 7);
	/* The capture began later. */
	listen_between(&self->ear, REPLAY_TCP, 40006, 443);
	listen_segment(&self->ear, ACK, CLIENT_FIRST, "\x17\3\3\1\0x", 6);
	EXPECT_TRUE(listen_heard(&self->ear, "5> http a.example; !malformed; "));
	replay_names_free(self->ear.names);
	self->ear.names = NULL;
	EXPECT_TRUE(listen_heard(&self->ear,
				 "!unnamed; !unnamed; !unnamed; !began-before; "));
}

TEST_HARNESS_MAIN
