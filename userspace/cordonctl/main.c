// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - see what Cordon does on this device, and give it a policy
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cordonctl/cordonctl.h"
#include "engine/port.h"

static const struct verb *const verbs[] = {
	&verb_status, &verb_load, &verb_watch, &verb_explain,
};

static void print_help(void)
{
	size_t i;

	puts("usage: cordonctl [--json] [VERB [...]]\n"
	     "\n"
	     "Verbs (without one: status):");
	for (i = 0; i < ARRAY_SIZE(verbs); i++)
		printf("  %-8s %s\n", verbs[i]->name, verbs[i]->summary);
	puts("\n"
	     "Options of every verb:\n"
	     "  --json       print JSON, also for errors\n"
	     "  --sysfs DIR  the kernel's nodes, for tests (default " CORDON_SYSFS_ROOT ")\n"
	     "  --help       the verb's own help\n"
	     "\n"
	     "Exit status: 0 ok, 1 failed, 2 usage, 3 something was denied, 4 no Cordon in\n"
	     "this kernel, 5 policy invalid. NO_COLOR in the environment: no colours.");
}

static const struct verb *find_verb(const char *name)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(verbs); i++) {
		if (!strcmp(verbs[i]->name, name))
			return verbs[i];
	}
	return NULL;
}

/*
 * Takes the options that every verb has out of the words, wherever they stand;
 * up to `--`, after which words are no options.
 */
static int take_common(struct session *session, int argc, char **argv,
		       bool *help)
{
	int kept = 0;
	int i;

	for (i = 0; i < argc; i++) {
		if (!strcmp(argv[i], "--"))
			break;
		if (!strcmp(argv[i], "--json"))
			session->json = true;
		else if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			*help = true;
		else if (!strcmp(argv[i], "--sysfs") && i + 1 < argc)
			session->root = argv[++i];
		else
			argv[kept++] = argv[i];
	}
	while (i < argc)
		argv[kept++] = argv[i++];
	argv[kept] = NULL;
	return kept;
}

int main(int argc, char **argv)
{
	const char *no_colour = getenv("NO_COLOR");
	struct session session = { .root = CORDON_SYSFS_ROOT };
	const struct verb *verb = &verb_status;
	bool help = false;

	argc = take_common(&session, argc - 1, argv + 1, &help);
	argv++;
	session.colour = isatty(STDOUT_FILENO) && !(no_colour && *no_colour);
	if (argc > 0 && !strcmp(argv[0], "help")) {
		help = true;
		argc--;
		argv++;
	}
	if (argc == 0 && help) {
		print_help();
		return finish_output(CORDON_EXIT_OK);
	}
	if (argc > 0) {
		verb = find_verb(argv[0]);
		if (!verb)
			return usage(&session, "no such verb", argv[0]);
		argc--;
		argv++;
	}
	session.verb = verb->name;
	if (help) {
		fputs(verb->help, stdout);
		return finish_output(CORDON_EXIT_OK);
	}
	return finish_output(verb->run(&session, argc, argv));
}
