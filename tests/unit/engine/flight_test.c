// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a client sends first: which protocol, through which proxies, which names
 */
#include <stdlib.h>

#include "engine/names/flight.h"
#include "engine/tests/hello.h"
#include "kselftest_harness.h"

#define STREAM_MAX	8192U
#define FOUND_MAX	12

/* Names in the order found, each as "layer host", and how it ended. */
struct found {
	enum cordon_read end;
	size_t used;
	int count;
	char text[FOUND_MAX][CORDON_NAME_TEXT_MAX + 16];
};

struct stream {
	size_t length;
	u8 bytes[STREAM_MAX];
};

static void put(struct stream *stream, const void *bytes, size_t length)
{
	if (stream->length + length > STREAM_MAX)
		abort();
	memcpy(stream->bytes + stream->length, bytes, length);
	stream->length += length;
}

static void put_text(struct stream *stream, const char *text)
{
	put(stream, text, strlen(text));
}

static void put_hello(struct stream *stream, const char *name, size_t fragment)
{
	static struct test_hello hello;

	cordon_test_hello_browser(&hello, name, HELLO_CLASSIC);
	stream->length += cordon_test_hello_records(hello.data, hello.length, fragment,
						    stream->bytes + stream->length);
}

static void note(struct found *found, const struct cordon_flight *flight)
{
	char *text = found->text[found->count++];
	char host[CORDON_NAME_TEXT_MAX] = "-";

	if (flight->host->kind == CORDON_HOST_NAME)
		cordon_name_to_text(flight->host->name, flight->host->length,
				    host, sizeof(host));
	else if (flight->host->kind == CORDON_HOST_ADDRESS)
		cordon_address_to_text(&flight->host->address, host,
				       sizeof(host));
	sprintf(text, "%s %s", cordon_layer_word(flight->layer), host);
}

/* Pieces of @piece bytes, each in memory of exactly its size. */
static void read_pieces(const struct stream *stream, size_t piece,
			struct found *found)
{
	struct cordon_flight flight;
	size_t at = 0, used;

	memset(found, 0, sizeof(*found));
	cordon_flight_init(&flight);
	while (at < stream->length) {
		size_t length = stream->length - at < piece ?
				stream->length - at : piece;
		u8 *bytes = malloc(length);
		size_t taken = 0;

		if (!bytes)
			abort();
		memcpy(bytes, stream->bytes + at, length);
		do {
			found->end = cordon_flight_read(&flight, bytes + taken,
							length - taken, &used);
			taken += used;
			if (found->end == CORDON_READ_DONE &&
			    found->count < FOUND_MAX)
				note(found, &flight);
		} while (found->end == CORDON_READ_DONE);
		free(bytes);
		found->used += taken;
		at += length;
		if (found->end != CORDON_READ_MORE)
			break;
	}
	/* It stays so. */
	if (found->end != CORDON_READ_MORE &&
	    (cordon_flight_read(&flight, stream->bytes, stream->length,
				&used) != found->end || used))
		found->end = CORDON_READ_DONE;
}

/* The names do not depend on how the stream is cut. */
static bool finds(const struct stream *stream, enum cordon_read end,
		  const char *expected)
{
	struct found found;
	size_t piece;
	int i;

	for (piece = 1; piece <= stream->length; piece += piece / 7 + 1) {
		char all[FOUND_MAX * 64] = "";

		read_pieces(stream, piece, &found);
		for (i = 0; i < found.count; i++) {
			strcat(all, i ? ", " : "");
			strcat(all, found.text[i]);
		}
		if (found.end == end && !strcmp(all, expected))
			continue;
		printf("# in pieces of %zu: %d \"%s\", not %d \"%s\"\n", piece,
		       found.end, all, end, expected);
		return false;
	}
	return true;
}

