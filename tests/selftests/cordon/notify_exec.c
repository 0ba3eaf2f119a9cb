// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - notify_exec: starts a daemon and waits until it is ready
 *
 *	notify_exec PROGRAM COMMAND_LINE_FILE
 *
 * The file is a copy of a /proc/PID/cmdline. The daemon is ready when it says
 * so as sd_notify(3) does; it goes on running in a session of its own.
 */
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define ARGS_MAX	64

static int split(char *text, size_t length, char **argv)
{
	size_t at = 0;
	int argc = 0;

	while (at < length && argc < ARGS_MAX) {
		argv[argc++] = text + at;
		at += strlen(text + at) + 1;
	}
	argv[argc] = NULL;
	return argc;
}

static int listen_for_ready(char *name, size_t size)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int length = snprintf(name, size, "@cordon-selftest-%d", getpid());

	memcpy(address.sun_path + 1, name + 1, length - 1);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address,
			   offsetof(struct sockaddr_un, sun_path) + length))
		return -1;
	return fd;
}

/* True once it said READY=1; false if it ended first. */
static int wait_until_ready(int fd, pid_t pid)
{
	struct pollfd poll_fd = { .fd = fd, .events = POLLIN };
	char message[4096];
	ssize_t got;

	for (;;) {
		if (poll(&poll_fd, 1, 100) == 1) {
			got = recv(fd, message, sizeof(message) - 1, 0);
			if (got > 0) {
				message[got] = '\0';
				if (strstr(message, "READY=1"))
					return 1;
			}
		} else if (waitpid(pid, NULL, WNOHANG) == pid) {
			return 0;
		}
	}
}

int main(int argc, char **argv)
{
	char *args[ARGS_MAX + 1], text[4096], name[64];
	ssize_t length;
	pid_t pid;
	int fd;

	if (argc != 3)
		return 2;
	fd = open(argv[2], O_RDONLY | O_CLOEXEC);
	length = read(fd, text, sizeof(text) - 1);
	if (length <= 0)
		return 2;
	text[length] = '\0';
	if (!split(text, length, args))
		return 2;
	fd = listen_for_ready(name, sizeof(name));
	if (fd < 0 || setenv("NOTIFY_SOCKET", name, 1))
		return 1;
	pid = fork();
	if (!pid) {
		/* It outlives us, and must not hold what we print to. */
		int null = open("/dev/null", O_RDWR);

		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
		setsid();
		execv(argv[1], args);
		_exit(127);
	}
	if (pid < 0 || !wait_until_ready(fd, pid))
		return 1;
	printf("%d\n", pid);
	return 0;
}
