/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - target: what a ratio of two figures of one run should be
 *
 * No target is a number of nanoseconds: that would be one of the machine.
 */
#ifndef _BENCH_TARGET_H
#define _BENCH_TARGET_H

#include <stdbool.h>

struct json_object;

/**
 * enum bench_bound - what a target bounds
 * @BENCH_NO_TARGET: the ratio is only shown
 * @BENCH_AT_MOST: it should not be greater
 * @BENCH_AT_LEAST: it should not be less
 */
enum bench_bound { BENCH_NO_TARGET, BENCH_AT_MOST, BENCH_AT_LEAST };

/**
 * struct bench_target - a bound of a ratio
 * @bound: which kind
 * @limit: the ratio
 */
struct bench_target {
	enum bench_bound bound;
	double limit;
};

/* Columns of a table: "ratio", "target" and what became of it. */
#define BENCH_TARGET_HEAD	"    ratio    target"

void bench_target_print(double ratio, struct bench_target target);
void bench_target_json(struct json_object *row, double ratio,
		       struct bench_target target);

#endif /* _BENCH_TARGET_H */
