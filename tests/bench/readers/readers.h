/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - readers: names out of the first bytes of a connection
 */
#ifndef _BENCH_READERS_H
#define _BENCH_READERS_H

#include "../bench.h"

#define READERS_CASES	5U

size_t readers_make(struct bench_case *cases);

#endif /* _BENCH_READERS_H */
