// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - guest_net: the operations on the guest's network
 *
 * The other ends live in this very process, so that no scheduling is counted:
 * on the loopback, and in the network namespace that is the guest's internet.
 */
#include <arpa/inet.h>
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "guest_bench.h"

#define PORT		8080
/* Of no service and of no shared range; the second is in ask_dns()'s answer. */
#define UNLISTED	"198.18.7.7"
#define LEARNED		"192.88.99.8"	/* those of benchmarks never are */
/* What every policy refuses. */
#define CANARY		"203.0.113.222"
/* A second resolver: /etc/resolv.conf names it before cordond starts. */
#define RESOLVER	"10.20.0.54"

/* Ends in the internet: listener, datagrams, resolver; and on the loopback. */
static int far_listener, far_datagrams, far_resolver, near_listener;
static int near_stream, far_stream;	/* a connection that stays */
static int near_datagrams;
static int near_question;

static struct sockaddr_in address_of(const char *text, unsigned short port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET, .sin_port = htons(port),
	};

	if (inet_pton(AF_INET, text, &address.sin_addr) != 1)
		errx(1, "no address: %s", text);
	return address;
}

static int open_socket(int type)
{
	int fd = socket(AF_INET, type | SOCK_CLOEXEC, 0);

	if (fd < 0)
		err(1, "socket");
	return fd;
}

static int bound_socket(int type, const char *text, unsigned short port)
{
	struct sockaddr_in address = address_of(text, port);
	int fd = open_socket(type), yes = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes));
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) ||
	    (type == SOCK_STREAM && listen(fd, 128)))
		err(1, "%s:%d", text, port);
	return fd;
}

static void connect_socket(int fd, const struct sockaddr_in *address)
{
	if (connect(fd, (const struct sockaddr *)address, sizeof(*address)))
		err(1, "connect");
}

static void enter(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 || setns(fd, CLONE_NEWNET))
		err(1, "%s", path);
	close(fd);
}

static int accept_socket(int listener)
{
	int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

	if (fd < 0)
		err(1, "accept");
	return fd;
}

/* net_prepare() - make both ends of everything; needs root */
void net_prepare(void)
{
	int home = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	struct sockaddr_in far = address_of(UNLISTED, PORT);
	struct sockaddr_in resolver = address_of(RESOLVER, 53);

	if (home < 0)
		err(1, "/proc/self/ns/net");
	enter("/run/netns/internet");
	far_listener = bound_socket(SOCK_STREAM, "0.0.0.0", PORT);
	far_datagrams = bound_socket(SOCK_DGRAM, UNLISTED, PORT);
	far_resolver = bound_socket(SOCK_DGRAM, RESOLVER, 53);
	if (setns(home, CLONE_NEWNET))
		err(1, "setns");
	close(home);
	near_listener = bound_socket(SOCK_STREAM, "127.0.0.1", PORT);
	near_datagrams = open_socket(SOCK_DGRAM);
	near_question = open_socket(SOCK_DGRAM);
	connect_socket(near_question, &resolver);
	near_stream = open_socket(SOCK_STREAM);
	connect_socket(near_stream, &far);
	far_stream = accept_socket(far_listener);
}

/* net_canary() - whether the reserved address of every policy is refused */
int net_canary(void)
{
	struct sockaddr_in canary = address_of(CANARY, PORT);
	int fd = open_socket(SOCK_DGRAM);
	int error = connect(fd, (struct sockaddr *)&canary, sizeof(canary));

	if (error && errno != EACCES)
		err(1, "connect to the canary");
	close(fd);
	return !!error;
}

/* A whole connection, both ends: connect, accept, close, close. */
static __u64 connect_and_close(const struct sockaddr_in *address, int listener,
			       unsigned int rounds)
{
	__u64 begin = now_ns();

	while (rounds--) {
		int fd = open_socket(SOCK_STREAM);
		int other;

		connect_socket(fd, address);
		other = accept_socket(listener);
		close(fd);
		close(other);
	}
	return now_ns() - begin;
}

