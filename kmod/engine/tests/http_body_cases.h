/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - where the next request of an HTTP/1 stream begins
 */
#ifndef _CORDON_ENGINE_TESTS_HTTP_BODY_CASES_H
#define _CORDON_ENGINE_TESTS_HTTP_BODY_CASES_H

#include "http_cases.h"

#define CHUNKED		POST "Transfer-Encoding: chunked" END
#define ZEROS		"00000000000000000000000000000000000000000000000000" \
			"00000000000000000000000000000000000000000000000000"

static const struct test_stream fields[] = {
	TEST_STREAM(GET "a:\r\nb: c: d\r\nHost: a" END, "a -"),
	TEST_STREAM(GET " Host: a" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host : a" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host\t: a" END, TEST_MALFORMED),
	/* What some server passes over: the host is told, and no more. */
	TEST_STREAM(GET "X : y\r\nHost: a" END NEXT,
		    "done@34 a - broken\n" TEST_MALFORMED),
	TEST_STREAM(GET "Host: a\r\nX : y" END, "a - broken"),
	TEST_STREAM(GET "Host: a\r\nno field" END, "a - broken"),
	TEST_STREAM(GET "no-field\r\nHost: a" END, "a - broken"),
	TEST_STREAM(GET ": x\r\nHost: a" END, "a - broken"),
	TEST_STREAM(GET "X(Y): z\r\nHost: a" END, "a - broken"),
	TEST_STREAM(GET "X(Y)\r\nHost: a" END, "a - broken"),
	TEST_STREAM("GET http://b/ HTTP/1.1\r\nX Y: z\r\nHost: a" END,
		    "a b conflict broken"),
	TEST_STREAM(GET "Host" END, TEST_MALFORMED),
	TEST_STREAM(GET ": a" END, TEST_MALFORMED),
	TEST_STREAM(GET "Ho\0st: a" END, TEST_MALFORMED),
	TEST_STREAM(GET "Ho(st: a" END, TEST_MALFORMED),
	TEST_STREAM(GET "Ho\x80st: a" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a\rX: b" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a\r\r\n\r\n", TEST_MALFORMED),
	TEST_STREAM(GET "X: a\rb\r\nHost: a" END, TEST_MALFORMED),
	TEST_STREAM(GET "X: a\0b\r\nHost: a" END, TEST_MALFORMED),
	TEST_STREAM(GET "X: y\r\n\rHost: a" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a\r\nUpgrade: h2c" END, "a - h2c"),
	TEST_STREAM(GET "Host: a\r\nUpgrade: x/1 ,, H2C , y" END, "a - h2c"),
	TEST_STREAM(GET "Host: a\r\nUpgrade:websocket" END, "a -"),
	TEST_STREAM(GET "Host: a\r\nUpgrade: h2cc, hh2c, h 2c" END, "a -"),
	TEST_STREAM(GET "Host: a\r\nUpgrade: aaaaaaaah2c" END, "a -"),
	TEST_STREAM(GET "Host: a\r\nx" END NEXT,
		    "done@30 a - broken\n" TEST_MALFORMED),
	TEST_STREAM(GET "X: a\rHost: b" END, TEST_MALFORMED),
};

static const struct test_stream bodies[] = {
	TEST_STREAM(POST "Content-Length: 5" END NEXT,
		    "done@47 a -\n" TEST_MALFORMED),
	TEST_STREAM(POST "Content-Length: 0" END NEXT,
		    "done@47 a -\ndone@74 b -\n"),
	TEST_STREAM(POST "\r\n" NEXT, "done@28 a -\ndone@55 b -\n"),
	TEST_STREAM(POST "Content-Length: 27" END NEXT NEXT,
		    "done@48 a -\ndone@102 b -\n"),
	TEST_STREAM(POST "Content-Length: 27\r\nContent-Length: 027" END NEXT NEXT,
		    "done@69 a -\ndone@123 b -\n"),
	/* As long as the number fits, however it is written. */
	TEST_STREAM(POST "Content-Length: 1844674407370955160" END NEXT,
		    "done@65 a -\n"),
	TEST_STREAM(POST "Content-Length: 0000000000000000027" END NEXT NEXT,
		    "done@65 a -\ndone@119 b -\n"),
	TEST_STREAM(POST "Content-Length: " ZEROS ZEROS ZEROS "27" END NEXT NEXT,
		    "done@348 a -\ndone@402 b -\n"),
	TEST_STREAM(POST "Content-Length: " ZEROS ZEROS ZEROS END NEXT,
		    "done@346 a -\ndone@373 b -\n"),
	TEST_STREAM(POST "Content-Length: 18446744073709551616" END NEXT,
		    "done@66 a - broken\n" TEST_MALFORMED),
	TEST_STREAM(POST "Content-Length: 99999999999999999999999" END, "a - broken"),
	TEST_STREAM(POST "Content-Length: 5\r\nContent-Length: 6" END, "a - broken"),
	TEST_STREAM(POST "Content-Length: 5, 5" END, "a - broken"),
	TEST_STREAM(POST "Content-Length: 5 5" END, "a - broken"),
	TEST_STREAM(POST "Content-Length: +5" END, "a - broken"),
	TEST_STREAM(POST "Content-Length: 0x5" END, "a - broken"),
	TEST_STREAM(POST "Content-Length:" END, "a - broken"),
	TEST_STREAM(POST "Content-Length : 5" END, "a - broken"),
	TEST_STREAM("POST / HTTP/1.1\r\nContent-Length: +5\r\nHost: a" END,
		    "a - broken"),
	TEST_STREAM("POST / HTTP/1.1\r\nContent-Length: +5" END, TEST_MALFORMED),
	/* What was HTTP stays it, but for what was offered instead. */
	TEST_STREAM(NEXT "\r" NEXT, "done@27 b -\ndone@55 b -\n"),
	TEST_STREAM(NEXT "GET x:///a\r\n", "done@27 b -\n" TEST_MALFORMED),
	TEST_STREAM(NEXT "\x16\3", "done@27 b -\n" TEST_MALFORMED),
	TEST_STREAM(NEXT "PRI * HTTP/2.0\r\n", "done@27 b -\n" TEST_MALFORMED),
	TEST_STREAM(GET "Host: a\r\nUpgrade: x" END NEXT "\x81",
		    "done@39 a -\ndone@66 b -\n" TEST_MALFORMED),
	TEST_STREAM(GET "Host: a\r\nUpgrade: x" END "GET x:///a HTTP/1.1\r\n",
		    "done@39 a -\n" TEST_MALFORMED),
	TEST_STREAM(GET "Host: a\r\nUpgrade: h2c" END "PRI * HTTP/2.0\r\n",
		    "done@41 a - h2c\nother@55\n"),
	TEST_STREAM(GET "Host: a\r\nUpgrade: websocket" END "\x81\x85",
		    "done@47 a -\nother@48\n"),
	TEST_STREAM(GET "Host: a" END GET "Host: b b" END,
		    "done@27 a -\n" TEST_MALFORMED),
	TEST_STREAM(GET "Host: a" END NEXT, "done@27 a -\ndone@54 b -\n"),
	TEST_STREAM(POST "Content-Length: 3" END "GET" NEXT,
		    "done@47 a -\ndone@77 b -\n"),
	TEST_STREAM(POST "Content-Length: 3\r\nContent-Length: 4" END "0",
		    "done@66 a - broken\n" TEST_MALFORMED),
};

static const struct test_stream chunks[] = {
	TEST_STREAM(CHUNKED "0\r\n\r\n" NEXT, "done@56 a -\ndone@88 b -\n"),
	TEST_STREAM(CHUNKED "5\r\nGET /\r\n0\r\n\r\n" NEXT,
		    "done@56 a -\ndone@98 b -\n"),
	TEST_STREAM(CHUNKED "1B;x=\"y\"\r\n" NEXT "\r\n00 \r\nHost: c\r\nX:\r\n\r\n"
		    NEXT, "done@56 a -\ndone@142 b -\n"),
	TEST_STREAM(POST "Transfer-encoding: gzip , Chunked" END "0\r\n\r\n" NEXT,
		    "done@63 a -\ndone@95 b -\n"),
	TEST_STREAM(POST "Transfer-encoding: gzip\r\nTransfer-Encoding:, chunked,"
		    END "0\r\n\r\n" NEXT, "done@83 a -\ndone@115 b -\n"),
	TEST_STREAM(CHUNKED "fffffffffffffff\r\n" NEXT, "done@56 a -\n"),
	TEST_STREAM(CHUNKED "1000000000000000\r\n", "done@56 a -\n" TEST_MALFORMED),
	TEST_STREAM(CHUNKED "\r\n", "done@56 a -\n" TEST_MALFORMED),
	TEST_STREAM(CHUNKED "g\r\n", "done@56 a -\n" TEST_MALFORMED),
	TEST_STREAM(CHUNKED "-1\r\n", "done@56 a -\n" TEST_MALFORMED),
	TEST_STREAM(CHUNKED " 1\r\n", "done@56 a -\n" TEST_MALFORMED),
	TEST_STREAM(CHUNKED "0x1\r\n", "done@56 a -\n" TEST_MALFORMED),
	TEST_STREAM(CHUNKED "1\nx", "done@56 a -\n" TEST_MALFORMED),
	TEST_STREAM(CHUNKED "1;x\nx", "done@56 a -\n" TEST_MALFORMED),
	TEST_STREAM(CHUNKED "1;x\r;\r\nx", "done@56 a -\n" TEST_MALFORMED),
	TEST_STREAM(CHUNKED "1\r\nxy", "done@56 a -\n" TEST_MALFORMED),
	TEST_STREAM(CHUNKED "1\r\nx\n", "done@56 a -\n" TEST_MALFORMED),
	TEST_STREAM(CHUNKED "0\r\nno field\r\n\r\n", "done@56 a -\n" TEST_MALFORMED),
	TEST_STREAM(POST "Transfer-Encoding: gzip" END, "a - broken"),
	TEST_STREAM(POST "Transfer-Encoding:" END, "a - broken"),
	TEST_STREAM(POST "Transfer-Encoding: chunked, gzip" END, "a - broken"),
	TEST_STREAM(POST "Transfer-Encoding: chunked, chunked" END, "a - broken"),
	TEST_STREAM(POST "Transfer-Encoding: chunked;q=1" END, "a - broken"),
	TEST_STREAM(POST "Transfer-Encoding: chun ked" END, "a - broken"),
	TEST_STREAM(POST "Transfer-Encoding: xchunked" END, "a - broken"),
	TEST_STREAM(POST "Transfer-Encoding: xxxxxxxxchunked" END, "a - broken"),
	TEST_STREAM(POST "Transfer-Encoding: chunked\r\nContent-Length: 0" END
		    "0" END, "done@75 a - broken\n" TEST_MALFORMED),
	TEST_STREAM(POST "Content-Length: 9\r\nTransfer-Encoding: chunked" END,
		    "a - broken"),
	TEST_STREAM("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked" END,
		    "a - broken"),
	TEST_STREAM("POST / HTTP/1.0\r\nTransfer-Encoding: chunked" END, TEST_MALFORMED),
	TEST_STREAM(CHUNKED "3;x\r\nGET\r\n0\r\nHost: c" END NEXT,
		    "done@56 a -\ndone@107 b -\n"),
	TEST_STREAM(POST "Content-Length: 3\r\nTransfer-Encoding: chunked" END "0",
		    "done@75 a - broken\n" TEST_MALFORMED),
};

/* A value goes on in a line that begins with a blank. */
static const struct test_stream folds[] = {
	TEST_STREAM(GET "Host: a\r\nX: y\r\n\tfolded" END NEXT,
		    "done@42 a -\ndone@69 b -\n"),
	TEST_STREAM(GET "X: y\n  folded\n\tHost: b\nHost: a\n\n", "a -"),
	TEST_STREAM(GET "X:\r\n y\r\nHost: a" END, "a -"),
	TEST_STREAM(GET "Host:\r\n a.example" END, "a.example -"),
	TEST_STREAM(GET "Host: \t \r\n \t \ta.example:80 " END, "a.example -"),
	TEST_STREAM(POST "Content-Length:\r\n 27" END NEXT NEXT,
		    "done@50 a -\ndone@104 b -\n"),
	TEST_STREAM(POST "Transfer-Encoding: gzip,\r\n chunked" END "0" END NEXT,
		    "done@64 a -\ndone@96 b -\n"),
	TEST_STREAM(POST "Transfer-Encoding: gzip\r\n , chunked" END "0" END NEXT,
		    "done@65 a -\ndone@97 b -\n"),
	TEST_STREAM(GET "Host: a\r\nUpgrade: x,\r\n h2c" END, "a - h2c"),
	TEST_STREAM(CHUNKED "0\r\nX: y\r\n folded\r\n\r\n" NEXT,
		    "done@56 a -\ndone@103 b -\n"),
	/* Nobody has a blank inside of these. */
	TEST_STREAM(GET "Host: a\r\n b" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a.\r\n b.example" END, TEST_MALFORMED),
	TEST_STREAM(POST "Content-Length: 2\r\n 7" END, "a - broken"),
	TEST_STREAM(POST "Transfer-Encoding: chun\r\n ked" END, "a - broken"),
	/* There is nothing to go on with. */
	TEST_STREAM(GET " X: y\r\nHost: a" END NEXT,
		    "done@34 a - broken\n" TEST_MALFORMED),
	TEST_STREAM(CHUNKED "0\r\n folded\r\n\r\n", "done@56 a -\n" TEST_MALFORMED),
	/* Some may take it for the head's end. */
	TEST_STREAM(GET "Host: a\r\n \r\n", TEST_MALFORMED),
	TEST_STREAM(GET "Host: a\r\nX: y\r\n \t\n", TEST_MALFORMED),
	TEST_STREAM(GET " \r\n", TEST_MALFORMED),
	TEST_STREAM(GET "Host: a\r\n \rX: y" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host:\r\n\ta" END, "a -"),
};

/* What fills a head up to its bound, and one byte over it. */
static const struct test_long_head {
	const char *title;		/* its beginning */
	char fill;
	const char *end;
} long_heads[] = {
	{ "GET /", 'a', " HTTP/1.0" END },
	{ "GET / HTTP/1.0\r\nX: ", 'a', END },
	{ "GET / HTTP/1.0\r\nX", 'a', ":" END },
	{ "GET / HTTP/1.0", ' ', END },
	{ "GET ", ' ', "/ HTTP/1.0" END },
};

static u8 long_head[CORDON_HTTP_HEAD_MAX + 64];

static const char *check_long_head(const void *any)
{
	const struct test_long_head *row = any;
	const char *fault = NULL;
	size_t over, length, end = strlen(row->end);

	for (over = 0; over < 2 && !fault; over++) {
		length = CORDON_HTTP_HEAD_MAX + over;
		memset(long_head, row->fill, length);
		memcpy(long_head, row->title, strlen(row->title));
		memcpy(long_head + length - end, row->end, end);
		fault = cordon_test_reads(&http, long_head, length,
					  over ? TEST_MALFORMED : "- -");
	}
	return fault;
}

/* Nothing is ever sure of these, but servers read them on. */
static const char *check_endless_heads(const void *row)
{
	const size_t size = sizeof(long_head);
	const char *fault;

	memset(long_head, '\n', size);
	fault = cordon_test_reads(&http, long_head, size, TEST_MALFORMED);
	if (fault)
		return fault;
	memset(long_head, 'A', size);
	fault = cordon_test_reads(&http, long_head, size, TEST_MALFORMED);
	if (fault)
		return fault;
	memcpy(long_head, "GET x:///", 9);
	return cordon_test_reads(&http, long_head, size, TEST_MALFORMED) ?:
	       cordon_test_reads(&http, long_head, CORDON_HTTP_HEAD_MAX, "");
}

static const struct cordon_test_case http_body_cases[] = {
	TEST_TABLE(fields, check_http),
	TEST_TABLE(bodies, check_http),
	TEST_TABLE(chunks, check_http),
	TEST_TABLE(folds, check_http),
	TEST_TABLE(long_heads, check_long_head),
	TEST_ONCE(check_endless_heads),
};

#endif /* _CORDON_ENGINE_TESTS_HTTP_BODY_CASES_H */
