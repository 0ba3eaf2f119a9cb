/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - whom ClientHello messages name, and what else they say
 */
#ifndef _CORDON_ENGINE_TESTS_TLS_HELLO_CASES_H
#define _CORDON_ENGINE_TESTS_TLS_HELLO_CASES_H

#include "hello.h"
#include "reader.h"

static void print_hello(const void *state, char *text, size_t size)
{
	static const char *const words[] = {
		"sni", "bad", "other-name", "ech", "inner", "1.3", "early", "psk",
	};
	static const char *const alpn[] = {
		"http/1.1", "h2", "h3", "dot", "doq", "?",
	};
	const struct cordon_tls_hello *hello = state;

	cordon_test_print(text, size, "%s", cordon_test_host(&hello->host));
	cordon_test_print_flags(text, size, words, ARRAY_SIZE(words), hello->flags);
	cordon_test_print_flags(text, size, alpn, ARRAY_SIZE(alpn), hello->alpn);
}

TEST_READER(tls_hello, print_hello);

static struct test_hello told;

static const char *told_says(const char *expected)
{
	return cordon_test_reads(&tls_hello, told.data, told.length, expected);
}

/* A hello with nothing but a name. */
static void tell_name(const char *name)
{
	cordon_test_hello_begin(&told);
	cordon_test_hello_extend(&told);
	cordon_test_hello_sni(&told, name);
	cordon_test_hello_end(&told);
}

static const struct test_browser {
	const char *title;
	size_t length;
	const char *said;
} browsers[] = {
	{ "classic", HELLO_CLASSIC, "www.facebook.com sni 1.3 http/1.1 h2" },
	{ "post-quantum", HELLO_POST_QUANTUM,
	  "www.facebook.com sni ech 1.3 http/1.1 h2" },
	{ "padded", 16384, "www.facebook.com sni ech 1.3 http/1.1 h2" },
};

static const char *check_browser(const void *any)
{
	const struct test_browser *row = any;

	cordon_test_hello_browser(&told, "WWW.Facebook.com", row->length);
	return TEST_EQUAL(row->length, told.length) ?: told_says(row->said);
}

static const struct test_name {
	const char *title;		/* the name */
	const char *said;
} names[] = {
	{ "a", "a sni" },
	{ "facebook.com.", "facebook.com sni" },
	{ "_x.Example.ORG", "_x.example.org sni" },
	{ "192.0.2.7", "@192.0.2.7 sni" },
	{ "2001:db8::1", "@2001:db8::1 sni" },
	{ "[2001:db8::1]", "@2001:db8::1 sni" },
	{ "", TEST_MALFORMED },
	{ ".", TEST_MALFORMED },
	{ "a..b", TEST_MALFORMED },
	{ ".a", TEST_MALFORMED },
	{ "a b", TEST_MALFORMED },
	{ "a\nb", TEST_MALFORMED },
	{ "caf\xc3\xa9.example", TEST_MALFORMED },
	{ "example.com:443", TEST_MALFORMED },
	{ "2001:db8::zz", TEST_MALFORMED },
	{ "WWW.Abc.", "www.abc sni" },
};

static const char *check_name(const void *any)
{
	const struct test_name *row = any;

	tell_name(row->title);
	return told_says(row->said);
}

/* What is wrong with a name is told from what is wrong with the message. */
static const char *check_bad_name_is_marked(const void *none)
{
	static struct cordon_tls_hello state;
	const char *fault;
	size_t used;

	tell_name("a\xff");
	cordon_tls_hello_init(&state);
	fault = TEST_EQUAL(CORDON_READ_MALFORMED,
			   cordon_tls_hello_read(&state, told.data, told.length,
						 &used)) ?:
		TEST_EQUAL(CORDON_TLS_SNI | CORDON_TLS_BAD_NAME, state.flags);
	if (fault)
		return fault;
	told.data[1] = 9;
	cordon_tls_hello_init(&state);
	return TEST_EQUAL(CORDON_READ_MALFORMED,
			  cordon_tls_hello_read(&state, told.data, told.length,
						&used)) ?:
	       TEST_EQUAL(0, state.flags);
}

