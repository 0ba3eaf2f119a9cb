/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - ClientHellos over records, and what comes beside them
 */
#ifndef _CORDON_ENGINE_TESTS_TLS_CASES_H
#define _CORDON_ENGINE_TESTS_TLS_CASES_H

#include "hello.h"
#include "reader.h"
#include "engine/names/tls.h"

#define NAME	"www.facebook.com"
#define SAID	NAME " 1\n"		/* the first hello */

static void print_tls(const void *state, char *text, size_t size)
{
	const struct cordon_tls *tls = state;

	snprintf(text, size, "%s %u", cordon_test_host(&tls->hello.host), tls->hellos);
}

TEST_READER(tls, print_tls);

static struct test_hello hello;

static struct {
	size_t length;
	u8 data[8 * 16384];
} sent;

static char expected[TEST_READER_TEXT_MAX];

#define expect(...)	snprintf(expected, sizeof(expected), __VA_ARGS__)

static const char *sent_says(const char *said)
{
	return cordon_test_reads(&tls, sent.data, sent.length, said);
}

/* The first hello with all bytes; or that they are malformed. */
static const char *sent_is(bool good)
{
	expect("done@%zu " SAID, sent.length);
	return sent_says(good ? expected : TEST_MALFORMED);
}

static void put(const void *bytes, size_t length)
{
	memcpy(sent.data + sent.length, bytes, length);
	sent.length += length;
}

static void put_record(u8 type, const void *bytes, size_t length)
{
	u8 head[] = { type, 3, 3, (u8)(length >> 8), (u8)length };

	put(head, sizeof(head));
	put(bytes, length);
}

static void put_hello(const char *name, size_t length, size_t fragment)
{
	cordon_test_hello_browser(&hello, name, length);
	sent.length += cordon_test_hello_records(hello.data, hello.length, fragment,
						 sent.data + sent.length);
}

/* A hello that does not offer TLS 1.3. */
static void put_old_hello(void)
{
	cordon_test_hello_begin(&hello);
	cordon_test_hello_extend(&hello);
	cordon_test_hello_sni(&hello, NAME);
	cordon_test_hello_end(&hello);
	put_record(22, hello.data, hello.length);
}

static const struct test_fragment {
	const char *title;
	size_t length;
	size_t fragment;
} fragments[] = {
	{ "whole", HELLO_CLASSIC, 16384 }, { "bytes", HELLO_CLASSIC, 1 },
	{ "by four", HELLO_CLASSIC, 4 }, { "by five", HELLO_CLASSIC, 5 },
	{ "all but one", HELLO_CLASSIC, 516 },
	{ "post-quantum", HELLO_POST_QUANTUM, 16384 },
	{ "post-quantum bytes", HELLO_POST_QUANTUM, 1 },
	{ "post-quantum packets", HELLO_POST_QUANTUM, 1200 },
	{ "longest record", 16384, 16384 }, { "by a hundred", 16384, 100 },
	{ "many bytes", 16384, 1 }, { "four records", 60000, 16384 },
};

static const char *check_fragment(const void *any)
{
	const struct test_fragment *row = any;

	sent.length = 0;
	put_hello(NAME, row->length, row->fragment);
	return sent_is(true);
}

