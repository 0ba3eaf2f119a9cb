// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - sets: a part of each name's keyed hash, and its value
 */
#include <stdlib.h>

#include "../bench.h"
#include "sets.h"

#define LOW		36U	/* bits of a hash behind its place */
#define SAMPLE		128U	/* zeros between two known places */
#define BUCKET		8U	/* names, on the average */

struct hashed {
	u64 hash;
	u16 service;
};

static int compare_hashed(const void *a, const void *b)
{
	const struct hashed *one = a, *other = b;

	return one->hash < other->hash ? -1 : one->hash > other->hash;
}

static struct hashed *sorted(const struct made_names *names)
{
	struct hashed *list = bench_alloc(names->count * sizeof(*list));
	u32 i;

	for (i = 0; i < names->count; i++) {
		list[i].hash = set_hash(names->list[i].wire,
					names->list[i].length);
		list[i].service = names->list[i].service;
	}
	qsort(list, names->count, sizeof(*list), compare_hashed);
	return list;
}

/*
 * Elias-Fano: the upper bits in unary, a one for each name and a zero behind
 * each value of theirs; the lower LOW bits packed beside the value.
 */
struct elias_fano {
	u64 *upper;
	u32 *sample;			/* where every SAMPLEth zero stands */
	struct bits rest;
	u32 bits;			/* of the upper part */
};

/* See sets.h. */
void *elias_fano_make(struct set *set, const struct made_names *names)
{
	struct elias_fano *ef = bench_alloc(sizeof(*ef));
	struct hashed *list = sorted(names);
	u64 words, zeros = 0, at = 0;
	u32 i, width = value_width(names);

	while (2ULL << ef->bits <= names->count)
		ef->bits++;
	words = (names->count + (1ULL << ef->bits)) / 64 + 2;
	ef->upper = bench_alloc(words * 8);
	ef->sample = bench_alloc(((1ULL << ef->bits) / SAMPLE + 1) * 4);
	set->bytes = words * 8 + ((1ULL << ef->bits) / SAMPLE + 1) * 4 +
		     bits_make(&ef->rest, names->count, LOW + width);
	for (i = 0; i < names->count; i++) {
		u64 high = list[i].hash >> (64 - ef->bits);
		u64 low = list[i].hash >> (64 - ef->bits - LOW) &
			  ((1ULL << LOW) - 1);

		for (; zeros < high; zeros++, at++)
			if ((zeros + 1) % SAMPLE == 0)
				ef->sample[(zeros + 1) / SAMPLE] = (u32)at + 1;
		ef->upper[at / 64] |= 1ULL << at % 64;
		at++;
		bits_set(&ef->rest, i, low << width | list[i].service);
	}
	for (; zeros < 1ULL << ef->bits; zeros++, at++)
		if ((zeros + 1) % SAMPLE == 0)
			ef->sample[(zeros + 1) / SAMPLE] = (u32)at + 1;
	free(list);
	return ef;
}

/* The place behind the zero number @high, counted from 1; 0: the start. */
static u64 behind_zero(const struct elias_fano *ef, u64 high)
{
	u64 at = ef->sample[high / SAMPLE], left = high % SAMPLE, word;

	if (!left)
		return at;
	word = ~ef->upper[at / 64] & ~0ULL << at % 64;
	at &= ~63ULL;
	while ((u64)__builtin_popcountll(word) < left) {
		left -= (u64)__builtin_popcountll(word);
		at += 64;
		word = ~ef->upper[at / 64];
	}
	while (--left)
		word &= word - 1;
	return at + (u64)__builtin_ctzll(word) + 1;
}

static int elias_fano_probe(const struct elias_fano *ef, u64 hash)
{
	u64 high = hash >> (64 - ef->bits), at = behind_zero(ef, high);
	u64 low = hash >> (64 - ef->bits - LOW) & ((1ULL << LOW) - 1);
	u32 width = ef->rest.width - LOW;

	for (; ef->upper[at / 64] >> at % 64 & 1; at++) {
		u64 rest = bits_get(&ef->rest, at - high);

		if (rest >> width == low)
			return (int)(rest & ((1U << width) - 1));
	}
	return -1;
}

/* See sets.h. */
int elias_fano_find(const void *self, const struct made_name *name)
{
	const struct elias_fano *ef = self;
	struct suffix suffixes[SETS_LABELS_MAX];
	u32 count = set_suffixes(name, suffixes), i;
	int found = -1;

	for (i = 0; i < count; i++)
		cordon_prefetch(ef->sample +
				(suffixes[i].hash >> (64 - ef->bits)) / SAMPLE);
	while (found < 0 && count--)
		found = elias_fano_probe(ef, suffixes[count].hash);
	return found;
}

/* Buckets of BUCKET names on the average, found by how far they are off. */
struct packed {
	s16 *bucket;
	struct bits rest;
	u32 buckets;
	u32 value_bits;
};

static u32 packed_first(const struct packed *packed, u32 bucket)
{
	return bucket * BUCKET + (u32)packed->bucket[bucket];
}

/* See sets.h. */
void *packed_make(struct set *set, const struct made_names *names)
{
	struct packed *packed = bench_alloc(sizeof(*packed));
	struct hashed *list = sorted(names);
	u32 bucket, i;

	packed->buckets = (names->count + BUCKET - 1) / BUCKET;
	packed->bucket = bench_alloc((packed->buckets + 1) * sizeof(s16));
	packed->value_bits = value_width(names);
	set->bytes = (packed->buckets + 1) * sizeof(s16) +
		     bits_make(&packed->rest, names->count,
			       LOW + 3 + packed->value_bits);
	for (bucket = 0, i = 0; bucket <= packed->buckets; bucket++) {
		packed->bucket[bucket] = (s16)(i - bucket * BUCKET);
		for (; i < names->count; i++) {
			if ((list[i].hash >> 32) * packed->buckets >> 32 != bucket)
				break;
			bits_set(&packed->rest, i,
				 (list[i].hash & ((1ULL << (LOW + 3)) - 1)) <<
				 packed->value_bits | list[i].service);
		}
	}
	free(list);
	return packed;
}

static int packed_probe(const struct packed *packed, u64 hash)
{
	u32 bucket = (u32)((hash >> 32) * packed->buckets >> 32);
	u32 at = packed_first(packed, bucket);
	u32 end = packed_first(packed, bucket + 1);
	u64 low = hash & ((1ULL << (LOW + 3)) - 1);

	for (; at < end; at++) {
		u64 rest = bits_get(&packed->rest, at);

		if (rest >> packed->value_bits == low)
			return (int)(rest & ((1U << packed->value_bits) - 1));
	}
	return -1;
}

/* See sets.h. */
int packed_find(const void *self, const struct made_name *name)
{
	const struct packed *packed = self;
	struct suffix suffixes[SETS_LABELS_MAX];
	u32 count = set_suffixes(name, suffixes), i;
	int found = -1;

	for (i = 0; i < count; i++) {
		u32 bucket = (u32)((suffixes[i].hash >> 32) *
				   packed->buckets >> 32);

		cordon_prefetch(packed->rest.bytes +
				(u64)packed_first(packed, bucket) *
				packed->rest.width / 8);
	}
	while (found < 0 && count--)
		found = packed_probe(packed, suffixes[count].hash);
	return found;
}