/* connect() alone, the time to read the clock taken off. */
static __u64 connect_alone(const struct sockaddr_in *address, int listener,
			   unsigned int rounds)
{
	__u64 sum = 0, clock = ~0ULL, begin, took;
	unsigned int i;

	for (i = 0; i < 64; i++) {
		begin = now_ns();
		took = now_ns() - begin;
		if (took < clock)
			clock = took;
	}
	for (i = 0; i < rounds; i++) {
		int fd = open_socket(SOCK_STREAM);
		int other;

		begin = now_ns();
		connect_socket(fd, address);
		sum += now_ns() - begin - clock;
		other = accept_socket(listener);
		close(fd);
		close(other);
	}
	return sum;
}

__u64 connect_loopback(unsigned int rounds)
{
	struct sockaddr_in near = address_of("127.0.0.1", PORT);

	return connect_and_close(&near, near_listener, rounds);
}

__u64 connect_internet(unsigned int rounds)
{
	struct sockaddr_in far = address_of(UNLISTED, PORT);

	return connect_and_close(&far, far_listener, rounds);
}

__u64 connect_learned(unsigned int rounds)
{
	struct sockaddr_in far = address_of(LEARNED, PORT);

	return connect_and_close(&far, far_listener, rounds);
}

__u64 connect_loopback_alone(unsigned int rounds)
{
	struct sockaddr_in near = address_of("127.0.0.1", PORT);

	return connect_alone(&near, near_listener, rounds);
}

__u64 connect_internet_alone(unsigned int rounds)
{
	struct sockaddr_in far = address_of(UNLISTED, PORT);

	return connect_alone(&far, far_listener, rounds);
}

/* 512 bytes there and back on a connection that stands. */
__u64 tcp_message(unsigned int rounds)
{
	static char message[512];
	__u64 begin = now_ns();

	while (rounds--)
		if (send(near_stream, message, sizeof(message), 0) < 0 ||
		    recv(far_stream, message, sizeof(message), MSG_WAITALL) < 0 ||
		    send(far_stream, message, sizeof(message), 0) < 0 ||
		    recv(near_stream, message, sizeof(message), MSG_WAITALL) < 0)
			err(1, "message");
	return now_ns() - begin;
}

__u64 connect_udp(unsigned int rounds)
{
	struct sockaddr_in far = address_of(UNLISTED, PORT);
	__u64 begin = now_ns();

	while (rounds--) {
		int fd = open_socket(SOCK_DGRAM);

		connect_socket(fd, &far);
		close(fd);
	}
	return now_ns() - begin;
}

/* An unconnected datagram, there. */
__u64 send_udp(unsigned int rounds)
{
	struct sockaddr_in far = address_of(UNLISTED, PORT);
	static char message[512];
	__u64 begin = now_ns();

	while (rounds--)
		if (sendto(near_datagrams, message, sizeof(message), 0,
			   (struct sockaddr *)&far, sizeof(far)) < 0 ||
		    recv(far_datagrams, message, sizeof(message), 0) < 0)
			err(1, "datagram");
	return now_ns() - begin;
}

/* A question to a trusted resolver, and its answer: LEARNED for a name of no rule. */
__u64 ask_dns(unsigned int rounds)
{
	static const char question[] =
		"\x12\x34\x01\0\0\1\0\0\0\0\0\0\3www\4shop\7example\0\0\1\0\1";
	static const char answer[] =
		"\x12\x34\x81\x80\0\1\0\1\0\0\0\0\3www\4shop\7example\0\0\1\0\1"
		"\xc0\x0c\0\1\0\1\0\0\1\x2c\0\4\xc6\x12\7\x08";
	struct sockaddr_in asker;
	char message[512];
	__u64 begin = now_ns();

	while (rounds--) {
		socklen_t length = sizeof(asker);

		if (send(near_question, question, sizeof(question) - 1, 0) < 0 ||
		    recvfrom(far_resolver, message, sizeof(message), 0,
			     (struct sockaddr *)&asker, &length) < 0 ||
		    sendto(far_resolver, answer, sizeof(answer) - 1, 0,
			   (struct sockaddr *)&asker, length) < 0 ||
		    recv(near_question, message, sizeof(message), 0) < 0)
			err(1, "question");
	}
	return now_ns() - begin;
}
