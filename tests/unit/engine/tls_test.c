// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * TLS streams of clients: ClientHellos over records, and what comes beside them
 */
#include "engine/names/tls.h"
#include "reader.h"
#include "hello.h"
#include "kselftest_harness.h"

#define NAME	"www.facebook.com"
#define SAID	NAME " 1\n"		/* the first hello */

static void print_tls(const void *state, char *text, size_t size)
{
	const struct cordon_tls *tls = state;

	snprintf(text, size, "%s %u", reader_host(&tls->hello.host), tls->hellos);
}

READER(tls, print_tls);

static struct hello hello;

struct stream {
	size_t length;
	u8 data[8 * 16384];
};

static struct stream stream;

#define EXPECT_SAYS(what, expected)	\
	EXPECT_READS(tls, what, expected, stream.data, stream.length)

static void put(const void *bytes, size_t length)
{
	memcpy(stream.data + stream.length, bytes, length);
	stream.length += length;
}

static void put_record(u8 type, const void *bytes, size_t length)
{
	u8 head[] = { type, 3, 3, (u8)(length >> 8), (u8)length };

	put(head, sizeof(head));
	put(bytes, length);
}

static void put_hello(const char *name, size_t length, size_t fragment)
{
	hello_browser(&hello, name, length);
	stream.length += hello_records(hello.data, hello.length, fragment,
				       stream.data + stream.length);
}

/* A hello that does not offer TLS 1.3. */
static void put_old_hello(void)
{
	hello_begin(&hello);
	hello_extend(&hello);
	hello_sni(&hello, NAME);
	hello_end(&hello);
	put_record(22, hello.data, hello.length);
}

TEST(fragments)
{
	static const struct {
		size_t length;
		size_t fragment;
	} rows[] = {
		{ HELLO_CLASSIC, 16384 }, { HELLO_CLASSIC, 1 },
		{ HELLO_CLASSIC, 4 }, { HELLO_CLASSIC, 5 },
		{ HELLO_CLASSIC, 516 }, { HELLO_POST_QUANTUM, 16384 },
		{ HELLO_POST_QUANTUM, 1 }, { HELLO_POST_QUANTUM, 1200 },
		{ 16384, 16384 }, { 16384, 100 }, { 16384, 1 },
		{ 60000, 16384 },
	};
	char text[READER_TEXT_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		stream.length = 0;
		put_hello(NAME, rows[i].length, rows[i].fragment);
		sprintf(text, "done@%zu " SAID, stream.length);
		EXPECT_SAYS("fragments", text);
	}
}

