/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Files of the working directory, written by the library and looked at
 */
#ifndef _WHOLE_FILES_H
#define _WHOLE_FILES_H

#include <dirent.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "libcordon/file.h"
#include "source_tree.h"

static inline int put(const char *path, const char *text)
{
	return cordon_file_write(path, text, strlen(text), 0644);
}

static inline bool holds(const char *path, const char *text)
{
	size_t size;
	char *data;
	bool same;

	if (cordon_file_read(path, 1U << 20, &data, &size))
		return false;
	same = size == strlen(text) && !memcmp(data, text, size);
	free(data);
	return same;
}

static inline mode_t mode_of(const char *path)
{
	struct stat info;

	return lstat(path, &info) ? 0 : info.st_mode;
}

/* Names in the working directory, but for "." and "..". */
static inline int entries(void)
{
	DIR *listing = opendir(".");
	int count = -2;

	if (!listing)
		return -1;
	while (readdir(listing))
		count++;
	closedir(listing);
	return count;
}

#endif /* _WHOLE_FILES_H */
