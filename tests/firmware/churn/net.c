// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon churn test - net: connect, send and resolve in the guest
 *
 * The far ends live in this process too, in the network namespace that is the
 * guest's internet: a listener and a resolver for each worker.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "churn.h"

#define PORT		8080
/* Seconds after which an answer that never came is an error. */
#define LIMIT		120
/* Addresses that each worker's names take turns at. */
#define LEARNED		32

/* Rules name A's, B's and C's prefixes; nothing names D's. */
static const char *const listed4[TARGETS] = {
	"198.18.21.1", "198.18.22.1", "198.18.23.1", "198.18.24.1",
};

static const char *const listed6[TARGETS] = {
	"2001:db8:c1::1", "2001:db8:c2::1", "2001:db8:c3::1", "2001:db8:c4::1",
};

static int listener, resolver, question, worker;

static struct sockaddr_in address4(const char *text, unsigned short port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons(port),
	};

	if (inet_pton(AF_INET, text, &address.sin_addr) != 1)
		errx(1, "no address: %s", text);
	return address;
}

static struct sockaddr_in6 address6(const char *text)
{
	struct sockaddr_in6 address = {
		.sin6_family = AF_INET6, .sin6_port = htons(PORT),
	};

	if (inet_pton(AF_INET6, text, &address.sin6_addr) != 1)
		errx(1, "no address: %s", text);
	return address;
}

static int open_socket(int family, int type)
{
	struct timeval limit = { .tv_sec = LIMIT };
	int fd = socket(family, type | SOCK_CLOEXEC, 0);

	if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)))
		err(1, "socket");
	return fd;
}

static int bound_socket(int type, const struct sockaddr_in *address)
{
	int fd = open_socket(AF_INET, type);

	if (bind(fd, (const struct sockaddr *)address, sizeof(*address)) ||
	    (type == SOCK_STREAM && listen(fd, 8)))
		err(1, "bind");
	return fd;
}

/**
 * net_prepare() - make this worker's far ends; needs root
 * @number: the worker's
 * @tally: counts the connect to the resolver
 */
void net_prepare(int number, struct tally *tally)
{
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	int far = open("/run/netns/internet", O_RDONLY | O_CLOEXEC);
	struct sockaddr_in any = address4("0.0.0.0", PORT + number);
	struct sockaddr_in answers;
	char text[32];

	worker = number;
	snprintf(text, sizeof(text), "10.20.0.%d", 60 + number);
	answers = address4(text, 53);
	if (home < 0 || far < 0 || setns(far, CLONE_NEWNET))
		err(1, "the guest's internet");
	listener = bound_socket(SOCK_STREAM, &any);
	resolver = bound_socket(SOCK_DGRAM, &answers);
	if (setns(home, CLONE_NEWNET))
		err(1, "setns");
	close(home);
	close(far);
	question = open_socket(AF_INET, SOCK_DGRAM);
	tally->connects++;
	if (connect(question, (struct sockaddr *)&answers, sizeof(answers)))
		err(1, "connect to %s", text);
}

/* Closed with a reset: no connection lingers, and no port is used up. */
static void close_at_once(int fd)
{
	struct linger now = { .l_onoff = 1 };

	setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	close(fd);
}

/**
 * act_tcp() - connect, be accepted, close
 * @target: one of TARGETS
 * @tally: counts the connect
 *
 * Return: 0 or the errno of connect().
 */
int act_tcp(int target, struct tally *tally)
{
	struct sockaddr_in to = address4(listed4[target], PORT + worker);
	int fd = open_socket(AF_INET, SOCK_STREAM), other, error = 0;

	tally->connects++;
	if (connect(fd, (struct sockaddr *)&to, sizeof(to))) {
		error = errno;
	} else {
		other = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
		if (other < 0)
			err(1, "accept");
		close_at_once(other);
	}
	close_at_once(fd);
	return error;
}

static int try_connect(const void *to, socklen_t length, struct tally *tally)
{
	const struct sockaddr *address = to;
	int fd = open_socket(address->sa_family, SOCK_DGRAM);
	int error = connect(fd, address, length) ? errno : 0;

	tally->connects++;
	close(fd);
	return error;
}

/**
 * act_udp() - connect a datagram socket, over IPv4 and IPv6 in turn
 * @target: one of TARGETS
 * @tally: counts the connect
 *
 * Return: 0 or the errno of connect().
 */
int act_udp(int target, struct tally *tally)
{
	struct sockaddr_in to4 = address4(listed4[target], PORT);
	struct sockaddr_in6 to6 = address6(listed6[target]);

	if (tally->rounds % 2)
		return try_connect(&to6, sizeof(to6), tally);
	return try_connect(&to4, sizeof(to4), tally);
}

/**
 * act_sendto() - send an unconnected datagram
 * @target: one of TARGETS
 * @tally: counts the address
 *
 * Return: 0 or the errno of sendto().
 */
int act_sendto(int target, struct tally *tally)
{
	struct sockaddr_in to = address4(listed4[target], PORT);
	int fd = open_socket(AF_INET, SOCK_DGRAM);
	ssize_t sent = sendto(fd, "x", 1, 0, (struct sockaddr *)&to, sizeof(to));
	int error = sent < 0 ? errno : 0;

	tally->connects++;
	close(fd);
	return error;
}

/* The far end of one question: its asker, and the answer that it gets. */
static void answer(unsigned char *message, size_t length,
		   const struct sockaddr_in *address, struct tally *tally)
{
	/* The question's name, type A, class IN, 300 seconds, four bytes. */
	static const unsigned char record[] = "\xc0\x0c\0\1\0\1\0\0\1\x2c\0\4";
	struct sockaddr_in asker;
	socklen_t size = sizeof(asker);
	unsigned char *end = message + length;

	if (recvfrom(resolver, message, length, 0, (struct sockaddr *)&asker,
		     &size) != (ssize_t)length)
		err(1, "no question came");
	message[2] = 0x81;
	message[3] = 0x80;
	message[7] = 1;
	memcpy(end, record, sizeof(record) - 1);
	memcpy(end + sizeof(record) - 1, &address->sin_addr, 4);
	/* The answer's own destination is looked at like any other. */
	tally->connects++;
	if (sendto(resolver, message, length + sizeof(record) + 3, 0,
		   (struct sockaddr *)&asker, size) < 0)
		err(1, "answer");
}

/**
 * act_resolve() - ask for a name, and go where the answer says
 * @target: one of TARGETS
 * @tally: counts the question and the connect
 *
 * The address is in no prefix: what refuses it is the name.
 *
 * Return: 0 or the errno of connect().
 */
int act_resolve(int target, struct tally *tally)
{
	unsigned char message[512] = "\x12\x34\1\0\0\1\0\0\0\0\0\0"
				     "\3www\7churn-a\4test\0\0\1\0\1";
	const size_t length = 12 + 4 + 8 + 5 + 1 + 4;
	struct sockaddr_in to;
	char text[32];

	message[12 + 4 + 7] = (unsigned char)('a' + target);
	message[1] = (unsigned char)tally->rounds;
	snprintf(text, sizeof(text), "192.88.%d.%d", 31 + target,
		 1 + worker * LEARNED + (int)(tally->rounds % LEARNED));
	to = address4(text, PORT);
	if (send(question, message, length, 0) < 0)
		err(1, "question");
	answer(message, length, &to, tally);
	if (recv(question, message, sizeof(message), 0) < 0)
		err(1, "no answer came");
	tally->questions++;
	return try_connect(&to, sizeof(to), tally);
}
