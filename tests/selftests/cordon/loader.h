/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon selftests - loader: objects beside the tests, and loading them
 *
 * The directory objects/ holds signed policies, NAME-VERSION.object, with the
 * same versions for every name; CORDON_OBJECTS names another directory.
 * Versions only rise, so a test takes the lowest that is above the one in
 * force: a device that has seen them all needs a restart.
 */
#ifndef _CORDON_SELFTEST_LOADER_H
#define _CORDON_SELFTEST_LOADER_H

#include <dirent.h>

#include "common.h"

/* Where the parts of an object lie: struct cordon_object_header. */
#define OBJECT_HEADER		32U
#define OBJECT_KIND		12U
#define OBJECT_CONTENT_LENGTH	16U
#define OBJECT_SIGNATURE_LENGTH	20U
#define OBJECT_MAX		(64U << 20)
#define OBJECTS_PATH		(PATH_MAX / 2)

/* What loader_missing() says of a device whose policy cannot be changed. */
#define WHY_LOCKED	"the policy cannot be changed: lock is 1"
#define WHY_NO_OBJECTS	"the policy cannot be changed: no signed objects here"
#define WHY_NO_VERSION	"no signed object has a version above the one in force"

struct object {
	unsigned char *data;	/* from malloc() */
	size_t size;
};

/* The policy in force, as sysfs tells it. */
struct in_force {
	char mode[16];
	char name[256];
	char version[32];
	char digest[160];
	char signer[256];
	char generation[32];
};

static inline void read_in_force(struct in_force *now)
{
	memset(now, 0, sizeof(*now));
	node_read("mode", now->mode, sizeof(now->mode));
	node_read("policy/name", now->name, sizeof(now->name));
	node_read("policy/version", now->version, sizeof(now->version));
	node_read("policy/digest", now->digest, sizeof(now->digest));
	node_read("policy/signer", now->signer, sizeof(now->signer));
	node_read("policy/generation", now->generation,
		  sizeof(now->generation));
}

static inline const char *objects_dir(char *path, size_t size)
{
	const char *given = getenv("CORDON_OBJECTS");

	if (!given)
		return beside("objects", path, size);
	snprintf(path, size, "%s", given);
	return path;
}

/* Reads objects/@name; false if there is none. */
static inline bool object_read(struct object *object, const char *name)
{
	char dir[OBJECTS_PATH], path[PATH_MAX];

	snprintf(path, sizeof(path), "%s/%s",
		 objects_dir(dir, sizeof(dir)), name);
	object->data = file_load(path, &object->size);
	return object->data && object->size > OBJECT_HEADER;
}

static inline bool object_read_version(struct object *object, const char *kind,
				       __u64 version)
{
	char name[64];

	snprintf(name, sizeof(name), "%s-%llu.object", kind,
		 (unsigned long long)version);
	return object_read(object, name);
}

static inline void object_free(struct object *object)
{
	free(object->data);
	object->data = NULL;
}

/* The lowest version of @kind above the one in force, or 0. */
static inline __u64 next_version(const char *kind)
{
	__u64 now = node_number("policy/version"), best = 0;
	char dir[OBJECTS_PATH], *end;
	size_t length = strlen(kind);
	struct dirent *entry;
	DIR *list = opendir(objects_dir(dir, sizeof(dir)));

	if (!list)
		return 0;
	while ((entry = readdir(list)) != NULL) {
		const char *name = entry->d_name;
		__u64 version;

		if (strncmp(name, kind, length) || name[length] != '-')
			continue;
		version = strtoull(name + length + 1, &end, 10);
		if (strcmp(end, ".object") || version <= now)
			continue;
		if (!best || version < best)
			best = version;
	}
	closedir(list);
	return best;
}

static inline int load_begin(void)
{
	return node_write("load/loading", "1");
}

static inline int load_commit(void)
{
	return node_write("load/loading", "0");
}

static inline int load_abort(void)
{
	return node_write("load/loading", "-1");
}

/* Puts @size bytes at @offset of load/data, @chunk bytes a write. */
static inline int load_put(const void *data, size_t size, off_t offset,
			   size_t chunk)
{
	int fd = open(SYSFS "load/data", O_WRONLY | O_CLOEXEC);
	const char *from = data;
	size_t done = 0;
	ssize_t put;
	int err = 0;

	if (fd < 0)
		return -errno;
	while (done < size && !err) {
		size_t want = size - done < chunk ? size - done : chunk;

		put = pwrite(fd, from + done, want, offset + done);
		if (put < 0)
			err = -errno;
		else if (!put)
			err = -EIO;
		else
			done += put;
	}
	close(fd);
	return err;
}

/* A whole load: 0, or the first error. */
static inline int load_chunked(const void *data, size_t size, size_t chunk)
{
	int err = load_begin();

	if (!err)
		err = load_put(data, size, 0, chunk);
	if (!err)
		err = load_commit();
	return err;
}

static inline int load(const void *data, size_t size)
{
	return load_chunked(data, size, 4096);
}

/* Loads the lowest @kind above the version in force; keeps it in @object. */
static inline int load_next(const char *kind, struct object *object)
{
	__u64 version = next_version(kind);

	if (!version)
		return -ESTALE;
	if (!object_read_version(object, kind, version))
		return -ENOENT;
	return load(object->data, object->size);
}

/* The word of load/error, without its offset. */
static inline const char *load_error(char *word, size_t size)
{
	char *space;

	node_read("load/error", word, size);
	space = strchr(word, ' ');
	if (space)
		*space = '\0';
	return word;
}

static inline bool load_error_is(const char *want)
{
	char word[128];

	return strcmp(load_error(word, sizeof(word)), want) == 0;
}

/* Puts a policy of ours in force, unless one is. */
static inline int put_good_in_force(struct object *good)
{
	static unsigned char now[1 << 20];
	__u64 version = node_number("policy/version");
	ssize_t size = node_read_raw("policy/object", now, sizeof(now));

	if (node_is("policy/name", "selftest") && node_is("mode", "enforce") &&
	    object_read_version(good, "selftest", version)) {
		if ((size_t)size == good->size &&
		    !memcmp(now, good->data, good->size))
			return 0;
		object_free(good);
	}
	return load_next("selftest", good);
}

/* Why no other policy can be loaded on this device, or NULL. */
static inline const char *loader_missing(void)
{
	struct object any;

	if (access(SYSFS "load/loading", F_OK))
		return "Cordon is not there: no " SYSFS "load/loading";
	if (geteuid() || !has_cap(CAP_MAC_ADMIN))
		return "needs root with CAP_MAC_ADMIN";
	if (node_is("lock", "1"))
		return WHY_LOCKED;
	if (!object_read_version(&any, "selftest", 1))
		return WHY_NO_OBJECTS;
	object_free(&any);
	return NULL;
}

/* A run that must not skip: there, an object that is refused is a failure. */
static inline bool must_load(void)
{
	return getenv("CORDON_SELFTEST_MUST_LOAD");
}

#endif /* _CORDON_SELFTEST_LOADER_H */
