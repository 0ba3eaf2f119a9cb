// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - report: from the guest's lines to a table and to JSON
 *
 * usage: report GUEST.txt ENGINE.json OUT.json
 *
 * A line is "bench PHASE.TURN OPERATION ROUNDS NANOSECONDS"; under -icount a
 * nanosecond is an instruction.
 */
#include <err.h>
#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCKS_MAX	64U
#define TURNS_MAX	8U

enum phase { WITHOUT, WITH, EMPTY, MODULE, PHASES };

static const char *const phase_name[PHASES] = {
	"without", "with", "empty-programs", "module-alone",
};

/* What an operation cost in one phase of one turn. */
struct sample {
	double block[BLOCKS_MAX];
	unsigned int count;
};

struct operation {
	const char *name;
	const char *text;
	double target;			/* per cent; 0: none */
	struct sample sample[PHASES][TURNS_MAX];
};

static struct operation operations[] = {
	{ "exec-spawn", "posix_spawn of a tiny static program", 1, {} },
	{ "exec-fork", "fork and exec of it", 1, {} },
	{ "exec-dynamic", "posix_spawn of /usr/bin/true", 1, {} },
	{ "tcp-loopback", "TCP connect and close, loopback", 2, {} },
	{ "tcp-internet", "TCP connect and close, network", 2, {} },
	{ "tcp-learned", "TCP connect to a learned address", 2, {} },
	{ "tcp-loopback-call", "the call of connect() alone, loopback", 0, {} },
	{ "tcp-internet-call", "the call of connect() alone, network", 0, {} },
	{ "tcp-message", "512 bytes there and back, TCP", 0, {} },
	{ "udp-connect", "UDP socket, connect and close", 0, {} },
	{ "udp-sendto", "UDP sendto, unconnected", 0, {} },
	{ "dns", "DNS question and answer", 0, {} },
	{ NULL, NULL, 0, {} },
};

static struct operation *find_operation(const char *name)
{
	struct operation *o;

	for (o = operations; o->name; o++)
		if (!strcmp(o->name, name))
			return o;
	errx(1, "unknown operation %s", name);
}

/* PHASE.TURN; turns count from 1. */
static struct sample *find_sample(struct operation *operation, char *phase)
{
	char *dot = strchr(phase, '.');
	unsigned int turn = dot ? (unsigned int)atoi(dot + 1) : 0;
	size_t i;

	if (!turn || turn > TURNS_MAX)
		errx(1, "phase %s has no turn", phase);
	*dot = '\0';
	for (i = 0; i < PHASES; i++)
		if (!strcmp(phase_name[i], phase))
			return &operation->sample[i][turn - 1];
	errx(1, "unknown phase %s", phase);
}

/* Keep a line's value. */
static void read_line(const char *line, struct json_object *guest, bool *ended)
{
	char phase[64], name[64];
	unsigned int rounds;
	double ns;

	*ended = !strcmp(line, "end");
	if (sscanf(line, "bench %63s %63s %u %lf", phase, name, &rounds, &ns) == 4) {
		struct sample *sample = find_sample(find_operation(name), phase);

		if (sample->count == BLOCKS_MAX || !rounds)
			errx(1, "what is this: %s", line);
		sample->block[sample->count++] = ns / rounds;
	} else if (sscanf(line, "kernel %63s", name) == 1) {
		json_object_object_add(guest, "kernel", json_object_new_string(name));
	} else if (sscanf(line, "clock %63s", name) == 1) {
		json_object_object_add(guest, "clock", json_object_new_string(name));
	}
}

static void read_guest(const char *path, struct json_object *guest)
{
	FILE *file = fopen(path, "re");
	bool ended = false;
	char line[512];

	if (!file)
		err(1, "%s", path);
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		read_line(line, guest, &ended);
	}
	fclose(file);
	if (!ended)
		errx(1, "%s: the measurement did not come to its end", path);
}

