// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * HTTP/1 streams of clients: whom each request asks, and where the next begins
 */
#include <stdlib.h>

#include "engine/names/http.h"
#include "reader.h"
#include "kselftest_harness.h"

static void print_http(const void *state, char *text, size_t size)
{
	static const char *const flag[] = {
		"connect", "host", "no-host", "conflict", "h2c", "h2", "broken",
	};
	const struct cordon_http *http = state;
	size_t used, i;

	used = (size_t)snprintf(text, size, "%s %s", reader_host(&http->host),
				reader_host(&http->target));
	if (http->port)
		used += (size_t)snprintf(text + used, size - used, ":%u",
					 http->port);
	for (i = 0; i < ARRAY_SIZE(flag); i++)
		if (http->flags & 1 << i && i != 1)
			used += (size_t)snprintf(text + used, size - used, " %s",
						 flag[i]);
}

READER(http, print_http);

struct row {
	const char *bytes;
	size_t length;
	/*
	 * Of a request that is all of the bytes, "HOST TARGET[:PORT] FLAGS";
	 * else as reader_text() says it.
	 */
	const char *said;
};

#define ROW(bytes, said)	{ bytes, sizeof(bytes) - 1, said }
#define MALFORMED		"malformed\n"

static void try_rows(struct __test_metadata *_metadata, const struct row *rows,
		     size_t count)
{
	char text[READER_TEXT_MAX];
	size_t i;

	for (i = 0; i < count; i++) {
		if (strchr(rows[i].said, '\n'))
			sprintf(text, "%s", rows[i].said);
		else
			sprintf(text, "done@%zu %s\n", rows[i].length,
				rows[i].said);
		EXPECT_READS(http, rows[i].bytes, text, (const u8 *)rows[i].bytes,
			     rows[i].length);
		EXPECT_EQ(NULL, reader_wavers(&http, (const u8 *)rows[i].bytes,
					      rows[i].length, 200));
	}
}

#define GET		"GET / HTTP/1.1\r\n"
#define END		"\r\n\r\n"
#define POST		"POST / HTTP/1.1\r\nHost: a\r\n"
#define NEXT		"GET / HTTP/1.1\r\nHost: b\r\n\r\n"
#define CHUNKED		POST "Transfer-Encoding: chunked" END
#define ZEROS		"0000000000000000000000000000000000000000000000000000000000" \
			"000000000000000000000000000000000000000000"

