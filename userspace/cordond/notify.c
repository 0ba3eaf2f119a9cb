// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - notify: tell the service manager how it goes
 *
 * The protocol of sd_notify(3). The library's own function makes a socket for
 * each message, which the seccomp filter forbids; here one is made at start.
 */
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cordond/notify.h"

static int notify_socket = -1;
static struct sockaddr_un manager = { .sun_family = AF_UNIX };
static socklen_t manager_length;

/**
 * notify_open() - get ready to talk to the service manager
 *
 * Return: 0, also if there is none ($NOTIFY_SOCKET); -EINVAL: what that names is
 * no socket; else -errno of socket(). After an error it hears nothing.
 */
int notify_open(void)
{
	const char *path = getenv("NOTIFY_SOCKET");
	size_t length;

	if (!path || !*path)
		return 0;
	length = strlen(path);
	if ((*path != '/' && *path != '@') ||
	    length >= sizeof(manager.sun_path))
		return -EINVAL;
	memcpy(manager.sun_path, path, length);
	manager_length = offsetof(struct sockaddr_un, sun_path) + length;
	if (*path == '@')
		manager.sun_path[0] = '\0';
	else
		manager_length++;
	notify_socket = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	return notify_socket < 0 ? -errno : 0;
}

/**
 * notify_fd() - the socket that notify_send() uses
 *
 * Return: its descriptor, or -1 if there is no service manager.
 */
int notify_fd(void)
{
	return notify_socket;
}

/**
 * notify_send() - send the service manager a message
 * @format: lines of NAME=VALUE, as for printf()
 *
 * Does not wait for a manager that is busy.
 *
 * Return: 0, also if there is no manager; else -errno of sendto().
 */
int notify_send(const char *format, ...)
{
	char text[4096];
	va_list args;
	int n;

	if (notify_socket < 0)
		return 0;
	va_start(args, format);
	n = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (n < 0)
		return -EINVAL;
	if ((size_t)n >= sizeof(text))
		n = sizeof(text) - 1;
	if (sendto(notify_socket, text, n, MSG_NOSIGNAL | MSG_DONTWAIT,
		   (struct sockaddr *)&manager, manager_length) < 0)
		return -errno;
	return 0;
}

/**
 * notify_watchdog_usec() - how often the manager wants a sign of life
 *
 * Return: microseconds, or 0 if it wants none from this process.
 */
u64 notify_watchdog_usec(void)
{
	const char *usec = getenv("WATCHDOG_USEC");
	const char *pid = getenv("WATCHDOG_PID");

	if (notify_socket < 0 || !usec)
		return 0;
	if (pid && strtoul(pid, NULL, 10) != (unsigned long)getpid())
		return 0;
	return strtoull(usec, NULL, 10);
}
