/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - path: does a pattern match a path, component by component
 *
 * A path is absolute inside its filesystem: "/usr/bin/x". A pattern is a list
 * of components with "/" between them: "?" is one byte, "*" any run of bytes
 * inside one component, and a component "**" any number of whole components,
 * none included. A pattern begins with "/" (the filesystem's root) or with
 * "**" and a slash (anywhere below it).
 */
#ifndef _CORDON_ENGINE_PATH_H
#define _CORDON_ENGINE_PATH_H

#include "blob.h"

u32 cordon_path_hash(const char *component, size_t length);
int cordon_path_check_pattern(const char *pattern, size_t length,
			      const char **why);
bool cordon_path_matches(const char *pattern, size_t pattern_length,
			 const char *path, size_t path_length);
u32 cordon_path_next(const struct cordon_blob *blob, const char *path,
		     size_t length, u32 from);

#endif /* _CORDON_ENGINE_PATH_H */
