// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - domain: which domain rule is the longest that covers a name
 *
 * A name's hash is made label by label from the last one on, so one walk over
 * the name gives the hash of each of its suffixes.
 */
#include "domain.h"
#include "name.h"

#define HASH_START	0x9e3779b97f4a7c15ULL
#define HASH_FACTOR	0xff51afd7ed558ccdULL

static u64 mix(u64 hash, u64 word)
{
	hash = (hash ^ word) * HASH_FACTOR;
	return hash ^ hash >> 32;
}

/* @label begins with its length byte. */
static u64 hash_label(u64 hash, const u8 *label)
{
	size_t length = 1U + label[0];
	u64 tail = 0;

	for (; length >= 8; length -= 8, label += 8)
		hash = mix(hash, cordon_get_le64(label));
	while (length)
		tail = tail << 8 | label[--length];
	return mix(hash, tail);
}

/**
 * cordon_domain_hash - the hash that a domain record carries
 * @wire: valid folded wire name
 * @length: its bytes
 *
 * Return: the hash; of an invalid name, some value.
 */
u32 cordon_domain_hash(const u8 *wire, size_t length)
{
	u8 starts[CORDON_NAME_LABELS];
	int labels = cordon_name_labels(wire, length, starts);
	u64 hash = HASH_START;

	while (labels-- > 0)
		hash = hash_label(hash, wire + starts[labels]);
	return (u32)hash;
}

static bool find_in_bucket(const struct cordon_blob *blob, u32 hash,
			   const u8 *name, size_t length, u32 *index)
{
	const __le32 *bucket = blob->buckets + (hash & blob->bucket_mask);
	u32 end = le32_to_cpu(bucket[1]);
	u32 i;

	for (i = le32_to_cpu(bucket[0]); i < end; i++) {
		const struct cordon_domain_record *record = blob->domains + i;

		if (le32_to_cpu(record->hash) == hash &&
		    record->length == length &&
		    !memcmp(blob->strings + le32_to_cpu(record->name), name,
			    length)) {
			*index = i;
			return true;
		}
	}
	return false;
}

/**
 * cordon_domain_find - the longest domain rule that covers a name
 * @blob: policy
 * @wire: folded wire name
 * @length: its bytes
 * @index: set to the rule's index in @blob->domains when there is one
 *
 * An `except domain` rule is found like any other: look at its flags.
 *
 * Return: whether a rule covers the name; an invalid name has none.
 */
bool cordon_domain_find(const struct cordon_blob *blob, const u8 *wire,
			size_t length, u32 *index)
{
	u8 starts[CORDON_NAME_LABELS];
	int label = cordon_name_labels(wire, length, starts);
	int last = label - (int)CORDON_DOMAIN_LABELS;
	u64 hash = HASH_START;
	bool found = false;

	while (--label >= 0 && label >= last) {
		size_t start = starts[label];

		if (length - start > CORDON_DOMAIN_MAX)
			break;
		hash = hash_label(hash, wire + start);
		found |= find_in_bucket(blob, (u32)hash, wire + start,
					length - start, index);
	}
	return found;
}
