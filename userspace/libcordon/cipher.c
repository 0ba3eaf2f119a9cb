// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - cipher: what the QUIC reader needs, with libcrypto
 *
 * The contexts are made once a thread and kept: to make one costs more than to
 * open an Initial with it.
 */
#include "engine/names/cipher.h"

#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#include "cipher.h"

static __thread struct {
	EVP_MD_CTX *sha256;
	EVP_CIPHER_CTX *ecb;
	EVP_CIPHER_CTX *gcm;
} contexts;

/* There is no way on: whoever asks cannot be told that memory ran out. */
static void need(bool good)
{
	if (good)
		return;
	fputs("cordon: libcrypto refuses SHA-256 or AES-128\n", stderr);
	abort();
}

static EVP_CIPHER_CTX *make(const EVP_CIPHER *cipher)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();

	need(context && EVP_CipherInit_ex(context, cipher, NULL, NULL, NULL,
					  cipher == EVP_aes_128_ecb()));
	return context;
}

static void make_contexts(void)
{
	if (contexts.gcm)
		return;
	contexts.sha256 = EVP_MD_CTX_new();
	need(contexts.sha256 &&
	     EVP_DigestInit_ex(contexts.sha256, EVP_sha256(), NULL));
	contexts.ecb = make(EVP_aes_128_ecb());
	contexts.gcm = make(EVP_aes_128_gcm());
}

/**
 * cordon_cipher_release() - free what this thread keeps for the ciphers
 *
 * It is made anew when it is needed again.
 */
void cordon_cipher_release(void)
{
	EVP_MD_CTX_free(contexts.sha256);
	EVP_CIPHER_CTX_free(contexts.ecb);
	EVP_CIPHER_CTX_free(contexts.gcm);
	memset(&contexts, 0, sizeof(contexts));
}

/**
 * cordon_sha256() - hash bytes
 * @bytes: what to hash
 * @length: how many
 * @digest: set to their hash
 */
void cordon_sha256(const u8 *bytes, size_t length,
		   u8 digest[CORDON_SHA256_SIZE])
{
	make_contexts();
	need(EVP_DigestInit_ex(contexts.sha256, NULL, NULL) &&
	     EVP_DigestUpdate(contexts.sha256, bytes, length) &&
	     EVP_DigestFinal_ex(contexts.sha256, digest, NULL));
}

/**
 * cordon_aes_encrypt() - encrypt one block with AES-128
 * @cipher: unused
 * @key: the key
 * @in: the block
 * @out: set to it encrypted
 */
void cordon_aes_encrypt(struct cordon_cipher *cipher,
			const u8 key[CORDON_AES_KEY],
			const u8 in[CORDON_AES_BLOCK],
			u8 out[CORDON_AES_BLOCK])
{
	u8 block[2 * CORDON_AES_BLOCK];
	int length;

	(void)cipher;
	make_contexts();
	need(EVP_EncryptInit_ex(contexts.ecb, NULL, NULL, key, NULL) &&
	     EVP_EncryptUpdate(contexts.ecb, block, &length, in,
			       CORDON_AES_BLOCK));
	memcpy(out, block, CORDON_AES_BLOCK);
}

/**
 * cordon_gcm_open() - verify and decrypt with AES-128-GCM
 * @cipher: unused
 * @key: the key
 * @nonce: the nonce
 * @header: what is verified, but not encrypted
 * @header_length: bytes of it
 * @sealed: the ciphertext and behind it the tag
 * @length: bytes of both
 * @plain: set to @length - CORDON_GCM_TAG bytes; they mean nothing if the tag
 *	is wrong
 *
 * Return: whether the tag is right.
 */
bool cordon_gcm_open(struct cordon_cipher *cipher,
		     const u8 key[CORDON_AES_KEY],
		     const u8 nonce[CORDON_GCM_NONCE], const u8 *header,
		     size_t header_length, const u8 *sealed, size_t length,
		     u8 *plain)
{
	u8 tag[CORDON_GCM_TAG];
	int done;

	(void)cipher;
	if (length < CORDON_GCM_TAG)
		return false;
	length -= CORDON_GCM_TAG;
	memcpy(tag, sealed + length, CORDON_GCM_TAG);
	make_contexts();
	need(EVP_DecryptInit_ex(contexts.gcm, NULL, NULL, key, nonce) &&
	     EVP_CIPHER_CTX_ctrl(contexts.gcm, EVP_CTRL_AEAD_SET_TAG,
				 CORDON_GCM_TAG, tag) &&
	     EVP_DecryptUpdate(contexts.gcm, NULL, &done, header,
			       (int)header_length) &&
	     EVP_DecryptUpdate(contexts.gcm, plain, &done, sealed,
			       (int)length));
	return EVP_DecryptFinal_ex(contexts.gcm, plain + length, &done) == 1;
}
