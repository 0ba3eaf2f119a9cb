// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: whom the requests of an HTTP/1 stream ask
 */
#include "engine/names/http.h"
#include "fixture.h"
#include "stream.h"

#define GET	"GET / HTTP/1.1\r\n"
#define POST	"POST / HTTP/1.1\r\nHost: a\r\n"
#define END	"\r\n\r\n"
#define NEXT	GET "Host: b" END

struct asked {
	const char *desc;
	const char *bytes;
	size_t length;
	const char *said;
};

#define ASKED(desc, bytes, said)	{ desc, bytes, sizeof(bytes) - 1, said }

static const struct asked askeds[] = {
	ASKED("plain", GET "Host: WWW.Example:80" END, "www.example - 0 2; "),
	ASKED("bare_lf", "GET / HTTP/1.1\nhost:a\n\n", "a - 0 2; "),
	ASKED("bare_cr_first", "\r" GET "Host: a" END "\r\r\n" NEXT,
	      "a - 0 2; b - 0 2; "),
	ASKED("long_method", "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMN / HTTP/1.1\r\n"
	      "Host: a" END, "a - 0 2; "),
	ASKED("literal", GET "Host: [2001:db8::1]:80" END,
	      "@2001:db8::1 - 0 2; "),
	ASKED("no_host", GET "\r\n", "- - 0 4; "),
	ASKED("absolute", "GET http://u@a:81/ HTTP/1.1\r\nHost: A.:81" END,
	      "a a 81 2; "),
	ASKED("conflict", "GET http://a/ HTTP/1.1\r\nHost: b" END, "b a 0 a; "),
	ASKED("connect", "CONNECT a:443 HTTP/1.1\r\nHost: a:443" END NEXT,
	      "a a 443 3; other"),
	ASKED("connect_folded", "connect a:443 HTTP/1.1" END NEXT,
	      "- a 443 5; other"),
	ASKED("upgrade", GET "Host: a\r\nUpgrade: x, h2c" END, "a - 0 12; "),
	ASKED("kept", GET "Host: a" END NEXT, "a - 0 2; b - 0 2; "),
	ASKED("length", POST "Content-Length: 3" END "GET" NEXT,
	      "a - 0 2; b - 0 2; "),
	ASKED("chunks", POST "Transfer-Encoding: chunked" END
	      "3;x\r\nGET\r\n0\r\nHost: c" END NEXT, "a - 0 2; b - 0 2; "),
	ASKED("folded_other", GET "Host: a\r\nX: y\r\n z" END NEXT,
	      "a - 0 2; b - 0 2; "),
	ASKED("folded_host", GET "Host:\r\n\ta" END, "a - 0 2; "),
	ASKED("length_of_19_digits", POST "Content-Length: 0000000000000000003" END
	      "GET" NEXT, "a - 0 2; b - 0 2; "),
	ASKED("two_hosts", GET "Host: a\r\nHost: a" END NEXT,
	      "a - 0 42; malformed"),
	ASKED("bad_host", GET "Host: a,b" END, "malformed"),
	ASKED("escaped_host", GET "Host: %61" END, "malformed"),
	ASKED("folded", GET "Host: a\r\n b" END, "malformed"),
	ASKED("folded_nothing", GET "Host: a\r\n \r\n", "malformed"),
	ASKED("no_field", GET "Host: a\r\nx" END NEXT, "a - 0 42; malformed"),
	ASKED("blank_before_colon", GET "Host : a" END, "malformed"),
	ASKED("bare_cr", GET "X: a\rHost: b" END, "malformed"),
	ASKED("nul", GET "X: a\0b\r\nHost: b" END, "malformed"),
	ASKED("no_version", "GET /\r\nHost: a" END, "malformed"),
	ASKED("no_target", "GET HTTP/1.1\r\nHost: a" END, "malformed"),
	ASKED("two_lengths", POST "Content-Length: 3\r\nContent-Length: 4" END
	      "0", "a - 0 42; malformed"),
	ASKED("length_and_chunks", POST "Content-Length: 3\r\n"
	      "Transfer-Encoding: chunked" END "0", "a - 0 42; malformed"),
	ASKED("chunk_of_lf", POST "Transfer-Encoding: chunked" END "3\nGET",
	      "a - 0 2; malformed"),
	ASKED("doubt_no_host", "GET x:///a HTTP/1.1\r\nHost: a" END, "malformed"),
	ASKED("doubt_bracket", "GET x://[/ HTTP/1.1\r\nHost: a" END, "malformed"),
	ASKED("doubt_escape", "GET x://a%41/ HTTP/1.1\r\nHost: a" END,
	      "malformed"),
	ASKED("doubt_userinfo", "PROPFIND x://a@b@c/ HTTP/1.1\r\nHost: a" END,
	      "malformed"),
	ASKED("doubt_http_2", "PROPFIND / HTTP/2.0\r\nHost: a" END, "malformed"),
	ASKED("doubt_bare_cr", "GET x\rHTTP/1.1\r\nHost: a" END, "malformed"),
	ASKED("doubt_blank", " GET / HTTP/1.1\r\nHost: a" END, "malformed"),
	ASKED("doubt_other", "GET x:///a\r\nHost: a" END, "other"),
	ASKED("kept_sure", NEXT "\x16\3\1", "b - 0 2; malformed"),
	ASKED("kept_upgrade", GET "Host: a\r\nUpgrade: x" END "\x81\x85",
	      "a - 0 2; other"),
	ASKED("http_2", "PRI * HTTP/2.0" END "SM" END, "other"),
	ASKED("tls", "\x16\3\1\2\0\1", "other"),
	ASKED("ssh", "SSH-2.0-OpenSSH_9.2\r\n", "other"),
	ASKED("rtsp", "OPTIONS rtsp://a/ RTSP/1.0\r\n", "other"),
};

static void describe_asked(const struct asked *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(asked, askeds, describe_asked);

static void print_http(const void *state, char *text)
{
	const struct cordon_http *http = state;

	cordon_test_print_host(text, &http->host);
	cordon_test_print(text, " ");
	cordon_test_print_host(text, &http->target);
	cordon_test_print(text, " %u %x", http->port, http->flags);
}

TEST_READER(http, print_http);

static void test_request(struct kunit *test)
{
	const struct asked *row = test->param_value;

	cordon_test_stream(test, &http, row->bytes, row->length, row->said);
}

static struct kunit_case http_cases[] = {
	KUNIT_CASE_PARAM(test_request, asked_gen_params),
	{}
};

static struct kunit_suite http_suite = {
	.name = "cordon_http",
	.test_cases = http_cases,
};

kunit_test_suite(http_suite);
