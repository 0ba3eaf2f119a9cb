// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The never-block test's program: connects, and says what came of it.
 *
 * usage: dialer HOW ADDRESS PORT [PROGRAM]
 *
 * HOW: self; child, thread: made by this process; exec: by PROGRAM, which is
 * called as `PROGRAM self ADDRESS PORT`; root: as self, after it gave up uid 0
 * for 1000; dns: asks ADDRESS for www.facebook.com instead, by UDP.
 *
 * Exit status: 0, or the errno of the connect or of the send.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static struct sockaddr_in target;

/* Id 1, recursion desired, one question: www.facebook.com A. */
static const char question[] =
	"\0\1\1\0\0\1\0\0\0\0\0\0\3www\10facebook\3com\0\0\1\0\1";

static int dial(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	int error = 0;

	if (fd < 0 || connect(fd, (struct sockaddr *)&target, sizeof(target)))
		error = errno;
	close(fd);
	return error;
}

static int ask(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	int error = 0;

	if (fd < 0 || sendto(fd, question, sizeof(question) - 1, 0,
			     (struct sockaddr *)&target, sizeof(target)) < 0)
		error = errno;
	close(fd);
	return error;
}

static int by_child(void)
{
	int status = 0;
	pid_t child = fork();

	if (!child)
		_exit(dial());
	if (child < 0 || waitpid(child, &status, 0) < 0)
		return errno;
	return WEXITSTATUS(status);
}

static void *run_thread(void *error)
{
	*(int *)error = dial();
	return NULL;
}

static int by_thread(void)
{
	pthread_t thread;
	int error = 0;

	if (!pthread_create(&thread, NULL, run_thread, &error))
		pthread_join(thread, NULL);
	else
		error = EAGAIN;
	return error;
}

static int without_root(void)
{
	return setresuid(1000, 1000, 1000) ? errno : dial();
}

static int act(const char *how, char **argv)
{
	if (!strcmp(how, "self"))
		return dial();
	if (!strcmp(how, "child"))
		return by_child();
	if (!strcmp(how, "thread"))
		return by_thread();
	if (!strcmp(how, "root"))
		return without_root();
	if (!strcmp(how, "dns"))
		return ask();
	execl(argv[4], argv[4], "self", argv[2], argv[3], NULL);
	return errno;
}

int main(int argc, char **argv)
{
	int error = EINVAL;

	if (argc > 3 && inet_pton(AF_INET, argv[2], &target.sin_addr) == 1) {
		target.sin_family = AF_INET;
		target.sin_port = htons(atoi(argv[3]));
		error = act(argv[1], argv);
	}
	return error;
}
