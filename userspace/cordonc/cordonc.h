/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordonc - the policy team's program: what its verbs share
 */
#ifndef _CORDONC_CORDONC_H
#define _CORDONC_CORDONC_H

#include <getopt.h>
#include <stdio.h>

#include "cli/output.h"
#include "libcordon/json.h"
#include "libcordon/safe_text.h"

int cmd_compile(int argc, char **argv);
int cmd_dump(int argc, char **argv);
int cmd_explain(int argc, char **argv);
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

/* help.c */
int help_policy(void);

/* output.c: findings, and what a verb was asked to make */
void show_remarks(const struct cordon_diagnostics *diag);
int fail(int status, struct cordon_diagnostics *diag);
int write_output(const char *path, const void *data, size_t size,
		 struct cordon_diagnostics *diag);
FILE *remark_stream(const char *output);
const char *output_title(const char *output);
int status_of(int error);

/* arguments.c */
int next_option(const char *verb, int argc, char **argv,
		const struct option *options);
int take_once(const char *verb, const char *option, const char **to);
int want_arguments(const char *verb, int argc, int wanted, const char *what);
int check_files(const char *verb, const struct input *inputs, size_t count,
		const char *output);

#endif /* _CORDONC_CORDONC_H */
