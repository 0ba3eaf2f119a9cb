// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ClientHello messages: whom they name and what else they say
 */
#include <stdlib.h>

#include "reader.h"
#include "hello.h"
#include "kselftest_harness.h"

static void print_hello(const void *state, char *text, size_t size)
{
	static const char *const flag[] = {
		"sni", "bad", "other-name", "ech", "inner", "1.3", "early", "psk",
	};
	static const char *const alpn[] = {
		"http/1.1", "h2", "h3", "dot", "doq", "?",
	};
	const struct cordon_tls_hello *hello = state;
	size_t used = (size_t)snprintf(text, size, "%s", reader_host(&hello->host));
	size_t i;

	for (i = 0; i < ARRAY_SIZE(flag); i++)
		if (hello->flags & 1 << i)
			used += (size_t)snprintf(text + used, size - used, " %s",
						 flag[i]);
	for (i = 0; i < ARRAY_SIZE(alpn); i++)
		if (hello->alpn & 1 << i)
			used += (size_t)snprintf(text + used, size - used, " %s",
						 alpn[i]);
}

READER(tls_hello, print_hello);

/* @expected of all its bytes. */
#define EXPECT_SAYS(what, expected)	\
	EXPECT_READS(tls_hello, what, expected, hello.data, hello.length)

static struct hello hello;

/* Of all of the message: @result, or that it is malformed. */
static void says(char *text, const char *result)
{
	if (result)
		sprintf(text, "done@%zu %s\n", hello.length, result);
	else
		sprintf(text, "malformed\n");
}

TEST(browser)
{
	static const size_t lengths[] = {
		HELLO_CLASSIC, HELLO_POST_QUANTUM, 16384,
	};
	char text[READER_TEXT_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lengths); i++) {
		hello_browser(&hello, "WWW.Facebook.com", lengths[i]);
		ASSERT_EQ(lengths[i], hello.length);
		says(text, lengths[i] < HELLO_POST_QUANTUM ?
		     "www.facebook.com sni 1.3 http/1.1 h2" :
		     "www.facebook.com sni ech 1.3 http/1.1 h2");
		EXPECT_SAYS("length", text);
	}
}

TEST(names)
{
	static const struct {
		const char *name;
		const char *said;	/* or NULL: malformed */
	} rows[] = {
		{ "a", "a sni" },
		{ "facebook.com.", "facebook.com sni" },
		{ "_x.Example.ORG", "_x.example.org sni" },
		{ "192.0.2.7", "@192.0.2.7 sni" },
		{ "2001:db8::1", "@2001:db8::1 sni" },
		{ "[2001:db8::1]", "@2001:db8::1 sni" },
		{ "", NULL },
		{ ".", NULL },
		{ "a..b", NULL },
		{ ".a", NULL },
		{ "a b", NULL },
		{ "a\nb", NULL },
		{ "caf\xc3\xa9.example", NULL },
		{ "example.com:443", NULL },
		{ "2001:db8::zz", NULL },
	};
	char text[READER_TEXT_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		hello_begin(&hello);
		hello_extend(&hello);
		hello_sni(&hello, rows[i].name);
		hello_end(&hello);
		says(text, rows[i].said);
		EXPECT_SAYS(rows[i].name, text);
	}
}

/* What is wrong with a name is told from what is wrong with the message. */
TEST(bad_name_is_marked)
{
	struct cordon_tls_hello state;
	size_t used;

	hello_begin(&hello);
	hello_extend(&hello);
	hello_sni(&hello, "a\xff");
	hello_end(&hello);
	cordon_tls_hello_init(&state);
	ASSERT_EQ(CORDON_READ_MALFORMED,
		  cordon_tls_hello_read(&state, hello.data, hello.length, &used));
	EXPECT_EQ(CORDON_TLS_SNI | CORDON_TLS_BAD_NAME, state.flags);
	hello.data[1] = 9;
	cordon_tls_hello_init(&state);
	ASSERT_EQ(CORDON_READ_MALFORMED,
		  cordon_tls_hello_read(&state, hello.data, hello.length, &used));
	EXPECT_EQ(0, state.flags);
}

