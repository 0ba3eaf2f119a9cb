// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc replay
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cordonc/cordonc.h"
#include "cordonc/replay.h"
#include "libcordon/file.h"
#include "libcordon/policy_file.h"
#include "replay/input.h"

static void on_line(void *data, const struct replay_line *line)
{
	const struct replay_run *run = data;

	if (json_wanted)
		replay_json_line(run, line);
	else
		replay_show_line(run, line);
	/* A capture may be endless; nobody reads what it still has to say. */
	if (ferror(stdout))
		exit(finish_output(CORDON_EXIT_FAILED));
}

struct options {
	const char *was;
	bool strict;
};

/* What was not read may be anything, so its lines are not all there is to say. */
static void check_strict(const struct replay_tally *tally,
			 struct cordon_diagnostics *diag)
{
	u64 packets = replay_unreadable_packets(&tally->counters);

	if (!tally->unreadable_flows && !packets)
		return;
	cordon_diagnose(diag, CORDON_ERROR, NULL,
			"the summary says why; without --strict this is no error",
			"could not be read: %llu flow%s, %llu packet%s",
			(unsigned long long)tally->unreadable_flows,
			tally->unreadable_flows == 1 ? "" : "s",
			(unsigned long long)packets, packets == 1 ? "" : "s");
}

/* @missing: a capture was not found; those that were are read all the same. */
static int run_captures(struct replay_run *run, bool missing, bool strict,
			struct cordon_diagnostics *diag)
{
	struct replay_tally tally;
	int error, status;

	run->line = on_line;
	run->data = run;
	/* Names that scroll by tell how far it is. */
	run->progress = isatty(STDERR_FILENO) && !isatty(STDOUT_FILENO) ?
			stderr : NULL;
	error = replay_run(run, &tally, diag);
	status = tally.refused_flows ? CORDON_EXIT_DENIED : CORDON_EXIT_OK;
	if (error != -ENOMEM && json_wanted)
		status = print_json(replay_json_summary(run, &tally), status);
	else if (error != -ENOMEM)
		replay_show_summary(run, &tally);
	if (error != -ENOMEM && strict)
		check_strict(&tally, diag);
	replay_tally_free(&tally);
	if (error || diag->errors || missing)
		return fail(CORDON_EXIT_FAILED, diag);
	show_remarks(diag);
	return status;
}

static int read_options(int argc, char **argv, struct options *wanted)
{
	static const struct option options[] = {
		{ "was", required_argument, NULL, 'w' },
		{ "strict", no_argument, NULL, 's' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = next_option("replay", argc, argv, options)) != -1) {
		if (option == '?')
			return CORDON_EXIT_USAGE;
		if (option == 'o')
			return usage_error("replay", "it writes nothing: -o has no meaning");
		if (option == 's')
			wanted->strict = true;
		if (option != 'w')
			continue;
		if (wanted->was)
			return usage_error("replay", "--was stands twice");
		wanted->was = optarg;
	}
	if (argc - optind < 2)
		return usage_error("replay", "%s is missing",
				   optind == argc ? "POLICY" : "CAPTURE");
	return 0;
}

/* The order of the arguments is easy to get wrong. What a pipe says is said once. */
static bool is_capture(const char *path)
{
	enum replay_format format = REPLAY_FORMAT_OTHER;
	u8 magic[4];
	struct stat about;
	ssize_t got;
	int fd;

	if (cordon_file_is_standard(path) || stat(path, &about) ||
	    !S_ISREG(about.st_mode))
		return false;
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	got = pread(fd, magic, sizeof(magic), 0);
	if (got > 0)
		format = replay_format_of(magic, (size_t)got);
	close(fd);
	return format == REPLAY_FORMAT_PCAP || format == REPLAY_FORMAT_PCAPNG;
}

static int open_policy(struct cordon_policy_file *policy, const char *path,
		       const char *rule, struct cordon_diagnostics *diag)
{
	int error;

	if (is_capture(path))
		return usage_error("replay", "'%s' is a capture: %s", path,
				   rule);
	error = cordon_policy_open(policy, path, true, diag);
	return error ? fail(status_of(error), diag) : 0;
}

static int check_replay_files(const char *policy, const char *was,
			      char *const *captures, int count)
{
	struct input *inputs = calloc((size_t)count + 2, sizeof(*inputs));
	int status, i;

	if (!inputs)
		return CORDON_EXIT_FAILED;
	inputs[0] = (struct input) { policy, "the policy" };
	inputs[1] = (struct input) { was, "the old policy" };
	for (i = 0; i < count; i++)
		inputs[i + 2] = (struct input) { captures[i], "a capture" };
	status = check_files("replay", inputs, (size_t)count + 2, NULL);
	free(inputs);
	return status;
}

int cmd_replay(int argc, char **argv)
{
	struct cordon_policy_file policy = { 0 }, old = { 0 };
	struct replay_captures captures = { 0 };
	struct cordon_diagnostics diag = { 0 };
	struct replay_run run = { .captures = &captures };
	struct options wanted = { 0 };
	bool missing = false;
	int status, i;

	status = read_options(argc, argv, &wanted);
	if (!status)
		status = check_replay_files(argv[optind], wanted.was,
					    argv + optind + 1,
					    argc - optind - 1);
	if (status)
		return status;
	status = open_policy(&policy, argv[optind], "POLICY comes first",
			     &diag);
	if (!status && wanted.was)
		status = open_policy(&old, wanted.was, "--was takes a policy", &diag);
	for (i = optind + 1; !status && i < argc; i++)
		if (replay_captures_add(&captures, argv[i], &diag))
			missing = true;
	if (!status && missing && !captures.count)
		status = fail(CORDON_EXIT_FAILED, &diag);
	if (!status) {
		run.blob = &policy.blob;
		run.was = wanted.was ? &old.blob : NULL;
		status = run_captures(&run, missing, wanted.strict, &diag);
	}
	replay_captures_free(&captures);
	cordon_policy_close(&policy);
	cordon_policy_close(&old);
	cordon_diagnostics_free(&diag);
	return status;
}
