/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - never_block_index: a never-block list, put in order once
 *
 * The entries stand sorted, users by their ids, paths and packages by a hash:
 * a look-up compares a number for each time that the list can be halved, and
 * then one text. The index never changes, and its memory is its maker's.
 */
#ifndef _CORDON_ENGINE_NEVER_BLOCK_INDEX_H
#define _CORDON_ENGINE_NEVER_BLOCK_INDEX_H

#include "never_block.h"

/**
 * struct cordon_never_record - an entry in its place
 * @value: path or package, inside the text; of a user, where it is named
 * @key: what entries of a kind are sorted by: a uid, or a hash of @value
 * @length: bytes of a path or package, 0 of a user
 * @kind: which
 */
struct cordon_never_record {
	const char *value;
	u32 key;
	u16 length;
	u16 kind;
};

/**
 * struct cordon_never_index - a list in order; zeroed it is an empty one
 * @record: sorted
 * @first: which is the first of each kind, and one behind the last of all
 */
struct cordon_never_index {
	const struct cordon_never_record *record;
	u32 first[CORDON_NEVER_KINDS + 1];
};

size_t cordon_never_index_size(size_t text_size);
int cordon_never_index_make(struct cordon_never_index *index, void *memory,
			    const char *text, size_t size,
			    struct cordon_never_entry *entry, const char **why);
u32 cordon_never_count(const struct cordon_never_index *index,
		       enum cordon_never_kind kind);
bool cordon_never_has_uid(const struct cordon_never_index *index, u32 uid);
bool cordon_never_has(const struct cordon_never_index *index,
		      enum cordon_never_kind kind, const char *value,
		      size_t length);

#endif /* _CORDON_ENGINE_NEVER_BLOCK_INDEX_H */
