/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - resolvers: tell the kernel whose answers programs ask for
 */
#ifndef _CORDOND_RESOLVERS_H
#define _CORDOND_RESOLVERS_H

#include "libcordon/device/resolv_conf.h"
#include "libcordon/device/sysfs.h"

/**
 * struct resolvers - what is watched and what the kernel was told
 * @sysfs: the kernel's nodes; borrowed
 * @inotify: non-blocking, of the directories that the files lie in
 * @told: whether @text is what the kernel has
 * @text: the list as told last
 */
struct resolvers {
	const struct cordon_sysfs *sysfs;
	int inotify;
	bool told;
	char text[CORDON_RESOLVERS_TEXT_MAX];
};

int resolvers_open(struct resolvers *resolvers, const struct cordon_sysfs *sysfs);
int resolvers_update(struct resolvers *resolvers);
void resolvers_changed(void *context);

#endif /* _CORDOND_RESOLVERS_H */
