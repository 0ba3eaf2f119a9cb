/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - object_file: read an object that somebody left in a directory
 */
#ifndef _CORDOND_OBJECT_FILE_H
#define _CORDOND_OBJECT_FILE_H

#include <stdbool.h>

#include "engine/port.h"

/**
 * struct object - a file's bytes
 * @data: from malloc(); for object_free()
 * @size: how many
 * @version: of the policy inside; 0 if there is none that can be read, which
 *	the kernel will say better
 */
struct object {
	void *data;
	size_t size;
	u64 version;
};

u64 object_identity(int directory, const char *name, int flags);
int object_read(int directory, const char *name, struct object *object,
		const char **word);
int object_read_path(const char *path, struct object *object,
		     const char **word);
int object_read_file(int fd, struct object *object, const char **word);
bool object_is_passing(int error);
void object_free(struct object *object);

#endif /* _CORDOND_OBJECT_FILE_H */
