// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - log: messages to standard error
 *
 * A message is a line, whatever is quoted in it: who chooses a file's name chooses
 * no line of ours. Unless a person watches on a terminal, each line starts with its syslog
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

/* Longer messages are cut: they quote file names. */
#define MESSAGE_MAX	4096
/* So that what comes behind it reaches the service manager, too. */
#define STATUS_MAX	2048

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
static void write_line(int priority, const char *line)
{
	char text[PIPE_BUF];
	size_t n;

	if (on_terminal)
		n = snprintf(text, sizeof(text), "cordond: ");
	else
		n = snprintf(text, sizeof(text), "<%d>", priority);
	/* Names of files come from outside: nothing steers a terminal. */
	cordon_safe_text(line, text + n, sizeof(text) - n);
	n += strlen(text + n);
	text[n++] = '\n';
	write_bytes(text, n);
}

/**
 * log_lines() - say what a library of ours said, each of its lines as a line
 * @priority: LOG_ERR and so on
 * @text: lines; longer ones are cut
 *
 * Not for text that names something from outside.
 */
void log_lines(int priority, const char *text)
{
	char line[MESSAGE_MAX];

	while (*text) {
		size_t length = strcspn(text, "\n");

		snprintf(line, sizeof(line), "%.*s", (int)length, text);
		write_line(priority, line);
		text += length;
		if (*text)
			text++;
	}
}

/**
 * log_message() - say something, in one line
 * @priority: LOG_ERR and so on
 * @format: as for printf(); a newline is shown as \x0a
 */
void log_message(int priority, const char *format, ...)
{
	char text[MESSAGE_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	write_line(priority, text);
}

/**
 * log_fatal() - say why nothing goes on, to everybody who listens, and end
 * @error: errno that the service manager is told, without its sign
 * @format: as for log_message(); becomes the service's status, too
 */
noreturn void log_fatal(int error, const char *format, ...)
{
	char text[MESSAGE_MAX], status[STATUS_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	write_line(LOG_ERR, text);
	notify_send("STATUS=failed: %s\nERRNO=%d\nSTOPPING=1",
		    cordon_safe_text(text, status, sizeof(status)), error);
	exit(EXIT_FAILURE);
}