static int compare_doubles(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* Over the turns from @first to @last. */
static double median(const struct operation *operation, enum phase phase,
		     unsigned int first, unsigned int last)
{
	double all[BLOCKS_MAX * TURNS_MAX];
	unsigned int turn, count = 0;

	for (turn = first; turn <= last; turn++) {
		const struct sample *sample = &operation->sample[phase][turn];

		memcpy(all + count, sample->block, sample->count * sizeof(*all));
		count += sample->count;
	}
	if (!count)
		errx(1, "%s was not measured in phase %s", operation->name,
		     phase_name[phase]);
	qsort(all, count, sizeof(*all), compare_doubles);
	return count % 2 ? all[count / 2] : (all[count / 2 - 1] + all[count / 2]) / 2;
}

static double percent(const struct operation *operation, enum phase phase,
		      unsigned int first, unsigned int last)
{
	double with = median(operation, phase, first, last);
	/* A turn lies between two phases without. */
	double without = median(operation, WITHOUT, first, last + 1);

	return (with / without - 1) * 100;
}

static unsigned int count_turns(const struct operation *operation)
{
	unsigned int turn = 0;

	while (turn < TURNS_MAX - 1 && operation->sample[WITH][turn].count)
		turn++;
	if (!turn)
		errx(1, "%s was not measured with Cordon", operation->name);
	return turn;
}

static void add_double(struct json_object *object, const char *key, double value)
{
	json_object_object_add(object, key, json_object_new_double(value));
}

static struct json_object *report_operation(const struct operation *operation)
{
	struct json_object *row = json_object_new_object();
	struct json_object *each = json_object_new_array();
	unsigned int turns = count_turns(operation), turn;
	double without = median(operation, WITHOUT, 0, turns);
	double with = median(operation, WITH, 0, turns - 1);
	double over = percent(operation, WITH, 0, turns - 1);
	double empty = percent(operation, EMPTY, 0, turns - 1);
	double module = percent(operation, MODULE, 0, turns - 1);
	double least = over, most = over;
	bool passed = over <= operation->target;
	char target[32] = "";

	if (operation->target > 0)
		snprintf(target, sizeof(target), "<= %.0f %%  %s", operation->target,
			 passed ? "PASS" : "over");
	for (turn = 0; turn < turns; turn++) {
		double one = percent(operation, WITH, turn, turn);

		json_object_array_add(each, json_object_new_double(one));
		least = one < least ? one : least;
		most = one > most ? one : most;
	}
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
	if (operation->target > 0) {
		add_double(row, "target_percent", operation->target);
		json_object_object_add(row, "within_target",
				       json_object_new_boolean(passed));
	}
	return row;
}

int main(int argc, char **argv)
{
	struct json_object *out = json_object_new_object();
	struct json_object *guest = json_object_new_object();
	struct json_object *rows = json_object_new_array();
	struct json_object *engine;
	const struct operation *o;

	if (argc != 4)
		errx(2, "usage: report GUEST.txt ENGINE.json OUT.json");
	read_guest(argv[1], guest);
	engine = json_object_from_file(argv[2]);
	if (!engine)
		errx(1, "%s", json_util_get_last_err());
	puts("A stock kernel, in a guest that counts instructions: medians without Cordon,");
	puts("what it adds, the same in per cent and as seen turn by turn; then, in per cent,");
	puts("what BPF programs add that do nothing, and what the module adds alone\n");
	printf("%-38s %9s %7s %7s  %15s %7s %7s  %s\n", "operation", "without", "more",
	       "%", "turns", "empty", "module", "target");
	for (o = operations; o->name; o++)
		json_object_array_add(rows, report_operation(o));
	json_object_object_add(guest, "operations", rows);
	json_object_object_add(out, "engine", engine);
	json_object_object_add(out, "guest", guest);
	if (json_object_to_file_ext(argv[3], out, JSON_C_TO_STRING_PRETTY))
		errx(1, "%s: %s", argv[3], json_util_get_last_err());
	json_object_put(out);
	return 0;
}
