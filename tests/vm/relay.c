// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Runs a program of the guest with its output in a pipe and passes the bytes
 * on to our own standard output, a virtio port.
 *
 * The port itself is no good as a standard output: it can be opened once only
 * and by root only, so that `echo >/dev/stderr` would fail. The pipe is given
 * to the user the program runs as, who can then open it anew.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

static int die(const char *what)
{
	fprintf(stderr, "relay: %s: %s\n", what, strerror(errno));
	return 125;
}

/* Writes all of @buf; the port takes what it has room for. */
static int put(const char *buf, size_t len)
{
	while (len) {
		ssize_t n = write(STDOUT_FILENO, buf, len);

		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0) {
			buf += n;
			len -= n;
		}
	}
	return 0;
}

/* Passes on what the pipe holds now. Return: 0 at its end, 1 if it is empty, -1 on error. */
static int drain(int fd)
{
	static char buf[65536];

	for (;;) {
		ssize_t n = read(fd, buf, sizeof(buf));

		if (n == 0)
			return 0;
		if (n < 0 && errno == EAGAIN)
			return 1;
		if (n < 0 && errno != EINTR)
			return -1;
		if (n > 0 && put(buf, n))
			return -1;
	}
}

static void child(int out, char **argv)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);

	if (null < 0 || dup2(null, STDIN_FILENO) < 0 ||
	    dup2(out, STDOUT_FILENO) < 0 || dup2(out, STDERR_FILENO) < 0)
		_exit(die("standard files"));
	/* Whatever else init has open is not the program's. */
	close_range(3, ~0U, 0);
	setsid();
	execvp(argv[0], argv);
	_exit(die(argv[0]));
}

/* Relays until @pid ends; what it left in the pipe is passed on, its orphans are not waited for. */
static int relay(pid_t pid, int pidfd, int in)
{
	struct pollfd fds[] = {
		{ .fd = in, .events = POLLIN },
		{ .fd = pidfd, .events = POLLIN },
	};
	int status;

	while (!fds[1].revents) {
		if (poll(fds, 2, -1) < 0 && errno != EINTR)
			return die("poll");
		if (fds[0].revents) {
			int more = drain(in);

			if (more < 0)
				return die("output");
			if (!more)
				fds[0].fd = -1;
		}
	}
	if (fds[0].fd >= 0 && drain(in) < 0)
		return die("output");
	if (waitpid(pid, &status, 0) != pid)
		return die("wait");
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
	int fds[2], pidfd;
	pid_t pid;
	uid_t uid;

	if (argc < 3) {
		fputs("usage: relay UID PROGRAM [ARGUMENT...]\n", stderr);
		return 125;
	}
	uid = strtoul(argv[1], NULL, 10);
	if (pipe2(fds, O_CLOEXEC) || fchown(fds[0], uid, uid) ||
	    fcntl(fds[0], F_SETFL, O_NONBLOCK))
		return die("pipe");
	pid = fork();
	if (pid < 0)
		return die("fork");
	if (!pid)
		child(fds[1], argv + 2);
	close(fds[1]);
	pidfd = pidfd_open(pid, 0);
	if (pidfd < 0)
		return die("pidfd");
	return relay(pid, pidfd, fds[0]);
}
