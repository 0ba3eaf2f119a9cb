// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - report: from the guests' lines to a table and to JSON
 *
 * usage: report guest|kernels LINES.txt OUT.json
 *
 * guest: of the one boot of the stock kernel (guest/guest.sh); kernels: of the
 * boots of the others (kernels/boots).
 */
#include <err.h>
#include <stdio.h>
#include <string.h>

#include "../target.h"
#include "samples.h"

static struct json_object *report_operation(const struct operation *operation)
{
	struct json_object *row = json_object_new_object();
	unsigned int last = count_turns(operation, WITH) - 1;
	double over = print_turns(row, operation, WITH, WITHOUT);
	double empty = ratio(operation, EMPTY, WITHOUT, 0, last);
	double module = ratio(operation, MODULE, WITHOUT, 0, last);

	printf("  %6.4f  %6.4f", empty, module);
	add_double(row, "ratio_empty_programs", empty);
	add_double(row, "ratio_module_alone", module);
	add_target(row, over, operation->bpf);
	return row;
}

static void report_guest(struct json_object *out)
{
	struct json_object *rows = json_object_new_array();
	const struct operation *o;

	puts("A stock kernel, in a guest that counts instructions: medians without Cordon");
	puts("and what it adds. As ratios to without: with Cordon, turn by turn; with BPF");
	puts("programs that do nothing; with the module alone; with Cordon, over all turns\n");
	printf("%-38s %9s %7s  %16s  %6s  %6s%s\n", "operation", "without", "more",
	       "turns", "empty", "module", BENCH_TARGET_HEAD);
	for (o = operations; o->name; o++)
		json_object_array_add(rows, report_operation(o));
	json_object_object_add(out, "operations", rows);
}

int main(int argc, char **argv)
{
	struct json_object *out = json_object_new_object();
	bool kernels;

	if (argc != 4 || (strcmp(argv[1], "guest") && strcmp(argv[1], "kernels")))
		errx(2, "usage: report guest|kernels LINES.txt OUT.json");
	kernels = !strcmp(argv[1], "kernels");
	read_samples(argv[2], out);
	if (kernels)
		report_kernels(out);
	else
		report_guest(out);
	if (json_object_to_file_ext(argv[3], out, JSON_C_TO_STRING_PRETTY))
		errx(1, "%s: %s", argv[3], json_util_get_last_err());
	json_object_put(out);
	return 0;
}
