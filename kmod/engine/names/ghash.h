/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - ghash: the hash of AES-GCM (NIST SP 800-38D 6.4)
 *
 * By a table of 16 multiples: its look-ups depend on the key, which here is no
 * secret. Do not use it where one is.
 */
#ifndef _CORDON_ENGINE_GHASH_H
#define _CORDON_ENGINE_GHASH_H

#include "engine/port.h"

#define CORDON_GHASH_BLOCK	16

/**
 * struct cordon_ghash - a hash that grows
 * @high: of the multiples of the key, by the four bits they are multiplied with
 * @low: their other halves
 * @sum: the hash so far, in two halves
 */
struct cordon_ghash {
	u64 high[16];
	u64 low[16];
	u64 sum[2];
};

void cordon_ghash_init(struct cordon_ghash *ghash,
		       const u8 key[CORDON_GHASH_BLOCK]);
void cordon_ghash_add(struct cordon_ghash *ghash, const u8 *bytes,
		      size_t length);
void cordon_ghash_final(struct cordon_ghash *ghash, u64 header_length,
			u64 length, u8 hash[CORDON_GHASH_BLOCK]);

#endif /* _CORDON_ENGINE_GHASH_H */
