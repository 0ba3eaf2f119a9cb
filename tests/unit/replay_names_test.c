// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From packets to names: TCP in any order and with losses, UDP, and what is
 * said of a flow that cannot be read
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "engine_dns_message.h"
#include "hello.h"
#include "kselftest_harness.h"
#include "quic_builder.h"
#include "replay/names.h"

#define ACK		REPLAY_TCP_ACK
#define SYN		REPLAY_TCP_SYN
#define CLIENT_FIRST	1000U
#define SERVER_FIRST	5000U

/**
 * struct listener - who reads packets, and what was heard
 * @names: reader
 * @packet: the packet that is given next, but for its payload
 * @flows: number of the last flow
 * @blind: how often each was told
 * @messages: of DNS over UDP
 * @said: what was told since it was last compared
 */
struct listener {
	struct replay_names *names;
	struct replay_packet packet;
	u64 flows;
	u64 blind[REPLAY_BLIND_COUNT];
	u64 messages;
	char said[2048];
};

FIXTURE(names)
{
	struct listener listener;
};

static void say(struct listener *self, const char *format, ...)
{
	size_t used = strlen(self->said);
	va_list args;

	va_start(args, format);
	vsnprintf(self->said + used, sizeof(self->said) - used, format, args);
	va_end(args);
}

static void on_flow(void *data, struct replay_flow *flow,
		    const struct replay_packet *packet)
{
	struct listener *self = data;

	(void)packet;
	self->flows = flow->number;
}

static void on_name(void *data, const struct replay_sighting *sighting)
{
	char text[CORDON_NAME_TEXT_MAX];

	if (sighting->host->kind == CORDON_HOST_ADDRESS)
		cordon_address_to_text(&sighting->host->address, text,
				       sizeof(text));
	else
		cordon_name_to_text(sighting->host->name,
				    sighting->host->length, text, sizeof(text));
	say(data, "%llu%s %s %s; ", (unsigned long long)sighting->flow->number,
	    sighting->sender ? "<" : ">", cordon_layer_word(sighting->layer),
	    text);
}

static void on_message(void *data, const struct replay_flow *flow,
		       const struct replay_packet *packet)
{
	struct listener *self = data;

	(void)flow;
	(void)packet;
	self->messages++;
}

static void on_blind(void *data, const struct replay_flow *flow,
		     enum replay_blind why)
{
	struct listener *self = data;

	(void)flow;
	self->blind[why]++;
	say(self, "!%s; ", replay_blind_word(why));
}

FIXTURE_SETUP(names)
{
	const struct replay_watch watch = {
		.flow = on_flow,
		.name = on_name,
		.message = on_message,
		.blind = on_blind,
		.data = &self->listener,
	};

	self->listener.names = replay_names_new(&watch);
	ASSERT_NE(NULL, self->listener.names);
}

FIXTURE_TEARDOWN(names)
{
	replay_names_free(self->listener.names);
}

/* Take back what was said so far and compare. */
static bool heard(struct listener *self, const char *expected)
{
	bool same = !strcmp(self->said, expected);

	if (!same)
		printf("# said \"%s\", not \"%s\"\n", self->said, expected);
	self->said[0] = '\0';
	return same;
}

/* In memory of exactly its size. */
static void give(struct listener *self, const void *bytes, size_t length)
{
	u8 *copy = malloc(length ? length : 1);

	if (!copy)
		abort();
	memcpy(copy, bytes, length);
	self->packet.payload = copy;
	self->packet.length = length;
	self->packet.whole = length;
	self->packet.number++;
	replay_names_packet(self->names, &self->packet);
	free(copy);
}

static void between(struct listener *self, u8 protocol, u16 client,
		    u16 server)
{
	static const u8 handset[] = { 192, 0, 2, 1 }, host[] = { 198, 51, 100, 1 };

	memset(&self->packet, 0, sizeof(self->packet));
	cordon_address_from_ipv4(&self->packet.source, handset);
	cordon_address_from_ipv4(&self->packet.destination, host);
	self->packet.source_port = client;
	self->packet.destination_port = server;
	self->packet.protocol = protocol;
}

static void turn(struct listener *self)
{
	struct cordon_address address = self->packet.source;
	u16 port = self->packet.source_port;

	self->packet.source = self->packet.destination;
	self->packet.destination = address;
	self->packet.source_port = self->packet.destination_port;
	self->packet.destination_port = port;
}

