/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - bare: what a look-up cannot do without, and nothing else
 *
 * A look-up reads where its bucket begins, then the bucket's tags, and of a name
 * that is listed the rest of its hash: two or three cache lines at random places.
 * These read as many, at random places of the very same memory. No name is
 * looked at, nothing is hashed, compared or fetched ahead.
 */
#ifndef _BENCH_BARE_H
#define _BENCH_BARE_H

#include "ask.h"

/**
 * struct bare - memory to be read
 * @bytes: the memory
 * @size: how many
 * @asked: what will be asked: each question has its own lines
 * @lines: where they are
 * @zero: what the compiler does not know to be one
 */
struct bare {
	const u8 *bytes;
	size_t size;
	const struct questions *asked;
	u32 (*lines)[3];
	u32 zero;
};

void bare_prepare(struct bare *bare, const u8 *bytes, size_t size,
		  const struct questions *asked);
int bare_find_in_turn(const void *self, const struct made_name *name);
int bare_find_at_once(const void *self, const struct made_name *name);

#endif /* _BENCH_BARE_H */
