/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - what follows the first ClientHello of a stream
 */
#ifndef _CORDON_ENGINE_TESTS_TLS_SECOND_CASES_H
#define _CORDON_ENGINE_TESTS_TLS_SECOND_CASES_H

#include "tls_cases.h"

#define RANDOM	"0123456789abcdef0123456789abcdef"

/* The first hello, and another one's name with all bytes; or the first alone. */
static const char *sent_has(size_t first, bool second, const char *otherwise)
{
	if (second)
		expect("done@%zu " SAID "done@%zu b.example 2\n", first, sent.length);
	else
		expect("done@%zu " SAID "%s", first, otherwise);
	return sent_says(expected);
}

/* After a HelloRetryRequest comes another hello, behind one of these. */
static const struct test_second {
	const char *title;
	const char *bytes;
	size_t length;
} seconds[] = {
#define ROW(title, bytes)	{ title, bytes, sizeof(bytes) - 1 }
	ROW("nothing", ""),
	ROW("change_cipher_spec", "\x14\3\3\0\1\1"),
	ROW("empty_alert", "\x15\3\3\0\0"),
	ROW("both", "\x15\3\3\0\2\1\0\x14\3\3\0\1\1"),
	ROW("empty", "\x16\3\3\0\0"),
	ROW("empty_behind_ciphers", "\x14\3\3\0\1\1\x16\3\3\0\0"),
#undef ROW
};

static const char *check_second(const void *any)
{
	static const size_t sizes[] = { 1, 5, 200, 16384 };
	const struct test_second *row = any;
	const char *fault = NULL;
	size_t i, first;

	for (i = 0; i < ARRAY_SIZE(sizes) && !fault; i++) {
		sent.length = 0;
		put_hello(NAME, HELLO_CLASSIC, sizes[i]);
		first = sent.length;
		put(row->bytes, row->length);
		put_hello("b.example", HELLO_CLASSIC, sizes[i]);
		expect("done@%zu " SAID "done@%zu b.example 2\nother@%zu\n", first,
		       sent.length, sent.length);
		put("\x17\3\3\0\1x", 6);
		fault = sent_says(expected);
	}
	return fault;
}

static const char *check_broken_second(const void *none)
{
	size_t first;

	sent.length = 0;
	put_hello(NAME, HELLO_CLASSIC, 16384);
	first = sent.length;
	cordon_test_hello_browser(&hello, "a b", HELLO_CLASSIC);
	put_record(22, hello.data, hello.length);
	return sent_has(first, false, TEST_MALFORMED);
}

static const char *check_two_in_a_record(const void *none)
{
	cordon_test_hello_browser(&hello, NAME, HELLO_CLASSIC);
	cordon_test_hello_put(&hello, hello.data, HELLO_CLASSIC);
	sent.length = 0;
	put_record(22, hello.data, hello.length);
	expect("done@%u " SAID "done@%zu " NAME " 2\n", 5 + HELLO_CLASSIC,
	       sent.length);
	return sent_says(expected);
}

/* The first one did not offer what could ask for a second. */
static const char *check_second_behind_old(const void *none)
{
	sent.length = 0;
	put_old_hello();
	expect("done@%zu " SAID "other@%zu\n", sent.length, sent.length);
	put_hello("b.example", HELLO_CLASSIC, 16384);
	return sent_says(expected);
}

/* Announces early data, or does not. */
static void put_early_hello(bool early)
{
	cordon_test_hello_begin(&hello);
	cordon_test_hello_extend(&hello);
	cordon_test_hello_sni(&hello, NAME);
	cordon_test_hello_versions(&hello);
	if (early)
		cordon_test_hello_pad(&hello, HELLO_EARLY_DATA, 0);
	cordon_test_hello_end(&hello);
	put_record(22, hello.data, hello.length);
}

/* A server that asks again passes over early data, and then reads on. */
static const struct test_early {
	const char *title;
	size_t records;
	size_t length;			/* of each */
	bool read;			/* the second hello is */
} earlies[] = {
	{ "none", 0, 0, true },
	{ "a byte", 1, 1, true },
	{ "no byte", 1, 0, true },
	{ "full", 1, 16384, true },
	{ "encrypted, full", 1, 16384 + 256, true },
	{ "in bytes", 1000, 1, true },
	{ "to the limit", 1, CORDON_TLS_EARLY_MAX - 5, true },
	{ "one more", 1, CORDON_TLS_EARLY_MAX - 4, false },
	{ "longest length", 1, 65535, false },
	{ "two, to the limit", 2, CORDON_TLS_EARLY_MAX / 2 - 5, true },
	{ "two, over it", 2, CORDON_TLS_EARLY_MAX / 2 - 4, false },
};

