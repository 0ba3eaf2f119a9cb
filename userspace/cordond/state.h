/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - state: the directories that objects pass through
 */
#ifndef _CORDOND_STATE_H
#define _CORDOND_STATE_H

#include <stdbool.h>

#include "cordond/privilege.h"

/* Names taken from a directory at once; what is left comes with the next look. */
#define NAMES_MAX	256U

/**
 * struct state - the open directories, each -1 if it is not open
 * @inbox: objects are moved in here
 * @accepted: copies of the last ones that the kernel took
 * @refused: the others, each with its reason beside it
 */
struct state {
	int inbox;
	int accepted;
	int refused;
};

/**
 * struct names - names found in a directory
 * @count: how many
 * @name: each from malloc()
 * @more: there were more than NAMES_MAX
 */
struct names {
	unsigned int count;
	char *name[NAMES_MAX];
	bool more;
};

int state_create(const char *path, const struct account *account,
		 const char **what);
int state_open(struct state *state, const char *path, const char **what);
void state_close(struct state *state);
bool state_is_current(const struct state *state, const char *path);
int names_read(struct names *names, int directory);
void names_remove(struct names *names, unsigned int index);
void names_free(struct names *names);

#endif /* _CORDOND_STATE_H */
