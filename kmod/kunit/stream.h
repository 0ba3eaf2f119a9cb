/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - what the KUnit suites of the readers share: a stream, cut everywhere
 */
#ifndef _CORDON_KUNIT_STREAM_H
#define _CORDON_KUNIT_STREAM_H

#include <kunit/test.h>

#include "engine/names/host.h"
#include "engine/names/reader.h"

#define TEST_STREAM_TEXT	256

/**
 * struct cordon_test_reader - a reader under test
 * @size: of its state
 * @init: begins
 * @read: takes more
 * @print: puts the result as text behind a text of TEST_STREAM_TEXT bytes
 */
struct cordon_test_reader {
	size_t size;
	void (*init)(void *state);
	enum cordon_read (*read)(void *state, const u8 *bytes, size_t length,
				 size_t *used);
	void (*print)(const void *state, char *text);
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

void cordon_test_print(char *text, const char *format, ...) __printf(2, 3);
void cordon_test_print_host(char *text, const struct cordon_host *host);
void cordon_test_stream(struct kunit *test, const struct cordon_test_reader *reader,
			const void *bytes, size_t length, const char *expected);

#endif /* _CORDON_KUNIT_STREAM_H */