/* What comes instead of the first record, before a hello that is right. */
static const struct test_first {
	const char *title;
	const char *bytes;
	size_t length;
	const char *said;		/* NULL: the hello */
} firsts[] = {
#define ROW(title, bytes, said)	{ title, bytes, sizeof(bytes) - 1, said }
	ROW("nothing", "", NULL),
	ROW("change_cipher_spec", "\x14\3\3\0\1\1", NULL),
	ROW("warning", "\x15\3\1\0\2\1\x64", NULL),
	ROW("application_data", "\x17\3\3\0\1x", TEST_MALFORMED),
	ROW("heartbeat", "\x18\3\3\0\3\1\0\0", TEST_MALFORMED),
	ROW("empty", "\x16\3\1\0\0", NULL),
	ROW("too_long", "\x16\3\1\x40\1\1", TEST_MALFORMED),
	ROW("longest_length", "\x16\3\1\xff\xff\1", TEST_MALFORMED),
	/* What some server passes over, so often and together. */
	ROW("warnings", "\x15\3\1\0\2\1\0\x15\3\1\0\2\1\x5a", NULL),
	ROW("two_in_one", "\x15\3\1\0\4\1\0\1\x5a", NULL),
	ROW("fatal", "\x15\3\1\0\2\2\x28", NULL),
	ROW("empty_alert", "\x15\3\1\0\0", NULL),
	ROW("empty_ciphers", "\x14\3\1\0\0", NULL),
	ROW("all_of_them", "\x16\3\1\0\0\x15\3\1\0\2\1\x5a\x14\3\1\0\1\1"
	    "\x16\3\3\0\0", NULL),
	ROW("warning_too_long", "\x15\3\1\x40\1\1", TEST_MALFORMED),
	ROW("empty_application_data", "\x17\3\1\0\0", TEST_MALFORMED),
	ROW("empty_heartbeat", "\x18\3\1\0\0", TEST_MALFORMED),
	/* It began as TLS, and goes on as nothing that is. */
	ROW("warning_and_type_25", "\x15\3\1\0\2\1\x5a\x19\3\1\0\0",
	    TEST_MALFORMED),
	ROW("warning_and_data_of_major_5",
	    "\x15\3\1\0\2\1\x5a\x17\5\1\0\1x", TEST_MALFORMED),
	ROW("empty_and_ssl_2", "\x16\3\1\0\0\x80\x2e\1\3\1",
	    TEST_MALFORMED),
	ROW("warning_and_line", "\x15\3\1\0\2\1\x5aGET / HTTP/1.1\r\n\r\n",
	    TEST_MALFORMED),
	ROW("server_hello", "\x16\3\3\0\4\2\0\0\0", "other@6\n"),
	ROW("hello_request", "\x16\3\3\0\4\0\0\0\0", "other@6\n"),
	/* The minor version is never looked at, the major one by some. */
	ROW("empty_of_minor_9", "\x16\3\x09\0\0", NULL),
	ROW("too_long_of_minor_153", "\x16\3\x99\x40\1\1", TEST_MALFORMED),
	ROW("ciphers_of_minor_255", "\x14\3\xff\0\1\1", NULL),
	ROW("warning_of_major_0", "\x15\0\0\0\2\1\x5a", NULL),
	ROW("warning_of_major_15", "\x15\x0f\1\0\2\1\x5a", NULL),
	ROW("warning_of_major_16", "\x15\x10\1\0\2\1\x5a", "other@5\n"),
	ROW("empty_of_major_5", "\x16\5\1\0\0", NULL),
	ROW("empty_of_major_153", "\x16\x99\1\0\0", "other@5\n"),
	ROW("too_long_of_major_5", "\x16\5\1\x40\1\1", "other@5\n"),
	ROW("ciphers_of_major_5", "\x14\5\1\0\1\1", "other@5\n"),
	ROW("data_of_major_5", "\x17\5\1\0\1x", "other@5\n"),
	ROW("type_19", "\x13\3\3\0\1x", "other@1\n"),
	ROW("type_25", "\x19\3\3\0\1x", "other@1\n"),
	ROW("ssl_2", "\x80\x2e\1\3\1\0\x15", "done@5 - 1\nother@5\n"),
	ROW("http", "GET / HTTP/1.1\r\n\r\n", "other@1\n"),
	ROW("ssh", "SSH-2.0-OpenSSH_9.2\r\n", "other@1\n"),
	ROW("zeros", "\0\0\0\0\0\0", "other@1\n"),
	ROW("server_hello_of_a_byte", "\x16\3\1\0\1\2", "other@6\n"),
#undef ROW
};

static const char *check_first(const void *any)
{
	const struct test_first *row = any;

	sent.length = 0;
	put(row->bytes, row->length);
	put_hello(NAME, HELLO_CLASSIC, 16384);
	return row->said ? sent_says(row->said) : sent_is(true);
}

/* The version of a record means nothing: a server may pass over it. */
static const struct test_version {
	const char *title;
	u8 version[2];
} versions[] = {
	{ "3.0", { 3, 0 } }, { "3.1", { 3, 1 } }, { "3.4", { 3, 4 } },
	{ "3.5", { 3, 5 } }, { "3.255", { 3, 0xff } }, { "0.0", { 0, 0 } },
	{ "2.0", { 2, 0 } }, { "5.1", { 5, 1 } }, { "draft", { 0x7f, 0x1c } },
	{ "255.255", { 0xff, 0xff } },
};

static const char *check_version(const void *any)
{
	const struct test_version *row = any;
	const char *fault;

	sent.length = 0;
	put_hello(NAME, HELLO_CLASSIC, 300);
	memcpy(sent.data + 1, row->version, 2);
	fault = sent_is(true);
	if (fault)
		return fault;
	/* Six bytes of a hello tell as much as a version does. */
	sent.data[5 + 6 + 32] = 33;
	return sent_is(false);
}

/* A record between two that carry a hello. */
static const struct test_between {
	const char *title;
	const char *bytes;
	size_t length;
	bool good;
} betweens[] = {
#define ROW(title, bytes, good)	{ title, bytes, sizeof(bytes) - 1, good }
	ROW("nothing", "", true),
	ROW("change_cipher_spec", "\x14\3\3\0\1\1", true),
	ROW("warning", "\x15\3\1\0\2\1\x64", true),
	ROW("empty", "\x16\3\3\0\0", true),
	ROW("empty_and_warning", "\x16\3\3\0\0\x15\3\3\0\2\1\x64", true),
	ROW("application_data", "\x17\3\3\0\1x", false),
	ROW("empty_application_data", "\x17\3\3\0\0", false),
	ROW("heartbeat", "\x18\3\3\0\1x", false),
	ROW("type_0", "\0\3\3\0\1x", false),
	ROW("type_255", "\xff\3\3\0\1x", false),
	ROW("ssl_2", "\x80\x2e\1\3\1", false),
	ROW("too_long", "\x16\3\3\x40\1", false),
#undef ROW
};

