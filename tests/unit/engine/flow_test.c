// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Flows: what becomes of the bytes of a first flight, however they are handed in
 *
 * Who drives one here refuses names that begin with "no". Each piece is read from a
 * copy first, which is thrown away, and then in two parts, from copies that are kept:
 * as the kernel does when a protocol takes less than it was given.
 */
#include <stdlib.h>

#include "engine/tests/dns_message.h"
#include "engine/flow.h"
#include "engine/tests/hello.h"
#include "quic_builder.h"
#include "kselftest_harness.h"

#define ROOM		CORDON_DNS_QUESTION_MAX
#define SIZE		CORDON_FLOW_SIZE(ROOM)
#define GET(host)	"GET / HTTP/1.1\r\nHost: " host "\r\n\r\n"

/**
 * struct driver - who drives a flow
 * @said: what was found, as "LAYER HOST; "
 * @mute: nothing is said
 * @poor: there is no memory for a connection
 * @begun: connections that memory was asked for
 * @ended: of these, those that did not need it
 */
struct driver {
	char said[512];
	bool mute;
	bool poor;
	int begun;
	int ended;
};

static bool hear(struct driver *driver, const char *layer, const char *name)
{
	size_t used = strlen(driver->said);

	if (!driver->mute)
		snprintf(driver->said + used, sizeof(driver->said) - used,
			 "%s %s; ", layer, name);
	return !strncmp(name, "no", 2);
}

static bool on_name(void *data, const struct cordon_flow_name *name)
{
	char text[CORDON_NAME_TEXT_MAX] = "-";

	if (name->host->kind == CORDON_HOST_ADDRESS)
		cordon_address_to_text(&name->host->address, text, sizeof(text));
	else if (name->host->kind == CORDON_HOST_NAME)
		cordon_name_to_text(name->host->name, name->host->length, text,
				    sizeof(text));
	if (!!name->hello != (name->layer == CORDON_LAYER_SNI ||
			      name->layer == CORDON_LAYER_QUIC) ||
	    !!name->http != (name->layer == CORDON_LAYER_HTTP ||
			     name->layer == CORDON_LAYER_CONNECT))
		abort();
	return hear(data, cordon_layer_word(name->layer), text);
}

/* The name that is asked for; of what is no plain question how much there is. */
static bool on_message(void *data, const u8 *message, size_t kept,
		       size_t length)
{
	struct cordon_dns_question question;
	char text[CORDON_NAME_TEXT_MAX];
	u8 *copy = malloc(kept + 1);
	int end;

	memcpy(copy, message, kept);
	end = cordon_dns_read_question(copy, kept, false, &question);
	free(copy);
	if (end < 0)
		sprintf(text, "%zu of %zu", kept, length);
	else
		cordon_name_to_text(question.name, question.length, text,
				    sizeof(text));
	return hear(data, "dns", text);
}

static struct cordon_flow_connection *on_begin(void *data)
{
	struct driver *driver = data;

	driver->begun++;
	return driver->poor ? NULL : malloc(sizeof(struct cordon_flow_connection));
}

static void on_end(void *data, struct cordon_flow_connection *connection)
{
	struct driver *driver = data;

	driver->ended++;
	free(connection);
}

static const struct cordon_flow_calls calls = {
	.name = on_name,
	.message = on_message,
	.begin = on_begin,
	.end = on_end,
};

static const char *const words[] = {
	[CORDON_FLOW_WAIT] = "wait",
	[CORDON_FLOW_ALLOW] = "allow",
	[CORDON_FLOW_REFUSE] = "refuse",
	[CORDON_FLOW_UNREADABLE] = "unreadable",
};

/* In memory of exactly its size, and what it was copied from is gone. */
static struct cordon_flow *copy_of(struct cordon_flow *flow, bool keep)
{
	struct cordon_flow *copy = malloc(SIZE);

	memcpy(copy, flow, SIZE);
	if (!keep) {
		memset(flow, 0x5a, SIZE);
		free(flow);
	}
	return copy;
}

static enum cordon_flow_says hand_in(struct cordon_flow *flow,
				     const u8 *bytes, size_t length,
				     struct driver *driver)
{
	u8 *exact = malloc(length ? length : 1);
	enum cordon_flow_says says;

