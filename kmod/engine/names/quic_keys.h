/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - quic_keys: the versions of QUIC, and the keys of an Initial
 */
#ifndef _CORDON_ENGINE_QUIC_KEYS_H
#define _CORDON_ENGINE_QUIC_KEYS_H

#include "cipher.h"

/* The longest connection id of the versions that are read (RFC 9000 17.2). */
#define CORDON_QUIC_ID_MAX	20

/**
 * struct cordon_quic_id - a connection id
 * @length: bytes of @byte
 * @byte: the id
 */
struct cordon_quic_id {
	u8 length;
	u8 byte[CORDON_QUIC_ID_MAX];
};

/**
 * struct cordon_quic_keys - what opens the Initials of a client
 * @key: of AES-128-GCM
 * @iv: nonce of packet 0
 * @hp: key of the header protection
 */
struct cordon_quic_keys {
	u8 key[CORDON_AES_KEY];
	u8 iv[CORDON_GCM_NONCE];
	u8 hp[CORDON_AES_KEY];
};

/**
 * struct cordon_quic_version - how a version differs from the others
 * @salt: of the Initial's keys
 * @labels: of them, in the order of struct cordon_quic_keys
 * @initial: the bits of an Initial's type; the others follow it in their order
 */
struct cordon_quic_version {
	u8 salt[20];
	const char *labels[3];
	u8 initial;
};

const struct cordon_quic_version *cordon_quic_version(u32 version);
void cordon_quic_derive(struct cordon_quic_keys *keys,
			const struct cordon_quic_version *version,
			const struct cordon_quic_id *id);

#endif /* _CORDON_ENGINE_QUIC_KEYS_H */
