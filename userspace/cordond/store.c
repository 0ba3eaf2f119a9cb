// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - store: keep what was accepted, set aside what was refused
 *
 * In every case the new place is complete before the old one goes: a crash in
 * between leaves the object in the inbox, and to load it once more is harmless.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cordond/store.h"
#include "libcordon/device/refusal.h"
#include "libcordon/file.h"
#include "libcordon/safe_text.h"

/* While it is written a file has this name, which no listing shows. */
#define UNFINISHED	".unfinished"
#define REASON_SUFFIX	".reason"
/* As many may have one name: more than are kept, some of which cannot go. */
#define PLACES		1000U

/* Puts a file under its name only when all of it is on the disk. */
static int write_file(int directory, const char *name, const void *data,
		      size_t size, mode_t mode)
{
	return cordon_file_replace(directory, UNFINISHED, name, data, size,
				   mode);
}

/*
 * An accepted object of the same name gets its version put behind its name.
 * Returns 1 if the new one is to be written, 0 if it is there already; -errno if
 * that cannot be told just now.
 */
static int make_room(int directory, const char *name,
		     const struct object *object)
{
	char aside[NAME_PART_MAX + 32];
	struct object old;
	const char *word;
	bool same;
	int r;

	r = object_read(directory, name, &old, &word);
	if (r < 0)
		return object_is_passing(r) ? r : 1;
	same = old.size == object->size &&
	       !memcmp(old.data, object->data, old.size);
	if (!same) {
		snprintf(aside, sizeof(aside), "%.*s.%llu", NAME_PART_MAX, name,
			 (unsigned long long)old.version);
		/* If that fails the old one is replaced: the new one counts. */
		renameat(directory, name, directory, aside);
	}
	object_free(&old);
	return !same;
}

/*
 * Removes the accepted objects with the lowest versions. What cannot be read just
 * now may be the newest: it is left alone.
 */
static void prune_accepted(int directory)
{
	u64 version[NAMES_MAX];
	struct names names;
	unsigned int i;

	if (names_read(&names, directory) < 0)
		goto out;
	for (i = 0; i < names.count;) {
		struct object object;
		const char *word;
		int r = object_read(directory, names.name[i], &object, &word);

		if (object_is_passing(r))
			names_remove(&names, i);
		else
			version[i++] = object.version;
		object_free(&object);
	}
	while (names.count > ACCEPTED_KEPT) {
		unsigned int lowest = 0;

		for (i = 1; i < names.count; i++) {
			if (version[i] < version[lowest])
				lowest = i;
		}
		unlinkat(directory, names.name[lowest], 0);
		names_remove(&names, lowest);
		version[lowest] = version[names.count];
	}
out:
	names_free(&names);
}

/**
 * store_accept() - keep an accepted object, and take it out of the inbox
 * @state: the directories
 * @name: its name in the inbox
 * @object: what was read and what the kernel took; it is this that is kept,
 *	whatever has become of the file since
 *
 * Return: 0; else -errno of writing the copy, or of reading one of its name, and
 * the file stays in the inbox.
 */
int store_accept(const struct state *state, const char *name,
		 const struct object *object)
{
	int r = make_room(state->accepted, name, object);

	if (r > 0)
		r = write_file(state->accepted, name, object->data,
			       object->size, 0640);
	if (r < 0)
		return r;
	prune_accepted(state->accepted);
	if (unlinkat(state->inbox, name, 0) < 0 && errno != ENOENT)
		return -errno;
	return 0;
}

static bool is_reason(const char *name)
{
	size_t length = strlen(name);
	size_t suffix = strlen(REASON_SUFFIX);

	return length >= suffix && !strcmp(name + length - suffix, REASON_SUFFIX);
}

static void reason_name(const char *place, char reason[PLACE_MAX])
{
	snprintf(reason, PLACE_MAX, "%.*s" REASON_SUFFIX,
		 (int)(PLACE_MAX - sizeof(REASON_SUFFIX)), place);
}

/* What is no reason, by its name. Returns 0; -EEXIST if there are too many. */
static int find_place(int directory, const char *name, char place[PLACE_MAX])
{
	char part[NAME_PART_MAX + 1];
	unsigned int number;
	struct stat file;
	int n;

	snprintf(part, sizeof(part), "%.*s", NAME_PART_MAX, name);
	/* A file that calls itself somebody's reason would replace that. */
	n = snprintf(place, PLACE_MAX, "%s%s", part,
		     is_reason(part) ? ".object" : "");
	for (number = 2; number <= PLACES; number++) {
		if (fstatat(directory, place, &file, AT_SYMLINK_NOFOLLOW) < 0)
			return errno == ENOENT ? 0 : -errno;
		snprintf(place + n, PLACE_MAX - n, ".%u", number);
	}
	return -EEXIST;
}

