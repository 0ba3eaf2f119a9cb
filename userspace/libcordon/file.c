// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - file: whole files in and out
 */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int read_all(int fd, size_t limit, char **data, size_t *size)
{
	size_t room = 0, used = 0;
	char *buffer = NULL;

	for (;;) {
		ssize_t got;

		if (used + 1 >= room) {
			char *grown = realloc(buffer, room ? 2 * room : 65536);

			if (!grown) {
				free(buffer);
				return -ENOMEM;
			}
			room = room ? 2 * room : 65536;
			buffer = grown;
		}
		got = read(fd, buffer + used, room - used - 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0 || used + (size_t)got > limit) {
			int error = got < 0 ? -errno : -EFBIG;

			free(buffer);
			return error;
		}
		if (!got)
			break;
		used += (size_t)got;
	}
	buffer[used] = '\0';
	*data = buffer;
	*size = used;
	return 0;
}

/**
 * cordon_file_read() - read a whole file
 * @path: the file
 * @limit: most bytes to accept
 * @data: gets the bytes and a NUL behind them, for free()
 * @size: gets how many, without the NUL
 *
 * Return: 0; -EFBIG if it is larger than @limit, -EISDIR, -ENOMEM, or what
 * open() and read() say.
 */
int cordon_file_read(const char *path, size_t limit, char **data, size_t *size)
{
	struct stat info;
	int fd, error;

	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -errno;
	if (fstat(fd, &info))
		error = -errno;
	else if (S_ISDIR(info.st_mode))
		error = -EISDIR;
	else
		error = read_all(fd, limit, data, size);
	close(fd);
	return error;
}

static int write_all(int fd, const void *data, size_t size)
{
	const char *from = data;

	while (size) {
		ssize_t put = write(fd, from, size);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -errno;
		from += put;
		size -= (size_t)put;
	}
	return fsync(fd) ? -errno : 0;
}

/**
 * cordon_file_write() - write a file whole or not at all
 * @path: the file; replaced if it exists
 * @data: bytes
 * @size: how many
 * @mode: permissions, before the umask
 *
 * A reader sees the old file or the new one, never a part: the bytes go to a
 * file beside it that is then renamed.
 *
 * Return: 0, or what the system says; then @path is as it was.
 */
int cordon_file_write(const char *path, const void *data, size_t size,
		      mode_t mode)
{
	mode_t mask = umask(0);
	char *temporary;
	int fd, error;

	umask(mask);
	if (asprintf(&temporary, "%s.XXXXXX", path) < 0)
		return -ENOMEM;
	fd = mkostemp(temporary, O_CLOEXEC);
	if (fd < 0) {
		error = -errno;
		free(temporary);
		return error;
	}
	error = write_all(fd, data, size);
	if (!error && fchmod(fd, mode & ~mask))
		error = -errno;
	if (close(fd) && !error)
		error = -errno;
	if (!error && rename(temporary, path))
		error = -errno;
	if (error)
		unlink(temporary);
	free(temporary);
	return error;
}

/**
 * cordon_file_create() - write a file that does not exist yet
 * @path: the file
 * @data: bytes
 * @size: how many
 * @mode: permissions, before the umask
 *
 * Return: 0; -EEXIST if it exists; or what the system says.
 */
int cordon_file_create(const char *path, const void *data, size_t size,
		       mode_t mode)
{
	int fd, error;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0)
		return -errno;
	error = write_all(fd, data, size);
	if (close(fd) && !error)
		error = -errno;
	if (error)
		unlink(path);
	return error;
}
