// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - target: what a ratio of two figures of one run should be
 */
#include <json-c/json.h>
#include <stdio.h>

#include "target.h"

static bool is_met(double ratio, struct bench_target target)
{
	return target.bound == BENCH_AT_MOST ? ratio <= target.limit :
					       ratio >= target.limit;
}

/* As many digits as tell the ratio from its neighbours. */
static int digits(double ratio)
{
	if (ratio > 0.9 && ratio < 1.1)
		return 4;
	return ratio < 10 ? 2 : ratio < 100 ? 1 : 0;
}

/**
 * bench_target_print() - print the columns of BENCH_TARGET_HEAD, to the line's end
 * @ratio: that was seen
 * @target: of it
 */
void bench_target_print(double ratio, struct bench_target target)
{
	char text[32];

	printf(" %8.*f", digits(ratio), ratio);
	if (target.bound != BENCH_NO_TARGET) {
		snprintf(text, sizeof(text), "%s %g",
			 target.bound == BENCH_AT_MOST ? "<=" : ">=", target.limit);
		printf(" %9s  %s", text, is_met(ratio, target) ? "met" : "MISSED");
	}
	putchar('\n');
}

/**
 * bench_target_json() - the same for JSON
 * @row: gets the ratio, and its target if it has one
 * @ratio: that was seen
 * @target: of it
 */
void bench_target_json(struct json_object *row, double ratio,
		       struct bench_target target)
{
	json_object_object_add(row, "ratio", json_object_new_double(ratio));
	if (target.bound == BENCH_NO_TARGET)
		return;
	json_object_object_add(row, target.bound == BENCH_AT_MOST ?
			       "at_most" : "at_least",
			       json_object_new_double(target.limit));
	json_object_object_add(row, "met",
			       json_object_new_boolean(is_met(ratio, target)));
}