/* As it is: a directory is removed if it is empty, and otherwise stays. */
static bool remove_refused(int directory, const char *name)
{
	if (unlinkat(directory, name, 0) == 0)
		return true;
	return (errno == EISDIR || errno == EPERM) &&
	       unlinkat(directory, name, AT_REMOVEDIR) == 0;
}

/* A crash may leave a reason before its object is moved, or after it is gone. */
static void remove_if_left(int directory, const char *reason)
{
	size_t length = strlen(reason) - strlen(REASON_SUFFIX);
	char place[NAME_MAX + 1];
	struct stat file;

	snprintf(place, sizeof(place), "%.*s", (int)length, reason);
	if (fstatat(directory, place, &file, AT_SYMLINK_NOFOLLOW) < 0 &&
	    errno == ENOENT)
		unlinkat(directory, reason, 0);
}

static bool is_earlier(const struct timespec *a, const struct timespec *b)
{
	if (a->tv_sec != b->tv_sec)
		return a->tv_sec < b->tv_sec;
	return a->tv_nsec < b->tv_nsec;
}

/* Removes the files that were refused first, each with its reason. */
static void prune_refused(int directory)
{
	struct timespec moved[NAMES_MAX];	/* a move sets the change time */
	char reason[PLACE_MAX];
	struct names names;
	struct stat file;
	unsigned int i;

	if (names_read(&names, directory) < 0)
		goto out;
	for (i = 0; i < names.count;) {
		if (is_reason(names.name[i]))
			remove_if_left(directory, names.name[i]);
		if (is_reason(names.name[i]) ||
		    fstatat(directory, names.name[i], &file,
			    AT_SYMLINK_NOFOLLOW) < 0)
			names_remove(&names, i);
		else
			moved[i++] = file.st_ctim;
	}
	while (names.count > REFUSED_KEPT) {
		unsigned int first = 0;

		for (i = 1; i < names.count; i++) {
			if (is_earlier(&moved[i], &moved[first]))
				first = i;
		}
		reason_name(names.name[first], reason);
		if (remove_refused(directory, names.name[first]))
			unlinkat(directory, reason, 0);
		names_remove(&names, first);
		moved[first] = moved[names.count];
	}
out:
	names_free(&names);
}

static size_t print_reason(char *text, size_t size, const char *name,
			   const struct verdict *verdict, const char *in_force)
{
	const struct cordon_refusal *refusal = cordon_refusal_find(verdict->word);
	const char *error = strerrorname_np(verdict->error);
	char safe_name[CORDON_SAFE_NAME_MAX];
	char safe_policy[CORDON_SAFE_NAME_MAX];
	time_t now = time(NULL);
	char when[32] = "";
	struct tm utc;
	int n;

	if (gmtime_r(&now, &utc))
		strftime(when, sizeof(when), "%Y-%m-%dT%H:%M:%SZ", &utc);
	n = snprintf(text, size,
		     "refused: %s\nword: %s\noffset: %llu\nerror: %s (%d): %s\n"
		     "meaning: %s\nadvice: %s\nin force: %s\ntime: %s\n",
		     cordon_safe_text(name, safe_name, sizeof(safe_name)),
		     verdict->word, (unsigned long long)verdict->offset,
		     error ? error : "?", verdict->error,
		     strerror(verdict->error), refusal->meaning,
		     refusal->advice,
		     cordon_safe_text(in_force, safe_policy, sizeof(safe_policy)),
		     when);
	if (n < 0)
		return 0;
	return (size_t)n < size ? (size_t)n : size - 1;
}

/**
 * store_refuse() - set a refused file aside, with its reason beside it
 * @state: the directories
 * @name: its name in the inbox
 * @verdict: why
 * @in_force: the policy that goes on, in words
 * @place: gets its name in refused/: one that nothing there has
 *
 * The file is moved as it is, neither opened nor followed. The reason is written
 * first: as nothing has the name, it is nobody else's, whatever happens next.
 *
 * Return: 0; else -errno of writing the reason or of moving the file, which
 * then stays in the inbox.
 */
int store_refuse(const struct state *state, const char *name,
		 const struct verdict *verdict, const char *in_force,
		 char place[PLACE_MAX])
{
	char reason[PLACE_MAX];
	char text[4096];
	size_t length;
	int r;

	r = find_place(state->refused, name, place);
	if (r < 0)
		return r;
	reason_name(place, reason);
	length = print_reason(text, sizeof(text), name, verdict, in_force);
	r = write_file(state->refused, reason, text, length, 0640);
	if (r < 0)
		return r;
	if (renameat(state->inbox, name, state->refused, place) < 0) {
		r = -errno;
		unlinkat(state->refused, reason, 0);
		return r;
	}
	prune_refused(state->refused);
	return 0;
}
