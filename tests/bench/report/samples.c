// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - samples: what the guests measured
 *
 * A line is "bench PHASE.TURN OPERATION ROUNDS NANOSECONDS"; under -icount a
 * nanosecond is an instruction.
 */
#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../target.h"
#include "samples.h"

static const char *const phase_name[PHASES] = {
	[WITHOUT] = "without", [WITH] = "with", [EMPTY] = "empty-programs",
	[MODULE] = "module-alone", [LSM_WITHOUT] = "lsm-without",
	[LSM_WITH] = "lsm-with", [APPARMOR] = "apparmor", [BARE] = "bare",
};

/* See samples.h. */
struct operation operations[] = {
	{ "exec-spawn", "posix_spawn of a tiny static program", 1.01, 1.005, {} },
	{ "exec-fork", "fork and exec of it", 1.01, 1.005, {} },
	{ "exec-dynamic", "posix_spawn of /usr/bin/true", 1.01, 1.005, {} },
	{ "tcp-loopback", "TCP connect and close, loopback", 1.02, 1.01, {} },
	{ "tcp-internet", "TCP connect and close, network", 1.02, 1.01, {} },
	{ "tcp-learned", "TCP connect to a learned address", 1.02, 1.01, {} },
	{ "tcp-loopback-call", "the call of connect() alone, loopback", 0, 0, {} },
	{ "tcp-internet-call", "the call of connect() alone, network", 0, 0, {} },
	{ "tcp-message", "512 bytes there and back, TCP", 0, 0, {} },
	{ "udp-connect", "UDP socket, connect and close", 0, 0, {} },
	{ "udp-sendto", "UDP sendto, unconnected", 0, 0, {} },
	{ "dns", "DNS question and answer", 0, 0, {} },
	{ NULL, NULL, 0, 0, {} },
};

/* See samples.h. */
struct sizes sizes;

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

static bool read_size(const char *line)
{
	struct kernel_size size;
	char what[16];

	if (sscanf(line, "size %15s %lld %lld %lld", what, &size.text, &size.data,
		   &size.bss) != 4)
		return false;
	if (!strcmp(what, "own"))
		sizes.own = size;
	else if (!strcmp(what, "tests"))
		sizes.tests = size;
	else
		errx(1, "what is this: %s", line);
	return true;
}

static bool read_memory(const char *line)
{
	long long bytes;

	if (sscanf(line, "memory policy %lld", &bytes) != 1)
		return false;
	if (sizes.policy_count == TURNS_MAX * 4)
		errx(1, "what is this: %s", line);
	sizes.policy[sizes.policy_count++] = bytes;
	return true;
}

/* Keep a line's value. */
static void read_line(const char *line, struct json_object *about, bool *ended)
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
		json_object_object_add(about, "kernel", json_object_new_string(name));
	} else if (sscanf(line, "clock %63s", name) == 1) {
		json_object_object_add(about, "clock", json_object_new_string(name));
	} else if (!read_size(line)) {
		read_memory(line);
	}
}

/**
 * read_samples() - keep what guests printed
 * @path: the file
 * @about: gets the kernel's release and its clock
 */
void read_samples(const char *path, struct json_object *about)
{
	FILE *file = fopen(path, "re");
	bool ended = false;
	char line[512];

	if (!file)
		err(1, "%s", path);
	while (fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		read_line(line, about, &ended);
	}
	fclose(file);
	if (!ended)
		errx(1, "%s: the measurement did not come to its end", path);
}

/**
 * count_turns() - how often a phase was measured
 * @operation: the operation
 * @phase: the phase
 *
 * Return: at least 1, or the program ends.
 */
unsigned int count_turns(const struct operation *operation, enum phase phase)
{
	unsigned int turn = 0;

	while (turn < TURNS_MAX && operation->sample[phase][turn].count)
		turn++;
	if (!turn)
		errx(1, "%s was not measured in phase %s", operation->name,
		     phase_name[phase]);
	return turn;
}

static int compare_doubles(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/**
 * median() - of the blocks of some turns
 * @operation: the operation
 * @phase: the phase
 * @first: turn, from 0
 * @last: turn
 *
 * Return: instructions of one round.
 */
double median(const struct operation *operation, enum phase phase,
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

/**
 * ratio() - what an operation takes in one phase to what it takes in another
 * @operation: the operation
 * @with: the phase with it
 * @without: the phase without it
 * @first: turn, from 0
 * @last: turn
 *
 * Return: the ratio of the medians.
 */
double ratio(const struct operation *operation, enum phase with,
	     enum phase without, unsigned int first, unsigned int last)
{
	/* On the stock kernel a turn lies between two phases without. */
	unsigned int end = without == WITHOUT ? last + 1 : last;

	return median(operation, with, first, last) /
	       median(operation, without, first, end);
}

/**
 * print_turns() - begin a row: the medians, what is more, and the turns
 * @row: gets the same
 * @operation: the operation
 * @with: the phase with it
 * @without: the phase without it
 *
 * Return: the ratio of all turns.
 */
double print_turns(struct json_object *row, const struct operation *operation,
		   enum phase with, enum phase without)
{
	unsigned int last = count_turns(operation, with) - 1, turn;
	unsigned int end = without == WITHOUT ? last + 1 : last;
	double before = median(operation, without, 0, end);
	double after = median(operation, with, 0, last);
	double all = ratio(operation, with, without, 0, last);
	struct json_object *each = json_object_new_array();
	double least = all, most = all;

	for (turn = 0; turn <= last; turn++) {
		double one = ratio(operation, with, without, turn, turn);

		json_object_array_add(each, json_object_new_double(one));
		least = one < least ? one : least;
		most = one > most ? one : most;
	}
	json_object_object_add(row, "operation", json_object_new_string(operation->name));
	json_object_object_add(row, "text", json_object_new_string(operation->text));
	add_double(row, "instructions_without", before);
	add_double(row, "instructions_with", after);
	json_object_object_add(row, "ratio_of_each_turn", each);
	printf("%-38s %9.0f %+7.0f  %6.4f to %6.4f", operation->text, before,
	       after - before, least, most);
	return all;
}

/**
 * add_double() - a number for JSON
 * @object: gets it
 * @key: its name
 * @value: the number
 */
void add_double(struct json_object *object, const char *key, double value)
{
	json_object_object_add(object, key, json_object_new_double(value));
}

/**
 * add_target() - end a row: the ratio and its target
 * @row: gets the same
 * @seen: the ratio
 * @limit: what it should be at most; 0: there is no target
 */
void add_target(struct json_object *row, double seen, double limit)
{
	const struct bench_target target = {
		limit > 0 ? BENCH_AT_MOST : BENCH_NO_TARGET, limit,
	};

	bench_target_print(seen, target);
	bench_target_json(row, seen, target);
}
