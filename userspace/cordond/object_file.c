// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - object_file: read an object that somebody left in a directory
 *
 * Whoever may write into the directory chooses the name, the kind of file and
 * the moment. So nothing is followed, nothing that could block or act is
 * opened, and the bytes that were read are the ones that go on.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cordond/object_file.h"
#include "engine/policy/validate.h"
#include "libcordon/sign/object_layout.h"

static int refuse(const char **word, const char *why, int error)
{
	*word = why;
	return error;
}

static int check_file(const struct stat *file, const char **word)
{
	if (!S_ISREG(file->st_mode))
		return refuse(word, "not-a-file", -EINVAL);
	if (file->st_size > (off_t)CORDON_OBJECT_MAX)
		return refuse(word, "too-big", -EFBIG);
	if (file->st_size <= (off_t)sizeof(struct cordon_object_header))
		return refuse(word, "malformed-object", -EBADMSG);
	return 0;
}

/* Whoever holds another name of the file could change it under our hands. */
static int check_dropped_file(const struct stat *file, const char **word)
{
	if (S_ISREG(file->st_mode) && file->st_nlink != 1)
		return refuse(word, "hard-link", -EMLINK);
	return check_file(file, word);
}

/* Opens a name of @directory itself: no link, no other filesystem. */
static int open_beneath(int directory, const char *name)
{
	struct open_how how = {
		.flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS |
			   RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV,
	};

	return syscall(SYS_openat2, directory, name, &how, sizeof(how));
}

/* Reads exactly @size bytes that end where the file does. */
static int read_exactly(int fd, void *data, size_t size, const char **word)
{
	size_t done = 0;
	char more;

	while (done < size) {
		ssize_t n = read(fd, (char *)data + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return refuse(word, "unreadable", -errno);
		if (n == 0)
			return refuse(word, "changed", -EAGAIN);
		done += n;
	}
	return read(fd, &more, 1) == 0 ? 0 : refuse(word, "changed", -EAGAIN);
}

#define HASH_START	0xcbf29ce484222325ULL	/* FNV-1a */

static u64 hash_bytes(u64 hash, const void *bytes, size_t length)
{
	const u8 *byte = bytes;

	while (length--)
		hash = (hash ^ *byte++) * 0x100000001b3ULL;
	return hash;
}

static u64 find_version(const struct object *object)
{
	struct cordon_object parts;
	struct cordon_fault fault;
	struct cordon_blob blob;

	if (cordon_object_parse(object->data, object->size, &parts, &fault) ||
	    parts.kind != CORDON_OBJECT_POLICY ||
	    cordon_blob_open(&blob, parts.content, parts.content_size, &fault))
		return 0;
	return le64_to_cpu(blob.policy->version);
}

static int read_open_file(int fd, struct object *object, const char **word)
{
	struct stat file;
	int r;

	if (fstat(fd, &file) < 0)
		return refuse(word, "unreadable", -errno);
	r = check_file(&file, word);
	if (r < 0)
		return r;
	if (lseek(fd, 0, SEEK_SET) < 0)
		return refuse(word, "unreadable", -errno);
	object->size = file.st_size;
	object->data = malloc(object->size);
	if (!object->data)
		return refuse(word, "unreadable", -ENOMEM);
	r = read_exactly(fd, object->data, object->size, word);
	if (r < 0)
		return r;
	object->version = find_version(object);
	return 0;
}

/**
 * object_identity() - tell one file, as it is now, from others
 * @directory: where it lies
 * @name: its name there
 * @flags: of fstatat()
 *
 * Return: a number that is another one once the file is another one or has been
 * changed; 0 if there is none.
 */
u64 object_identity(int directory, const char *name, int flags)
{
	struct stat file;
	u64 identity;

	if (fstatat(directory, name, &file, flags) < 0)
		return 0;
	identity = hash_bytes(HASH_START, name, strlen(name));
	identity = hash_bytes(identity, &file.st_dev, sizeof(file.st_dev));
	identity = hash_bytes(identity, &file.st_ino, sizeof(file.st_ino));
	identity = hash_bytes(identity, &file.st_size, sizeof(file.st_size));
	identity = hash_bytes(identity, &file.st_mtim, sizeof(file.st_mtim));
	identity = hash_bytes(identity, &file.st_ctim, sizeof(file.st_ctim));
	return identity ? identity : 1;
}

/**
 * object_read() - read an object
 * @directory: where it lies
 * @name: its name there
 * @object: filled in; for object_free(); empty on error
 * @word: on error, one of the words of cordon_refusal_find()
 *
 * Return: 0; -ENOENT if it is gone; else -errno, with @word.
 */
int object_read(int directory, const char *name, struct object *object,
		const char **word)
{
	struct stat file;
	int fd, r;

	memset(object, 0, sizeof(*object));
	/* Before the open, which could wake a device. */
	if (fstatat(directory, name, &file, AT_SYMLINK_NOFOLLOW) < 0)
		return refuse(word, "unreadable", -errno);
	r = check_dropped_file(&file, word);
	if (r < 0)
		return r;
	fd = open_beneath(directory, name);
	if (fd < 0 && errno == ELOOP)
		return refuse(word, "not-a-file", -ELOOP);
	if (fd < 0)
		return refuse(word, "unreadable", -errno);
	r = read_open_file(fd, object, word);
	close(fd);
	if (r < 0)
		object_free(object);
	return r;
}

/**
 * object_read_path() - read an object that the administrator named
 * @path: links are followed: who may change this name is trusted
 * @object: as for object_read()
 * @word: as for object_read()
 *
 * Return: as object_read().
 */
int object_read_path(const char *path, struct object *object, const char **word)
{
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	int r;

	memset(object, 0, sizeof(*object));
	if (fd < 0)
		return refuse(word, "unreadable", -errno);
	r = object_read_file(fd, object, word);
	close(fd);
	return r;
}

/**
 * object_read_file() - read an object from its beginning
 * @fd: open for reading; stays open
 * @object: as for object_read()
 * @word: as for object_read()
 *
 * Return: as object_read().
 */
int object_read_file(int fd, struct object *object, const char **word)
{
	int r;

	memset(object, 0, sizeof(*object));
	r = read_open_file(fd, object, word);
	if (r < 0)
		object_free(object);
	return r;
}

/**
 * object_is_passing() - may it be read another time, as it is?
 * @error: what object_read() returned
 *
 * Return: whether @error says more of this moment than of the object.
 */
bool object_is_passing(int error)
{
	return error == -ENOMEM || error == -EAGAIN || error == -EIO ||
	       error == -ENFILE || error == -EMFILE || error == -EINTR;
}

/**
 * object_free() - give back what object_read() made
 * @object: may be empty
 */
void object_free(struct object *object)
{
	free(object->data);
	memset(object, 0, sizeof(*object));
}
