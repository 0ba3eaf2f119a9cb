// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: ClientHellos in the records of a TLS stream
 */
#include "engine/names/tls.h"
#include "fixture.h"
#include "stream.h"

#define ROOM		4096
#define RANDOM		"0123456789abcdef0123456789abcdef"
/* Version, random, session, ciphers, compression. */
#define FIXED		"\3\3" RANDOM "\0\0\2\x13\1\1\0"
#define SNI_A		"\0\0\0\6\0\4\0\0\1a"
#define VERSIONS	"\0\x2b\0\3\2\3\4"
#define GREASE		"\x3a\x3a\0\0"

struct bytes {
	const char *at;
	size_t length;
};

#define BYTES(text)	{ text, sizeof(text) - 1 }

static void print_tls(const void *state, char *text)
{
	const struct cordon_tls *tls = state;

	cordon_test_print_host(text, &tls->hello.host);
	cordon_test_print(text, " %x %x", tls->hello.flags, tls->hello.alpn);
}

TEST_READER(tls, print_tls);

static size_t put(u8 *out, size_t at, const void *bytes, size_t length)
{
	memcpy(out + at, bytes, length);
	return at + length;
}

/* A hello with these extensions, in records of @fragment bytes. */
static size_t put_hello(u8 *out, size_t at, const struct bytes *extensions,
			size_t fragment)
{
	size_t total = sizeof(FIXED) - 1 + 2 + extensions->length, length, i;
	u8 hello[256];

	length = put(hello, 0, "\1\0", 2);
	hello[length++] = total >> 8;
	hello[length++] = total;
	length = put(hello, length, FIXED, sizeof(FIXED) - 1);
	hello[length++] = extensions->length >> 8;
	hello[length++] = extensions->length;
	length = put(hello, length, extensions->at, extensions->length);
	for (i = 0; i < length; i += fragment) {
		size_t some = min(fragment, length - i);

		at = put(out, at, "\x16\3\1\0", 4);
		out[at++] = some;
		at = put(out, at, hello + i, some);
	}
	return at;
}

struct extended {
	const char *desc;
	struct bytes extensions;
	const char *said;
};

static const struct extended extendeds[] = {
	{ "none", BYTES(""), "- 0 0; " },
	{ "name", BYTES(SNI_A), "a 1 0; " },
	{ "name_between", BYTES(GREASE SNI_A VERSIONS), "a 21 0; " },
	{ "folded", BYTES("\0\0\0\x0d\0\x0b\0\0\x08WWW.Abc."), "www.abc 1 0; " },
	{ "literal", BYTES("\0\0\0\x0e\0\x0c\0\0\011192.0.2.1"),
	  "@192.0.2.1 1 0; " },
	{ "other_name_type", BYTES("\0\0\0\6\0\4\1\0\1a"), "- 5 0; " },
	{ "alpn", BYTES("\0\x10\0\x0e\0\x0c\2h2\x08http/1.1"), "- 0 3; " },
	{ "alpn_dns", BYTES("\0\x10\0\x0a\0\x08\3dot\3doq"), "- 0 18; " },
	{ "ech", BYTES("\xfe\x0d\0\1\0" SNI_A), "a 9 0; " },
	{ "ech_inner", BYTES("\xfe\x0d\0\1\1"), "- 18 0; " },
	{ "early_data_and_key", BYTES("\0\x2a\0\0\0\x29\0\1x"), "- c0 0; " },
	{ "two_hosts", BYTES("\0\0\0\x0a\0\x08\0\0\1a\0\0\1b"), "malformed" },
	{ "sni_twice", BYTES(SNI_A SNI_A), "malformed" },
	{ "sni_empty", BYTES("\0\0\0\0"), "malformed" },
	{ "empty_name", BYTES("\0\0\0\5\0\3\0\0\0"), "malformed" },
	{ "nul_in_name", BYTES("\0\0\0\x08\0\6\0\0\3a\0b"), "malformed" },
	{ "list_too_long", BYTES("\0\0\0\6\0\5\0\0\1a"), "malformed" },
	{ "list_too_short", BYTES("\0\0\0\7\0\4\0\0\1a\0"), "malformed" },
	{ "name_too_long", BYTES("\0\0\0\6\0\4\0\0\2a"), "malformed" },
	{ "extension_too_long", BYTES("\0\0\0\7\0\4\0\0\1a"), "malformed" },
	{ "alpn_empty_name", BYTES("\0\x10\0\3\0\1\0"), "malformed" },
	{ "versions_odd", BYTES("\0\x2b\0\4\3\3\4\3"), "malformed" },
	{ "a_byte_too_much", BYTES(SNI_A "\0"), "malformed" },
	{ "draft", BYTES("\0\x2b\0\3\2\x7f\x1c"), "- 20 0; " },
	{ "fizz_draft", BYTES("\0\x2b\0\3\2\xfb\x1a"), "- 20 0; " },
	{ "no_draft", BYTES("\0\x2b\0\3\2\x7e\x1c"), "- 0 0; " },
};

