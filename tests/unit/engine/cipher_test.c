// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The ciphers that the QUIC reader is given, and the engine's own GHASH
 */
#include <openssl/evp.h>

#include "engine/names/cipher.h"
#include "engine/names/ghash.h"
#include "libcordon/cipher.h"
#include "kselftest_harness.h"

TEST(sha256)
{
	/* FIPS 180-4's examples: one block, and two. */
	static const struct {
		const char *text;
		u8 digest[CORDON_SHA256_SIZE];
	} rows[] = {
		{ "abc",
		  { 0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea,
		    0x41, 0x41, 0x40, 0xde, 0x5d, 0xae, 0x22, 0x23,
		    0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17, 0x7a, 0x9c,
		    0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad } },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  { 0x24, 0x8d, 0x6a, 0x61, 0xd2, 0x06, 0x38, 0xb8,
		    0xe5, 0xc0, 0x26, 0x93, 0x0c, 0x3e, 0x60, 0x39,
		    0xa3, 0x3c, 0xe4, 0x59, 0x64, 0xff, 0x21, 0x67,
		    0xf6, 0xec, 0xed, 0xd4, 0x19, 0xdb, 0x06, 0xc1 } },
	};
	u8 digest[CORDON_SHA256_SIZE];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		cordon_sha256((const u8 *)rows[i].text, strlen(rows[i].text),
			      digest);
		EXPECT_EQ(0, memcmp(digest, rows[i].digest, sizeof(digest)));
	}
}

TEST(aes)
{
	struct cordon_cipher cipher;
	static const u8 expected[16] = {
		0x69, 0xc4, 0xe0, 0xd8, 0x6a, 0x7b, 0x04, 0x30, 0xd8, 0xcd, 0xb7, 0x80,
		0x70, 0xb4, 0xc5, 0x5a,
	};
	u8 key[16], block[16];
	u8 i;

	/* FIPS 197 C.1 */
	for (i = 0; i < 16; i++) {
		key[i] = i;
		block[i] = i * 0x11;
	}
	cordon_aes_encrypt(&cipher, key, block, block);
	EXPECT_EQ(0, memcmp(block, expected, sizeof(block)));
}

/* Case 4 of the paper that GCM was proposed with. */
static const u8 gcm_key[] = {
	0xfe, 0xff, 0xe9, 0x92, 0x86, 0x65, 0x73, 0x1c, 0x6d, 0x6a, 0x8f, 0x94,
	0x67, 0x30, 0x83, 0x08,
};

static const u8 gcm_nonce[] = {
	0xca, 0xfe, 0xba, 0xbe, 0xfa, 0xce, 0xdb, 0xad, 0xde, 0xca, 0xf8, 0x88,
};

static const u8 gcm_header[] = {
	0xfe, 0xed, 0xfa, 0xce, 0xde, 0xad, 0xbe, 0xef, 0xfe, 0xed, 0xfa, 0xce,
	0xde, 0xad, 0xbe, 0xef, 0xab, 0xad, 0xda, 0xd2,
};

static const u8 gcm_plain[] = {
	0xd9, 0x31, 0x32, 0x25, 0xf8, 0x84, 0x06, 0xe5, 0xa5, 0x59, 0x09, 0xc5,
	0xaf, 0xf5, 0x26, 0x9a, 0x86, 0xa7, 0xa9, 0x53, 0x15, 0x34, 0xf7, 0xda,
	0x2e, 0x4c, 0x30, 0x3d, 0x8a, 0x31, 0x8a, 0x72, 0x1c, 0x3c, 0x0c, 0x95,
	0x95, 0x68, 0x09, 0x53, 0x2f, 0xcf, 0x0e, 0x24, 0x49, 0xa6, 0xb5, 0x25,
	0xb1, 0x6a, 0xed, 0xf5, 0xaa, 0x0d, 0xe6, 0x57, 0xba, 0x63, 0x7b, 0x39,
};

static const u8 gcm_sealed[] = {
	0x42, 0x83, 0x1e, 0xc2, 0x21, 0x77, 0x74, 0x24, 0x4b, 0x72, 0x21, 0xb7,
	0x84, 0xd0, 0xd4, 0x9c, 0xe3, 0xaa, 0x21, 0x2f, 0x2c, 0x02, 0xa4, 0xe0,
	0x35, 0xc1, 0x7e, 0x23, 0x29, 0xac, 0xa1, 0x2e, 0x21, 0xd5, 0x14, 0xb2,
	0x54, 0x66, 0x93, 0x1c, 0x7d, 0x8f, 0x6a, 0x5a, 0xac, 0x84, 0xaa, 0x05,
	0x1b, 0xa3, 0x0b, 0x39, 0x6a, 0x0a, 0xac, 0x97, 0x3d, 0x58, 0xe0, 0x91,
	0x5b, 0xc9, 0x4f, 0xbc, 0x32, 0x21, 0xa5, 0xdb, 0x94, 0xfa, 0xe9, 0x5a,
	0xe7, 0x12, 0x1a, 0x47,
};

static bool open_gcm(const u8 *header, const u8 *sealed, u8 *plain)
{
	struct cordon_cipher cipher;

	return cordon_gcm_open(&cipher, gcm_key, gcm_nonce, header,
			       sizeof(gcm_header), sealed, sizeof(gcm_sealed),
			       plain);
}

TEST(gcm_opens_what_is_sealed)
{
	u8 header[sizeof(gcm_header)], sealed[sizeof(gcm_sealed)];
	u8 plain[sizeof(gcm_plain)];
	struct cordon_cipher cipher;
	size_t bit;

	memcpy(header, gcm_header, sizeof(header));
	memcpy(sealed, gcm_sealed, sizeof(sealed));
	EXPECT_TRUE(open_gcm(header, sealed, plain));
	EXPECT_EQ(0, memcmp(plain, gcm_plain, sizeof(plain)));
	for (bit = 0; bit < 8 * sizeof(sealed); bit++) {
		sealed[bit / 8] ^= (u8)(1 << bit % 8);
		EXPECT_FALSE(open_gcm(header, sealed, plain));
		sealed[bit / 8] ^= (u8)(1 << bit % 8);
	}
	for (bit = 0; bit < 8 * sizeof(header); bit++) {
		header[bit / 8] ^= (u8)(1 << bit % 8);
		EXPECT_FALSE(open_gcm(header, sealed, plain));
		header[bit / 8] ^= (u8)(1 << bit % 8);
	}
	/* What is kept between the calls may go at any time. */
	cordon_cipher_release();
	EXPECT_TRUE(open_gcm(header, sealed, plain));
	EXPECT_FALSE(cordon_gcm_open(&cipher, gcm_key, gcm_nonce, header, 1,
				     sealed, CORDON_GCM_TAG - 1, plain));
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
