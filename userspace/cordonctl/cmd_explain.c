// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - explain: what the policy in force says about one thing
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cordonctl/facts.h"
#include "cordonctl/lookup.h"
#include "libcordon/json.h"

const char help_explain[] =
	"explain [--json] --exec PATH\n"
	"       cordonctl explain [--json] --connect ADDRESS[:PORT][/tcp|/udp]\n"
	"       cordonctl explain [--json] --name HOST\n"
	"\n"
	"Puts the question to the policy in force, with the addresses learned and the\n"
	"resolvers told until now, and says what is decided, by which rule, and what can\n"
	"be done. Learned addresses are those of the network namespace it runs in. A name\n"
	"is refused if its DNS question is, or each address that it has; it is inspected,\n"
	"let through and recorded, if others share one of them. Where none of its addresses\n"
	"was learned the device's resolver is asked, as by any program. A file\n"
	"on the firmware's never-block list is told as let through. Only root may read\n"
	"the policy in force.\n"
	"\n"
	"Exit status: 0 allowed, 1 failed, 2 usage, 3 denied, 4 no Cordon in this kernel,\n"
	"5 no policy is in force.\n";

static int read_question(const struct session *session, int argc, char **argv,
			 struct cordon_question *question)
{
	static const struct {
		const char *option;
		enum cordon_operation operation;
	} options[] = {
		{ "--exec", CORDON_OPERATION_EXEC },
		{ "--connect", CORDON_OPERATION_CONNECT },
		{ "--name", CORDON_OPERATION_NAME },
	};
	const char *why;
	size_t i;

	if (argc == 0)
		return usage(session,
			     "explain what? --exec PATH, --connect ADDRESS[:PORT] or --name HOST",
			     NULL);
	for (i = 0; i < ARRAY_SIZE(options); i++) {
		if (!strcmp(argv[0], options[i].option))
			break;
	}
	if (i == ARRAY_SIZE(options))
		return usage(session, "explain does not know", argv[0]);
	if (argc == 1)
		return usage(session, "a value is missing after", argv[0]);
	if (argc > 2)
		return usage(session, "one question at a time", argv[2]);
	if (cordon_question_parse(options[i].operation, argv[1], question, &why))
		return usage(session, why, argv[1]);
	return 0;
}

static int answer(const struct session *session, const struct facts *facts,
		  const struct cordon_question *question)
{
	struct cordon_explanation explanation;
	int status;
	char *text;

	cordon_explain(&facts->explain, question, &explanation);
	status = explanation.decision.verdict == CORDON_DENY &&
		 !explanation.let_through ? CORDON_EXIT_DENIED : CORDON_EXIT_OK;
	if (session->json) {
		struct json_object *object = cordon_explanation_json(&explanation);

		if (!object)
			return fail(session, CORDON_EXIT_FAILED, NULL,
				    "out of memory");
		facts_tell_unread(session, facts, object);
		return print_json(object, status);
	}
	facts_tell_unread(session, facts, NULL);
	text = cordon_explanation_text(&explanation);
	if (!text)
		return fail(session, CORDON_EXIT_FAILED, NULL, "out of memory");
	fputs(text, stdout);
	free(text);
	return status;
}

/*
 * Where a name leads that nobody asked for yet: the answer depends on it. What
 * another tree of nodes says is nothing that this machine's resolver knows of.
 */
static int ask_for_addresses(const struct session *session,
			     const struct cordon_sysfs *sysfs,
			     const struct cordon_question *question,
			     struct facts *facts)
{
	static struct cordon_explanation explanation;
	static struct lookup lookup;

	cordon_explain(&facts->explain, question, &explanation);
	if (!is_real_kernel(session) ||
	    !cordon_explain_lacks_addresses(&explanation))
		return 0;
	lookup_name(question->target, &lookup);
	facts->explain.found = lookup.address;
	facts->explain.found_count = lookup.count;
	facts->explain.not_found = lookup.failure;
	/* The kernel has learned from the answer. */
	return facts_read_learned(session, sysfs, facts);
}

int cmd_explain(int argc, char **argv)
{
	const struct session *session = start_session(argv[0]);
	static struct cordon_question question;
	static struct facts facts;
	struct cordon_sysfs sysfs;
	int r;

	r = read_question(session, argc - 1, argv + 1, &question);
	if (r)
		return r;
	r = open_kernel(session, &sysfs);
	if (r)
		return r;
	r = facts_read(session, &sysfs, &facts);
	if (r == 0)
		r = ask_for_addresses(session, &sysfs, &question, &facts);
	if (r == 0)
		r = answer(session, &facts, &question);
	facts_free(&facts);
	cordon_sysfs_close(&sysfs);
	return r;
}
