// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - report_kernels: kernels against each other
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "../target.h"
#include "engine/policy/learned.h"
#include "samples.h"

static struct json_object *report_operation(const struct operation *operation)
{
	struct json_object *row = json_object_new_object();
	unsigned int last = count_turns(operation, LSM_WITH) - 1;
	double over = print_turns(row, operation, LSM_WITH, LSM_WITHOUT);
	double apparmor = ratio(operation, APPARMOR, LSM_WITHOUT, 0, last);
	double framework = ratio(operation, LSM_WITHOUT, BARE, 0, last);

	printf("  %8.4f  %9.4f", apparmor, framework);
	add_double(row, "ratio_apparmor", apparmor);
	add_double(row, "ratio_framework", framework);
	add_target(row, over, operation->lsm);
	return row;
}

static void report_size(struct json_object *object, const char *what,
			const char *key, const struct kernel_size *size)
{
	struct json_object *row = json_object_new_object();

	printf("%-38s %9lld %9lld %9lld\n", what, size->text, size->data, size->bss);
	json_object_object_add(row, "text", json_object_new_int64(size->text));
	json_object_object_add(row, "data", json_object_new_int64(size->data));
	json_object_object_add(row, "bss", json_object_new_int64(size->bss));
	json_object_object_add(object, key, row);
}

static int compare_numbers(const void *a, const void *b)
{
	const long long *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* What Cordon takes of the image and of the memory. */
static struct json_object *report_sizes(void)
{
	struct json_object *object = json_object_new_object();
	size_t learned = cordon_learned_size();
	long long policy;

	if (!sizes.policy_count || !sizes.own.text)
		errx(1, "sizes or memory were not measured");
	qsort(sizes.policy, sizes.policy_count, sizeof(*sizes.policy), compare_numbers);
	policy = sizes.policy[sizes.policy_count / 2];
	printf("\n%-38s %9s %9s %9s\n", "bytes of the image", "text", "data", "bss");
	report_size(object, "Cordon", "own", &sizes.own);
	report_size(object, "its unit tests, which no phone has", "tests", &sizes.tests);
	printf("\nmemory: %lld bytes for met-handset in force (%lld to %lld)", policy,
	       sizes.policy[0], sizes.policy[sizes.policy_count - 1]);
	printf(", %zu for learned addresses\n", learned);
	json_object_object_add(object, "policy_bytes", json_object_new_int64(policy));
	json_object_object_add(object, "learned_bytes",
			       json_object_new_int64((int64_t)learned));
	return object;
}

/**
 * report_kernels() - print what Cordon and others add to a kernel, and its size
 * @out: gets the same
 */
void report_kernels(struct json_object *out)
{
	struct json_object *rows = json_object_new_array();
	const struct operation *o;

	puts("The guest's kernels, one boot each: medians of the one without Cordon, and what");
	puts("a Cordon that is built in adds. As ratios: with Cordon to without, turn by turn;");
	puts("AppArmor with one profile to without; without to a kernel that has no LSM");
	puts("framework; with Cordon to without, over all turns\n");
	printf("%-38s %9s %7s  %16s  %8s  %9s%s\n", "operation", "without", "more",
	       "turns", "AppArmor", "framework", BENCH_TARGET_HEAD);
	for (o = operations; o->name; o++)
		json_object_array_add(rows, report_operation(o));
	json_object_object_add(out, "operations", rows);
	json_object_object_add(out, "sizes", report_sizes());
}
