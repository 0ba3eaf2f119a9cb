/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - file: whole files in and out
 */
#ifndef _LIBCORDON_FILE_H
#define _LIBCORDON_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

int cordon_file_read(const char *path, size_t limit, char **data, size_t *size);
bool cordon_file_is_standard(const char *path);
const char *cordon_file_title(const char *path);
const char *cordon_file_advice(int error);
int cordon_file_read_named(const char *path, size_t limit, char **data,
			   size_t *size);
int cordon_file_put(int fd, const void *data, size_t size);
int cordon_file_replace(int directory, const char *temporary, const char *name,
			const void *data, size_t size, mode_t mode);
int cordon_file_write(const char *path, const void *data, size_t size,
		      mode_t mode);
int cordon_file_create(const char *path, const void *data, size_t size,
		       mode_t mode);

#endif /* _LIBCORDON_FILE_H */
