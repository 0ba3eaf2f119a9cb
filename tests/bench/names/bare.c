// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - bare: what a look-up cannot do without, and nothing else
 */
#include "../bench.h"
#include "bare.h"

#define LINE	64U

/**
 * bare_prepare() - choose the lines
 * @bare: filled in
 * @bytes: the memory; borrowed for good
 * @size: how many
 * @asked: what will be asked; borrowed for good
 */
void bare_prepare(struct bare *bare, const u8 *bytes, size_t size,
		  const struct questions *asked)
{
	size_t count = sizeof(asked->list) / sizeof(asked->list[0][0]), i, j;

	bare->bytes = bytes;
	bare->size = size;
	bare->asked = asked;
	bare->zero = bench_unknown_zero();
	bare->lines = bench_alloc(count * sizeof(*bare->lines));
	for (i = 0; i < count; i++)
		for (j = 0; j < 3; j++)
			bare->lines[i][j] =
				(u32)(bench_random() % (size / LINE)) * LINE;
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
	const u32 *line = bare->lines[i];
	u32 bucket = bare->bytes[line[0]], on = bucket & bare->zero;
	u32 found = bucket + bare->bytes[line[1] + on];

	return (int)(i < OTHER * ASKED ? found + bare->bytes[line[2] + on] : found);
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
	const u32 *line = bare->lines[i];
	u32 found = bare->bytes[line[0]] + (u32)bare->bytes[line[1]];

	return (int)(i < OTHER * ASKED ? found + bare->bytes[line[2]] : found);
}