/* Labels of 63 bytes; 253 bytes are a name, with the root's dot or without. */
static const struct test_long_name {
	const char *title;
	size_t length;
	bool good;
} long_names[] = {
	{ "a label", 63, true }, { "the longest", 253, true },
	{ "a byte more", 254, false }, { "two bytes more", 255, false },
	{ "three bytes more", 256, false }, { "1000 bytes", 1000, false },
};

static const char *check_long_name(const void *any)
{
	static char text[TEST_READER_TEXT_MAX], name[1024];
	const struct test_long_name *row = any;
	const char *fault;
	size_t at;

	for (at = 0; at < row->length; at++)
		name[at] = at % 64 == 63 ? '.' : 'a';
	name[at] = '\0';
	snprintf(text, sizeof(text), "%s sni", name);
	tell_name(name);
	fault = told_says(row->good ? text : TEST_MALFORMED);
	if (fault || !row->good)
		return fault;
	name[at] = '.';
	name[at + 1] = '\0';
	tell_name(name);
	return told_says(text);
}

static const struct test_raw {
	const char *title;
	u16 type;
	const char *bytes;
	size_t length;
	const char *said;
} raws[] = {
#define RAW(title, type, bytes, said)	{ title, type, bytes, sizeof(bytes) - 1, said }
	RAW("name", 0, "\0\4\0\0\1a", "a sni"),
	RAW("empty_extension", 0, "", TEST_MALFORMED),
	RAW("empty_list", 0, "\0\0", TEST_MALFORMED),
	RAW("half_a_list_length", 0, "\0", TEST_MALFORMED),
	RAW("list_too_short", 0, "\0\3\0\0\1a", TEST_MALFORMED),
	RAW("list_too_long", 0, "\0\5\0\0\1a", TEST_MALFORMED),
	RAW("name_too_short", 0, "\0\5\0\0\1ab", TEST_MALFORMED),
	RAW("name_too_long", 0, "\0\4\0\0\2a", TEST_MALFORMED),
	RAW("name_endless", 0, "\0\4\0\xff\xff\x61", TEST_MALFORMED),
	RAW("nul", 0, "\0\6\0\0\3a\0b", TEST_MALFORMED),
	RAW("behind_the_list", 0, "\0\4\0\0\1a\0", TEST_MALFORMED),
	RAW("two_hosts", 0, "\0\x08\0\0\1a\0\0\1b", TEST_MALFORMED),
	RAW("other_type", 0, "\0\4\1\0\1a", "- sni other-name"),
	RAW("other_type_empty", 0, "\0\3\1\0\0", "- sni other-name"),
	RAW("other_type_first", 0, "\0\x08\7\0\1a\0\0\1b",
	    "b sni other-name"),
	RAW("other_type_last", 0, "\0\x08\0\0\1a\7\0\1b",
	    "a sni other-name"),
	RAW("other_type_too_long", 0, "\0\4\1\0\2a", TEST_MALFORMED),
	RAW("alpn", 16, "\0\3\2h2", "- h2"),
	RAW("alpn_empty", 16, "\0\0", TEST_MALFORMED),
	RAW("alpn_empty_name", 16, "\0\4\2h2\0", TEST_MALFORMED),
	RAW("alpn_only_empty_name", 16, "\0\1\0", TEST_MALFORMED),
	RAW("alpn_too_long", 16, "\0\3\3h2", TEST_MALFORMED),
	RAW("alpn_list_too_long", 16, "\0\4\2h2", TEST_MALFORMED),
	RAW("versions", 43, "\2\3\4", "- 1.3"),
	RAW("versions_old", 43, "\4\3\3\3\2", "-"),
	RAW("versions_draft", 43, "\2\x7f\x1c", "- 1.3"),
	RAW("versions_fizz_draft", 43, "\4\3\3\xfb\x1a", "- 1.3"),
	RAW("versions_near_drafts", 43, "\x08\x7e\x1c\x80\x1c\xfa\x1a\xfc\x1a", "-"),
	RAW("versions_empty", 43, "\0", TEST_MALFORMED),
	RAW("versions_none", 43, "", TEST_MALFORMED),
	RAW("versions_odd", 43, "\3\3\4\3", TEST_MALFORMED),
	RAW("versions_too_long", 43, "\4\3\4", TEST_MALFORMED),
	RAW("versions_too_short", 43, "\2\3\4\3\3", TEST_MALFORMED),
	RAW("ech_outer", 0xfe0d, "\0\0\1\0\1\7\0\0\0\1x", "- ech"),
	RAW("ech_inner", 0xfe0d, "\1", "- ech inner"),
	RAW("ech_of_another_kind", 0xfe0d, "\2", "- ech"),
	RAW("ech_empty", 0xfe0d, "", TEST_MALFORMED),
	RAW("early_data", 42, "", "- early"),
	RAW("pre_shared_key", 41, "\0\1x", "- psk"),
	RAW("unknown", 0x1234, "\0\1x", "-"),
	RAW("versions_near_draft", 43, "\2\x7e\x1c", "-"),
	RAW("alpn_of_dns", 16, "\0\x08\3dot\3doq", "- dot doq"),
#undef RAW
};

