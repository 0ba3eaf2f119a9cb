// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - ghash: the hash of AES-GCM (NIST SP 800-38D 6.4)
 *
 * A block is a polynomial whose coefficient of x^0 is the first byte's highest
 * bit; so to multiply by x is to shift to the right, and what is shifted out
 * comes back as x^128 = x^7 + x^2 + x + 1.
 */
#include "ghash.h"

/* What four bits that are shifted out come back as: the sum's highest 16. */
static const u16 back[16] = {
	0x0000, 0x1c20, 0x3840, 0x2460, 0x7080, 0x6ca0, 0x48c0, 0x54e0,
	0xe100, 0xfd20, 0xd940, 0xc560, 0x9180, 0x8da0, 0xa9c0, 0xb5e0,
};

/**
 * cordon_ghash_init - start a hash
 * @ghash: set up
 * @key: the block of zeros, encrypted
 */
void cordon_ghash_init(struct cordon_ghash *ghash,
		       const u8 key[CORDON_GHASH_BLOCK])
{
	u64 high = cordon_get_be64(key), low = cordon_get_be64(key + 8);
	unsigned int bit, i;

	ghash->high[0] = 0;
	ghash->low[0] = 0;
	for (bit = 8; bit; bit >>= 1) {
		ghash->high[bit] = high;
		ghash->low[bit] = low;
		for (i = bit << 1; i < 16; i += bit << 1) {
			ghash->high[i | bit] = ghash->high[i] ^ high;
			ghash->low[i | bit] = ghash->low[i] ^ low;
		}
		i = low & 1;
		low = low >> 1 | high << 63;
		high = high >> 1 ^ (i ? 0xe1ULL << 56 : 0);
	}
	ghash->sum[0] = 0;
	ghash->sum[1] = 0;
}

static void multiply(struct cordon_ghash *ghash)
{
	u64 high = 0, low = 0, word;
	unsigned int half, i, out, four;

	/* The highest power first: the last four bits of the second half. */
	for (half = 2; half-- > 0;) {
		word = ghash->sum[half];
		for (i = 0; i < 16; i++, word >>= 4) {
			out = low & 15;
			four = word & 15;
			low = (low >> 4 | high << 60) ^ ghash->low[four];
			high = high >> 4 ^ (u64)back[out] << 48 ^
			       ghash->high[four];
		}
	}
	ghash->sum[0] = high;
	ghash->sum[1] = low;
}

static void add_block(struct cordon_ghash *ghash, const u8 *block)
{
	ghash->sum[0] ^= cordon_get_be64(block);
	ghash->sum[1] ^= cordon_get_be64(block + 8);
	multiply(ghash);
}

/**
 * cordon_ghash_add - the header, or the ciphertext
 * @ghash: grows
 * @bytes: all of it: what follows begins a block of its own
 * @length: how many
 */
void cordon_ghash_add(struct cordon_ghash *ghash, const u8 *bytes,
		      size_t length)
{
	u8 block[CORDON_GHASH_BLOCK] = { 0 };

	for (; length >= sizeof(block); length -= sizeof(block)) {
		add_block(ghash, bytes);
		bytes += sizeof(block);
	}
	if (!length)
		return;
	memcpy(block, bytes, length);
	add_block(ghash, block);
}

static void put_be64(u8 *p, u64 value)
{
	unsigned int i;

	for (i = 0; i < 8; i++)
		p[i] = (u8)(value >> (56 - 8 * i));
}

/**
 * cordon_ghash_final - the hash
 * @ghash: what was added
 * @header_length: bytes of the header
 * @length: bytes of the ciphertext
 * @hash: set to it
 */
void cordon_ghash_final(struct cordon_ghash *ghash, u64 header_length,
			u64 length, u8 hash[CORDON_GHASH_BLOCK])
{
	ghash->sum[0] ^= header_length * 8;
	ghash->sum[1] ^= length * 8;
	multiply(ghash);
	put_be64(hash, ghash->sum[0]);
	put_be64(hash + 8, ghash->sum[1]);
}
