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

u64 cordon_in_force_version(const struct cordon_sysfs *sysfs);
bool cordon_in_force_is_built_in(const struct cordon_sysfs *sysfs);
void cordon_in_force_describe(const struct cordon_sysfs *sysfs,
			      char text[CORDON_IN_FORCE_MAX]);

#endif /* _LIBCORDON_IN_FORCE_H */
