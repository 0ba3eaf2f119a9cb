// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - sets: sorted names, each as what it adds to the one before
 *
 * Names stand reversed, so that those under one domain share their beginning.
 * Alone, and behind a binary fuse filter (Graf and Lemire, "Binary Fuse
 * Filters: Fast and Smaller Than Xor Filters", 2022) that spares most misses.
 */
#include <stdlib.h>

#include "../bench.h"
#include "sets.h"

#define BLOCK		16U

struct reversed {
	const u8 *bytes;
	u8 length;
	u16 service;
};

struct front {
	u32 *block;			/* where each BLOCK names begin */
	u8 *text;
	struct bits value;
	u32 count;
};

static int compare_bytes(const u8 *a, size_t a_length, const u8 *b,
			 size_t b_length)
{
	int order = memcmp(a, b, a_length < b_length ? a_length : b_length);

	return order ? order : (int)a_length - (int)b_length;
}

static int compare_reversed(const void *a, const void *b)
{
	const struct reversed *one = a, *other = b;

	return compare_bytes(one->bytes, one->length, other->bytes,
			     other->length);
}

/* The text backwards: "moc.koobecaf". */
static u8 reverse(u8 *to, const u8 *wire, size_t length)
{
	size_t i, dot = 0;

	for (i = 1; i < length; i++) {
		bool is_dot = i == dot + wire[dot] + 1U;

		if (is_dot)
			dot = i;
		to[length - 1 - i] = is_dot ? '.' : wire[i];
	}
	return (u8)(length - 1);
}

static struct reversed *sorted(const struct made_names *names)
{
	struct reversed *list = bench_alloc(names->count * sizeof(*list));
	u8 *pool = bench_alloc(names->text_bytes + 1);
	u32 i;

	for (i = 0; i < names->count; i++) {
		const struct made_name *name = names->list + i;

		list[i].bytes = pool;
		list[i].service = name->service;
		list[i].length = reverse(pool, name->wire, name->length);
		pool += list[i].length;
	}
	qsort(list, names->count, sizeof(*list), compare_reversed);
	return list;
}

/* See sets.h. */
void *front_make(struct set *set, const struct made_names *names)
{
	struct front *front = bench_alloc(sizeof(*front));
	struct reversed *list = sorted(names);
	u32 i, blocks = (names->count + BLOCK - 1) / BLOCK, shared;
	u8 *to = bench_alloc(names->text_bytes + 2 * names->count);

	front->count = names->count;
	front->text = to;
	front->block = bench_alloc(blocks * sizeof(u32));
	set->bytes = blocks * sizeof(u32) +
		     bits_make(&front->value, names->count, value_width(names));
	for (i = 0; i < names->count; i++) {
		shared = 0;
		if (i % BLOCK == 0)
			front->block[i / BLOCK] = (u32)(to - front->text);
		else
			while (shared < list[i].length &&
			       shared < list[i - 1].length &&
			       list[i].bytes[shared] == list[i - 1].bytes[shared])
				shared++;
		*to++ = (u8)shared;
		*to++ = (u8)(list[i].length - shared);
		memcpy(to, list[i].bytes + shared, list[i].length - shared);
		to += list[i].length - shared;
		bits_set(&front->value, i, list[i].service);
	}
	set->bytes += (size_t)(to - front->text);
	free((void *)list);
	return front;
}

static u32 find_block(const struct front *front, const u8 *key, size_t length)
{
	u32 low = 0, high = (front->count + BLOCK - 1) / BLOCK;

	while (high - low > 1) {
		u32 middle = low + (high - low) / 2;
		const u8 *head = front->text + front->block[middle];

		if (compare_bytes(head + 2, head[1], key, length) <= 0)
			low = middle;
		else
			high = middle;
	}
	return low;
}

static int front_probe(const struct front *front, const u8 *key, size_t length)
{
	u32 block = find_block(front, key, length), i = block * BLOCK;
	u32 end = i + BLOCK < front->count ? i + BLOCK : front->count;
	const u8 *at = front->text + front->block[block];
	size_t same = 0;		/* bytes of @key that the last name had */

	for (; i < end; at += 2 + at[1], i++) {
		size_t used = at[0];

		if (used > same)
			continue;
		if (used < same)
			return -1;
		while (used < length && used - at[0] < at[1] &&
		       key[used] == at[2 + used - at[0]])
			used++;
		if (used == length && used - at[0] == at[1])
			return (int)bits_get(&front->value, i);
		same = used;
	}
	return -1;
}

/* See sets.h. */
int front_find(const void *self, const struct made_name *name)
{
	u8 starts[CORDON_NAME_LABELS], key[CORDON_NAME_MAX];
	u32 count = set_starts(name, starts), i;
	int found = -1;

	reverse(key, name->wire, name->length);
	for (i = 0; i < count && found < 0; i++)
		found = front_probe(self, key, name->length - starts[i] - 1U);
	return found;
}

struct fuse {
	u8 *print;
	u64 seed;
	u32 segment;			/* slots; a power of 2 */
	u32 segments;			/* that a first slot can be in */
	void *front;
};

struct slots {
	u32 at[3];
};

static u64 stir(u64 hash, u64 seed)
{
	hash = (hash ^ seed) * 0xff51afd7ed558ccdULL;
	hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53ULL;
	return hash ^ hash >> 33;
}

/* Three slots in three segments in a row. */
static struct slots slots_of(const struct fuse *fuse, u64 hash)
{
	u32 first = (u32)((hash >> 32) * ((u64)fuse->segments * fuse->segment) >> 32);
	struct slots slots;

	slots.at[0] = first;
	slots.at[1] = (first + fuse->segment) ^
		      ((u32)(hash >> 18) & (fuse->segment - 1));
	slots.at[2] = (first + 2 * fuse->segment) ^
		      ((u32)hash & (fuse->segment - 1));
	return slots;
}

static u8 print_of(u64 hash)
{
	return (u8)(hash ^ hash >> 32);
}

/* Takes names off that stand alone in a slot; then fills in their prints. */
static bool fuse_fill(struct fuse *fuse, const u64 *hashes, u32 count, u32 slots)
{
	u64 *mixed = bench_alloc(slots * sizeof(*mixed)), *order_hash;
	u32 *alone = bench_alloc(slots * sizeof(*alone)), *order, done = 0, n = 0;
	u8 *times = bench_alloc(slots);
	struct slots at;
	u32 i, j;

	order = bench_alloc(count * sizeof(*order));
	order_hash = bench_alloc(count * sizeof(*order_hash));
	for (i = 0; i < count; i++) {
		u64 hash = stir(hashes[i], fuse->seed);

		at = slots_of(fuse, hash);
		for (j = 0; j < 3; j++) {
			times[at.at[j]]++;
			mixed[at.at[j]] ^= hash;
		}
	}
	for (i = 0; i < slots; i++)
		if (times[i] == 1)
			alone[n++] = i;
	while (n) {
		u32 slot = alone[--n];
		u64 hash = mixed[slot];

		if (times[slot] != 1)
			continue;
		order[done] = slot;
		order_hash[done++] = hash;
		at = slots_of(fuse, hash);
		for (j = 0; j < 3; j++) {
			mixed[at.at[j]] ^= hash;
			if (--times[at.at[j]] == 1)
				alone[n++] = at.at[j];
		}
	}
	for (i = done; done == count && i--; ) {
		at = slots_of(fuse, order_hash[i]);
		fuse->print[order[i]] = 0;
		fuse->print[order[i]] = print_of(order_hash[i]) ^
			fuse->print[at.at[0]] ^ fuse->print[at.at[1]] ^
			fuse->print[at.at[2]];
	}
	free(order_hash);
	free(order);
	free(times);
	free(alone);
	free(mixed);
	return done == count;
}

/* See sets.h. */
void *fuse_make(struct set *set, const struct made_names *names)
{
	struct fuse *fuse = bench_alloc(sizeof(*fuse));
	u64 *hashes = bench_alloc(names->count * sizeof(*hashes));
	u32 i, slots;

	for (i = 0; i < names->count; i++)
		hashes[i] = set_hash(names->list[i].wire, names->list[i].length);
	fuse->segment = 4096;
	slots = (u32)(1.125 * names->count);
	fuse->segments = slots / fuse->segment;
	slots = (fuse->segments + 2) * fuse->segment;
	fuse->print = bench_alloc(slots);
	while (!fuse_fill(fuse, hashes, names->count, slots))
		fuse->seed++;
	free(hashes);
	fuse->front = front_make(set, names);
	set->bytes += slots;
	return fuse;
}

/* See sets.h. */
int fuse_find(const void *self, const struct made_name *name)
{
	const struct fuse *fuse = self;
	struct suffix suffixes[SETS_LABELS_MAX];
	u32 count = set_suffixes(name, suffixes);
	u8 key[CORDON_NAME_MAX];
	int found = -1;

	reverse(key, name->wire, name->length);
	while (found < 0 && count--) {
		u64 hash = stir(suffixes[count].hash, fuse->seed);
		struct slots at = slots_of(fuse, hash);

		if (print_of(hash) == (fuse->print[at.at[0]] ^
				       fuse->print[at.at[1]] ^
				       fuse->print[at.at[2]]))
			found = front_probe(fuse->front, key, name->length -
					    suffixes[count].at - 1U);
	}
	return found;
}
