/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - what becomes of the bytes of a first flight
 *
 * Who drives a flow here refuses names that begin with "no". Each piece is read from
 * a copy first, which is thrown away, and then in two parts, from copies that are
 * kept: as the kernel does when a protocol takes less than it was given.
 */
#ifndef _CORDON_ENGINE_TESTS_FLOW_CASES_H
#define _CORDON_ENGINE_TESTS_FLOW_CASES_H

#include "dns_message.h"
#include "hello.h"
#include "quic_packets.h"
#include "reader.h"
#include "engine/flow.h"

#define ROOM		CORDON_DNS_QUESTION_MAX
#define SIZE		CORDON_FLOW_SIZE(ROOM)
#define GET(host)	"GET / HTTP/1.1\r\nHost: " host "\r\n\r\n"

/**
 * struct test_driver - who drives a flow
 * @said: what was found, as "LAYER HOST; "
 * @mute: nothing is said
 * @poor: there is no memory for a connection
 * @begun: connections that memory was asked for
 * @ended: of these, those that did not need it
 */
struct test_driver {
	char said[512];
	bool mute;
	bool poor;
	int begun;
	int ended;
};

static bool hear(struct test_driver *driver, const char *layer, const char *name)
{
	if (!driver->mute)
		cordon_test_print(driver->said, sizeof(driver->said), "%s %s; ", layer,
				  name);
	return !strncmp(name, "no", 2);
}

static bool on_name(void *data, const struct cordon_flow_name *name)
{
	const char *text = cordon_test_host(name->host);

	/* A hello or a request comes with the names that stand in one. */
	if (!!name->hello != (name->layer == CORDON_LAYER_SNI ||
			      name->layer == CORDON_LAYER_QUIC) ||
	    !!name->http != (name->layer == CORDON_LAYER_HTTP ||
			     name->layer == CORDON_LAYER_CONNECT))
		text = "without what names it";
	return hear(data, cordon_layer_word(name->layer), text);
}

/* The name that is asked for; of what is no plain question how much there is. */
static bool on_message(void *data, const u8 *message, size_t kept, size_t length)
{
	static struct cordon_dns_question question;
	static char text[CORDON_NAME_TEXT_MAX];
	u8 *copy = cordon_test_copy(message, kept);
	int end = cordon_dns_read_question(copy, kept, false, &question);

	cordon_test_free(copy);
	if (end < 0)
		snprintf(text, sizeof(text), "%zu of %zu", kept, length);
	else
		cordon_name_to_text(question.name, question.length, text,
				    sizeof(text));
	return hear(data, "dns", text);
}

static struct cordon_flow_connection *on_begin(void *data)
{
	struct test_driver *driver = data;

	driver->begun++;
	return driver->poor ? NULL :
	       cordon_test_alloc(sizeof(struct cordon_flow_connection));
}

static void on_end(void *data, struct cordon_flow_connection *connection)
{
	struct test_driver *driver = data;

	driver->ended++;
	cordon_test_free(connection);
}

static const struct cordon_flow_calls calls = {
	.name = on_name,
	.message = on_message,
	.begin = on_begin,
	.end = on_end,
};

static const char *const flow_words[] = {
	[CORDON_FLOW_WAIT] = "wait",
	[CORDON_FLOW_ALLOW] = "allow",
	[CORDON_FLOW_REFUSE] = "refuse",
	[CORDON_FLOW_UNREADABLE] = "unreadable",
};

/* What it was copied from is gone, or stays. */
static struct cordon_flow *copy_of(struct cordon_flow *flow, bool keep)
{
	struct cordon_flow *copy = cordon_test_copy(flow, SIZE);

	if (!keep) {
		memset(flow, 0x5a, SIZE);
		cordon_test_free(flow);
	}
	return copy;
}

static enum cordon_flow_says hand_in(struct cordon_flow *flow, const void *bytes,
				     size_t length, struct test_driver *driver)
{
	u8 *exact = cordon_test_copy(bytes, length);
	enum cordon_flow_says says = cordon_flow_read(flow, exact, length, &calls, driver);

	cordon_test_free(exact);
	return says;
}

/* A piece, tried first and then read in two parts, says the same. */
static enum cordon_flow_says hand_in_piece(struct cordon_flow **flow, const u8 *bytes,
					   size_t length, struct test_driver *driver)
{
	static struct test_driver mute = { .mute = true };
	struct cordon_flow *tried = copy_of(*flow, true);
	enum cordon_flow_says before = hand_in(tried, bytes, length, &mute), says;
	size_t part = length / 2;

	cordon_test_free(tried);
	*flow = copy_of(*flow, false);
	says = hand_in(*flow, bytes, part, driver);
	if (says == CORDON_FLOW_WAIT) {
		*flow = copy_of(*flow, false);
		says = hand_in(*flow, bytes + part, length - part, driver);
	}
	if (says != before)
		hear(driver, "otherwise", flow_words[before]);
	return says;
}

