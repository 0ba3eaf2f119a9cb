/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Large blocks of memory kept from one input to the next
 *
 * The sanitizer's allocator maps each large block anew, and most of the time
 * would go into page faults. Linked with --wrap for the targets that need it;
 * blocks have the sanitizer's borders as ever, and are poisoned while they are
 * free.
 */
#ifndef _TESTS_FUZZ_POOL_H
#define _TESTS_FUZZ_POOL_H

#include <stddef.h>

void pool_begin(void);
void pool_end(void);

/* The linker's. */
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void __wrap_free(void *block);
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void __real_free(void *block);

#endif /* _TESTS_FUZZ_POOL_H */