	memcpy(exact, bytes, length);
	says = cordon_flow_read(flow, exact, length, &calls, driver);
	free(exact);
	return says;
}

/* The bytes in pieces: what was found, and in the end what was said. */
static void read_stream(const u8 *bytes, size_t length, size_t piece, bool dns,
			struct driver *driver, char *text)
{
	enum cordon_flow_says says = CORDON_FLOW_WAIT, before;
	struct cordon_flow *flow = malloc(SIZE), *tried;
	struct driver mute = { .mute = true };
	size_t at, some, part;

	memset(driver, 0, sizeof(*driver));
	memset(flow, 0xff, SIZE);
	cordon_flow_init(flow, ROOM, dns);
	for (at = 0; at < length; at += some) {
		some = length - at < piece ? length - at : piece;
		tried = copy_of(flow, true);
		before = hand_in(tried, bytes + at, some, &mute);
		free(tried);
		flow = copy_of(flow, false);
		part = some / 2;
		says = hand_in(flow, bytes + at, part, driver);
		if (says == CORDON_FLOW_WAIT) {
			flow = copy_of(flow, false);
			says = hand_in(flow, bytes + at + part, some - part, driver);
		}
		if (says != before)
			abort();
	}
	/* What is decided stays so, and nothing more is found. */
	if (says != CORDON_FLOW_WAIT &&
	    hand_in(flow, (const u8 *)GET("no.more"), 30, driver) != says)
		abort();
	sprintf(text, "%s%s", driver->said, words[says]);
	free(flow);
}

/* Whatever the pieces are, it comes to the same. */
static const char *stream_says(const void *bytes, size_t length, bool dns)
{
	static const size_t pieces[] = { 1, 2, 3, 7, 100, 100000 };
	static char said[1024], other[1024];
	struct driver driver;
	size_t i;

	read_stream(bytes, length, length, dns, &driver, said);
	for (i = 0; i < ARRAY_SIZE(pieces); i++) {
		read_stream(bytes, length, pieces[i], dns, &driver, other);
		if (strcmp(said, other)) {
			printf("# in pieces of %zu: %s\n", pieces[i], other);
			return other;
		}
	}
	return said;
}

#define SAYS(text)	stream_says(text, sizeof(text) - 1, false)
#define SAYS_53(text)	stream_says(text, sizeof(text) - 1, true)

static u8 bytes[70000];

static size_t put_hello(size_t at, const char *name)
{
	static struct test_hello hello;

	cordon_test_hello_browser(&hello, name, HELLO_CLASSIC);
	return at + cordon_test_hello_records(hello.data, hello.length, 300, bytes + at);
}

static size_t put_text(size_t at, const char *text)
{
	memcpy(bytes + at, text, strlen(text));
	return at + strlen(text);
}

static size_t put_message(size_t at, const struct test_dns_message *message)
{
	bytes[at] = (u8)(message->length >> 8);
	bytes[at + 1] = (u8)message->length;
	memcpy(bytes + at + 2, message->data, message->length);
	return at + 2 + message->length;
}

static size_t put_question(size_t at, const char *name)
{
	struct test_dns_message message;

	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, name, 1);
	return put_message(at, &message);
}

TEST(tls)
{
	size_t first, length;

	length = put_hello(0, "yes.example");
	EXPECT_STREQ("wait", stream_says(bytes, length - 1, false));
	EXPECT_STREQ("sni yes.example; wait", stream_says(bytes, length, false));
	first = length;
	/* The server asks for another one; or the session goes on. */
	length = put_hello(first, "yes.example");
	EXPECT_STREQ("sni yes.example; sni yes.example; allow",
		     stream_says(bytes, put_text(length, "\x17\3\3\1\1x"), false));
	length = put_hello(first, "no.example");
	EXPECT_STREQ("sni yes.example; sni no.example; refuse",
		     stream_says(bytes, length, false));
	EXPECT_STREQ("sni yes.example; allow",
		     stream_says(bytes, put_text(first, "\x17\3\3\1\1x"), false));
	EXPECT_STREQ("sni yes.example; unreadable",
		     stream_says(bytes, put_text(first, "\x16\3\3\1\1\1\x99\x99\x99"), false));
	length = put_hello(0, "no.example");
	EXPECT_STREQ("wait", stream_says(bytes, length - 1, false));
	EXPECT_STREQ("sni no.example; refuse", stream_says(bytes, length, false));
	EXPECT_STREQ("unreadable", SAYS("\x17\3\1\1\1x"));
	/* A hello without a name, which ends there. */
	EXPECT_STREQ("sni -; allow", SAYS("\x80\x2e\1\3\1"));
}

