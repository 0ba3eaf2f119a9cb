// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SOCKS streams of clients: whom the proxy is asked to reach
 */
#include <stdlib.h>

#include "engine/names/socks.h"
#include "reader.h"
#include "kselftest_harness.h"

static void print_socks(const void *state, char *text, size_t size)
{
	const struct cordon_socks *socks = state;

	snprintf(text, size, "%s %u v%u c%u", reader_host(&socks->host),
		 socks->port, socks->version, socks->command);
}

READER(socks, print_socks);

struct row {
	const char *desc;
	const char *bytes;
	size_t length;
	/* Of a request that is all of the bytes; else as reader_text() says it. */
	const char *said;
};

#define ROW(desc, bytes, said)	{ desc, bytes, sizeof(bytes) - 1, said }
#define MALFORMED		"malformed\n"
#define PORT			"\x01\xbb"

static void try_rows(struct __test_metadata *_metadata, const struct row *rows,
		     size_t count)
{
	char text[READER_TEXT_MAX];
	size_t i;

	for (i = 0; i < count; i++) {
		if (!*rows[i].said || strchr(rows[i].said, '\n'))
			sprintf(text, "%s", rows[i].said);
		else
			sprintf(text, "done@%zu %s\n", rows[i].length,
				rows[i].said);
		EXPECT_READS(socks, rows[i].desc, text,
			     (const u8 *)rows[i].bytes, rows[i].length);
		EXPECT_EQ(NULL, reader_wavers(&socks, (const u8 *)rows[i].bytes,
					      rows[i].length, 200));
	}
}

TEST(version_4)
{
	static const struct row rows[] = {
		ROW("connect", "\4\1" PORT "\xc0\0\2\1\0", "@192.0.2.1 443 v4 c1"),
		ROW("bind", "\4\2" PORT "\xc0\0\2\1\0", "@192.0.2.1 443 v4 c2"),
		ROW("user", "\4\1" PORT "\xc0\0\2\1me ~\0", "@192.0.2.1 443 v4 c1"),
		ROW("behind", "\4\1" PORT "\xc0\0\2\1\0\x16\3",
		    "done@9 @192.0.2.1 443 v4 c1\nother@9\n"),
		ROW("binary_user", "\4\1" PORT "\x9d\xf0\x09\x23\x80\0",
		    "@157.240.9.35 443 v4 c1"),
		ROW("control_user", "\4\1" PORT "\xc0\0\2\1\n\1\xff\0",
		    "@192.0.2.1 443 v4 c1"),
		ROW("4a", "\4\1" PORT "\0\0\0\1\0www.Facebook.com\0",
		    "www.facebook.com 443 v4 c1"),
		ROW("4a_user", "\4\1" PORT "\0\0\0\xff\x80\1\0a.example.\0",
		    "a.example 443 v4 c1"),
		ROW("4a_literal", "\4\1" PORT "\0\0\0\1\000192.0.2.1\0",
		    "@192.0.2.1 443 v4 c1"),
		ROW("4a_literal_6", "\4\1" PORT "\0\0\0\1\0002001:db8::1\0",
		    "@2001:db8::1 443 v4 c1"),
		ROW("4a_behind", "\4\1" PORT "\0\0\0\1\0a\0GET /",
		    "done@11 a 443 v4 c1\nother@11\n"),
		ROW("command_0", "\4\0" PORT "\xc0\0\2\1\0", "other@2\n"),
		ROW("command_3", "\4\3" PORT "\xc0\0\2\1\0", "other@2\n"),
		ROW("no_address", "\4\1" PORT "\0\0\0\0\0", "other@8\n"),
		ROW("4a_no_name", "\4\1" PORT "\0\0\0\1\0\0", MALFORMED),
		ROW("4a_bad_name", "\4\1" PORT "\0\0\0\1\0a b\0", MALFORMED),
		ROW("4a_open_name", "\4\1" PORT "\0\0\0\1\0a.example", ""),
	};

	try_rows(_metadata, rows, ARRAY_SIZE(rows));
}

