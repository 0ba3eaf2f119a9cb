/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - one form for every address, and what may be learned
 */
#ifndef _CORDON_ENGINE_TESTS_ADDRESS_CASES_H
#define _CORDON_ENGINE_TESTS_ADDRESS_CASES_H

#include "cases.h"
#include "engine/address_text.h"

/* What an address becomes without a discovered prefix. */
static const struct test_form {
	const char *title;		/* the address */
	const char *normal;
} forms[] = {
	{ "192.0.2.33", "192.0.2.33" },
	{ "0.0.0.0", "0.0.0.0" },
	{ "255.255.255.255", "255.255.255.255" },
	{ "::ffff:192.0.2.33", "192.0.2.33" },
	/* IPv4-compatible; but not the unspecified and the loopback address */
	{ "::192.0.2.33", "192.0.2.33" },
	{ "::157.240.9.35", "157.240.9.35" },
	{ "::", "::" },
	{ "::1", "::1" },
	{ "::2", "0.0.0.2" },
	{ "::1:192.0.2.33", "::1:c000:221" },
	{ "::fffe:192.0.2.33", "::fffe:c000:221" },
	{ "1::ffff:192.0.2.33", "1::ffff:c000:221" },
	/* 6to4 */
	{ "2002:c000:221::", "192.0.2.33" },
	{ "2002:c000:221::1", "192.0.2.33" },
	{ "2002:c000:221:ffff:ffff:ffff:ffff:ffff", "192.0.2.33" },
	{ "2003:c000:221::", "2003:c000:221::" },
	{ "2001:c000:221::", "2001:c000:221::" },
	/* Teredo: the client's address is inverted (RFC 4380, 4) */
	{ "2001:0:4136:e378:8000:63bf:3fff:fdd2", "192.0.2.45" },
	{ "2001::", "255.255.255.255" },
	{ "2001:0:ffff:ffff:ffff:ffff:3fff:fdde", "192.0.2.33" },
	{ "2001:1:4136:e378:8000:63bf:3fff:fdd2",
	  "2001:1:4136:e378:8000:63bf:3fff:fdd2" },
	/* NAT64, well-known prefix */
	{ "64:ff9b::192.0.2.33", "192.0.2.33" },
	{ "64:ff9b::", "0.0.0.0" },
	{ "64:ff9b::1:192.0.2.33", "64:ff9b::1:c000:221" },
	{ "64:ff9b:1::192.0.2.33", "64:ff9b:1::c000:221" },
	{ "64:ff9a::192.0.2.33", "64:ff9a::c000:221" },
	/* Everything else */
	{ "2a03:2880:f12d:83:face:b00c:0:25de",
	  "2a03:2880:f12d:83:face:b00c:0:25de" },
	{ "2001:db8::1", "2001:db8::1" },
	{ "fe80::a:b", "fe80::a:b" },
	{ "ff02::fb", "ff02::fb" },
	{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
};

/* Once normalised it stays so. */
static const char *check_form(const void *any)
{
	const struct test_form *row = any;
	struct cordon_address address = cordon_test_address(row->title);
	struct cordon_address normal = cordon_test_address(row->normal), again;
	char text[CORDON_ADDRESS_TEXT_MAX];
	size_t length;

	cordon_address_normalise(&address, NULL);
	length = cordon_address_to_text(&address, text, sizeof(text));
	again = address;
	cordon_address_normalise(&again, NULL);
	return TEST_TEXT(row->normal, text) ?:
	       TEST_EQUAL(strlen(row->normal), length) ?:
	       TEST_HOLDS(cordon_address_equal(&normal, &address)) ?:
	       TEST_HOLDS(cordon_address_equal(&normal, &again));
}

/*
 * RFC 6052: 2.4's examples have 192.0.2.33 behind a prefix of every length; 2.2
 * says where the address stands, and the octet that it skips.
 */
static const struct test_nat64 {
	const char *title;		/* an answer for ipv4only.arpa */
	u8 length;			/* 0: tells no prefix */
	const char *prefix;
	const char *wrapped;		/* 192.0.2.33 behind it */
} nat64s[] = {
	{ "2001:db8:c000:aa::", 32, "2001:db8::", "2001:db8:c000:221::" },
	{ "2001:db8:1c0:0:aa::", 40, "2001:db8:100::", "2001:db8:1c0:2:21::" },
	{ "2001:db8:122:c000:0:ab00::", 48, "2001:db8:122::",
	  "2001:db8:122:c000:2:2100::" },
	{ "2001:db8:122:3c0:0:aa::", 56, "2001:db8:122:300::",
	  "2001:db8:122:3c0:0:221::" },
	{ "2001:db8:122:344:c0:0:ab00:0", 64, "2001:db8:122:344::",
	  "2001:db8:122:344:c0:2:2100::" },
	{ "2001:db8:122:344::c000:aa", 96, "2001:db8:122:344::",
	  "2001:db8:122:344::192.0.2.33" },
	{ "2a01:64:1:2:3:4:192.0.0.171", 96, "2a01:64:1:2:3:4::",
	  "2a01:64:1:2:3:4:192.0.2.33" },
	/* the name's own addresses */
	{ "192.0.0.170", 0, NULL, NULL },
	{ "192.0.0.171", 0, NULL, NULL },
	/* unwrapped without any prefix: needs no entry */
	{ "64:ff9b::192.0.0.170", 0, NULL, NULL },
	{ "::192.0.0.170", 0, NULL, NULL },
	{ "2001:0:c000:aa::1", 0, NULL, NULL },
	{ "2002:808:c000:aa::1", 0, NULL, NULL },
	{ "2001:db8::192.0.0.169", 0, NULL, NULL },
	{ "2001:db8::192.0.0.172", 0, NULL, NULL },
	{ "2001:db8::192.0.1.170", 0, NULL, NULL },
	{ "2001:db8::1", 0, NULL, NULL },
	{ "::", 0, NULL, NULL },
	{ "::1", 0, NULL, NULL },
};

static const char *check_nat64(const void *any)
{
	const struct test_nat64 *row = any;
	const struct cordon_address loopback = cordon_test_address("::1");
	const struct cordon_address inner = cordon_test_address("192.0.2.33");
	struct cordon_address answer = cordon_test_address(row->title);
	struct cordon_nat64 nat64 = { };
	struct cordon_address prefix, plain, address;
	const char *fault;

	fault = TEST_EQUAL(!!row->length, cordon_nat64_discover(&nat64, &answer)) ?:
		TEST_EQUAL(!!row->length, nat64.count);
	if (fault)
		return fault;
	if (!row->length) {
		address = loopback;
		cordon_address_normalise(&address, &nat64);
		return TEST_HOLDS(cordon_address_equal(&loopback, &address));
	}
	prefix = cordon_test_address(row->prefix);
	plain = cordon_test_address(row->wrapped);
	address = plain;
	cordon_address_normalise(&plain, NULL);
	cordon_address_normalise(&address, &nat64);
	return TEST_EQUAL(row->length, nat64.length[0]) ?:
	       TEST_HOLDS(cordon_address_equal(&prefix, &nat64.prefix[0])) ?:
	       TEST_HOLDS(cordon_address_equal(&inner, &address)) ?:
	       /* The twin: without the prefix it is an address like any other. */
	       TEST_HOLDS(!cordon_address_equal(&inner, &plain)) ?:
	       /* Seen again it is known. */
	       TEST_HOLDS(!cordon_nat64_discover(&nat64, &answer)) ?:
	       TEST_EQUAL(1, nat64.count);
}

/* Whose they are: RFC 6890 and what it lists, unless a line says more. */
static const struct test_learnable {
	const char *title;		/* the address */
	bool learnable;
} learnables[] = {
	{ "0.0.0.0", false }, { "0.255.255.255", false }, { "1.0.0.0", true },
	{ "9.255.255.255", true }, { "10.0.0.0", false },
	{ "10.255.255.255", false }, { "11.0.0.0", true },
	{ "126.255.255.255", true }, { "127.0.0.1", false },
	{ "127.255.255.255", false }, { "128.0.0.0", true },
	{ "169.253.255.255", true }, { "169.254.0.0", false },
	{ "169.254.169.254", false }, { "169.255.0.0", true },
	{ "172.15.255.255", true }, { "172.16.0.0", false },
	{ "172.31.255.255", false }, { "172.32.0.0", true },
	{ "100.63.255.255", true }, { "100.64.0.0", false },
	{ "100.127.255.255", false }, { "100.128.0.0", true },
	{ "192.167.255.255", true }, { "192.168.0.0", false },
	{ "192.168.255.255", false }, { "192.169.0.0", true },
	/* protocol assignments, RFC 6890 */
	{ "191.255.255.255", true }, { "192.0.0.0", false },
	{ "192.0.0.170", false }, { "192.0.0.255", false },
	{ "192.0.1.0", true },
	/* documentation, RFC 5737 */
	{ "192.0.1.255", true }, { "192.0.2.0", false },
	{ "192.0.2.255", false }, { "192.0.3.0", true },
	{ "198.51.99.255", true }, { "198.51.100.0", false },
	{ "198.51.100.255", false }, { "198.51.101.0", true },
	{ "203.0.112.255", true }, { "203.0.113.0", false },
	{ "203.0.113.221", false }, { "203.0.113.222", false },
	{ "203.0.113.255", false }, { "203.0.114.0", true },
	/* benchmarks, RFC 2544 */
	{ "198.17.255.255", true }, { "198.18.0.0", false },
	{ "198.19.255.255", false }, { "198.20.0.0", true },
	{ "223.255.255.255", true }, { "224.0.0.0", false },
	{ "239.255.255.255", false }, { "255.255.255.255", false },
	{ "157.240.9.35", true }, { "8.8.8.8", true },
	{ "::", false }, { "::1", false },
	/* documentation, RFC 3849 and RFC 9637 */
	{ "2001:db7:ffff::1", true }, { "2001:db8::", false },
	{ "2001:db8::1", false }, { "2001:db8:c0de::7", false },
	{ "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", false },
	{ "2001:db9::1", true },
	{ "3ffe:ffff::1", true }, { "3fff::", false },
	{ "3fff:0fff:ffff:ffff:ffff:ffff:ffff:ffff", false },
	{ "3fff:1000::", true }, { "4000::1", true },
	/* an IPv4 address, wrapped: mapped, compatible, 6to4, Teredo, NAT64 */
	{ "::ffff:203.0.113.222", false }, { "::ffff:203.0.114.222", true },
	{ "::203.0.113.222", false }, { "::203.0.114.222", true },
	{ "2002:cb00:71de::1", false }, { "2002:cb00:72de::1", true },
	{ "2002:c000:201::1", false }, { "2002:c612:1::1", false },
	{ "2002:a00:1::1", false }, { "2002:7f00:1::1", false },
	{ "2001:0:4136:e378:8000:63bf:34ff:8e21", false },
	{ "2001:0:4136:e378:8000:63bf:34ff:8d21", true },
	{ "64:ff9b::203.0.113.222", false }, { "64:ff9b::203.0.114.222", true },
	{ "64:ff9b::198.51.100.7", false }, { "64:ff9b::192.0.0.171", false },
	{ "64:ff9b::10.0.0.1", false },
	{ "fbff::1", true }, { "fc00::1", false }, { "fd12:3456::1", false },
	{ "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false },
	{ "fe80::1", false }, { "febf::1", false },
	{ "fec0::1", false }, { "feff::1", false },
	{ "fe7f::1", true }, { "ff00::", false }, { "ff02::fb", false },
	{ "ffff::1", false },
	{ "2a03:2880:f12d:83:face:b00c:0:25de", true },
	{ "3fff::1", false },
	{ "3fff:fff::1", false },
	{ "3fff:1000::1", true },
	{ "fdff::1", false },
};

static const char *check_learnable(const void *any)
{
	const struct test_learnable *row = any;
	struct cordon_address address = cordon_test_address(row->title);

	return TEST_EQUAL(row->learnable, cordon_address_is_learnable(&address));
}

/* What is reserved is no network's own: a policy's example may name it. */
static const struct test_local {
	const char *title;		/* the address */
	bool local;
} locals[] = {
	{ "10.0.0.1", true }, { "100.64.0.1", true },
	{ "127.0.0.1", true }, { "224.0.0.1", true }, { "::1", true },
	{ "fe80::1", true }, { "fd00::1", true }, { "ff02::1", true },
	{ "192.0.2.1", false }, { "203.0.113.222", false },
	{ "198.18.0.1", false }, { "192.0.0.170", false },
	{ "2001:db8::1", false }, { "3fff::1", false },
	{ "9.9.9.9", false }, { "2620:fe::fe", false },
};

static const char *check_local(const void *any)
{
	const struct test_local *row = any;
	struct cordon_address address = cordon_test_address(row->title);

	return TEST_EQUAL(row->local, cordon_address_is_local(&address));
}

/* RFC 4291, 2.2, and RFC 5952, 4: @normal is what is written; NULL: it is none. */
static const struct test_form texts[] = {
	{ "::", "::" }, { "::1", "::1" }, { "1::", "1::" },
	{ "0:0:0:0:0:0:0:0", "::" }, { "2001:DB8::A", "2001:db8::a" },
	{ "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8" },
	{ "1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0" },
	{ "::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8" },
	{ "1:0:0:2:0:0:0:3", "1:0:0:2::3" }, { "1:0:0:2:3:0:0:4", "1::2:3:0:0:4" },
	{ "0001:0020:0300:4000::", "1:20:300:4000::" },
	{ "::192.0.2.1", "::c000:201" },
	{ "1:2:3:4:5:6:192.0.2.1", "1:2:3:4:5:6:c000:201" },
	{ "fe80::5efe:192.0.2.1", "fe80::5efe:c000:201" },
	{ "::ffff:192.0.2.1", "192.0.2.1" },
	{ "", NULL }, { ":", NULL }, { ":::", NULL }, { "1:::2", NULL },
	{ "1::2::3", NULL }, { ":1::2", NULL }, { "1::2:", NULL }, { "1:2", NULL },
	{ "1:2:3:4:5:6:7:8:9", NULL }, { "1:2:3:4:5:6:7:8::", NULL },
	{ "1:2:3:4::5:6:7:8", NULL }, { "::1:2:3:4:5:6:7:8", NULL },
	/* What is nearly an address; some of it in6_pton() takes for one */
	{ "00001::", NULL }, { "2001:db8::zz", NULL }, { "2001:db8::1 ", NULL },
	{ "2001:db8::1%eth0", NULL }, { "2001:db8::1/64", NULL }, { "12345::", NULL },
	{ "::192.0.2", NULL }, { "::192.0.2.1.1", NULL }, { "::192.0.2.01", NULL },
	{ "::192.0.2.256", NULL }, { "::192.0.2.1:1", NULL }, { "192.0.2.1::", NULL },
	{ "1:2:3:4:5:6:7:192.0.2.1", NULL }, { "192.0.2.1", NULL },
	{ "[::1]", NULL }, { "::g", NULL },
};

static const char *check_text(const void *any)
{
	const struct test_form *row = any;
	size_t length = strlen(row->title);
	u8 *exact = cordon_test_copy(row->title, length);
	struct cordon_address address;
	bool read = cordon_address_read_ipv6(&address, exact, length);
	char text[CORDON_ADDRESS_TEXT_MAX];

	cordon_test_free(exact);
	if (!row->normal || !read)
		return TEST_EQUAL(!!row->normal, read);
	length = cordon_address_to_text(&address, text, sizeof(text));
	return TEST_TEXT(row->normal, text) ?:
	       TEST_EQUAL(strlen(row->normal), length);
}

static const char *check_nul(const void *none)
{
	static const u8 text[] = "::1\0002";
	struct cordon_address address;

	return TEST_HOLDS(cordon_address_read_ipv6(&address, text, 3)) ?:
	       TEST_HOLDS(!cordon_address_read_ipv6(&address, text, 4)) ?:
	       TEST_HOLDS(!cordon_address_read_ipv6(&address, text, 5));
}

static const struct cordon_test_case address_cases[] = {
	TEST_TABLE(texts, check_text),
	TEST_ONCE(check_nul),
	TEST_TABLE(forms, check_form),
	TEST_TABLE(nat64s, check_nat64),
	TEST_TABLE(learnables, check_learnable),
	TEST_TABLE(locals, check_local),
};

#endif /* _CORDON_ENGINE_TESTS_ADDRESS_CASES_H */
