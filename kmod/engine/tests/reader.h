/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - readers of streams: what they say as text, and whether
 * they say the same however the stream is cut
 */
#ifndef _CORDON_ENGINE_TESTS_READER_H
#define _CORDON_ENGINE_TESTS_READER_H

#include "cases.h"
#include "engine/names/host.h"
#include "engine/names/reader.h"

#define TEST_READER_TEXT_MAX	2048
#define TEST_MALFORMED		"malformed\n"

/* How often what is random is tried: a guest is slow. */
#ifdef __KERNEL__
#define TEST_ROUNDS(count)	((count) / 50)
#else
#define TEST_ROUNDS(count)	(count)
#endif

/**
 * struct cordon_test_reader - one of the engine's readers
 * @size: of its state
 * @init: begins
 * @read: takes more
 * @print: the result as text; an empty one if there is nothing to say
 */
struct cordon_test_reader {
	size_t size;
	void (*init)(void *state);
	enum cordon_read (*read)(void *state, const u8 *bytes, size_t length,
				 size_t *used);
	void (*print)(const void *state, char *text, size_t size);
};

/* Defines the struct cordon_test_reader NAME for the engine's cordon_NAME. */
#define TEST_READER(name, printer)					\
static void name##_init_any(void *state)				\
{									\
	cordon_##name##_init(state);					\
}									\
									\
static enum cordon_read name##_read_any(void *state, const u8 *bytes,	\
					size_t length, size_t *used)	\
{									\
	return cordon_##name##_read(state, bytes, length, used);	\
}									\
									\
static const struct cordon_test_reader name = {				\
	sizeof(struct cordon_##name), name##_init_any, name##_read_any,	\
	printer,							\
}

/**
 * struct test_stream - a stream as the row of a table
 * @title: the bytes, as the test spells them
 * @bytes: the bytes
 * @length: how many
 * @said: of them, see cordon_test_reads()
 */
struct test_stream {
	const char *title;
	const char *bytes;
	size_t length;
	const char *said;
};

#define TEST_STREAM(bytes, said)	{ #bytes, bytes, sizeof(bytes) - 1, said }

void cordon_test_print(char *text, size_t size, const char *format, ...) __printf(3, 4);
void cordon_test_print_flags(char *text, size_t size, const char *const *words,
			     size_t count, unsigned int flags);
const char *cordon_test_host(const struct cordon_host *host);
const char *cordon_test_read(const struct cordon_test_reader *reader,
			     const u8 *bytes, size_t length, size_t cut,
			     size_t piece, char *text);
const char *cordon_test_reads(const struct cordon_test_reader *reader,
			      const void *bytes, size_t length,
			      const char *expected);
const char *cordon_test_wavers(const struct cordon_test_reader *reader,
			       const void *bytes, size_t length,
			       unsigned int rounds);
const char *cordon_test_stream(const struct cordon_test_reader *reader,
			       const struct test_stream *row);

#endif /* _CORDON_ENGINE_TESTS_READER_H */
