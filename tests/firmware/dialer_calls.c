// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The never-block test's program: what it can do to a socket
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "dialer.h"

/* Id 1, recursion desired, one question: www.facebook.com A. */
static const char question[] =
	"\0\1\1\0\0\1\0\0\0\0\0\0\3www\10facebook\3com\0\0\1\0\1";
#define QUESTION_SIZE	(sizeof(question) - 1)

struct sockaddr_in target;

static int failed(long result)
{
	return result < 0 ? errno : 0;
}

/* dial_on() - connect a socket */
int dial_on(int fd)
{
	return failed(connect(fd, (struct sockaddr *)&target, sizeof(target)));
}

/* open_fast_on() - connect a TCP socket by its first message */
int open_fast_on(int fd)
{
	return failed(sendto(fd, "x", 1, MSG_FASTOPEN,
			     (struct sockaddr *)&target, sizeof(target)));
}

/* dial() - connect a socket of our own */
int dial(void)
{
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	int error = fd < 0 ? errno : dial_on(fd);

	close(fd);
	return error;
}

/* ask() - send the question on a socket of our own that is not connected */
int ask(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM, 0);
	int error = fd < 0 ? errno :
		    failed(sendto(fd, question, QUESTION_SIZE, 0,
				  (struct sockaddr *)&target, sizeof(target)));

	close(fd);
	return error;
}

/* open_question() - a datagram socket that is connected */
int open_question(int *fd)
{
	*fd = socket(AF_INET, SOCK_DGRAM, 0);
	return *fd < 0 ? errno : dial_on(*fd);
}

/* ask_on() - send the question on a connected socket */
int ask_on(int fd)
{
	return failed(send(fd, question, QUESTION_SIZE, 0));
}

/* splice_on() - the same by the road of splice() */
int splice_on(int fd)
{
	int ends[2], error;

	if (pipe(ends))
		return errno;
	error = failed(write(ends[1], question, QUESTION_SIZE));
	if (!error)
		error = failed(splice(ends[0], NULL, fd, NULL, QUESTION_SIZE, 0));
	close(ends[0]);
	close(ends[1]);
	return error;
}
