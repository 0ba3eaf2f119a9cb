// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc replay
 */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "cordonc/cordonc.h"
#include "cordonc/replay.h"
#include "libcordon/policy_file.h"

static void on_line(void *data, const struct replay_line *line)
{
	const struct replay_run *run = data;

	if (json_wanted)
		replay_json_line(run, line);
	else
		replay_show_line(run, line);
}

static int run_captures(struct replay_run *run, struct cordon_diagnostics *diag)
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
	replay_tally_free(&tally);
	if (error)
		return fail(CORDON_EXIT_FAILED, diag);
	show_remarks(diag);
	return status;
}

static int read_options(int argc, char **argv, const char **was)
{
	static const struct option options[] = {
		{ "was", required_argument, NULL, 'w' },
		{ "json", no_argument, NULL, 'j' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = next_option("replay", argc, argv, options)) != -1) {
		if (option == '?')
			return CORDON_EXIT_USAGE;
		if (option == 'o')
			return usage_error("replay", "it writes nothing: -o has no meaning");
		if (option != 'w')
			continue;
		if (*was)
			return usage_error("replay", "--was stands twice");
		*was = optarg;
	}
	if (argc - optind < 2)
		return usage_error("replay", "%s is missing",
				   optind == argc ? "POLICY" : "CAPTURE");
	return 0;
}

int cmd_replay(int argc, char **argv)
{
	struct cordon_policy_file policy = { 0 }, old = { 0 };
	struct replay_captures captures = { 0 };
	struct cordon_diagnostics diag = { 0 };
	struct replay_run run = { .captures = &captures };
	const char *was = NULL;
	int status, error, i;

	status = read_options(argc, argv, &was);
	if (status)
		return status;
	error = cordon_policy_open(&policy, argv[optind], true, &diag);
	if (!error && was)
		error = cordon_policy_open(&old, was, true, &diag);
	if (error)
		status = fail(status_of(error), &diag);
	for (i = optind + 1; !error && i < argc; i++)
		error = replay_captures_add(&captures, argv[i], &diag);
	if (error && !status)
		status = fail(CORDON_EXIT_FAILED, &diag);
	if (!error) {
		run.blob = &policy.blob;
		run.was = was ? &old.blob : NULL;
		status = run_captures(&run, &diag);
	}
	replay_captures_free(&captures);
	cordon_policy_close(&policy);
	cordon_policy_close(&old);
	cordon_diagnostics_free(&diag);
	return status;
}
