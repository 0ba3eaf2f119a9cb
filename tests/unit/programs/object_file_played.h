/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond's reader of objects, where memory or a disk may fail
 */
#ifndef _TESTS_OBJECT_FILE_PLAYED_H
#define _TESTS_OBJECT_FILE_PLAYED_H

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static bool no_memory;		/* for what an object holds */
static int read_error;		/* of the file whose inode number is */
static ino_t unreadable_inode;

static void *play_malloc(size_t size)
{
	return no_memory ? NULL : malloc(size);
}

static ssize_t play_read(int fd, void *data, size_t size)
{
	struct stat file;

	if (!read_error || fstat(fd, &file) || file.st_ino != unreadable_inode)
		return read(fd, data, size);
	errno = read_error;
	return -1;
}

#define malloc play_malloc
#define read play_read
#include "cordond/object_file.c"
#undef malloc
#undef read

/* From now on, reading this one fails so; 0: it can be read again. */
static inline void fail_to_read(int directory, const char *name, int error)
{
	struct stat file;

	if (fstatat(directory, name, &file, 0))
		abort();
	unreadable_inode = file.st_ino;
	read_error = error;
}

#endif /* _TESTS_OBJECT_FILE_PLAYED_H */
