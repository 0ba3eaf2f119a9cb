/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cli - verbs: a program whose first word says what to do
 */
#ifndef _CLI_VERBS_H
#define _CLI_VERBS_H

#include <stddef.h>

/**
 * struct verb - a verb of the command line
 * @name: the verb
 * @run: does it; @argv[0] is the verb, and the options that every verb has are
 *	gone; returns an enum cordon_exit_status
 * @brief: one line
 * @usage: arguments and options, after the program's name
 */
struct verb {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *brief;
	const char *usage;
};

/**
 * struct program - a program
 * @name: its name
 * @usage: how it is called, after the name, and what it does
 * @notes: what its help says behind the verbs
 * @verbs: all verbs
 * @count: how many
 * @fallback: the verb that is meant without one; NULL: there must be one
 * @option: takes another option that every verb has from the first of @argc
 *	words; returns how many words it took, -1 if its value is missing; may be
 *	NULL
 * @help: the verb help, without what it runs
 * @topic: what help explains beside verbs; may be NULL
 * @show_topic: does that; returns an exit status
 */
struct program {
	const char *name;
	const char *usage;
	const char *notes;
	const struct verb *verbs;
	size_t count;
	const char *fallback;
	int (*option)(int argc, char **argv);
	struct verb help;
	const char *topic;
	int (*show_topic)(void);
};

int run_program(const struct program *program, int argc, char **argv);

#endif /* _CLI_VERBS_H */
