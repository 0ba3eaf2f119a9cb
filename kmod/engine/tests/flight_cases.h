/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - what a client sends first: through which proxies, which names
 */
#ifndef _CORDON_ENGINE_TESTS_FLIGHT_CASES_H
#define _CORDON_ENGINE_TESTS_FLIGHT_CASES_H

#include "hello.h"
#include "reader.h"
#include "engine/names/flight.h"

static struct {
	size_t length;
	u8 data[8192];
} sent;

static void put(const void *bytes, size_t length)
{
	memcpy(sent.data + sent.length, bytes, length);
	sent.length += length;
}

/* As a browser sends it. */
static void put_hello(const char *name, size_t fragment)
{
	static struct test_hello hello;

	cordon_test_hello_browser(&hello, name, HELLO_CLASSIC);
	sent.length += cordon_test_hello_records(hello.data, hello.length, fragment,
						 sent.data + sent.length);
}

static struct cordon_flight flight;
static char found[TEST_READER_TEXT_MAX];

/* Names in the order found, each as "LAYER HOST; ". */
static enum cordon_read read_piece(const u8 *bytes, size_t length)
{
	u8 *copy = cordon_test_copy(bytes, length);
	enum cordon_read read;
	size_t used, taken = 0;

	do {
		read = cordon_flight_read(&flight, copy + taken, length - taken, &used);
		taken += used;
		if (read == CORDON_READ_DONE)
			cordon_test_print(found, sizeof(found), "%s %s; ",
					  cordon_layer_word(flight.layer),
					  cordon_test_host(flight.host));
	} while (read == CORDON_READ_DONE);
	cordon_test_free(copy);
	return read;
}

/* How it ended is behind the names. */
static const char *read_pieces(size_t piece)
{
	static const char *const words[] = {
		[CORDON_READ_MORE] = "more",
		[CORDON_READ_OTHER] = "other",
		[CORDON_READ_MALFORMED] = "malformed",
	};
	enum cordon_read read = CORDON_READ_MORE;
	size_t at, some, used;

	cordon_flight_init(&flight);
	found[0] = '\0';
	for (at = 0; at < sent.length && read == CORDON_READ_MORE; at += some) {
		some = min_t(size_t, piece, sent.length - at);
		read = read_piece(sent.data + at, some);
	}
	if (read != CORDON_READ_MORE &&
	    (cordon_flight_read(&flight, sent.data, sent.length, &used) != read || used))
		cordon_test_print(found, sizeof(found), "no longer ");
	cordon_test_print(found, sizeof(found), "%s", words[read]);
	return found;
}

/* The names do not depend on how the stream is cut. */
static const char *sent_says(const char *said)
{
	const char *fault = NULL;
	size_t piece;

	for (piece = 1; piece <= sent.length && !fault;
	     piece += sent.length < 300 ? 1 : piece / 7 + 1)
		fault = TEST_TEXT(said, read_pieces(piece));
	return fault;
}

/* A hello that has nothing but a name, of four bytes: none can follow it. */
#define HELLO(name) \
	"\x16\3\1\0\x3c\1\0\0\x38\3\3" \
	"0123456789abcdef0123456789abcdef\0\0\2\x13\1\1\0\0\x0d\0\0" \
	"\0\x09\0\x07\0\0\4" name

#define GET(host)	"GET / HTTP/1.1\r\nHost: " host "\r\n\r\n"