TEST(http)
{
	EXPECT_STREQ("http yes.example; wait", SAYS(GET("yes.example")));
	EXPECT_STREQ("http no.example; refuse", SAYS(GET("no.example")));
	EXPECT_STREQ("http yes; http no; refuse", SAYS(GET("yes") GET("no")));
	EXPECT_STREQ("http -; http no; refuse",
		     SAYS("GET / HTTP/1.0\r\n\r\n" GET("no")));
	EXPECT_STREQ("http no; refuse",
		     SAYS("GET http://no/ HTTP/1.1\r\nHost: yes\r\n\r\n"));
	EXPECT_STREQ("http yes; http no; refuse",
		     SAYS("GET http://yes/ HTTP/1.1\r\nHost: no\r\n\r\n"));
	EXPECT_STREQ("unreadable", SAYS("GET /\r\n"));
	EXPECT_STREQ("unreadable", SAYS("GET / HTTP/1.1\r\nHost: a b\r\n\r\n"));
	/* Broken, though it names somebody: with the last byte of its head. */
	EXPECT_STREQ("wait", SAYS("GET / HTTP/1.1\r\nHost: yes\r\nx\r\n\r"));
	EXPECT_STREQ("http yes; unreadable",
		     SAYS("GET / HTTP/1.1\r\nHost: yes\r\nx\r\n\r\n"));
	EXPECT_STREQ("http no; refuse",
		     SAYS("GET / HTTP/1.1\r\nHost: no\r\nx\r\n\r\n"));
}

TEST(proxies)
{
	size_t length;

	EXPECT_STREQ("connect yes; wait", SAYS("CONNECT yes:443 HTTP/1.0\r\n\r\n"));
	EXPECT_STREQ("connect no; refuse", SAYS("CONNECT no:443 HTTP/1.0\r\n\r\n"));
	length = put_text(0, "CONNECT yes:443 HTTP/1.0\r\n\r\n");
	EXPECT_STREQ("connect yes; sni no.example; refuse",
		     stream_says(bytes, put_hello(length, "no.example"), false));
	EXPECT_STREQ("connect yes; sni yes.example; wait",
		     stream_says(bytes, put_hello(length, "yes.example"), false));
	EXPECT_STREQ("connect yes; allow",
		     SAYS("CONNECT yes:22 HTTP/1.0\r\n\r\nSSH-2.0-x\r\n"));
	EXPECT_STREQ("socks no.example; refuse",
		     SAYS("\5\1\0\5\1\0\3\12no.example\1\xbb"));
	EXPECT_STREQ("socks yes.a; http no; refuse",
		     SAYS("\5\1\0\5\1\0\3\5yes.a\0\x50" GET("no")));
	EXPECT_STREQ("connect a; connect a; connect a; connect a; connect a; unreadable",
		     SAYS("CONNECT a HTTP/1.0\r\n\r\nCONNECT a HTTP/1.0\r\n\r\n"
			  "CONNECT a HTTP/1.0\r\n\r\nCONNECT a HTTP/1.0\r\n\r\n"
			  "CONNECT a HTTP/1.0\r\n\r\n"));
}

