// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The ciphers, with a look at the memory that is handed to them
 */
#include <sanitizer/asan_interface.h>

#include "cipher_check.h"
#include "fuzz.h"

static bool is_there(const void *bytes, size_t length)
{
	return !__asan_region_is_poisoned((void *)bytes, length);
}

void __wrap_cordon_aes_encrypt(struct cordon_cipher *cipher,
			       const u8 key[CORDON_AES_KEY],
			       const u8 in[CORDON_AES_BLOCK],
			       u8 out[CORDON_AES_BLOCK])
{
	FUZZ_NEED(is_there(cipher, sizeof(*cipher)) &&
		  is_there(in, CORDON_AES_BLOCK),
		  "a block to encrypt lies in the datagram");
	memset(cipher, 0xa5, sizeof(*cipher));
	__real_cordon_aes_encrypt(cipher, key, in, out);
}

bool __wrap_cordon_gcm_open(struct cordon_cipher *cipher,
			    const u8 key[CORDON_AES_KEY],
			    const u8 nonce[CORDON_GCM_NONCE], const u8 *header,
			    size_t header_length, const u8 *sealed,
			    size_t length, u8 *plain)
{
	FUZZ_NEED(is_there(cipher, sizeof(*cipher)) &&
		  is_there(header, header_length) && is_there(sealed, length),
		  "what is sealed lies in the datagram");
	FUZZ_NEED(length < CORDON_GCM_TAG ||
		  is_there(plain, length - CORDON_GCM_TAG),
		  "what is opened lies in the scratch memory");
	memset(cipher, 0xa5, sizeof(*cipher));
	return __real_cordon_gcm_open(cipher, key, nonce, header, header_length,
				      sealed, length, plain);
}