static void describe_extended(const struct extended *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(extended, extendeds, describe_extended);

static void test_hello(struct kunit *test)
{
	const struct extended *row = test->param_value;
	u8 *stream = test->priv;

	cordon_test_stream(test, &tls, stream,
			   put_hello(stream, 0, &row->extensions, 255), row->said);
	cordon_test_stream(test, &tls, stream,
			   put_hello(stream, 0, &row->extensions, 1), row->said);
}

struct framed {
	const char *desc;
	struct bytes before;
	struct bytes after;
	const char *said;
};

static const struct framed frameds[] = {
	{ "alone", BYTES(""), BYTES(""), "a 21 0; " },
	{ "second_hello", BYTES(""), BYTES("\x14\3\3\0\1\1"),
	  "a 21 0; a 21 0; " },
	{ "second_hello_of_any_version", BYTES(""),
	  BYTES("\x16\3\3\0\6\1\0\0\x29\4\4\x16\3\3\0\x27"
		RANDOM "\0\0\2\x13\1\1\0"), "a 21 0; - 0 0; other" },
	{ "data_in_second_hello", BYTES(""),
	  BYTES("\x16\3\3\0\1\1\x17\3\3\0\2\1\x5a"), "a 21 0; malformed" },
	{ "data_in_second_hello_behind_ciphers", BYTES(""),
	  BYTES("\x14\3\3\0\1\1\x16\3\3\0\1\1\x17\3\3\0\2\1\x5a"),
	  "a 21 0; malformed" },
	{ "empty_record_between", BYTES(""), BYTES("\x16\3\3\0\0"),
	  "a 21 0; a 21 0; " },
	{ "application_data", BYTES(""), BYTES("\x17\3\3\0\1x"), "a 21 0; other" },
	{ "key_exchange", BYTES(""), BYTES("\x16\3\3\0\1\x10"),
	  "a 21 0; other" },
	{ "finished", BYTES(""),
	  BYTES("\x14\3\3\0\1\1\x16\3\3\0\x28\1\x99\x99\x99"), "a 21 0; other" },
	{ "too_short_for_finished", BYTES(""),
	  BYTES("\x14\3\3\0\1\1\x16\3\3\0\x17\1\x99\x99\x99"),
	  "a 21 0; malformed" },
	{ "warning_first", BYTES("\x15\3\1\0\2\1\0"), BYTES(""), "a 21 0; " },
	{ "empty_record_first", BYTES("\x16\3\1\0\0"), BYTES(""), "a 21 0; " },
	{ "ciphers_first", BYTES("\x14\3\1\0\1\1"), BYTES(""), "a 21 0; " },
	{ "data_first", BYTES("\x17\3\1\0\1x"), BYTES(""), "malformed" },
	{ "empty_record_of_minor_9", BYTES("\x16\3\x09\0\0"), BYTES(""),
	  "a 21 0; " },
	{ "warning_of_major_15", BYTES("\x15\x0f\1\0\2\1\0"), BYTES(""),
	  "a 21 0; " },
	{ "line_behind_warning", BYTES("\x15\3\1\0\2\1\0GET /"), BYTES(""),
	  "malformed" },
	{ "warning_of_major_16", BYTES("\x15\x10\1\0\2\1\0"), BYTES(""), "other" },
	{ "long_record_first", BYTES("\x16\3\1\x40\1"), BYTES(""), "malformed" },
	{ "server_hello", BYTES("\x16\3\1\0\1\2"), BYTES(""), "other" },
	{ "ssl_2", BYTES("\x80\x2e\1\3\1"), BYTES(""), "- 0 0; other" },
	{ "ssl_2_of_major_2", BYTES("\x80\x2e\1\2\0"), BYTES(""), "other" },
	{ "http", BYTES("GET / HTTP/1.1\r\n\r\n"), BYTES(""), "other" },
};

static void describe_framed(const struct framed *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(framed, frameds, describe_framed);

/* Something before a hello; something after it, and the hello once more. */
static void test_records(struct kunit *test)
{
	static const struct bytes extensions = BYTES(SNI_A VERSIONS);
	const struct framed *row = test->param_value;
	u8 *stream = test->priv;
	size_t length;

	length = put(stream, 0, row->before.at, row->before.length);
	length = put_hello(stream, length, &extensions, 30);
	length = put(stream, length, row->after.at, row->after.length);
	if (row->after.length)
		length = put_hello(stream, length, &extensions, 30);
	cordon_test_stream(test, &tls, stream, length, row->said);
}

/* A second hello behind early data that the first one announced, or did not. */
static void test_early_data(struct kunit *test)
{
	static const struct bytes announced = BYTES(SNI_A VERSIONS "\0\x2a\0\0");
	static const struct bytes other = BYTES(SNI_A VERSIONS);
	static const struct bytes data = BYTES("\x14\3\3\0\1\1\x17\3\3\0\2xy");
	u8 *stream = test->priv;
	size_t length;

	length = put_hello(stream, 0, &announced, 30);
	length = put(stream, length, data.at, data.length);
	length = put_hello(stream, length, &other, 30);
	cordon_test_stream(test, &tls, stream, length, "a 61 0; a 21 0; ");
	length = put_hello(stream, 0, &other, 30);
	length = put(stream, length, data.at, data.length);
	length = put_hello(stream, length, &other, 30);
	cordon_test_stream(test, &tls, stream, length, "a 21 0; other");
}

/* Data in the middle of a hello; its twin goes on with a record, or a warning. */
static void test_between(struct kunit *test)
{
	static const struct bytes extensions = BYTES(SNI_A);
	u8 *stream = test->priv;
	size_t length = put_hello(stream, 0, &extensions, 30);

	cordon_test_stream(test, &tls, stream, length, "a 1 0; ");
	stream[35] = 0x17;
	cordon_test_stream(test, &tls, stream, length, "malformed");
	stream[35] = 0x16;
	memmove(stream + 42, stream + 35, length - 35);
	put(stream, 35, "\x15\3\3\0\2\1\x5a", 7);
	cordon_test_stream(test, &tls, stream, length + 7, "a 1 0; ");
}

static int tls_init(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, ROOM, GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

static struct kunit_case tls_cases[] = {
	KUNIT_CASE_PARAM(test_hello, extended_gen_params),
	KUNIT_CASE_PARAM(test_records, framed_gen_params),
	KUNIT_CASE(test_early_data),
	KUNIT_CASE(test_between),
	{}
};

static struct kunit_suite tls_suite = {
	.name = "cordon_tls",
	.init = tls_init,
	.test_cases = tls_cases,
};

kunit_test_suite(tls_suite);