/* What names nobody is allowed, as soon as that is clear. */
TEST(without_a_name)
{
	EXPECT_STREQ("allow", SAYS("SSH-2.0-OpenSSH_9.2\r\n"));
	EXPECT_STREQ("allow", SAYS("\1"));
	EXPECT_STREQ("allow", SAYS("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
	EXPECT_STREQ("wait", SAYS(""));
	EXPECT_STREQ("wait", stream_says("", 0, true));
}

/* What a driver is told of a flow beside its names. */
TEST(kinds)
{
	static const struct {
		const char *text;
		bool dns;
		enum cordon_flow_protocol protocol;
		bool http_2;
		bool told;
	} rows[] = {
		{ "\x16\3\1\1\1", false, CORDON_FLOW_TLS, false, false },
		{ "\x17\3\1\1\1", false, CORDON_FLOW_TLS, false, false },
		{ GET("a"), false, CORDON_FLOW_HTTP, false, true },
		{ "GET /\r\n", false, CORDON_FLOW_HTTP, false, false },
		{ "PRI * HTTP/2.0\r\n", false, CORDON_FLOW_UNKNOWN, true, false },
		{ "SSH-2.0-x", false, CORDON_FLOW_HTTP, false, false },
		{ "SSH-2.0-x\r\n", false, CORDON_FLOW_UNKNOWN, false, false },
		{ "\x16\x33\x33\1\1\2", false, CORDON_FLOW_UNKNOWN, false, false },
		{ "\5\1", false, CORDON_FLOW_SOCKS, false, false },
		{ "CONNECT a:1 HTTP/1.0\r\n\r\n\x17\3\1\1\1", false,
		  CORDON_FLOW_HTTP, false, true },
		{ "\x16\3\1", true, CORDON_FLOW_UNKNOWN, false, false },
		{ "\x16\3\1\1\1\1\1\1\1\1\1\1\1\1", true, CORDON_FLOW_TLS, false,
		  false },
		{ "\3\xff\1\1\1\1\1\1\1\1\1\1\1\1", true, CORDON_FLOW_UNKNOWN,
		  false, false },
	};
	struct cordon_flow *flow = malloc(SIZE);
	struct driver driver;
	size_t i, at;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		memset(&driver, 0, sizeof(driver));
		cordon_flow_init(flow, ROOM, rows[i].dns);
		for (at = 0; rows[i].text[at]; at++)
			hand_in(flow, (const u8 *)rows[i].text + at, 1, &driver);
		EXPECT_EQ(rows[i].protocol, flow->protocol) TH_LOG("row %zu", i);
		EXPECT_EQ(rows[i].http_2, flow->http_2) TH_LOG("row %zu", i);
		EXPECT_EQ(rows[i].told, flow->told) TH_LOG("row %zu", i);
	}
	free(flow);
}

TEST(dns_over_tcp)
{
	struct test_dns_message message;
	char said[64];
	size_t length;

	length = put_question(put_question(0, "yes.a"), "yes.b");
	EXPECT_STREQ("dns yes.a; dns yes.b; wait", stream_says(bytes, length, true));
	EXPECT_STREQ("dns yes.a; wait", stream_says(bytes, length - 1, true));
	length = put_question(length, "no.c");
	EXPECT_STREQ("dns yes.a; dns yes.b; dns no.c; refuse",
		     stream_says(bytes, length, true));
	/* Elsewhere it is something that nobody knows. */
	EXPECT_STREQ("allow", stream_says(bytes, length, false));
	/* What is broken is told, and what comes behind it. */
	memcpy(bytes, "\0\3abc", 5);
	length = put_question(5, "yes.a");
	EXPECT_STREQ("dns 3 of 3; dns yes.a; wait",
		     stream_says(bytes, length, true));
	/* More than there is room for: its beginning is enough. */
	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, "yes.a", 1);
	while (message.length < 8000)
		cordon_test_dns_put(&message, "x", 1);
	length = put_question(put_message(0, &message), "no.b");
	EXPECT_STREQ("dns yes.a; dns no.b; refuse",
		     stream_says(bytes, length, true));
	bytes[7] = 2;
	sprintf(said, "dns %d of 8000; dns no.b; refuse", ROOM);
	EXPECT_STREQ(said, stream_says(bytes, length, true));
}

/* To where DNS is spoken: what is no DNS is read as anywhere. */
TEST(no_dns)
{
	EXPECT_STREQ("sni no.example; refuse",
		     stream_says(bytes, put_hello(0, "no.example"), true));
	EXPECT_STREQ("http yes; http no; refuse", SAYS_53(GET("yes") GET("no")));
	EXPECT_STREQ("socks no.example; refuse",
		     SAYS_53("\5\1\0\5\1\0\3\12no.example\1\xbb"));
	EXPECT_STREQ("allow", SAYS_53("SSH-2.0-OpenSSH_9.2\r\n"));
	EXPECT_STREQ("wait", SAYS_53("SSH-2.0-Open"));
}

FIXTURE(datagrams)
{
	struct driver driver;
	struct cordon_flow_connection *connections;
	struct quic_spec spec;
	struct quic_bytes hello;
	enum cordon_quic_read quic;
};

