// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc - output: findings, and what a verb was asked to make
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cordonc/cordonc.h"
#include "engine/port.h"
#include "libcordon/file.h"

static void show_diagnostics(const struct cordon_diagnostics *diag)
{
	bool colour = colours_wanted(STDERR_FILENO);
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

/* Why it could not be written, and what to do. */
static void complain(const char *path, int error,
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
		{ -ENOENT, NULL, "is its name right? directories are not made" },
		{ -ENOTDIR, NULL,
		  "is its name right? what it is said to be in is no directory" },
	};
	struct cordon_where where = { .file = path };
	const char *text = NULL, *hint = NULL;
	size_t length = strlen(path), i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		if (kinds[i].error != error)
			continue;
		text = kinds[i].text;
		hint = kinds[i].hint;
	}
	if (!length) {
		text = "no file has an empty name";
		hint = "name a file; - is the standard output";
	} else if (path[length - 1] == '/' && access(path, F_OK)) {
		text = "a name that ends in / is a directory's, and there is none of that name";
		hint = "leave out the / at the end, or make the directory and name a file in it";
	}
	cordon_diagnose(diag, CORDON_ERROR, &where, hint, "cannot write it: %s",
			text ? text : strerror(-error));
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
	int error;

	if (cordon_file_is_standard(path))
		return write_stdout(data, size, diag);
	error = cordon_file_write(path, data, size, 0644);
	if (error)
		complain(path, error, diag);
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
