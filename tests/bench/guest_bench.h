/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - guest_bench: what execs and connects cost, in the guest
 */
#ifndef _GUEST_BENCH_H
#define _GUEST_BENCH_H

#include <stdint.h>
#include <time.h>

/**
 * struct operation - something to be timed
 * @name: for the report
 * @rounds: in a block; so many that a block takes several timer ticks
 * @run: does it so often; returns the nanoseconds of what counts
 */
struct operation {
	const char *name;
	unsigned int rounds;
	uint64_t (*run)(unsigned int rounds);
};

static inline uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000ULL + (uint64_t)now.tv_nsec;
}

void net_prepare(void);
int net_canary(void);
uint64_t connect_loopback(unsigned int rounds);
uint64_t connect_internet(unsigned int rounds);
uint64_t connect_internet_alone(unsigned int rounds);
uint64_t connect_loopback_alone(unsigned int rounds);
uint64_t tcp_message(unsigned int rounds);
uint64_t connect_udp(unsigned int rounds);
uint64_t send_udp(unsigned int rounds);
uint64_t ask_dns(unsigned int rounds);

#endif /* _GUEST_BENCH_H */
