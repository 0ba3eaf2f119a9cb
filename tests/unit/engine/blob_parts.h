/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Blobs taken apart, changed and put together again, right or wrong
 */
#ifndef _TESTS_ENGINE_BLOB_PARTS_H
#define _TESTS_ENGINE_BLOB_PARTS_H

#include "engine/policy/validate.h"

/**
 * struct blob_parts - the sections of a blob
 * @count: elements of each
 * @data: each one's elements, from malloc()
 */
struct blob_parts {
	u32 count[CORDON_SECTION_COUNT];
	u8 *data[CORDON_SECTION_COUNT];
};

int blob_split(const u8 *blob, size_t size, struct blob_parts *parts);
u8 *blob_join(const struct blob_parts *parts, size_t *size);
void blob_parts_free(struct blob_parts *parts);
void *blob_insert(struct blob_parts *parts, enum cordon_section section,
		  u32 index);
void blob_remove(struct blob_parts *parts, enum cordon_section section,
		 u32 index);
u32 blob_add_string(struct blob_parts *parts, const void *bytes, u32 length);
bool blob_parts_are(const struct blob_parts *parts, const char *what,
		    const char *expected);

#endif /* _TESTS_ENGINE_BLOB_PARTS_H */