#define NAME_REQUEST	"\5\1\0\3\11a.Example" PORT
#define NAME_SAID	"a.example 443 v5 c1"

TEST(version_5)
{
	static const struct row rows[] = {
		ROW("name", "\5\1\0" NAME_REQUEST, NAME_SAID),
		ROW("ipv4", "\5\1\0\5\1\0\1\xc0\0\2\1" PORT,
		    "@192.0.2.1 443 v5 c1"),
		ROW("ipv6", "\5\1\0\5\1\0\4\x20\1\xd\xb8\0\0\0\0\0\0\0\0\0\0\0\1"
		    PORT, "@2001:db8::1 443 v5 c1"),
		ROW("literal", "\5\1\0\5\1\0\3\011192.0.2.1" PORT,
		    "@192.0.2.1 443 v5 c1"),
		ROW("bind", "\5\1\0\5\2\0\1\xc0\0\2\1" PORT,
		    "@192.0.2.1 443 v5 c2"),
		ROW("udp", "\5\1\0\5\3\0\1\0\0\0\0\0\0", "@0.0.0.0 0 v5 c3"),
		ROW("tor_resolve", "\5\1\0\5\xf0\0\3\1a\0\0", "a 0 v5 c240"),
		ROW("tor_resolve_ptr", "\5\1\0\5\xf1\0\1\xc0\0\2\1\0\0",
		    "@192.0.2.1 0 v5 c241"),
		ROW("all_methods", "\5\x0d\0\1\2\3\4\5\6\7\x08\x09\x80\xc0\xfe"
		    NAME_REQUEST, NAME_SAID),
		ROW("password", "\5\2\0\2\1\2me\5 \0\xff\5\1" NAME_REQUEST,
		    NAME_SAID),
		ROW("unknown_beside", "\5\2\0\x20" NAME_REQUEST, NAME_SAID),
		ROW("unknown_first", "\5\3\xff\x7f\0" NAME_REQUEST, NAME_SAID),
		ROW("unknown_and_password", "\5\2\x20\2\1\1m\1p" NAME_REQUEST,
		    NAME_SAID),
		ROW("password_of_one", "\5\1\2\1\1m\1p" NAME_REQUEST, NAME_SAID),
		ROW("password_empty", "\5\1\2\1\0\0" NAME_REQUEST, NAME_SAID),
		ROW("password_not_asked", "\5\2\0\2" NAME_REQUEST, NAME_SAID),
		ROW("behind", "\5\1\0" NAME_REQUEST "\x16\3\1",
		    "done@19 " NAME_SAID "\nother@19\n"),
		ROW("again", "\5\1\0" NAME_REQUEST "\5\1\0",
		    "done@19 " NAME_SAID "\nother@19\n"),
		ROW("no_method", "\5\0" NAME_REQUEST, "other@2\n"),
		ROW("method_10", "\5\1\x0a" NAME_REQUEST, "other@3\n"),
		ROW("method_127", "\5\1\x7f" NAME_REQUEST, "other@3\n"),
		ROW("methods_unknown", "\5\4\1\x80\x7f\3" NAME_REQUEST,
		    "other@6\n"),
		ROW("method_255", "\5\1\xff" NAME_REQUEST, "other@3\n"),
		ROW("password_not_offered", "\5\1\0\1\2me\1p" NAME_REQUEST,
		    "other@4\n"),
		ROW("password_twice", "\5\1\2\1\1m\1p\1\1m\1p" NAME_REQUEST,
		    "other@9\n"),
		ROW("gssapi", "\5\1\1\1\1\0\1x", "other@4\n"),
		ROW("request_4", "\5\1\0\4\1", "other@4\n"),
		ROW("command_0", "\5\1\0\5\0\0", "other@5\n"),
		ROW("command_4", "\5\1\0\5\4\0", "other@5\n"),
		ROW("reserved", "\5\1\0\5\1\1\3\1a" PORT, MALFORMED),
		ROW("type_0", "\5\1\0\5\1\0\0", MALFORMED),
		ROW("type_2", "\5\1\0\5\1\0\2", MALFORMED),
		ROW("type_5", "\5\1\0\5\1\0\5", MALFORMED),
		ROW("type_255", "\5\1\0\5\1\0\xff", MALFORMED),
		ROW("no_name", "\5\1\0\5\1\0\3\0" PORT, MALFORMED),
		ROW("nul_in_name", "\5\1\0\5\1\0\3\3a\0b" PORT, MALFORMED),
		ROW("bad_name", "\5\1\0\5\1\0\3\4a..b" PORT, MALFORMED),
		ROW("nul_in_literal", "\5\1\0\5\1\0\3\5::1\0x" PORT, MALFORMED),
		ROW("number", "\5\1\0\5\1\0\3\005127.1" PORT, MALFORMED),
	};

	try_rows(_metadata, rows, ARRAY_SIZE(rows));
}

