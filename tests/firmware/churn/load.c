// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon churn test - load: policies in, and objects that are refused
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "churn.h"

#define HEADER	32U		/* struct cordon_object_header */
/* After so many swaps come objects that are refused ... */
#define SPOILED	5U
/* ... and the workers come to the end of a round, so that none is left behind. */
#define AWAITED	20U

static int put(const char *node, const void *data, size_t size)
{
	char path[128];
	size_t done = 0;
	int error = 0;
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), NODES "%s", node);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return errno;
	while (done < size && !error) {
		n = pwrite(fd, (const char *)data + done, size - done,
			   (off_t)done);
		if (n <= 0)
			error = n ? errno : EIO;
		else
			done += (size_t)n;
	}
	close(fd);
	return error;
}

/**
 * node_write() - write to a node of Cordon's, or end the program
 * @node: its name
 * @text: what to write
 */
void node_write(const char *node, const char *text)
{
	errno = put(node, text, strlen(text));
	if (errno)
		err(1, "%s", node);
}

/* Reads OBJECTS/VERSION.cordon into memory from malloc(). */
static unsigned char *read_object(const char *objects, __u64 version, size_t *size)
{
	unsigned char *object;
	struct stat st;
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "%s/%llu.cordon", objects, version);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		err(1, "%s", path);
	*size = (size_t)st.st_size;
	object = malloc(*size);
	if (!object || *size <= HEADER || read(fd, object, *size) != (ssize_t)*size)
		errx(1, "%s cannot be read", path);
	close(fd);
	return object;
}

/* A whole load: 0, or the errno that ended it. */
static int load_object(const void *object, size_t size)
{
	int error = put("load/loading", "1", 1);

	if (!error)
		error = put("load/data", object, size);
	if (!error)
		error = put("load/loading", "0", 1);
	return error;
}

static void expect(struct swapped *swapped, const char *what, __u64 version,
		   int error, int wanted)
{
	if (error == wanted)
		return;
	swapped->failed++;
	printf("# version %llu, %s: %s, expected %s\n", version, what,
	       strerror(error), strerror(wanted));
}

/* Everything that a load can end with: none of it may change what is in force. */
static void load_bad(struct swapped *swapped, __u64 version,
		     unsigned char *object, size_t size, const void *old,
		     size_t old_size)
{
	expect(swapped, "the same again", version, load_object(object, size), 0);
	swapped->loads++;
	expect(swapped, "an older one", version, load_object(old, old_size), ESTALE);
	object[HEADER + (size - HEADER) / 4] ^= 1;
	expect(swapped, "another content", version, load_object(object, size), EKEYREJECTED);
	expect(swapped, "no end", version, load_object(object, size - 1), EBADMSG);
	object[0] ^= 1;
	expect(swapped, "no magic", version, load_object(object, size), EBADMSG);
	swapped->refused += 4;
	/* One that is dropped half-way, and one that is pushed aside by the next. */
	object[0] ^= 1;
	expect(swapped, "begin", version, put("load/loading", "1", 1), 0);
	expect(swapped, "half", version, put("load/data", object, size / 2), 0);
	expect(swapped, "abort", version, put("load/loading", "-1", 2), 0);
	expect(swapped, "begin", version, put("load/loading", "1", 1), 0);
	expect(swapped, "half", version, put("load/data", object, size / 2), 0);
}

/* Each worker comes to the end of one more round. */
static void await_workers(const int *progress)
{
	char bytes[4096];
	int i;

	for (i = 0; i < WORKERS; i++) {
		ssize_t n;

		fcntl(progress[i], F_SETFL, O_NONBLOCK);
		do {
			n = read(progress[i], bytes, sizeof(bytes));
		} while (n > 0);
		fcntl(progress[i], F_SETFL, 0);
		if (!n || read(progress[i], bytes, 1) != 1)
			errx(1, "worker %d has ended", i);
	}
}

/**
 * swap_policies() - put the objects in force, one after the other
 * @objects: directory of VERSION.cordon
 * @first: version of the first
 * @last: of the last
 * @progress: of each worker, or NULL: nobody works
 * @swapped: counts; a load that went otherwise than it should is counted, too
 */
void swap_policies(const char *objects, __u64 first, __u64 last,
		   const int *progress, struct swapped *swapped)
{
	unsigned char *old = NULL, *object;
	size_t old_size = 0, size;
	__u64 version;

	for (version = first; version <= last; version++) {
		object = read_object(objects, version, &size);
		expect(swapped, "load", version, load_object(object, size), 0);
		swapped->loads++;
		if (version_in_force() != version)
			expect(swapped, "in force", version, ESTALE, 0);
		if (progress && version % AWAITED == 0)
			await_workers(progress);
		if (old && progress && version % SPOILED == 0) {
			load_bad(swapped, version, object, size, old, old_size);
			/* The original: this one was spoiled. */
			free(object);
			object = read_object(objects, version, &size);
		}
		free(old);
		old = object;
		old_size = size;
	}
	free(old);
}
