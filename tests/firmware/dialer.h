/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The never-block test's program: what it can do to a socket
 *
 * Each returns 0, or the errno of what was refused.
 */
#ifndef _TESTS_DIALER_H
#define _TESTS_DIALER_H

#include <netinet/in.h>

/* Where all calls go. */
extern struct sockaddr_in target;

int dial(void);
int ask(void);
int open_question(int *fd);
int ask_on(int fd);
int splice_on(int fd);
int dial_on(int fd);
int open_fast_on(int fd);

#endif /* _TESTS_DIALER_H */
