// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - sets: what several of them share
 */
#include "../bench.h"
#include "engine/policy/domain_hash.h"
#include "sets.h"

static const __le64 key[2] = { 1, 2 };

/**
 * set_hash() - a name's hash
 * @wire: wire name
 * @length: its bytes
 *
 * Return: the hash that set_suffixes() has for it.
 */
u64 set_hash(const u8 *wire, size_t length)
{
	u8 starts[CORDON_NAME_LABELS];
	int labels = cordon_name_labels(wire, length, starts);
	struct cordon_hash_state state;

	cordon_hash_start(&state, key);
	while (labels-- > 0)
		cordon_hash_absorb_label(&state, wire, length, starts[labels]);
	return cordon_hash_finish(state);
}

/**
 * set_suffixes() - the suffixes that could be in a set, the shortest first
 * @name: a name
 * @suffixes: room for SETS_LABELS_MAX
 *
 * Return: how many.
 */
u32 set_suffixes(const struct made_name *name, struct suffix *suffixes)
{
	u8 starts[CORDON_NAME_LABELS];
	int labels = cordon_name_labels(name->wire, name->length, starts);
	int last = labels > SETS_LABELS_MAX ? labels - SETS_LABELS_MAX : 0;
	int first = labels - SETS_LABELS_MIN;
	struct cordon_hash_state state;
	u32 count = 0;

	cordon_hash_start(&state, key);
	while (--labels >= last) {
		cordon_hash_absorb_label(&state, name->wire, name->length,
					 starts[labels]);
		if (labels > first)
			continue;
		suffixes[count].hash = cordon_hash_finish(state);
		suffixes[count++].at = starts[labels];
	}
	return count;
}

/**
 * set_starts() - where these suffixes begin, the longest first
 * @name: a name
 * @starts: room for CORDON_NAME_LABELS
 *
 * Return: how many.
 */
u32 set_starts(const struct made_name *name, u8 *starts)
{
	int labels = cordon_name_labels(name->wire, name->length, starts);
	int skip = labels > SETS_LABELS_MAX ? labels - SETS_LABELS_MAX : 0;

	labels -= skip + SETS_LABELS_MIN - 1;
	if (skip)
		memmove(starts, starts + skip, (size_t)labels);
	return labels < 0 ? 0 : (u32)labels;
}

/**
 * bits_make() - make a packed array
 * @bits: the array
 * @count: elements
 * @width: of each, 56 bits at most
 *
 * Return: bytes.
 */
size_t bits_make(struct bits *bits, size_t count, u32 width)
{
	size_t bytes = (count * width + 7) / 8 + 8;

	bits->bytes = bench_alloc(bytes);
	bits->width = width;
	return bytes;
}

/**
 * bits_set() - set an element that is 0
 * @bits: the array
 * @index: which
 * @value: to what
 */
void bits_set(struct bits *bits, size_t index, u64 value)
{
	u64 bit = (u64)index * bits->width, word;

	memcpy(&word, bits->bytes + bit / 8, sizeof(word));
	word |= value << bit % 8;
	memcpy(bits->bytes + bit / 8, &word, sizeof(word));
}

/**
 * value_width() - the bits of a service
 * @names: the names
 *
 * Return: how many.
 */
u32 value_width(const struct made_names *names)
{
	u32 bits = 0;

	while (1U << bits < names->service_count)
		bits++;
	return bits;
}
