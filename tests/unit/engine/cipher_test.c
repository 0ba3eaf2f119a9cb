// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The ciphers that the QUIC reader is given, and the engine's own GHASH
 */
#include <openssl/evp.h>

#include "engine/names/ghash.h"
#include "engine/tests/cipher_cases.h"
#include "libcordon/cipher.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(cipher_cases, ARRAY_SIZE(cipher_cases)));
}

/* What is kept between the calls may go at any time. */
TEST(released)
{
	cordon_cipher_release();
	EXPECT_TRUE(open_gcm(gcm_header, gcm_sealed));
	cordon_cipher_release();
}

static u32 random_state = 1;

static u8 next_byte(void)
{
	random_state = random_state * 1664525 + 1013904223;
	return (u8)(random_state >> 24);
}

static void fill(u8 *bytes, size_t length)
{
	while (length--)
		*bytes++ = next_byte();
}

/* libcrypto's tag of these bytes. */
static void tag_of(const u8 *key, const u8 *nonce, const u8 *header,
		   size_t size, const u8 *plain, size_t length, u8 *sealed,
		   u8 *tag)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	int done;

	EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), NULL, key, nonce);
	if (size)
		EVP_EncryptUpdate(context, NULL, &done, header, (int)size);
	if (length)
		EVP_EncryptUpdate(context, sealed, &done, plain, (int)length);
	EVP_EncryptFinal_ex(context, sealed + length, &done);
	EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16, tag);
	EVP_CIPHER_CTX_free(context);
}

/* The tag is the GHASH, but for a block that the key and the nonce make. */
TEST(ghash_is_that_of_libcrypto)
{
	u8 key[16], count[16], header[70], plain[100], sealed[116], tag[16];
	u8 hash[16], zeros[16] = { 0 };
	struct cordon_cipher cipher;
	struct cordon_ghash ghash;
	size_t size, length, i;

	for (size = 0; size < sizeof(header); size++) {
		for (length = 0; length < sizeof(plain); length += 3) {
			fill(key, sizeof(key));
			fill(count, 12);
			memcpy(count + 12, "\0\0\0\1", 4);
			fill(header, size);
			fill(plain, length);
			tag_of(key, count, header, size, plain, length, sealed,
			       tag);
			cordon_aes_encrypt(&cipher, key, zeros, hash);
			cordon_ghash_init(&ghash, hash);
			cordon_ghash_add(&ghash, header, size);
			cordon_ghash_add(&ghash, sealed, length);
			cordon_ghash_final(&ghash, size, length, hash);
			cordon_aes_encrypt(&cipher, key, count, count);
			for (i = 0; i < 16; i++)
				hash[i] ^= count[i];
			ASSERT_EQ(0, memcmp(hash, tag, sizeof(tag)))
				TH_LOG("%zu and %zu bytes", size, length);
		}
	}
}

TEST_HARNESS_MAIN
