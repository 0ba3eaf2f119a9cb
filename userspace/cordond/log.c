// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - log: messages to standard error
 *
 * Unless a person watches on a terminal, each line starts with its syslog
 * priority in angle brackets, which the journal understands (sd-daemon(3)).
 *
 * Nobody waits for whoever reads it: a line that there is no room for is lost,
 * and how many were is said as soon as there is.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cordond/log.h"
#include "cordond/notify.h"
#include "libcordon/safe_text.h"

/* Longer messages are cut: they quote file names and the verifier's log. */
#define MESSAGE_MAX	4096

static bool on_terminal;
static unsigned int lost;

/**
 * log_open() - find out who reads standard error
 *
 * A reader that goes away does not end the process. Nor does what is opened next
 * get the number of a standard descriptor that is not open, or a message would go
 * there.
 */
void log_open(void)
{
	int fd;

	signal(SIGPIPE, SIG_IGN);
	do
		fd = open("/dev/null", O_RDWR | O_NOCTTY);
	while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd >= 0)
		close(fd);
	on_terminal = isatty(STDERR_FILENO);
}

/* Is there room for a line? */
static bool has_room(void)
{
	struct pollfd standard_error = { STDERR_FILENO, POLLOUT, 0 };

	return poll(&standard_error, 1, 0) != 0;
}

static void write_bytes(const char *text, size_t length)
{
	char note[80];
	int n;

	if (lost && has_room()) {
		n = snprintf(note, sizeof(note),
			     "%s%u lines before this one are lost: nobody read them\n",
			     on_terminal ? "cordond: " : "<4>", lost);
		if (write(STDERR_FILENO, note, n) == n)
			lost = 0;
	}
	if (!has_room() || write(STDERR_FILENO, text, length) < 0)
		lost++;
}

/*
 * One write() a line, so that lines of several programs do not mix; no longer
 * than a pipe takes without waiting, once poll() says that it takes something.
 */
static void write_line(int priority, const char *line, size_t length)
{
	char text[PIPE_BUF], safe[CORDON_SAFE_TEXT_MAX];
	size_t used, safe_length, n;

	if (on_terminal)
		n = snprintf(text, sizeof(text), "cordond: ");
	else
		n = snprintf(text, sizeof(text), "<%d>", priority);
	/* Names of files come from outside: nothing steers a terminal. */
	for (; length; line += used, length -= used) {
		used = cordon_safe_text_next(line, length, safe, &safe_length);
		if (n + safe_length >= sizeof(text))
			break;
		memcpy(text + n, safe, safe_length);
		n += safe_length;
	}
	text[n++] = '\n';
	write_bytes(text, n);
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
