/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - segments of a TCP connection, put in order
 */
#ifndef _CORDON_ENGINE_TESTS_STREAM_CASES_H
#define _CORDON_ENGINE_TESTS_STREAM_CASES_H

#include "cases.h"
#include "engine/names/stream.h"

#define WINDOW		64U
#define FIRST		(0U - 4)	/* the numbers wrap */
#define TAKEN		CORDON_STREAM_TAKEN
#define CONFLICT	CORDON_STREAM_CONFLICT
#define BEYOND		CORDON_STREAM_BEYOND
#define URGENT		CORDON_STREAM_URGENT

/* One after the other, into one stream, or first into a new one. */
static const struct test_segment {
	const char *title;
	bool new;
	u32 offset;
	const char *text;
	enum cordon_stream_add added;	/* what URGENT is the answer to is urgent */
	u32 read;			/* bytes, before @ready is looked at */
	const char *ready;
} segments[] = {
	{ "second first", true, 6, "world", TAKEN, 0, "" },
	{ "first", false, 0, "hello ", TAKEN, 0, "hello world" },
	{ "again", false, 3, "lo wo", TAKEN, 0, "hello world" },
	{ "other bytes", false, 3, "LO wo", CONFLICT, 0, "hello world" },
	{ "other bytes behind", false, 10, "D!", CONFLICT, 0, "hello world" },
	{ "before the first", false, 0U - 2, "xyhe", TAKEN, 0, "hello world" },
	{ "urgent", false, 11, "!", URGENT, 0, "hello world!" },
	{ "last place", false, WINDOW - 1, "z", TAKEN, 0, "hello world!" },
	{ "beyond", false, WINDOW, "z", BEYOND, 0, "hello world!" },
	/* The retransmission that carries another name (desynchronisation). */
	{ "a name", true, 0, "maps.example", TAKEN, 12, "" },
	{ "the name again", false, 0, "maps.example", TAKEN, 0, "" },
	{ "its end and more", false, 5, "example/path", TAKEN, 0, "/path" },
	{ "another name", false, 0, "chat.example", CONFLICT, 0, "/path" },
	{ "another path", false, 10, "le/PATH", CONFLICT, 0, "/path" },
	/* What lies before the first byte was never the peer's. */
	{ "before", true, 0U - 4, "old", TAKEN, 0, "" },
	{ "before and behind", false, 0U - 4, "oldXnew", TAKEN, 0, "new" },
	{ "far before", false, 0x90000000, "far", TAKEN, 0, "new" },
	{ "far behind", false, 0x70000000, "far", BEYOND, 0, "new" },
	{ "urgent first", true, 0, "ab", URGENT, 0, "ab" },
	{ "other bytes for it", false, 0, "aX", CONFLICT, 0, "ab" },
	{ "behind it", false, 2, "c", TAKEN, 0, "abc" },
};

static u8 memory[CORDON_WINDOW_MEMORY(WINDOW)];
static struct cordon_stream ordered;

static enum cordon_stream_add add_text(u32 offset, const char *text, bool urgent)
{
	return cordon_stream_add(&ordered, FIRST + offset, (const u8 *)text,
				 (u32)strlen(text), urgent);
}

static const char *is_ready(const char *text)
{
	static char ready[WINDOW + 1];
	const u8 *bytes;
	u32 length = cordon_window_peek(&ordered.window, &bytes);

	memcpy(ready, bytes, length);
	ready[length] = '\0';
	return TEST_TEXT(text, ready);
}

static const char *check_segment(const void *any)
{
	const struct test_segment *row = any;
	const char *fault;

	if (row->new)
		cordon_stream_init(&ordered, FIRST, memory, WINDOW);
	fault = TEST_EQUAL(row->added, add_text(row->offset, row->text,
						row->added == URGENT));
	if (row->read)
		cordon_window_advance(&ordered.window, row->read);
	return fault ?: is_ready(row->ready);
}

static const char *check_gap(const void *none)
{
	cordon_stream_init(&ordered, FIRST, memory, WINDOW);
	return TEST_EQUAL(TAKEN, add_text(6, "example", false)) ?:
	       TEST_HOLDS(cordon_window_has_gap(&ordered.window)) ?:
	       TEST_EQUAL(TAKEN, add_text(0, "other.", false)) ?:
	       TEST_HOLDS(!cordon_window_has_gap(&ordered.window)) ?:
	       is_ready("other.example");
}

/* What was read makes room, once it is released. */
static const char *check_end_of_the_window(const void *none)
{
	char text[WINDOW + 1];
	const char *fault;

	memset(text, 'x', WINDOW);
	text[WINDOW] = '\0';
	cordon_stream_init(&ordered, FIRST, memory, WINDOW);
	fault = TEST_EQUAL(BEYOND, add_text(1, text, false)) ?:
		TEST_EQUAL(TAKEN, add_text(0, text, false)) ?:
		TEST_EQUAL(BEYOND, add_text(WINDOW, "y", false));
	cordon_window_advance(&ordered.window, WINDOW);
	fault = fault ?: TEST_EQUAL(BEYOND, add_text(WINDOW, "y", false));
	cordon_window_release(&ordered.window);
	return fault ?: TEST_EQUAL(TAKEN, add_text(WINDOW, "y", false)) ?:
	       is_ready("y");
}

static const struct cordon_test_case stream_cases[] = {
	TEST_TABLE(segments, check_segment),
	TEST_ONCE(check_gap),
	TEST_ONCE(check_end_of_the_window),
};

#endif /* _CORDON_ENGINE_TESTS_STREAM_CASES_H */
