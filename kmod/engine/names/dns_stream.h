/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - dns_stream: DNS messages out of a stream (RFC 7766)
 */
#ifndef _CORDON_ENGINE_DNS_STREAM_H
#define _CORDON_ENGINE_DNS_STREAM_H

#include "reader.h"

/* Bytes of a stream that tell whether it may be DNS: a length and a header. */
#define CORDON_DNS_STREAM_HEAD	14U

/**
 * struct cordon_dns_stream - the message that is coming in
 * @length: bytes that the stream announced
 * @taken: bytes that came in, the two of the length included; private
 */
struct cordon_dns_stream {
	u32 length;
	u32 taken;
};

bool cordon_dns_stream_fits(const u8 *head);
void cordon_dns_stream_init(struct cordon_dns_stream *stream);
enum cordon_read cordon_dns_stream_read(struct cordon_dns_stream *stream,
					u8 *message, u32 size, const u8 *bytes,
					size_t length, size_t *used);

#endif /* _CORDON_ENGINE_DNS_STREAM_H */
