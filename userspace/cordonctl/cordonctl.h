/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordonctl - what the verbs share
 */
#ifndef _CORDONCTL_H
#define _CORDONCTL_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>

#include "cli/output.h"
#include "libcordon/device/sysfs.h"
#include "libcordon/safe_text.h"

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

int cmd_explain(int argc, char **argv);
int cmd_load(int argc, char **argv);
int cmd_status(int argc, char **argv);
int cmd_watch(int argc, char **argv);

extern const char help_explain[];
extern const char help_load[];
extern const char help_status[];
extern const char help_watch[];

/* session.c */
int take_root(int argc, char **argv);
const struct session *start_session(const char *verb);
int __printf(4, 5)
fail(const struct session *session, int status, const char *hint, const char *format, ...);
int usage(const struct session *session, const char *problem, const char *word);

/* kernel.c */
int open_kernel(const struct session *session, struct cordon_sysfs *sysfs);
bool is_real_kernel(const struct session *session);

#endif /* _CORDONCTL_H */
