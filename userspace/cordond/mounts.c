// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - mounts: notice that something was mounted over what is watched
 *
 * No directory announces that a file or a directory in it is covered by a mount,
 * or is no longer. The table of mounts announces that it has changed.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "cordond/daemon.h"
#include "cordond/log.h"

static void mounts_changed(void *context)
{
	struct daemon *daemon = context;

	resolvers_update(&daemon->resolvers);
	if (!state_is_current(&daemon->state, daemon->state_path))
		work_on(daemon);
}

/**
 * mounts_begin() - have changes of the mounts announced
 * @daemon: its loop is there
 *
 * Without that a mount is noticed at the next look, for whatever reason.
 */
void mounts_begin(struct daemon *daemon)
{
	int fd = open("/proc/self/mountinfo", O_RDONLY | O_CLOEXEC);
	int r = fd < 0 ? -errno : loop_add(&daemon->loop, fd, POLLPRI, mounts_changed,
					   daemon);

	if (r < 0)
		log_warning("cannot watch mounts: %s; what is mounted over resolv.conf goes unseen until SIGHUP",
			    strerror(-r));
	if (r < 0 && fd >= 0)
		close(fd);
}