/* Alone, behind another extension, and before another one. */
static const char *check_raw(const void *any)
{
	const struct test_raw *row = any;
	const char *fault = NULL;
	size_t extension, at;
	int where;

	for (where = 0; where < 3 && !fault; where++) {
		cordon_test_hello_begin(&told);
		cordon_test_hello_extend(&told);
		if (where == 1)
			cordon_test_hello_pad(&told, 23, 0);
		at = told.length;
		extension = cordon_test_hello_extension(&told, row->type);
		cordon_test_hello_put(&told, row->bytes, row->length);
		cordon_test_hello_extension_end(&told, extension);
		if (where == 2)
			cordon_test_hello_pad(&told, HELLO_GREASE, 7);
		cordon_test_hello_end(&told);
		fault = TEST_EQUAL(row->length, told.data[at + 3]) ?:
			told_says(row->said);
	}
	return fault;
}

#define SNI_A		"\0\0\0\6\0\4\0\0\1a"
#define VERSIONS	"\0\x2b\0\3\2\3\4"
#define GREASE		"\x3a\x3a\0\0"

/* All of a hello's extensions, byte by byte. */
static const struct test_block {
	const char *title;
	const char *bytes;
	size_t length;
	const char *said;
} blocks[] = {
#define BLOCK(title, bytes, said)	{ title, bytes, sizeof(bytes) - 1, said }
	BLOCK("none", "", "-"),
	BLOCK("name", SNI_A, "a sni"),
	BLOCK("name_between", GREASE SNI_A VERSIONS, "a sni 1.3"),
	BLOCK("ech_before_name", "\xfe\x0d\0\1\0" SNI_A, "a sni ech"),
	BLOCK("early_data_and_key", "\0\x2a\0\0\0\x29\0\1x", "- early psk"),
	BLOCK("extension_too_long", "\0\0\0\7\0\4\0\0\1a", TEST_MALFORMED),
	BLOCK("a_byte_too_much", SNI_A "\0", TEST_MALFORMED),
#undef BLOCK
};

static const char *check_block(const void *any)
{
	const struct test_block *row = any;

	cordon_test_hello_begin(&told);
	cordon_test_hello_extend(&told);
	cordon_test_hello_put(&told, row->bytes, row->length);
	cordon_test_hello_end(&told);
	return told_says(row->said);
}

static const struct test_alpn {
	const char *title;		/* the names, with commas between them */
	const char *said;
} alpns[] = {
	{ "h2,http/1.1", "- http/1.1 h2" },
	{ "http/1.0", "- ?" },
	{ "http/1.12", "- ?" },
	{ "h", "- ?" },
	{ "H2", "- ?" },
	{ "h3", "- h3" },
	{ "h3-29,h3", "- h3" },
	{ "h34", "- ?" },
	{ "dot", "- dot" },
	{ "dots", "- ?" },
	{ "doq", "- doq" },
	{ "doq-i11", "- doq" },
	{ "xxxxxxxxh2", "- ?" },
	{ "xxxxxxhttp/1.1", "- ?" },
	{ "\x1a\x1a,h2", "- h2 ?" },
};