static void segment(struct listener *self, u8 flags, u32 sequence,
		    const void *bytes, size_t length)
{
	self->packet.flags = flags;
	self->packet.sequence = sequence;
	give(self, bytes, length);
}

static void server_segment(struct listener *self, u8 flags, u32 sequence,
			   u32 acknowledged, const char *text)
{
	turn(self);
	self->packet.acknowledged = acknowledged;
	segment(self, flags, sequence, text, strlen(text));
	self->packet.acknowledged = 0;
	turn(self);
}

static void handshake(struct listener *self)
{
	segment(self, SYN, CLIENT_FIRST - 1, "", 0);
	server_segment(self, SYN | ACK, SERVER_FIRST - 1, CLIENT_FIRST, "");
	segment(self, ACK, CLIENT_FIRST, "", 0);
}

/* As a browser's: with an ECH extension that means nothing. */
static size_t make_hello(u8 *out, const char *name)
{
	static struct hello hello;

	hello_browser(&hello, name, HELLO_POST_QUANTUM);
	return hello_records(hello.data, hello.length, 16384, out);
}

TEST_F(names, hello_in_segments)
{
	static u8 bytes[4096];
	size_t length = make_hello(bytes, "www.facebook.com"), at;

	between(&self->listener, REPLAY_TCP, 40000, 443);
	handshake(&self->listener);
	for (at = 0; at < length; at++)
		segment(&self->listener, ACK, CLIENT_FIRST + (u32)at, bytes + at, 1);
	EXPECT_TRUE(heard(&self->listener, "1> sni www.facebook.com; !ech; "));
	/* The last piece first, one twice. */
	between(&self->listener, REPLAY_TCP, 40001, 443);
	handshake(&self->listener);
	segment(&self->listener, ACK, CLIENT_FIRST + 1200, bytes + 1200, length - 1200);
	segment(&self->listener, ACK, CLIENT_FIRST + 600, bytes + 600, 600);
	segment(&self->listener, ACK, CLIENT_FIRST + 600, bytes + 600, 600);
	EXPECT_TRUE(heard(&self->listener, ""));
	segment(&self->listener, ACK, CLIENT_FIRST, bytes, 700);
	EXPECT_TRUE(heard(&self->listener, "2> sni www.facebook.com; !ech; "));
	EXPECT_EQ(2, self->listener.flows);
}

TEST_F(names, other_bytes_at_the_same_place)
{
	static u8 bytes[4096], fake[4096];
	size_t length = make_hello(bytes, "chat.example");

	ASSERT_EQ(length, make_hello(fake, "maps.example"));
	between(&self->listener, REPLAY_TCP, 40000, 443);
	handshake(&self->listener);
	segment(&self->listener, ACK, CLIENT_FIRST, fake, 1000);
	segment(&self->listener, ACK, CLIENT_FIRST, bytes, length);
	EXPECT_TRUE(heard(&self->listener, "!conflict; "));
	segment(&self->listener, ACK, CLIENT_FIRST + 1000, fake + 1000, length - 1000);
	EXPECT_TRUE(heard(&self->listener, "1> sni maps.example; !ech; "));
}

TEST_F(names, data_with_the_first_packet)
{
	static u8 bytes[4096];
	size_t length = make_hello(bytes, "a.example");

	between(&self->listener, REPLAY_TCP, 40000, 443);
	segment(&self->listener, SYN, CLIENT_FIRST - 1, bytes, 900);
	segment(&self->listener, ACK, CLIENT_FIRST + 900, bytes + 900, length - 900);
	EXPECT_TRUE(heard(&self->listener, "1> sni a.example; !ech; "));
}

/* A capture that begins in the middle, where a server speaks. */
TEST_F(names, from_the_middle)
{
	between(&self->listener, REPLAY_TCP, 40000, 80);
	server_segment(&self->listener, ACK, SERVER_FIRST, CLIENT_FIRST,
		       "...rest of a page\n");
	segment(&self->listener, ACK, CLIENT_FIRST,
		"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", 35);
	EXPECT_TRUE(heard(&self->listener, "1> http a.example; "));
	between(&self->listener, REPLAY_TCP, 40001, 80);
	segment(&self->listener, ACK, CLIENT_FIRST, "rest of a form", 14);
	segment(&self->listener, ACK, CLIENT_FIRST + 14,
		"GET / HTTP/1.1\r\nHost: b.example\r\n\r\n", 35);
	EXPECT_TRUE(heard(&self->listener, "2> http b.example; "));
}