/* What comes instead of the first record, before a hello that is right. */
TEST(first_record)
{
	static const struct {
		const char *desc;
		const char *bytes;
		size_t length;
		const char *said;	/* NULL: the hello */
	} rows[] = {
#define ROW(desc, bytes, said)	{ desc, bytes, sizeof(bytes) - 1, said }
		ROW("nothing", "", NULL),
		ROW("change_cipher_spec", "\x14\3\3\0\1\1", NULL),
		ROW("warning", "\x15\3\1\0\2\1\x64", NULL),
		ROW("application_data", "\x17\3\3\0\1x", "malformed\n"),
		ROW("heartbeat", "\x18\3\3\0\3\1\0\0", "malformed\n"),
		ROW("empty", "\x16\3\1\0\0", NULL),
		ROW("too_long", "\x16\3\1\x40\1\1", "malformed\n"),
		ROW("longest_length", "\x16\3\1\xff\xff\1", "malformed\n"),
		/* What some server passes over, so often and together. */
		ROW("warnings", "\x15\3\1\0\2\1\0\x15\3\1\0\2\1\x5a", NULL),
		ROW("two_in_one", "\x15\3\1\0\4\1\0\1\x5a", NULL),
		ROW("fatal", "\x15\3\1\0\2\2\x28", NULL),
		ROW("empty_alert", "\x15\3\1\0\0", NULL),
		ROW("empty_ciphers", "\x14\3\1\0\0", NULL),
		ROW("all_of_them", "\x16\3\1\0\0\x15\3\1\0\2\1\x5a\x14\3\1\0\1\1"
		    "\x16\3\3\0\0", NULL),
		ROW("warning_too_long", "\x15\3\1\x40\1\1", "malformed\n"),
		ROW("empty_application_data", "\x17\3\1\0\0", "malformed\n"),
		ROW("empty_heartbeat", "\x18\3\1\0\0", "malformed\n"),
		/* It began as TLS, and goes on as nothing that is. */
		ROW("warning_and_type_25", "\x15\3\1\0\2\1\x5a\x19\3\1\0\0",
		    "malformed\n"),
		ROW("warning_and_data_of_major_5",
		    "\x15\3\1\0\2\1\x5a\x17\5\1\0\1x", "malformed\n"),
		ROW("empty_and_ssl_2", "\x16\3\1\0\0\x80\x2e\1\3\1",
		    "malformed\n"),
		ROW("warning_and_line", "\x15\3\1\0\2\1\x5aGET / HTTP/1.1\r\n\r\n",
		    "malformed\n"),
		ROW("server_hello", "\x16\3\3\0\4\2\0\0\0", "other@6\n"),
		ROW("hello_request", "\x16\3\3\0\4\0\0\0\0", "other@6\n"),
		/* The minor version is never looked at, the major one by some. */
		ROW("empty_of_minor_9", "\x16\3\x09\0\0", NULL),
		ROW("too_long_of_minor_153", "\x16\3\x99\x40\1\1", "malformed\n"),
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
	};
	char text[READER_TEXT_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		stream.length = 0;
		put(rows[i].bytes, rows[i].length);
		put_hello(NAME, HELLO_CLASSIC, 16384);
		sprintf(text, "done@%zu " SAID, stream.length);
		EXPECT_SAYS(rows[i].desc, rows[i].said ? rows[i].said : text);
	}
}

/* The version of a record means nothing: a server may pass over it. */
TEST(record_versions)
{
	static const u8 versions[][2] = {
		{ 3, 0 }, { 3, 1 }, { 3, 4 }, { 3, 5 }, { 3, 0xff }, { 0, 0 },
		{ 2, 0 }, { 5, 1 }, { 0x7f, 0x1c }, { 0xff, 0xff },
	};
	char text[READER_TEXT_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(versions); i++) {
		stream.length = 0;
		put_hello(NAME, HELLO_CLASSIC, 300);
		memcpy(stream.data + 1, versions[i], 2);
		sprintf(text, "done@%zu " SAID, stream.length);
		EXPECT_SAYS("version", text);
		/* Six bytes of a hello tell as much as a version does. */
		stream.data[5 + 6 + 32] = 33;
		EXPECT_SAYS("version, broken", "malformed\n");
	}
}

/* A record between two that carry a hello. */
TEST(between)
{
	static const struct {
		const char *desc;
		const char *bytes;
		size_t length;
		bool good;
	} rows[] = {
		{ "nothing", "", 0, true },
		{ "change_cipher_spec", "\x14\3\3\0\1\1", 6, true },
		{ "warning", "\x15\3\1\0\2\1\x64", 7, true },
		{ "empty", "\x16\3\3\0\0", 5, true },
		{ "empty_and_warning", "\x16\3\3\0\0\x15\3\3\0\2\1\x64", 12,
		  true },
		{ "application_data", "\x17\3\3\0\1x", 6, false },
		{ "empty_application_data", "\x17\3\3\0\0", 5, false },
		{ "heartbeat", "\x18\3\3\0\1x", 6, false },
		{ "type_0", "\0\3\3\0\1x", 6, false },
		{ "type_255", "\xff\3\3\0\1x", 6, false },
		{ "ssl_2", "\x80\x2e\1\3\1", 5, false },
		{ "too_long", "\x16\3\3\x40\1", 5, false },
	};
	char text[READER_TEXT_MAX];
	size_t i, cut;

	for (cut = 1; cut < HELLO_CLASSIC; cut += 103) {
		for (i = 0; i < ARRAY_SIZE(rows); i++) {
			hello_browser(&hello, NAME, HELLO_CLASSIC);
			stream.length = 0;
			put_record(22, hello.data, cut);
			put(rows[i].bytes, rows[i].length);
			put_record(22, hello.data + cut, hello.length - cut);
			sprintf(text, "done@%zu " SAID, stream.length);
			EXPECT_SAYS(rows[i].desc, rows[i].good ? text : "malformed\n");
		}
	}
}

