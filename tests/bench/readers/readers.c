// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - readers: names out of the first bytes of a connection
 *
 * Each stream comes in one piece, as it mostly does in a segment; what is timed
 * is a reader from its start to the name.
 */
#include <err.h>
#include <stdlib.h>

#include "engine/tests/hello.h"
#include "engine/names/http.h"
#include "engine/names/socks.h"
#include "engine/names/tls.h"
#include "readers.h"

/* Streams that differ in their name, asked in turn. */
#define STREAMS	16U

struct stream {
	size_t length;
	u8 *bytes;
};

static struct stream classic[STREAMS], post_quantum[STREAMS], bytewise[STREAMS];
static struct stream requests[STREAMS], proxied[STREAMS];

static bool read_tls(const void *data, u32 i)
{
	const struct stream *stream = (const struct stream *)data + i;
	struct cordon_tls tls;
	size_t used;

	cordon_tls_init(&tls);
	return cordon_tls_read(&tls, stream->bytes, stream->length, &used) ==
	       CORDON_READ_DONE && tls.hello.host.kind == CORDON_HOST_NAME;
}

static bool read_http(const void *data, u32 i)
{
	const struct stream *stream = (const struct stream *)data + i;
	struct cordon_http http;
	size_t used;

	cordon_http_init(&http);
	return cordon_http_read(&http, stream->bytes, stream->length, &used) ==
	       CORDON_READ_DONE && http.host.kind == CORDON_HOST_NAME;
}

static bool read_socks(const void *data, u32 i)
{
	const struct stream *stream = (const struct stream *)data + i;
	struct cordon_socks socks;
	size_t used;

	cordon_socks_init(&socks);
	return cordon_socks_read(&socks, stream->bytes, stream->length, &used) ==
	       CORDON_READ_DONE && socks.host.kind == CORDON_HOST_NAME;
}

static void make_hello(struct stream *stream, const char *name, size_t length,
		       size_t fragment)
{
	static struct test_hello hello;

	cordon_test_hello_browser(&hello, name, length);
	stream->bytes = bench_alloc(hello.length * 6);
	stream->length = cordon_test_hello_records(hello.data, hello.length, fragment,
						   stream->bytes);
}

static void make_text(struct stream *stream, const char *format, const char *name)
{
	char *text;
	int length = asprintf(&text, format, name);

	if (length < 0)
		err(1, "asprintf");
	stream->bytes = (u8 *)text;
	stream->length = (size_t)length;
}

/* What a browser sends for a page. */
static const char request[] =
	"GET /static/css/main.3f2a9c.css?v=20240917 HTTP/1.1\r\n"
	"Host: %s\r\n"
	"User-Agent: Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/128.0.0.0 Mobile Safari/537.36\r\n"
	"Accept: text/css,*/*;q=0.1\r\n"
	"Accept-Language: en-GB,en;q=0.9\r\n"
	"Accept-Encoding: gzip, deflate\r\n"
	"Cookie: session=8c1f0a7be2d94c6f93a1; consent=yes; theme=dark\r\n"
	"Connection: keep-alive\r\n"
	"\r\n";

/* A greeting without authentication, and CONNECT to a name. */
static void make_socks(struct stream *stream, const char *name)
{
	make_text(stream, "00000000%s00", name);
	memcpy(stream->bytes, "\5\1\0\5\1\0\3", 7);
	stream->bytes[7] = (u8)strlen(name);
	memcpy(stream->bytes + stream->length - 2, "\1\xbb", 2);
}

/**
 * readers_make - make the cases
 * @cases: room for READERS_CASES
 *
 * Return: how many there are.
 */
size_t readers_make(struct bench_case *cases)
{
	static const struct {
		const char *question;
		bool (*answer)(const void *data, u32 i);
		const struct stream *streams;
	} made[READERS_CASES] = {
		{ "ClientHello of 517 bytes", read_tls, classic },
		{ "ClientHello of 1,800 bytes", read_tls, post_quantum },
		{ "the same in records of one byte", read_tls, bytewise },
		{ "HTTP request of 389 bytes", read_http, requests },
		{ "SOCKS request", read_socks, proxied },
	};
	char name[64];
	u32 i;

	for (i = 0; i < STREAMS; i++) {
		snprintf(name, sizeof(name), "static%u.xx.fbcdn.net", 10 + i);
		make_hello(&classic[i], name, HELLO_CLASSIC, 16384);
		make_hello(&post_quantum[i], name, HELLO_POST_QUANTUM, 16384);
		make_hello(&bytewise[i], name, HELLO_POST_QUANTUM, 1);
		make_text(&requests[i], request, name);
		make_socks(&proxied[i], name);
	}
	for (i = 0; i < READERS_CASES; i++)
		cases[i] = (struct bench_case) {
			.question = made[i].question, .who = "Cordon",
			.answer = made[i].answer, .data = made[i].streams,
			.count = STREAMS, .expected = true,
		};
	return READERS_CASES;
}
