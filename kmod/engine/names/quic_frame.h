/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - quic_frame: the frames of an Initial (RFC 9000 12.4, 19)
 */
#ifndef _CORDON_ENGINE_QUIC_FRAME_H
#define _CORDON_ENGINE_QUIC_FRAME_H

#include "engine/port.h"

/**
 * struct cordon_quic_crypto - a CRYPTO frame: a piece of the hello
 * @offset: where it belongs
 * @bytes: borrowed
 * @length: bytes of it
 */
struct cordon_quic_crypto {
	u64 offset;
	const u8 *bytes;
	u32 length;
};

bool cordon_quic_varint(const u8 **at, const u8 *end, u64 *value);
int cordon_quic_next_crypto(const u8 **at, const u8 *end,
			    struct cordon_quic_crypto *crypto);

#endif /* _CORDON_ENGINE_QUIC_FRAME_H */
