/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - quic_packet: one packet of a datagram, and what it seals
 *
 * Headers: RFC 9000 17.2, RFC 9369 3.2; what holds for every version: RFC 8999.
 */
#ifndef _CORDON_ENGINE_QUIC_PACKET_H
#define _CORDON_ENGINE_QUIC_PACKET_H

#include "quic_keys.h"

/* Less than this no client begins with (RFC 9000 14.1). */
#define CORDON_QUIC_DATAGRAM_MIN	1200

/**
 * enum cordon_quic_kind - what a packet is
 * @CORDON_QUIC_INITIAL: an Initial of a version that is read
 * @CORDON_QUIC_ZERO_RTT: and so on, in the order of their types
 * @CORDON_QUIC_HANDSHAKE: after the hello
 * @CORDON_QUIC_RETRY: the server's; reaches to the datagram's end
 * @CORDON_QUIC_SHORT: a short header; reaches to the datagram's end
 * @CORDON_QUIC_FOREIGN: of a version that is not read; its end is not known
 * @CORDON_QUIC_NONE: no packet of QUIC
 * @CORDON_QUIC_BROKEN: of a version that is read, but its lengths are wrong
 */
enum cordon_quic_kind {
	CORDON_QUIC_INITIAL,
	CORDON_QUIC_ZERO_RTT,
	CORDON_QUIC_HANDSHAKE,
	CORDON_QUIC_RETRY,
	CORDON_QUIC_SHORT,
	CORDON_QUIC_FOREIGN,
	CORDON_QUIC_NONE,
	CORDON_QUIC_BROKEN,
};

/**
 * struct cordon_quic_packet - a packet, still sealed
 * @version: what its version number stands for; NULL if it is not read
 * @number: its version number
 * @destination: connection id of whom it is for
 * @source: connection id of who sent it
 * @token: it carries a token
 * @bytes: the packet, in the datagram
 * @header: bytes before the packet number
 * @length: bytes of all of it
 */
struct cordon_quic_packet {
	const struct cordon_quic_version *version;
	u32 number;
	struct cordon_quic_id destination;
	struct cordon_quic_id source;
	bool token;
	const u8 *bytes;
	size_t header;
	size_t length;
};

/**
 * struct cordon_quic_plain - what a packet sealed
 * @number: packet number
 * @bytes: frames, in the scratch memory
 * @length: bytes of them
 */
struct cordon_quic_plain {
	u64 number;
	const u8 *bytes;
	size_t length;
};

enum cordon_quic_kind cordon_quic_packet_read(struct cordon_quic_packet *packet,
					      const u8 *bytes, size_t length);
bool cordon_quic_packet_open(const struct cordon_quic_packet *packet,
			     const struct cordon_quic_keys *keys, u64 next,
			     void *scratch, struct cordon_quic_plain *plain);

#endif /* _CORDON_ENGINE_QUIC_PACKET_H */
