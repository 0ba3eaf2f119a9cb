/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The engine's readers of streams: the same is said of the same bytes, whole or
 * in pieces that the input chooses
 */
#ifndef _TESTS_FUZZ_PIECES_H
#define _TESTS_FUZZ_PIECES_H

#include "engine/names/reader.h"
#include "fuzz.h"

/* The last bytes of an input say how the others are cut. */
#define PIECES_CUTS	4U
#define PIECES_EVENTS	256U

/**
 * struct pieces_reader - one of the engine's readers
 * @size: of its state
 * @init: begins
 * @read: takes more
 * @result: what was read after CORDON_READ_DONE: checks it, and returns its hash
 */
struct pieces_reader {
	size_t size;
	void (*init)(void *state);
	enum cordon_read (*read)(void *state, const u8 *bytes, size_t length,
				 size_t *used);
	u64 (*result)(const void *state);
};

/* Defines the struct pieces_reader NAME_reader for the engine's cordon_NAME. */
#define PIECES_READER(name)						\
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
static const struct pieces_reader name##_reader = {			\
	sizeof(struct cordon_##name), name##_init_any, name##_read_any,	\
	name##_result,							\
}

/**
 * struct pieces_event - a reader said something else than "more"
 * @read: what
 * @at: bytes of the stream that were taken
 * @result: hash of what was read, if @read is CORDON_READ_DONE
 */
struct pieces_event {
	enum cordon_read read;
	size_t at;
	u64 result;
};

/**
 * struct pieces_said - all that a reader said of a stream
 * @count: events; those over PIECES_EVENTS are not kept
 * @event: in their order
 */
struct pieces_said {
	size_t count;
	struct pieces_event event[PIECES_EVENTS];
};

void pieces_read(const struct pieces_reader *reader, const u8 *bytes,
		 size_t length, const u8 *cuts, struct pieces_said *said);
void pieces_compare(const struct pieces_reader *reader, const u8 *bytes,
		    size_t length, const u8 *cuts, struct pieces_said *whole);

#endif /* _TESTS_FUZZ_PIECES_H */
