/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - log: messages to standard error, state to the service manager
 */
#ifndef _CORDOND_LOG_H
#define _CORDOND_LOG_H

#include <stdnoreturn.h>
#include <syslog.h>

#include "libcordon/diagnostics.h"

void log_open(void);
void log_lines(int priority, const char *text);
void __printf(2, 3)
log_message(int priority, const char *format, ...);
noreturn void __printf(2, 3)
log_fatal(int error, const char *format, ...);

#define log_error(...)		log_message(LOG_ERR, __VA_ARGS__)
#define log_warning(...)	log_message(LOG_WARNING, __VA_ARGS__)
#define log_notice(...)		log_message(LOG_NOTICE, __VA_ARGS__)
#define log_info(...)		log_message(LOG_INFO, __VA_ARGS__)

#endif /* _CORDOND_LOG_H */
