/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - messages of DNS out of a stream
 */
#ifndef _CORDON_ENGINE_TESTS_DNS_STREAM_CASES_H
#define _CORDON_ENGINE_TESTS_DNS_STREAM_CASES_H

#include "cases.h"
#include "engine/names/dns_stream.h"

/* What else may come to a name server's port, and what is DNS however odd. */
static const struct test_fit {
	const char *title;
	const char *head;
	bool fits;
} fits[] = {
#define ROW(head, fits)	{ #head, head, fits }
	ROW("\0\35\x12\x34\1\0\0\1\0\0\0\0\0\0", true),
	ROW("\0\21\x12\x34\1\0\0\1\0\0\0\0\0\0", true),
	ROW("\0\20\x12\x34\1\0\0\1\0\0\0\0\0\0", false),
	ROW("\0\50\x12\x34\1\0\0\1\0\0\0\0\0\1", true),
	ROW("\0\33\x12\x34\1\0\0\1\0\0\0\0\0\1", false),
	ROW("\0\33\x12\x34\1\0\0\1\0\0\0\1\0\0", false),
	ROW("\0\33\x12\x34\1\0\0\1\0\1\0\0\0\0", false),
	ROW("\0\14\x12\x34\1\0\0\0\0\0\0\0\0\0", true),
	ROW("\xff\xff\x12\x34\x28\0\0\1\0\0\x10\0\0\1", true),
	ROW("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", false),
	/* Nothing first, and then a message. */
	ROW("\0\0\0\35\x12\x34\1\0\0\1\0\0\0\0", true),
	ROW("\0\13\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", true),
	/* TLS: a hello, one in records of a byte, what may come before it. */
	ROW("\x16\3\1\2\0\1\0\1\xfc\3\3RRR", false),
	ROW("\x16\3\1\0\1\1\x16\3\1\0\1\0\x16\3", false),
	ROW("\x16\3\1\0\0\x16\3\1\0\xb5\1\0\0\xb1", false),
	ROW("\x16\3\1\0\0\x16\3\1\0\0\x16\3\1\0", false),
	/* One that announces little enough; and a message of that size. */
	ROW("\x16\3\1\1\4\1\0\1\0\3\1\0\0\0", false),
	ROW("\x16\3\1\1\4\0\0\1\0\3\1\0\0\0", true),
	ROW("\x15\3\1\0\2\1\0\x16\3\1\0\xb5\1\0", false),
	ROW("\x14\3\1\0\1\1\x16\3\1\0\xb5\1\0\0", false),
	ROW("GET / HTTP/1.1", false),
	ROW("CONNECT a.b:1 ", false),
	ROW("PRI * HTTP/2.0", false),
	ROW("SSH-2.0-OpenSS", false),
	ROW("EHLO a.example", false),
	ROW("\5\1\0\5\1\0\3\11a.exam", false),
	ROW("\5\2\0\2\5\1\0\3\11a.exa", false),
	ROW("\5\1\0\5\1\0\1\xc0\0\2\1\1\xbb\x16", false),
	ROW("\4\1\1\xbb\0\0\0\1xy\0a.e", false),
#undef ROW
};

static const char *check_fit(const void *any)
{
	const struct test_fit *row = any;

	return TEST_EQUAL(row->fits, cordon_dns_stream_fits((const u8 *)row->head));
}

/* Three messages, whose sizes these are, each of one letter. */
static const u8 message_sizes[] = { 12, 20, 13 };
static u8 stream_bytes[2 + 65535 + 14];
static u8 stream_buffer[32];

static const char *read_messages(size_t length, size_t piece)
{
	size_t at = 0, end, used, i, message = 0;
	struct cordon_dns_stream stream;
	const char *fault = NULL;
	enum cordon_read read;

	cordon_dns_stream_init(&stream);
	while (at < length && !fault) {
		end = at - at % piece + piece < length ? at - at % piece + piece : length;
		read = cordon_dns_stream_read(&stream, stream_buffer, sizeof(stream_buffer),
					      stream_bytes + at, end - at, &used);
		at += used;
		if (read == CORDON_READ_MORE) {
			fault = TEST_EQUAL(end, at);
			continue;
		}
		fault = TEST_EQUAL(CORDON_READ_DONE, read) ?:
			TEST_HOLDS(message < ARRAY_SIZE(message_sizes)) ?:
			TEST_EQUAL(message_sizes[message], stream.length);
		for (i = 0; !fault && i < stream.length; i++)
			fault = TEST_EQUAL('a' + message, stream_buffer[i]);
		message++;
	}
	return fault ?: TEST_EQUAL(ARRAY_SIZE(message_sizes), message);
}