TEST(tls)
{
	static struct stream stream;

	stream.length = 0;
	put_hello(&stream, "www.facebook.com", 16384);
	EXPECT_TRUE(finds(&stream, CORDON_READ_MORE, "sni www.facebook.com"));
	/* A second hello after the server asked for one, then ciphered records. */
	put(&stream, "\24\3\3\0\1\1", 6);
	put_hello(&stream, "www.facebook.com", 100);
	put(&stream, "\27\3\3\0\5abcde", 10);
	EXPECT_TRUE(finds(&stream, CORDON_READ_OTHER,
			  "sni www.facebook.com, sni www.facebook.com"));
}

TEST(http)
{
	static struct stream stream;

	stream.length = 0;
	put_text(&stream, "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
	put_text(&stream, "POST / HTTP/1.1\r\nHost: b.example:81\r\n");
	put_text(&stream, "Content-Length: 3\r\n\r\nGET");
	put_text(&stream, "GET / HTTP/1.1\r\nHost: 192.0.2.7\r\n\r\n");
	EXPECT_TRUE(finds(&stream, CORDON_READ_MORE,
			  "http a.example, http b.example, http 192.0.2.7"));
}

/* A target and a Host: the same name once, another one as well. */
TEST(http_target)
{
	static struct stream stream;

	stream.length = 0;
	put_text(&stream, "GET http://a.example/ HTTP/1.1\r\nHost: a.example\r\n\r\n"
		 "GET http://a.example/ HTTP/1.0\r\n\r\n");
	EXPECT_TRUE(finds(&stream, CORDON_READ_MORE,
			  "http a.example, http a.example"));
	stream.length = 0;
	put_text(&stream, "GET http://a.example/ HTTP/1.1\r\nHost: b.example\r\n\r\n");
	EXPECT_TRUE(finds(&stream, CORDON_READ_MORE,
			  "http a.example, http b.example"));
}

TEST(http_connect)
{
	static struct stream stream;

	stream.length = 0;
	put_text(&stream, "CONNECT chat.example:443 HTTP/1.1\r\nHost: chat.example:443\r\n\r\n");
	EXPECT_TRUE(finds(&stream, CORDON_READ_MORE,
			  "connect chat.example, http chat.example"));
	put_hello(&stream, "inner.example", 16384);
	EXPECT_TRUE(finds(&stream, CORDON_READ_MORE,
			  "connect chat.example, http chat.example, sni inner.example"));
	/* Without a Host; and what follows is nothing that is read. */
	stream.length = 0;
	put_text(&stream, "CONNECT [2001:db8::1]:22 HTTP/1.0\r\n\r\nSSH-2.0-x\r\n");
	EXPECT_TRUE(finds(&stream, CORDON_READ_OTHER, "connect 2001:db8::1"));
}

/* A broken CONNECT behind a good request enters no tunnel, however it is cut. */
TEST(broken_connect)
{
	static struct stream stream;

	stream.length = 0;
	put_text(&stream, "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n");
	put_text(&stream, "CONNECT @ HTTP/1.1\r\nHost: b.example\r\n\r\n");
	EXPECT_TRUE(finds(&stream, CORDON_READ_MALFORMED, "http a.example"));
}

TEST(socks)
{
	static struct stream stream;

	stream.length = 0;
	put(&stream, "\5\1\0\5\1\0\3\14chat.example\1\273", 22);
	EXPECT_TRUE(finds(&stream, CORDON_READ_MORE, "socks chat.example"));
	put_hello(&stream, "inner.example", 16384);
	EXPECT_TRUE(finds(&stream, CORDON_READ_MORE,
			  "socks chat.example, sni inner.example"));
	/* SOCKS4a, and through it a request of HTTP. */
	stream.length = 0;
	put(&stream, "\4\1\0\120\0\0\0\1u\0old.example\0", 22);
	put_text(&stream, "GET / HTTP/1.1\r\nHost: web.example\r\n\r\n");
	EXPECT_TRUE(finds(&stream, CORDON_READ_MORE,
			  "socks old.example, http web.example"));
}

/* So many proxies and no more: nobody chains five. */
TEST(tunnels)
{
	static const char four[] = "connect a.example, connect b.example, connect c.example";
	char expected[128];
	static struct stream stream;
	unsigned int i;

	for (i = 0; i < 2; i++) {
		stream.length = 0;
		put_text(&stream, "CONNECT a.example:80 HTTP/1.0\r\n\r\n");
		put_text(&stream, "CONNECT b.example:80 HTTP/1.0\r\n\r\n");
		put_text(&stream, "CONNECT c.example:80 HTTP/1.0\r\n\r\n");
		put_text(&stream, "CONNECT d.example:80 HTTP/1.0\r\n\r\n");
		if (i)
			put_text(&stream, "CONNECT e.example:80 HTTP/1.0\r\n\r\n");
		put_hello(&stream, "inner.example", 16384);
		snprintf(expected, sizeof(expected), "%s, connect d.example, %s",
			 four, i ? "connect e.example" : "sni inner.example");
		EXPECT_TRUE(finds(&stream, i ? CORDON_READ_MALFORMED :
				  CORDON_READ_MORE, expected));
	}
}

/* What is none of the protocols is said to be so, early. */
TEST(others)
{
	static const char *const rows[] = {
		"SSH-2.0-OpenSSH_9.2\r\n",
		"220 mail.example ESMTP\r\n",
		"HTTP/1.1 200 OK\r\nHost: a.example\r\n\r\n",
		"\200\56\1\2\1",
		"\26\20\0\0\0",
		"\5\0\0",
		"\1\2\3\4",
		"\377\377\377",
		"WA\6\3\0\0",
	};
	static struct stream stream;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		stream.length = 0;
		put(&stream, rows[i], i == 4 ? 5 : i == 5 ? 3 : strlen(rows[i]));
		EXPECT_TRUE(finds(&stream, CORDON_READ_OTHER, "")) {
			TH_LOG("row %zu", i);
		}
	}
}

