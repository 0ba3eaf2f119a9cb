/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - domain hash: the keyed hash of a name and of its suffixes
 *
 * SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012)
 * over labels, the last one first, each with its length byte and zeros up to a
 * whole word. So one walk over the name absorbs it, and a copy of the state is
 * finished for each suffix. The length bytes make the words of two names
 * different, so the message's length is left out.
 */
#ifndef _CORDON_ENGINE_DOMAIN_HASH_H
#define _CORDON_ENGINE_DOMAIN_HASH_H

#include "engine/port.h"

struct cordon_hash_state {
	u64 v0, v1, v2, v3;
};

static inline u64 cordon_hash_rotate(u64 word, unsigned int bits)
{
	return word << bits | word >> (64 - bits);
}

static inline void cordon_hash_round(struct cordon_hash_state *s)
{
	s->v0 += s->v1;
	s->v1 = cordon_hash_rotate(s->v1, 13) ^ s->v0;
	s->v0 = cordon_hash_rotate(s->v0, 32);
	s->v2 += s->v3;
	s->v3 = cordon_hash_rotate(s->v3, 16) ^ s->v2;
	s->v0 += s->v3;
	s->v3 = cordon_hash_rotate(s->v3, 21) ^ s->v0;
	s->v2 += s->v1;
	s->v1 = cordon_hash_rotate(s->v1, 17) ^ s->v2;
	s->v2 = cordon_hash_rotate(s->v2, 32);
}

static inline void cordon_hash_start(struct cordon_hash_state *s,
				     const __le64 key[2])
{
	u64 low = le64_to_cpu(key[0]), high = le64_to_cpu(key[1]);

	s->v0 = low ^ 0x736f6d6570736575ULL;
	s->v1 = high ^ 0x646f72616e646f6dULL;
	s->v2 = low ^ 0x6c7967656e657261ULL;
	s->v3 = high ^ 0x7465646279746573ULL;
}

static inline void cordon_hash_absorb(struct cordon_hash_state *s, u64 word)
{
	s->v3 ^= word;
	cordon_hash_round(s);
	s->v0 ^= word;
}

static inline u64 cordon_hash_finish(struct cordon_hash_state s)
{
	s.v2 ^= 0xff;
	cordon_hash_round(&s);
	cordon_hash_round(&s);
	cordon_hash_round(&s);
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}

/*
 * The bytes of @wire from @at on, @count of 1 to 8. No byte outside is read: at
 * the end a whole word is read before it, and without a jump, as nobody could
 * predict it.
 */
static inline u64 cordon_hash_get_word(const u8 *wire, size_t length, size_t at,
				       size_t count)
{
	size_t from = at;
	u64 word = 0;

	if (length >= 8) {
		from = from < length - 8 ? from : length - 8;
		return cordon_get_le64(wire + from) >> 8 * (at - from) &
		       ~0ULL >> (64 - 8 * count);
	}
	while (count)
		word = word << 8 | wire[at + --count];
	return word;
}

/* @at: where the label's length byte stands. */
static inline void cordon_hash_absorb_label(struct cordon_hash_state *s,
					    const u8 *wire, size_t length,
					    size_t at)
{
	size_t left = 1U + wire[at];

	for (; left > 8; left -= 8, at += 8)
		cordon_hash_absorb(s, cordon_get_le64(wire + at));
	cordon_hash_absorb(s, cordon_hash_get_word(wire, length, at, left));
}

#endif /* _CORDON_ENGINE_DOMAIN_HASH_H */
