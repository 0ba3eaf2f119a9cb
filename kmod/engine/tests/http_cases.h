/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - whom the requests of an HTTP/1 stream ask
 */
#ifndef _CORDON_ENGINE_TESTS_HTTP_CASES_H
#define _CORDON_ENGINE_TESTS_HTTP_CASES_H

#include "reader.h"
#include "engine/names/http.h"

#define GET		"GET / HTTP/1.1\r\n"
#define END		"\r\n\r\n"
#define POST		"POST / HTTP/1.1\r\nHost: a\r\n"
#define NEXT		"GET / HTTP/1.1\r\nHost: b\r\n\r\n"

/* "HOST TARGET[:PORT] FLAGS" */
static void print_http(const void *state, char *text, size_t size)
{
	static const char *const words[] = {
		"connect", NULL, "no-host", "conflict", "h2c", "h2", "broken",
	};
	const struct cordon_http *http = state;

	snprintf(text, size, "%s %s", cordon_test_host(&http->host),
		 cordon_test_host(&http->target));
	if (http->port)
		cordon_test_print(text, size, ":%u", http->port);
	cordon_test_print_flags(text, size, words, ARRAY_SIZE(words), http->flags);
}

TEST_READER(http, print_http);

static const char *check_http(const void *row)
{
	return cordon_test_stream(&http, row);
}

