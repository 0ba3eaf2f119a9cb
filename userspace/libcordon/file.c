// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - file: whole files in and out
 */
#include "file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/port.h"

/* So begins the name that a file has while it is written. */
#define TEMPORARY	".cordon-"
/* What has the name that a file is to get may change so often meanwhile. */
#define TRIES	4

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

/**
 * cordon_file_is_standard() - does a word of a command line mean no file
 * @path: the word
 *
 * Return: true for "-", the standard input or output; "./-" is a file.
 */
bool cordon_file_is_standard(const char *path)
{
	return !strcmp(path, "-");
}

/**
 * cordon_file_title() - what messages call something to be read
 * @path: as the user wrote it
 *
 * Return: @path, or words for the standard input.
 */
const char *cordon_file_title(const char *path)
{
	return cordon_file_is_standard(path) ? "standard input" : path;
}

/**
 * cordon_file_advice() - what to do about a file that cannot be read
 * @error: what reading it returned
 *
 * Return: a hint; NULL where there is none; static storage.
 */
const char *cordon_file_advice(int error)
{
	switch (error) {
	case -ENOENT:
		return "is its name right? a relative one counts from the working directory";
	case -ENOTDIR:
		return "is its name right? what it is said to be in is no directory";
	case -EISDIR:
		return "name a file in it";
	case -EACCES:
	case -EPERM:
		return "call it as a user who may read it";
	case -EFBIG:
		return "no file of that kind is so large: is it the right one?";
	default:
		return NULL;
	}
}

/**
 * cordon_file_read_named() - read what the user named
 * @path: a file, or "-" for the standard input, which can be read once
 * @limit: as for cordon_file_read()
 * @data: as for cordon_file_read()
 * @size: as for cordon_file_read()
 *
 * Return: as cordon_file_read().
 */
int cordon_file_read_named(const char *path, size_t limit, char **data,
			   size_t *size)
{
	if (cordon_file_is_standard(path))
		return read_all(STDIN_FILENO, limit, data, size);
	return cordon_file_read(path, limit, data, size);
}

/**
 * cordon_file_put() - write all of something to what is open
 * @fd: where to
 * @data: bytes
 * @size: how many
 *
 * Return: 0, or what the system says; then a part may have been written.
 */
int cordon_file_put(int fd, const void *data, size_t size)
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
	return 0;
}

/* Everything that may be there but a file and nothing is refused. */
static int look_at(int directory, const char *name, struct stat *old,
		   bool *exists)
{
	*exists = !fstatat(directory, name, old, AT_SYMLINK_NOFOLLOW);
	if (!*exists)
		return errno == ENOENT ? 0 : -errno;
	if (S_ISLNK(old->st_mode))
		return -ELOOP;
	if (S_ISDIR(old->st_mode))
		return -EISDIR;
	return S_ISREG(old->st_mode) ? 0 : -ENXIO;
}

/*
 * The permissions of a file that could not keep its group: nobody may more than
 * before. Who is of the new group was of the old one or of the others, and who was of
 * the old one may be of the others now.
 */
static mode_t without_group(mode_t mode)
{
	mode_t all = mode >> 3 & mode & 07;

	return (mode & 0700) | all << 3 | all;
}

/* It may be another's file, or no file of ours: then it stays as it is. */
static int give(int fd, uid_t owner, gid_t group)
{
	if (!fchown(fd, owner, group))
		return 0;
	return errno == EINVAL ? -EPERM : -errno;
}

/*
 * Whose the old file was, if we may say so, and what it was allowed; never the bits
 * that make a program run as its owner. The owner comes last: what is given away
 * can be changed no more.
 */
static int keep(int fd, const struct stat *old)
{
	mode_t mode = old->st_mode & 0777;
	struct stat new;
	int error = 0;

	if (fstat(fd, &new))
		return -errno;
	if (new.st_gid != old->st_gid)
		error = give(fd, -1, old->st_gid);
	if (error == -EPERM)
		mode = without_group(mode);
	else if (error)
		return error;
	if ((new.st_mode & 07777) != mode && fchmod(fd, mode))
		return -errno;
	if (new.st_uid == old->st_uid)
		return 0;
	error = give(fd, old->st_uid, -1);
	return error == -EPERM ? 0 : error;
}

/*
 * Makes the file that is to get another name. @old: whose place it takes; may be NULL.
 * @new: gets what it is. After an error there is none.
 */