static const char *check_alpn(const void *any)
{
	const struct test_alpn *row = any;

	cordon_test_hello_begin(&told);
	cordon_test_hello_extend(&told);
	cordon_test_hello_alpn(&told, row->title);
	cordon_test_hello_end(&told);
	return told_says(row->said);
}

static const struct test_twice {
	const char *title;
	u16 type;
	bool refused;
} twices[] = {
	{ "max_fragment_length", 1, true }, { "padding", HELLO_PADDING, true },
	{ "31", 31, true }, { "32", 32, true },
	{ "pre_shared_key", HELLO_PRE_SHARED_KEY, true },
	{ "early_data", HELLO_EARLY_DATA, true },
	{ "key_share", HELLO_KEY_SHARE, true }, { "63", 63, true },
	{ "ech", HELLO_ECH, true },
	/* Of what means nothing to anybody it does not matter. */
	{ "64", 64, false }, { "grease", HELLO_GREASE, false },
};

/* The twin: the same, but of another type. */
static const char *check_twice(const void *any)
{
	static char text[TEST_READER_TEXT_MAX];
	const struct test_twice *row = any;
	const char *fault = NULL;
	int twin;

	for (twin = 0; twin < 2 && !fault; twin++) {
		cordon_test_hello_begin(&told);
		cordon_test_hello_extend(&told);
		cordon_test_hello_pad(&told, row->type, 1);
		cordon_test_hello_sni(&told, "a.example");
		cordon_test_hello_pad(&told, twin ? 62 : row->type, 1);
		cordon_test_hello_end(&told);
		fault = cordon_test_read(&tls_hello, told.data, told.length,
					 told.length, 1, text) ?:
			TEST_EQUAL(row->refused && !twin,
				   !strcmp(TEST_MALFORMED, text));
	}
	return fault;
}

static const char *check_name_twice(const void *none)
{
	const char *fault;

	tell_name("a.example");
	fault = told_says("a.example sni");
	if (fault)
		return fault;
	cordon_test_hello_sni(&told, "a.example");
	cordon_test_hello_end(&told);
	return told_says(TEST_MALFORMED);
}

/* Of the fixed part: without extensions, and each length at its extremes. */
static const struct test_fixed {
	const char *title;
	size_t session;
	size_t ciphers;
	size_t compressions;
	u16 version;
	bool good;
} fixeds[] = {
	{ "least", 0, 2, 1, 0x0303, true },
	{ "ssl3", 0, 2, 1, 0x0300, true },
	{ "most", 32, 65534, 255, 0x0303, true },
	/* With supported_versions a server does not look at it. */
	{ "version_0", 0, 2, 1, 0, true },
	{ "version_2", 0, 2, 1, 0x0200, true },
	{ "version_4", 0, 2, 1, 0x0404, true },
	{ "version_255", 0, 2, 1, 0xffff, true },
	{ "long_session", 33, 2, 1, 0x0303, false },
	{ "longest_session", 255, 2, 1, 0x0303, false },
	{ "no_cipher", 0, 0, 1, 0x0303, false },
	{ "half_a_cipher", 0, 1, 1, 0x0303, false },
	{ "odd_ciphers", 0, 65535, 1, 0x0303, false },
	{ "no_compression", 0, 2, 0, 0x0303, false },
};

static void tell_fixed(const struct test_fixed *row)
{
	told.length = 0;
	told.extensions = 0;
	cordon_test_hello_put(&told, "\1\0\0\0", 4);
	cordon_test_hello_put16(&told, row->version);
	cordon_test_hello_fill(&told, 32);
	cordon_test_hello_put8(&told, (u8)row->session);
	cordon_test_hello_fill(&told, row->session);
	cordon_test_hello_put16(&told, (u16)row->ciphers);
	cordon_test_hello_fill(&told, row->ciphers);
	cordon_test_hello_put8(&told, (u8)row->compressions);
	cordon_test_hello_fill(&told, row->compressions);
	cordon_test_hello_end(&told);
}

