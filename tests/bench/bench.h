/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - bench: time questions put to several answerers side by side
 *
 * Every case runs in short blocks, and the blocks of all cases are interleaved:
 * what disturbs the machine disturbs all of them alike.
 */
#ifndef _BENCH_H
#define _BENCH_H

#include "engine/port.h"
#include "target.h"

struct json_object;

#define BENCH_BLOCKS	41U		/* odd: the median is one of them */
#define BENCH_BLOCK_NS	1000000ULL	/* aimed at */

/**
 * struct bench_case - one question, put to one answerer
 * @question: what is asked, of what kind; groups the rows of the table
 * @who: who answers; the first case of a question is the one compared with
 * @answer: puts question number @i, below @count, and says whether there was
 *	something to be found
 * @data: for @answer
 * @count: how many different questions, asked in turn
 * @expected: what each answer must be
 * @target: of the time of this case as a ratio to the first one's
 */
struct bench_case {
	const char *question;
	const char *who;
	bool (*answer)(const void *data, u32 i);
	const void *data;
	u32 count;
	bool expected;
	struct bench_target target;
};

/**
 * struct bench_result - nanoseconds for one question
 * @rounds: questions in a block
 * @median: over the blocks
 * @min: of the blocks
 * @max: of the blocks
 */
struct bench_result {
	u32 rounds;
	double median;
	double min;
	double max;
};

/* Zero, of which the compiler knows nothing: what is ANDed with it is waited for. */
static inline u32 bench_unknown_zero(void)
{
	u32 zero = 0;

	__asm__ volatile("" : "+r" (zero));
	return zero;
}

void *bench_alloc(size_t size);
u64 bench_random(void);
int bench_pin(void);
void bench_check(const struct bench_case *cases, size_t count);
void bench_run(const struct bench_case *cases, size_t count,
	       struct bench_result *results);
void bench_print(const struct bench_case *cases, size_t count,
		 const struct bench_result *results);
struct json_object *bench_json(const struct bench_case *cases, size_t count,
			       const struct bench_result *results);

#endif /* _BENCH_H */
