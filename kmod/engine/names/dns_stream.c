// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - dns_stream: DNS messages out of a stream
 */
#include "dns_stream.h"
#include "dns_wire.h"

#define PREFIX_LENGTH	2U

/**
 * cordon_dns_stream_init - begin to read a stream
 * @stream: set up
 * @message: where a message is put together; must outlive @stream
 * @size: room there: CORDON_DNS_QUESTION_MAX holds every question, 65535 all
 */
void cordon_dns_stream_init(struct cordon_dns_stream *stream, u8 *message,
			    u32 size)
{
	stream->message = message;
	stream->size = size;
	stream->length = 0;
	stream->taken = 0;
}

/**
 * cordon_dns_stream_read - the next bytes of a stream
 * @stream: begun
 * @bytes: what comes next
 * @length: how many
 * @used: set to how many were taken
 *
 * Return: CORDON_READ_DONE when a message is complete: it is in
 * @stream->message, as much of it as there is room for; CORDON_READ_MALFORMED
 * when less than a header is announced; else CORDON_READ_MORE.
 */
enum cordon_read cordon_dns_stream_read(struct cordon_dns_stream *stream,
					const u8 *bytes, size_t length,
					size_t *used)
{
	size_t at = 0;

	if (stream->length >= CORDON_DNS_HEADER_LENGTH &&
	    stream->taken == PREFIX_LENGTH + stream->length)
		stream->taken = 0;
	for (; at < length && stream->taken < PREFIX_LENGTH; stream->taken++)
		stream->length = (stream->length << 8 | bytes[at++]) & 0xffff;
	*used = at;
	if (stream->taken < PREFIX_LENGTH)
		return CORDON_READ_MORE;
	if (stream->length < CORDON_DNS_HEADER_LENGTH)
		return CORDON_READ_MALFORMED;
	if (at < length) {
		u32 had = stream->taken - PREFIX_LENGTH;
		u32 take = (u32)min_t(size_t, length - at, stream->length - had);

		if (had < stream->size)
			memcpy(stream->message + had, bytes + at,
			       min_t(u32, take, stream->size - had));
		stream->taken += take;
		*used = at + take;
	}
	return stream->taken == PREFIX_LENGTH + stream->length ?
	       CORDON_READ_DONE : CORDON_READ_MORE;
}