/* No extension is not none: both are right. */
static const char *check_fixed(const void *any)
{
	const struct test_fixed *row = any;
	const char *fault;

	tell_fixed(row);
	fault = told_says(row->good ? "-" : TEST_MALFORMED);
	if (fault)
		return fault;
	cordon_test_hello_extend(&told);
	cordon_test_hello_end(&told);
	return told_says(row->good ? "-" : TEST_MALFORMED);
}

/* As long as the fields can make it, and longer. */
static const char *check_longest(const void *none)
{
	static const struct test_fixed most = { "most", 32, 65534, 255, 0x0303, true };
	const char *fault;

	tell_fixed(&most);
	cordon_test_hello_extend(&told);
	cordon_test_hello_sni(&told, "last.example");
	cordon_test_hello_pad(&told, HELLO_PADDING, 65535 - 21 - 4);
	cordon_test_hello_end(&told);
	fault = TEST_EQUAL(4 + CORDON_TLS_HELLO_MAX, told.length) ?:
		told_says("last.example sni");
	if (fault)
		return fault;
	cordon_test_hello_set24(&told, 1, CORDON_TLS_HELLO_MAX + 1);
	fault = cordon_test_reads(&tls_hello, told.data, 4, TEST_MALFORMED);
	if (fault)
		return fault;
	cordon_test_hello_set24(&told, 1, 0xffffff);
	return cordon_test_reads(&tls_hello, told.data, 4, TEST_MALFORMED);
}

/* A message's length that is one off, or the extensions', breaks it. */
static const char *check_one_off(const void *none)
{
	static const char said[] = "a.example sni 1.3 http/1.1 h2";
	const char *fault = NULL;
	int off;

	for (off = -1; off <= 1 && !fault; off++) {
		cordon_test_hello_browser(&told, "a.example", HELLO_CLASSIC);
		cordon_test_hello_set24(&told, 1, told.length - 4 + (size_t)off);
		fault = told_says(off ? TEST_MALFORMED : said);
		if (fault)
			break;
		cordon_test_hello_end(&told);
		cordon_test_hello_set16(&told, told.extensions, told.length -
					told.extensions - 2 + (size_t)off);
		fault = told_says(off ? TEST_MALFORMED : said);
	}
	return fault;
}

static const char *check_other_messages(const void *none)
{
	const char *fault = NULL;
	unsigned int type;

	cordon_test_hello_browser(&told, "a.example", HELLO_CLASSIC);
	for (type = 0; type < 256 && !fault; type++) {
		told.data[0] = (u8)type;
		fault = told_says(type == 1 ? "a.example sni 1.3 http/1.1 h2" :
				  "other@1\n");
	}
	return fault;
}

/* Nothing of the first message is left when the next is read. */
static const char *check_messages_in_a_row(const void *none)
{
	static char text[TEST_READER_TEXT_MAX];
	static u8 both[2048];
	size_t length;

	cordon_test_hello_browser(&told, "a.example", HELLO_CLASSIC);
	memcpy(both, told.data, told.length);
	length = told.length;
	cordon_test_hello_begin(&told);
	cordon_test_hello_end(&told);
	memcpy(both + length, told.data, told.length);
	length += told.length;
	both[length] = 2;
	snprintf(text, sizeof(text), "done@%u a.example sni 1.3 http/1.1 h2\n"
		 "done@%zu -\nother@%zu\n", HELLO_CLASSIC, length, length + 1);
	return cordon_test_reads(&tls_hello, both, length + 1, text);
}

static const struct cordon_test_case tls_hello_cases[] = {
	TEST_TABLE(browsers, check_browser),
	TEST_TABLE(names, check_name),
	TEST_ONCE(check_bad_name_is_marked),
	TEST_TABLE(long_names, check_long_name),
	TEST_TABLE(raws, check_raw),
	TEST_TABLE(blocks, check_block),
	TEST_TABLE(alpns, check_alpn),
	TEST_TABLE(twices, check_twice),
	TEST_ONCE(check_name_twice),
	TEST_TABLE(fixeds, check_fixed),
	TEST_ONCE(check_longest),
	TEST_ONCE(check_one_off),
	TEST_ONCE(check_other_messages),
	TEST_ONCE(check_messages_in_a_row),
};

#endif /* _CORDON_ENGINE_TESTS_TLS_HELLO_CASES_H */