FIXTURE_SETUP(datagrams)
{
	memset(self, 0, sizeof(*self));
	self->spec.version = QUIC_V1;
	self->spec.to = "12345678";
	self->spec.from = "";
}

FIXTURE_TEARDOWN(datagrams)
{
	while (self->connections) {
		struct cordon_flow_connection *one = self->connections;

		self->connections = one->next;
		free(one);
	}
}

/* What was found in a datagram, and what is said of it. */
static const char *send_bytes(FIXTURE_DATA(datagrams) * self, const void *data,
			      size_t length, bool dns)
{
	struct cordon_flow_datagram datagram = { .length = length, .dns = dns };
	u8 *exact = malloc(length ? length : 1);
	enum cordon_flow_says says;
	static char text[600];

	memcpy(exact, data, length);
	datagram.bytes = exact;
	datagram.scratch = malloc(CORDON_QUIC_SCRATCH(length));
	self->driver.said[0] = '\0';
	says = cordon_flow_send(&self->connections, &datagram, &calls,
				&self->driver);
	self->quic = datagram.quic;
	free(datagram.scratch);
	free(exact);
	sprintf(text, "%s%s", self->driver.said, words[says]);
	return text;
}

/* An Initial with the hello's bytes in [from, to). */
static const char *send_initial(FIXTURE_DATA(datagrams) * self, size_t from,
				size_t to, bool dns)
{
	static struct quic_bytes frames, datagram;

	frames.length = 0;
	quic_put_crypto(&frames, from, self->hello.bytes + from, to - from);
	quic_put_padding(&frames, 400);
	datagram.length = 0;
	quic_seal(&datagram, &self->spec, &frames);
	self->spec.number++;
	return send_bytes(self, datagram.bytes, datagram.length, dns);
}

static void make_hello(FIXTURE_DATA(datagrams) * self, const char *id,
		       const char *name)
{
	self->spec.to = id;
	self->spec.number = 0;
	quic_make_hello(&self->hello, name, (u64)id[0], 900);
}

TEST_F(datagrams, dns)
{
	struct test_dns_message message;

	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, "yes.a", 1);
	EXPECT_STREQ("dns yes.a; allow",
		     send_bytes(self, message.data, message.length, true));
	EXPECT_STREQ("allow", send_bytes(self, message.data, message.length, false));
	/* An id that looks like the beginning of a draft of QUIC. */
	memcpy(message.data, "\xc0\xff\0\0", 4);
	EXPECT_STREQ("dns yes.a; allow",
		     send_bytes(self, message.data, message.length, true));
	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, "no.a", 1);
	EXPECT_STREQ("dns no.a; refuse",
		     send_bytes(self, message.data, message.length, true));
	EXPECT_STREQ("dns 3 of 3; allow", send_bytes(self, "abc", 3, true));
	EXPECT_STREQ("dns 0 of 0; allow", send_bytes(self, "", 0, true));
	EXPECT_EQ(CORDON_QUIC_OTHER, self->quic);
	EXPECT_EQ(0, self->driver.begun);
}

TEST_F(datagrams, quic)
{
	make_hello(self, "aaaa", "yes.example");
	EXPECT_STREQ("quic yes.example; allow",
		     send_initial(self, 0, self->hello.length, false));
	EXPECT_EQ(CORDON_QUIC_DONE, self->quic);
	/* Again, and another connection of the same peer. */
	EXPECT_STREQ("allow", send_initial(self, 0, self->hello.length, false));
	EXPECT_EQ(CORDON_QUIC_AGAIN, self->quic);
	make_hello(self, "bbbb", "no.example");
	EXPECT_STREQ("wait", send_initial(self, 500, self->hello.length, false));
	EXPECT_STREQ("quic no.example; refuse", send_initial(self, 0, 500, false));
	/* What its hello named still counts. */
	EXPECT_STREQ("refuse", send_initial(self, 0, 500, false));
	make_hello(self, "cccc", "yes.example");
	EXPECT_STREQ("quic yes.example; allow",
		     send_initial(self, 0, self->hello.length, true));
	EXPECT_EQ(3, self->driver.begun);
	EXPECT_EQ(0, self->driver.ended);
}

