// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - domain: which domain rule is the longest that covers a name
 */
#include "domain.h"
#include "domain_hash.h"
#include "engine/name.h"

/* Suffixes whose places are known before the first is read: they load together. */
#define PROBES		8

#define ONES		0x0101010101010101ULL
#define HIGHS		0x8080808080808080ULL

/**
 * cordon_domain_hash - a name's hash
 * @key: of the blob's set of names
 * @wire: valid folded wire name
 * @length: its bytes
 *
 * Return: the hash; of an invalid name, some value.
 */
u64 cordon_domain_hash(const __le64 key[2], const u8 *wire, size_t length)
{
	u8 starts[CORDON_NAME_LABELS];
	int labels = cordon_name_labels(wire, length, starts);
	struct cordon_hash_state s;

	cordon_hash_start(&s, key);
	while (labels-- > 0)
		cordon_hash_absorb_label(&s, wire, length, starts[labels]);
	return cordon_hash_finish(s);
}

/*
 * Eight tags at a time: the high bit of a byte of @same says that the tag may
 * be there. Few buckets have more, and most of them not this tag.
 */
static inline bool find_in_bucket(const struct cordon_blob *blob, u64 hash,
				  u32 at, u32 end, u32 *value)
{
	u64 tags = cordon_domain_tag(hash) * ONES;

	for (; at < end; at += 8) {
		u64 other = cordon_get_le64(blob->domain_tags + at) ^ tags;
		u64 same = (other - ONES) & ~other & HIGHS;

		if (end - at < 8)
			same &= (1ULL << 8 * (end - at)) - 1;
		for (; same; same &= same - 1) {
			u32 index = at + ((u32)__builtin_ctzll(same) >> 3);
			u64 entry = cordon_domain_entry(blob, index);

			if (cordon_domain_rest(entry) == cordon_domain_rest(hash)) {
				*value = (u32)(entry >> CORDON_DOMAIN_REST_BITS);
				return true;
			}
		}
	}
	return false;
}

/**
 * cordon_domain_probe - is a name in the set
 * @blob: policy
 * @wire: valid folded wire name
 * @length: its bytes
 * @value: set to the index of its value
 *
 * Return: whether it is; no suffix of it and no proof is looked at.
 */
bool cordon_domain_probe(const struct cordon_blob *blob, const u8 *wire,
			 size_t length, u32 *value)
{
	u64 hash = cordon_domain_hash(blob->domain->key, wire, length);
	u32 bucket = cordon_domain_bucket(hash, blob->bucket_count);

	return find_in_bucket(blob, hash, cordon_domain_first(blob, bucket),
			      cordon_domain_first(blob, bucket + 1), value);
}

static bool is_proven(const struct cordon_blob *blob, const u8 *wire,
		      size_t length)
{
	u64 hash = cordon_domain_hash(blob->domain->proof_key, wire, length);
	u32 low = 0, high = blob->proof_count;

	while (low < high) {
		u32 middle = low + (high - low) / 2;
		u64 proof = le64_to_cpu(blob->domain_proofs[middle]);

		if (proof == hash)
			return true;
		if (proof < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

static bool lifts(const struct cordon_blob *blob,
		  const struct cordon_domain_value *value)
{
	return value->flags & CORDON_DOMAIN_EXCEPT ||
	       !cordon_blob_refuses(blob, le16_to_cpu(value->service));
}

/* What has been found of a name's suffixes, the shortest first. */
struct search {
	const struct cordon_blob *blob;
	const u8 *wire;
	size_t length;
	struct cordon_hash_state state;
	u64 labels;			/* bit 0: look for the next suffix */
	bool found;
	u32 value;
	u8 start;
};

/*
 * A hit is wrong once in 2^36 times. That may refuse a name, but it must not
 * let one through: one that refuses nothing, or stands for something else than
 * the hit above it, needs its proof.
 */
static void take_hit(struct search *search, u32 value, u8 at)
{
	const struct cordon_blob *blob = search->blob;

	if ((lifts(blob, blob->domain_values + value) ||
	     (search->found && value != search->value)) &&
	    !is_proven(blob, search->wire + at, search->length - at))
		return;
	search->found = true;
	search->value = value;
	search->start = at;
}

/* Looks for the suffixes from @labels - 1 on down, PROBES of them at most. */
static int find_some(struct search *search, const u8 *starts, int label, int last)
{
	const struct cordon_blob *blob = search->blob;
	struct {
		u64 hash;
		u32 bucket, first, end;
		u8 at;
	} probes[PROBES], *probe = probes, *each;
	u32 value;

	while (label > last && probe < probes + PROBES) {
		u8 at = starts[--label];

		cordon_hash_absorb_label(&search->state, search->wire, search->length, at);
		if (search->labels & 1) {
			probe->hash = cordon_hash_finish(search->state);
			probe->at = at;
			probe->bucket = cordon_domain_bucket(probe->hash,
							     blob->bucket_count);
			cordon_prefetch(blob->domain_buckets + probe->bucket);
			probe++;
		}
		search->labels >>= 1;
	}
	for (each = probes; each < probe; each++) {
		each->first = cordon_domain_first(blob, each->bucket);
		each->end = cordon_domain_first(blob, each->bucket + 1);
		cordon_prefetch(blob->domain_tags + each->first);
		cordon_prefetch(blob->domain_rests +
				((u64)each->first * blob->domain_rest_bits >> 3));
	}
	for (each = probes; each < probe; each++)
		if (find_in_bucket(blob, each->hash, each->first, each->end, &value))
			take_hit(search, value, each->at);
	return label;
}

/**
 * cordon_domain_find - the longest domain rule that covers a name
 * @blob: policy
 * @wire: folded wire name
 * @length: its bytes
 * @match: says which when there is one
 *
 * An `except domain` rule is found like any other: look at its flags.
 *
 * Return: whether a rule covers the name; an invalid name has none.
 */
bool cordon_domain_find(const struct cordon_blob *blob, const u8 *wire,
			size_t length, struct cordon_domain_match *match)
{
	const struct cordon_domain_value *value;
	u8 starts[CORDON_NAME_LABELS];
	struct search search;
	int label, last;

	search.labels = le64_to_cpu(blob->domain->labels);
	if (!search.labels)
		return false;
	label = cordon_name_labels(wire, length, starts);
	last = label - (64 - __builtin_clzll(search.labels));
	if (last < 0)
		last = 0;
	while (last < label && length - starts[last] > CORDON_DOMAIN_MAX)
		last++;
	search.blob = blob;
	search.wire = wire;
	search.length = length;
	search.found = false;
	search.value = 0;
	search.start = 0;
	cordon_hash_start(&search.state, blob->domain->key);
	while (label > last)
		label = find_some(&search, starts, label, last);
	if (!search.found)
		return false;
	value = blob->domain_values + search.value;
	match->service = le16_to_cpu(value->service);
	match->flags = value->flags;
	match->start = search.start;
	return true;
}