/* In pieces of every size they are the same. */
static const char *check_pieces(const void *none)
{
	const char *fault = NULL;
	size_t length = 0, i;

	for (i = 0; i < ARRAY_SIZE(message_sizes); i++) {
		stream_bytes[length++] = 0;
		stream_bytes[length++] = message_sizes[i];
		memset(stream_bytes + length, 'a' + (int)i, message_sizes[i]);
		length += message_sizes[i];
	}
	for (i = 1; i <= length && !fault; i++)
		fault = read_messages(length, i);
	return fault;
}

/* From here a message ends, or not, after so many bytes and has such a length. */
static const char *read_one(struct cordon_dns_stream *stream, size_t from, size_t length,
			    enum cordon_read wanted, size_t taken)
{
	size_t used;
	enum cordon_read read = cordon_dns_stream_read(stream, stream_buffer, 16,
						       stream_bytes + from, length, &used);

	return TEST_EQUAL(wanted, read) ?: TEST_EQUAL(taken, used) ?:
	       (read == CORDON_READ_MORE ? NULL : TEST_EQUAL(taken - 2, stream->length));
}

/* A message over the room given is counted whole and kept in part. */
static const char *check_longest(const void *none)
{
	struct cordon_dns_stream stream;
	const char *fault;
	size_t i;

	memset(stream_bytes, 7, sizeof(stream_bytes));
	memset(stream_bytes, 0xff, 2);
	memcpy(stream_bytes + 2 + 65535, "\0\14", 2);
	cordon_dns_stream_init(&stream);
	fault = read_one(&stream, 0, sizeof(stream_bytes), CORDON_READ_DONE, 2 + 65535);
	for (i = 0; i < 16 && !fault; i++)
		fault = TEST_EQUAL(7, stream_buffer[i]);
	return fault ?: read_one(&stream, 2 + 65535, 14, CORDON_READ_DONE, 14);
}

static const struct test_short {
	const char *title;
	u8 size;
} shorts[] = {
	{ "nothing", 0 }, { "a byte", 1 }, { "no header", 11 }, { "a header", 12 },
};

static const char *check_short(const void *any)
{
	const struct test_short *row = any;
	struct cordon_dns_stream stream;

	memset(stream_bytes, 7, 32);
	stream_bytes[0] = 0;
	stream_bytes[1] = row->size;
	cordon_dns_stream_init(&stream);
	return read_one(&stream, 0, 20, CORDON_READ_DONE, 2U + row->size) ?:
	       read_one(&stream, 0, 0, CORDON_READ_MORE, 0) ?:
	       read_one(&stream, 0, 20, CORDON_READ_DONE, 2U + row->size);
}

/* In the end there is a message, and nothing before it is lost for it. */
static const char *check_behind_nothing(const void *none)
{
	struct cordon_dns_stream stream;

	memset(stream_bytes, 0, 4);
	memcpy(stream_bytes + 4, "\0\14questionaire", 14);
	cordon_dns_stream_init(&stream);
	return read_one(&stream, 0, 14, CORDON_READ_DONE, 2) ?:
	       read_one(&stream, 2, 14, CORDON_READ_DONE, 2) ?:
	       read_one(&stream, 4, 14, CORDON_READ_DONE, 14) ?:
	       TEST_HOLDS(!memcmp("questionaire", stream_buffer, 12));
}

static const struct cordon_test_case dns_stream_cases[] = {
	TEST_TABLE(fits, check_fit),
	TEST_ONCE(check_pieces),
	TEST_ONCE(check_longest),
	TEST_TABLE(shorts, check_short),
	TEST_ONCE(check_behind_nothing),
};

#endif /* _CORDON_ENGINE_TESTS_DNS_STREAM_CASES_H */
