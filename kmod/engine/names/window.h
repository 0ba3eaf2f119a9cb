/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - window: bytes that arrive in any order, read in theirs
 *
 * A ring over memory that is handed in, with a bit for each byte that is there.
 * A byte that comes again must be the same: whoever sends other bytes at the
 * same place wants one reader to see the first and another the second.
 */
#ifndef _CORDON_ENGINE_WINDOW_H
#define _CORDON_ENGINE_WINDOW_H

#include "engine/port.h"

/* Memory that a window of @size bytes needs; a multiple of 8. */
#define CORDON_WINDOW_MEMORY(size)	((size) / 8 * 9)

/**
 * enum cordon_window_add - what became of bytes
 * @CORDON_WINDOW_TAKEN: they are in the window, or were before
 * @CORDON_WINDOW_CONFLICT: some were there before, and differ; none was taken
 * @CORDON_WINDOW_BEYOND: some lie behind the window's end; none was taken
 */
enum cordon_window_add {
	CORDON_WINDOW_TAKEN,
	CORDON_WINDOW_CONFLICT,
	CORDON_WINDOW_BEYOND,
};

/**
 * struct cordon_window - the part of a stream of bytes that is kept
 * @bytes: ring of @size bytes; the byte at offset o is @bytes[o % @size]
 * @seen: a bit for each of them
 * @size: a power of two, 64 at least
 * @start: offset of the first byte that is kept
 * @read: offset of the first byte not read yet
 * @ready: offset of the first byte at or behind @read that is missing
 * @last: offset behind the last byte that ever came
 *
 * Private; all work is bounded by @size and by the bytes that are added.
 */
struct cordon_window {
	u8 *bytes;
	u8 *seen;
	u32 size;
	u64 start;
	u64 read;
	u64 ready;
	u64 last;
};

void cordon_window_init(struct cordon_window *window, void *memory, u32 size);
enum cordon_window_add cordon_window_add(struct cordon_window *window,
					 u64 offset, const u8 *bytes,
					 u32 length);
u32 cordon_window_peek(const struct cordon_window *window, const u8 **bytes);
void cordon_window_advance(struct cordon_window *window, u32 length);
void cordon_window_release(struct cordon_window *window);
u64 cordon_window_skip(struct cordon_window *window);
bool cordon_window_has_gap(const struct cordon_window *window);

#endif /* _CORDON_ENGINE_WINDOW_H */
