/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Readers of streams in the engine's tests: what they say as text, and whether
 * they say the same however the stream is cut
 */
#ifndef _TESTS_ENGINE_READER_H
#define _TESTS_ENGINE_READER_H

#include "engine/names/host.h"
#include "engine/names/reader.h"

#define READER_TEXT_MAX		2048
#define READER_STATE_MAX	1024

/**
 * struct reader - one of the engine's readers
 * @size: of its state
 * @init: begins
 * @read: takes more
 * @print: the result as text; an empty one if there is nothing to say
 */
struct reader {
	size_t size;
	void (*init)(void *state);
	enum cordon_read (*read)(void *state, const u8 *bytes, size_t length,
				 size_t *used);
	void (*print)(const void *state, char *text, size_t size);
};

/* Defines the struct reader NAME for the engine's cordon_NAME. */
#define READER(name, printer)						\
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
static const struct reader name = {					\
	sizeof(struct cordon_##name), name##_init_any, name##_read_any,	\
	printer,							\
}

/* @what tells the case in the message of a failure. */
#define EXPECT_READS(reader, what, expected, bytes, length)		\
do {									\
	const char *reader_wanted = expected;				\
	const char *reader_said = reader_differs(&(reader), bytes,	\
						 length, reader_wanted); \
									\
	EXPECT_EQ(NULL, reader_said)					\
		TH_LOG("%s: expected %s%s", what, reader_wanted, reader_said); \
} while (0)

const char *reader_host(const struct cordon_host *host);
void reader_text(const struct reader *reader, const u8 *bytes, size_t length,
		 size_t cut, size_t piece, char *text);
const char *reader_differs(const struct reader *reader, const u8 *bytes,
			   size_t length, const char *expected);
const char *reader_wavers(const struct reader *reader, const u8 *bytes,
			  size_t length, unsigned int rounds);

#endif /* _TESTS_ENGINE_READER_H */
