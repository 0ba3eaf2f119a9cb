// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc - arguments: options and operands of a verb
 */
#include "cordonc/cordonc.h"

/**
 * next_option() - getopt_long() that complains in our way
 * @verb: for the message
 * @argc: number of arguments, the verb included
 * @argv: the arguments
 * @options: long options; one whose val is below 128 has a short form, too
 *
 * Return: as getopt_long(), -1 at the end; '?' after an error that was shown.
 */
int next_option(const char *verb, int argc, char **argv,
		const struct option *options)
{
	int option;

	opterr = 0;
	option = getopt_long(argc, argv, ":o:", options, NULL);
	if (option == ':')
		usage_error(verb, "'%s' needs a value", argv[optind - 1]);
	else if (option == '?')
		usage_error(verb, "unknown option '%s'", argv[optind - 1]);
	return option == ':' ? '?' : option;
}

/**
 * want_arguments() - complain about too few or too many operands
 * @verb: for the message
 * @argc: number of arguments, the verb included
 * @wanted: operands that must be left
 * @what: what they are
 *
 * Return: 0, or an exit status after an error that was shown.
 */
int want_arguments(const char *verb, int argc, int wanted, const char *what)
{
	if (argc - optind == wanted)
		return 0;
	if (argc - optind < wanted)
		return usage_error(verb, "%s is missing", what);
	return usage_error(verb, "more arguments than %s", what);
}
