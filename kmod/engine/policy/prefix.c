// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - prefix: every prefix rule that covers an address
 *
 * The records are sorted and each knows the next shorter prefix around it, so
 * a binary search for the last record that does not lie after the address ends
 * inside the innermost one, or in a neighbour below the same parents. An index
 * by an IPv4 address's first byte leaves few records to search.
 */
#include "prefix.h"

/* An address as two numbers: compared in a few instructions, unlike bytes. */
struct pair {
	u64 high;
	u64 low;
};

static struct pair pair_of(const struct cordon_address *address)
{
	return (struct pair) {
		.high = cordon_get_be64(address->byte),
		.low = cordon_get_be64(address->byte + 8),
	};
}

static bool contains(const struct cordon_address *prefix, u8 length,
		     struct pair address)
{
	struct pair first = pair_of(prefix);

	if (!length)
		return true;
	if (length <= 64)
		return !((first.high ^ address.high) >> (64 - length));
	return first.high == address.high &&
	       !((first.low ^ address.low) >> (128 - length));
}

/**
 * cordon_prefix_contains - does a prefix cover an address
 * @prefix: its first address
 * @length: its length, 0 to 128
 * @address: any address
 *
 * Return: whether it does.
 */
bool cordon_prefix_contains(const struct cordon_address *prefix, u8 length,
			    const struct cordon_address *address)
{
	return contains(prefix, length, pair_of(address));
}

/**
 * cordon_prefix_parent - the next shorter prefix around a prefix
 * @blob: policy
 * @index: a record
 *
 * Return: its index, or CORDON_NO_PARENT.
 */
u32 cordon_prefix_parent(const struct cordon_blob *blob, u32 index)
{
	return le32_to_cpu(blob->prefixes[index].parent);
}

/* ::ffff:0:0, and the first address behind the mapped ones */
#define IPV4_START	0x0000ffff00000000ULL
#define IPV4_END	0x0001000000000000ULL

/**
 * cordon_prefix_index - note where the IPv4 prefixes of each first byte begin
 * @blob: its prefixes are valid
 */
void cordon_prefix_index(struct cordon_blob *blob)
{
	u32 byte, i = 0;

	for (byte = 0; byte <= 256; byte++) {
		u64 start = IPV4_START + ((u64)byte << 24);

		for (; i < blob->prefix_count; i++) {
			struct pair at = pair_of(&blob->prefixes[i].address);

			if (at.high || at.low >= start)
				break;
		}
		blob->ipv4_first[byte] = i;
	}
}

/*
 * The part of the records whose upper end is searched. What lies before it is
 * not after the address, and what lies behind it is.
 */
static void find_range(const struct cordon_blob *blob, struct pair wanted,
		       u32 *low, u32 *high)
{
	u64 byte = (wanted.low - IPV4_START) >> 24;

	if (wanted.high || wanted.low >= IPV4_END) {
		*low = blob->ipv4_first[256];
		*high = blob->prefix_count;
	} else if (wanted.low >= IPV4_START) {
		*low = blob->ipv4_first[byte];
		*high = blob->ipv4_first[byte + 1];
	} else {
		*low = 0;
		*high = blob->ipv4_first[0];
	}
}

/**
 * cordon_prefix_find - the longest prefix rule that covers an address
 * @blob: policy
 * @address: normalised
 *
 * Every further covering rule follows by cordon_prefix_parent().
 *
 * Return: its index, or CORDON_NO_PARENT.
 */
u32 cordon_prefix_find(const struct cordon_blob *blob,
		       const struct cordon_address *address)
{
	struct pair wanted = pair_of(address);
	u32 low, high, index;

	find_range(blob, wanted, &low, &high);
	while (low < high) {
		u32 middle = low + (high - low) / 2;
		struct pair at = pair_of(&blob->prefixes[middle].address);

		if (at.high < wanted.high ||
		    (at.high == wanted.high && at.low <= wanted.low))
			low = middle + 1;
		else
			high = middle;
	}
	if (!low)
		return CORDON_NO_PARENT;
	for (index = low - 1; index != CORDON_NO_PARENT;
	     index = cordon_prefix_parent(blob, index)) {
		const struct cordon_prefix_record *record = blob->prefixes + index;

		if (contains(&record->address, record->length, wanted))
			break;
	}
	return index;
}
