/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon churn test - churn: act while the policy is swapped again and again
 */
#ifndef _CHURN_H
#define _CHURN_H

#include <linux/types.h>
#include <stdbool.h>
#include <stdnoreturn.h>

#ifndef __printf
#define __printf(a, b) \
	__attribute__((		\
		__format__(__printf__, a, b)))
#endif

#define NODES		"/sys/kernel/cordon/"
#define WORKERS		4
/* One for each worker, see net_prepare(). */
#define RESOLVERS	"10.20.0.60\n10.20.0.61\n10.20.0.62\n10.20.0.63\n"
#define HARMLESS_STATUS	42	/* of the program that is executed */
#define TARGETS		4	/* A, B, C and D */

/* What is tried on a target. */
enum act { EXEC, TCP, UDP, SENDTO, RESOLVE, ACTS };

/**
 * struct tally - what one worker did, in memory that its parent sees
 * @rounds: times that everything was tried on every target
 * @done: acts
 * @refused: of these
 * @certain: acts during which the version stayed: only one answer was right
 * @impossible: answers that no policy could have given
 * @execs: programs that the kernel was asked to start
 * @connects: addresses that it was asked for
 * @questions: that a trusted resolver was asked, and that it answered
 */
struct tally {
	__u64 rounds;
	__u64 done[ACTS][TARGETS];
	__u64 refused[ACTS][TARGETS];
	__u64 certain;
	__u64 impossible;
	__u64 execs;
	__u64 connects;
	__u64 questions;
};

/**
 * struct swapped - what the loader did
 * @loads: objects that were taken
 * @refused: objects that were to be refused
 * @failed: loads that ended otherwise than they should
 */
struct swapped {
	__u64 loads;
	__u64 refused;
	__u64 failed;
};

extern const char *const act_name[ACTS];

/* churn.c */
__u64 version_in_force(void);

/* load.c */
void node_write(const char *node, const char *text);
void swap_policies(const char *objects, __u64 first, __u64 last,
		   const int *progress, struct swapped *swapped);

/* work.c */
void programs_prepare(void);
noreturn void work(int number, struct tally *tally, int progress,
		   const int *stop);

/* net.c */
void net_prepare(int number, struct tally *tally);
int act_tcp(int target, struct tally *tally);
int act_udp(int target, struct tally *tally);
int act_sendto(int target, struct tally *tally);
int act_resolve(int target, struct tally *tally);

#endif /* _CHURN_H */
