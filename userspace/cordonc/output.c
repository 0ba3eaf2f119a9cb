// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc - output: everything that the program says
 *
 * With --json there is one JSON object on the standard output, whatever
 * happens; else results go to the standard output and the rest to the other.
 */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cordonc/cordonc.h"
#include "engine/port.h"
#include "libcordon/file.h"

bool json_wanted;

static bool colours_wanted(void)
{
	const char *no_color = getenv("NO_COLOR");

	return isatty(STDERR_FILENO) && !(no_color && *no_color);
}

/**
 * show_help() - print how to use the program or one of its verbs
 * @verb: the verb; NULL for the program
 */
void show_help(const struct verb *verb)
{
	const struct verb *list;
	size_t count, i;

	if (verb) {
		printf("usage: cordonc %s\n%s\n", verb->usage, verb->brief);
		return;
	}
	list = verbs(&count);
	printf("usage: cordonc VERB [ARGUMENT...]\n\n"
	       "Writes, checks, signs and explains policies of Cordon.\n\n");
	for (i = 0; i < count; i++)
		printf("  %-9s %s\n", list[i].name, list[i].brief);
	printf("\n"
	       "A file called - is the standard input, and after -o the standard output.\n"
	       "cordonc VERB --help explains a verb; cordonc help policy lists the keys and rules.\n"
	       "Exit status: 0 ok, 1 failed, 2 usage, 3 something was denied, 4 not supported here,\n"
	       "5 policy invalid.\n");
}

/**
 * print_json() - print a result
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
	json_object_put(object);
	return status;
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
	struct json_object *object;
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (json_wanted) {
		object = json_object_new_object();
		cordon_json_add_text(object, "error", text);
		cordon_json_add_number(object, "status", CORDON_EXIT_USAGE);
		print_json(object, 0);
		return CORDON_EXIT_USAGE;
	}
	fprintf(stderr, "cordonc%s%s: %s\n", verb ? " " : "", verb ? verb : "",
		text);
	fprintf(stderr, "cordonc %s%s--help explains how it is used\n",
		verb ? verb : "", verb ? " " : "");
	return CORDON_EXIT_USAGE;
}

/**
 * show_diagnostics() - show findings on the standard error output
 * @diag: the findings
 */
void show_diagnostics(const struct cordon_diagnostics *diag)
{
	bool colour = colours_wanted();
	unsigned int kept[3] = { 0 };
	size_t i;

	for (i = 0; i < diag->count; i++) {
		char *text = cordon_diagnostic_format(diag->list + i, colour);

		kept[diag->list[i].severity]++;
		fputs(text ? text : "out of memory\n", stderr);
		free(text);
	}
	if (diag->errors > kept[CORDON_ERROR])
		fprintf(stderr, "and %u more errors\n",
			diag->errors - kept[CORDON_ERROR]);
	if (diag->warnings + diag->notes > kept[CORDON_WARNING] +
					   kept[CORDON_NOTE])
		fprintf(stderr, "and %u more warnings and notes\n",
			diag->warnings + diag->notes - kept[CORDON_WARNING] -
			kept[CORDON_NOTE]);
}

/**
 * show_remarks() - show what there is besides a result
 * @diag: warnings and notes; shown unless the result is JSON
 */
void show_remarks(const struct cordon_diagnostics *diag)
{
	if (!json_wanted)
		show_diagnostics(diag);
}

static const char *first_error(const struct cordon_diagnostics *diag,
			       int status)
{
	size_t i;

	for (i = 0; i < diag->count; i++)
		if (diag->list[i].severity == CORDON_ERROR &&
		    diag->list[i].text)
			return diag->list[i].text;
	return status == CORDON_EXIT_POLICY ? "there are warnings" :
					      "out of memory";
}

/**
 * fail() - show why a verb failed
 * @status: exit status
 * @diag: the findings; freed
 *
 * Return: @status.
 */
int fail(int status, struct cordon_diagnostics *diag)
{
	struct json_object *object;

	if (json_wanted) {
		object = json_object_new_object();
		cordon_json_add_text(object, "error",
				     first_error(diag, status));
		cordon_json_add_number(object, "status",
				       (unsigned long long)status);
		json_object_object_add(object, "diagnostics",
				       cordon_json_diagnostics(diag));
		print_json(object, status);
	} else {
		show_diagnostics(diag);
		if (!diag->count)
			fprintf(stderr, "cordonc: %s\n",
				first_error(diag, status));
	}
	cordon_diagnostics_free(diag);
	return status;
}

/**
 * status_of() - the exit status for an error of the library
 * @error: negative errno
 *
 * Return: CORDON_EXIT_POLICY if a policy is not valid, else
 * CORDON_EXIT_FAILED.
 */
int status_of(int error)
{
	return error == -EINVAL || error == -EBADMSG ? CORDON_EXIT_POLICY :
						       CORDON_EXIT_FAILED;
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
	fprintf(stderr, "cordonc: cannot write the output: %s\n",
		strerror(errno));
	return status && status != CORDON_EXIT_DENIED ? status :
							CORDON_EXIT_FAILED;
}

/**
 * output_title() - what messages call something that was written
 * @output: see write_output()
 *
 * Return: @output, or words for the standard output.
 */
const char *output_title(const char *output)
{
	return cordon_file_is_standard(output) ? "standard output" : output;
}

static int write_stdout(const void *data, size_t size,
			struct cordon_diagnostics *diag)
{
	struct cordon_where where = { .file = output_title("-") };
	int error;

	if (isatty(STDOUT_FILENO)) {
		cordon_diagnose(diag, CORDON_ERROR, &where,
				"send it to a file or a program",
				"this is a terminal, and the result is no text");
		return -ENOTTY;
	}
	error = cordon_file_put(STDOUT_FILENO, data, size);
	if (error)
		cordon_diagnose(diag, CORDON_ERROR, &where, NULL,
				"cannot write it: %s", strerror(-error));
	return error;
}

/**
 * write_output() - write what a verb was asked to make
 * @path: a file, written whole or not at all; "-" for the standard output
 * @data: bytes
 * @size: how many
 * @diag: gets the error
 *
 * Return: 0, or a negative errno after an error in @diag.
 */
int write_output(const char *path, const void *data, size_t size,
		 struct cordon_diagnostics *diag)
{
	static const struct {
		int error;
		const char *text;
		const char *hint;
	} kinds[] = {
		{ -ELOOP, "a symbolic link is not followed",
		  "name the file that it leads to; - is the standard output" },
		{ -EISDIR, "it is a directory", "name a file in it" },
		{ -ENXIO, "it is a device, a FIFO or a socket",
		  "name a file; - is the standard output" },
	};
	struct cordon_where where = { .file = path };
	const char *text, *hint = NULL;
	size_t i;
	int error;

	if (cordon_file_is_standard(path))
		return write_stdout(data, size, diag);
	error = cordon_file_write(path, data, size, 0644);
	if (!error)
		return 0;
	text = strerror(-error);
	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (kinds[i].error != error)
			continue;
		text = kinds[i].text;
		hint = kinds[i].hint;
	}
	cordon_diagnose(diag, CORDON_ERROR, &where, hint, "cannot write it: %s",
			text);
	return error;
}

/**
 * remark_stream() - where to tell what was written
 * @output: see write_output()
 *
 * Return: the standard output, unless that is the result itself.
 */
FILE *remark_stream(const char *output)
{
	return cordon_file_is_standard(output) ? stderr : stdout;
}