/* Other records than a handshake's are TLS as well: servers pass over some. */
TEST(records_before_the_hello)
{
	static const struct {
		const char *record;
		size_t length;
		bool passed;
	} rows[] = {
		{ "\24\3\1\0\1\1", 6, true }, { "\25\3\1\0\2\1\132", 7, true },
		{ "\26\3\11\0\0", 5, true }, { "\27\3\1\0\1x", 6, false },
		{ "\30\3\1\0\1x", 6, false },
	};
	static struct stream stream;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		stream.length = 0;
		put(&stream, rows[i].record, rows[i].length);
		put_hello(&stream, "a.example", 16384);
		EXPECT_TRUE(finds(&stream, rows[i].passed ? CORDON_READ_MORE :
				  CORDON_READ_MALFORMED,
				  rows[i].passed ? "sni a.example" : "")) {
			TH_LOG("row %zu", i);
		}
		/* The twin is of no record's type. */
		stream.bytes[0] = i & 1 ? 19 : 25;
		EXPECT_TRUE(finds(&stream, CORDON_READ_OTHER, "")) {
			TH_LOG("row %zu", i);
		}
	}
	/* A hello that names nobody is one all the same. */
	stream.length = 0;
	put(&stream, "\200\56\1\3\1", 5);
	EXPECT_TRUE(finds(&stream, CORDON_READ_OTHER, "sni -"));
}

/* Nothing is found twice and nothing after the end. */
TEST(stays_at_the_end)
{
	struct cordon_flight flight;
	size_t used;

	cordon_flight_init(&flight);
	EXPECT_EQ(CORDON_READ_MORE, cordon_flight_read(&flight, NULL, 0, &used));
	EXPECT_EQ(CORDON_READ_OTHER,
		  cordon_flight_read(&flight, (const u8 *)"\1\2", 2, &used));
	EXPECT_EQ(CORDON_READ_OTHER,
		  cordon_flight_read(&flight, (const u8 *)"GET / HTTP/1.1\r\n",
				     16, &used));
	EXPECT_EQ(0, used);
}

TEST(words)
{
	EXPECT_STREQ("dns", cordon_layer_word(CORDON_LAYER_DNS));
	EXPECT_STREQ("addr", cordon_layer_word(CORDON_LAYER_ADDRESS));
	EXPECT_STREQ("unknown", cordon_layer_word(CORDON_LAYER_COUNT));
}

TEST_HARNESS_MAIN
