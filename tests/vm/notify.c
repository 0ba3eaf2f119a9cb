// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Starts a daemon of systemd's Type=notify and returns when it says READY=1.
 *
 * What systemd would be to it: holds the notification socket for as long as it
 * lives, keeps its output in a log file and reaps it. It is not restarted.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define READY_MS 90000 /* systemd's own default for a start */

static int die(const char *what)
{
	fprintf(stderr, "notify: %s: %s\n", what, strerror(errno));
	return 1;
}

static int open_socket(const char *path)
{
	struct sockaddr_un addr = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || strlen(path) >= sizeof(addr.sun_path))
		return -1;
	memcpy(addr.sun_path, path, strlen(path) + 1);
	unlink(path);
	/* The daemon may have changed its uid when it speaks. */
	if (bind(fd, (struct sockaddr *)&addr, sizeof(addr)) ||
	    chmod(path, 0666) || setenv("NOTIFY_SOCKET", path, 1))
		return -1;
	return fd;
}

static pid_t start(char **argv, const char *log)
{
	int fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	pid_t pid;

	if (fd < 0 || null < 0)
		return -1;
	pid = fork();
	if (pid)
		return pid;
	dup2(null, STDIN_FILENO);
	dup2(fd, STDOUT_FILENO);
	dup2(fd, STDERR_FILENO);
	close_range(3, ~0U, 0);
	execvp(argv[0], argv);
	_exit(die(argv[0]));
}

/* Return: 1 if the message has the line READY=1. */
static int is_ready(int sock)
{
	char buf[4096], *line, *rest = buf;
	ssize_t n = recv(sock, buf, sizeof(buf) - 1, 0);

	if (n < 0)
		return 0;
	buf[n] = '\0';
	while ((line = strsep(&rest, "\n")))
		if (!strcmp(line, "READY=1"))
			return 1;
	return 0;
}

/* Watches the daemon to its end; tells @verdict 'R' when it is ready. */
static int supervise(pid_t pid, int sock, int verdict)
{
	struct pollfd fds[] = {
		{ .fd = sock, .events = POLLIN },
		{ .fd = pidfd_open(pid, 0), .events = POLLIN },
	};
	int ready = 0;

	if (fds[1].fd < 0)
		return die("pidfd");
	for (;;) {
		int n = poll(fds, 2, ready ? -1 : READY_MS);

		if (!n)
			return die("not ready in time");
		if (n < 0 && errno != EINTR)
			return die("poll");
		if (fds[0].revents && is_ready(sock) && !ready) {
			ready = 1;
			if (write(verdict, "R", 1) != 1)
				return die("verdict");
			/* Let go of the caller's files: it waits for their end. */
			close(verdict);
			dup2(open("/dev/null", O_RDWR | O_CLOEXEC), STDOUT_FILENO);
			dup2(STDOUT_FILENO, STDERR_FILENO);
		}
		if (fds[1].revents) {
			waitpid(pid, NULL, 0);
			return !ready;
		}
	}
}

int main(int argc, char **argv)
{
	int sock, verdict[2];
	char byte;
	pid_t pid;

	if (argc < 4) {
		fputs("usage: notify SOCKET LOG PROGRAM [ARGUMENT...]\n", stderr);
		return 2;
	}
	sock = open_socket(argv[1]);
	if (sock < 0)
		return die(argv[1]);
	if (pipe2(verdict, O_CLOEXEC))
		return die("pipe");
	pid = fork();
	if (pid < 0)
		return die("fork");
	if (!pid) {
		close(verdict[0]);
		setsid();
		pid = start(argv + 3, argv[2]);
		if (pid < 0)
			return die(argv[3]);
		return supervise(pid, sock, verdict[1]);
	}
	close(verdict[1]);
	return read(verdict[0], &byte, 1) == 1 ? 0 : 1;
}