TEST(other_protocols)
{
	unsigned int first;
	u8 bytes[2] = { 0, 0x7f };

	for (first = 0; first < 256; first++) {
		bytes[0] = (u8)first;
		if (first == 4)
			EXPECT_READS(socks, "4", "other@2\n", bytes, 2);
		else
			EXPECT_READS(socks, "first", first == 5 ? "" : "other@1\n",
				     bytes, 2);
	}
}

/* A name, a user and a number of methods at their longest. */
TEST(lengths)
{
	char expected[READER_TEXT_MAX], name[256];
	size_t length, used, i;
	u8 bytes[1024];

	for (length = 250; length <= 255; length++) {
		for (i = 0; i < length; i++)
			name[i] = i % 64 == 63 ? '.' : 'a';
		name[length] = '\0';
		memcpy(bytes, "\5\1\0\5\1\0\3", 7);
		bytes[7] = (u8)length;
		memcpy(bytes + 8, name, length);
		memcpy(bytes + 8 + length, PORT, 2);
		sprintf(expected, "done@%zu %s 443 v5 c1\n", length + 10, name);
		EXPECT_READS(socks, "name", length > 253 ? MALFORMED : expected,
			     bytes, length + 10);
		used = (size_t)sprintf((char *)bytes, "\4\1" PORT "%c%c%c\1%c%s",
				       0, 0, 0, 0, name) + 1;
		sprintf(expected, "done@%zu %s 443 v4 c1\n", used, name);
		EXPECT_READS(socks, "4a", length > 253 ? MALFORMED : expected,
			     bytes, used);
	}
	for (length = 254; length <= 256; length++) {
		memset(bytes, 'u', sizeof(bytes));
		memcpy(bytes, "\4\1" PORT "\xc0\0\2\1", 8);
		bytes[8 + length] = 0;
		sprintf(expected, "done@%zu @192.0.2.1 443 v4 c1\n", 9 + length);
		EXPECT_READS(socks, "user", length > 255 ? "other@264\n" : expected,
			     bytes, 9 + length);
		memset(bytes + 4, 0, 3);
		memcpy(bytes + 9 + length, "a", 2);
		sprintf(expected, "done@%zu a 443 v4 c1\n", 11 + length);
		EXPECT_READS(socks, "user", length > 255 ? MALFORMED : expected,
			     bytes, 11 + length);
	}
	memset(bytes, 0, sizeof(bytes));
	memcpy(bytes, "\5\xff", 2);
	bytes[256] = 2;
	memcpy(bytes + 257, "\1\xff", 2);
	bytes[514] = 255;
	memcpy(bytes + 770, NAME_REQUEST, sizeof(NAME_REQUEST));
	EXPECT_READS(socks, "methods", "done@786 " NAME_SAID "\n", bytes, 786);
}

TEST_HARNESS_MAIN
