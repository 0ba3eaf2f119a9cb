// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - sysfs: read the kernel's nodes, write them, load an object
 */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "libcordon/device/sysfs.h"
#include "uapi/cordon.h"

/**
 * cordon_sysfs_open() - open the kernel's tree of nodes
 * @sysfs: filled in; for cordon_sysfs_close()
 * @root: its directory, CORDON_SYSFS_ROOT but in tests
 *
 * Return: 0; -ENOENT if this kernel has no Cordon; else -errno of open().
 */
int cordon_sysfs_open(struct cordon_sysfs *sysfs, const char *root)
{
	sysfs->fd = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return sysfs->fd < 0 ? -errno : 0;
}

/**
 * cordon_sysfs_close() - give back what cordon_sysfs_open() took
 * @sysfs: may be closed already
 */
void cordon_sysfs_close(struct cordon_sysfs *sysfs)
{
	if (sysfs->fd >= 0)
		close(sysfs->fd);
	sysfs->fd = -1;
}

/**
 * cordon_sysfs_check_abi() - does the kernel speak our version of the contract?
 * @sysfs: the open tree
 *
 * Return: 0; -EPROTO if it speaks another; else -errno of the read.
 */
int cordon_sysfs_check_abi(const struct cordon_sysfs *sysfs)
{
	char abi[16];
	int r = cordon_sysfs_read(sysfs, "abi", abi, sizeof(abi));

	if (r == -EFBIG)
		return -EPROTO;
	if (r < 0)
		return r;
	return strcmp(abi, CORDON_ABI) ? -EPROTO : 0;
}

/* Reads until the end or until @size bytes are in; returns how many, or -errno. */
static ssize_t read_up_to(int fd, void *data, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = read(fd, (char *)data + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		done += n;
	}
	return done;
}

/**
 * cordon_sysfs_read() - read a node that holds text
 * @sysfs: the open tree
 * @node: its name below the root
 * @value: gets the text with a NUL, the newline at its end cut off
 * @size: room in @value
 *
 * Return: 0; -EFBIG if it does not fit; -EBADMSG if it holds a NUL; else
 * -errno of open() or read(). @value is a string in any case.
 */