static const char *check_between(const void *any)
{
	const struct test_between *row = any;
	const char *fault = NULL;
	size_t cut;

	for (cut = 1; cut < HELLO_CLASSIC && !fault; cut += 103) {
		cordon_test_hello_browser(&hello, NAME, HELLO_CLASSIC);
		sent.length = 0;
		put_record(22, hello.data, cut);
		put(row->bytes, row->length);
		put_record(22, hello.data + cut, hello.length - cut);
		fault = sent_is(row->good);
	}
	return fault;
}

/* So many of these are passed over, in all three places together. */
static const struct test_passed {
	const char *title;
	const char *record;
	size_t length;
} passeds[] = {
	{ "ciphers", "\x14\3\3\0\1\1", 6 },
	{ "warning", "\x15\3\3\0\2\1\x64", 7 },
	{ "empty", "\x16\3\3\0\0", 5 },
};

static void put_times(const struct test_passed *row, size_t times)
{
	while (times--)
		put(row->record, row->length);
}

/* Most of them in one place; behind the hello there may be one more. */
static const char *try_passed(const struct test_passed *row, int where, bool more)
{
	size_t most = CORDON_TLS_PASSED_MAX - 2U, first;

	cordon_test_hello_browser(&hello, NAME, HELLO_CLASSIC);
	sent.length = 0;
	put_times(row, 1 + (where == 0 ? most : 0));
	put_record(22, hello.data, 100);
	put_times(row, 1 + (where == 1 ? most : 0));
	put_record(22, hello.data + 100, hello.length - 100);
	first = sent.length;
	put_times(row, (where == 2 ? most : 0) + more);
	put_record(22, hello.data, hello.length);
	if (more)
		expect("done@%zu " SAID TEST_MALFORMED, first);
	else
		expect("done@%zu " SAID "done@%zu " NAME " 2\n", first, sent.length);
	return sent_says(expected);
}

static const char *check_passed(const void *row)
{
	const char *fault = NULL;
	int where;

	for (where = 0; where < 3 && !fault; where++)
		fault = try_passed(row, where, false) ?: try_passed(row, where, true);
	return fault;
}

/* A hello in the form of SSL 2.0, which names nobody, and is the first record. */
static const struct test_stream ssl_2s[] = {
	TEST_STREAM("\x80\x2e\1\3\3\0\x15\0\0\0\x10", "done@5 - 1\nother@5\n"),
	TEST_STREAM("\x80\x2e\1\3\0", "done@5 - 1\n"),
	TEST_STREAM("\xff\xff\1\3\1", "done@5 - 1\n"),
	TEST_STREAM("\x80\x2e\1\3", ""),
	TEST_STREAM("\x80\x2e\1\2\0", "other@4\n"),
	TEST_STREAM("\x80\x2e\2\3\1", "other@3\n"),
	TEST_STREAM("\x00\x2e\1\3\1", "other@1\n"),
};

static const char *check_ssl_2(const void *any)
{
	const struct test_stream *row = any;

	return cordon_test_reads(&tls, row->bytes, row->length, row->said);
}

/* The length of the only record, at its extremes. */
static const char *check_record_length(const void *none)
{
	const char *fault;

	sent.length = 0;
	put_hello(NAME, 16384, 16384);
	fault = sent_is(true);
	if (fault)
		return fault;
	sent.length = 0;
	put_hello(NAME, 16385, 16385);
	fault = sent_is(false);
	if (fault)
		return fault;
	sent.length = 0;
	put_hello(NAME, HELLO_CLASSIC, 16384);
	sent.data[4]--;
	fault = sent_is(false);
	if (fault)
		return fault;
	sent.data[4] = (u8)(sent.data[4] + 2);
	sent.data[sent.length++] = 0;
	expect("done@%zu " SAID "other@%zu\n", sent.length - 1, sent.length);
	return sent_says(expected);
}

static const char *check_broken_at_random(const void *none)
{
	static const size_t sizes[] = { 1, 7, 100, 16384 };
	const char *fault = NULL;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(sizes) && !fault; i++) {
		sent.length = 0;
		put_old_hello();
		sent.length = cordon_test_hello_records(hello.data, hello.length,
							sizes[i], sent.data);
		fault = cordon_test_wavers(&tls, sent.data, sent.length,
					   TEST_ROUNDS(3000));
	}
	return fault;
}

static const struct cordon_test_case tls_cases[] = {
	TEST_TABLE(fragments, check_fragment),
	TEST_TABLE(firsts, check_first),
	TEST_TABLE(versions, check_version),
	TEST_TABLE(betweens, check_between),
	TEST_TABLE(passeds, check_passed),
	TEST_TABLE(ssl_2s, check_ssl_2),
	TEST_ONCE(check_record_length),
	TEST_ONCE(check_broken_at_random),
};

#endif /* _CORDON_ENGINE_TESTS_TLS_CASES_H */