/* So many records are passed over, in all three places together. */
TEST(passed_over)
{
	static const struct {
		const char *record;
		size_t length;
	} rows[] = {
		{ "\x14\3\3\0\1\1", 6 }, { "\x15\3\3\0\2\1\x64", 7 },
		{ "\x16\3\3\0\0", 5 },
	};
	char text[READER_TEXT_MAX];
	size_t i, j, first;
	int more, where;

	hello_browser(&hello, NAME, HELLO_CLASSIC);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		for (where = 0; where < 3; where++) {
			for (more = 0; more < 2; more++) {
				stream.length = 0;
				for (j = 0; j < CORDON_TLS_PASSED_MAX - 2U; j++)
					if (where == 0)
						put(rows[i].record, rows[i].length);
				put(rows[i].record, rows[i].length);
				put_record(22, hello.data, 100);
				for (j = 0; j < CORDON_TLS_PASSED_MAX - 2U; j++)
					if (where == 1)
						put(rows[i].record, rows[i].length);
				put(rows[i].record, rows[i].length);
				put_record(22, hello.data + 100, hello.length - 100);
				first = stream.length;
				for (j = 0; j < CORDON_TLS_PASSED_MAX - 2U; j++)
					if (where == 2)
						put(rows[i].record, rows[i].length);
				if (more)
					put(rows[i].record, rows[i].length);
				put_record(22, hello.data, hello.length);
				sprintf(text, more ? "done@%zu " SAID "malformed\n" :
					"done@%zu " SAID "done@%zu " NAME " 2\n",
					first, stream.length);
				EXPECT_SAYS("passed over", text);
			}
		}
	}
}

