// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - stream: one direction of a TCP connection, as its peer reads it
 */
#include "stream.h"

/**
 * cordon_stream_init - begin a stream
 * @stream: set up
 * @first: sequence number of its first byte: that of the SYN and one more
 * @memory: CORDON_WINDOW_MEMORY(@size) bytes; must outlive the stream
 * @size: bytes to keep, see cordon_window_init()
 */
void cordon_stream_init(struct cordon_stream *stream, u32 first, void *memory,
			u32 size)
{
	cordon_window_init(&stream->window, memory, size);
	stream->first = first;
}

/**
 * cordon_stream_add - a segment
 * @stream: where it belongs
 * @sequence: sequence number of @bytes[0]; with SYN set, one more than the header's
 * @bytes: payload
 * @length: its bytes
 * @urgent: the segment has the URG flag
 *
 * Sequence numbers are counted from what the window still keeps, so a stream
 * may be of any length (RFC 9293, 3.4). A segment from before the first byte is
 * old: its bytes are passed over.
 *
 * Return: see enum cordon_stream_add.
 */
enum cordon_stream_add cordon_stream_add(struct cordon_stream *stream,
					 u32 sequence, const u8 *bytes,
					 u32 length, bool urgent)
{
	struct cordon_window *window = &stream->window;
	u32 start = stream->first + (u32)window->start;
	u32 behind = start - sequence;
	u64 offset = window->start;

	if (behind && behind < 0x80000000U) {
		if (behind >= length)
			return CORDON_STREAM_TAKEN;
		bytes += behind;
		length -= behind;
	} else {
		offset += sequence - start;
	}
	switch (cordon_window_add(window, offset, bytes, length)) {
	case CORDON_WINDOW_TAKEN:
		return urgent ? CORDON_STREAM_URGENT : CORDON_STREAM_TAKEN;
	case CORDON_WINDOW_CONFLICT:
		return CORDON_STREAM_CONFLICT;
	default:
		return CORDON_STREAM_BEYOND;
	}
}
