// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: the names of a first flight, whatever the pieces it comes in
 *
 * TLS, HTTP and SOCKS have suites of their own; this is the chain of them, the
 * names of DNS messages, and what puts segments in order.
 */
#include <linux/slab.h>

#include "engine/names/dns_names.h"
#include "engine/names/dns_stream.h"
#include "engine/names/flight.h"
#include "engine/names/stream.h"
#include "fixture.h"

#define TEXT_MAX	256

struct bytes {
	const char *at;
	size_t length;
};

#define BYTES(text)	{ text, sizeof(text) - 1 }

/*
 * A record with a hello that has nothing but a name, of four bytes. It does not
 * offer TLS 1.3, so no second one can follow.
 */
#define HELLO(name) \
	"\x16\3\1\0\x3c\1\0\0\x38\3\3" \
	"0123456789abcdef0123456789abcdef\0\0\2\x13\1\1\0\0\x0d\0\0" \
	"\0\x09\0\x07\0\0\4" name

struct sent {
	const char *desc;
	struct bytes bytes;
	enum cordon_read end;
	const char *names;
};

static const struct sent sents[] = {
	{ "hello", BYTES(HELLO("a.bc")), CORDON_READ_OTHER, "sni a.bc " },
	{ "two_requests",
	  BYTES("GET / HTTP/1.1\r\nHost: a.example\r\n\r\n"
		"GET / HTTP/1.1\r\nHost: b.example:80\r\n\r\n"),
	  CORDON_READ_MORE, "http a.example http b.example " },
	{ "target_and_host",
	  BYTES("GET http://a.example/ HTTP/1.1\r\nHost: b.example\r\n\r\n"),
	  CORDON_READ_MORE, "http a.example http b.example " },
	{ "hello_through_connect",
	  BYTES("CONNECT x.example:443 HTTP/1.1\r\nHost: x.example\r\n\r\n"
		HELLO("a.bc")),
	  CORDON_READ_OTHER, "connect x.example http x.example sni a.bc " },
	{ "hello_through_socks",
	  BYTES("\5\1\0\5\1\0\3\11x.example\1\xbb" HELLO("a.bc")),
	  CORDON_READ_OTHER, "socks x.example sni a.bc " },
	{ "warning_before_hello",
	  BYTES("\x15\3\1\0\2\1\x5a" HELLO("a.bc")), CORDON_READ_OTHER,
	  "sni a.bc " },
	{ "data_before_hello",
	  BYTES("\x17\3\1\0\2\1\x5a" HELLO("a.bc")), CORDON_READ_MALFORMED, "" },
	{ "type_19_before_hello",
	  BYTES("\x13\3\1\0\2\1\x5a" HELLO("a.bc")), CORDON_READ_OTHER, "" },
	{ "words", BYTES("SSH-2.0-x\r\n"), CORDON_READ_OTHER, "" },
	{ "response", BYTES("HTTP/1.1 200 OK\r\n"), CORDON_READ_OTHER, "" },
	{ "two_hosts",
	  BYTES("GET / HTTP/1.1\r\nHost: a.example\r\nHost: b.example\r\n\r\n"),
	  CORDON_READ_MALFORMED, "http a.example " },
	{ "broken_connect",
	  BYTES("CONNECT a.example:443 HTTP/1.1\r\nContent-Length: 1\r\n\r\n"
		HELLO("a.bc")),
	  CORDON_READ_MALFORMED, "connect a.example " },
};

