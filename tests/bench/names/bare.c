// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - bare: what a look-up cannot do without, and nothing else
 */
#include "../bench.h"
#include "bare.h"

static void prepare(struct bare *bare, const struct questions *asked)
{
	bare->asked = asked;
	bare->line = bench_alloc(KINDS * ASKED * sizeof(*bare->line));
	bare->zero = bench_unknown_zero();
}

/* The @which-th line of all questions, anywhere in some bytes. */
static void choose(struct bare *bare, int which, const void *bytes, size_t size)
{
	u32 i;

	for (i = 0; i < KINDS * ASKED; i++)
		bare->line[i][which] = (const u8 *)bytes + bench_random() % size;
}

/**
 * bare_anywhere() - choose all lines of a question from all of the set
 * @bare: filled in
 * @asked: what will be asked; borrowed for good
 * @bytes: the set; borrowed for good
 * @size: its bytes
 */
void bare_anywhere(struct bare *bare, const struct questions *asked,
		   const u8 *bytes, size_t size)
{
	int which;

	prepare(bare, asked);
	for (which = 0; which < BARE_LINES; which++)
		choose(bare, which, bytes, size);
}

/**
 * bare_in_place() - choose lines where a look-up reads: bucket, tags, rest
 * @bare: filled in
 * @asked: what will be asked; borrowed for good
 * @blob: the policy; borrowed for good
 */
void bare_in_place(struct bare *bare, const struct questions *asked,
		   const struct cordon_blob *blob)
{
	prepare(bare, asked);
	choose(bare, 0, blob->domain_buckets, blob->bucket_count);
	choose(bare, 1, blob->domain_tags, blob->domain_count);
	choose(bare, 2, blob->domain_rests,
	       (size_t)((u64)blob->domain_count * blob->domain_rest_bits / 8));
}

/**
 * bare_find_at_once() - read a question's lines, none of which waits for another
 * @self: struct bare
 * @name: the question
 *
 * Return: what stood there.
 */
int bare_find_at_once(const void *self, const struct made_name *name)
{
	const struct bare *bare = self;
	size_t i = (size_t)(name - bare->asked->list[0]);
	const u8 *const *line = bare->line[i];
	int found = *line[0] + *line[1];

	return i < OTHER * ASKED ? found + *line[2] : found;
}

/**
 * bare_find_in_turn() - read a question's lines as a look-up has to
 * @self: struct bare
 * @name: the question
 *
 * Where the tags are, and the rest beside them, the bucket says.
 *
 * Return: what stood there.
 */
int bare_find_in_turn(const void *self, const struct made_name *name)
{
	const struct bare *bare = self;
	size_t i = (size_t)(name - bare->asked->list[0]);
	const u8 *const *line = bare->line[i];
	u32 bucket = *line[0], on = bucket & bare->zero;
	u32 found = bucket + line[1][on];

	return (int)(i < OTHER * ASKED ? found + line[2][on] : found);
}
