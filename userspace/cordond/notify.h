/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - notify: tell the service manager how it goes
 */
#ifndef _CORDOND_NOTIFY_H
#define _CORDOND_NOTIFY_H

#include "engine/port.h"
#include "libcordon/diagnostics.h"

int notify_open(void);
int notify_fd(void);
int __printf(1, 2)
notify_send(const char *format, ...);
u64 notify_watchdog_usec(void);

#endif /* _CORDOND_NOTIFY_H */