static const char *try_early(const struct test_early *row, bool announced, bool ciphers)
{
	static const u8 zeros[65536];
	char other[32];
	size_t i, first, head;

	sent.length = 0;
	put_early_hello(announced);
	first = sent.length;
	if (ciphers)
		put("\x14\3\3\0\1\1", 6);
	head = sent.length + CORDON_TLS_RECORD_HEAD;
	for (i = 0; i < row->records; i++) {
		if (i && announced)
			head = sent.length + CORDON_TLS_RECORD_HEAD;
		put_record(23, zeros, row->length);
	}
	put_hello("b.example", HELLO_CLASSIC, 300);
	snprintf(other, sizeof(other), "other@%zu\n", head);
	return sent_has(first, row->read && (announced || !row->records), other);
}

static const char *check_early(const void *row)
{
	return try_early(row, false, false) ?: try_early(row, true, false) ?:
	       try_early(row, false, true) ?: try_early(row, true, true);
}

/* What an attacker puts into a second hello, behind a change_cipher_spec or not. */
static const struct test_hidden {
	const char *title;
	const char *bytes;
	size_t length;
	bool good;
} hiddens[] = {
#define ROW(title, bytes, good)	{ title, bytes, sizeof(bytes) - 1, good }
	ROW("nothing", "", true),
	ROW("change_cipher_spec", "\x14\3\3\0\1\1", true),
	ROW("user_canceled", "\x15\3\3\0\2\1\x5a", true),
	ROW("application_data", "\x17\3\3\0\1x", false),
	ROW("heartbeat", "\x18\3\3\0\1x", false),
	ROW("type_0", "\0\3\3\0\1x", false),
	ROW("empty", "\x16\3\3\0\0", true),
	ROW("too_long", "\x16\3\3\x40\1", false),
#undef ROW
};

static const char *try_hidden(const struct test_hidden *row, size_t cut, bool ciphers,
			      bool version)
{
	size_t first;

	sent.length = 0;
	put_hello(NAME, HELLO_CLASSIC, 16384);
	first = sent.length;
	if (ciphers)
		put("\x14\3\3\0\1\1", 6);
	cordon_test_hello_browser(&hello, "b.example", HELLO_CLASSIC);
	if (version)
		memset(hello.data + 4, 0x44, 2);
	put_record(22, hello.data, cut);
	put(row->bytes, row->length);
	put_record(22, hello.data + cut, hello.length - cut);
	return sent_has(first, row->good, TEST_MALFORMED);
}

static const char *check_hidden(const void *row)
{
	static const size_t cuts[] = { 1, 2, 3, 4, 5, 6, 23, 24, 25, 43, 200 };
	const char *fault = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cuts) && !fault; i++)
		fault = try_hidden(row, cuts[i], false, false) ?:
			try_hidden(row, cuts[i], true, false) ?:
			try_hidden(row, cuts[i], false, true) ?:
			try_hidden(row, cuts[i], true, true);
	return fault;
}

/* Only a draft of TLS 1.3 was offered: a server of it may ask again, too. */
static const struct test_draft {
	const char *title;
	u16 version;
	bool draft;
} drafts[] = {
	{ "23", 0x7f17, true }, { "28", 0x7f1c, true }, { "fizz 23", 0xfb17, true },
	{ "fizz 26", 0xfb1a, true }, { "none", 0x7e1c, false },
};

static const char *check_draft(const void *any)
{
	const struct test_draft *row = any;
	size_t extension, first;
	char other[32];

	cordon_test_hello_begin(&hello);
	cordon_test_hello_extend(&hello);
	cordon_test_hello_sni(&hello, NAME);
	extension = cordon_test_hello_extension(&hello, HELLO_VERSIONS);
	cordon_test_hello_put8(&hello, 2);
	cordon_test_hello_put16(&hello, row->version);
	cordon_test_hello_extension_end(&hello, extension);
	cordon_test_hello_end(&hello);
	sent.length = 0;
	put_record(22, hello.data, hello.length);
	first = sent.length;
	put_hello("b.example", HELLO_CLASSIC, 16384);
	snprintf(other, sizeof(other), "other@%zu\n", first);
	return sent_has(first, row->draft, other);
}

