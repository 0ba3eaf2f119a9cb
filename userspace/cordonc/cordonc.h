/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordonc - the policy team's program: what its verbs share
 */
#ifndef _CORDONC_CORDONC_H
#define _CORDONC_CORDONC_H

#include <getopt.h>
#include <stdio.h>

#include "libcordon/diagnostics.h"
#include "libcordon/exit_status.h"
#include "libcordon/json.h"

#define CORDONC_VERSION	"0.1"

/**
 * struct verb - a verb of the command line
 * @name: the verb
 * @run: does it; @argv[0] is the verb; returns an enum cordon_exit_status
 * @brief: one line
 * @usage: arguments and options, after "cordonc "
 */
struct verb {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *brief;
	const char *usage;
};

const struct verb *verbs(size_t *count);
const struct verb *find_verb(const char *name);

int cmd_compile(int argc, char **argv);
int cmd_dump(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_help(int argc, char **argv);
int cmd_keys(int argc, char **argv);
int cmd_lint(int argc, char **argv);
int cmd_replay(int argc, char **argv);
int cmd_sign(int argc, char **argv);

/**
 * struct input - a file that a verb reads
 * @path: as the user wrote it; NULL for none
 * @what: what it is
 */
struct input {
	const char *path;
	const char *what;
};

/* output.c: everything that the program says */
extern bool json_wanted;
void show_help(const struct verb *verb);
int __printf(2, 3) usage_error(const char *verb, const char *format, ...);
void show_diagnostics(const struct cordon_diagnostics *diag);
void show_remarks(const struct cordon_diagnostics *diag);
int fail(int status, struct cordon_diagnostics *diag);
int print_json(struct json_object *object, int status);
int finish_output(int status);
int write_output(const char *path, const void *data, size_t size,
		 struct cordon_diagnostics *diag);
FILE *remark_stream(const char *output);
const char *output_title(const char *output);
int status_of(int error);

/* arguments.c */
int next_option(const char *verb, int argc, char **argv,
		const struct option *options);
int want_arguments(const char *verb, int argc, int wanted, const char *what);
int check_files(const char *verb, const struct input *inputs, size_t count,
		const char *output);

#endif /* _CORDONC_CORDONC_H */
