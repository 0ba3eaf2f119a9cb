// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - sets: the names themselves, found by a hash
 */
#include <malloc.h>

#include "../bench.h"
#include "sets.h"

/* What a blob of format 1 had: 12 bytes a name, and its text. */
struct record {
	u32 hash;
	u32 name;
	u8 length;
	u8 flags;
	u16 service;
};

struct records {
	u32 *bucket;
	struct record *record;
	u8 *text;
	u32 mask;
};

/* See sets.h. */
void *records_make(struct set *set, const struct made_names *names)
{
	struct records *records = bench_alloc(sizeof(*records));
	size_t bytes = 0;
	u32 *fill, i;

	for (records->mask = 1; records->mask * 2 < names->count; )
		records->mask *= 2;
	records->bucket = bench_alloc((records->mask + 1) * sizeof(u32));
	fill = bench_alloc((records->mask + 1) * sizeof(u32));
	records->mask--;
	records->record = bench_alloc(names->count * sizeof(struct record));
	for (i = 0; i < names->count; i++) {
		const struct made_name *name = names->list + i;

		fill[1 + ((u32)set_hash(name->wire, name->length) & records->mask)]++;
		bytes += name->length;
	}
	for (i = 0; i <= records->mask; i++) {
		fill[i + 1] += fill[i];
		records->bucket[i + 1] = fill[i + 1];
	}
	records->text = bench_alloc(bytes);
	for (i = 0, bytes = 0; i < names->count; i++) {
		const struct made_name *name = names->list + i;
		u32 hash = (u32)set_hash(name->wire, name->length);
		struct record *record = records->record +
					fill[hash & records->mask]++;

		*record = (struct record) {
			hash, (u32)bytes, name->length, 0, name->service,
		};
		memcpy(records->text + bytes, name->wire, name->length);
		bytes += name->length;
	}
	set->bytes = bytes + names->count * sizeof(struct record) +
		     (records->mask + 2) * sizeof(u32);
	return records;
}

/* See sets.h. */
int records_find(const void *self, const struct made_name *name)
{
	const struct records *records = self;
	struct suffix suffixes[SETS_LABELS_MAX];
	u32 count = set_suffixes(name, suffixes), i;
	int found = -1;

	for (; count--; ) {
		const u8 *suffix = name->wire + suffixes[count].at;
		u8 length = (u8)(name->length - suffixes[count].at);
		u32 hash = (u32)suffixes[count].hash;
		const u32 *bucket = records->bucket + (hash & records->mask);

		for (i = bucket[0]; i < bucket[1]; i++) {
			const struct record *record = records->record + i;

			if (record->hash == hash && record->length == length &&
			    !memcmp(records->text + record->name, suffix, length))
				return record->service;
		}
	}
	return found;
}

struct node {
	struct node *next;
	u16 service;
	u8 length;
	u8 key[];
};

struct table {
	struct node **bucket;
	u32 mask;
};

/* FNV-1a, as in many programs. */
static u32 hash_bytes(const u8 *byte, size_t length)
{
	u32 value = 0x811c9dc5;

	while (length--)
		value = (value ^ *byte++) * 0x01000193;
	return value;
}

/* See sets.h. */
void *table_of_strings_make(struct set *set, const struct made_names *names)
{
	struct table *table = bench_alloc(sizeof(*table));
	u32 buckets = 1, i;

	while (buckets < names->count)
		buckets *= 2;
	table->mask = buckets - 1;
	table->bucket = bench_alloc(buckets * sizeof(*table->bucket));
	set->bytes = malloc_usable_size(table->bucket);
	for (i = 0; i < names->count; i++) {
		const struct made_name *name = names->list + i;
		struct node *node = bench_alloc(sizeof(*node) + name->length);
		struct node **bucket = table->bucket +
			(hash_bytes(name->wire, name->length) & table->mask);

		node->next = *bucket;
		node->service = name->service;
		node->length = name->length;
		memcpy(node->key, name->wire, name->length);
		*bucket = node;
		set->bytes += malloc_usable_size(node) + sizeof(size_t);
	}
	return table;
}

/* See sets.h. */
int table_of_strings_find(const void *self, const struct made_name *name)
{
	const struct table *table = self;
	u8 starts[CORDON_NAME_LABELS];
	u32 count = set_starts(name, starts), i;

	for (i = 0; i < count; i++) {
		const u8 *suffix = name->wire + starts[i];
		u8 length = (u8)(name->length - starts[i]);
		const struct node *node =
			table->bucket[hash_bytes(suffix, length) & table->mask];

		for (; node; node = node->next)
			if (node->length == length &&
			    !memcmp(node->key, suffix, length))
				return node->service;
	}
	return -1;
}
