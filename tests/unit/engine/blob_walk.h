/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * All that a running system looks up in a blob; what is not right aborts
 */
#ifndef _TESTS_ENGINE_BLOB_WALK_H
#define _TESTS_ENGINE_BLOB_WALK_H

#include "engine/policy/blob.h"

void blob_walk_texts(const struct cordon_blob *blob);
void blob_walk(const struct cordon_blob *blob, u32 step);

#endif /* _TESTS_ENGINE_BLOB_WALK_H */
