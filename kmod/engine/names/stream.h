/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - stream: one direction of a TCP connection, as its peer reads it
 */
#ifndef _CORDON_ENGINE_STREAM_H
#define _CORDON_ENGINE_STREAM_H

#include "window.h"

/* Bytes of a first flight that are kept: a record of full size, and as much. */
#define CORDON_STREAM_WINDOW	32768U

/**
 * enum cordon_stream_add - what became of a segment
 * @CORDON_STREAM_TAKEN: its bytes are in the window, or were before
 * @CORDON_STREAM_CONFLICT: it has other bytes than were there before: somebody
 *	shows one name to us and another to the peer; none was taken
 * @CORDON_STREAM_BEYOND: it lies too far behind what was read; none was taken
 * @CORDON_STREAM_URGENT: it carries urgent data, which a peer may read in
 *	place, apart or not at all (RFC 6093, 3.1); its bytes were taken in place
 */
enum cordon_stream_add {
	CORDON_STREAM_TAKEN,
	CORDON_STREAM_CONFLICT,
	CORDON_STREAM_BEYOND,
	CORDON_STREAM_URGENT,
};

/**
 * struct cordon_stream - the bytes of one direction by their sequence numbers
 * @window: where they are read: cordon_window_peek() and _advance(); who wants
 *	more than the first flight also calls cordon_window_release()
 * @first: sequence number of the first byte
 */
struct cordon_stream {
	struct cordon_window window;
	u32 first;
};

void cordon_stream_init(struct cordon_stream *stream, u32 first, void *memory,
			u32 size);
enum cordon_stream_add cordon_stream_add(struct cordon_stream *stream,
					 u32 sequence, const u8 *bytes,
					 u32 length, bool urgent);

#endif /* _CORDON_ENGINE_STREAM_H */
