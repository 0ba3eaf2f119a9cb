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

#include "samples.h"

static const char *const phase_name[PHASES] = {
	[WITHOUT] = "without", [WITH] = "with", [EMPTY] = "empty-programs",
	[MODULE] = "module-alone", [LSM_WITHOUT] = "lsm-without",
	[LSM_WITH] = "lsm-with", [APPARMOR] = "apparmor", [BARE] = "bare",
};

/* See samples.h. */
struct operation operations[] = {
	{ "exec-spawn", "posix_spawn of a tiny static program", 1, 0.5, {} },
	{ "exec-fork", "fork and exec of it", 1, 0.5, {} },
	{ "exec-dynamic", "posix_spawn of /usr/bin/true", 1, 0.5, {} },
	{ "tcp-loopback", "TCP connect and close, loopback", 2, 1, {} },
	{ "tcp-internet", "TCP connect and close, network", 2, 1, {} },
	{ "tcp-learned", "TCP connect to a learned address", 2, 1, {} },
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

	if (sscanf(line, "memory learned %lld", &bytes) == 1) {
		sizes.learned = bytes;
		return true;
	}
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
 * percent() - what one phase costs more than another
 * @operation: the operation
 * @with: the phase with it
 * @without: the phase without it
 * @first: turn, from 0
 * @last: turn
 *
 * Return: per cent.
 */
double percent(const struct operation *operation, enum phase with,
	       enum phase without, unsigned int first, unsigned int last)
{
	/* On the stock kernel a turn lies between two phases without. */
	unsigned int end = without == WITHOUT ? last + 1 : last;

	return (median(operation, with, first, last) /
		median(operation, without, first, end) - 1) * 100;
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
 * report_target() - was a target met
 * @row: gets target and answer
 * @over: per cent that were seen
 * @target: per cent that are allowed; 0: there is no target
 * @text: gets the same for the table
 * @size: room there
 */
void report_target(struct json_object *row, double over, double target,
		   char *text, size_t size)
{
	bool passed = over <= target;

	text[0] = '\0';
	if (target <= 0)
		return;
	snprintf(text, size, "<= %g %%  %s", target, passed ? "PASS" : "over");
	add_double(row, "target_percent", target);
	json_object_object_add(row, "within_target", json_object_new_boolean(passed));
}
