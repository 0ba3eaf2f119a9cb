/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - bare: what a look-up cannot do without, and nothing else
 *
 * A look-up reads where its bucket begins, then the bucket's tags, and of a name
 * that is listed the rest of its hash: two or three cache lines at random places.
 * These read as many of the very same memory. No name is looked at, nothing is
 * hashed, compared or fetched ahead.
 */
#ifndef _BENCH_BARE_H
#define _BENCH_BARE_H

#include "ask.h"
#include "engine/policy/blob.h"

#define BARE_LINES	3

/**
 * struct bare - memory to be read
 * @asked: what will be asked: each question has its own lines
 * @line: where they are
 * @zero: zero, of which the compiler knows nothing
 */
struct bare {
	const struct questions *asked;
	const u8 *(*line)[BARE_LINES];
	u32 zero;
};

void bare_anywhere(struct bare *bare, const struct questions *asked,
		   const u8 *bytes, size_t size);
void bare_in_place(struct bare *bare, const struct questions *asked,
		   const struct cordon_blob *blob);
int bare_find_at_once(const void *self, const struct made_name *name);
int bare_find_in_turn(const void *self, const struct made_name *name);

#endif /* _BENCH_BARE_H */