/* Labels of 63 bytes; 253 bytes are a name, with the root's dot or without. */
TEST(long_names)
{
	static const struct {
		size_t length;
		bool good;
	} rows[] = {
		{ 63, true }, { 253, true }, { 254, false }, { 255, false },
		{ 256, false }, { 1000, false },
	};
	char text[READER_TEXT_MAX], name[1024];
	size_t i, at;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		for (at = 0; at < rows[i].length; at++)
			name[at] = at % 64 == 63 ? '.' : 'a';
		name[at] = '\0';
		hello_begin(&hello);
		hello_extend(&hello);
		hello_sni(&hello, name);
		hello_end(&hello);
		sprintf(text, "done@%zu %s sni\n", hello.length, name);
		EXPECT_SAYS("length", rows[i].good ? text : "malformed\n");
		if (!rows[i].good)
			continue;
		strcat(name, ".");
		sprintf(text, "done@%zu %.*s sni\n", hello.length + 1,
			(int)rows[i].length, name);
		hello_begin(&hello);
		hello_extend(&hello);
		hello_sni(&hello, name);
		hello_end(&hello);
		EXPECT_SAYS("length", text);
	}
}

struct raw {
	const char *desc;
	u16 type;
	const char *bytes;
	size_t length;
	const char *said;		/* or NULL: malformed */
};

#define RAW(desc, type, bytes, said)	{ desc, type, bytes, sizeof(bytes) - 1, said }

static const struct raw raws[] = {
	RAW("name", 0, "\0\4\0\0\1a", "a sni"),
	RAW("empty_extension", 0, "", NULL),
	RAW("empty_list", 0, "\0\0", NULL),
	RAW("half_a_list_length", 0, "\0", NULL),
	RAW("list_too_short", 0, "\0\3\0\0\1a", NULL),
	RAW("list_too_long", 0, "\0\5\0\0\1a", NULL),
	RAW("name_too_short", 0, "\0\5\0\0\1ab", NULL),
	RAW("name_too_long", 0, "\0\4\0\0\2a", NULL),
	RAW("name_endless", 0, "\0\4\0\xff\xff\x61", NULL),
	RAW("nul", 0, "\0\6\0\0\3a\0b", NULL),
	RAW("behind_the_list", 0, "\0\4\0\0\1a\0", NULL),
	RAW("two_hosts", 0, "\0\x08\0\0\1a\0\0\1b", NULL),
	RAW("other_type", 0, "\0\4\1\0\1a", "- sni other-name"),
	RAW("other_type_empty", 0, "\0\3\1\0\0", "- sni other-name"),
	RAW("other_type_first", 0, "\0\x08\7\0\1a\0\0\1b",
	    "b sni other-name"),
	RAW("other_type_last", 0, "\0\x08\0\0\1a\7\0\1b",
	    "a sni other-name"),
	RAW("other_type_too_long", 0, "\0\4\1\0\2a", NULL),
	RAW("alpn", 16, "\0\3\2h2", "- h2"),
	RAW("alpn_empty", 16, "\0\0", NULL),
	RAW("alpn_empty_name", 16, "\0\4\2h2\0", NULL),
	RAW("alpn_only_empty_name", 16, "\0\1\0", NULL),
	RAW("alpn_too_long", 16, "\0\3\3h2", NULL),
	RAW("alpn_list_too_long", 16, "\0\4\2h2", NULL),
	RAW("versions", 43, "\2\3\4", "- 1.3"),
	RAW("versions_old", 43, "\4\3\3\3\2", "-"),
	RAW("versions_draft", 43, "\2\x7f\x1c", "- 1.3"),
	RAW("versions_fizz_draft", 43, "\4\3\3\xfb\x1a", "- 1.3"),
	RAW("versions_near_drafts", 43, "\x08\x7e\x1c\x80\x1c\xfa\x1a\xfc\x1a", "-"),
	RAW("versions_empty", 43, "\0", NULL),
	RAW("versions_none", 43, "", NULL),
	RAW("versions_odd", 43, "\3\3\4\3", NULL),
	RAW("versions_too_long", 43, "\4\3\4", NULL),
	RAW("versions_too_short", 43, "\2\3\4\3\3", NULL),
	RAW("ech_outer", 0xfe0d, "\0\0\1\0\1\7\0\0\0\1x", "- ech"),
	RAW("ech_inner", 0xfe0d, "\1", "- ech inner"),
	RAW("ech_of_another_kind", 0xfe0d, "\2", "- ech"),
	RAW("ech_empty", 0xfe0d, "", NULL),
	RAW("early_data", 42, "", "- early"),
	RAW("pre_shared_key", 41, "\0\1x", "- psk"),
	RAW("unknown", 0x1234, "\0\1x", "-"),
};