int cordon_sysfs_read(const struct cordon_sysfs *sysfs, const char *node,
		      char *value, size_t size)
{
	ssize_t n;
	int fd;

	*value = '\0';
	fd = openat(sysfs->fd, node, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	n = read_up_to(fd, value, size);
	close(fd);
	if (n < 0 || (size_t)n == size) {
		*value = '\0';
		return n < 0 ? (int)n : -EFBIG;
	}
	if (n && value[n - 1] == '\n')
		n--;
	value[n] = '\0';
	return memchr(value, '\0', n) ? -EBADMSG : 0;
}

/**
 * cordon_sysfs_number() - take a text for an unsigned number
 * @text: digits, and nothing else
 * @number: the number; 0 if it is none
 *
 * Return: whether it is one, and fits.
 */
bool cordon_sysfs_number(const char *text, u64 *number)
{
	char *end;

	*number = 0;
	/* strtoull() takes spaces and signs, and -5 for a large number. */
	if (*text < '0' || *text > '9')
		return false;
	errno = 0;
	*number = strtoull(text, &end, 10);
	if (!errno && !*end)
		return true;
	*number = 0;
	return false;
}

/**
 * cordon_sysfs_read_number() - read a node that holds an unsigned number
 * @sysfs: the open tree
 * @node: its name below the root
 * @number: the number; 0 on error
 *
 * Return: 0; -EBADMSG if it is no number; else as cordon_sysfs_read().
 */
int cordon_sysfs_read_number(const struct cordon_sysfs *sysfs, const char *node,
			     u64 *number)
{
	char text[32];
	int r;

	*number = 0;
	r = cordon_sysfs_read(sysfs, node, text, sizeof(text));
	if (r < 0)
		return r;
	return cordon_sysfs_number(text, number) ? 0 : -EBADMSG;
}

/**
 * cordon_sysfs_read_bytes() - read a whole node of any length
 * @sysfs: the open tree
 * @node: its name below the root
 * @limit: most bytes to take
 * @data: from malloc(), the caller frees it; NULL on error; a NUL that does not
 *	count follows the bytes
 * @size: how many bytes
 *
 * Return: 0; -EFBIG over the limit; -ENOMEM; else -errno of open() or read().
 */
int cordon_sysfs_read_bytes(const struct cordon_sysfs *sysfs, const char *node,
			    size_t limit, void **data, size_t *size)
{
	size_t room = 16384;
	size_t used = 0;
	char *bytes = NULL;
	int r = 0;
	int fd;

	*data = NULL;
	*size = 0;
	fd = openat(sysfs->fd, node, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	for (;;) {
		char *bigger = realloc(bytes, room + 1);
		ssize_t n;

		if (!bigger) {
			r = -ENOMEM;
			break;
		}
		bytes = bigger;
		n = read_up_to(fd, bytes + used, room - used);
		if (n < 0) {
			r = n;
			break;
		}
		used += n;
		if (used > limit)
			r = -EFBIG;
		if (used > limit || used < room)
			break;
		room *= 2;
	}
	close(fd);
	if (r < 0) {
		free(bytes);
		return r;
	}
	bytes[used] = '\0';
	*data = bytes;
	*size = used;
	return 0;
}

/*
 * The kernel takes at most a page a call and says how much it took; its offset
 * in the node is the file's, so one descriptor must carry all of it.
 */
static int write_all(int fd, const void *data, size_t size)
{
	size_t done = 0;

	while (done < size) {
		ssize_t n = write(fd, (const char *)data + done, size - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			return -EIO;
		done += n;
	}
	return 0;
}

/**
 * cordon_sysfs_write() - write a node
 * @sysfs: the open tree
 * @node: its name below the root
 * @data: what to write
 * @size: bytes of it
 *
 * Return: 0; -EIO if the node takes nothing; else -errno of open() or write().
 */
int cordon_sysfs_write(const struct cordon_sysfs *sysfs, const char *node,
		       const void *data, size_t size)
{
	int fd = openat(sysfs->fd, node, O_WRONLY | O_CLOEXEC);
	int r;

	if (fd < 0)
		return -errno;
	r = write_all(fd, data, size);
	close(fd);
	return r;
}

static void set_word(struct cordon_load_result *result, const char *word)
{
	snprintf(result->word, sizeof(result->word), "%s", word);
}

/* Takes "WORD OFFSET" apart; false if that is not what it is. */
static bool take_kernel_word(struct cordon_load_result *result, char *text)
{
	char *space = strchr(text, ' ');
	u64 offset;

	if (!space || space == text || !cordon_sysfs_number(space + 1, &offset))
		return false;
	*space = '\0';
	if (strlen(text) >= sizeof(result->word))
		return false;
	set_word(result, text);
	result->offset = offset;
	return strcmp(text, "none") != 0;
}

/*
 * Fills in the reason of a failed write. load/error is the kernel's word on the
 * last refused object: it is about ours only if the kernel got as far as taking
 * our object (@began), and neither another loader nor a missing right stopped us.
 */
static void explain_failure(const struct cordon_sysfs *sysfs, int error,
			    bool began, struct cordon_load_result *result)
{
	char text[CORDON_LOAD_WORD_MAX + 32];
	u64 locked;

	switch (error) {
	case -EBUSY:
		set_word(result, "busy");
		return;
	case -EPERM:
	case -EACCES:
		if (!cordon_sysfs_read_number(sysfs, "lock", &locked) && locked)
			set_word(result, "locked");
		else
			set_word(result, "not-permitted");
		return;
	default:
		if (began &&
		    !cordon_sysfs_read(sysfs, "load/error", text, sizeof(text)) &&
		    take_kernel_word(result, text))
			return;
		result->offset = 0;
		set_word(result, error == -ENOMEM ? "no-memory" : "io");
	}
}

/*
 * A refusal ends the transaction; what else went wrong does not, and would keep
 * other loaders out until the kernel's time-out.
 */
static void abort_if_receiving(const struct cordon_sysfs *sysfs)
{
	char status[16];

	if (!cordon_sysfs_read(sysfs, "load/status", status, sizeof(status)) &&
	    !strcmp(status, "receiving"))
		cordon_sysfs_write(sysfs, "load/loading", "-1", 2);
}

/**
 * cordon_sysfs_load() - hand an object to the kernel
 * @sysfs: the open tree
 * @object: the object, header and signature included
 * @size: bytes of it
 * @result: why it was refused
 *
 * Whatever is refused, the policy in force stays in force.
 *
 * Return: 0 if it is in force now, or was already. Else -errno of the step that
 * failed: -EPERM or -EACCES no right, or locked; -EBUSY another loader; -EFBIG
 * too big; -EBADMSG malformed; -EKEYREJECTED, -ENOKEY signature; -ESTALE older
 * than the policy in force; or any of open() and write().
 */
int cordon_sysfs_load(const struct cordon_sysfs *sysfs, const void *object,
		      size_t size, struct cordon_load_result *result)
{
	bool began = false;
	int r;

	memset(result, 0, sizeof(*result));
	set_word(result, "none");

	result->node = "load/loading";
	r = cordon_sysfs_write(sysfs, "load/loading", "1", 1);
	if (r < 0)
		goto failed;
	began = true;

	result->node = "load/data";
	r = cordon_sysfs_write(sysfs, "load/data", object, size);
	if (r < 0)
		goto failed;

	result->node = "load/loading";
	r = cordon_sysfs_write(sysfs, "load/loading", "0", 1);
	if (r < 0)
		goto failed;
	result->node = NULL;
	return 0;

failed:
	/* The reason first: an abort leaves its own word in load/error. */
	explain_failure(sysfs, r, began, result);
	if (began)
		abort_if_receiving(sysfs);
	return r;
}
