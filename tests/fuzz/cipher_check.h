/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The ciphers, with a look at the memory that is handed to them: the sanitizer
 * does not see what libcrypto reads and writes
 */
#ifndef _TESTS_FUZZ_CIPHER_CHECK_H
#define _TESTS_FUZZ_CIPHER_CHECK_H

#include "engine/names/cipher.h"

/* The linker's. */
void __wrap_cordon_aes_encrypt(struct cordon_cipher *cipher,
			       const u8 key[CORDON_AES_KEY],
			       const u8 in[CORDON_AES_BLOCK],
			       u8 out[CORDON_AES_BLOCK]);
void __real_cordon_aes_encrypt(struct cordon_cipher *cipher,
			       const u8 key[CORDON_AES_KEY],
			       const u8 in[CORDON_AES_BLOCK],
			       u8 out[CORDON_AES_BLOCK]);
bool __wrap_cordon_gcm_open(struct cordon_cipher *cipher,
			    const u8 key[CORDON_AES_KEY],
			    const u8 nonce[CORDON_GCM_NONCE], const u8 *header,
			    size_t header_length, const u8 *sealed,
			    size_t length, u8 *plain);
bool __real_cordon_gcm_open(struct cordon_cipher *cipher,
			    const u8 key[CORDON_AES_KEY],
			    const u8 nonce[CORDON_GCM_NONCE], const u8 *header,
			    size_t header_length, const u8 *sealed,
			    size_t length, u8 *plain);

#endif /* _TESTS_FUZZ_CIPHER_CHECK_H */
