/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the tests of the QUIC reader send: hellos, frames, packets, datagrams
 *
 * Sealed with libcrypto, and with keys derived here: so a mistake in the
 * reader's own derivation does not cancel itself out.
 */
#ifndef _CORDON_TESTS_QUIC_BUILDER_H
#define _CORDON_TESTS_QUIC_BUILDER_H

#include "engine/names/quic.h"

#define QUIC_V1		0x00000001U
#define QUIC_V2		0x6b3343cfU
#define QUIC_DRAFT_28	0xff00001cU
#define QUIC_DRAFT_29	0xff00001dU
#define QUIC_MVFST	0xfaceb002U

/* By the order of version 1; where the version differs, so do the bits sent. */
enum quic_type { QUIC_INITIAL, QUIC_ZERO_RTT, QUIC_HANDSHAKE, QUIC_RETRY };

struct quic_bytes {
	size_t length;
	u8 bytes[20000];
};

/**
 * struct quic_spec - a packet to be made
 * @version: version number
 * @type: enum quic_type
 * @to: destination connection id, as text
 * @keys: text of the id that the keys are made from; NULL: @to
 * @from: source connection id
 * @token: token, as text; NULL for none
 * @number: packet number
 * @number_size: bytes of it that are sent; 0 stands for 1
 * @spoil: make its tag wrong
 */
struct quic_spec {
	u32 version;
	enum quic_type type;
	const char *to;
	const char *keys;
	const char *from;
	const char *token;
	u64 number;
	unsigned int number_size;
	bool spoil;
};

void quic_put(struct quic_bytes *out, const void *bytes, size_t length);
void quic_put_byte(struct quic_bytes *out, u8 byte);
void quic_put_varint(struct quic_bytes *out, u64 value);
void quic_put_padding(struct quic_bytes *out, size_t length);
void quic_put_ack(struct quic_bytes *out, unsigned int ranges, bool ecn);
void quic_put_close(struct quic_bytes *out);
void quic_put_crypto(struct quic_bytes *out, u64 offset, const u8 *bytes,
		     size_t length);
void quic_make_hello(struct quic_bytes *hello, const char *name, u8 seed,
		     size_t size);
void quic_seal(struct quic_bytes *datagram, const struct quic_spec *spec,
	       const struct quic_bytes *frames);
void quic_put_retry(struct quic_bytes *datagram, u32 version, const char *to,
		    const char *from);

#endif /* _CORDON_TESTS_QUIC_BUILDER_H */