/* Alone, behind another one, and before another one. */
TEST(extensions)
{
	char text[READER_TEXT_MAX];
	size_t i, extension, at;

	for (i = 0; i < 3 * ARRAY_SIZE(raws); i++) {
		const struct raw *raw = &raws[i / 3];

		hello_begin(&hello);
		hello_extend(&hello);
		if (i % 3 == 1)
			hello_pad(&hello, 23, 0);
		at = hello.length;
		extension = hello_extension(&hello, raw->type);
		hello_put(&hello, raw->bytes, raw->length);
		hello_extension_end(&hello, extension);
		if (i % 3 == 2)
			hello_pad(&hello, HELLO_GREASE, 7);
		hello_end(&hello);
		ASSERT_EQ(raw->length, hello.data[at + 3]);
		says(text, raw->said);
		EXPECT_SAYS(raw->desc, text);
	}
}

TEST(alpn)
{
	static const struct {
		const char *names;
		const char *said;
	} rows[] = {
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
	char text[READER_TEXT_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		hello_begin(&hello);
		hello_extend(&hello);
		hello_alpn(&hello, rows[i].names);
		hello_end(&hello);
		says(text, rows[i].said);
		EXPECT_SAYS(rows[i].names, text);
	}
}

TEST(extension_twice)
{
	static const struct {
		u16 type;
		bool refused;
	} rows[] = {
		{ 1, true }, { HELLO_PADDING, true }, { 31, true }, { 32, true },
		{ HELLO_PRE_SHARED_KEY, true }, { HELLO_EARLY_DATA, true },
		{ HELLO_KEY_SHARE, true }, { 63, true }, { HELLO_ECH, true },
		/* Of what means nothing to anybody it does not matter. */
		{ 64, false }, { HELLO_GREASE, false },
	};
	char text[READER_TEXT_MAX];
	bool twin;
	size_t i;

	for (i = 0; i < 2 * ARRAY_SIZE(rows); i++) {
		u16 type = rows[i / 2].type;

		/* The twin: the same, but of another type. */
		twin = i % 2;
		hello_begin(&hello);
		hello_extend(&hello);
		hello_pad(&hello, type, 1);
		hello_sni(&hello, "a.example");
		hello_pad(&hello, twin ? 62 : type, 1);
		hello_end(&hello);
		reader_text(&tls_hello, hello.data, hello.length, hello.length, 1,
			    text);
		EXPECT_EQ(rows[i / 2].refused && !twin,
			  !strcmp("malformed\n", text));
	}
	for (i = 0; i < 2; i++) {
		hello_begin(&hello);
		hello_extend(&hello);
		hello_sni(&hello, "a.example");
		if (i)
			hello_sni(&hello, "a.example");
		hello_end(&hello);
		says(text, "a.example sni");
		EXPECT_SAYS("server_name", i ? "malformed\n" : text);
	}
}

/* Of the fixed part: without extensions, and each length at its extremes. */
TEST(fixed_part)
{
	static const struct {
		const char *desc;
		size_t session;
		size_t ciphers;
		size_t compressions;
		u16 version;
		bool good;
	} rows[] = {
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
	char text[READER_TEXT_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		hello.length = 0;
		hello.extensions = 0;
		hello_put(&hello, "\1\0\0\0", 4);
		hello_put16(&hello, rows[i].version);
		hello_fill(&hello, 32);
		hello_put8(&hello, (u8)rows[i].session);
		hello_fill(&hello, rows[i].session);
		hello_put16(&hello, (u16)rows[i].ciphers);
		hello_fill(&hello, rows[i].ciphers);
		hello_put8(&hello, (u8)rows[i].compressions);
		hello_fill(&hello, rows[i].compressions);
		hello_end(&hello);
		says(text, "-");
		EXPECT_SAYS(rows[i].desc, rows[i].good ? text : "malformed\n");
		/* No extension is not none: both are right. */
		hello_extend(&hello);
		hello_end(&hello);
		says(text, "-");
		EXPECT_SAYS(rows[i].desc, rows[i].good ? text : "malformed\n");
	}
}

/* As long as the fields can make it, and longer. */
TEST(longest)
{
	char text[READER_TEXT_MAX];

	hello.length = 0;
	hello_put(&hello, "\1\0\0\0\3\3", 6);
	hello_fill(&hello, 32);
	hello_put8(&hello, 32);
	hello_fill(&hello, 32);
	hello_put16(&hello, 65534);
	hello_fill(&hello, 65534);
	hello_put8(&hello, 255);
	hello_fill(&hello, 255);
	hello_extend(&hello);
	hello_sni(&hello, "last.example");
	hello_pad(&hello, HELLO_PADDING, 65535 - 21 - 4);
	hello_end(&hello);
	ASSERT_EQ(4 + CORDON_TLS_HELLO_MAX, hello.length);
	says(text, "last.example sni");
	EXPECT_SAYS("length", text);
	hello_set24(&hello, 1, CORDON_TLS_HELLO_MAX + 1);
	EXPECT_READS(tls_hello, "too long", "malformed\n", hello.data, 4);
	hello_set24(&hello, 1, 0xffffff);
	EXPECT_READS(tls_hello, "too long", "malformed\n", hello.data, 4);
}

/* A message's length that is one off, or the extensions', breaks it. */
TEST(lengths_one_off)
{
	char text[READER_TEXT_MAX];
	int off;

	for (off = -1; off <= 1; off++) {
		hello_browser(&hello, "a.example", HELLO_CLASSIC);
		says(text, "a.example sni 1.3 http/1.1 h2");
		hello_set24(&hello, 1, hello.length - 4 + (size_t)off);
		EXPECT_SAYS("one off", off ? "malformed\n" : text);
		hello_end(&hello);
		hello_set16(&hello, hello.extensions, hello.length -
			    hello.extensions - 2 + (size_t)off);
		EXPECT_SAYS("one off", off ? "malformed\n" : text);
	}
}

TEST(other_messages)
{
	unsigned int type;
	char text[READER_TEXT_MAX];

	hello_browser(&hello, "a.example", HELLO_CLASSIC);
	for (type = 0; type < 256; type++) {
		hello.data[0] = (u8)type;
		says(text, "a.example sni 1.3 http/1.1 h2");
		EXPECT_SAYS("type", type == 1 ? text : "other@1\n");
	}
}

/* Nothing of the first message is left when the next is read. */
TEST(messages_in_a_row)
{
	static u8 both[2048];
	char text[READER_TEXT_MAX];
	size_t length;

	hello_browser(&hello, "a.example", HELLO_CLASSIC);
	memcpy(both, hello.data, hello.length);
	length = hello.length;
	hello_begin(&hello);
	hello_end(&hello);
	memcpy(both + length, hello.data, hello.length);
	length += hello.length;
	both[length] = 2;
	sprintf(text, "done@%u a.example sni 1.3 http/1.1 h2\n"
		"done@%zu -\nother@%zu\n", HELLO_CLASSIC, length, length + 1);
	EXPECT_READS(tls_hello, "both", text, both, length + 1);
}

TEST_HARNESS_MAIN