/* A hello in the form of SSL 2.0, which names nobody, and is the first record. */
TEST(ssl_2)
{
	static const struct {
		const char *bytes;
		size_t length;
		const char *said;
	} rows[] = {
		{ "\x80\x2e\1\3\3\0\x15\0\0\0\x10", 11, "done@5 - 1\nother@5\n" },
		{ "\x80\x2e\1\3\0", 5, "done@5 - 1\n" },
		{ "\xff\xff\1\3\1", 5, "done@5 - 1\n" },
		{ "\x80\x2e\1\3", 4, "" },
		{ "\x80\x2e\1\2\0", 5, "other@4\n" },
		{ "\x80\x2e\2\3\1", 5, "other@3\n" },
		{ "\x00\x2e\1\3\1", 5, "other@1\n" },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT_READS(tls, "ssl_2", rows[i].said,
			     (const u8 *)rows[i].bytes, rows[i].length);
}

/* The length of the only record, at its extremes. */
TEST(record_length)
{
	char text[READER_TEXT_MAX];

	stream.length = 0;
	put_hello(NAME, 16384, 16384);
	sprintf(text, "done@%zu " SAID, stream.length);
	EXPECT_SAYS("2^14", text);
	stream.length = 0;
	put_hello(NAME, 16385, 16385);
	EXPECT_SAYS("2^14 + 1", "malformed\n");
	stream.length = 0;
	put_hello(NAME, HELLO_CLASSIC, 16384);
	stream.data[4]--;
	EXPECT_SAYS("one less", "malformed\n");
	stream.data[4] = (u8)(stream.data[4] + 2);
	stream.data[stream.length++] = 0;
	sprintf(text, "done@%zu " SAID "other@%zu\n", stream.length - 1,
		stream.length);
	EXPECT_SAYS("one more", text);
}

/* After a HelloRetryRequest comes another hello. */
TEST(second_hello)
{
	static const struct {
		const char *desc;
		const char *bytes;
		size_t length;
	} rows[] = {
		{ "nothing", "", 0 },
		{ "change_cipher_spec", "\x14\3\3\0\1\1", 6 },
		{ "empty_alert", "\x15\3\3\0\0", 5 },
		{ "both", "\x15\3\3\0\2\1\0\x14\3\3\0\1\1", 13 },
		{ "empty", "\x16\3\3\0\0", 5 },
		{ "empty_behind_ciphers", "\x14\3\3\0\1\1\x16\3\3\0\0", 11 },
	};
	static const size_t fragments[] = { 1, 5, 200, 16384 };
	char text[READER_TEXT_MAX];
	size_t i, j, first;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		for (j = 0; j < ARRAY_SIZE(fragments); j++) {
			stream.length = 0;
			put_hello(NAME, HELLO_CLASSIC, fragments[j]);
			first = stream.length;
			put(rows[i].bytes, rows[i].length);
			put_hello("b.example", HELLO_CLASSIC, fragments[j]);
			sprintf(text, "done@%zu " SAID "done@%zu b.example 2\n"
				"other@%zu\n", first, stream.length,
				stream.length);
			put("\x17\3\3\0\1x", 6);
			EXPECT_SAYS(rows[i].desc, text);
		}
	}
	stream.length = 0;
	put_hello(NAME, HELLO_CLASSIC, 16384);
	first = stream.length;
	hello_browser(&hello, "a b", HELLO_CLASSIC);
	put_record(22, hello.data, hello.length);
	sprintf(text, "done@%zu " SAID "malformed\n", first);
	EXPECT_SAYS("broken", text);
	/* Both in one record. */
	hello_browser(&hello, NAME, HELLO_CLASSIC);
	hello_put(&hello, hello.data, HELLO_CLASSIC);
	stream.length = 0;
	put_record(22, hello.data, hello.length);
	sprintf(text, "done@%u " SAID "done@%zu " NAME " 2\n",
		5 + HELLO_CLASSIC, stream.length);
	EXPECT_SAYS("one record", text);
	/* The first one did not offer what could ask for a second. */
	stream.length = 0;
	put_old_hello();
	sprintf(text, "done@%zu " SAID "other@%zu\n", stream.length,
		stream.length);
	put_hello("b.example", HELLO_CLASSIC, 16384);
	EXPECT_SAYS("old", text);
}

/* Announces early data, or does not. */
static void put_early_hello(bool early)
{
	hello_begin(&hello);
	hello_extend(&hello);
	hello_sni(&hello, NAME);
	hello_versions(&hello);
	if (early)
		hello_pad(&hello, HELLO_EARLY_DATA, 0);
	hello_end(&hello);
	put_record(22, hello.data, hello.length);
}

