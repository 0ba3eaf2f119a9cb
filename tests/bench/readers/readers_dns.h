/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - readers_dns: the names of DNS messages
 */
#ifndef _BENCH_READERS_DNS_H
#define _BENCH_READERS_DNS_H

#include "../bench.h"

#define BENCH_DNS_CASES	4

void bench_dns_cases(struct bench_case cases[BENCH_DNS_CASES]);

#endif /* _BENCH_READERS_DNS_H */
