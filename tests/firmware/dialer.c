// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The never-block test's program: calls, and says what came of it.
 *
 * usage: dialer HOW ADDRESS PORT [MORE]
 *
 * It connects to ADDRESS, or asks it for www.facebook.com by UDP:
 *
 *	self			connects
 *	dns			asks
 *	child, thread		made by this process, connects
 *	exec			MORE connects: `MORE self ADDRESS PORT`
 *	failed-exec		connects after the exec of MORE has failed
 *	euid			connects with the effective user 1000
 *	users			becomes each user of MORE (1001,1000) and connects
 *				as each; the last one counts
 *	thread-user		a thread alone becomes user MORE and connects
 *	after-thread-user	connects when such a thread is gone
 *	inherit			asks, and so does a child, on the same socket
 *	pass, pass-splice,	MORE is two users: one makes a socket and uses it,
 *	pass-tcp, pass-fast	the other one is given it and does so, too
 *
 * Exit status: 0, or the errno of what was refused, where two act that of the
 * second; 64 if it did not come to that, EINVAL if it was called in a wrong way.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "dialer.h"

/* No call was refused: it did not come to that. */
#define FAILED	64

/* By way of root: the saved one stays his, so that the next one can follow. */
static int become(unsigned int uid)
{
	return setresuid(0, 0, 0) || setresuid(uid, uid, 0) ? errno : 0;
}

static int status_of(pid_t child)
{
	int status = 0;

	if (child < 0 || waitpid(child, &status, 0) < 0)
		return errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : FAILED;
}

static int by_child(char **argv)
{
	pid_t child = fork();

	(void)argv;
	if (!child)
		_exit(dial());
	return status_of(child);
}

static int run_thread(void *(*run)(void *), void *argument)
{
	pthread_t thread;
	void *error;

	if (pthread_create(&thread, NULL, run, argument))
		return FAILED;
	pthread_join(thread, &error);
	return (int)(long)error;
}

static void *dial_in_thread(void *unused)
{
	(void)unused;
	return (void *)(long)dial();
}

/* The C library would have all threads change. */
static void *become_in_thread(void *text)
{
	long uid = strtol(text, NULL, 10);

	if (syscall(SYS_setresuid, uid, uid, uid))
		return (void *)(long)errno;
	return (void *)(long)dial();
}

static int by_thread(char **argv)
{
	(void)argv;
	return run_thread(dial_in_thread, NULL);
}

static int by_thread_user(char **argv)
{
	return run_thread(become_in_thread, argv[4]);
}

static int after_thread_user(char **argv)
{
	run_thread(become_in_thread, argv[4]);
	return dial();
}

static int by_exec(char **argv)
{
	execl(argv[4], argv[4], "self", argv[2], argv[3], NULL);
	return errno;
}

static int after_exec(char **argv)
{
	by_exec(argv);
	return dial();
}

static int with_euid(char **argv)
{
	(void)argv;
	return seteuid(1000) ? errno : dial();
}

static int as_users(char **argv)
{
	char *uid, *rest = NULL;
	int error = EINVAL;

	for (uid = strtok_r(argv[4], ",", &rest); uid;
	     uid = strtok_r(NULL, ",", &rest)) {
		error = become((unsigned int)strtoul(uid, NULL, 10));
		if (!error)
			error = dial();
		printf("as %s: %s\n", uid, strerror(error));
	}
	return error;
}

static int by_heir(char **argv)
{
	pid_t child;
	int fd, error;

	(void)argv;
	error = open_question(&fd);
	if (!error)
		error = ask_on(fd);
	if (error)
		return FAILED;		/* it must be free itself */
	child = fork();
	if (!child)
		_exit(ask_on(fd));
	error = status_of(child);
	/* And its parent still is. */
	return ask_on(fd) ? FAILED : error;
}

/* What is made, what its maker does with it, and what who is given it. */
struct passing {
	int type;
	int (*make)(int fd);
	int (*use)(int fd);
};