TEST(request_lines)
{
	static const struct row rows[] = {
		ROW(GET "Host: www.Facebook.com" END, "www.facebook.com -"),
		ROW("GET / HTTP/1.1\nHost: a.example\n\n", "a.example -"),
		ROW("\r\n\n" GET "Host: a.example" END, "a.example -"),
		ROW("\r" GET "Host: a" END, "a -"),
		ROW("\r\r\n\n\r" GET "Host: a" END, "a -"),
		ROW("GET  /x?y=http://b/  HTTP/1.1 \r\nHost: a\r\n\r\n", "a -"),
		ROW("GET\t/\tHTTP/1.0\r\nHost: a\r\n\r\n", "a -"),
		ROW("GET /caf\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", "a -"),
		ROW("GET //b.example/ HTTP/1.1\r\nHost: a\r\n\r\n", "a -"),
		ROW("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "a -"),
		ROW("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n\r\n",
		    "@239.255.255.250 -"),
		ROW("PROPFIND /a HTTP/1.1\r\nHost: a\r\n\r\n", "a -"),
		ROW("!#$%&'*+-.^_`|~azAZ09 / HTTP/1.9\r\nHost: a\r\n\r\n", "a -"),
		ROW("GET / HTTP/1.0" END, "- -"),
		ROW("GET / HTTP/1.1" END, "- - no-host"),
		/* Everybody's methods and targets, and then what nobody writes. */
		ROW("GET /\r\n", MALFORMED),
		ROW("GET /\t\r\n", MALFORMED),
		ROW("GET /a b HTTP/1.1\r\n", MALFORMED),
		ROW("GET /a\0b HTTP/1.1\r\n", MALFORMED),
		ROW("GET /a\rb HTTP/1.1\r\n", MALFORMED),
		ROW("GET /a\x0bHTTP/1.1\r\n", MALFORMED),
		ROW("GET /a\x7f HTTP/1.1\r\n", MALFORMED),
		ROW("GET / HTTP/1.1 x\r\n", MALFORMED),
		ROW("GET / HTTP/1.10\r\n", MALFORMED),
		ROW("GET / HTTP/1.x\r\n", MALFORMED),
		ROW("GET / HTTP/2.0\r\n", MALFORMED),
		ROW("GET / HTTP/0.9\r\n", MALFORMED),
		ROW("GET / http/1.1\r\n", MALFORMED),
		ROW("GET / HTTP 1.1\r\n", MALFORMED),
		ROW("GET / HTTP/1.1\r\t\n", MALFORMED),
		ROW("GET / HTTP/1.1\0\r\n", MALFORMED),
	};

	try_rows(_metadata, rows, ARRAY_SIZE(rows));
}

TEST(other_protocols)
{
	static const struct row rows[] = {
		ROW("\x16\3\1\2\0", "other@1\n"),
		ROW("\0\0\0\0", "other@1\n"),
		ROW(" GET key\r\n", "other@10\n"),
		ROW("\t\r\n", "other@3\n"),
		ROW("\r\r\x16\3", "other@3\n"),
		ROW("GET\r\n", "other@5\n"),
		ROW("GET key\r\n", "other@9\n"),
		ROW("GET: /", "other@4\n"),
		ROW("EHLO mail.example\r\n", "other@19\n"),
		ROW("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "other@32\n"),
		ROW("USER x y z :w\r\n", "other@15\n"),
		ROW("OPTIONS sip:a@b SIP/2.0\r\n", "other@25\n"),
		ROW("OPTIONS rtsp://a.example/ RTSP/1.0\r\n", "other@36\n"),
		ROW("OPTIONS * RTSP/1.0\r\n", "other@20\n"),
		ROW("CONNECT\naccept-version:1.2\n", "other@8\n"),
		ROW("CONNECT {\"verbose\":false}\r\n", "other@27\n"),
		ROW("0032git-upload-pack /p.git\0host=a\0", "other@27\n"),
		ROW("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "other@14\n"),
	};

	try_rows(_metadata, rows, ARRAY_SIZE(rows));
}

/*
 * What is not a request to us may still be one to a server: of a line that ends
 * like one nothing passes as another protocol.
 */
TEST(lines_in_doubt)
{
	static const struct row rows[] = {
		ROW("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMN / HTTP/1.1\r\n"
		    "Host: a" END, "a -"),
		ROW("AAAAAGET x HTTP/1.1\r\n", MALFORMED),
		ROW("GET x:///a HTTP/1.1\r\n", MALFORMED),
		ROW("GET x:///a HTTP/1.0 \t\n", MALFORMED),
		ROW("GET x://[/ HTTP/1.1\r\n", MALFORMED),
		ROW("GET x://a%41/ HTTP/1.1\r\n", MALFORMED),
		ROW("PROPFIND x://a@b@c/ HTTP/1.1\r\n", MALFORMED),
		ROW("PROPFIND http:a HTTP/1.1\r\n", MALFORMED),
		ROW("FOO /a b HTTP/1.1\r\n", MALFORMED),
		ROW("FOO /a\x7f HTTP/1.1\r\n", MALFORMED),
		ROW("FOO / http/1.1\r\n", MALFORMED),
		ROW("FOO / HTTP/0.9\r\n", MALFORMED),
		ROW("FOO / HTTP/1\r\n", MALFORMED),
		ROW("FOO / HTTP/2.0\r\n", MALFORMED),
		ROW("FOO / HTTP/1.1\r\t\n", MALFORMED),
		ROW("GET ?x HTTP/1.1\r\n", MALFORMED),
		ROW("GET x\rHTTP/1.1\r\r\n", MALFORMED),
		ROW("GET\r/ HTTP/1.1\r\n", MALFORMED),
		ROW("GET\x0b/\x0cHTTP/1.1\r\n", MALFORMED),
		ROW("GET http://a\x0c@b/ HTTP/1.1\r\n", MALFORMED),
		ROW("CONNECT :\x0cHTTP/1.1\r\n", MALFORMED),
		ROW("CONNECT ://a\x0cHTTP/1.1\r\n", MALFORMED),
		ROW(" GET / HTTP/1.1\r\n", MALFORMED),
		ROW("GET foo:/bar HTTP/1.1\r\n", MALFORMED),
		ROW("GET 1http://a/ HTTP/1.1\r\n", MALFORMED),
		ROW("GET `http://a/ HTTP/1.1\r\n", MALFORMED),
		ROW("GET {http://a/ HTTP/1.1\r\n", MALFORMED),
		/* No target at all. */
		ROW("GET HTTP/1.1\r\n", MALFORMED),
		ROW("GET  HTTP/1.1\n", MALFORMED),
		ROW("FOO \thttp/1.1 \r\n", MALFORMED),
		ROW("GET HTTP/\r\n", MALFORMED),
		ROW("GET HTTP/1.1 HTTP/1.1\r\n", MALFORMED),
		ROW("CONNECT HTTP/1.1\r\n", MALFORMED),
		ROW("GET HTTP\r\n", "other@10\n"),
		ROW("GET HTTP:\r\n", MALFORMED),
		ROW("GET xHTTP/1.1\r\n", "other@15\n"),
		ROW("GET HTTPS/1.1\r\n", "other@15\n"),
		ROW("GET x:///a\r\n", "other@12\n"),
		ROW("GET x:///a HTTP/1.1 x\r\n", "other@23\n"),
		ROW("GET x:///a xHTTP/1.1\r\n", "other@22\n"),
		ROW("GET ?HTTP/1.1\r\n", "other@15\n"),
		ROW("FOO / HTTP\r\n", "other@12\n"),
		ROW("FOO / HTTQ/1.1\r\n", "other@16\n"),
		ROW("FOO / HHTTP/1.1\r\n", "other@17\n"),
		ROW("FOO / HTTP 1.1\r\n", "other@16\n"),
		ROW("GET x:///a\0 HTTP/1.1\r\n", "other@11\n"),
	};

	try_rows(_metadata, rows, ARRAY_SIZE(rows));
}

TEST(http_2_is_marked)
{
	static const char *const preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
	struct cordon_http state;
	size_t used;

	cordon_http_init(&state);
	EXPECT_EQ(CORDON_READ_OTHER,
		  cordon_http_read(&state, (const u8 *)preface, strlen(preface),
				   &used));
	EXPECT_EQ(CORDON_HTTP_2, state.flags);
	cordon_http_init(&state);
	EXPECT_EQ(CORDON_READ_OTHER,
		  cordon_http_read(&state, (const u8 *)"PRI * RTSP/2.0\r\n", 16,
				   &used));
	EXPECT_EQ(0, state.flags);
}

TEST(hosts)
{
	static const struct row rows[] = {
		ROW(GET "Host:a.example" END, "a.example -"),
		ROW(GET "hOST: \t A.example.:8080\t " END, "a.example -"),
		ROW(GET "Host: a.example:" END, "a.example -"),
		ROW(GET "Host: a.example:65535" END, "a.example -"),
		ROW(GET "Host: _a-b.example" END, "_a-b.example -"),
		ROW(GET "Host: 192.0.2.1:80" END, "@192.0.2.1 -"),
		ROW(GET "Host: [2001:db8::1]" END, "@2001:db8::1 -"),
		ROW(GET "Host: [2001:DB8::1]:80" END, "@2001:db8::1 -"),
		ROW(GET "Host: [fedc:ba98:7654:3210::]" END,
		    "@fedc:ba98:7654:3210:: -"),
		ROW(GET "Host: [::192.0.2.1]" END, "@::192.0.2.1 -"),
		ROW(GET "Host: az-09.AZ" END, "az-09.az -"),
		ROW(GET "Host:" END, "- -"),
		ROW(GET "Host: \t " END, "- -"),
		ROW(GET "X-Host: b\r\nHost: a\r\nHosts: c\r\nHos: d" END, "a -"),
		ROW(GET "Accept: */*\r\nHost: a\r\nCookie: x=\"\x80\1\"" END, "a -"),
		ROW(GET "Host: a\r\nHost: a" END, "a - broken"),
		ROW(GET "Host: a\r\nHOST: b" END, "a - broken"),
		ROW(GET "Host:\r\nHost: b" END, MALFORMED),
		ROW(GET "Host: a, b" END, MALFORMED),
		ROW(GET "Host: a,b" END, MALFORMED),
		ROW(GET "Host: a b" END, MALFORMED),
		ROW(GET "Host: x@a.example" END, MALFORMED),
		ROW(GET "Host: http://a.example" END, MALFORMED),
		ROW(GET "Host: a.example/x" END, MALFORMED),
		ROW(GET "Host: a.example\\b" END, MALFORMED),
		ROW(GET "Host: %61.example" END, MALFORMED),
		ROW(GET "Host: caf\xc3\xa9.example" END, MALFORMED),
		ROW(GET "Host: \"a\"" END, MALFORMED),
		ROW(GET "Host: a..example" END, MALFORMED),
		ROW(GET "Host: ." END, MALFORMED),
		ROW(GET "Host: :80" END, MALFORMED),
		ROW(GET "Host: a:65536" END, MALFORMED),
		ROW(GET "Host: a:99999999999999999999999" END, MALFORMED),
		ROW(GET "Host: a:8o" END, MALFORMED),
		ROW(GET "Host: a:80:80" END, MALFORMED),
		ROW(GET "Host: []" END, MALFORMED),
		ROW(GET "Host: [::1" END, MALFORMED),
		ROW(GET "Host: [::1]x" END, MALFORMED),
		ROW(GET "Host: [abc]" END, MALFORMED),
		ROW(GET "Host: [::1%25eth0]" END, MALFORMED),
		ROW(GET "Host: a[::1]" END, MALFORMED),
		ROW(GET "Host: ::1" END, MALFORMED),
	};

	try_rows(_metadata, rows, ARRAY_SIZE(rows));
}

TEST(targets)
{
	static const struct row rows[] = {
		ROW("GET http://A.example/x HTTP/1.1\r\nHost: a.example" END,
		    "a.example a.example"),
		ROW("GET http://a.example HTTP/1.0" END, "- a.example"),
		ROW("GET http://a.example:8080?q HTTP/1.0" END, "- a.example:8080"),
		ROW("GET http://a.example#f HTTP/1.0" END, "- a.example"),
		ROW("GET HTTPS://a.example/b@c HTTP/1.0" END, "- a.example"),
		ROW("GET ftp://a.example/ HTTP/1.0" END, "- a.example"),
		ROW("GET http://u:p%40@a.example:81/ HTTP/1.0" END,
		    "- a.example:81"),
		ROW("GET http://1:2@[2001:db8::1]:81/ HTTP/1.0" END,
		    "- @2001:db8::1:81"),
		ROW("GET http://a.example./ HTTP/1.1\r\nHost: A.EXAMPLE:80" END,
		    "a.example a.example"),
		ROW("GET http://a.example/ HTTP/1.1\r\nHost: b.example" END,
		    "b.example a.example conflict"),
		ROW("GET http://192.0.2.1/ HTTP/1.1\r\nHost: 192.0.2.1" END,
		    "@192.0.2.1 @192.0.2.1"),
		ROW("GET http://192.0.2.1/ HTTP/1.1\r\nHost: 192.0.2.2" END,
		    "@192.0.2.2 @192.0.2.1 conflict"),
		ROW("GET http://192.0.2.1/ HTTP/1.1\r\nHost: a.example" END,
		    "a.example @192.0.2.1 conflict"),
		ROW("GET http://a.example/ HTTP/1.1\r\nHost:" END, "- a.example"),
		ROW("GET http://a@b@c/ HTTP/1.1\r\n", MALFORMED),
		ROW("GET http://a\\@b/ HTTP/1.1\r\n\r\n", "- b no-host"),
		ROW("GET http://a\\b/ HTTP/1.1\r\n", MALFORMED),
		ROW("GET http:/a.example/ HTTP/1.1\r\n", MALFORMED),
		ROW("GET http:///x HTTP/1.1\r\n", MALFORMED),
		ROW("GET http://:80/ HTTP/1.1\r\n", MALFORMED),
		ROW("GET http://a%2e/ HTTP/1.1\r\n", MALFORMED),
		ROW("GET http://a.example\r\n", MALFORMED),
		ROW("GET az+-.09://a/ HTTP/1.1\r\n\r\n", "- a no-host"),
		ROW("GET abcdefghijklmnopq://a/ HTTP/1.0" END, "- a"),
	};

	try_rows(_metadata, rows, ARRAY_SIZE(rows));
}

TEST(tunnels)
{
	static const struct row rows[] = {
		ROW("CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443" END,
		    "a.example a.example:443 connect"),
		ROW("CONNECT [2001:db8::1]:443 HTTP/1.0" END,
		    "- @2001:db8::1:443 connect"),
		ROW("CONNECT a.example HTTP/1.0" END, "- a.example connect"),
		ROW("CONNECT a.example:443 HTTP/1.1\r\nHost: b.example" END,
		    "b.example a.example:443 connect conflict"),
		ROW("CONNECT a.example:443 HTTP/1.1\nContent-Length: 0\n\n",
		    "- a.example:443 connect no-host"),
		ROW("connect a.example:443 HTTP/1.1" END,
		    "- a.example:443 connect no-host"),
		ROW("Connect a.example:443 HTTP/1.0" END, "- a.example:443 connect"),
		ROW("CONNECT2 a.example:443 HTTP/1.1\r\n", MALFORMED),
		ROW("XCONNECT a.example:443 HTTP/1.1\r\n", MALFORMED),
		ROW("connect a.example 443\r\n", "other@23\n"),
		/* What goes through it is not taken. */
		ROW("CONNECT a.example:443 HTTP/1.0" END "\x16\3\1",
		    "done@34 - a.example:443 connect\nother@34\n"),
		ROW("CONNECT a.example:443 HTTP/1.0" END GET,
		    "done@34 - a.example:443 connect\nother@34\n"),
		ROW("CONNECT a.example:443 HTTP/1.1\r\nContent-Length: 1" END GET,
		    "done@53 - a.example:443 connect no-host broken\n" MALFORMED),
		ROW("CONNECT a.example:443 HTTP/1.1\r\n"
		    "Transfer-Encoding: chunked" END,
		    "- a.example:443 connect no-host broken"),
		ROW("CONNECT u@a.example:443 HTTP/1.1\r\n", MALFORMED),
		ROW("CONNECT a.example:443/ HTTP/1.1\r\n", MALFORMED),
		ROW("CONNECT http://a.example/ HTTP/1.1\r\n", MALFORMED),
		ROW("CONNECT a.example:\r\n", MALFORMED),
		ROW("CONNECT a.example:x HTTP/1.1\r\n", MALFORMED),
	};

	try_rows(_metadata, rows, ARRAY_SIZE(rows));
}

TEST(fields)
{
	static const struct row rows[] = {
		ROW(GET "a:\r\nb: c: d\r\nHost: a" END, "a -"),
		ROW(GET " Host: a" END, MALFORMED),
		ROW(GET "Host : a" END, MALFORMED),
		ROW(GET "Host\t: a" END, MALFORMED),
		/* What some server passes over: the host is told, and no more. */
		ROW(GET "X : y\r\nHost: a" END NEXT,
		    "done@34 a - broken\n" MALFORMED),
		ROW(GET "Host: a\r\nX : y" END, "a - broken"),
		ROW(GET "Host: a\r\nno field" END, "a - broken"),
		ROW(GET "no-field\r\nHost: a" END, "a - broken"),
		ROW(GET ": x\r\nHost: a" END, "a - broken"),
		ROW(GET "X(Y): z\r\nHost: a" END, "a - broken"),
		ROW(GET "X(Y)\r\nHost: a" END, "a - broken"),
		ROW("GET http://b/ HTTP/1.1\r\nX Y: z\r\nHost: a" END,
		    "a b conflict broken"),
		ROW(GET "Host" END, MALFORMED),
		ROW(GET ": a" END, MALFORMED),
		ROW(GET "Ho\0st: a" END, MALFORMED),
		ROW(GET "Ho(st: a" END, MALFORMED),
		ROW(GET "Ho\x80st: a" END, MALFORMED),
		ROW(GET "Host: a\rX: b" END, MALFORMED),
		ROW(GET "Host: a\r\r\n\r\n", MALFORMED),
		ROW(GET "X: a\rb\r\nHost: a" END, MALFORMED),
		ROW(GET "X: a\0b\r\nHost: a" END, MALFORMED),
		ROW(GET "X: y\r\n\rHost: a" END, MALFORMED),
		ROW(GET "Host: a\r\nUpgrade: h2c" END, "a - h2c"),
		ROW(GET "Host: a\r\nUpgrade: x/1 ,, H2C , y" END, "a - h2c"),
		ROW(GET "Host: a\r\nUpgrade:websocket" END, "a -"),
		ROW(GET "Host: a\r\nUpgrade: h2cc, hh2c, h 2c" END, "a -"),
		ROW(GET "Host: a\r\nUpgrade: aaaaaaaah2c" END, "a -"),
	};

	try_rows(_metadata, rows, ARRAY_SIZE(rows));
}

TEST(bodies)
{
	static const struct row rows[] = {
		ROW(POST "Content-Length: 5" END NEXT,
		    "done@47 a -\n" MALFORMED),
		ROW(POST "Content-Length: 0" END NEXT,
		    "done@47 a -\ndone@74 b -\n"),
		ROW(POST "\r\n" NEXT, "done@28 a -\ndone@55 b -\n"),
		ROW(POST "Content-Length: 27" END NEXT NEXT,
		    "done@48 a -\ndone@102 b -\n"),
		ROW(POST "Content-Length: 27\r\nContent-Length: 027" END NEXT NEXT,
		    "done@69 a -\ndone@123 b -\n"),
		/* As long as the number fits, however it is written. */
		ROW(POST "Content-Length: 1844674407370955160" END NEXT,
		    "done@65 a -\n"),
		ROW(POST "Content-Length: 0000000000000000027" END NEXT NEXT,
		    "done@65 a -\ndone@119 b -\n"),
		ROW(POST "Content-Length: " ZEROS ZEROS ZEROS "27" END NEXT NEXT,
		    "done@348 a -\ndone@402 b -\n"),
		ROW(POST "Content-Length: " ZEROS ZEROS ZEROS END NEXT,
		    "done@346 a -\ndone@373 b -\n"),
		ROW(POST "Content-Length: 18446744073709551616" END NEXT,
		    "done@66 a - broken\n" MALFORMED),
		ROW(POST "Content-Length: 99999999999999999999999" END, "a - broken"),
		ROW(POST "Content-Length: 5\r\nContent-Length: 6" END, "a - broken"),
		ROW(POST "Content-Length: 5, 5" END, "a - broken"),
		ROW(POST "Content-Length: 5 5" END, "a - broken"),
		ROW(POST "Content-Length: +5" END, "a - broken"),
		ROW(POST "Content-Length: 0x5" END, "a - broken"),
		ROW(POST "Content-Length:" END, "a - broken"),
		ROW(POST "Content-Length : 5" END, "a - broken"),
		ROW("POST / HTTP/1.1\r\nContent-Length: +5\r\nHost: a" END,
		    "a - broken"),
		ROW("POST / HTTP/1.1\r\nContent-Length: +5" END, MALFORMED),
		/* What was HTTP stays it, but for what was offered instead. */
		ROW(NEXT "\r" NEXT, "done@27 b -\ndone@55 b -\n"),
		ROW(NEXT "GET x:///a\r\n", "done@27 b -\n" MALFORMED),
		ROW(NEXT "\x16\3", "done@27 b -\n" MALFORMED),
		ROW(NEXT "PRI * HTTP/2.0\r\n", "done@27 b -\n" MALFORMED),
		ROW(GET "Host: a\r\nUpgrade: x" END NEXT "\x81",
		    "done@39 a -\ndone@66 b -\n" MALFORMED),
		ROW(GET "Host: a\r\nUpgrade: x" END "GET x:///a HTTP/1.1\r\n",
		    "done@39 a -\n" MALFORMED),
		ROW(GET "Host: a\r\nUpgrade: h2c" END "PRI * HTTP/2.0\r\n",
		    "done@41 a - h2c\nother@55\n"),
		ROW(GET "Host: a\r\nUpgrade: websocket" END "\x81\x85",
		    "done@47 a -\nother@48\n"),
		ROW(GET "Host: a" END GET "Host: b b" END,
		    "done@27 a -\n" MALFORMED),
	};

	try_rows(_metadata, rows, ARRAY_SIZE(rows));
}

TEST(chunks)
{
	static const struct row rows[] = {
		ROW(CHUNKED "0\r\n\r\n" NEXT, "done@56 a -\ndone@88 b -\n"),
		ROW(CHUNKED "5\r\nGET /\r\n0\r\n\r\n" NEXT,
		    "done@56 a -\ndone@98 b -\n"),
		ROW(CHUNKED "1B;x=\"y\"\r\n" NEXT "\r\n00 \r\nHost: c\r\nX:\r\n\r\n"
		    NEXT, "done@56 a -\ndone@142 b -\n"),
		ROW(POST "Transfer-encoding: gzip , Chunked" END "0\r\n\r\n" NEXT,
		    "done@63 a -\ndone@95 b -\n"),
		ROW(POST "Transfer-encoding: gzip\r\nTransfer-Encoding:, chunked,"
		    END "0\r\n\r\n" NEXT, "done@83 a -\ndone@115 b -\n"),
		ROW(CHUNKED "fffffffffffffff\r\n" NEXT, "done@56 a -\n"),
		ROW(CHUNKED "1000000000000000\r\n", "done@56 a -\n" MALFORMED),
		ROW(CHUNKED "\r\n", "done@56 a -\n" MALFORMED),
		ROW(CHUNKED "g\r\n", "done@56 a -\n" MALFORMED),
		ROW(CHUNKED "-1\r\n", "done@56 a -\n" MALFORMED),
		ROW(CHUNKED " 1\r\n", "done@56 a -\n" MALFORMED),
		ROW(CHUNKED "0x1\r\n", "done@56 a -\n" MALFORMED),
		ROW(CHUNKED "1\nx", "done@56 a -\n" MALFORMED),
		ROW(CHUNKED "1;x\nx", "done@56 a -\n" MALFORMED),
		ROW(CHUNKED "1;x\r;\r\nx", "done@56 a -\n" MALFORMED),
		ROW(CHUNKED "1\r\nxy", "done@56 a -\n" MALFORMED),
		ROW(CHUNKED "1\r\nx\n", "done@56 a -\n" MALFORMED),
		ROW(CHUNKED "0\r\nno field\r\n\r\n", "done@56 a -\n" MALFORMED),
		ROW(POST "Transfer-Encoding: gzip" END, "a - broken"),
		ROW(POST "Transfer-Encoding:" END, "a - broken"),
		ROW(POST "Transfer-Encoding: chunked, gzip" END, "a - broken"),
		ROW(POST "Transfer-Encoding: chunked, chunked" END, "a - broken"),
		ROW(POST "Transfer-Encoding: chunked;q=1" END, "a - broken"),
		ROW(POST "Transfer-Encoding: chun ked" END, "a - broken"),
		ROW(POST "Transfer-Encoding: xchunked" END, "a - broken"),
		ROW(POST "Transfer-Encoding: xxxxxxxxchunked" END, "a - broken"),
		ROW(POST "Transfer-Encoding: chunked\r\nContent-Length: 0" END
		    "0" END, "done@75 a - broken\n" MALFORMED),
		ROW(POST "Content-Length: 9\r\nTransfer-Encoding: chunked" END,
		    "a - broken"),
		ROW("POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked" END,
		    "a - broken"),
		ROW("POST / HTTP/1.0\r\nTransfer-Encoding: chunked" END, MALFORMED),
	};

	try_rows(_metadata, rows, ARRAY_SIZE(rows));
}

/* A value goes on in a line that begins with a blank. */
TEST(folds)
{
	static const struct row rows[] = {
		ROW(GET "Host: a\r\nX: y\r\n\tfolded" END NEXT,
		    "done@42 a -\ndone@69 b -\n"),
		ROW(GET "X: y\n  folded\n\tHost: b\nHost: a\n\n", "a -"),
		ROW(GET "X:\r\n y\r\nHost: a" END, "a -"),
		ROW(GET "Host:\r\n a.example" END, "a.example -"),
		ROW(GET "Host: \t \r\n \t \ta.example:80 " END, "a.example -"),
		ROW(POST "Content-Length:\r\n 27" END NEXT NEXT,
		    "done@50 a -\ndone@104 b -\n"),
		ROW(POST "Transfer-Encoding: gzip,\r\n chunked" END "0" END NEXT,
		    "done@64 a -\ndone@96 b -\n"),
		ROW(POST "Transfer-Encoding: gzip\r\n , chunked" END "0" END NEXT,
		    "done@65 a -\ndone@97 b -\n"),
		ROW(GET "Host: a\r\nUpgrade: x,\r\n h2c" END, "a - h2c"),
		ROW(CHUNKED "0\r\nX: y\r\n folded\r\n\r\n" NEXT,
		    "done@56 a -\ndone@103 b -\n"),
		/* Nobody has a blank inside of these. */
		ROW(GET "Host: a\r\n b" END, MALFORMED),
		ROW(GET "Host: a.\r\n b.example" END, MALFORMED),
		ROW(POST "Content-Length: 2\r\n 7" END, "a - broken"),
		ROW(POST "Transfer-Encoding: chun\r\n ked" END, "a - broken"),
		/* There is nothing to go on with. */
		ROW(GET " X: y\r\nHost: a" END NEXT,
		    "done@34 a - broken\n" MALFORMED),
		ROW(CHUNKED "0\r\n folded\r\n\r\n", "done@56 a -\n" MALFORMED),
		/* Some may take it for the head's end. */
		ROW(GET "Host: a\r\n \r\n", MALFORMED),
		ROW(GET "Host: a\r\nX: y\r\n \t\n", MALFORMED),
		ROW(GET " \r\n", MALFORMED),
		ROW(GET "Host: a\r\n \rX: y" END, MALFORMED),
	};

	try_rows(_metadata, rows, ARRAY_SIZE(rows));
}

/* A name of 253 bytes is one, however it ends; a head may be so long. */
TEST(long_hosts)
{
	char bytes[1024], expected[READER_TEXT_MAX], name[320];
	size_t length, i;

	for (length = 250; length <= 257; length++) {
		for (i = 0; i < length; i++)
			name[i] = i % 64 == 63 ? '.' : 'a';
		name[length] = '\0';
		sprintf(bytes, GET "Host: %s:443" END, name);
		if (length <= 253)
			sprintf(expected, "done@%zu %s -\n", strlen(bytes), name);
		else
			sprintf(expected, MALFORMED);
		EXPECT_READS(http, "host", expected, (u8 *)bytes, strlen(bytes));
		/* A user's name may be longer, of the host's end nothing is lost. */
		sprintf(bytes, "GET http://%s%s:p@b.example/ HTTP/1.0" END, name,
			name);
		sprintf(expected, "done@%zu - b.example\n", strlen(bytes));
		EXPECT_READS(http, "user", expected, (u8 *)bytes, strlen(bytes));
	}
}

TEST(long_heads)
{
	static const struct {
		const char *begin;
		const char *end;
	} rows[] = {
		{ "GET /", " HTTP/1.0" END },
		{ "GET / HTTP/1.0\r\nX: ", END },
		{ "GET / HTTP/1.0\r\nX", ":" END },
		{ "GET / HTTP/1.0", END },
		{ "GET ", "/ HTTP/1.0" END },
	};
	static const char fill[] = "aaa  ";
	static char bytes[CORDON_HTTP_HEAD_MAX + 64];
	char expected[READER_TEXT_MAX];
	size_t i, over;

	for (i = 0; i < 2 * ARRAY_SIZE(rows); i++) {
		const char *begin = rows[i / 2].begin, *end = rows[i / 2].end;
		size_t length;

		over = i % 2;
		length = CORDON_HTTP_HEAD_MAX + over;
		memset(bytes, fill[i / 2], length);
		memcpy(bytes, begin, strlen(begin));
		memcpy(bytes + length - strlen(end), end, strlen(end));
		if (!over)
			sprintf(expected, "done@%zu - -\n", length);
		else
			sprintf(expected, MALFORMED);
		EXPECT_READS(http, begin, expected, (u8 *)bytes, length);
	}
	/* Nothing is ever sure of these, but servers read them on. */
	memset(bytes, '\n', sizeof(bytes));
	EXPECT_READS(http, "empty lines", MALFORMED, (u8 *)bytes, sizeof(bytes));
	memset(bytes, 'A', sizeof(bytes));
	EXPECT_READS(http, "method", MALFORMED, (u8 *)bytes, sizeof(bytes));
	memcpy(bytes, "GET x:///", 9);
	EXPECT_READS(http, "target", MALFORMED, (u8 *)bytes, sizeof(bytes));
	EXPECT_READS(http, "target", "", (u8 *)bytes, CORDON_HTTP_HEAD_MAX);
}

TEST_HARNESS_MAIN
