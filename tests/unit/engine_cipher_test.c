// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The ciphers that the QUIC reader is given, and the engine's own GHASH
 */
#include <openssl/evp.h>

#include "engine/cipher.h"
#include "engine/ghash.h"
#include "libcordon/cipher.h"
#include "kselftest_harness.h"

static void from_hex(u8 *bytes, const char *hex)
{
	unsigned int byte;

	for (; *hex; hex += 2) {
		sscanf(hex, "%2x", &byte);
		*bytes++ = (u8)byte;
	}
}

TEST(sha256)
{
	/* FIPS 180-4's examples: one block, and two. */
	static const struct {
		const char *text, *digest;
	} rows[] = {
		{ "abc",
		  "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};
	u8 digest[CORDON_SHA256_SIZE], expected[CORDON_SHA256_SIZE];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		from_hex(expected, rows[i].digest);
		cordon_sha256((const u8 *)rows[i].text, strlen(rows[i].text),
			      digest);
		EXPECT_EQ(0, memcmp(digest, expected, sizeof(digest)));
	}
}

TEST(aes)
{
	struct cordon_cipher cipher;
	u8 key[16], block[16], expected[16];

	/* FIPS 197 C.1 */
	from_hex(key, "000102030405060708090a0b0c0d0e0f");
	from_hex(block, "00112233445566778899aabbccddeeff");
	from_hex(expected, "69c4e0d86a7b0430d8cdb78070b4c55a");
	cordon_aes_encrypt(&cipher, key, block, block);
	EXPECT_EQ(0, memcmp(block, expected, sizeof(block)));
}

/* The examples of the paper that GCM was proposed with, 2 to 4. */
static const struct {
	const char *key, *nonce, *header, *plain, *sealed;
} gcm[] = {
	{ "00000000000000000000000000000000", "000000000000000000000000", "",
	  "00000000000000000000000000000000",
	  "0388dace60b6a392f328c2b971b2fe78ab6e47d42cec13bdf53a67b21257bddf" },
	{ "feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888", "",
	  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255",
	  "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091473f59854d5c2af327cd64a62cf35abd2ba6fab4" },
	{ "feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
	  "feedfacedeadbeeffeedfacedeadbeefabaddad2",
	  "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39",
	  "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e0915bc94fbc3221a5db94fae95ae7121a47" },
};

TEST(gcm_opens_what_is_sealed)
{
	u8 key[16], nonce[12], header[20], plain[64], sealed[80], out[64];
	struct cordon_cipher cipher;
	size_t i, bit, length, size;

	for (i = 0; i < ARRAY_SIZE(gcm); i++) {
		from_hex(key, gcm[i].key);
		from_hex(nonce, gcm[i].nonce);
		from_hex(header, gcm[i].header);
		from_hex(plain, gcm[i].plain);
		from_hex(sealed, gcm[i].sealed);
		size = strlen(gcm[i].header) / 2;
		length = strlen(gcm[i].sealed) / 2;
		EXPECT_TRUE(cordon_gcm_open(&cipher, key, nonce, header, size,
					    sealed, length, out));
		EXPECT_EQ(0, memcmp(out, plain, length - CORDON_GCM_TAG));
		for (bit = 0; bit < 8 * length; bit++) {
			sealed[bit / 8] ^= (u8)(1 << bit % 8);
			EXPECT_FALSE(cordon_gcm_open(&cipher, key, nonce,
						     header, size, sealed,
						     length, out));
			sealed[bit / 8] ^= (u8)(1 << bit % 8);
		}
		for (bit = 0; bit < 8 * size; bit++) {
			header[bit / 8] ^= (u8)(1 << bit % 8);
			EXPECT_FALSE(cordon_gcm_open(&cipher, key, nonce,
						     header, size, sealed,
						     length, out));
			header[bit / 8] ^= (u8)(1 << bit % 8);
		}
	}
	cordon_cipher_release();
	EXPECT_FALSE(cordon_gcm_open(&cipher, key, nonce, header, 1, sealed,
				     CORDON_GCM_TAG - 1, out));
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
