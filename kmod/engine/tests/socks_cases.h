/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - whom a SOCKS proxy is asked to reach
 */
#ifndef _CORDON_ENGINE_TESTS_SOCKS_CASES_H
#define _CORDON_ENGINE_TESTS_SOCKS_CASES_H

#include "reader.h"
#include "engine/names/socks.h"

static void print_socks(const void *state, char *text, size_t size)
{
	const struct cordon_socks *socks = state;

	snprintf(text, size, "%s %u v%u c%u", cordon_test_host(&socks->host),
		 socks->port, socks->version, socks->command);
}

TEST_READER(socks, print_socks);

#define PORT	"\x01\xbb"

static const struct test_stream socks_4[] = {
	/* The commands; and what may stand in the user's name. */
	TEST_STREAM("\4\1" PORT "\xc0\0\2\1\0", "@192.0.2.1 443 v4 c1"),
	TEST_STREAM("\4\2" PORT "\xc0\0\2\1\0", "@192.0.2.1 443 v4 c2"),
	TEST_STREAM("\4\1" PORT "\xc0\0\2\1me\0", "@192.0.2.1 443 v4 c1"),
	TEST_STREAM("\4\1" PORT "\xc0\0\2\1me ~\0", "@192.0.2.1 443 v4 c1"),
	TEST_STREAM("\4\1" PORT "\xc0\0\2\1\0\x16\3",
		    "done@9 @192.0.2.1 443 v4 c1\nother@9\n"),
	TEST_STREAM("\4\1" PORT "\xc0\0\2\1\0GET",
		    "done@9 @192.0.2.1 443 v4 c1\nother@9\n"),
	TEST_STREAM("\4\1" PORT "\x9d\xf0\x09\x23\x80\0", "@157.240.9.35 443 v4 c1"),
	TEST_STREAM("\4\1" PORT "\xc0\0\2\1\xff\1\0", "@192.0.2.1 443 v4 c1"),
	TEST_STREAM("\4\1" PORT "\xc0\0\2\1\n\1\xff\0", "@192.0.2.1 443 v4 c1"),
	/* 4a: a name in the place of the address. */
	TEST_STREAM("\4\1" PORT "\0\0\0\1\0www.Facebook.com\0",
		    "www.facebook.com 443 v4 c1"),
	TEST_STREAM("\4\2" PORT "\0\0\0\1\xff\0A.b\0", "a.b 443 v4 c2"),
	TEST_STREAM("\4\1" PORT "\0\0\0\xff\x80\1\0a.example.\0",
		    "a.example 443 v4 c1"),
	TEST_STREAM("\4\1" PORT "\0\0\0\1\000192.0.2.1\0", "@192.0.2.1 443 v4 c1"),
	TEST_STREAM("\4\1" PORT "\0\0\0\1\0002001:db8::1\0", "@2001:db8::1 443 v4 c1"),
	TEST_STREAM("\4\1" PORT "\0\0\0\1\0a\0GET /",
		    "done@11 a 443 v4 c1\nother@11\n"),
	TEST_STREAM("\4\0" PORT "\xc0\0\2\1\0", "other@2\n"),
	TEST_STREAM("\4\3" PORT "\xc0\0\2\1\0", "other@2\n"),
	/* 0.0.0.0 is no address, and no mark of a name. */
	TEST_STREAM("\4\1" PORT "\0\0\0\0\0", "other@8\n"),
	TEST_STREAM("\4\1" PORT "\0\0\0\1\0\0", TEST_MALFORMED),
	TEST_STREAM("\4\1" PORT "\0\0\0\1\0a b\0", TEST_MALFORMED),
	/* A name that does not end. */
	TEST_STREAM("\4\1" PORT "\0\0\0\1\0a.example", ""),
};

#define NAME_REQUEST	"\5\1\0\3\11a.Example" PORT
#define NAME_SAID	"a.example 443 v5 c1"

