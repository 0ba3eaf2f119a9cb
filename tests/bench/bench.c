// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - bench: time questions put to several answerers side by side
 */
#include <err.h>
#include <json-c/json.h>
#include <sched.h>
#include <stdlib.h>
#include <time.h>

#include "bench.h"

/**
 * bench_alloc() - memory, or the end of the program
 * @size: bytes
 *
 * Return: zeroed memory.
 */
void *bench_alloc(size_t size)
{
	void *memory = calloc(1, size);

	if (!memory)
		err(1, "out of memory");
	return memory;
}

/**
 * bench_random() - the next of a fixed sequence of numbers (xorshift64*)
 *
 * Every run asks the same questions.
 *
 * Return: the number.
 */
u64 bench_random(void)
{
	static u64 state = 0x9e3779b97f4a7c15ULL;

	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return state * 0x2545f4914f6cdd1dULL;
}

/**
 * bench_pin() - stay on the processor that this is
 *
 * Return: its number, or -1 when the system does not let us.
 */
int bench_pin(void)
{
	int cpu = sched_getcpu();
	cpu_set_t set;

	if (cpu < 0)
		return -1;
	CPU_ZERO(&set);
	CPU_SET(cpu, &set);
	return sched_setaffinity(0, sizeof(set), &set) ? -1 : cpu;
}

static u64 now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_RAW, &now);
	return (u64)now.tv_sec * 1000000000ULL + (u64)now.tv_nsec;
}

/**
 * bench_check() - is every answer right
 * @cases: the cases
 * @count: how many
 *
 * A fast wrong answer is worth nothing: the first one ends the program.
 */
void bench_check(const struct bench_case *cases, size_t count)
{
	size_t i;
	u32 q;

	for (i = 0; i < count; i++) {
		const struct bench_case *c = cases + i;

		if (!c->count)
			errx(1, "%s: the policy gives no question to ask", c->question);
		for (q = 0; q < c->count; q++)
			if (c->answer(c->data, q) != c->expected)
				errx(1, "%s, %s: question %u should %sbe answered with yes",
				     c->question, c->who, q,
				     c->expected ? "" : "not ");
	}
}

static u64 time_block(const struct bench_case *c, u32 rounds)
{
	u64 begin = now_ns(), yes = 0;
	u32 i, q = 0;

	for (i = 0; i < rounds; i++) {
		yes += c->answer(c->data, q);
		if (++q == c->count)
			q = 0;
	}
	/* Somebody reads the answers: no question can be optimised away. */
	__asm__ volatile("" : : "r" (yes));
	return now_ns() - begin;
}

/* The shortest of a few blocks: one that nobody disturbed. */
static u64 time_undisturbed(const struct bench_case *c, u32 rounds)
{
	u64 least = ~0ULL, took;
	int i;

	for (i = 0; i < 5; i++) {
		took = time_block(c, rounds);
		if (took < least)
			least = took;
	}
	return least;
}

/* As many rounds as fill a block; warms the caches up, too. */
static u32 calibrate(const struct bench_case *c)
{
	u32 rounds = 1;
	u64 took;

	for (;;) {
		took = time_undisturbed(c, rounds);
		if (took >= BENCH_BLOCK_NS / 2 || rounds > 1U << 28)
			break;
		rounds *= 2;
	}
	rounds = (u32)((double)rounds * (double)BENCH_BLOCK_NS / (double)took);
	return rounds ? rounds : 1;
}

static int compare_doubles(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/**
 * bench_run() - time the cases
 * @cases: the cases
 * @count: how many
 * @results: filled in, one for each case
 */
void bench_run(const struct bench_case *cases, size_t count,
	       struct bench_result *results)
{
	double (*ns)[BENCH_BLOCKS] = bench_alloc(count * sizeof(*ns));
	size_t block, i;

	for (i = 0; i < count; i++)
		results[i].rounds = calibrate(cases + i);
	for (block = 0; block < BENCH_BLOCKS; block++)
		for (i = 0; i < count; i++)
			ns[i][block] = (double)time_block(cases + i, results[i].rounds) /
				       results[i].rounds;
	for (i = 0; i < count; i++) {
		qsort(ns[i], BENCH_BLOCKS, sizeof(ns[i][0]), compare_doubles);
		results[i].median = ns[i][BENCH_BLOCKS / 2];
		results[i].min = ns[i][0];
		results[i].max = ns[i][BENCH_BLOCKS - 1];
	}
	free(ns);
}

/* The case that case @i is compared with: the first of the same question. */
static size_t first_of(const struct bench_case *cases, size_t i)
{
	while (i && !strcmp(cases[i - 1].question, cases[i].question))
		i--;
	return i;
}

/**
 * bench_print() - the results as a table
 * @cases: the cases
 * @count: how many
 * @results: of each
 */
void bench_print(const struct bench_case *cases, size_t count,
		 const struct bench_result *results)
{
	size_t i;

	printf("%-38s %-22s %10s %10s %10s%s\n", "question", "answered by",
	       "ns median", "min", "max", BENCH_TARGET_HEAD);
	for (i = 0; i < count; i++) {
		size_t first = first_of(cases, i);
		const char *question = cases[i].question;

		if (first != i)
			question = "";
		printf("%-38s %-22s %10.1f %10.1f %10.1f", question, cases[i].who,
		       results[i].median, results[i].min, results[i].max);
		if (first == i)
			putchar('\n');
		else
			bench_target_print(results[i].median / results[first].median,
					   cases[i].target);
	}
}

/**
 * bench_json() - the results as JSON
 * @cases: the cases
 * @count: how many
 * @results: of each
 *
 * Return: an array, for json_object_put().
 */
struct json_object *bench_json(const struct bench_case *cases, size_t count,
			       const struct bench_result *results)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; i < count; i++) {
		struct json_object *row = json_object_new_object();
		size_t first = first_of(cases, i);

		json_object_object_add(row, "question",
				       json_object_new_string(cases[i].question));
		json_object_object_add(row, "answered_by",
				       json_object_new_string(cases[i].who));
		json_object_object_add(row, "ns_median",
				       json_object_new_double(results[i].median));
		json_object_object_add(row, "ns_min",
				       json_object_new_double(results[i].min));
		json_object_object_add(row, "ns_max",
				       json_object_new_double(results[i].max));
		if (first != i)
			bench_target_json(row, results[i].median / results[first].median,
					  cases[i].target);
		json_object_object_add(row, "blocks",
				       json_object_new_int(BENCH_BLOCKS));
		json_object_object_add(row, "questions_in_a_block",
				       json_object_new_int64(results[i].rounds));
		json_object_array_add(array, row);
	}
	return array;
}
