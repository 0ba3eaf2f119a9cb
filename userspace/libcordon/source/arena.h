/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - arena: memory that is given back all at once
 */
#ifndef _LIBCORDON_ARENA_H
#define _LIBCORDON_ARENA_H

#include <stdbool.h>
#include <stddef.h>

struct cordon_arena_chunk;

/**
 * struct cordon_arena - zero it before its first use
 * @chunks: private
 */
struct cordon_arena {
	struct cordon_arena_chunk *chunks;
};

void *cordon_arena_alloc(struct cordon_arena *arena, size_t size);
char *cordon_arena_copy(struct cordon_arena *arena, const void *data,
			size_t length);
void cordon_arena_free(struct cordon_arena *arena);
bool cordon_array_grow(void *list, size_t count, size_t size);

#endif /* _LIBCORDON_ARENA_H */