/* What follows a hello and is none of another session is no more read. */
static const struct test_behind {
	const char *title;
	const char *bytes;
	size_t length;
	size_t other;			/* after so many bytes of it; or malformed */
} behinds[] = {
#define ROW(title, bytes, other)	{ title, bytes, sizeof(bytes) - 1, other }
	ROW("application_data", "\x17\3\3\0\1x", 5),
	ROW("key_exchange", "\x16\3\3\0\4\x10\0\0\0", 6),
	ROW("certificate", "\x16\3\3\0\4\x0b\0\0\0", 6),
	ROW("type_25", "\x19\3\3\0\1x", 1),
	ROW("type_25_after_empty", "\x16\3\3\0\0\x19\3\3\0\1x", 6),
	ROW("type_25_after_alert", "\x15\3\3\0\2\1\x5a\x19\3\3\0\1x", 8),
	/* No session sends these there, and servers may pass over them. */
	ROW("too_long", "\x16\3\3\x40\1", 0),
	ROW("heartbeat", "\x18\3\3\0\1x", 0),
	ROW("no_hello", "\x16\3\3\0\x28\1\x99\x98\x97", 0),
	/* A resumed session: encrypted, and it may look like a hello. */
	ROW("finished", "\x14\3\3\0\1\1\x16\3\3\0\x28\0\x99\x98", 12),
	ROW("finished_1", "\x14\3\3\0\1\1\x16\3\3\0\x28\1\x99\x98\x97", 15),
	ROW("finished_2", "\x14\3\3\0\1\1\x16\3\3\0\x28\1\2\x98\x97\x96", 15),
	ROW("finished_3", "\x14\3\3\0\1\1\x16\3\3\0\x18\1\0\0\0\0", 15),
	/* Too short to be encrypted; or the length is a hello's. */
	ROW("short", "\x14\3\3\0\1\1\x16\3\3\0\x17\1\x99\x98\x97", 0),
	ROW("finished_4",
	    "\x14\3\3\0\1\1\x16\3\3\0\x18\1\0\x98\22701234567890123456789\x17", 0),
	ROW("key_exchange_of_a_byte", "\x16\3\3\0\1\x10", 6),
#undef ROW
};

static const char *check_behind(const void *any)
{
	const struct test_behind *row = any;
	char other[32] = TEST_MALFORMED;
	size_t first;

	sent.length = 0;
	put_hello(NAME, HELLO_CLASSIC, 16384);
	first = sent.length;
	put(row->bytes, row->length);
	if (row->other)
		snprintf(other, sizeof(other), "other@%zu\n", first + row->other);
	return sent_has(first, false, other);
}

/* A second hello without any extension, and of no version: nobody asks again. */
static const char *check_least_second(const void *none)
{
	static const char second[] = "\x16\3\3\0\6\1\0\0\x29\4\4\x16\3\3\0\x27" RANDOM
				     "\0\0\2\x13\1\1\0";
	size_t first;

	sent.length = 0;
	put_hello(NAME, HELLO_CLASSIC, 30);
	first = sent.length;
	put(second, sizeof(second) - 1);
	expect("done@%zu " SAID "done@%zu - 2\nother@%zu\n", first, sent.length,
	       sent.length);
	put_hello(NAME, HELLO_CLASSIC, 30);
	return sent_says(expected);
}

/* Only behind the hello change_cipher_spec means that what follows is encrypted. */
static const char *check_ciphers_before(const void *none)
{
	static const char finished[] = "\x16\3\3\0\x28\1\x99\x98\x97";
	const char *fault = NULL;
	char other[32];
	size_t first;
	int behind;

	for (behind = 0; behind < 2 && !fault; behind++) {
		sent.length = 0;
		put("\x14\3\3\0\1\1", 6);
		put_hello(NAME, HELLO_CLASSIC, 16384);
		first = sent.length;
		if (behind)
			put("\x14\3\3\0\1\1", 6);
		put(finished, sizeof(finished) - 1);
		snprintf(other, sizeof(other), "other@%zu\n", sent.length);
		fault = sent_has(first, false, behind ? other : TEST_MALFORMED);
	}
	return fault;
}

static const struct cordon_test_case tls_second_cases[] = {
	TEST_TABLE(seconds, check_second),
	TEST_ONCE(check_broken_second),
	TEST_ONCE(check_two_in_a_record),
	TEST_ONCE(check_second_behind_old),
	TEST_TABLE(earlies, check_early),
	TEST_TABLE(hiddens, check_hidden),
	TEST_TABLE(drafts, check_draft),
	TEST_TABLE(behinds, check_behind),
	TEST_ONCE(check_least_second),
	TEST_ONCE(check_ciphers_before),
};

#endif /* _CORDON_ENGINE_TESTS_TLS_SECOND_CASES_H */