static int write_temporary(int directory, const char *temporary,
			   const void *data, size_t size, mode_t mode,
			   const struct stat *old, struct stat *new)
{
	int fd, error;

	fd = openat(directory, temporary,
		    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	if (fd < 0)
		return -errno;
	error = cordon_file_put(fd, data, size);
	if (!error && old)
		error = keep(fd, old);
	if (!error && (fstat(fd, new) || fsync(fd)))
		error = -errno;
	if (close(fd) && !error)
		error = -errno;
	if (error)
		unlinkat(directory, temporary, 0);
	return error;
}

/* Some filesystems cannot, and what may not be read cannot be opened for it. */
static int sync_directory(int directory)
{
	if (!fsync(directory) || errno == EINVAL || errno == EBADF)
		return 0;
	return -errno;
}

/**
 * cordon_file_replace() - write a file of a directory of one's own
 * @directory: open, and nobody else writes into it
 * @temporary: the file's name while it is written; what a crash left is removed
 * @name: its name then; a file that has it is replaced
 * @data: bytes
 * @size: how many
 * @mode: permissions, before the umask
 *
 * As cordon_file_write(), for who may make few system calls.
 *
 * Return: as cordon_file_write().
 */
int cordon_file_replace(int directory, const char *temporary, const char *name,
			const void *data, size_t size, mode_t mode)
{
	struct stat old, new;
	bool exists;
	int error;

	error = look_at(directory, name, &old, &exists);
	if (error)
		return error;
	if (unlinkat(directory, temporary, 0) && errno != ENOENT)
		return -errno;
	error = write_temporary(directory, temporary, data, size, mode, NULL,
				&new);
	if (error)
		return error;
	if (renameat(directory, temporary, directory, name)) {
		error = -errno;
		unlinkat(directory, temporary, 0);
		return error;
	}
	return sync_directory(directory);
}

/* The directory that @path is in, and its name there. */
static int open_parent(const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');
	char *directory;
	int fd, error;

	*name = slash ? slash + 1 : path;
	if (!*path)
		return -ENOENT;
	if (!**name)
		return -EISDIR;
	if (slash)
		directory = strndup(path, (size_t)(*name - path));
	else
		directory = strdup(".");
	if (!directory)
		return -ENOMEM;
	fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0 && errno == EACCES)
		fd = open(directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
	error = fd < 0 ? -errno : 0;
	free(directory);
	return error ? error : fd;
}

static bool is_same(const struct stat *one, const struct stat *other)
{
	return one->st_dev == other->st_dev && one->st_ino == other->st_ino &&
	       (one->st_mode & S_IFMT) == (other->st_mode & S_IFMT);
}

static bool is_still(int directory, const char *name, const struct stat *file)
{
	struct stat now;

	return !fstatat(directory, name, &now,
			AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH) &&
	       is_same(&now, file);
}

/*
 * Where the file system has no better way: with as little time as can be between
 * the look and the rename. @old: what must be there; NULL for nothing.
 */
static int rename_after_look(int directory, const char *temporary,
			     const char *name, const struct stat *old)
{
	struct stat now;
	bool exists;
	int error;

	error = look_at(directory, name, &now, &exists);
	if (error)
		return error;
	if (exists != !!old || (old && !is_same(&now, old)))
		return -EAGAIN;
	return renameat(directory, temporary, directory, name) ? -errno : 0;
}

/* To a name that nothing has. */
static int rename_new(int directory, const char *temporary, const char *name)
{
	if (!renameat2(directory, temporary, directory, name, RENAME_NOREPLACE))
		return 0;
	if (errno == EINVAL)
		return rename_after_look(directory, temporary, name, NULL);
	return errno == EEXIST ? -EAGAIN : -errno;
}

/*
 * To the name of @old. What has that name meanwhile, and may be anything, gets the
 * temporary one, and goes only if it is @old; else it gets its name back.
 */
static int rename_over(int directory, const char *temporary, const char *name,
		       const struct stat *old)
{
	if (renameat2(directory, temporary, directory, name, RENAME_EXCHANGE)) {
		if (errno == EINVAL)
			return rename_after_look(directory, temporary, name, old);
		return errno == ENOENT ? -EAGAIN : -errno;
	}
	if (is_still(directory, temporary, old))
		return unlinkat(directory, temporary, 0) ? -errno : 0;
	if (renameat2(directory, temporary, directory, name, RENAME_EXCHANGE))
		return -errno;
	return -EAGAIN;
}

/* @old: what has the name, NULL for nothing. */
static int write_beside(int directory, const char *temporary, const char *name,
			const void *data, size_t size, mode_t mode,
			const struct stat *old)
{
	struct stat new;
	int error;

	error = write_temporary(directory, temporary, data, size, mode, old,
				&new);
	if (error)
		return error;
	error = old ? rename_over(directory, temporary, name, old) :
		      rename_new(directory, temporary, name);
	/* Never what somebody else has put there. */
	if (error && is_still(directory, temporary, &new))
		unlinkat(directory, temporary, 0);
	return error;
}

/* Returns -EAGAIN if what has the name changed meanwhile. */
static int write_once(int directory, const char *temporary, const char *name,
		      const void *data, size_t size, mode_t mode)
{
	struct stat old;
	bool exists;
	int error, held;

	error = look_at(directory, name, &old, &exists);
	if (error)
		return error;
	if (!exists)
		return write_beside(directory, temporary, name, data, size,
				    mode, NULL);
	/* As long as it is held nothing else gets its number. */
	held = openat(directory, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (held < 0)
		return errno == ENOENT ? -EAGAIN : -errno;
	/* Until it is known whose it becomes, nobody else reads it. */
	error = is_still(held, "", &old) ?
		write_beside(directory, temporary, name, data, size,
			     old.st_mode & 0700, &old) : -EAGAIN;
	close(held);
	return error;
}

static int write_in(int directory, const char *name, const void *data,
		    size_t size, mode_t mode)
{
	char temporary[sizeof(TEMPORARY) + 16];
	int i, error = -EAGAIN;
	u64 random;

	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		return -errno;
	snprintf(temporary, sizeof(temporary), TEMPORARY "%016llx",
		 (unsigned long long)random);
	for (i = 0; i < TRIES && error == -EAGAIN; i++)
		error = write_once(directory, temporary, name, data, size, mode);
	if (error)
		return error == -EAGAIN ? -EBUSY : error;
	return sync_directory(directory);
}

/**
 * cordon_file_write() - write a file whole or not at all
 * @path: the file; a regular file is replaced, and keeps its permissions and,
 *	if we may give files away, its owner and group; a right of a group that
 *	cannot be kept is not kept
 * @data: bytes
 * @size: how many
 * @mode: permissions of a new file, before the umask
 *
 * A reader sees the old file or the new one, never a part: the bytes go to a
 * file beside it that is then renamed. What is refused is refused as well if it
 * appears meanwhile, where the file system can rename so. Another name of the old file keeps the
 * old bytes. Signals that would end the process in between wait.
 *
 * Return: 0; -ELOOP if @path is a symbolic link, -EISDIR if it is a directory,
 * -ENXIO if it is a device, a FIFO or a socket; -EBUSY if it is another file all the
 * time; or what the system says. Then
 * @path is as it was, unless it is the disk that fails.
 */
int cordon_file_write(const char *path, const void *data, size_t size,
		      mode_t mode)
{
	static const int ends[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };
	sigset_t wait, before;
	const char *name;
	int directory, error;
	size_t i;

	directory = open_parent(path, &name);
	if (directory < 0)
		return directory;
	sigemptyset(&wait);
	for (i = 0; i < ARRAY_SIZE(ends); i++)
		sigaddset(&wait, ends[i]);
	sigprocmask(SIG_BLOCK, &wait, &before);
	error = write_in(directory, name, data, size, mode);
	sigprocmask(SIG_SETMASK, &before, NULL);
	close(directory);
	return error;
}

/**
 * cordon_file_create() - write a file that does not exist yet
 * @path: the file
 * @data: bytes
 * @size: how many
 * @mode: permissions, before the umask
 *
 * Return: 0; -EEXIST if anything has that name; or what the system says, and
 * there is no such file.
 */
int cordon_file_create(const char *path, const void *data, size_t size,
		       mode_t mode)
{
	int fd, error;

	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
	if (fd < 0)
		return -errno;
	error = cordon_file_put(fd, data, size);
	if (!error && fsync(fd))
		error = -errno;
	if (close(fd) && !error)
		error = -errno;
	if (error)
		unlink(path);
	return error;
}
