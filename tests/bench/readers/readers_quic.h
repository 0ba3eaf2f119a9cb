/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - readers_quic: the name in a QUIC Initial, and its parts
 */
#ifndef _BENCH_READERS_QUIC_H
#define _BENCH_READERS_QUIC_H

#include "../bench.h"

#define BENCH_QUIC_CASES	4

void bench_quic_cases(struct bench_case cases[BENCH_QUIC_CASES]);

#endif /* _BENCH_READERS_QUIC_H */