static const struct passing questions = { SOCK_DGRAM, dial_on, ask_on };
static const struct passing splices = { SOCK_DGRAM, dial_on, splice_on };
static const struct passing streams = { SOCK_STREAM, NULL, dial_on };
static const struct passing fast = { SOCK_STREAM, NULL, open_fast_on };

/* SCM_RIGHTS of one descriptor; @give < 0: take one. */
static int hand_over(int channel, int give)
{
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { .room = "" };
	struct iovec byte = { .iov_base = "x", .iov_len = 1 };
	struct msghdr message = {
		.msg_iov = &byte, .msg_iovlen = 1, .msg_control = &control,
		.msg_controllen = sizeof(control),
	};
	struct cmsghdr *header = &control.header;
	char taken;
	int fd = -1;

	if (give >= 0) {
		header->cmsg_level = SOL_SOCKET;
		header->cmsg_type = SCM_RIGHTS;
		header->cmsg_len = CMSG_LEN(sizeof(int));
		memcpy(CMSG_DATA(header), &give, sizeof(int));
		return sendmsg(channel, &message, 0) < 0 ? -1 : give;
	}
	byte.iov_base = &taken;
	if (recvmsg(channel, &message, 0) == 1 && CMSG_FIRSTHDR(&message))
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof(int));
	return fd;
}

static int make_and_give(const struct passing *passing, int channel,
			 unsigned int uid)
{
	int fd, error = become(uid);

	fd = socket(AF_INET, passing->type, 0);
	if (fd < 0)
		error = errno;
	if (!error && passing->make)
		error = passing->make(fd);
	if (!error && passing->make)
		ask_on(fd);		/* refused or not: it has used it */
	return hand_over(channel, error ? channel : fd) < 0 ? FAILED : error;
}

static int pass(const struct passing *passing, char **argv)
{
	unsigned int from, to;
	int channel[2], fd, error;
	pid_t maker;

	if (!argv[4] || sscanf(argv[4], "%u,%u", &from, &to) != 2 ||
	    socketpair(AF_UNIX, SOCK_DGRAM, 0, channel))
		return FAILED;
	maker = fork();
	if (!maker)
		_exit(make_and_give(passing, channel[0], from));
	fd = hand_over(channel[1], -1);
	error = status_of(maker);
	printf("made as %u: %s\n", from, strerror(error));
	if (error || fd < 0)
		return FAILED;
	error = become(to);
	return error ? error : passing->use(fd);
}

static int pass_question(char **argv)
{
	return pass(&questions, argv);
}

static int pass_splice(char **argv)
{
	return pass(&splices, argv);
}

static int pass_stream(char **argv)
{
	return pass(&streams, argv);
}

static int pass_fast(char **argv)
{
	return pass(&fast, argv);
}

static int by_self(char **argv)
{
	(void)argv;
	return dial();
}

static int by_question(char **argv)
{
	(void)argv;
	return ask();
}

static const struct act {
	const char *how;
	int (*act)(char **argv);
} acts[] = {
	{ "self", by_self }, { "dns", by_question }, { "child", by_child },
	{ "thread", by_thread }, { "exec", by_exec },
	{ "failed-exec", after_exec }, { "euid", with_euid },
	{ "users", as_users }, { "thread-user", by_thread_user },
	{ "after-thread-user", after_thread_user }, { "inherit", by_heir },
	{ "pass", pass_question }, { "pass-splice", pass_splice },
	{ "pass-tcp", pass_stream }, { "pass-fast", pass_fast }, { NULL, NULL },
};

int main(int argc, char **argv)
{
	int error = EINVAL;
	const struct act *act;

	if (argc < 4 || inet_pton(AF_INET, argv[2], &target.sin_addr) != 1)
		return error;
	target.sin_family = AF_INET;
	target.sin_port = htons(atoi(argv[3]));
	for (act = acts; act->how; act++)
		if (!strcmp(argv[1], act->how))
			error = act->act(argv);
	return error;
}
