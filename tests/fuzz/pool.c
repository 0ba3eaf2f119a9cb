// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Large blocks of memory kept from one input to the next
 */
#include <sanitizer/asan_interface.h>
#include <sys/mman.h>

#include "fuzz.h"
#include "pool.h"

#define BLOCKS		32
#define SIZE_MIN	131072U
/* Larger ones are mostly not touched: their pages come anew when they are. */
#define MAPPED_MIN	(3U << 20)
#define PAGE		4096U

static struct {
	void *block;
	size_t size;
	bool used;
} pool[BLOCKS];

static bool active;

/**
 * pool_begin - from now on large blocks come from the pool
 */
void pool_begin(void)
{
	active = true;
}

/**
 * pool_end - all must have been given back
 */
void pool_end(void)
{
	int i;

	active = false;
	for (i = 0; i < BLOCKS; i++)
		FUZZ_NEED(!pool[i].used, "all memory is given back");
}

/* Ends where a page ends that cannot be touched, but for what aligns it. */
static void *map(size_t size)
{
	size_t pages = (size + PAGE - 1) / PAGE * PAGE;
	u8 *at = mmap(NULL, pages + PAGE, PROT_READ | PROT_WRITE,
		      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED || mprotect(at + pages, PAGE, PROT_NONE))
		return NULL;
	return at + (pages - size) / 16 * 16;
}

static void hide(void *block, size_t size)
{
	if (size < MAPPED_MIN)
		ASAN_POISON_MEMORY_REGION(block, size);
	else
		madvise((void *)((size_t)block / PAGE * PAGE),
			(size + PAGE - 1) / PAGE * PAGE, MADV_DONTNEED);
}

void *__wrap_malloc(size_t size)
{
	int i;

	if (!active || size < SIZE_MIN)
		return __real_malloc(size);
	for (i = 0; i < BLOCKS && pool[i].block; i++)
		if (pool[i].size == size && !pool[i].used)
			break;
	if (i == BLOCKS)
		return __real_malloc(size);
	if (!pool[i].block) {
		pool[i].block = size < MAPPED_MIN ? __real_malloc(size) : map(size);
		pool[i].size = size;
	}
	pool[i].used = pool[i].block;
	if (size < MAPPED_MIN)
		ASAN_UNPOISON_MEMORY_REGION(pool[i].block, size);
	return pool[i].block;
}

void *__wrap_calloc(size_t count, size_t size)
{
	void *block;

	if (!active || count != 1 || size < SIZE_MIN)
		return __real_calloc(count, size);
	block = __wrap_malloc(size);
	return block && size < MAPPED_MIN ? memset(block, 0, size) : block;
}

void __wrap_free(void *block)
{
	int i;

	for (i = 0; block && i < BLOCKS; i++) {
		if (pool[i].block != block)
			continue;
		FUZZ_NEED(pool[i].used, "memory is given back once");
		pool[i].used = false;
		hide(block, pool[i].size);
		return;
	}
	__real_free(block);
}