static const struct test_stream flights[] = {
	TEST_STREAM(HELLO("a.bc"), "sni a.bc; other"),
	TEST_STREAM(GET("a.example") GET("b.example:80"),
		    "http a.example; http b.example; more"),
	TEST_STREAM(GET("a.example")
		    "POST / HTTP/1.1\r\nHost: b.example:81\r\nContent-Length: 3\r\n\r\nGET"
		    GET("192.0.2.7"),
		    "http a.example; http b.example; http @192.0.2.7; more"),
	/* A target and a Host: the same name once, another one as well. */
	TEST_STREAM("GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n"
		    "GET http://a.example/ HTTP/1.0\r\n\r\n",
		    "http a.example; http a.example; more"),
	TEST_STREAM("GET http://a.example/ HTTP/1.1\r\nHost: b.example\r\n\r\n",
		    "http a.example; http b.example; more"),
	TEST_STREAM("CONNECT x.example:443 HTTP/1.1\r\nHost: x.example:443\r\n\r\n",
		    "connect x.example; http x.example; more"),
	TEST_STREAM("CONNECT x.example:443 HTTP/1.1\r\nHost: x.example\r\n\r\n" HELLO("a.bc"),
		    "connect x.example; http x.example; sni a.bc; other"),
	/* Without a Host; and what follows is nothing that is read. */
	TEST_STREAM("CONNECT [2001:db8::1]:22 HTTP/1.0\r\n\r\nSSH-2.0-x\r\n",
		    "connect @2001:db8::1; other"),
	TEST_STREAM("CONNECT a.example:443 HTTP/1.1\r\nContent-Length: 1\r\n\r\n" HELLO("a.bc"),
		    "connect a.example; malformed"),
	/* A broken CONNECT behind a good request enters no tunnel, however it is cut. */
	TEST_STREAM("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"
		    "CONNECT @ HTTP/1.1\r\nHost: b.example\r\n\r\n",
		    "http a.example; malformed"),
	TEST_STREAM("GET / HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n",
		    "http a.example; malformed"),
	TEST_STREAM("\5\1\0\5\1\0\3\14chat.example\1\273", "socks chat.example; more"),
	TEST_STREAM("\5\1\0\5\1\0\3\11x.example\1\xbb" HELLO("a.bc"),
		    "socks x.example; sni a.bc; other"),
	/* SOCKS4a, and through it a request of HTTP. */
	TEST_STREAM("\4\1\0\120\0\0\0\1u\0old.example\0"
		    "GET / HTTP/1.1\r\nHost: web.example\r\n\r\n",
		    "socks old.example; http web.example; more"),
	/* Other records than a handshake's are TLS as well: servers pass over some. */
	TEST_STREAM("\24\3\1\0\1\1" HELLO("a.bc"), "sni a.bc; other"),
	TEST_STREAM("\x15\3\1\0\2\1\x5a" HELLO("a.bc"), "sni a.bc; other"),
	TEST_STREAM("\26\3\11\0\0" HELLO("a.bc"), "sni a.bc; other"),
	TEST_STREAM("\x17\3\1\0\1x" HELLO("a.bc"), "malformed"),
	TEST_STREAM("\x17\3\1\0\2\1\x5a" HELLO("a.bc"), "malformed"),
	TEST_STREAM("\30\3\1\0\1x" HELLO("a.bc"), "malformed"),
	/* Their twins are of no record's type. */
	TEST_STREAM("\31\3\1\0\1\1" HELLO("a.bc"), "other"),
	TEST_STREAM("\x13\3\1\0\2\1\x5a" HELLO("a.bc"), "other"),
	TEST_STREAM("\31\3\11\0\0" HELLO("a.bc"), "other"),
	TEST_STREAM("\x13\3\1\0\1x" HELLO("a.bc"), "other"),
	/* A hello that names nobody is one all the same. */
	TEST_STREAM("\200\56\1\3\1", "sni -; other"),
	/* What is none of the protocols is said to be so, early. */
	TEST_STREAM("SSH-2.0-x\r\n", "other"),
	TEST_STREAM("SSH-2.0-OpenSSH_9.2\r\n", "other"),
	TEST_STREAM("220 mail.example ESMTP\r\n", "other"),
	TEST_STREAM("HTTP/1.1 200 OK\r\n", "other"),
	TEST_STREAM("HTTP/1.1 200 OK\r\nHost: a.example\r\n\r\n", "other"),
	TEST_STREAM("\200\56\1\2\1", "other"),
	TEST_STREAM("\26\20\0\0\0", "other"),
	TEST_STREAM("\5\0\0", "other"),
	TEST_STREAM("\1\2\3\4", "other"),
	TEST_STREAM("\377\377\377", "other"),
	TEST_STREAM("WA\6\3", "other"),
};

