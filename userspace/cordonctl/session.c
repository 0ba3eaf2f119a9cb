// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - session: what the command line says of all verbs
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cordonctl/cordonctl.h"

static struct session the_session = { .root = CORDON_SYSFS_ROOT };

/**
 * take_root() - take --sysfs DIR from the command line
 * @argc: words left
 * @argv: the words
 *
 * Return: how many of them it is; -1 if DIR is missing.
 */
int take_root(int argc, char **argv)
{
	if (strcmp(argv[0], "--sysfs"))
		return 0;
	/* The next option is no directory: that would be ./--json. */
	if (argc < 2 || !*argv[1] || *argv[1] == '-')
		return -1;
	the_session.root = argv[1];
	return 2;
}

/**
 * start_session() - a verb begins
 * @verb: which
 *
 * Return: how it goes; static storage.
 */
const struct session *start_session(const char *verb)
{
	the_session.verb = verb;
	the_session.json = json_wanted;
	the_session.colour = colours_wanted(STDOUT_FILENO);
	return &the_session;
}

/**
 * fail() - say what went wrong, where and what to do
 * @session: of the verb
 * @status: exit status
 * @hint: what to do; may be NULL
 * @format: as for printf(); one line without a full stop
 *
 * Return: @status.
 */
int fail(const struct session *session, int status, const char *hint,
	 const char *format, ...)
{
	char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	print_error(session->json, NULL, status, hint, text);
	free(text);
	return status;
}

/**
 * usage() - the command line is wrong
 * @session: of the verb
 * @problem: what is wrong
 * @word: the word it is about; may be NULL
 *
 * Return: CORDON_EXIT_USAGE.
 */
int usage(const struct session *session, const char *problem, const char *word)
{
	if (word)
		return usage_error(session->verb, "%s: \"%s\"", problem, word);
	return usage_error(session->verb, "%s", problem);
}
