/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - in force: which policy the kernel enforces, in words
 */
#ifndef _LIBCORDON_IN_FORCE_H
#define _LIBCORDON_IN_FORCE_H

#include <stdbool.h>

#include "libcordon/device/sysfs.h"

/* Room for cordon_in_force_describe(). */
#define CORDON_IN_FORCE_MAX	256U
/* Room for a policy's name, which has 64 bytes at most. */
#define CORDON_IN_FORCE_NAME_MAX	200U

/**
 * struct cordon_in_force - the policy in force
 * @name: empty if there is none
 * @version: 0 if there is none
 * @generation: how many policies came into force since boot
 * @signer: what verified it
 * @digest: SHA-256 of its blob in hex; empty if that cannot be read
 * @node: after an error, the node that it is about; static storage
 */
struct cordon_in_force {
	char name[CORDON_IN_FORCE_NAME_MAX];
	u64 version;
	u64 generation;
	char signer[CORDON_SYSFS_VALUE_MAX];
	char digest[CORDON_SYSFS_VALUE_MAX];
	const char *node;
};

int cordon_in_force_read(const struct cordon_sysfs *sysfs,
			 struct cordon_in_force *policy);
bool cordon_in_force_is_any(const struct cordon_in_force *policy);
bool cordon_in_force_is_built_in(const struct cordon_in_force *policy);
long long cordon_in_force_version(const struct cordon_sysfs *sysfs);
int cordon_in_force_describe(const struct cordon_sysfs *sysfs,
			     char text[CORDON_IN_FORCE_MAX]);

#endif /* _LIBCORDON_IN_FORCE_H */
