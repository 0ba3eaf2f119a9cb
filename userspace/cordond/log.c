// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - log: messages to standard error
 *
 * Unless a person watches on a terminal, each line starts with its syslog
 * priority in angle brackets, which the journal understands (sd-daemon(3)).
 */
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cordond/log.h"
#include "cordond/notify.h"

/* Longer messages are cut: they quote file names and the verifier's log. */
#define MESSAGE_MAX	4096

static bool on_terminal;

/**
 * log_open() - find out who reads standard error
 */
void log_open(void)
{
	on_terminal = isatty(STDERR_FILENO);
}

/* One write() a line, so that lines of several programs do not mix. */
static void write_line(int priority, const char *line, size_t length)
{
	char text[MESSAGE_MAX + 32];
	size_t n = 0;
	size_t i;

	if (on_terminal)
		n = snprintf(text, sizeof(text), "cordond: ");
	else
		n = snprintf(text, sizeof(text), "<%d>", priority);
	for (i = 0; i < length && n < sizeof(text) - 1; i++) {
		unsigned char c = line[i];

		/* Names of files come from outside: nothing steers a terminal. */
		text[n++] = c < ' ' || c == 0x7f ? '?' : c;
	}
	text[n++] = '\n';
	if (write(STDERR_FILENO, text, n) < 0)
		return;		/* there is nowhere left to say so */
}

static void log_lines(int priority, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");

		write_line(priority, text, length);
		text += length;
		if (*text)
			text++;
	}
}

/**
 * log_message() - say something
 * @priority: LOG_ERR and so on
 * @format: as for printf(); a newline starts another message
 */
void log_message(int priority, const char *format, ...)
{
	char text[MESSAGE_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	log_lines(priority, text);
}

/**
 * log_fatal() - say why nothing goes on, to everybody who listens, and end
 * @error: errno that the service manager is told, without its sign
 * @format: as for log_message(); its first line becomes the service's status
 */
noreturn void log_fatal(int error, const char *format, ...)
{
	char text[MESSAGE_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	log_lines(LOG_ERR, text);
	notify_send("STATUS=failed: %.*s\nERRNO=%d\nSTOPPING=1",
		    (int)strcspn(text, "\n"), text, error);
	exit(EXIT_FAILURE);
}
