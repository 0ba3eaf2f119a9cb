/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - never_block: what the firmware's maker named as never refused
 */
#ifndef _CORDON_NEVER_BLOCK_H
#define _CORDON_NEVER_BLOCK_H

#include <linux/types.h>
#include <linux/uidgid.h>

struct file;

/**
 * struct cordon_never_block_text - the list as a backend holds it
 * @text: as it was written; the build checked it. Never changes
 * @size: its bytes; 0: there is no list
 * @room: where it is put in order, in init alone
 * @room_size: its bytes
 */
struct cordon_never_block_text {
	const char *text;
	size_t size;
	void *room;
	size_t room_size;
};

/* Of never_block_list.S, which only a kernel has; empty without a list. */
extern const char cordon_never_block_list[], cordon_never_block_list_end[];
extern char cordon_never_block_room[], cordon_never_block_room_end[];

int cordon_never_block_init(void);
bool cordon_never_block_has_paths(void);
bool cordon_never_block_has_users(void);
const char *cordon_never_block_text(size_t *size);
bool cordon_never_block_file(const struct file *file, const char *path,
			     size_t length);
bool cordon_never_block_user(kuid_t uid);

#endif /* _CORDON_NEVER_BLOCK_H */
