// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Seeds of what reads streams: TLS, HTTP, SOCKS, hosts, flights, windows
 */
#include "engine/tests/hello.h"
#include "seeds.h"

static struct seed seed;
static struct test_hello hello;

/* A flight is any of the others, and a flow reads it, in which nothing is refused. */
static void write_stream(const char *target, const char *name)
{
	char flight[128];

	snprintf(flight, sizeof(flight), "%s-%s", target, name);
	seed_write_cut(&seed, target, name);
	seed_write(&seed, "flight", flight);
	seed_put8(&seed, 0);
	seed_write(&seed, "flow", flight);
}

static void put_records(size_t fragment)
{
	static u8 records[2 * sizeof(hello.data)];

	seed_put(&seed, records, cordon_test_hello_records(hello.data, hello.length,
							   fragment, records));
}

static void write_hello(const char *name)
{
	char records[64];

	cordon_test_hello_end(&hello);
	seed_begin(&seed);
	seed_put(&seed, hello.data, hello.length);
	seed_write_cut(&seed, "tls", name);
	seed_begin(&seed);
	put_records(100);
	snprintf(records, sizeof(records), "%s-in-records", name);
	write_stream("tls", records);
}

static void make_hellos(void)
{
	size_t list, versions;

	cordon_test_hello_browser(&hello, "www.example.org", HELLO_CLASSIC);
	write_hello("classic");
	cordon_test_hello_browser(&hello, "www.example.org", HELLO_POST_QUANTUM);
	write_hello("post-quantum");
	cordon_test_hello_begin(&hello);
	write_hello("no-extensions");
	cordon_test_hello_begin(&hello);
	cordon_test_hello_extend(&hello);
	cordon_test_hello_sni(&hello, "192.0.2.1");
	cordon_test_hello_alpn(&hello, "dot,doq-i11,h3-29,h3");
	cordon_test_hello_pad(&hello, HELLO_EARLY_DATA, 0);
	cordon_test_hello_ech(&hello, 1, 0);
	cordon_test_hello_pad(&hello, HELLO_PRE_SHARED_KEY, 40);
	write_hello("address");
	cordon_test_hello_begin(&hello);
	cordon_test_hello_extend(&hello);
	list = cordon_test_hello_extension(&hello, HELLO_SERVER_NAME);
	cordon_test_hello_put16(&hello, 3 + 2 + 3 + 5);
	cordon_test_hello_name(&hello, 1, "xy", 2);
	cordon_test_hello_name(&hello, 0, "a.Bcd", 5);
	cordon_test_hello_extension_end(&hello, list);
	cordon_test_hello_versions(&hello);
	write_hello("two-names");
	cordon_test_hello_begin(&hello);
	cordon_test_hello_extend(&hello);
	versions = cordon_test_hello_extension(&hello, HELLO_VERSIONS);
	cordon_test_hello_put(&hello, "\3\3\4\3", 4);
	cordon_test_hello_extension_end(&hello, versions);
	write_hello("odd-versions");
}

/* After a HelloRetryRequest, with something between them. */
static void make_second_hello(void)
{
	seed_begin(&seed);
	cordon_test_hello_browser(&hello, "a.example", HELLO_CLASSIC);
	put_records(2000);
	seed_put(&seed, "\x14\3\3\0\1\1", 6);
	put_records(300);
	write_stream("tls", "second");
	cordon_test_hello_begin(&hello);
	cordon_test_hello_extend(&hello);
	cordon_test_hello_sni(&hello, "a.example");
	cordon_test_hello_versions(&hello);
	cordon_test_hello_pad(&hello, HELLO_EARLY_DATA, 0);
	cordon_test_hello_end(&hello);
	seed_begin(&seed);
	put_records(2000);
	seed_put(&seed, "\x17\3\3\0\1x", 6);
	put_records(300);
	write_stream("tls", "second-behind-early-data");
}

static void write_http(const char *name, const char *text)
{
	seed_begin(&seed);
	seed_put_text(&seed, text);
	write_stream("http", name);
}

/* As long as a host's text can be, and longer by one. */
static void make_long_hosts(void)
{
	static const char *const names[] = { "longest", "too-long" };
	unsigned int i, n;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		seed_begin(&seed);
		seed_put_text(&seed, "GET / HTTP/1.1\r\nHost: ");
		for (n = 0; n < 253 + i; n++)
			seed_put8(&seed, n % 50 == 49 ? '.' : 'a');
		seed_put_text(&seed, "\r\n\r\n");
		write_stream("http", names[i]);
	}
}

/* More proxies in each other than a flight goes through. */
static void make_deep(void)
{
	unsigned int i;

	seed_begin(&seed);
	for (i = 0; i < 6; i++)
		seed_put_text(&seed, "CONNECT a.example:80 HTTP/1.0\r\n\r\n");
	write_stream("http", "deep");
}