/* A record that no hello is in: only of a client that begins it is malformed. */
TEST_F(names, record_before_the_hello)
{
	static const char *const records[] = {
		"\x14\3\3\1\1x", "\x15\3\3\1\1x", "\x17\3\3\1\1x",
		"\x18\3\3\1\1x",
	};
	static u8 bytes[4096];
	size_t length = make_hello(bytes, "a.example"), i;
	char said[64];

	for (i = 0; i < ARRAY_SIZE(records); i++) {
		between(&self->listener, REPLAY_TCP, (u16)(40000 + i), 443);
		handshake(&self->listener);
		segment(&self->listener, ACK, CLIENT_FIRST, records[i], 6);
		EXPECT_TRUE(heard(&self->listener, "!malformed; "));
	}
	/* In the middle; there a hello is found nevertheless. */
	for (i = 0; i < ARRAY_SIZE(records); i++) {
		between(&self->listener, REPLAY_TCP, (u16)(41000 + i), 443);
		segment(&self->listener, ACK, CLIENT_FIRST, records[i], 6);
		EXPECT_TRUE(heard(&self->listener, ""));
		segment(&self->listener, ACK, CLIENT_FIRST + 6, bytes, length);
		sprintf(said, "%zu> sni a.example; !ech; ", 5 + i);
		EXPECT_TRUE(heard(&self->listener, said));
	}
	/* A server's refusal. */
	between(&self->listener, REPLAY_TCP, 42000, 443);
	handshake(&self->listener);
	server_segment(&self->listener, ACK, SERVER_FIRST, CLIENT_FIRST,
		       "\x15\3\3\1\1x");
	EXPECT_TRUE(heard(&self->listener, ""));
}

/* STARTTLS: plain words, then a hello. */
TEST_F(names, hello_after_words)
{
	static u8 bytes[4096];
	size_t length = make_hello(bytes, "mail.example");

	between(&self->listener, REPLAY_TCP, 40000, 25);
	handshake(&self->listener);
	segment(&self->listener, ACK, CLIENT_FIRST, "EHLO a\r\n", 8);
	segment(&self->listener, ACK, CLIENT_FIRST + 8, "STARTTLS\r\n", 10);
	segment(&self->listener, ACK, CLIENT_FIRST + 18, bytes, length);
	EXPECT_TRUE(heard(&self->listener, "1> sni mail.example; !ech; "));
}

/* The peer acknowledges what the capture misses. */
TEST_F(names, lost_bytes)
{
	static const char first[] = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";
	static const char third[] = "GET / HTTP/1.1\r\nHost: c.example\r\n\r\n";

	between(&self->listener, REPLAY_TCP, 40000, 80);
	handshake(&self->listener);
	segment(&self->listener, ACK, CLIENT_FIRST, first, sizeof(first) - 1);
	segment(&self->listener, ACK, CLIENT_FIRST + 100, third, sizeof(third) - 1);
	EXPECT_TRUE(heard(&self->listener, "1> http a.example; "));
	server_segment(&self->listener, ACK, SERVER_FIRST, CLIENT_FIRST + 35, "x");
	EXPECT_TRUE(heard(&self->listener, ""));
	server_segment(&self->listener, ACK, SERVER_FIRST + 1, CLIENT_FIRST + 135, "x");
	EXPECT_TRUE(heard(&self->listener, "!lost; 1> http c.example; "));
	segment(&self->listener, ACK, CLIENT_FIRST + 135, first, sizeof(first) - 1);
	EXPECT_TRUE(heard(&self->listener, "1> http a.example; "));
}

/* Nobody acknowledges, since one direction alone was captured. */
TEST_F(names, lost_bytes_without_acknowledgement)
{
	static const char get[] = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";
	static u8 junk[1000];
	u32 at;

	between(&self->listener, REPLAY_TCP, 40000, 80);
	handshake(&self->listener);
	for (at = 10; at < 40000; at += sizeof(junk))
		segment(&self->listener, ACK, CLIENT_FIRST + at, junk, sizeof(junk));
	EXPECT_TRUE(heard(&self->listener, "!lost; "));
	segment(&self->listener, ACK, CLIENT_FIRST + at, get, sizeof(get) - 1);
	EXPECT_TRUE(heard(&self->listener, "1> http a.example; "));
}

