/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - never_block: what the firmware's maker named as never refused
 */
#ifndef _CORDON_NEVER_BLOCK_H
#define _CORDON_NEVER_BLOCK_H

#include <linux/types.h>

struct cred;
struct file;

/* The list as it was written; the build checked it. */
extern const char cordon_never_block_list[], cordon_never_block_list_end[];

bool cordon_never_block_file(const struct file *file, const char *path,
			     size_t length);
bool cordon_never_block_user(const struct cred *cred);

#endif /* _CORDON_NEVER_BLOCK_H */
