/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - sysfs: read the kernel's nodes, write them, load an object
 *
 * The contract is docs/kernel/ABI/testing/sysfs-kernel-cordon. The tree's root
 * is a parameter, so that tests bring their own.
 */
#ifndef _LIBCORDON_SYSFS_H
#define _LIBCORDON_SYSFS_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/port.h"

#define CORDON_SYSFS_ROOT	"/sys/kernel/cordon"
/* Room for any node that holds one value, with a NUL. */
#define CORDON_SYSFS_VALUE_MAX	4097U
/* Room for a word of load/error, with a NUL. */
#define CORDON_LOAD_WORD_MAX	64U

/**
 * struct cordon_sysfs - an open tree of nodes
 * @fd: its directory; owned by this structure
 */
struct cordon_sysfs {
	int fd;
};

/**
 * struct cordon_load_result - why an object was refused
 *
 * Besides the kernel's own words of load/error, @word can be one of the
 * library's: "busy" (another loader), "not-permitted" (no capability or no
 * access to the nodes), "io" (anything else). docs/daemon.md lists them all.
 *
 * @word: stable word; "none" after success
 * @offset: byte of the object that it is about; 0 if about none
 * @node: the node whose write failed; static storage; NULL after success
 */
struct cordon_load_result {
	char word[CORDON_LOAD_WORD_MAX];
	u64 offset;
	const char *node;
};

int cordon_sysfs_open(struct cordon_sysfs *sysfs, const char *root);
void cordon_sysfs_close(struct cordon_sysfs *sysfs);
int cordon_sysfs_check_abi(const struct cordon_sysfs *sysfs);
int cordon_sysfs_read(const struct cordon_sysfs *sysfs, const char *node,
		      char *value, size_t size);
bool cordon_sysfs_number(const char *text, u64 *number);
int cordon_sysfs_read_number(const struct cordon_sysfs *sysfs, const char *node,
			     u64 *number);
int cordon_sysfs_read_bytes(const struct cordon_sysfs *sysfs, const char *node,
			    size_t limit, void **data, size_t *size);
int cordon_sysfs_write(const struct cordon_sysfs *sysfs, const char *node,
		       const void *data, size_t size);
int cordon_sysfs_load(const struct cordon_sysfs *sysfs, const void *object,
		      size_t size, struct cordon_load_result *result);

#endif /* _LIBCORDON_SYSFS_H */