/* What was found, and in the end what was said, valid until the next call. */
static const char *read_stream(const void *bytes, size_t length, size_t piece, bool dns)
{
	static struct test_driver driver;
	struct cordon_flow *flow = cordon_test_alloc(SIZE);
	enum cordon_flow_says says = CORDON_FLOW_WAIT;
	size_t at, some;

	memset(&driver, 0, sizeof(driver));
	memset(flow, 0xff, SIZE);
	cordon_flow_init(flow, ROOM, dns);
	for (at = 0; at < length; at += some) {
		some = min_t(size_t, piece, length - at);
		says = hand_in_piece(&flow, (const u8 *)bytes + at, some, &driver);
	}
	/* What is decided stays so, and nothing more is found. */
	if (says != CORDON_FLOW_WAIT && hand_in(flow, GET("no.more"), 30, &driver) != says)
		hear(&driver, "no longer", flow_words[says]);
	cordon_test_free(flow);
	cordon_test_print(driver.said, sizeof(driver.said), "%s", flow_words[says]);
	return driver.said;
}

/* Whatever the pieces are, it comes to the same; of a short stream all are tried. */
static const char *flow_says(const void *bytes, size_t length, bool dns,
			     const char *said)
{
	const char *fault = TEST_TEXT(said, read_stream(bytes, length, length, dns));
	size_t piece;

	for (piece = 1; piece < length && !fault; piece += length < 300 ? 1 : 1 + piece)
		fault = TEST_TEXT(said, read_stream(bytes, length, piece, dns));
	return fault;
}

/* A hello in a record that names somebody with four bytes, and offers no TLS 1.3. */
#define HELLO(name)	"\x16\3\1\0\x3c\1\0\0\x38\3\3" \
			"0123456789abcdef0123456789abcdef\0\0\2\x13\1\1\0\0\x0d\0\0" \
			"\0\x09\0\7\0\0\4" name
#define QUESTION(name)	"\0\x16\x12\x34\1\0\0\1\0\0\0\0\0\0\2" name "\1a\0\0\1\0\1"

