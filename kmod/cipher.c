// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - cipher: what the QUIC reader needs, with the kernel's library ciphers
 *
 * Not the crypto API: it sleeps and allocates when a key is set, and the hook
 * that asks may do neither. Not the library's AES-GCM: 6.1 has none, and its
 * GHASH is a module of its own where cordon.ko is one.
 */
#include <crypto/aes.h>
#include <crypto/sha2.h>
#include <linux/build_bug.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "engine/names/cipher.h"
#include "engine/names/ghash.h"

struct room {
	struct crypto_aes_ctx aes;
	struct cordon_ghash ghash;
};

static struct room *set_key(struct cordon_cipher *cipher, const u8 *key)
{
	struct room *room = (struct room *)cipher->room;

	BUILD_BUG_ON(sizeof(*room) > sizeof(cipher->room));
	/* Fails for other sizes of a key alone. */
	aes_expandkey(&room->aes, key, CORDON_AES_KEY);
	return room;
}

/**
 * cordon_sha256 - hash bytes
 * @bytes: what to hash
 * @length: how many
 * @digest: set to their hash
 */
void cordon_sha256(const u8 *bytes, size_t length,
		   u8 digest[CORDON_SHA256_SIZE])
{
	sha256(bytes, length, digest);
}

/**
 * cordon_aes_encrypt - encrypt one block with AES-128
 * @cipher: room to work in
 * @key: the key
 * @in: the block
 * @out: set to it encrypted
 */
void cordon_aes_encrypt(struct cordon_cipher *cipher,
			const u8 key[CORDON_AES_KEY],
			const u8 in[CORDON_AES_BLOCK],
			u8 out[CORDON_AES_BLOCK])
{
	aes_encrypt(&set_key(cipher, key)->aes, out, in);
}

/* The key stream, from the second count on: the first is the tag's. */
static void decrypt(const struct room *room, u8 counter[CORDON_AES_BLOCK],
		    const u8 *sealed, size_t length, u8 *plain)
{
	u8 stream[CORDON_AES_BLOCK];
	u32 count = 2;
	size_t i, step;

	for (; length; length -= step) {
		put_unaligned_be32(count++, counter + CORDON_GCM_NONCE);
		aes_encrypt(&room->aes, stream, counter);
		step = min_t(size_t, length, sizeof(stream));
		for (i = 0; i < step; i++)
			*plain++ = *sealed++ ^ stream[i];
	}
}

/**
 * cordon_gcm_open - verify and decrypt with AES-128-GCM
 * @cipher: room to work in
 * @key: the key
 * @nonce: the nonce
 * @header: what is verified, but not encrypted
 * @header_length: bytes of it
 * @sealed: the ciphertext and behind it the tag
 * @length: bytes of both
 * @plain: set to @length - CORDON_GCM_TAG bytes, unless the tag is wrong; may
 *	not overlap @sealed
 *
 * Return: whether the tag is right.
 */
bool cordon_gcm_open(struct cordon_cipher *cipher,
		     const u8 key[CORDON_AES_KEY],
		     const u8 nonce[CORDON_GCM_NONCE], const u8 *header,
		     size_t header_length, const u8 *sealed, size_t length,
		     u8 *plain)
{
	u8 counter[CORDON_AES_BLOCK] = { 0 }, tag[CORDON_GCM_TAG];
	struct room *room = set_key(cipher, key);
	size_t i;

	if (length < CORDON_GCM_TAG)
		return false;
	length -= CORDON_GCM_TAG;
	aes_encrypt(&room->aes, tag, counter);
	cordon_ghash_init(&room->ghash, tag);
	cordon_ghash_add(&room->ghash, header, header_length);
	cordon_ghash_add(&room->ghash, sealed, length);
	cordon_ghash_final(&room->ghash, header_length, length, tag);
	memcpy(counter, nonce, CORDON_GCM_NONCE);
	counter[CORDON_AES_BLOCK - 1] = 1;
	aes_encrypt(&room->aes, counter, counter);
	for (i = 0; i < CORDON_GCM_TAG; i++)
		tag[i] ^= counter[i];
	if (memcmp(tag, sealed + length, CORDON_GCM_TAG))
		return false;
	memcpy(counter, nonce, CORDON_GCM_NONCE);
	decrypt(room, counter, sealed, length, plain);
	return true;
}
