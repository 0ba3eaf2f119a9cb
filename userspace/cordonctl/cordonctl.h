/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordonctl - what the verbs share
 */
#ifndef _CORDONCTL_H
#define _CORDONCTL_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>

#include "libcordon/diagnostics.h"
#include "libcordon/exit_status.h"
#include "libcordon/device/sysfs.h"

/**
 * struct session - how this run goes
 * @verb: the verb, for messages
 * @root: directory of the kernel's nodes
 * @json: print JSON, also for errors
 * @colour: print colours
 */
struct session {
	const char *verb;
	const char *root;
	bool json;
	bool colour;
};

/**
 * struct verb - a verb of the command line
 * @name: what it is called
 * @summary: what it does, in one line
 * @help: its whole help text
 * @run: does it; gets the words after the verb, without the options that all
 *	verbs share; returns an exit status
 */
struct verb {
	const char *name;
	const char *summary;
	const char *help;
	int (*run)(struct session *session, int argc, char **argv);
};

extern const struct verb verb_status;
extern const struct verb verb_load;
extern const struct verb verb_watch;
extern const struct verb verb_explain;

/* message.c */
int __printf(4, 5)
fail(const struct session *session, int status, const char *hint, const char *format, ...);
int usage(const struct session *session, const char *problem, const char *word);
void print_text(FILE *out, const char *text);
void print_json(struct json_object *object);
int finish_output(int status);

/* kernel.c */
int open_kernel(const struct session *session, struct cordon_sysfs *sysfs);
bool is_real_kernel(const struct session *session);
void describe_policy(const struct cordon_sysfs *sysfs, char *text, size_t size);

#endif /* _CORDONCTL_H */
