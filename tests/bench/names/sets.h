/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - sets: ways to hold a million names
 *
 * Each answers the same question: which is the longest of a name's suffixes
 * that is in the set, and whose is it.
 */
#ifndef _BENCH_SETS_H
#define _BENCH_SETS_H

#include "names_million.h"

#define SETS_MAX	12U
/* Labels that the made names have at least and at most. */
#define SETS_LABELS_MIN	2
#define SETS_LABELS_MAX	6

/**
 * struct set - names, held in one way
 * @title: which way
 * @exact: no wrong hit is possible
 * @bytes: all that a look-up needs, values included; filled in by @make
 * @make: makes the set; must not keep @names. None: it is no set, but a yardstick
 * @find: gives the service of the longest suffix of a name, or -1
 * @service: makes a service of names of what @find gave; none: it is one
 * @self: for @find
 */
struct set {
	const char *title;
	bool exact;
	size_t bytes;
	void *(*make)(struct set *set, const struct made_names *names);
	int (*find)(const void *self, const struct made_name *name);
	int (*service)(const void *self, int found);
	void *self;
};

/**
 * struct suffix - a suffix of a name
 * @hash: keyed, of 64 bits
 * @at: where it begins in the wire name
 */
struct suffix {
	u64 hash;
	u8 at;
};

/**
 * struct bits - a packed array
 * @bytes: eight more than are used
 * @width: of an element, 56 bits at most
 */
struct bits {
	u8 *bytes;
	u32 width;
};

u64 set_hash(const u8 *wire, size_t length);
u32 set_suffixes(const struct made_name *name, struct suffix *suffixes);
u32 set_starts(const struct made_name *name, u8 *starts);
size_t bits_make(struct bits *bits, size_t count, u32 width);
void bits_set(struct bits *bits, size_t index, u64 value);
u32 value_width(const struct made_names *names);

static inline u64 bits_get(const struct bits *bits, size_t index)
{
	u64 bit = (u64)index * bits->width;

	return cordon_get_le64(bits->bytes + bit / 8) >> bit % 8 &
	       ((1ULL << bits->width) - 1);
}

/* sets_exact.c */
void *records_make(struct set *set, const struct made_names *names);
int records_find(const void *self, const struct made_name *name);
void *table_of_strings_make(struct set *set, const struct made_names *names);
int table_of_strings_find(const void *self, const struct made_name *name);
/* sets_hashes.c */
void *elias_fano_make(struct set *set, const struct made_names *names);
int elias_fano_find(const void *self, const struct made_name *name);
void *packed_make(struct set *set, const struct made_names *names);
int packed_find(const void *self, const struct made_name *name);
/* sets_front.c */
void *front_make(struct set *set, const struct made_names *names);
int front_find(const void *self, const struct made_name *name);
void *fuse_make(struct set *set, const struct made_names *names);
int fuse_find(const void *self, const struct made_name *name);
/* sets_foreign.c */
void *marisa_make(struct set *set, const struct made_names *names);
int marisa_find(const void *self, const struct made_name *name);
void *ndpi_make(struct set *set, const struct made_names *names);
int ndpi_find(const void *self, const struct made_name *name);

#endif /* _BENCH_SETS_H */