/* A server that asks again passes over early data, and then reads on. */
TEST(early_data)
{
	static const struct {
		const char *desc;
		size_t records;
		size_t length;		/* of each */
		bool read;		/* the second hello is */
	} rows[] = {
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
	static const u8 zeros[65536];
	char text[READER_TEXT_MAX];
	size_t i, j, first, head;

	for (i = 0; i < 4 * ARRAY_SIZE(rows); i++) {
		bool announced = i & 1, read = rows[i / 4].read;

		if (!announced && rows[i / 4].records)
			read = false;
		stream.length = 0;
		put_early_hello(announced);
		first = stream.length;
		if (i & 2)
			put("\x14\3\3\0\1\1", 6);
		head = stream.length + CORDON_TLS_RECORD_HEAD;
		for (j = 0; j < rows[i / 4].records; j++) {
			if (j && announced)
				head = stream.length + CORDON_TLS_RECORD_HEAD;
			put_record(23, zeros, rows[i / 4].length);
		}
		put_hello("b.example", HELLO_CLASSIC, 300);
		if (read)
			sprintf(text, "done@%zu " SAID "done@%zu b.example 2\n",
				first, stream.length);
		else
			sprintf(text, "done@%zu " SAID "other@%zu\n", first, head);
		EXPECT_SAYS(rows[i / 4].desc, text);
	}
}

/* What an attacker puts into a second hello, behind a change_cipher_spec or not. */
TEST(hidden_second_hello)
{
	static const struct {
		const char *desc;
		const char *bytes;
		size_t length;
		bool good;
	} rows[] = {
		{ "nothing", "", 0, true },
		{ "change_cipher_spec", "\x14\3\3\0\1\1", 6, true },
		{ "user_canceled", "\x15\3\3\0\2\1\x5a", 7, true },
		{ "application_data", "\x17\3\3\0\1x", 6, false },
		{ "heartbeat", "\x18\3\3\0\1x", 6, false },
		{ "type_0", "\0\3\3\0\1x", 6, false },
		{ "empty", "\x16\3\3\0\0", 5, true },
		{ "too_long", "\x16\3\3\x40\1", 5, false },
	};
	static const size_t cuts[] = { 1, 2, 3, 4, 5, 6, 23, 24, 25, 43, 200 };
	char text[READER_TEXT_MAX];
	size_t i, j, first;

	for (i = 0; i < 4 * ARRAY_SIZE(rows); i++) {
		for (j = 0; j < ARRAY_SIZE(cuts); j++) {
			stream.length = 0;
			put_hello(NAME, HELLO_CLASSIC, 16384);
			first = stream.length;
			if (i & 1)
				put("\x14\3\3\0\1\1", 6);
			hello_browser(&hello, "b.example", HELLO_CLASSIC);
			if (i & 2)
				memset(hello.data + 4, 0x44, 2);
			put_record(22, hello.data, cuts[j]);
			put(rows[i / 4].bytes, rows[i / 4].length);
			put_record(22, hello.data + cuts[j],
				   hello.length - cuts[j]);
			sprintf(text, rows[i / 4].good ?
				"done@%zu " SAID "done@%zu b.example 2\n" :
				"done@%zu " SAID "malformed\n", first,
				stream.length);
			EXPECT_SAYS(rows[i / 4].desc, text);
		}
	}
}

/* Only a draft of TLS 1.3 was offered: a server of it may ask again, too. */
TEST(draft)
{
	static const u16 versions[] = { 0x7f17, 0x7f1c, 0xfb17, 0xfb1a, 0x7e1c };
	char text[READER_TEXT_MAX];
	size_t i, extension, first;

	for (i = 0; i < ARRAY_SIZE(versions); i++) {
		hello_begin(&hello);
		hello_extend(&hello);
		hello_sni(&hello, NAME);
		extension = hello_extension(&hello, HELLO_VERSIONS);
		hello_put8(&hello, 2);
		hello_put16(&hello, versions[i]);
		hello_extension_end(&hello, extension);
		hello_end(&hello);
		stream.length = 0;
		put_record(22, hello.data, hello.length);
		first = stream.length;
		put_hello("b.example", HELLO_CLASSIC, 16384);
		sprintf(text, versions[i] == 0x7e1c ?
			"done@%zu " SAID "other@%zu\n" :
			"done@%zu " SAID "done@%zu b.example 2\n", first,
			versions[i] == 0x7e1c ? first : stream.length);
		EXPECT_SAYS("draft", text);
	}
}

/* What follows a hello and is none of another session is no more read. */
TEST(behind_the_hello)
{
	static const struct {
		const char *desc;
		const char *bytes;
		size_t length;
		size_t other;		/* after so many bytes of it; or malformed */
	} rows[] = {
		{ "application_data", "\x17\3\3\0\1x", 6, 5 },
		{ "key_exchange", "\x16\3\3\0\4\x10\0\0\0", 9, 6 },
		{ "certificate", "\x16\3\3\0\4\x0b\0\0\0", 9, 6 },
		{ "type_25", "\x19\3\3\0\1x", 6, 1 },
		{ "type_25_after_empty", "\x16\3\3\0\0\x19\3\3\0\1x", 11, 6 },
		{ "type_25_after_alert", "\x15\3\3\0\2\1\x5a\x19\3\3\0\1x",
		  13, 8 },
		/* No session sends these there, and servers may pass over them. */
		{ "too_long", "\x16\3\3\x40\1", 5, 0 },
		{ "heartbeat", "\x18\3\3\0\1x", 6, 0 },
		{ "no_hello", "\x16\3\3\0\x28\1\x99\x98\x97", 9, 0 },
		/* A resumed session: encrypted, and it may look like a hello. */
		{ "finished", "\x14\3\3\0\1\1\x16\3\3\0\x28\0\x99\x98", 14, 12 },
		{ "finished_1", "\x14\3\3\0\1\1\x16\3\3\0\x28\1\x99\x98\x97", 15, 15 },
		{ "finished_2", "\x14\3\3\0\1\1\x16\3\3\0\x28\1\2\x98\x97\x96",
		  16, 15 },
		{ "finished_3", "\x14\3\3\0\1\1\x16\3\3\0\x18\1\0\0\0\0",
		  16, 15 },
		/* Too short to be encrypted; or the length is a hello's. */
		{ "short", "\x14\3\3\0\1\1\x16\3\3\0\x17\1\x99\x98\x97",
		  15, 0 },
		{ "finished_4",
		  "\x14\3\3\0\1\1\x16\3\3\0\x18\1\0\x98\22701234567890123456789\x17",
		  36, 0 },
	};
	char text[READER_TEXT_MAX];
	size_t i, first;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		stream.length = 0;
		put_hello(NAME, HELLO_CLASSIC, 16384);
		first = stream.length;
		put(rows[i].bytes, rows[i].length);
		sprintf(text, rows[i].other ? "done@%zu " SAID "other@%zu\n" :
			"done@%zu " SAID "malformed\n", first,
			first + rows[i].other);
		EXPECT_SAYS(rows[i].desc, text);
	}
}

/* Only behind the hello change_cipher_spec means that what follows is encrypted. */
TEST(ciphers_before_the_hello)
{
	static const char finished[] = "\x16\3\3\0\x28\1\x99\x98\x97";
	char text[READER_TEXT_MAX];
	size_t first;
	int behind;

	for (behind = 0; behind < 2; behind++) {
		stream.length = 0;
		put("\x14\3\3\0\1\1", 6);
		put_hello(NAME, HELLO_CLASSIC, 16384);
		first = stream.length;
		if (behind)
			put("\x14\3\3\0\1\1", 6);
		put(finished, sizeof(finished) - 1);
		sprintf(text, behind ? "done@%zu " SAID "other@%zu\n" :
			"done@%zu " SAID "malformed\n", first, stream.length);
		EXPECT_SAYS("ciphers before the hello", text);
	}
}

TEST(broken_at_random)
{
	static const size_t fragments[] = { 1, 7, 100, 16384 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fragments); i++) {
		stream.length = 0;
		put_old_hello();
		stream.length = hello_records(hello.data, hello.length,
					      fragments[i], stream.data);
		EXPECT_EQ(NULL, reader_wavers(&tls, stream.data, stream.length,
					      3000));
	}
}

TEST_HARNESS_MAIN
