// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc explain
 */
#include <stdio.h>
#include <stdlib.h>

#include "cordonc/cordonc.h"
#include "libcordon/explain.h"
#include "libcordon/policy_file.h"

static int answer(const struct cordon_blob *blob,
		  const struct cordon_question *question)
{
	const struct cordon_explain_facts facts = { .blob = blob };
	struct cordon_explanation explanation;
	int status;
	char *text;

	cordon_explain(&facts, question, &explanation);
	status = explanation.decision.verdict == CORDON_DENY ?
		 CORDON_EXIT_DENIED : CORDON_EXIT_OK;
	if (json_wanted)
		return print_json(cordon_explanation_json(&explanation),
				  status);
	text = cordon_explanation_text(&explanation);
	if (!text)
		return CORDON_EXIT_FAILED;
	fputs(text, stdout);
	free(text);
	return status;
}

static int read_question(int argc, char **argv,
			 struct cordon_question *question)
{
	static const struct option options[] = {
		{ "exec", required_argument, NULL, 'e' },
		{ "connect", required_argument, NULL, 'c' },
		{ "name", required_argument, NULL, 'n' },
		{ "json", no_argument, NULL, 'j' },
		{ NULL, 0, NULL, 0 },
	};
	enum cordon_operation operation;
	bool asked = false;
	const char *why;
	int option;

	while ((option = next_option("explain", argc, argv, options)) != -1) {
		if (option == '?')
			return CORDON_EXIT_USAGE;
		if (option == 'o')
			return usage_error("explain", "it writes nothing: -o has no meaning");
		if (option == 'j')
			continue;
		operation = option == 'e' ? CORDON_OPERATION_EXEC :
			    option == 'c' ? CORDON_OPERATION_CONNECT :
					    CORDON_OPERATION_NAME;
		if (asked)
			return usage_error("explain", "one question at a time");
		asked = true;
		if (cordon_question_parse(operation, optarg, question, &why))
			return usage_error("explain", "'%s': %s", optarg, why);
	}
	if (!asked)
		return usage_error("explain",
				   "--exec PATH, --connect ADDR[:PORT] or --name HOST is missing");
	return want_arguments("explain", argc, 1, "POLICY");
}

int cmd_explain(int argc, char **argv)
{
	struct cordon_diagnostics diag = { 0 };
	struct cordon_policy_file file = { 0 };
	struct cordon_question question;
	int status, error;

	status = read_question(argc, argv, &question);
	if (status)
		return status;
	error = cordon_policy_open(&file, argv[optind], true, &diag);
	if (error) {
		cordon_policy_close(&file);
		return fail(status_of(error), &diag);
	}
	show_remarks(&diag);
	status = answer(&file.blob, &question);
	cordon_policy_close(&file);
	cordon_diagnostics_free(&diag);
	return status;
}