static const struct test_stream request_lines[] = {
	TEST_STREAM(GET "Host: www.Facebook.com" END, "www.facebook.com -"),
	TEST_STREAM("GET / HTTP/1.1\nHost: a.example\n\n", "a.example -"),
	TEST_STREAM("\r\n\n" GET "Host: a.example" END, "a.example -"),
	TEST_STREAM("\r" GET "Host: a" END, "a -"),
	TEST_STREAM("\r\r\n\n\r" GET "Host: a" END, "a -"),
	TEST_STREAM("GET  /x?y=http://b/  HTTP/1.1 \r\nHost: a\r\n\r\n", "a -"),
	TEST_STREAM("GET\t/\tHTTP/1.0\r\nHost: a\r\n\r\n", "a -"),
	TEST_STREAM("GET /caf\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", "a -"),
	TEST_STREAM("GET //b.example/ HTTP/1.1\r\nHost: a\r\n\r\n", "a -"),
	TEST_STREAM("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "a -"),
	TEST_STREAM("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n\r\n",
		    "@239.255.255.250 -"),
	TEST_STREAM("PROPFIND /a HTTP/1.1\r\nHost: a\r\n\r\n", "a -"),
	TEST_STREAM("!#$%&'*+-.^_`|~azAZ09 / HTTP/1.9\r\nHost: a\r\n\r\n", "a -"),
	TEST_STREAM("GET / HTTP/1.0" END, "- -"),
	TEST_STREAM("GET / HTTP/1.1" END, "- - no-host"),
	/* Everybody's methods and targets, and then what nobody writes. */
	TEST_STREAM("GET /\r\n", TEST_MALFORMED),
	TEST_STREAM("GET /\t\r\n", TEST_MALFORMED),
	TEST_STREAM("GET /a b HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET /a\0b HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET /a\rb HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET /a\x0bHTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET /a\x7f HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET / HTTP/1.1 x\r\n", TEST_MALFORMED),
	TEST_STREAM("GET / HTTP/1.10\r\n", TEST_MALFORMED),
	TEST_STREAM("GET / HTTP/1.x\r\n", TEST_MALFORMED),
	TEST_STREAM("GET / HTTP/2.0\r\n", TEST_MALFORMED),
	TEST_STREAM("GET / HTTP/0.9\r\n", TEST_MALFORMED),
	TEST_STREAM("GET / http/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET / HTTP 1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET / HTTP/1.1\r\t\n", TEST_MALFORMED),
	TEST_STREAM("GET / HTTP/1.1\0\r\n", TEST_MALFORMED),
	TEST_STREAM("\r" GET "Host: a" END "\r\r\n" NEXT,
		    "done@28 a -\ndone@58 b -\n"),
};

static const struct test_stream other_protocols[] = {
	TEST_STREAM("\x16\3\1\2\0", "other@1\n"),
	TEST_STREAM("\0\0\0\0", "other@1\n"),
	TEST_STREAM(" GET key\r\n", "other@10\n"),
	TEST_STREAM("\t\r\n", "other@3\n"),
	TEST_STREAM("\r\r\x16\3", "other@3\n"),
	TEST_STREAM("GET\r\n", "other@5\n"),
	TEST_STREAM("GET key\r\n", "other@9\n"),
	TEST_STREAM("GET: /", "other@4\n"),
	TEST_STREAM("EHLO mail.example\r\n", "other@19\n"),
	TEST_STREAM("SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n", "other@32\n"),
	TEST_STREAM("USER x y z :w\r\n", "other@15\n"),
	TEST_STREAM("OPTIONS sip:a@b SIP/2.0\r\n", "other@25\n"),
	TEST_STREAM("OPTIONS rtsp://a.example/ RTSP/1.0\r\n", "other@36\n"),
	TEST_STREAM("OPTIONS * RTSP/1.0\r\n", "other@20\n"),
	TEST_STREAM("CONNECT\naccept-version:1.2\n", "other@8\n"),
	TEST_STREAM("CONNECT {\"verbose\":false}\r\n", "other@27\n"),
	TEST_STREAM("0032git-upload-pack /p.git\0host=a\0", "other@27\n"),
	TEST_STREAM("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "other@14\n"),
};

/*
 * What is not a request to us may still be one to a server: of a line that ends
 * like one nothing passes as another protocol.
 */
static const struct test_stream lines_in_doubt[] = {
	TEST_STREAM("ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLMN / HTTP/1.1\r\n"
		    "Host: a" END, "a -"),
	TEST_STREAM("AAAAAGET x HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET x:///a HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET x:///a HTTP/1.0 \t\n", TEST_MALFORMED),
	TEST_STREAM("GET x://[/ HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET x://a%41/ HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("PROPFIND x://a@b@c/ HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("PROPFIND http:a HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("FOO /a b HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("FOO /a\x7f HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("FOO / http/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("FOO / HTTP/0.9\r\n", TEST_MALFORMED),
	TEST_STREAM("FOO / HTTP/1\r\n", TEST_MALFORMED),
	TEST_STREAM("FOO / HTTP/2.0\r\n", TEST_MALFORMED),
	TEST_STREAM("FOO / HTTP/1.1\r\t\n", TEST_MALFORMED),
	TEST_STREAM("GET ?x HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET x\rHTTP/1.1\r\r\n", TEST_MALFORMED),
	TEST_STREAM("GET\r/ HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET\x0b/\x0cHTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET http://a\x0c@b/ HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("CONNECT :\x0cHTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("CONNECT ://a\x0cHTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM(" GET / HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET foo:/bar HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET 1http://a/ HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET `http://a/ HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET {http://a/ HTTP/1.1\r\n", TEST_MALFORMED),
	/* No target at all. */
	TEST_STREAM("GET HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET  HTTP/1.1\n", TEST_MALFORMED),
	TEST_STREAM("FOO \thttp/1.1 \r\n", TEST_MALFORMED),
	TEST_STREAM("GET HTTP/\r\n", TEST_MALFORMED),
	TEST_STREAM("GET HTTP/1.1 HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("CONNECT HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET HTTP\r\n", "other@10\n"),
	TEST_STREAM("GET HTTP:\r\n", TEST_MALFORMED),
	TEST_STREAM("GET xHTTP/1.1\r\n", "other@15\n"),
	TEST_STREAM("GET HTTPS/1.1\r\n", "other@15\n"),
	TEST_STREAM("GET x:///a\r\n", "other@12\n"),
	TEST_STREAM("GET x:///a HTTP/1.1 x\r\n", "other@23\n"),
	TEST_STREAM("GET x:///a xHTTP/1.1\r\n", "other@22\n"),
	TEST_STREAM("GET ?HTTP/1.1\r\n", "other@15\n"),
	TEST_STREAM("FOO / HTTP\r\n", "other@12\n"),
	TEST_STREAM("FOO / HTTQ/1.1\r\n", "other@16\n"),
	TEST_STREAM("FOO / HHTTP/1.1\r\n", "other@17\n"),
	TEST_STREAM("FOO / HTTP 1.1\r\n", "other@16\n"),
	TEST_STREAM("GET x:///a\0 HTTP/1.1\r\n", "other@11\n"),
	TEST_STREAM("GET x\rHTTP/1.1\r\n", TEST_MALFORMED),
};

static enum cordon_read read_http(struct cordon_http *state, const char *text)
{
	size_t used;

	cordon_http_init(state);
	return cordon_http_read(state, (const u8 *)text, strlen(text), &used);
}

static const char *check_http_2_is_marked(const void *row)
{
	struct cordon_http state;

	return TEST_EQUAL(CORDON_READ_OTHER,
			  read_http(&state, "PRI * HTTP/2.0" END "SM" END)) ?:
	       TEST_EQUAL(CORDON_HTTP_2, state.flags) ?:
	       TEST_EQUAL(CORDON_READ_OTHER, read_http(&state, "PRI * RTSP/2.0\r\n")) ?:
	       TEST_EQUAL(0, state.flags);
}

static const struct test_stream hosts[] = {
	TEST_STREAM(GET "Host:a.example" END, "a.example -"),
	TEST_STREAM(GET "hOST: \t A.example.:8080\t " END, "a.example -"),
	TEST_STREAM(GET "Host: a.example:" END, "a.example -"),
	TEST_STREAM(GET "Host: a.example:65535" END, "a.example -"),
	TEST_STREAM(GET "Host: _a-b.example" END, "_a-b.example -"),
	TEST_STREAM(GET "Host: 192.0.2.1:80" END, "@192.0.2.1 -"),
	TEST_STREAM(GET "Host: [2001:db8::1]" END, "@2001:db8::1 -"),
	TEST_STREAM(GET "Host: [2001:DB8::1]:80" END, "@2001:db8::1 -"),
	TEST_STREAM(GET "Host: [fedc:ba98:7654:3210::]" END,
		    "@fedc:ba98:7654:3210:: -"),
	TEST_STREAM(GET "Host: [::192.0.2.1]" END, "@::c000:201 -"),
	TEST_STREAM(GET "Host: az-09.AZ" END, "az-09.az -"),
	TEST_STREAM(GET "Host:" END, "- -"),
	TEST_STREAM(GET "Host: \t " END, "- -"),
	TEST_STREAM(GET "X-Host: b\r\nHost: a\r\nHosts: c\r\nHos: d" END, "a -"),
	TEST_STREAM(GET "Accept: */*\r\nHost: a\r\nCookie: x=\"\x80\1\"" END, "a -"),
	TEST_STREAM(GET "Host: a\r\nHost: a" END, "a - broken"),
	TEST_STREAM(GET "Host: a\r\nHOST: b" END, "a - broken"),
	TEST_STREAM(GET "Host:\r\nHost: b" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a, b" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a,b" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a b" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: x@a.example" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: http://a.example" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a.example/x" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a.example\\b" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: %61.example" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: caf\xc3\xa9.example" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: \"a\"" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a..example" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: ." END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: :80" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a:65536" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a:99999999999999999999999" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a:8o" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a:80:80" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: []" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: [::1" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: [::1]x" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: [abc]" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: [::1%25eth0]" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: a[::1]" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: ::1" END, TEST_MALFORMED),
	TEST_STREAM(GET "Host: WWW.Example:80" END, "www.example -"),
	TEST_STREAM(GET "Host: a\r\nHost: a" END NEXT,
		    "done@36 a - broken\n" TEST_MALFORMED),
};

static const struct test_stream targets[] = {
	TEST_STREAM("GET http://A.example/x HTTP/1.1\r\nHost: a.example" END,
		    "a.example a.example"),
	TEST_STREAM("GET http://a.example HTTP/1.0" END, "- a.example"),
	TEST_STREAM("GET http://a.example:8080?q HTTP/1.0" END, "- a.example:8080"),
	TEST_STREAM("GET http://a.example#f HTTP/1.0" END, "- a.example"),
	TEST_STREAM("GET HTTPS://a.example/b@c HTTP/1.0" END, "- a.example"),
	TEST_STREAM("GET ftp://a.example/ HTTP/1.0" END, "- a.example"),
	TEST_STREAM("GET http://u:p%40@a.example:81/ HTTP/1.0" END,
		    "- a.example:81"),
	TEST_STREAM("GET http://1:2@[2001:db8::1]:81/ HTTP/1.0" END,
		    "- @2001:db8::1:81"),
	TEST_STREAM("GET http://a.example./ HTTP/1.1\r\nHost: A.EXAMPLE:80" END,
		    "a.example a.example"),
	TEST_STREAM("GET http://a.example/ HTTP/1.1\r\nHost: b.example" END,
		    "b.example a.example conflict"),
	TEST_STREAM("GET http://192.0.2.1/ HTTP/1.1\r\nHost: 192.0.2.1" END,
		    "@192.0.2.1 @192.0.2.1"),
	TEST_STREAM("GET http://192.0.2.1/ HTTP/1.1\r\nHost: 192.0.2.2" END,
		    "@192.0.2.2 @192.0.2.1 conflict"),
	TEST_STREAM("GET http://192.0.2.1/ HTTP/1.1\r\nHost: a.example" END,
		    "a.example @192.0.2.1 conflict"),
	TEST_STREAM("GET http://a.example/ HTTP/1.1\r\nHost:" END, "- a.example"),
	TEST_STREAM("GET http://a@b@c/ HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET http://a\\@b/ HTTP/1.1\r\n\r\n", "- b no-host"),
	TEST_STREAM("GET http://a\\b/ HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET http:/a.example/ HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET http:///x HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET http://:80/ HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET http://a%2e/ HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("GET http://a.example\r\n", TEST_MALFORMED),
	TEST_STREAM("GET az+-.09://a/ HTTP/1.1\r\n\r\n", "- a no-host"),
	TEST_STREAM("GET abcdefghijklmnopq://a/ HTTP/1.0" END, "- a"),
	TEST_STREAM("GET http://u@a:81/ HTTP/1.1\r\nHost: A.:81" END, "a a:81"),
};

static const struct test_stream tunnels[] = {
	TEST_STREAM("CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443" END,
		    "a.example a.example:443 connect"),
	TEST_STREAM("CONNECT [2001:db8::1]:443 HTTP/1.0" END,
		    "- @2001:db8::1:443 connect"),
	TEST_STREAM("CONNECT a.example HTTP/1.0" END, "- a.example connect"),
	TEST_STREAM("CONNECT a.example:443 HTTP/1.1\r\nHost: b.example" END,
		    "b.example a.example:443 connect conflict"),
	TEST_STREAM("CONNECT a.example:443 HTTP/1.1\nContent-Length: 0\n\n",
		    "- a.example:443 connect no-host"),
	TEST_STREAM("connect a.example:443 HTTP/1.1" END,
		    "- a.example:443 connect no-host"),
	TEST_STREAM("Connect a.example:443 HTTP/1.0" END, "- a.example:443 connect"),
	TEST_STREAM("CONNECT2 a.example:443 HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("XCONNECT a.example:443 HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("connect a.example 443\r\n", "other@23\n"),
	/* What goes through it is not taken. */
	TEST_STREAM("CONNECT a.example:443 HTTP/1.0" END "\x16\3\1",
		    "done@34 - a.example:443 connect\nother@34\n"),
	TEST_STREAM("CONNECT a.example:443 HTTP/1.0" END GET,
		    "done@34 - a.example:443 connect\nother@34\n"),
	TEST_STREAM("CONNECT a.example:443 HTTP/1.1\r\nContent-Length: 1" END GET,
		    "done@53 - a.example:443 connect no-host broken\n" TEST_MALFORMED),
	TEST_STREAM("CONNECT a.example:443 HTTP/1.1\r\n"
		    "Transfer-Encoding: chunked" END,
		    "- a.example:443 connect no-host broken"),
	TEST_STREAM("CONNECT u@a.example:443 HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("CONNECT a.example:443/ HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("CONNECT http://a.example/ HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("CONNECT a.example:\r\n", TEST_MALFORMED),
	TEST_STREAM("CONNECT a.example:x HTTP/1.1\r\n", TEST_MALFORMED),
	TEST_STREAM("CONNECT a:443 HTTP/1.1\r\nHost: a:443" END NEXT,
		    "done@39 a a:443 connect\nother@39\n"),
	TEST_STREAM("connect a:443 HTTP/1.1" END NEXT,
		    "done@26 - a:443 connect no-host\nother@26\n"),
};

/* A name of 253 bytes is one, however it ends. */
static const char *check_long_hosts(const void *row)
{
	static char bytes[1024], expected[TEST_READER_TEXT_MAX], name[320];
	const char *fault = NULL;
	size_t length, i;

	for (length = 250; length <= 257 && !fault; length++) {
		for (i = 0; i < length; i++)
			name[i] = i % 64 == 63 ? '.' : 'a';
		name[length] = '\0';
		snprintf(bytes, sizeof(bytes), GET "Host: %s:443" END, name);
		snprintf(expected, sizeof(expected), "%s -", name);
		fault = cordon_test_reads(&http, bytes, strlen(bytes),
					  length > 253 ? TEST_MALFORMED : expected);
		if (fault)
			break;
		/* A user's name may be longer, of the host's end nothing is lost. */
		snprintf(bytes, sizeof(bytes), "GET http://%s%s:p@b.example/ HTTP/1.0" END,
			 name, name);
		fault = cordon_test_reads(&http, bytes, strlen(bytes), "- b.example");
	}
	return fault;
}

static const struct cordon_test_case http_cases[] = {
	TEST_TABLE(request_lines, check_http),
	TEST_TABLE(other_protocols, check_http),
	TEST_TABLE(lines_in_doubt, check_http),
	TEST_ONCE(check_http_2_is_marked),
	TEST_TABLE(hosts, check_http),
	TEST_TABLE(targets, check_http),
	TEST_TABLE(tunnels, check_http),
	TEST_ONCE(check_long_hosts),
};

#endif /* _CORDON_ENGINE_TESTS_HTTP_CASES_H */
