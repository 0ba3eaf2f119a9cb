// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - report_kernels: kernels against each other
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "samples.h"

static struct json_object *report_operation(const struct operation *operation)
{
	struct json_object *row = json_object_new_object();
	struct json_object *each = json_object_new_array();
	unsigned int last = count_turns(operation, LSM_WITH) - 1, turn;
	double without = median(operation, LSM_WITHOUT, 0, last);
	double with = median(operation, LSM_WITH, 0, last);
	double over = percent(operation, LSM_WITH, LSM_WITHOUT, 0, last);
	double bpf = percent(operation, WITH, WITHOUT, 0,
			     count_turns(operation, WITH) - 1);
	double apparmor = percent(operation, APPARMOR, LSM_WITHOUT, 0, last);
	double framework = percent(operation, LSM_WITHOUT, BARE, 0, last);
	double least = over, most = over;
	char target[32];

	for (turn = 0; turn <= last; turn++) {
		double one = percent(operation, LSM_WITH, LSM_WITHOUT, turn, turn);

		json_object_array_add(each, json_object_new_double(one));
		least = one < least ? one : least;
		most = one > most ? one : most;
	}
	json_object_object_add(row, "operation", json_object_new_string(operation->name));
	json_object_object_add(row, "text", json_object_new_string(operation->text));
	add_double(row, "instructions_without", without);
	add_double(row, "instructions_with", with);
	add_double(row, "percent", over);
	json_object_object_add(row, "percent_of_each_turn", each);
	add_double(row, "percent_bpf", bpf);
	add_double(row, "percent_apparmor", apparmor);
	add_double(row, "percent_framework", framework);
	report_target(row, over, operation->lsm_target, target, sizeof(target));
	printf("%-38s %9.0f %+7.0f %+7.2f  %6.2f to %5.2f", operation->text, without,
	       with - without, over, least, most);
	printf(" %+7.2f %+8.2f %+9.2f  %s\n", bpf, apparmor, framework, target);
	return row;
}

/**
 * report_kernels() - print what Cordon and others add to a kernel
 *
 * Return: the same for JSON.
 */
struct json_object *report_kernels(void)
{
	struct json_object *rows = json_object_new_array();
	const struct operation *o;

	puts("\nThe guest's kernels, one boot each: medians of the one without Cordon,");
	puts("what a Cordon that is built in adds, the same in per cent and as seen turn by");
	puts("turn; beside it, in per cent, Cordon with BPF on a stock kernel, AppArmor with");
	puts("one profile, and what the LSM framework takes by itself\n");
	printf("%-38s %9s %7s %7s  %15s %7s %8s %9s  %s\n", "operation", "without",
	       "more", "%", "turns", "bpf", "AppArmor", "framework", "target");
	for (o = operations; o->name; o++)
		json_object_array_add(rows, report_operation(o));
	return rows;
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

/**
 * report_sizes() - print what Cordon takes of the image and of the memory
 *
 * Return: the same for JSON.
 */
struct json_object *report_sizes(void)
{
	struct json_object *object = json_object_new_object();
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
	printf(", %lld for learned addresses\n", sizes.learned);
	json_object_object_add(object, "policy_bytes", json_object_new_int64(policy));
	json_object_object_add(object, "learned_bytes", json_object_new_int64(sizes.learned));
	return object;
}
