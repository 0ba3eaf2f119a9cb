/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - loop: wait for whatever happens next
 */
#ifndef _CORDOND_LOOP_H
#define _CORDOND_LOOP_H

#include <stdbool.h>

#include "engine/port.h"

#define LOOP_SOURCES	8U

/**
 * struct loop - what is waited for
 * @epoll: epoll instance
 * @stop: set by a handler to end loop_run()
 * @count: sources in use
 * @source: descriptor, what to call when it can be read, and with what
 */
struct loop {
	int epoll;
	bool stop;
	unsigned int count;
	struct loop_source {
		int fd;
		void (*ready)(void *context);
		void *context;
	} source[LOOP_SOURCES];
};

int loop_open(struct loop *loop);
int loop_add(struct loop *loop, int fd, void (*ready)(void *context),
	     void *context);
int loop_run(struct loop *loop);

int timer_open(void);
int timer_set(int fd, u64 milliseconds, bool repeat);
bool timer_expired(int fd);

#endif /* _CORDOND_LOOP_H */
