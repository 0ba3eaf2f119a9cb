// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc - arguments: options and operands of a verb
 */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cordonc/cordonc.h"
#include "libcordon/file.h"

/* --strict=yes, where --strict takes no value. Abbreviations are getopt_long()'s. */
static bool is_surplus_value(const char *word, const struct option *options)
{
	size_t length = strcspn(word, "=");

	if (strncmp(word, "--", 2) || !word[length])
		return false;
	for (; options->name; options++)
		if (options->val == optopt && options->has_arg == no_argument &&
		    !strncmp(options->name, word + 2, length - 2))
			return true;
	return false;
}

/* optopt is what it was about, but 0 for a long option that is unknown. */
static void complain(const char *verb, int option, const char *word,
		     const struct option *options)
{
	const char name[] = { '-', (char)optopt, '\0' };

	if (option == ':')
		usage_error(verb, "'%s' needs a value",
			    strncmp(word, "--", 2) ? name : word);
	else if (!optopt)
		usage_error(verb, "unknown option '%s'", word);
	else if (is_surplus_value(word, options))
		usage_error(verb, "'%.*s' takes no value",
			    (int)strcspn(word, "="), word);
	else
		usage_error(verb, "unknown option '%s'", name);
}

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
	if (option == ':' || option == '?')
		complain(verb, option, argv[optind - 1], options);
	return option == ':' ? '?' : option;
}

/**
 * take_once() - take the value of an option that may stand once
 * @verb: for the message
 * @option: what the user calls it
 * @to: gets the value; NULL before
 *
 * Return: 0, or an exit status after an error that was shown.
 */
int take_once(const char *verb, const char *option, const char **to)
{
	if (*to)
		return usage_error(verb, "%s stands twice", option);
	*to = optarg;
	return 0;
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

static int look_at(const char *input, struct stat *info)
{
	return cordon_file_is_standard(input) ? fstat(STDIN_FILENO, info) :
						stat(input, info);
}

/* Writing the result over what it is made from would lose that. */
static bool is_same_file(const char *input, const char *output)
{
	struct stat from, to;

	return !look_at(input, &from) && !stat(output, &to) &&
	       from.st_dev == to.st_dev && from.st_ino == to.st_ino;
}

/**
 * check_files() - complain about files that do not go together
 * @verb: for the message
 * @inputs: what is going to be read
 * @count: how many, those without a path included
 * @output: what is going to be written; NULL for none
 *
 * Return: 0, or an exit status after an error that was shown.
 */
int check_files(const char *verb, const struct input *inputs, size_t count,
		const char *output)
{
	bool to_stdout = output && cordon_file_is_standard(output);
	const char *from_stdin = NULL;
	size_t i;

	if (to_stdout && json_wanted)
		return usage_error(verb,
				   "-o - and --json both write to the standard output: name a file");
	for (i = 0; i < count; i++) {
		if (!inputs[i].path)
			continue;
		if (output && !to_stdout && is_same_file(inputs[i].path, output))
			return usage_error(verb, "'%s' is %s", output,
					   inputs[i].what);
		if (!cordon_file_is_standard(inputs[i].path))
			continue;
		if (from_stdin)
			return usage_error(verb,
					   "'-' is %s and %s, but the standard input can be read only once",
					   from_stdin, inputs[i].what);
		from_stdin = inputs[i].what;
	}
	return 0;
}
