/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - sets: marisa-trie, for C
 */
#ifndef _BENCH_SETS_MARISA_H
#define _BENCH_SETS_MARISA_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

void *marisa_build(const char *const *reversed, uint32_t count, size_t *bytes);
uint32_t marisa_id(const void *trie, const char *reversed);
int marisa_longest(const void *trie, const char *reversed, size_t length,
		   uint32_t *id);

#ifdef __cplusplus
}
#endif

#endif /* _BENCH_SETS_MARISA_H */