static void describe_sent(const struct sent *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(sent, sents, describe_sent);

static void add_name(char *text, enum cordon_layer layer, const u8 *name,
		     size_t length)
{
	size_t used = strlen(text);

	used += scnprintf(text + used, TEXT_MAX - used, "%s ",
			  cordon_layer_word(layer));
	used += cordon_name_to_text(name, length, text + used, TEXT_MAX - used);
	scnprintf(text + used, TEXT_MAX - used, " ");
}

/* Each piece in memory of exactly its size, so that KASAN sees a byte too far. */
static enum cordon_read read_piece(struct kunit *test,
				   struct cordon_flight *flight,
				   const char *bytes, size_t length, char *text)
{
	u8 *copy = kmemdup(bytes, length, GFP_KERNEL);
	enum cordon_read read;
	size_t at = 0, used;

	KUNIT_ASSERT_NOT_NULL(test, copy);
	do {
		read = cordon_flight_read(flight, copy + at, length - at, &used);
		at += used;
		if (read == CORDON_READ_DONE)
			add_name(text, flight->layer, flight->host->name,
				 flight->host->length);
	} while (read == CORDON_READ_DONE);
	kfree(copy);
	return read;
}

static void test_flight(struct kunit *test)
{
	const struct sent *row = test->param_value;
	struct cordon_flight *flight = kunit_kzalloc(test, sizeof(*flight),
						     GFP_KERNEL);
	size_t piece, at, length = row->bytes.length;
	enum cordon_read read = CORDON_READ_MORE;
	char *text = kunit_kzalloc(test, TEXT_MAX, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, flight);
	KUNIT_ASSERT_NOT_NULL(test, text);
	for (piece = 1; piece <= length; piece++) {
		cordon_flight_init(flight);
		text[0] = '\0';
		for (at = 0; at < length; at += piece) {
			read = read_piece(test, flight, row->bytes.at + at,
					  min(piece, length - at), text);
			if (read != CORDON_READ_MORE)
				break;
		}
		KUNIT_EXPECT_EQ(test, row->end, read);
		KUNIT_EXPECT_STREQ(test, row->names, text);
	}
}

#define QUERY(count)	"\x12\x34\1\0\0" count "\0\0\0\0\0\0"
#define RESPONSE(count)	"\x12\x34\x81\x80\0\1\0" count "\0\0\0\0"
#define ASKED(type)	"\1a\2bc\0\0" type "\0\1"

struct message {
	const char *desc;
	struct bytes bytes;
	int end;			/* 0 or -EBADMSG */
	const char *names;
};

static const struct message messages[] = {
	{ "question", BYTES(QUERY("\1") ASKED("\1")), 0, "dns a.bc " },
	{ "two_questions", BYTES(QUERY("\2") ASKED("\1") "\1x\xc0\x0e\0\1\0\1"),
	  0, "dns a.bc dns x.bc " },
	{ "one_announced_too_many", BYTES(QUERY("\2") ASKED("\1")), -EBADMSG,
	  "dns a.bc " },
	{ "cname",
	  BYTES(RESPONSE("\1") ASKED("\1")
		"\xc0\x0c\0\5\0\1\0\0\0\x3c\0\4\1e\xc0\x0e"),
	  0, "dns a.bc cname e.bc " },
	{ "cname_shorter_than_its_record",
	  BYTES(RESPONSE("\1") ASKED("\1")
		"\xc0\x0c\0\5\0\1\0\0\0\x3c\0\5\1e\xc0\x0e\0"),
	  -EBADMSG, "dns a.bc " },
	{ "dname",
	  BYTES(RESPONSE("\1") ASKED("\1")
		"\xc0\x0e\0\x27\0\1\0\0\0\x3c\0\3\1d\0"),
	  0, "dns a.bc cname d " },
	{ "https_of_the_owner",
	  BYTES(RESPONSE("\1") ASKED("\x41")
		"\xc0\x0c\0\x41\0\1\0\0\0\x3c\0\x0b\0\1\0\0\4\0\4\1\2\3\4"),
	  0, "dns a.bc svcb a.bc " },
	{ "https_keys_fall",
	  BYTES(RESPONSE("\1") ASKED("\x41")
		"\xc0\x0c\0\x41\0\1\0\0\0\x3c\0\x0b\0\1\0\0\4\0\0\0\3\0\0"),
	  -EBADMSG, "dns a.bc " },
	{ "pointer_to_itself", BYTES(QUERY("\1") "\xc0\x0c\0\1\0\1"), -EBADMSG,
	  "" },
};

static void describe_message(const struct message *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(message, messages, describe_message);

static int walk(const u8 *message, size_t length, char *text)
{
	static const enum cordon_layer layers[] = {
		CORDON_LAYER_DNS, CORDON_LAYER_CNAME, CORDON_LAYER_SVCB,
	};
	struct cordon_dns_names names;
	int more = cordon_dns_names_start(&names, message, length);

	text[0] = '\0';
	while (!more) {
		more = cordon_dns_names_next(&names);
		if (more <= 0)
			return more;
		add_name(text, layers[names.role], names.name, names.length);
		more = 0;
	}
	return more;
}

/* Whole, cut everywhere, and through a stream byte by byte. */
static void test_names(struct kunit *test)
{
	const struct message *row = test->param_value;
	char *text = kunit_kzalloc(test, TEXT_MAX, GFP_KERNEL);
	size_t length = row->bytes.length, cut, used;
	struct cordon_dns_stream stream;
	u8 kept[128], byte;
	u8 *copy;

	KUNIT_ASSERT_NOT_NULL(test, text);
	for (cut = 0; cut <= length; cut++) {
		copy = kmemdup(row->bytes.at, max_t(size_t, cut, 1), GFP_KERNEL);
		KUNIT_ASSERT_NOT_NULL(test, copy);
		KUNIT_EXPECT_EQ(test, cut < length ? -EBADMSG : row->end,
				walk(copy, cut, text));
		kfree(copy);
	}
	KUNIT_EXPECT_STREQ(test, row->names, text);

	cordon_dns_stream_init(&stream);
	for (cut = 0; cut < length + 2; cut++) {
		byte = cut > 1 ? row->bytes.at[cut - 2] : cut ? length : 0;
		KUNIT_EXPECT_EQ(test, cut < length + 1 ? CORDON_READ_MORE :
				CORDON_READ_DONE,
				cordon_dns_stream_read(&stream, kept, sizeof(kept),
						       &byte, 1, &used));
	}
	KUNIT_EXPECT_EQ(test, length, (size_t)stream.length);
	KUNIT_EXPECT_EQ(test, 0, memcmp(row->bytes.at, kept, length));
}

#define WINDOW		64U
#define FIRST		(0U - 4)	/* the numbers wrap */

struct segment {
	const char *desc;
	u32 offset;
	const char *text;
	bool urgent;
	enum cordon_stream_add added;
	const char *ready;
};

/* One after the other, into one stream. */
static const struct segment segments[] = {
	{ "second_first", 6, "world", false, CORDON_STREAM_TAKEN, "" },
	{ "first", 0, "hello ", false, CORDON_STREAM_TAKEN, "hello world" },
	{ "again", 3, "lo wo", false, CORDON_STREAM_TAKEN, "hello world" },
	{ "other_bytes", 3, "LO wo", false, CORDON_STREAM_CONFLICT,
	  "hello world" },
	{ "other_bytes_behind", 10, "D!", false, CORDON_STREAM_CONFLICT,
	  "hello world" },
	{ "before_the_first", 0U - 2, "xyhe", false, CORDON_STREAM_TAKEN,
	  "hello world" },
	{ "urgent", 11, "!", true, CORDON_STREAM_URGENT, "hello world!" },
	{ "last_place", WINDOW - 1, "z", false, CORDON_STREAM_TAKEN,
	  "hello world!" },
	{ "beyond", WINDOW, "z", false, CORDON_STREAM_BEYOND, "hello world!" },
};

static void test_stream(struct kunit *test)
{
	u8 *memory = kunit_kzalloc(test, CORDON_WINDOW_MEMORY(WINDOW), GFP_KERNEL);
	struct cordon_stream stream;
	const u8 *bytes;
	size_t i;
	u32 length;

	KUNIT_ASSERT_NOT_NULL(test, memory);
	cordon_stream_init(&stream, FIRST, memory, WINDOW);
	for (i = 0; i < ARRAY_SIZE(segments); i++) {
		const struct segment *row = segments + i;

		KUNIT_EXPECT_EQ_MSG(test, row->added,
				    cordon_stream_add(&stream, FIRST + row->offset,
						      (const u8 *)row->text,
						      strlen(row->text),
						      row->urgent),
				    "%s", row->desc);
		length = cordon_window_peek(&stream.window, &bytes);
		KUNIT_ASSERT_EQ_MSG(test, strlen(row->ready), (size_t)length,
				    "%s", row->desc);
		KUNIT_EXPECT_EQ_MSG(test, 0, memcmp(row->ready, bytes, length),
				    "%s", row->desc);
	}
	cordon_window_advance(&stream.window, 12);
	cordon_window_release(&stream.window);
	KUNIT_EXPECT_EQ(test, CORDON_STREAM_TAKEN,
			cordon_stream_add(&stream, FIRST + WINDOW,
					  (const u8 *)"z", 1, false));
}

static struct kunit_case cases[] = {
	KUNIT_CASE_PARAM(test_flight, sent_gen_params),
	KUNIT_CASE_PARAM(test_names, message_gen_params),
	KUNIT_CASE(test_stream),
	{}
};

static struct kunit_suite suite = {
	.name = "cordon_flight",
	.test_cases = cases,
};

kunit_test_suite(suite);
