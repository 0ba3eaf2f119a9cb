// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - report: from the guests' lines to tables and to JSON
 *
 * usage: report GUEST.txt KERNELS.txt ENGINE.json OUT.json
 *
 * GUEST.txt is of the one boot of the stock kernel (guest.sh), KERNELS.txt of
 * the boots of the others (kernels).
 */
#include <err.h>
#include <stdio.h>

#include "samples.h"

static struct json_object *report_operation(const struct operation *operation)
{
	struct json_object *row = json_object_new_object();
	struct json_object *each = json_object_new_array();
	unsigned int turns = count_turns(operation, WITH), turn;
	double without = median(operation, WITHOUT, 0, turns);
	double with = median(operation, WITH, 0, turns - 1);
	double over = percent(operation, WITH, WITHOUT, 0, turns - 1);
	double empty = percent(operation, EMPTY, WITHOUT, 0, turns - 1);
	double module = percent(operation, MODULE, WITHOUT, 0, turns - 1);
	double least = over, most = over;
	char target[32];

	for (turn = 0; turn < turns; turn++) {
		double one = percent(operation, WITH, WITHOUT, turn, turn);

		json_object_array_add(each, json_object_new_double(one));
		least = one < least ? one : least;
		most = one > most ? one : most;
	}
	report_target(row, over, operation->target, target, sizeof(target));
	printf("%-38s %9.0f %+7.0f %+7.2f  %6.2f to %5.2f %+7.2f %+7.2f  %s\n",
	       operation->text, without, with - without, over, least, most, empty,
	       module, target);
	json_object_object_add(row, "operation", json_object_new_string(operation->name));
	json_object_object_add(row, "text", json_object_new_string(operation->text));
	add_double(row, "instructions_without", without);
	add_double(row, "instructions_with", with);
	add_double(row, "ratio", with / without);
	add_double(row, "percent", over);
	json_object_object_add(row, "percent_of_each_turn", each);
	add_double(row, "percent_empty_programs", empty);
	add_double(row, "percent_module_alone", module);
	return row;
}

static struct json_object *report_stock(void)
{
	struct json_object *rows = json_object_new_array();
	const struct operation *o;

	puts("A stock kernel, in a guest that counts instructions: medians without Cordon,");
	puts("what it adds, the same in per cent and as seen turn by turn; then, in per cent,");
	puts("what BPF programs add that do nothing, and what the module adds alone\n");
	printf("%-38s %9s %7s %7s  %15s %7s %7s  %s\n", "operation", "without", "more",
	       "%", "turns", "empty", "module", "target");
	for (o = operations; o->name; o++)
		json_object_array_add(rows, report_operation(o));
	return rows;
}

int main(int argc, char **argv)
{
	struct json_object *out = json_object_new_object();
	struct json_object *guest = json_object_new_object();
	struct json_object *kernels = json_object_new_object();
	struct json_object *engine;

	if (argc != 5)
		errx(2, "usage: report GUEST.txt KERNELS.txt ENGINE.json OUT.json");
	read_samples(argv[1], guest);
	read_samples(argv[2], kernels);
	engine = json_object_from_file(argv[3]);
	if (!engine)
		errx(1, "%s", json_util_get_last_err());
	json_object_object_add(guest, "operations", report_stock());
	json_object_object_add(kernels, "operations", report_kernels());
	json_object_object_add(kernels, "sizes", report_sizes());
	json_object_object_add(out, "engine", engine);
	json_object_object_add(out, "guest", guest);
	json_object_object_add(out, "kernels", kernels);
	if (json_object_to_file_ext(argv[4], out, JSON_C_TO_STRING_PRETTY))
		errx(1, "%s: %s", argv[4], json_util_get_last_err());
	json_object_put(out);
	return 0;
}
