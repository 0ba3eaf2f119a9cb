/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - cipher: what the QUIC reader needs of cryptography
 *
 * Implemented with the kernel's library ciphers in kmod/cipher.c, and with
 * libcrypto in userspace. Nothing here sleeps or allocates in the kernel. The
 * keys are no secret: anybody who sees a QUIC Initial can derive them, so none
 * of this needs to run in constant time, and nothing is wiped.
 */
#ifndef _CORDON_ENGINE_CIPHER_H
#define _CORDON_ENGINE_CIPHER_H

#include "engine/port.h"

#define CORDON_SHA256_SIZE	32
#define CORDON_SHA256_BLOCK	64
#define CORDON_AES_BLOCK	16
#define CORDON_AES_KEY		16
#define CORDON_GCM_NONCE	12
#define CORDON_GCM_TAG		16

/**
 * struct cordon_cipher - room to work in, too much for a kernel stack
 * @room: an AES key schedule and a table of GHASH; nothing in it is kept from
 *	one call to the next
 */
struct cordon_cipher {
	u64 room[96];
};

void cordon_sha256(const u8 *bytes, size_t length,
		   u8 digest[CORDON_SHA256_SIZE]);
void cordon_aes_encrypt(struct cordon_cipher *cipher,
			const u8 key[CORDON_AES_KEY],
			const u8 in[CORDON_AES_BLOCK],
			u8 out[CORDON_AES_BLOCK]);
bool cordon_gcm_open(struct cordon_cipher *cipher,
		     const u8 key[CORDON_AES_KEY],
		     const u8 nonce[CORDON_GCM_NONCE], const u8 *header,
		     size_t header_length, const u8 *sealed, size_t length,
		     u8 *plain);

#endif /* _CORDON_ENGINE_CIPHER_H */