/* The same ends, twice; and a SYN that only comes again. */
TEST_F(names, ports_used_again)
{
	static const char get[] = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";

	between(&self->listener, REPLAY_TCP, 40000, 80);
	handshake(&self->listener);
	segment(&self->listener, SYN, CLIENT_FIRST - 1, "", 0);
	segment(&self->listener, ACK, CLIENT_FIRST, get, sizeof(get) - 1);
	segment(&self->listener, SYN, 777, "", 0);
	segment(&self->listener, ACK, 778, get, sizeof(get) - 1);
	EXPECT_TRUE(heard(&self->listener, "1> http a.example; 2> http a.example; "));
}

/* A request that never ends takes no more memory than the window. */
TEST_F_TIMEOUT(names, endless_stream, 600)
{
	static u8 body[1400];
	u32 at = 70, i;

	between(&self->listener, REPLAY_TCP, 40000, 80);
	handshake(&self->listener);
	segment(&self->listener, ACK, CLIENT_FIRST,
		"POST / HTTP/1.1\r\nHost: a.example\r\nContent-Length:         70000000\r\n\r\n",
		70);
	for (i = 0; i < 50000; i++, at += sizeof(body))
		segment(&self->listener, ACK, CLIENT_FIRST + at, body, sizeof(body));
	segment(&self->listener, ACK, CLIENT_FIRST + at,
		"GET / HTTP/1.1\r\nHost: b.example\r\n\r\n", 35);
	EXPECT_TRUE(heard(&self->listener, "1> http a.example; 1> http b.example; "));
}

