/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - store: keep what was accepted, set aside what was refused
 */
#ifndef _CORDOND_STORE_H
#define _CORDOND_STORE_H

#include "cordond/object_file.h"
#include "cordond/state.h"

/* Accepted objects kept, the newest ones. */
#define ACCEPTED_KEPT	3U
/* Refused files kept, the last ones. */
#define REFUSED_KEPT	20U
/* Longest part of a file's name that goes into another name. */
#define NAME_PART_MAX	200
/* Room for a name that store_refuse() gives, and for its reason's. */
#define PLACE_MAX	(NAME_PART_MAX + 48)

/**
 * struct verdict - why an object was refused
 * @word: for cordon_refusal_find()
 * @offset: byte that it is about
 * @error: errno, without its sign
 */
struct verdict {
	const char *word;
	u64 offset;
	int error;
};

int store_accept(const struct state *state, const char *name,
		 const struct object *object);
int store_refuse(const struct state *state, const char *name,
		 const struct verdict *verdict, const char *in_force,
		 char place[PLACE_MAX]);

#endif /* _CORDOND_STORE_H */
