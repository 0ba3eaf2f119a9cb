// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cli - output: results and errors, for people and for programs
 *
 * With --json there is JSON on the standard output, whatever happens; else
 * results go to the standard output and the rest to the other.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli/output.h"
#include "libcordon/json.h"
#include "libcordon/safe_text.h"

/* Both are set once, before a verb runs. */
const char *program_name = "cordon";
bool json_wanted;

/**
 * colours_wanted() - may something be printed in colour
 * @fd: where to
 *
 * Return: true on a terminal, unless NO_COLOR says no.
 */
bool colours_wanted(int fd)
{
	const char *no_colour = getenv("NO_COLOR");

	return isatty(fd) && !(no_colour && *no_colour);
}

/**
 * print_json() - print a result on a line of its own
 * @object: is given back; may be NULL for want of memory
 * @status: exit status so far
 *
 * Return: @status, or CORDON_EXIT_FAILED.
 */
int print_json(struct json_object *object, int status)
{
	const char *text = NULL;

	if (object)
		text = json_object_to_json_string_ext(object,
						      JSON_C_TO_STRING_PLAIN |
						      JSON_C_TO_STRING_NOSLASHESCAPE);
	if (text)
		puts(text);
	else
		status = CORDON_EXIT_FAILED;
	/* Whoever reads records takes each as it comes. */
	fflush(stdout);
	json_object_put(object);
	return status;
}

/**
 * print_error() - say what went wrong and what to do
 * @json: as an object
 * @verb: the verb that it is about; may be NULL
 * @status: exit status
 * @hint: what to do; may be NULL
 * @text: what went wrong, a line without a full stop; NULL for want of memory
 */
void print_error(bool json, const char *verb, int status, const char *hint,
		 const char *text)
{
	struct json_object *object;

	if (!text)
		text = "out of memory";
	if (json) {
		object = json_object_new_object();
		cordon_json_add_text(object, "error", text);
		cordon_json_add_number(object, "status",
				       (unsigned long long)status);
		if (hint)
			cordon_json_add_text(object, "hint", hint);
		print_json(object, status);
		return;
	}
	fprintf(stderr, "%s%s%s: ", program_name, verb ? " " : "",
		verb ? verb : "");
	cordon_safe_text_write(stderr, text);
	fputc('\n', stderr);
	if (!hint)
		return;
	fprintf(stderr, "%*s  ", (int)strlen(program_name), "");
	cordon_safe_text_write(stderr, hint);
	fputc('\n', stderr);
}

/**
 * usage_error() - complain about how the program was called
 * @verb: the verb, or NULL
 * @format: printf format of the text
 *
 * Return: CORDON_EXIT_USAGE.
 */
int usage_error(const char *verb, const char *format, ...)
{
	char *text = NULL, *hint = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	if (asprintf(&hint, "%s %s%s--help explains how it is used",
		     program_name, verb ? verb : "", verb ? " " : "") < 0)
		hint = NULL;
	print_error(json_wanted, verb, CORDON_EXIT_USAGE, hint, text);
	free(hint);
	free(text);
	return CORDON_EXIT_USAGE;
}

/**
 * finish_output() - make sure that what was printed has arrived
 * @status: exit status so far
 *
 * Return: @status, or CORDON_EXIT_FAILED if the output is not whole.
 */
int finish_output(int status)
{
	if (!fflush(stdout) && !ferror(stdout))
		return status;
	fprintf(stderr, "%s: cannot write the output: %s\n", program_name,
		strerror(errno));
	return status && status != CORDON_EXIT_DENIED ? status :
							CORDON_EXIT_FAILED;
}