static const struct test_sent {
	const char *title;
	const char *bytes;
	size_t length;
	bool dns;
	const char *said;
} sents[] = {
#define SENT(bytes, said)	{ #bytes, bytes, sizeof(bytes) - 1, false, said }
#define SENT_53(bytes, said)	{ #bytes, bytes, sizeof(bytes) - 1, true, said }
	{ "a hello cut", HELLO("no.a"), sizeof(HELLO("no.a")) - 2, false, "wait" },
	SENT(HELLO("no.a"), "sni no.a; refuse"),
	SENT(HELLO("ye.a"), "sni ye.a; allow"),
	SENT_53(HELLO("no.a"), "sni no.a; refuse"),
	SENT("\x17\3\1\1\1x", "unreadable"),
	/* A hello without a name, which ends there. */
	SENT("\x80\x2e\1\3\1", "sni -; allow"),
	SENT(GET("yes.example"), "http yes.example; wait"),
	SENT(GET("no.example"), "http no.example; refuse"),
	SENT(GET("yes") GET("no"), "http yes; http no; refuse"),
	SENT("GET / HTTP/1.0\r\n\r\n" GET("no"), "http -; http no; refuse"),
	SENT("GET http://no/ HTTP/1.1\r\nHost: yes\r\n\r\n", "http no; refuse"),
	SENT("GET http://yes/ HTTP/1.1\r\nHost: no\r\n\r\n",
	     "http yes; http no; refuse"),
	SENT("GET /\r\n", "unreadable"),
	SENT("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", "unreadable"),
	/* Broken, though it names somebody: with the last byte of its head. */
	SENT("GET / HTTP/1.1\r\nHost: yes\r\nx\r\n\r", "wait"),
	SENT("GET / HTTP/1.1\r\nHost: yes\r\nx\r\n\r\n", "http yes; unreadable"),
	SENT("GET / HTTP/1.1\r\nHost: no\r\nx\r\n\r\n", "http no; refuse"),
	/* Through proxies. */
	SENT("CONNECT yes:443 HTTP/1.0\r\n\r\n", "connect yes; wait"),
	SENT("CONNECT no:443 HTTP/1.0\r\n\r\n", "connect no; refuse"),
	SENT("CONNECT yes:1 HTTP/1.0\r\n\r\n" HELLO("no.a"),
	     "connect yes; sni no.a; refuse"),
	SENT("CONNECT yes:22 HTTP/1.0\r\n\r\nSSH-2.0-x\r\n", "connect yes; allow"),
	SENT("\5\1\0\5\1\0\3\12no.example\1\xbb", "socks no.example; refuse"),
	SENT("\5\1\0\5\1\0\3\5yes.a\0\x50" GET("no"), "socks yes.a; http no; refuse"),
	SENT("CONNECT a HTTP/1.0\r\n\r\nCONNECT a HTTP/1.0\r\n\r\n"
	     "CONNECT a HTTP/1.0\r\n\r\nCONNECT a HTTP/1.0\r\n\r\n"
	     "CONNECT a HTTP/1.0\r\n\r\n",
	     "connect a; connect a; connect a; connect a; connect a; unreadable"),
	/* What names nobody is allowed, as soon as that is clear. */
	SENT("SSH-2.0-OpenSSH_9.2\r\n", "allow"),
	SENT("\1", "allow"),
	SENT("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "allow"),
	SENT("", "wait"),
	SENT_53("", "wait"),
	/* DNS: where it is spoken, and elsewhere. What is broken is told. */
	SENT_53(QUESTION("ye") QUESTION("no"), "dns ye.a; dns no.a; refuse"),
	SENT_53(QUESTION("ye") "\0\x16\x12", "dns ye.a; wait"),
	SENT_53("\0\1x" QUESTION("ye"), "dns 1 of 1; dns ye.a; wait"),
	SENT_53("\0\3abc" QUESTION("ye"), "dns 3 of 3; dns ye.a; wait"),
	SENT(QUESTION("no"), "allow"),
	/* To where DNS is spoken: what is no DNS is read as anywhere. */
	SENT_53(GET("yes") GET("no"), "http yes; http no; refuse"),
	SENT_53("\5\1\0\5\1\0\3\12no.example\1\xbb", "socks no.example; refuse"),
	SENT_53("SSH-2.0-OpenSSH_9.2\r\n", "allow"),
	SENT_53("SSH-2.0-Open", "wait"),
#undef SENT
#undef SENT_53
};

static const char *check_sent(const void *any)
{
	const struct test_sent *row = any;

	return flow_says(row->bytes, row->length, row->dns, row->said);
}

/* What a driver is told of a flow beside its names. */
static const struct test_kind {
	const char *title;
	const char *text;
	bool dns;
	enum cordon_flow_protocol protocol;
	bool http_2;
	bool told;
} kinds[] = {
#define ROW(text, dns, protocol, http_2, told) \
	{ #text, text, dns, protocol, http_2, told }
	ROW("\x16\3\1\1\1", false, CORDON_FLOW_TLS, false, false),
	ROW("\x17\3\1\1\1", false, CORDON_FLOW_TLS, false, false),
	ROW(GET("a"), false, CORDON_FLOW_HTTP, false, true),
	ROW("GET /\r\n", false, CORDON_FLOW_HTTP, false, false),
	ROW("PRI * HTTP/2.0\r\n", false, CORDON_FLOW_UNKNOWN, true, false),
	ROW("SSH-2.0-x", false, CORDON_FLOW_HTTP, false, false),
	ROW("SSH-2.0-x\r\n", false, CORDON_FLOW_UNKNOWN, false, false),
	ROW("\x16\x33\x33\1\1\2", false, CORDON_FLOW_UNKNOWN, false, false),
	ROW("\5\1", false, CORDON_FLOW_SOCKS, false, false),
	ROW("CONNECT a:1 HTTP/1.0\r\n\r\n\x17\3\1\1\1", false,
	    CORDON_FLOW_HTTP, false, true),
	ROW("\x16\3\1", true, CORDON_FLOW_UNKNOWN, false, false),
	ROW("\x16\3\1\1\1\1\1\1\1\1\1\1\1\1", true, CORDON_FLOW_TLS, false, false),
	ROW("\3\xff\1\1\1\1\1\1\1\1\1\1\1\1", true, CORDON_FLOW_UNKNOWN, false, false),
#undef ROW
};

static const char *check_kind(const void *any)
{
	static struct test_driver driver;
	const struct test_kind *row = any;
	struct cordon_flow *flow = cordon_test_alloc(SIZE);
	const char *at, *fault;

	memset(&driver, 0, sizeof(driver));
	cordon_flow_init(flow, ROOM, row->dns);
	for (at = row->text; *at; at++)
		hand_in(flow, at, 1, &driver);
	fault = TEST_EQUAL(row->protocol, flow->protocol) ?:
		TEST_EQUAL(row->http_2, flow->http_2) ?:
		TEST_EQUAL(row->told, flow->told);
	cordon_test_free(flow);
	return fault;
}

static struct {
	size_t length;
	u8 data[16384];
} flown;

static const char *flown_says(bool dns, const char *said)
{
	return flow_says(flown.data, flown.length, dns, said);
}

static void put(const void *bytes, size_t length)
{
	memcpy(flown.data + flown.length, bytes, length);
	flown.length += length;
}

/* As a browser sends it, in records of 300 bytes. */
static void put_hello(const char *name)
{
	static struct test_hello hello;

	cordon_test_hello_browser(&hello, name, HELLO_CLASSIC);
	flown.length += cordon_test_hello_records(hello.data, hello.length, 300,
						  flown.data + flown.length);
}

/* Such a hello, and what follows it: a byte less, bytes, or another hello. */
static const struct test_hellos {
	const char *title;
	const char *before;
	const char *name;
	int less;
	const char *second;
	const char *after;
	bool dns;
	const char *said;
} hellos[] = {
	{ "cut", "", "yes.example", 1, NULL, "", false, "wait" },
	{ "good", "", "yes.example", 0, NULL, "", false, "sni yes.example; wait" },
	{ "refused and cut", "", "no.example", 1, NULL, "", false, "wait" },
	{ "refused", "", "no.example", 0, NULL, "", false, "sni no.example; refuse" },
	/* The server asks for another one; or the session goes on. */
	{ "second", "", "yes.example", 0, "yes.example", "\x17\3\3\1\1x", false,
	  "sni yes.example; sni yes.example; allow" },
	{ "second refused", "", "yes.example", 0, "no.example", "", false,
	  "sni yes.example; sni no.example; refuse" },
	{ "data behind", "", "yes.example", 0, NULL, "\x17\3\3\1\1x", false,
	  "sni yes.example; allow" },
	{ "broken behind", "", "yes.example", 0, NULL, "\x16\3\3\1\1\1\x99\x99\x99", false,
	  "sni yes.example; unreadable" },
	{ "through a proxy", "CONNECT yes:443 HTTP/1.0\r\n\r\n", "no.example", 0, NULL,
	  "", false, "connect yes; sni no.example; refuse" },
	{ "good through a proxy", "CONNECT yes:443 HTTP/1.0\r\n\r\n", "yes.example", 0,
	  NULL, "", false, "connect yes; sni yes.example; wait" },
	{ "to a port of DNS", "", "no.example", 0, NULL, "", true,
	  "sni no.example; refuse" },
};

static const char *check_hellos(const void *any)
{
	const struct test_hellos *row = any;

	flown.length = 0;
	put(row->before, strlen(row->before));
	put_hello(row->name);
	flown.length -= (size_t)row->less;
	if (row->second)
		put_hello(row->second);
	put(row->after, strlen(row->after));
	return flown_says(row->dns, row->said);
}

static void put_message(const struct test_dns_message *message)
{
	u8 head[2] = { (u8)(message->length >> 8), (u8)message->length };

	put(head, 2);
	put(message->data, message->length);
}

/* More than there is room for: its beginning is enough. */
static const char *check_long_message(const void *none)
{
	static struct test_dns_message message;
	static char said[64];
	const char *fault;

	cordon_test_dns_begin(&message, DNS_QUERY, 0);
	cordon_test_dns_ask(&message, "yes.a", 1);
	while (message.length < 8000)
		cordon_test_dns_put(&message, "x", 1);
	flown.length = 0;
	put_message(&message);
	put(QUESTION("no"), sizeof(QUESTION("no")) - 1);
	fault = flown_says(true, "dns yes.a; dns no.a; refuse");
	if (fault)
		return fault;
	flown.data[7] = 2;
	snprintf(said, sizeof(said), "dns %d of 8000; dns no.a; refuse", (int)ROOM);
	return flown_says(true, said);
}

static struct cordon_flow_connection *connections;
static enum cordon_quic_read flow_quic;

/* What was found in a datagram, and what is said of it. */
static const char *send_bytes(struct test_driver *driver, const void *data,
			      size_t length, bool dns)
{
	static char text[600];
	struct cordon_flow_datagram datagram = { .length = length, .dns = dns };
	u8 *exact = cordon_test_copy(data, length);
	enum cordon_flow_says says;

	datagram.bytes = exact;
	datagram.scratch = cordon_test_alloc(CORDON_QUIC_SCRATCH(length));
	driver->said[0] = '\0';
	says = cordon_flow_send(&connections, &datagram, &calls, driver);
	flow_quic = datagram.quic;
	cordon_test_free(datagram.scratch);
	cordon_test_free(exact);
	snprintf(text, sizeof(text), "%s%s", driver->said, flow_words[says]);
	return text;
}

static void forget_connections(void)
{
	while (connections) {
		struct cordon_flow_connection *one = connections;

		connections = one->next;
		cordon_test_free(one);
	}
}

static const struct test_datagram {
	const char *title;
	const char *bytes;
	size_t length;
	bool dns;
	const char *said;
} datagrams[] = {
#define ROW(title, bytes, dns, said)	{ title, bytes, sizeof(bytes) - 1, dns, said }
	ROW("question", "\x12\x34\1\0\0\1\0\0\0\0\0\0\3yes\1a\0\0\1\0\1", true,
	    "dns yes.a; allow"),
	ROW("question elsewhere", "\x12\x34\1\0\0\1\0\0\0\0\0\0\3yes\1a\0\0\1\0\1",
	    false, "allow"),
	ROW("refused", "\x12\x34\1\0\0\1\0\0\0\0\0\0\2no\1a\0\0\1\0\1", true,
	    "dns no.a; refuse"),
	/* The beginning of a draft of QUIC, which says what no question does. */
	ROW("looks like a draft", "\xc0\xff\0\0\0\1\0\0\0\0\0\0\3yes\1a\0\0\1\0\1",
	    true, "dns yes.a; allow"),
	ROW("no message", "abc", true, "dns 3 of 3; allow"),
	ROW("nothing", "", true, "dns 0 of 0; allow"),
	ROW("nothing elsewhere", "", false, "allow"),
	ROW("short header", "\x40\1\2\3\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", false, "allow"),
	ROW("STUN", "\0\1\0\0\x21\x12\xa4\x42\0\0\0\0\0\0\0\0\0\0\0\0", false, "allow"),
#undef ROW
};

static const char *check_datagram(const void *any)
{
	const struct test_datagram *row = any;
	static struct test_driver driver;
	const char *fault;

	memset(&driver, 0, sizeof(driver));
	fault = TEST_TEXT(row->said, send_bytes(&driver, row->bytes, row->length, row->dns)) ?:
		TEST_EQUAL(CORDON_QUIC_OTHER, flow_quic) ?:
		TEST_EQUAL(0, driver.begun);
	forget_connections();
	return fault;
}

/* Without memory nothing passes that might name somebody. */
static const char *check_quic(const void *none)
{
	static struct test_driver driver;
	const char *fault;

	memset(&driver, 0, sizeof(driver));
	driver.poor = true;
	fault = TEST_TEXT("unreadable",
			  send_bytes(&driver, quic_whole, sizeof(quic_whole), false)) ?:
		TEST_EQUAL(CORDON_QUIC_ANOTHER, flow_quic);
	driver.poor = false;
	fault = fault ?:
		TEST_TEXT("quic www.example.com; allow",
			  send_bytes(&driver, quic_whole, sizeof(quic_whole), false)) ?:
		TEST_EQUAL(CORDON_QUIC_DONE, flow_quic) ?:
		TEST_HOLDS(connections) ?:
		TEST_TEXT("allow",
			  send_bytes(&driver, quic_whole, sizeof(quic_whole), false)) ?:
		TEST_EQUAL(CORDON_QUIC_AGAIN, flow_quic) ?:
		/* DNS beside it. */
		TEST_TEXT("dns no.a; refuse",
			  send_bytes(&driver, QUESTION("no") + 2, sizeof(QUESTION("no")) - 3,
				     true));
	forget_connections();
	return fault;
}

/* It is as small as its readers, and holds a question. */
static const char *check_size(const void *none)
{
	return TEST_EQUAL(sizeof(struct cordon_flow) + sizeof(struct cordon_flight), SIZE) ?:
	       TEST_HOLDS(SIZE <= 640) ?:
	       TEST_EQUAL(0, CORDON_FLOW_SIZE(65535) % 8) ?:
	       TEST_HOLDS(CORDON_FLOW_SIZE(65535) >= sizeof(struct cordon_flow) +
			  sizeof(struct cordon_dns_stream) + 65535);
}

static const struct cordon_test_case flow_cases[] = {
	TEST_TABLE(sents, check_sent),
	TEST_TABLE(kinds, check_kind),
	TEST_TABLE(hellos, check_hellos),
	TEST_ONCE(check_long_message),
	TEST_TABLE(datagrams, check_datagram),
	TEST_ONCE(check_quic),
	TEST_ONCE(check_size),
};

#endif /* _CORDON_ENGINE_TESTS_FLOW_CASES_H */