static const struct test_stream socks_5[] = {
	TEST_STREAM("\5\1\0" NAME_REQUEST, NAME_SAID),
	TEST_STREAM("\5\1\0\5\1\0\1\xc0\0\2\1" PORT, "@192.0.2.1 443 v5 c1"),
	TEST_STREAM("\5\1\0\5\1\0\4\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1" PORT,
		    "@2001:db8::1 443 v5 c1"),
	TEST_STREAM("\5\1\0\5\3\0\4\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1" PORT,
		    "@2001:db8::1 443 v5 c3"),
	TEST_STREAM("\5\1\0\5\1\0\3\011192.0.2.1" PORT, "@192.0.2.1 443 v5 c1"),
	TEST_STREAM("\5\1\0\5\1\0\3\012192.0.2.1." PORT, "@192.0.2.1 443 v5 c1"),
	TEST_STREAM("\5\1\0\5\2\0\1\xc0\0\2\1" PORT, "@192.0.2.1 443 v5 c2"),
	TEST_STREAM("\5\1\0\5\3\0\1\0\0\0\0\0\0", "@0.0.0.0 0 v5 c3"),
	/* Tor's RESOLVE, and RESOLVE_PTR. */
	TEST_STREAM("\5\1\0\5\xf0\0\3\1a\0\0", "a 0 v5 c240"),
	TEST_STREAM("\5\1\0\5\xf1\0\1\xc0\0\2\1\0\0", "@192.0.2.1 0 v5 c241"),
	/* Methods that are offered, and what the one that is taken brings. */
	TEST_STREAM("\5\x0d\0\1\2\3\4\5\6\7\x08\x09\x80\xc0\xfe" NAME_REQUEST,
		    NAME_SAID),
	TEST_STREAM("\5\2\0\2\1\2me\5 \0\xff\5\1" NAME_REQUEST, NAME_SAID),
	TEST_STREAM("\5\2\0\2\1\2me\1p" NAME_REQUEST, NAME_SAID),
	TEST_STREAM("\5\2\0\x20" NAME_REQUEST, NAME_SAID),
	TEST_STREAM("\5\3\xff\x7f\0" NAME_REQUEST, NAME_SAID),
	TEST_STREAM("\5\3\x20\0\xff" NAME_REQUEST, NAME_SAID),
	TEST_STREAM("\5\2\x20\2\1\1m\1p" NAME_REQUEST, NAME_SAID),
	TEST_STREAM("\5\1\2\1\1m\1p" NAME_REQUEST, NAME_SAID),
	TEST_STREAM("\5\1\2\1\0\0" NAME_REQUEST, NAME_SAID),
	TEST_STREAM("\5\2\0\2" NAME_REQUEST, NAME_SAID),
	TEST_STREAM("\5\1\0" NAME_REQUEST "\x16\3\1",
		    "done@19 " NAME_SAID "\nother@19\n"),
	TEST_STREAM("\5\1\0" NAME_REQUEST "GET", "done@19 " NAME_SAID "\nother@19\n"),
	TEST_STREAM("\5\1\0" NAME_REQUEST "\5\1\0",
		    "done@19 " NAME_SAID "\nother@19\n"),
	/* None, or none that the request could follow. */
	TEST_STREAM("\5\0" NAME_REQUEST, "other@2\n"),
	TEST_STREAM("\5\1\x0a" NAME_REQUEST, "other@3\n"),
	TEST_STREAM("\5\1\x7f" NAME_REQUEST, "other@3\n"),
	TEST_STREAM("\5\4\1\x80\x7f\3" NAME_REQUEST, "other@6\n"),
	TEST_STREAM("\5\1\xff" NAME_REQUEST, "other@3\n"),
	TEST_STREAM("\5\1\0\1\2me\1p" NAME_REQUEST, "other@4\n"),
	TEST_STREAM("\5\1\2\1\1m\1p\1\1m\1p" NAME_REQUEST, "other@9\n"),
	TEST_STREAM("\5\1\1\1\1\0\1x", "other@4\n"),
	TEST_STREAM("\5\1\0\4\1", "other@4\n"),
	TEST_STREAM("\5\1\0\5\0\0", "other@5\n"),
	TEST_STREAM("\5\1\0\5\4\0", "other@5\n"),
	/* The reserved byte, and types of address that are none. */
	TEST_STREAM("\5\1\0\5\1\1\3\1a" PORT, TEST_MALFORMED),
	TEST_STREAM("\5\1\0\5\1\0\0", TEST_MALFORMED),
	TEST_STREAM("\5\1\0\5\1\0\2", TEST_MALFORMED),
	TEST_STREAM("\5\1\0\5\1\0\5", TEST_MALFORMED),
	TEST_STREAM("\5\1\0\5\1\0\xff", TEST_MALFORMED),
	TEST_STREAM("\5\1\0\5\1\0\3\0" PORT, TEST_MALFORMED),
	TEST_STREAM("\5\1\0\5\1\0\3\3a\0b" PORT, TEST_MALFORMED),
	TEST_STREAM("\5\1\0\5\1\0\3\4a..b" PORT, TEST_MALFORMED),
	TEST_STREAM("\5\1\0\5\1\0\3\5::1\0x" PORT, TEST_MALFORMED),
	/* Numbers that some take for an address. */
	TEST_STREAM("\5\1\0\5\1\0\3\005127.1" PORT, TEST_MALFORMED),
	TEST_STREAM("\5\1\0\5\1\0\3\0060x7f.1" PORT, TEST_MALFORMED),
	TEST_STREAM("\5\1\0\5\1\0\3\011010.0.0.1" PORT, TEST_MALFORMED),
	TEST_STREAM("\5\1\0\5\1\0\3\0122130706433" PORT, TEST_MALFORMED),
	TEST_STREAM("\5\1\0\5\1\0\3\006127.1a" PORT, "127.1a 443 v5 c1"),
};

