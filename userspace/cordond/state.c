// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - state: the directories that objects pass through
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cordond/state.h"
#include "engine/port.h"

static const struct directory {
	const char *name;
	mode_t mode;
} directories[] = {
	{ "inbox", 0770 },	/* whoever is in the group may leave objects */
	{ "accepted", 0750 },
	{ "refused", 0750 },
};

/* Makes one directory and gives it away; one that exists is left as it is. */
static int create(int parent, const struct directory *directory,
		  const struct account *account)
{
	int fd, r = 0;

	if (mkdirat(parent, directory->name, 0700) < 0)
		return errno == EEXIST ? 0 : -errno;
	fd = openat(parent, directory->name,
		    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0 || fchmod(fd, directory->mode) < 0 ||
	    fchown(fd, account->uid, account->gid) < 0)
		r = -errno;
	if (fd >= 0)
		close(fd);
	/* Or the next start would leave it as it is, and could not use it. */
	if (r < 0)
		unlinkat(parent, directory->name, AT_REMOVEDIR);
	return r;
}

/**
 * state_create() - make the directories that do not exist yet
 * @path: the one above them, made too; root's
 * @account: who shall own them
 * @what: on error, which one it was; static storage
 *
 * Needs root.
 *
 * Return: 0 or -errno.
 */
int state_create(const char *path, const struct account *account,
		 const char **what)
{
	int parent, r = 0;
	size_t i;

	*what = "the state directory";
	if (mkdir(path, 0755) < 0 && errno != EEXIST)
		return -errno;
	parent = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (parent < 0)
		return -errno;
	for (i = 0; i < ARRAY_SIZE(directories); i++) {
		*what = directories[i].name;
		r = create(parent, &directories[i], account);
		if (r < 0)
			break;
	}
	close(parent);
	return r;
}

/* Opens what can be opened: what cannot be written may be read all the same. */
static int open_directory(int parent, const char *name, int *directory)
{
	*directory = openat(parent, name,
			    O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (*directory < 0)
		return -errno;
	return faccessat(*directory, ".", W_OK, 0) < 0 ? -errno : 0;
}

/**
 * state_open() - open the directories, as the user who will use them
 * @state: filled in, also on error: as much as could be opened; for
 *	state_close()
 * @path: the directory above them
 * @what: on error, which one it was; static storage
 *
 * Return: 0; -EACCES or -EROFS if one of them cannot be written; else -errno.
 */
int state_open(struct state *state, const char *path, const char **what)
{
	int *const place[] = { &state->inbox, &state->accepted, &state->refused };
	int parent = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int r = parent < 0 ? -errno : 0;
	size_t i;

	*what = "the state directory";
	for (i = 0; i < ARRAY_SIZE(directories); i++) {
		int error = open_directory(parent, directories[i].name, place[i]);

		if (r < 0 || error == 0)
			continue;
		*what = directories[i].name;
		r = error;
	}
	if (parent >= 0)
		close(parent);
	return r;
}

/**
 * state_close() - close the directories
 * @state: from state_open(), or closed
 */
void state_close(struct state *state)
{
	int *const place[] = { &state->inbox, &state->accepted, &state->refused };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(place); i++) {
		if (*place[i] >= 0)
			close(*place[i]);
		*place[i] = -1;
	}
}

static bool is_same(int fd, const char *path, const char *name)
{
	struct stat open, there;
	char place[PATH_MAX];

	snprintf(place, sizeof(place), "%s/%s", path, name);
	return fd >= 0 && fstat(fd, &open) == 0 &&
	       fstatat(AT_FDCWD, place, &there, AT_SYMLINK_NOFOLLOW) == 0 &&
	       open.st_dev == there.st_dev && open.st_ino == there.st_ino;
}

/**
 * state_is_current() - are the open directories those that are there now?
 * @state: from state_open(), or closed
 * @path: the directory above them
 *
 * Return: false if one of them is not open, was replaced, or has another one
 * mounted on top.
 */
bool state_is_current(const struct state *state, const char *path)
{
	const int fd[] = { state->inbox, state->accepted, state->refused };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(fd); i++) {
		if (!is_same(fd[i], path, directories[i].name))
			return false;
	}
	return true;
}

static DIR *open_listing(int directory)
{
	int fd = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *listing = fd < 0 ? NULL : fdopendir(fd);

	if (!listing && fd >= 0)
		close(fd);
	return listing;
}

/**
 * names_read() - list a directory
 * @names: filled in; for names_free(), also after an error
 * @directory: an open directory
 *
 * Names that begin with a dot are left out: files that are being written.
 *
 * Return: 0; -ENOMEM; else -errno of reading it.
 */
int names_read(struct names *names, int directory)
{
	DIR *listing = open_listing(directory);
	struct dirent *entry;
	int r = 0;

	names->count = 0;
	names->more = false;
	if (!listing)
		return -errno;
	while (errno = 0, (entry = readdir(listing))) {
		if (*entry->d_name == '.')
			continue;
		if (names->count == NAMES_MAX) {
			names->more = true;
			break;
		}
		names->name[names->count] = strdup(entry->d_name);
		if (!names->name[names->count])
			break;
		names->count++;
	}
	if (!names->more && errno)
		r = -errno;
	closedir(listing);
	return r;
}

/**
 * names_remove() - take one name out; the last one takes its place
 * @names: filled in by names_read()
 * @index: which
 */
void names_remove(struct names *names, unsigned int index)
{
	free(names->name[index]);
	names->name[index] = names->name[--names->count];
}

/**
 * names_free() - give back what names_read() made
 * @names: filled in by names_read()
 */
void names_free(struct names *names)
{
	while (names->count)
		free(names->name[--names->count]);
}
