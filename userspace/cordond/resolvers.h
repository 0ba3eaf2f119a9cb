/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - resolvers: tell the kernel whose answers programs ask for
 */
#ifndef _CORDOND_RESOLVERS_H
#define _CORDOND_RESOLVERS_H

#include "cordond/loop.h"
#include "cordond/trouble.h"
#include "libcordon/device/resolv_conf.h"
#include "libcordon/device/sysfs.h"

/**
 * struct resolvers - what is watched and what the kernel was told
 * @sysfs: the kernel's nodes; borrowed
 * @loop: waits for announcements; borrowed
 * @troubles: gets what fails; borrowed
 * @notify: inotify instance of the directories that the files lie in, or -1
 * @told: whether @text is what the kernel has
 * @text: the list as told last
 */
struct resolvers {
	const struct cordon_sysfs *sysfs;
	struct loop *loop;
	struct troubles *troubles;
	int notify;
	bool told;
	char text[CORDON_RESOLVERS_TEXT_MAX];
};

void resolvers_begin(struct resolvers *resolvers,
		     const struct cordon_sysfs *sysfs, struct loop *loop,
		     struct troubles *troubles);
void resolvers_update(struct resolvers *resolvers);

#endif /* _CORDOND_RESOLVERS_H */