TEST_F(names, urgent_and_broken)
{
	between(&self->listener, REPLAY_TCP, 40000, 80);
	handshake(&self->listener);
	segment(&self->listener, ACK | REPLAY_TCP_URG, CLIENT_FIRST, "GET / HT", 8);
	EXPECT_TRUE(heard(&self->listener, "!urgent; "));
	segment(&self->listener, ACK, CLIENT_FIRST + 8, "TP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 28);
	EXPECT_TRUE(heard(&self->listener, "!malformed; "));
}

TEST_F(names, http2_without_tls)
{
	between(&self->listener, REPLAY_TCP, 40000, 80);
	handshake(&self->listener);
	segment(&self->listener, ACK, CLIENT_FIRST, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 24);
	EXPECT_TRUE(heard(&self->listener, "!http2; "));
}

TEST_F(names, dns_over_udp)
{
	struct dns_message message;

	between(&self->listener, REPLAY_UDP, 40000, 53);
	dns_begin(&message, DNS_QUERY, 0);
	dns_ask(&message, "www.example.com", 1);
	give(&self->listener, message.data, message.length);
	EXPECT_TRUE(heard(&self->listener, "1> dns www.example.com; "));
	/* The answer repeats the question; what it leads to is new. */
	dns_begin(&message, DNS_RESPONSE, 1);
	dns_ask(&message, "www.example.com", 1);
	dns_put_cname(&message, "www.example.com", 60, "edge.example.net");
	turn(&self->listener);
	give(&self->listener, message.data, message.length);
	EXPECT_TRUE(heard(&self->listener, "1< cname edge.example.net; "));
	EXPECT_EQ(2, self->listener.messages);
	/* An answer whose question was not seen. */
	dns_begin(&message, DNS_RESPONSE, 0);
	dns_ask(&message, "other.example.com", 1);
	give(&self->listener, message.data, message.length);
	EXPECT_TRUE(heard(&self->listener, "1< dns other.example.com; "));
	give(&self->listener, "\0\0\0", 3);
	give(&self->listener, "\0\0\0", 3);
	EXPECT_TRUE(heard(&self->listener, "!malformed; "));
}

TEST_F(names, dns_over_tcp)
{
	struct dns_message message;
	u8 bytes[256];
	size_t length, at;

	dns_begin(&message, DNS_QUERY, 0);
	dns_ask(&message, "a.example", 1);
	bytes[0] = 0;
	bytes[1] = (u8)message.length;
	memcpy(bytes + 2, message.data, message.length);
	length = message.length + 2;
	memcpy(bytes + length, bytes, length);
	bytes[length + 2 + 13] = 'b';
	between(&self->listener, REPLAY_TCP, 40000, 53);
	handshake(&self->listener);
	for (at = 0; at < 2 * length; at++)
		segment(&self->listener, ACK, CLIENT_FIRST + (u32)at, bytes + at, 1);
	EXPECT_TRUE(heard(&self->listener, "1> dns a.example; 1> dns b.example; "));
	EXPECT_EQ(0, self->listener.messages);
}

TEST_F(names, quic)
{
	static struct quic_bytes hello, frames, datagram;
	struct quic_spec spec = { .version = QUIC_V1, .to = "12345678", .from = "" };

	between(&self->listener, REPLAY_UDP, 40000, 4433);
	quic_make_hello(&hello, "www.tiktok.com", 1, 1700);
	/* The second half first. */
	frames.length = 0;
	quic_put_crypto(&frames, 1000, hello.bytes + 1000, hello.length - 1000);
	quic_put_padding(&frames, 300);
	spec.number = 1;
	datagram.length = 0;
	quic_seal(&datagram, &spec, &frames);
	give(&self->listener, datagram.bytes, datagram.length);
	EXPECT_TRUE(heard(&self->listener, ""));
	frames.length = 0;
	quic_put_crypto(&frames, 0, hello.bytes, 1000);
	spec.number = 0;
	datagram.length = 0;
	quic_seal(&datagram, &spec, &frames);
	give(&self->listener, datagram.bytes, datagram.length);
	EXPECT_TRUE(heard(&self->listener, "1> quic www.tiktok.com; "));
	/* Another connection on the same ports. */
	spec.to = "87654321";
	quic_make_hello(&hello, "maps.example", 2, 800);
	frames.length = 0;
	quic_put_crypto(&frames, 0, hello.bytes, hello.length);
	quic_put_padding(&frames, 400);
	datagram.length = 0;
	quic_seal(&datagram, &spec, &frames);
	give(&self->listener, datagram.bytes, datagram.length);
	EXPECT_TRUE(heard(&self->listener, "1> quic maps.example; "));
}

/* A version that nobody here knows; and one that only looks like QUIC. */
TEST_F(names, quic_versions)
{
	static u8 datagram[1200] = { 0xc0, 0xba, 0xba, 0xba, 0xbb, 8 };

	between(&self->listener, REPLAY_UDP, 40000, 443);
	give(&self->listener, datagram, sizeof(datagram));
	EXPECT_TRUE(heard(&self->listener, "!quic-version; "));
	between(&self->listener, REPLAY_UDP, 40001, 443);
	datagram[0] = 0x40;
	give(&self->listener, datagram, sizeof(datagram));
	EXPECT_TRUE(heard(&self->listener, ""));
}

TEST_F(names, quic_decoys)
{
	static struct quic_bytes hello, frames, datagram;
	struct quic_spec spec = { .version = QUIC_V1, .to = "12345678", .from = "" };

	between(&self->listener, REPLAY_UDP, 40000, 443);
	quic_make_hello(&hello, "maps.example", 1, 600);
	frames.length = 0;
	quic_put_crypto(&frames, 0, hello.bytes, hello.length);
	quic_put_padding(&frames, 600);
	spec.spoil = true;
	quic_seal(&datagram, &spec, &frames);
	give(&self->listener, datagram.bytes, datagram.length);
	EXPECT_TRUE(heard(&self->listener, "!quic-sealed; "));
	spec.spoil = false;
	datagram.length = 0;
	quic_seal(&datagram, &spec, &frames);
	give(&self->listener, datagram.bytes, datagram.length);
	EXPECT_TRUE(heard(&self->listener, "1> quic maps.example; "));
}

TEST_F(names, what_cannot_be_seen)
{
	static u8 wireguard[148] = { 1 }, ike[32];

	between(&self->listener, REPLAY_TCP, 40000, 853);
	handshake(&self->listener);
	EXPECT_TRUE(heard(&self->listener, "!encrypted-dns; "));
	between(&self->listener, REPLAY_UDP, 40000, 51820);
	give(&self->listener, wireguard, sizeof(wireguard));
	give(&self->listener, wireguard, sizeof(wireguard));
	EXPECT_TRUE(heard(&self->listener, "!vpn; "));
	between(&self->listener, REPLAY_UDP, 40001, 51820);
	give(&self->listener, wireguard, sizeof(wireguard) - 1);
	EXPECT_TRUE(heard(&self->listener, ""));
	ike[17] = 0x20;
	between(&self->listener, REPLAY_UDP, 500, 500);
	give(&self->listener, ike, sizeof(ike));
	EXPECT_TRUE(heard(&self->listener, "!vpn; "));
	between(&self->listener, REPLAY_ESP, 0, 0);
	give(&self->listener, ike, sizeof(ike));
	EXPECT_TRUE(heard(&self->listener, "!vpn; "));
	between(&self->listener, REPLAY_UDP, 123, 123);
	give(&self->listener, ike, sizeof(ike));
	EXPECT_TRUE(heard(&self->listener, ""));
}

/* Half a hello when the captures end; and a whole one. */
TEST_F(names, unfinished)
{
	static u8 bytes[4096];
	size_t length = make_hello(bytes, "a.example");

	between(&self->listener, REPLAY_TCP, 40000, 443);
	segment(&self->listener, ACK, CLIENT_FIRST, bytes, 1000);
	between(&self->listener, REPLAY_TCP, 40001, 443);
	segment(&self->listener, ACK, CLIENT_FIRST, bytes, length);
	EXPECT_TRUE(heard(&self->listener, "2> sni a.example; !ech; "));
	replay_names_free(self->listener.names);
	self->listener.names = NULL;
	EXPECT_TRUE(heard(&self->listener, "!unfinished; "));
}

/* More flows than are kept: the oldest goes, and nothing else is lost. */
TEST_F_TIMEOUT(names, crowd, 600)
{
	static u8 bytes[4096];
	size_t length = make_hello(bytes, "a.example");
	const u32 many = REPLAY_READING_MAX + 500;
	u32 i;

	for (i = 0; i < many; i++) {
		between(&self->listener, REPLAY_TCP, (u16)(1024 + i), 443);
		segment(&self->listener, SYN, CLIENT_FIRST - 1, "", 0);
		segment(&self->listener, ACK, CLIENT_FIRST, bytes, 500);
	}
	EXPECT_EQ(500, self->listener.blind[REPLAY_BLIND_CROWDED]);
	self->listener.said[0] = '\0';
	between(&self->listener, REPLAY_TCP, (u16)(1024 + many - 1), 443);
	segment(&self->listener, ACK, CLIENT_FIRST + 500, bytes + 500, length - 500);
	EXPECT_TRUE(heard(&self->listener, "1524> sni a.example; !ech; "));
	between(&self->listener, REPLAY_TCP, 1024, 443);
	segment(&self->listener, ACK, CLIENT_FIRST + 500, bytes + 500, length - 500);
	EXPECT_TRUE(heard(&self->listener, ""));
}

/* Who has named somebody is forgotten in silence, and read again. */
TEST_F(names, crowd_that_is_done)
{
	static const char get[] = "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n";
	const u32 many = REPLAY_READING_MAX + 500;
	u32 i;

	for (i = 0; i < many; i++) {
		between(&self->listener, REPLAY_TCP, (u16)(1024 + i), 80);
		segment(&self->listener, SYN, CLIENT_FIRST - 1, "", 0);
		segment(&self->listener, ACK, CLIENT_FIRST, get, sizeof(get) - 1);
		self->listener.said[0] = '\0';
	}
	EXPECT_EQ(0, self->listener.blind[REPLAY_BLIND_CROWDED]);
	between(&self->listener, REPLAY_TCP, 1024, 80);
	segment(&self->listener, ACK, CLIENT_FIRST + sizeof(get) - 1, get,
		sizeof(get) - 1);
	EXPECT_TRUE(heard(&self->listener, "1> http a.example; "));
}

/* A million flows that never finish: they are counted, and memory is bounded. */
TEST_F_TIMEOUT(names, a_million_flows, 600)
{
	u32 i;

	between(&self->listener, REPLAY_TCP, 40000, 443);
	for (i = 0; i < 1000000; i++) {
		self->listener.packet.source.byte[12] = (u8)(i >> 16);
		self->listener.packet.source.byte[13] = (u8)(i >> 8);
		self->listener.packet.source.byte[14] = (u8)i;
		segment(&self->listener, ACK, CLIENT_FIRST, "\26\3\1\2\0\1\0", 7);
	}
	EXPECT_EQ(1000000, self->listener.flows);
	EXPECT_EQ(1000000 - REPLAY_READING_MAX,
		  self->listener.blind[REPLAY_BLIND_CROWDED]);
}

TEST_HARNESS_MAIN
