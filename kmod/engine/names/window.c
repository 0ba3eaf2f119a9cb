// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - window: bytes that arrive in any order, read in theirs
 */
#include "window.h"

static u32 place(const struct cordon_window *window, u64 offset)
{
	return (u32)offset & (window->size - 1);
}

static bool is_seen(const struct cordon_window *window, u64 offset)
{
	u32 at = place(window, offset);

	return window->seen[at / 8] >> at % 8 & 1;
}

/* Eight at a time where that is possible: bytes mostly come in long runs. */
static void set_seen(struct cordon_window *window, u64 offset, u64 length,
		     bool seen)
{
	while (length) {
		u32 at = place(window, offset), step = 1;
		u8 bit = (u8)(1U << at % 8);

		if (at % 8 == 0 && length >= 8) {
			window->seen[at / 8] = seen ? 0xff : 0;
			step = 8;
		} else if (seen) {
			window->seen[at / 8] |= bit;
		} else {
			window->seen[at / 8] &= (u8)~bit;
		}
		offset += step;
		length -= step;
	}
}

/* The run of seen bytes that begins at @offset; none lies behind the end. */
static u64 end_of_run(const struct cordon_window *window, u64 offset)
{
	u64 end = window->start + window->size;

	while (offset < end) {
		u32 at = place(window, offset);

		if (at % 8 == 0 && end - offset >= 8 &&
		    window->seen[at / 8] == 0xff) {
			offset += 8;
			continue;
		}
		if (!is_seen(window, offset))
			break;
		offset++;
	}
	return offset;
}

/**
 * cordon_window_init - an empty window
 * @window: set up
 * @memory: CORDON_WINDOW_MEMORY(@size) bytes, which the caller owns and which
 *	must outlive the window
 * @size: bytes to keep; a power of two, 64 at least
 */
void cordon_window_init(struct cordon_window *window, void *memory, u32 size)
{
	window->bytes = memory;
	window->seen = window->bytes + size;
	window->size = size;
	window->start = 0;
	window->read = 0;
	window->ready = 0;
	window->last = 0;
	memset(window->seen, 0, size / 8);
}

static bool conflicts(const struct cordon_window *window, u64 offset,
		      const u8 *bytes, u32 length)
{
	u32 i;

	for (i = 0; i < length; i++)
		if (is_seen(window, offset + i) &&
		    window->bytes[place(window, offset + i)] != bytes[i])
			return true;
	return false;
}

/**
 * cordon_window_add - bytes that arrived
 * @window: where they belong
 * @offset: where the first one stands, from the first byte ever on
 * @bytes: what arrived
 * @length: how many
 *
 * What lies before the window's start was released; nobody can tell any more
 * whether it is the same, and it is passed over.
 *
 * Return: see enum cordon_window_add.
 */
enum cordon_window_add cordon_window_add(struct cordon_window *window,
					 u64 offset, const u8 *bytes,
					 u32 length)
{
	u32 at, first;

	if (offset < window->start) {
		if (window->start - offset >= length)
			return CORDON_WINDOW_TAKEN;
		bytes += window->start - offset;
		length -= (u32)(window->start - offset);
		offset = window->start;
	}
	if (!length)
		return CORDON_WINDOW_TAKEN;
	if (offset - window->start > window->size ||
	    length > window->size - (offset - window->start))
		return CORDON_WINDOW_BEYOND;
	if (conflicts(window, offset, bytes, length))
		return CORDON_WINDOW_CONFLICT;
	at = place(window, offset);
	first = min_t(u32, length, window->size - at);
	memcpy(window->bytes + at, bytes, first);
	memcpy(window->bytes, bytes + first, length - first);
	set_seen(window, offset, length, true);
	if (offset + length > window->last)
		window->last = offset + length;
	if (offset <= window->ready)
		window->ready = end_of_run(window, window->ready);
	return CORDON_WINDOW_TAKEN;
}

/**
 * cordon_window_peek - the bytes that can be read next
 * @window: where from
 * @bytes: set to the first one; valid until the window is touched
 *
 * Return: how many lie there in one piece; 0 when the next one is missing. At
 * the ring's end there may be more after these were read.
 */
u32 cordon_window_peek(const struct cordon_window *window, const u8 **bytes)
{
	u32 at = place(window, window->read);

	*bytes = window->bytes + at;
	return min_t(u32, (u32)(window->ready - window->read),
		     window->size - at);
}

/**
 * cordon_window_advance - bytes were read
 * @window: where from
 * @length: how many; no more than cordon_window_peek() said
 *
 * They are kept, so that others in their place are noticed.
 */
void cordon_window_advance(struct cordon_window *window, u32 length)
{
	window->read += length;
}

/**
 * cordon_window_release - keep no longer what was read
 * @window: makes room for as many bytes behind its end
 */
void cordon_window_release(struct cordon_window *window)
{
	set_seen(window, window->start, window->read - window->start, false);
	window->start = window->read;
}

/**
 * cordon_window_has_gap - does something lie behind bytes that are missing
 * @window: any
 *
 * Return: whether bytes were taken that cannot be read yet.
 */
bool cordon_window_has_gap(const struct cordon_window *window)
{
	return window->last > window->ready;
}

/**
 * cordon_window_skip - go on behind bytes that will not come any more
 * @window: has a gap
 *
 * For who reads what others recorded; whoever enforces must not.
 *
 * Return: how many bytes were skipped; those that were ready and not read count.
 */
u64 cordon_window_skip(struct cordon_window *window)
{
	u64 from = window->read, at = window->ready;

	while (at < window->last && !is_seen(window, at))
		at++;
	window->read = at;
	window->ready = end_of_run(window, at);
	cordon_window_release(window);
	return at - from;
}
