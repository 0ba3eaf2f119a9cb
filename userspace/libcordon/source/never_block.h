/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - never_block: does a policy refuse what must never be blocked
 */
#ifndef _LIBCORDON_NEVER_BLOCK_H
#define _LIBCORDON_NEVER_BLOCK_H

#include "engine/policy/never_block_index.h"
#include "lines.h"
#include "resolve.h"

/**
 * struct cordon_never_block - a never-block file, read without an error
 * @file: its bytes
 * @index: its entries in order
 * @memory: private: of @index
 * @entries: entries in it
 */
struct cordon_never_block {
	struct cordon_lines file;
	struct cordon_never_index index;
	void *memory;
	u32 entries;
};

int cordon_never_block_read(const char *path, struct cordon_diagnostics *diag,
			    struct cordon_never_block *never);
void cordon_never_block_check(const struct cordon_never_block *never,
			      const struct cordon_source *source,
			      const struct cordon_resolved *resolved,
			      const struct cordon_blob *blob);
void cordon_never_block_free(struct cordon_never_block *never);

#endif /* _LIBCORDON_NEVER_BLOCK_H */
