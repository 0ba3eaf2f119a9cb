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
 * struct timer - something that is due later
 * @due: milliseconds of the monotonic clock; 0: it does not run
 * @expired: called then, once
 * @context: handed to @expired
 * @next: the loop's next one
 */
struct timer {
	u64 due;
	void (*expired)(void *context);
	void *context;
	struct timer *next;
};

/**
 * struct loop - what is waited for
 * @stop: set by a handler to end loop_run()
 * @count: sources in use
 * @source: descriptor, poll() events, what to call then, and with what
 * @timers: all timers, running or not
 */
struct loop {
	bool stop;
	unsigned int count;
	struct loop_source {
		int fd;
		short events;
		void (*ready)(void *context);
		void *context;
	} source[LOOP_SOURCES];
	struct timer *timers;
};

int loop_add(struct loop *loop, int fd, short events,
	     void (*ready)(void *context), void *context);
int loop_add_inotify(struct loop *loop, void (*ready)(void *context),
		     void *context);
void loop_remove(struct loop *loop, int fd);
void loop_run(struct loop *loop);

u64 clock_ms(void);
void timer_add(struct loop *loop, struct timer *timer,
	       void (*expired)(void *context), void *context);
void timer_start(struct timer *timer, u64 milliseconds);
void timer_stop(struct timer *timer);

#endif /* _CORDOND_LOOP_H */