static const char *check_flight(const void *any)
{
	const struct test_stream *row = any;

	sent.length = 0;
	put(row->bytes, row->length);
	return sent_says(row->said);
}

/* A hello of TLS 1.3 behind these. */
static const struct test_stream before_hellos[] = {
	TEST_STREAM("", "sni a.example; more"),
	TEST_STREAM("CONNECT chat.example:443 HTTP/1.1\r\nHost: chat.example:443\r\n\r\n",
		    "connect chat.example; http chat.example; sni a.example; more"),
	TEST_STREAM("\5\1\0\5\1\0\3\14chat.example\1\273",
		    "socks chat.example; sni a.example; more"),
	TEST_STREAM("\24\3\1\0\1\1", "sni a.example; more"),
	TEST_STREAM("\25\3\1\0\2\1\132", "sni a.example; more"),
	TEST_STREAM("\26\3\11\0\0", "sni a.example; more"),
	/* So many proxies and no more: nobody chains five. */
	TEST_STREAM("CONNECT a:80 HTTP/1.0\r\n\r\nCONNECT b:80 HTTP/1.0\r\n\r\n"
		    "CONNECT c:80 HTTP/1.0\r\n\r\nCONNECT d:80 HTTP/1.0\r\n\r\n",
		    "connect a; connect b; connect c; connect d; sni a.example; more"),
	TEST_STREAM("CONNECT a:80 HTTP/1.0\r\n\r\nCONNECT b:80 HTTP/1.0\r\n\r\n"
		    "CONNECT c:80 HTTP/1.0\r\n\r\nCONNECT d:80 HTTP/1.0\r\n\r\n"
		    "CONNECT e:80 HTTP/1.0\r\n\r\n",
		    "connect a; connect b; connect c; connect d; connect e; malformed"),
};

static const char *check_before_hello(const void *any)
{
	const struct test_stream *row = any;

	sent.length = 0;
	put(row->bytes, row->length);
	put_hello("a.example", 16384);
	return sent_says(row->said);
}

/* A second hello after the server asked for one, then ciphered records. */
static const char *check_second_hello(const void *none)
{
	sent.length = 0;
	put_hello("www.facebook.com", 16384);
	put("\24\3\3\0\1\1", 6);
	put_hello("www.facebook.com", 100);
	put("\27\3\3\0\5abcde", 10);
	return sent_says("sni www.facebook.com; sni www.facebook.com; other");
}

/* Nothing is found twice and nothing after the end. */
static const char *check_stays_at_the_end(const void *none)
{
	static const char request[] = "GET / HTTP/1.1\r\n";
	size_t used;

	cordon_flight_init(&flight);
	return TEST_EQUAL(CORDON_READ_MORE, cordon_flight_read(&flight, NULL, 0, &used)) ?:
	       TEST_EQUAL(CORDON_READ_OTHER,
			  cordon_flight_read(&flight, (const u8 *)"\1\2", 2, &used)) ?:
	       TEST_EQUAL(CORDON_READ_OTHER,
			  cordon_flight_read(&flight, (const u8 *)request, 16, &used)) ?:
	       TEST_EQUAL(0, used);
}

static const char *check_words(const void *none)
{
	return TEST_TEXT("dns", cordon_layer_word(CORDON_LAYER_DNS)) ?:
	       TEST_TEXT("addr", cordon_layer_word(CORDON_LAYER_ADDRESS)) ?:
	       TEST_TEXT("unknown", cordon_layer_word(CORDON_LAYER_COUNT));
}

static const struct cordon_test_case flight_cases[] = {
	TEST_TABLE(flights, check_flight),
	TEST_TABLE(before_hellos, check_before_hello),
	TEST_ONCE(check_second_hello),
	TEST_ONCE(check_stays_at_the_end),
	TEST_ONCE(check_words),
};

#endif /* _CORDON_ENGINE_TESTS_FLIGHT_CASES_H */