static const char *check_socks(const void *row)
{
	return cordon_test_stream(&socks, row);
}

static const char *check_other_protocols(const void *row)
{
	const char *fault = NULL;
	u8 bytes[2] = { 0, 0x7f };
	unsigned int first;

	for (first = 0; first < 256 && !fault; first++) {
		bytes[0] = (u8)first;
		fault = cordon_test_reads(&socks, bytes, 2,
					  first == 4 ? "other@2\n" :
					  first == 5 ? "" : "other@1\n");
	}
	return fault;
}

/* Names of 253 bytes are the longest, whatever the field has room for. */
static const char *check_long_name(const void *row)
{
	static char expected[TEST_READER_TEXT_MAX], name[256];
	static u8 bytes[512];
	const char *fault = NULL;
	size_t length, i;

	for (length = 250; length <= 255 && !fault; length++) {
		for (i = 0; i < length; i++)
			name[i] = i % 64 == 63 ? '.' : 'a';
		name[length] = '\0';
		memcpy(bytes, "\5\1\0\5\1\0\3", 7);
		bytes[7] = (u8)length;
		memcpy(bytes + 8, name, length);
		memcpy(bytes + 8 + length, PORT, 2);
		snprintf(expected, sizeof(expected), "%s 443 v5 c1", name);
		fault = cordon_test_reads(&socks, bytes, length + 10,
					  length > 253 ? TEST_MALFORMED : expected);
		if (fault)
			break;
		memcpy(bytes, "\4\1" PORT "\0\0\0\1\0", 9);
		memcpy(bytes + 9, name, length + 1);
		snprintf(expected, sizeof(expected), "%s 443 v4 c1", name);
		fault = cordon_test_reads(&socks, bytes, length + 10,
					  length > 253 ? TEST_MALFORMED : expected);
	}
	return fault;
}

/* Longer than a user's name has to be nobody reads on. */
static const char *check_long_user(const void *row)
{
	static u8 bytes[512];
	const char *fault = NULL;
	size_t length;

	for (length = 254; length <= 256 && !fault; length++) {
		memset(bytes, 'u', sizeof(bytes));
		memcpy(bytes, "\4\1" PORT "\xc0\0\2\1", 8);
		bytes[8 + length] = 0;
		fault = cordon_test_reads(&socks, bytes, 9 + length, length > 255 ?
					  "other@264\n" : "@192.0.2.1 443 v4 c1");
		if (fault)
			break;
		memset(bytes + 4, 0, 3);
		memcpy(bytes + 9 + length, "a", 2);
		fault = cordon_test_reads(&socks, bytes, 11 + length, length > 255 ?
					  TEST_MALFORMED : "a 443 v4 c1");
	}
	return fault;
}

/* 255 methods, then a user's name and a password of 255 bytes. */
static const char *check_most_methods(const void *row)
{
	static u8 bytes[1024];

	memset(bytes, 0, sizeof(bytes));
	memcpy(bytes, "\5\xff", 2);
	bytes[256] = 2;
	memcpy(bytes + 257, "\1\xff", 2);
	bytes[514] = 255;
	memcpy(bytes + 770, NAME_REQUEST, sizeof(NAME_REQUEST));
	return cordon_test_reads(&socks, bytes, 786, NAME_SAID);
}

static const struct cordon_test_case socks_cases[] = {
	TEST_TABLE(socks_4, check_socks),
	TEST_TABLE(socks_5, check_socks),
	TEST_ONCE(check_other_protocols),
	TEST_ONCE(check_long_name),
	TEST_ONCE(check_long_user),
	TEST_ONCE(check_most_methods),
};

#endif /* _CORDON_ENGINE_TESTS_SOCKS_CASES_H */
