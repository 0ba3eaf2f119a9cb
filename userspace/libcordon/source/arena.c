// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - arena: memory that is given back all at once
 */
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK_SIZE	65536U
#define ALIGN		16U

struct cordon_arena_chunk {
	struct cordon_arena_chunk *next;
	size_t used;
	size_t size;
	max_align_t data[];
};

/**
 * cordon_arena_alloc() - get zeroed memory
 * @arena: lives as long as the memory
 * @size: bytes
 *
 * Return: the memory, or NULL.
 */
void *cordon_arena_alloc(struct cordon_arena *arena, size_t size)
{
	struct cordon_arena_chunk *chunk = arena->chunks;
	void *memory;

	if (size > SIZE_MAX / 2)
		return NULL;
	size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (!chunk || chunk->size - chunk->used < size) {
		size_t room = size > CHUNK_SIZE ? size : CHUNK_SIZE;

		chunk = calloc(1, sizeof(*chunk) + room);
		if (!chunk)
			return NULL;
		chunk->size = room;
		chunk->next = arena->chunks;
		arena->chunks = chunk;
	}
	memory = (char *)chunk->data + chunk->used;
	chunk->used += size;
	return memory;
}

/**
 * cordon_arena_copy() - copy bytes and put a NUL behind them
 * @arena: lives as long as the copy
 * @data: bytes
 * @length: how many
 *
 * Return: the copy, or NULL.
 */
char *cordon_arena_copy(struct cordon_arena *arena, const void *data,
			size_t length)
{
	char *copy = cordon_arena_alloc(arena, length + 1);

	if (copy && length)
		memcpy(copy, data, length);
	return copy;
}

/**
 * cordon_arena_free() - give all of it back
 * @arena: is zeroed
 */
void cordon_arena_free(struct cordon_arena *arena)
{
	struct cordon_arena_chunk *chunk = arena->chunks;

	while (chunk) {
		struct cordon_arena_chunk *next = chunk->next;

		free(chunk);
		chunk = next;
	}
	arena->chunks = NULL;
}

/**
 * cordon_array_grow() - make room for one more element
 * @list: address of the pointer to an array from malloc()
 * @count: elements in use; only cordon_array_grow() ever made it larger
 * @size: bytes of an element
 *
 * The room doubles, so that adding one by one stays cheap.
 *
 * Return: true if there is room for element @count.
 */
bool cordon_array_grow(void *list, size_t count, size_t size)
{
	void *array, *grown;

	if (count & (count - 1))
		return true;
	memcpy(&array, list, sizeof(array));
	grown = reallocarray(array, count ? 2 * count : 1, size);
	if (!grown)
		return false;
	memcpy(list, &grown, sizeof(grown));
	return true;
}
