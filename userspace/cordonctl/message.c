// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - message: errors and text, for people and for programs
 */
#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "cordonctl/cordonctl.h"
#include "libcordon/json.h"
#include "engine/utf8.h"

/**
 * print_text() - print text that came from outside
 * @out: where to
 * @text: any bytes; what does not print, and could steer a terminal, is shown
 *	as \xNN
 */
void print_text(FILE *out, const char *text)
{
	size_t length = strlen(text);

	while (length) {
		unsigned int character;
		unsigned int used = cordon_utf8_next(text, length, &character);

		if (used && cordon_utf8_is_printable(character)) {
			fwrite(text, 1, used, out);
		} else {
			used = 1;
			fprintf(out, "\\x%02x", (unsigned char)*text);
		}
		text += used;
		length -= used;
	}
}

/**
 * print_json() - print an object on one line, and give it back
 * @object: the caller's reference goes
 */
void print_json(struct json_object *object)
{
	puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	fflush(stdout);
	json_object_put(object);
}

/**
 * fail() - say what went wrong, where and what to do
 * @session: how to say it
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
	if (session->json) {
		struct json_object *object = json_object_new_object();

		cordon_json_add_text(object, "error", text);
		cordon_json_add_number(object, "status", status);
		if (hint)
			cordon_json_add_text(object, "hint", hint);
		print_json(object);
	} else {
		fputs("cordonctl: ", stderr);
		print_text(stderr, text ? text : "out of memory");
		fputc('\n', stderr);
		if (hint)
			fprintf(stderr, "           %s\n", hint);
	}
	free(text);
	return status;
}

/**
 * usage() - the command line is wrong
 * @session: how to say it
 * @problem: what is wrong
 * @word: the word it is about; may be NULL
 *
 * Return: CORDON_EXIT_USAGE.
 */
int usage(const struct session *session, const char *problem, const char *word)
{
	char hint[64];

	snprintf(hint, sizeof(hint), "see cordonctl %s --help",
		 session->verb ? session->verb : "");
	if (!session->verb)
		snprintf(hint, sizeof(hint), "see cordonctl --help");
	if (word)
		return fail(session, CORDON_EXIT_USAGE, hint, "%s: \"%s\"",
			    problem, word);
	return fail(session, CORDON_EXIT_USAGE, hint, "%s", problem);
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
	fprintf(stderr, "cordonctl: cannot write the output: %s\n",
		strerror(errno));
	return status && status != CORDON_EXIT_DENIED ? status :
							CORDON_EXIT_FAILED;
}
