// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - dns_stream: DNS messages out of a stream
 */
#include "dns_stream.h"
#include "dns_wire.h"
#include "tls.h"

#define PREFIX_LENGTH	2U
/* The least that a question and a record take: the root, and what is fixed. */
#define QUESTION_MIN	5U
#define RECORD_MIN	11U

/**
 * cordon_dns_stream_fits - may a stream that begins so be DNS
 * @head: its first CORDON_DNS_STREAM_HEAD bytes
 *
 * What HTTP, SOCKS and nearly everything else begin with announces more questions
 * and records than the message has room for. A ClientHello can be written so that it
 * does not. So what begins as its record does is none: as DNS it would be a message of
 * some 5,700 bytes whose response code says that it was not understood (RFC 1035,
 * 4.1.1).
 *
 * Return: whether it may.
 */
bool cordon_dns_stream_fits(const u8 *head)
{
	const u8 *counts = head + PREFIX_LENGTH + 4;
	u32 length = cordon_get_be16(head);
	u32 needed = CORDON_DNS_HEADER_LENGTH +
		     QUESTION_MIN * cordon_get_be16(counts) +
		     RECORD_MIN * ((u32)cordon_get_be16(counts + 2) +
				   cordon_get_be16(counts + 4) +
				   cordon_get_be16(counts + 6));

	if (head[0] == CORDON_TLS_HANDSHAKE &&
	    head[CORDON_TLS_RECORD_HEAD] == CORDON_TLS_CLIENT_HELLO)
		return false;
	/* Of a message without a header more may follow. */
	return length < CORDON_DNS_HEADER_LENGTH || length >= needed;
}

/**
 * cordon_dns_stream_init - begin to read a stream
 * @stream: set up
 */
void cordon_dns_stream_init(struct cordon_dns_stream *stream)
{
	stream->length = 0;
	stream->taken = 0;
}

/**
 * cordon_dns_stream_read - the next bytes of a stream
 * @stream: begun
 * @message: where a message is put together; the same at each call
 * @size: room there: CORDON_DNS_QUESTION_MAX holds every question, 65535 all
 * @bytes: what comes next
 * @length: how many
 * @used: set to how many were taken
 *
 * Return: CORDON_READ_DONE when a message is complete: it is in @message, as much
 * of its @stream->length as there is room for; else CORDON_READ_MORE. A
 * message may be shorter than a header: some servers pass over it.
 */
enum cordon_read cordon_dns_stream_read(struct cordon_dns_stream *stream,
					u8 *message, u32 size, const u8 *bytes,
					size_t length, size_t *used)
{
	size_t at = 0;

	if (stream->taken == PREFIX_LENGTH + stream->length)
		stream->taken = 0;
	for (; at < length && stream->taken < PREFIX_LENGTH; stream->taken++)
		stream->length = (stream->length << 8 | bytes[at++]) & 0xffff;
	*used = at;
	if (stream->taken < PREFIX_LENGTH)
		return CORDON_READ_MORE;
	if (at < length) {
		u32 had = stream->taken - PREFIX_LENGTH;
		u32 take = (u32)min_t(size_t, length - at, stream->length - had);

		if (had < size)
			memcpy(message + had, bytes + at,
			       min_t(u32, take, size - had));
		stream->taken += take;
		*used = at + take;
	}
	return stream->taken == PREFIX_LENGTH + stream->length ?
	       CORDON_READ_DONE : CORDON_READ_MORE;
}
