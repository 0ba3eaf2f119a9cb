// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - loop: wait for whatever happens next
 *
 * One thread, one epoll instance. Handlers run one after the other, to their
 * end; none of them waits.
 */
#include <errno.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "cordond/loop.h"

/**
 * loop_open() - make an empty loop
 * @loop: filled in; lives until the process ends
 *
 * Return: 0 or -errno.
 */
int loop_open(struct loop *loop)
{
	loop->stop = false;
	loop->count = 0;
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	return loop->epoll < 0 ? -errno : 0;
}

/**
 * loop_add() - wait for a descriptor, too
 * @loop: the loop
 * @fd: it must not block when read
 * @ready: called when it can be read
 * @context: handed to @ready
 *
 * Return: 0; -ENOSPC over LOOP_SOURCES; else -errno.
 */
int loop_add(struct loop *loop, int fd, void (*ready)(void *context),
	     void *context)
{
	struct loop_source *source = &loop->source[loop->count];
	struct epoll_event event = { .events = EPOLLIN };

	if (loop->count == LOOP_SOURCES)
		return -ENOSPC;
	source->fd = fd;
	source->ready = ready;
	source->context = context;
	event.data.ptr = source;
	if (epoll_ctl(loop->epoll, EPOLL_CTL_ADD, fd, &event) < 0)
		return -errno;
	loop->count++;
	return 0;
}

/**
 * loop_run() - call handlers until one of them sets @stop
 * @loop: the loop
 *
 * Return: 0 or -errno.
 */
int loop_run(struct loop *loop)
{
	while (!loop->stop) {
		struct epoll_event event;
		int n = epoll_wait(loop->epoll, &event, 1, -1);

		if (n < 0 && errno != EINTR)
			return -errno;
		if (n == 1) {
			struct loop_source *source = event.data.ptr;

			source->ready(source->context);
		}
	}
	return 0;
}

/**
 * timer_open() - make a timer for the loop
 *
 * Return: its descriptor, which the caller closes, or -errno.
 */
int timer_open(void)
{
	int fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);

	return fd < 0 ? -errno : fd;
}

/**
 * timer_set() - start a timer anew, or stop it
 * @fd: from timer_open()
 * @milliseconds: from now; 0 stops it
 * @repeat: go on with the same interval
 *
 * Return: 0 or -errno.
 */
int timer_set(int fd, u64 milliseconds, bool repeat)
{
	struct itimerspec spec = {
		.it_value.tv_sec = milliseconds / 1000,
		.it_value.tv_nsec = milliseconds % 1000 * 1000000,
	};

	if (repeat)
		spec.it_interval = spec.it_value;
	return timerfd_settime(fd, 0, &spec, NULL) < 0 ? -errno : 0;
}

/**
 * timer_expired() - take the expiry that made a timer readable
 * @fd: from timer_open()
 *
 * Return: whether there was one.
 */
bool timer_expired(int fd)
{
	u64 times;

	return read(fd, &times, sizeof(times)) == sizeof(times);
}