static void make_http(void)
{
	make_long_hosts();
	make_deep();
	write_http("get", "GET /x HTTP/1.1\r\nHost: www.example.org\r\n\r\n");
	write_http("absolute",
		   "GET http://u@a.example:80/?q HTTP/1.1\r\nhost: b.example:80\r\n\r\n");
	write_http("connect",
		   "CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: c.example\r\n\r\n\x16\3\1");
	write_http("length",
		   "POST / HTTP/1.1\nHost:d.example\nContent-Length: 5\n\nabcdeGET / HTTP/1.0\n\n");
	write_http("chunked",
		   "PUT / HTTP/1.1\r\nHost: e.example\r\n"
		   "Transfer-Encoding: gzip, chunked\r\n\r\n"
		   "A;x=y\r\n0123456789\r\n0\r\nTrailer: z\r\n\r\nGET / HTTP/1.1\r\nHost: f.example\r\n\r\n");
	write_http("upgrade",
		   "OPTIONS * HTTP/1.1\r\nHost: g.example\r\n"
		   "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n");
	write_http("http-2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
	write_http("fold", "GET / HTTP/1.1\r\nHost: h.example\r\n more\r\n\r\n");
	write_http("in-tunnel", "CONNECT a.example:80 HTTP/1.1\r\nHost: a.example\r\n\r\n"
		   "CONNECT b.example:80 HTTP/1.1\r\n\r\n"
		   "GET http://c.example/ HTTP/1.1\r\nHost: d.example\r\n\r\n");
}

static void write_socks(const char *name, const void *bytes, size_t length)
{
	seed_begin(&seed);
	seed_put(&seed, bytes, length);
	seed_put_text(&seed, "GET / HTTP/1.1\r\nHost: in.example\r\n\r\n");
	write_stream("socks", name);
}

/* Names of 254 bytes, the last of which is a dot, and of 255. */
static void make_long_names(void)
{
	static const char *const names[] = { "longest", "too-long" };
	unsigned int i, n;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		seed_begin(&seed);
		seed_put(&seed, "\5\1\0\5\1\0\3", 7);
		seed_put8(&seed, 254 + i);
		for (n = 0; n < 253 + i; n++)
			seed_put8(&seed, n % 50 == 49 ? '.' : 'a');
		seed_put(&seed, ".\0\x50", 3);
		write_stream("socks", names[i]);
	}
}

#define WRITE_SOCKS(name, bytes) write_socks(name, bytes, sizeof(bytes) - 1)

static void make_socks(void)
{
	make_long_names();
	WRITE_SOCKS("4", "\4\1\0\x50\xc0\0\2\1user\0");
	WRITE_SOCKS("4a", "\4\1\1\xbb\0\0\0\1user\0www.example.org\0");
	WRITE_SOCKS("5-name", "\5\1\0\5\1\0\3\017www.example.org\1\xbb");
	WRITE_SOCKS("5-ipv4", "\5\2\0\2\1\4user\4pass\5\1\0\1\xc0\0\2\1\0\x50");
	WRITE_SOCKS("5-ipv6", "\5\1\0\5\3\0\4 \1\r\xb8\0\0\0\0\0\0\0\0\0\0\0\1\0\x35");
	WRITE_SOCKS("5-tor", "\5\1\2\1\1u\1p\5\xf0\0\3\7a.onion\0\0");
	WRITE_SOCKS("twice", "\5\1\0\5\1\0\3\7a.local\0\x50\5\1\0\5\1\0\3\7b.local\0\x50");
}

static void make_hosts(void)
{
	static const char *const texts[] = {
		"www.Example.org", "example.org.", "192.0.2.1", "256.1.1.1",
		"[2001:db8::1]", "::ffff:192.0.2.1", "xn--bcher-kva.example",
		"_dmarc.a-b.example", "a..b", ".", "1.2.3", "[::1", "fe80::1%eth0",
	};
	char name[16];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		seed_begin(&seed);
		seed_put_text(&seed, texts[i]);
		seed_put8(&seed, 3);
		snprintf(name, sizeof(name), "%zu", i);
		seed_write(&seed, "host", name);
	}
}

/* Steps of stream_fuzz.c: in order, out of order, twice, too far, other bytes. */
static void make_steps(void)
{
	static const u8 steps[] = {
		0, 0, 0, 20, 2, 0, 0, 10, 20, 0, 0, 60, 20, 2, 7, 0, 0, 25, 40,
		2, 3, 32, 0, 90, 9, 4, 2, 16, 0, 30, 2, 3, 0, 1, 0, 64, 8, 0,
		5, 5, 3,
	};
	static const u32 first[] = { 1, 0xfffffff0, 0x7ffffff8 };
	char name[16];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(first); i++) {
		seed_begin(&seed);
		seed_put8(&seed, (unsigned int)i);
		seed_put32(&seed, first[i]);
		seed_put(&seed, steps, sizeof(steps));
		snprintf(name, sizeof(name), "%zu", i);
		seed_write(&seed, "stream", name);
	}
}

void seeds_make_streams(void)
{
	make_hellos();
	make_second_hello();
	make_http();
	make_socks();
	make_hosts();
	make_steps();
}
