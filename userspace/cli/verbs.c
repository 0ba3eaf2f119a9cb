// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cli - verbs: a program whose first word says what to do
 *
 * Every verb has --json, --help and what the program adds; --version and help
 * are the program's.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/output.h"
#include "cli/verbs.h"
#include "libcordon/suggest.h"
#include "libcordon/version.h"

static void show_program(const struct program *program)
{
	size_t i;

	printf("usage: %s %s\n\n", program->name, program->usage);
	for (i = 0; i < program->count; i++)
		printf("  %-9s %s\n", program->verbs[i].name,
		       program->verbs[i].brief);
	printf("  %-9s %s\n\n%s", program->help.name, program->help.brief,
	       program->notes);
}

static void show_verb(const struct program *program, const struct verb *verb)
{
	printf("usage: %s %s\n%s\n", program->name, verb->usage, verb->brief);
}

static const struct verb *find_verb(const struct program *program,
				    const char *name)
{
	size_t i;

	for (i = 0; i < program->count; i++)
		if (!strcmp(program->verbs[i].name, name))
			return program->verbs + i;
	return strcmp(program->help.name, name) ? NULL : &program->help;
}

static int unknown_verb(const struct program *program, const char *name)
{
	const char **names = calloc(program->count + 1, sizeof(*names));
	const char *nearest = NULL;
	size_t i;

	for (i = 0; names && i < program->count; i++)
		names[i] = program->verbs[i].name;
	if (names) {
		names[i++] = program->help.name;
		nearest = cordon_suggest(name, names, i);
	}
	free(names);
	if (*name == '-')
		return usage_error(NULL, "unknown option '%s'", name);
	return usage_error(NULL,
			   nearest ? "unknown verb '%s'; did you mean '%s'?" :
				     "unknown verb '%s'", name, nearest);
}

static int help(const struct program *program, int argc, char **argv)
{
	const struct verb *verb;

	if (argc < 2) {
		show_program(program);
		return CORDON_EXIT_OK;
	}
	if (argc > 2)
		return usage_error(argv[0], "more arguments than one");
	if (program->topic && !strcmp(argv[1], program->topic))
		return program->show_topic();
	verb = find_verb(program, argv[1]);
	if (!verb && program->topic)
		return usage_error(argv[0], "'%s' is neither a verb nor '%s'",
				   argv[1], program->topic);
	if (!verb)
		return unknown_verb(program, argv[1]);
	show_verb(program, verb);
	return CORDON_EXIT_OK;
}

/*
 * Takes the options that every verb has out of the words, wherever they stand;
 * up to `--`, after which words are no options. Returns how many are left; -1
 * after an error of usage, which is told last: as JSON, if that is wanted.
 */
static int take_options(const struct program *program, int argc, char **argv,
			bool *help_wanted)
{
	const char *lacking = NULL;
	int kept = 0, i = 0, taken;

	while (i < argc && strcmp(argv[i], "--")) {
		taken = 1;
		if (!strcmp(argv[i], "--json"))
			json_wanted = true;
		else if (!strcmp(argv[i], "--help") || !strcmp(argv[i], "-h"))
			*help_wanted = true;
		else
			taken = program->option ?
				program->option(argc - i, argv + i) : 0;
		if (!taken)
			argv[kept++] = argv[i];
		if (taken < 0)
			lacking = argv[i];
		i += taken > 0 ? taken : 1;
	}
	if (lacking) {
		usage_error(NULL, "'%s' needs a value", lacking);
		return -1;
	}
	while (i < argc)
		argv[kept++] = argv[i++];
	argv[kept] = NULL;
	return kept;
}

static int run_verb(const struct program *program, int argc, char **argv,
		    bool help_wanted)
{
	static char *fallback[2];
	const struct verb *verb;

	if (argc && !strcmp(argv[0], "--version")) {
		printf("%s %s\n", program->name, CORDON_VERSION);
		return CORDON_EXIT_OK;
	}
	if (!argc && help_wanted)
		return help(program, 0, NULL);
	if (!argc && !program->fallback)
		return usage_error(NULL, "a verb is missing");
	if (!argc) {
		fallback[0] = (char *)program->fallback;
		argv = fallback;
		argc = 1;
	}
	verb = find_verb(program, argv[0]);
	if (!verb)
		return unknown_verb(program, argv[0]);
	if (help_wanted) {
		show_verb(program, verb);
		return CORDON_EXIT_OK;
	}
	return verb == &program->help ? help(program, argc, argv) :
					verb->run(argc, argv);
}

/**
 * run_program() - find the verb and run it
 * @program: the program
 * @argc: of main()
 * @argv: of main(); is changed
 *
 * Return: what to exit with.
 */
int run_program(const struct program *program, int argc, char **argv)
{
	bool help_wanted = false;

	program_name = program->name;
	argc = take_options(program, argc - 1, argv + 1, &help_wanted);
	if (argc < 0)
		return finish_output(CORDON_EXIT_USAGE);
	return finish_output(run_verb(program, argc, argv + 1, help_wanted));
}
