// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - loop: wait for whatever happens next
 *
 * One thread. Handlers run one after the other, to their end; none of them
 * waits. There is neither an epoll instance nor a timer descriptor: for a
 * handful of sources poll() and its time-out do, and cannot be used up.
 */
#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "cordond/log.h"
#include "cordond/loop.h"

/* Between two tries when the kernel has no memory to wait with. */
#define PAUSE_S	1

/**
 * loop_add() - wait for a descriptor, too
 * @loop: the loop
 * @fd: it must not block when read
 * @events: of poll()
 * @ready: called when one of them, or an error, has come
 * @context: handed to @ready
 *
 * Return: 0; -ENOSPC over LOOP_SOURCES.
 */
int loop_add(struct loop *loop, int fd, short events,
	     void (*ready)(void *context), void *context)
{
	struct loop_source *source = &loop->source[loop->count];

	if (loop->count == LOOP_SOURCES)
		return -ENOSPC;
	source->fd = fd;
	source->events = events;
	source->ready = ready;
	source->context = context;
	loop->count++;
	return 0;
}

/**
 * loop_add_inotify() - make an inotify instance, and wait for its events
 * @loop: the loop
 * @ready: called when one has come
 * @context: handed to @ready
 *
 * Return: its descriptor; else -errno of inotify_init1() or loop_add(), and nothing
 * is open.
 */
int loop_add_inotify(struct loop *loop, void (*ready)(void *context),
		     void *context)
{
	int fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	int r;

	if (fd < 0)
		return -errno;
	r = loop_add(loop, fd, POLLIN, ready, context);
	if (r == 0)
		return fd;
	close(fd);
	return r;
}

/**
 * loop_remove() - wait for a descriptor no longer
 * @loop: the loop
 * @fd: from loop_add(); one that is not waited for is no error
 */
void loop_remove(struct loop *loop, int fd)
{
	unsigned int i;

	for (i = 0; i < loop->count; i++) {
		if (loop->source[i].fd == fd) {
			loop->source[i] = loop->source[--loop->count];
			return;
		}
	}
}

/**
 * clock_ms() - the time
 *
 * Return: milliseconds since some moment, never 0.
 */
u64 clock_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000ULL + now.tv_nsec / 1000000 + 1;
}

/* Milliseconds until the next timer is due; -1 if none runs. */
static int time_left(const struct loop *loop)
{
	const struct timer *timer;
	u64 now = clock_ms();
	u64 next = 0;

	for (timer = loop->timers; timer; timer = timer->next) {
		if (timer->due && (!next || timer->due < next))
			next = timer->due;
	}
	if (!next)
		return -1;
	return next <= now ? 0 : (int)min_t(u64, next - now, 3600000);
}

static void run_timers(struct loop *loop)
{
	u64 now = clock_ms();
	struct timer *timer;

	for (timer = loop->timers; timer; timer = timer->next) {
		if (!timer->due || timer->due > now)
			continue;
		timer->due = 0;
		timer->expired(timer->context);
	}
}

static struct loop_source *find(struct loop *loop, int fd)
{
	unsigned int i;

	for (i = 0; i < loop->count; i++) {
		if (loop->source[i].fd == fd)
			return &loop->source[i];
	}
	return NULL;
}

/* A handler may add sources and take some out, also its own. */
static void run_sources(struct loop *loop, const struct pollfd *polled,
			unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count && !loop->stop; i++) {
		struct loop_source *source = find(loop, polled[i].fd);

		if (!polled[i].revents || !source)
			continue;
		if (polled[i].revents & POLLNVAL)
			loop_remove(loop, polled[i].fd);
		else
			source->ready(source->context);
	}
}

/* The kernel has no memory to wait with: look at each source in turn. */
static void pause_instead(struct pollfd *polled, unsigned int count, int error)
{
	static const struct timespec pause = { .tv_sec = PAUSE_S };
	static bool told;
	unsigned int i;

	if (!told)
		log_error("cannot wait for events: %s; looking every %d s",
			  strerror(error), PAUSE_S);
	told = true;
	clock_nanosleep(CLOCK_MONOTONIC, 0, &pause, NULL);
	for (i = 0; i < count; i++)
		polled[i].revents = polled[i].events;
}

/**
 * loop_run() - call handlers until one of them sets @stop
 * @loop: the loop
 */
void loop_run(struct loop *loop)
{
	while (!loop->stop) {
		struct pollfd polled[LOOP_SOURCES];
		unsigned int count = loop->count;
		unsigned int i;
		int n;

		for (i = 0; i < count; i++) {
			polled[i].fd = loop->source[i].fd;
			polled[i].events = loop->source[i].events;
			polled[i].revents = 0;
		}
		n = poll(polled, count, time_left(loop));
		if (n < 0 && errno == EINTR)
			n = 0;
		if (n < 0)
			pause_instead(polled, count, errno);
		if (n)
			run_sources(loop, polled, count);
		if (!loop->stop)
			run_timers(loop);
	}
}

/**
 * timer_add() - make a timer known to the loop
 * @loop: the loop
 * @timer: lives as long as the loop does; does not run yet
 * @expired: called when it is due
 * @context: handed to @expired
 */
void timer_add(struct loop *loop, struct timer *timer,
	       void (*expired)(void *context), void *context)
{
	timer->due = 0;
	timer->expired = expired;
	timer->context = context;
	timer->next = loop->timers;
	loop->timers = timer;
}

/**
 * timer_start() - start a timer, anew if it runs
 * @timer: from timer_add()
 * @milliseconds: from now
 */
void timer_start(struct timer *timer, u64 milliseconds)
{
	timer->due = clock_ms() + milliseconds;
}

/**
 * timer_stop() - stop a timer
 * @timer: from timer_add()
 */
void timer_stop(struct timer *timer)
{
	timer->due = 0;
}
