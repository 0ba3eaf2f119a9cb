/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - guest_bench: what execs and connects cost, in the guest
 */
#ifndef _GUEST_BENCH_H
#define _GUEST_BENCH_H

#include <linux/types.h>
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
	__u64 (*run)(unsigned int rounds);
};

static inline __u64 now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (__u64)now.tv_sec * 1000000000ULL + (__u64)now.tv_nsec;
}

void net_prepare(void);
int net_canary(void);
__u64 connect_loopback(unsigned int rounds);
__u64 connect_internet(unsigned int rounds);
__u64 connect_learned(unsigned int rounds);
__u64 connect_internet_alone(unsigned int rounds);
__u64 connect_loopback_alone(unsigned int rounds);
__u64 tcp_message(unsigned int rounds);
__u64 connect_udp(unsigned int rounds);
__u64 send_udp(unsigned int rounds);
__u64 ask_dns(unsigned int rounds);

#endif /* _GUEST_BENCH_H */
