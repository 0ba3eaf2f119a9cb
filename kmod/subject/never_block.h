/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - never_block: what the firmware's maker named as never refused
 */
#ifndef _CORDON_NEVER_BLOCK_H
#define _CORDON_NEVER_BLOCK_H

#include <linux/types.h>

struct cred;
struct file;

/**
 * struct cordon_never_block_text - the list as a backend holds it
 * @text: as it was written; the build checked it. Never changes
 * @size: its bytes; 0: there is no list
 */
struct cordon_never_block_text {
	const char *text;
	size_t size;
};

/* Of never_block_list.S, which only a kernel has; empty without a list. */
extern const char cordon_never_block_list[], cordon_never_block_list_end[];

void cordon_never_block_init(void);
const char *cordon_never_block_text(size_t *size);
bool cordon_never_block_file(const struct file *file, const char *path,
			     size_t length);
bool cordon_never_block_user(const struct cred *cred);

#endif /* _CORDON_NEVER_BLOCK_H */
