/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - domain: which domain rule is the longest that covers a name
 */
#ifndef _CORDON_ENGINE_DOMAIN_H
#define _CORDON_ENGINE_DOMAIN_H

#include "blob.h"

/**
 * struct cordon_domain_match - the rule that covers a name
 * @service: whose rule it is
 * @flags: CORDON_DOMAIN_*
 * @start: offset in the wire name that was asked for; from there on it is the
 *	rule's own name
 */
struct cordon_domain_match {
	u16 service;
	u8 flags;
	u8 start;
};

/* Where a hash belongs; @buckets is at least 1. */
static inline u32 cordon_domain_bucket(u64 hash, u32 buckets)
{
	return (u32)((hash >> 32) * buckets >> 32);
}

static inline u8 cordon_domain_tag(u64 hash)
{
	return (u8)(hash >> 32);
}

static inline u32 cordon_domain_rest(u64 hash)
{
	return (u32)hash & ((1U << CORDON_DOMAIN_REST_BITS) - 1);
}

/* The number of the first name in a bucket. */
static inline u32 cordon_domain_first(const struct cordon_blob *blob, u32 bucket)
{
	__le16 block = blob->domain_blocks[bucket / CORDON_DOMAIN_BLOCK];

	return CORDON_DOMAIN_BUCKET_LOAD * bucket + (u32)(s16)le16_to_cpu(block) +
	       (u32)blob->domain_buckets[bucket];
}

/* A name's rest, and above it the index of its value. */
static inline u64 cordon_domain_entry(const struct cordon_blob *blob, u32 index)
{
	u64 bit = (u64)index * blob->domain_rest_bits;

	return cordon_get_le64(blob->domain_rests + (bit >> 3)) >> (bit & 7) &
	       ((1ULL << blob->domain_rest_bits) - 1);
}

u64 cordon_domain_hash(const __le64 key[2], const u8 *wire, size_t length);
bool cordon_domain_probe(const struct cordon_blob *blob, const u8 *wire,
			 size_t length, u32 *value);
bool cordon_domain_find(const struct cordon_blob *blob, const u8 *wire,
			size_t length, struct cordon_domain_match *match);

#endif /* _CORDON_ENGINE_DOMAIN_H */
