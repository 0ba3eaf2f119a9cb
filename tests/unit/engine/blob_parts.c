// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Blobs taken apart, changed and put together again, right or wrong
 */
#include <stdlib.h>

#include "blob_parts.h"
#include "engine/tests/blob_place.h"
#include "engine/tests/small_policy.h"

static size_t aligned(size_t size)
{
	return (size + CORDON_BLOB_ALIGN - 1) & ~(size_t)(CORDON_BLOB_ALIGN - 1);
}

/**
 * blob_split - take a blob apart
 * @blob: a valid one
 * @size: its bytes
 * @parts: the result, for blob_parts_free()
 *
 * Return: 0 or -ENOMEM.
 */
int blob_split(const u8 *blob, size_t size, struct blob_parts *parts)
{
	const struct cordon_blob_header *header = (const void *)blob;
	int i;

	memset(parts, 0, sizeof(*parts));
	for (i = 0; i < CORDON_SECTION_COUNT; i++) {
		size_t from = le32_to_cpu(header->section[i].offset);
		size_t bytes;

		parts->count[i] = le32_to_cpu(header->section[i].count);
		bytes = parts->count[i] * cordon_blob_element_size(i);
		if (from + bytes > size)
			abort();
		parts->data[i] = malloc(bytes ? bytes : 1);
		if (!parts->data[i])
			return -ENOMEM;
		memcpy(parts->data[i], blob + from, bytes);
	}
	return 0;
}

/**
 * blob_join - put a blob together
 * @parts: its sections
 * @size: set to its bytes
 *
 * Header, places, padding and checksum are right; the records are what they are.
 *
 * Return: the blob, from malloc(), in exactly @size bytes; or NULL.
 */
u8 *blob_join(const struct blob_parts *parts, size_t *size)
{
	struct cordon_blob_header header = {
		.format = htole32(CORDON_BLOB_FORMAT),
		.section_count = htole32(CORDON_SECTION_COUNT),
	};
	size_t at = sizeof(header);
	u8 *blob;
	int i;

	memcpy(header.magic, CORDON_BLOB_MAGIC, sizeof(header.magic));
	for (i = 0; i < CORDON_SECTION_COUNT; i++) {
		at = aligned(at);
		header.section[i].offset = htole32((u32)at);
		header.section[i].count = htole32(parts->count[i]);
		at += parts->count[i] * cordon_blob_element_size(i);
	}
	header.size = htole32((u32)at);
	blob = calloc(1, at);
	if (!blob)
		return NULL;
	memcpy(blob, &header, sizeof(header));
	for (i = 0; i < CORDON_SECTION_COUNT; i++)
		memcpy(blob + le32_to_cpu(header.section[i].offset),
		       parts->data[i],
		       parts->count[i] * cordon_blob_element_size(i));
	cordon_test_mend(blob, at);
	*size = at;
	return blob;
}

/**
 * blob_parts_free - give parts back
 * @parts: from blob_split(), or zeroed
 */
void blob_parts_free(struct blob_parts *parts)
{
	int i;

	for (i = 0; i < CORDON_SECTION_COUNT; i++)
		free(parts->data[i]);
	memset(parts, 0, sizeof(*parts));
}

/**
 * blob_insert - make room for an element
 * @parts: parts
 * @section: its section
 * @index: where it will stand
 *
 * Return: the element, zeroed.
 */
void *blob_insert(struct blob_parts *parts, enum cordon_section section,
		  u32 index)
{
	size_t size = cordon_blob_element_size(section);
	u8 *data = realloc(parts->data[section],
			   (parts->count[section] + 1) * size);

	if (!data)
		abort();
	parts->data[section] = data;
	data += index * size;
	memmove(data + size, data, (parts->count[section] - index) * size);
	parts->count[section]++;
	return memset(data, 0, size);
}

/**
 * blob_remove - take an element out
 * @parts: parts
 * @section: its section
 * @index: where it stands
 */
void blob_remove(struct blob_parts *parts, enum cordon_section section,
		 u32 index)
{
	size_t size = cordon_blob_element_size(section);
	u8 *data = parts->data[section] + index * size;

	parts->count[section]--;
	memmove(data, data + size, (parts->count[section] - index) * size);
}

/**
 * blob_add_string - add bytes to the section STRINGS
 * @parts: parts
 * @bytes: the bytes
 * @length: how many
 *
 * Return: their offset in the section.
 */
u32 blob_add_string(struct blob_parts *parts, const void *bytes, u32 length)
{
	u32 at = parts->count[CORDON_SECTION_STRINGS];
	u8 *data = realloc(parts->data[CORDON_SECTION_STRINGS], at + length + 1);

	if (!data)
		abort();
	memcpy(data + at, bytes, length);
	parts->data[CORDON_SECTION_STRINGS] = data;
	parts->count[CORDON_SECTION_STRINGS] += length;
	return at;
}

/**
 * blob_parts_are - put parts together and let the engine judge them
 * @parts: the parts
 * @what: what is wrong with them, for a message on stderr
 * @expected: the word that the engine must say, or NULL to be accepted
 *
 * Return: whether it says that, and of the right place.
 */
bool blob_parts_are(const struct blob_parts *parts, const char *what,
		    const char *expected)
{
	struct cordon_fault fault = { NULL, ~0ULL };
	struct cordon_blob opened;
	bool good = true;
	size_t size;
	u8 *blob = blob_join(parts, &size);
	int err;

	if (!blob)
		abort();
	err = cordon_blob_open(&opened, blob, size, &fault);
	if (!err != !expected || (err && err != -EBADMSG) ||
	    (err && strcmp(fault.word, expected))) {
		fprintf(stderr, "# %s: %s, not %s\n", what,
			err ? fault.word : "accepted",
			expected ? expected : "accepted");
		good = false;
	} else if (err && !cordon_test_is_placed(blob, size, &fault)) {
		fprintf(stderr, "# %s: %s at %llu, which is not there\n", what,
			fault.word, (unsigned long long)fault.offset);
		good = false;
	}
	free(blob);
	return good;
}