/* Halves of several hellos in turn. */
TEST_F(datagrams, quic_in_turn)
{
	static const char *const ids[] = { "aaaa", "bbbb", "cccc", "dddd" };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		make_hello(self, ids[i], "yes.example");
		EXPECT_STREQ("wait", send_initial(self, 0, 500, false));
	}
	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		make_hello(self, ids[i], "yes.example");
		self->spec.number = 1;
		EXPECT_STREQ("quic yes.example; allow",
			     send_initial(self, 500, self->hello.length, false));
	}
	EXPECT_EQ(4, self->driver.begun);
}

TEST_F(datagrams, quic_unreadable)
{
	static u8 other[1200] = { 0xc0, 0xba, 0xba, 0xba, 0xbb, 8 };

	EXPECT_STREQ("unreadable", send_bytes(self, other, sizeof(other), false));
	EXPECT_EQ(CORDON_QUIC_UNKNOWN, self->quic);
	make_hello(self, "aaaa", "no.example");
	self->spec.spoil = true;
	EXPECT_STREQ("unreadable", send_initial(self, 0, self->hello.length, false));
	EXPECT_EQ(CORDON_QUIC_SEALED, self->quic);
	EXPECT_EQ(NULL, self->connections);
	EXPECT_EQ(2, self->driver.begun);
	EXPECT_EQ(2, self->driver.ended);
	self->spec.spoil = false;
	/* Other bytes at the same place. */
	EXPECT_STREQ("wait", send_initial(self, 0, 500, false));
	self->hello.bytes[400] ^= 1;
	EXPECT_STREQ("unreadable", send_initial(self, 300, self->hello.length, false));
	EXPECT_EQ(CORDON_QUIC_MALFORMED, self->quic);
	/* It stays so; another connection of the same peer does not. */
	make_hello(self, "bbbb", "yes.example");
	EXPECT_STREQ("wait", send_initial(self, 0, 500, false));
	make_hello(self, "aaaa", "no.example");
	EXPECT_STREQ("unreadable", send_initial(self, 0, self->hello.length, false));
	make_hello(self, "bbbb", "yes.example");
	EXPECT_STREQ("quic yes.example; allow",
		     send_initial(self, 500, self->hello.length, false));
	make_hello(self, "cccc", "no.example");
	EXPECT_STREQ("quic no.example; refuse",
		     send_initial(self, 0, self->hello.length, false));
}

/* No memory: then nothing passes that might name somebody. */
TEST_F(datagrams, quic_without_memory)
{
	self->driver.poor = true;
	make_hello(self, "bbbb", "yes.example");
	EXPECT_STREQ("unreadable", send_initial(self, 0, self->hello.length, false));
	EXPECT_EQ(CORDON_QUIC_ANOTHER, self->quic);
	self->driver.poor = false;
	EXPECT_STREQ("quic yes.example; allow",
		     send_initial(self, 0, self->hello.length, false));
}

TEST_F(datagrams, others)
{
	static const u8 short_header[40] = { 0x40, 1, 2, 3 };
	static const u8 stun[20] = { 0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42 };

	EXPECT_STREQ("allow", send_bytes(self, short_header, 40, false));
	EXPECT_STREQ("allow", send_bytes(self, stun, sizeof(stun), false));
	EXPECT_STREQ("allow", send_bytes(self, "", 0, false));
	EXPECT_EQ(CORDON_QUIC_OTHER, self->quic);
	EXPECT_EQ(0, self->driver.begun);
	/* Who answers a client is a server, whatever its datagrams look like. */
	EXPECT_FALSE(cordon_flow_receive(self->connections, short_header, 40));
	make_hello(self, "aaaa", "yes.example");
	send_initial(self, 0, 500, false);
	EXPECT_TRUE(cordon_flow_receive(self->connections, short_header, 40));
}

/* It is as small as its readers, and holds a question. */
TEST(size)
{
	EXPECT_EQ(sizeof(struct cordon_flow) + sizeof(struct cordon_flight),
		  CORDON_FLOW_SIZE(ROOM));
	EXPECT_GE(640, CORDON_FLOW_SIZE(ROOM));
	EXPECT_EQ(0, CORDON_FLOW_SIZE(65535) % 8);
	EXPECT_LE(sizeof(struct cordon_flow) + sizeof(struct cordon_dns_stream) +
		  65535, CORDON_FLOW_SIZE(65535));
}

TEST_HARNESS_MAIN
