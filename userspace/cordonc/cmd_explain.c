// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc explain
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cordonc/cordonc.h"
#include "libcordon/explain.h"
#include "libcordon/source/idn.h"
#include "libcordon/source/never_block.h"
#include "libcordon/policy_file.h"

static int answer(const struct cordon_blob *blob,
		  const struct cordon_never_block *never,
		  const struct cordon_question *question)
{
	const struct cordon_explain_facts facts = {
		.blob = blob,
		.never_block = &never->index,
	};
	struct cordon_explanation explanation;
	int status;
	char *text;

	cordon_explain(&facts, question, &explanation);
	status = explanation.decision.verdict == CORDON_DENY &&
		 !explanation.let_through ? CORDON_EXIT_DENIED : CORDON_EXIT_OK;
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

/*
 * A host in another script is asked for as the network calls it. Not in libcordon,
 * as cordonctl would need ICU on the handset then.
 */
static int take_question(enum cordon_operation operation, const char *text,
			 struct cordon_question *question, const char **why)
{
	static char no_name[192];
	char ascii[CORDON_EXPLAIN_TARGET_MAX];
	size_t place;

	if (operation == CORDON_OPERATION_NAME) {
		if (cordon_idn_to_ascii(text, strlen(text), ascii,
					sizeof(ascii), &place, why) < 0) {
			snprintf(no_name, sizeof(no_name),
				 "no host's name in any script: %s", *why);
			*why = no_name;
			return -EINVAL;
		}
		text = ascii;
	}
	return cordon_question_parse(operation, text, question, why);
}

static int read_question(int argc, char **argv,
			 struct cordon_question *question,
			 const char **never_block)
{
	static const struct option options[] = {
		{ "exec", required_argument, NULL, 'e' },
		{ "connect", required_argument, NULL, 'c' },
		{ "name", required_argument, NULL, 'n' },
		{ "never-block", required_argument, NULL, 'b' },
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
		if (option == 'b') {
			if (take_once("explain", "--never-block", never_block))
				return CORDON_EXIT_USAGE;
			continue;
		}
		operation = option == 'e' ? CORDON_OPERATION_EXEC :
			    option == 'c' ? CORDON_OPERATION_CONNECT :
					    CORDON_OPERATION_NAME;
		if (asked)
			return usage_error("explain", "one question at a time");
		asked = true;
		if (take_question(operation, optarg, question, &why))
			return usage_error("explain", "'%s': %s", optarg, why);
	}
	if (!asked)
		return usage_error("explain",
				   "--exec PATH, --connect ADDR[:PORT] or --name HOST is missing");
	return want_arguments("explain", argc, 1, "POLICY");
}

static int check_explain_files(const char *policy, const char *never_block)
{
	const struct input inputs[] = {
		{ policy, "the policy" }, { never_block, "the never-block file" },
	};

	return check_files("explain", inputs, ARRAY_SIZE(inputs), NULL);
}

int cmd_explain(int argc, char **argv)
{
	struct cordon_never_block never = { 0 };
	struct cordon_diagnostics diag = { 0 };
	struct cordon_policy_file file = { 0 };
	struct cordon_question question;
	const char *never_block = NULL;
	int status, error = 0;

	status = read_question(argc, argv, &question, &never_block);
	if (!status)
		status = check_explain_files(argv[optind], never_block);
	if (status)
		return status;
	if (never_block)
		error = cordon_never_block_read(never_block, &diag, &never);
	if (!error)
		error = cordon_policy_open(&file, argv[optind], true, &diag);
	if (error) {
		status = fail(status_of(error), &diag);
	} else {
		show_remarks(&diag);
		status = answer(&file.blob, &never, &question);
	}
	cordon_policy_close(&file);
	cordon_never_block_free(&never);
	cordon_diagnostics_free(&diag);
	return status;
}
