// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - never_block_send: what calls on a socket cost a user
 *
 * usage: never_block_send WHO UID BLOCKS
 *
 * Becomes the user and prints "send WHO CALL ROUNDS NANOSECONDS" for each block.
 * Under `qemu -icount shift=0` a nanosecond is an instruction. All is sent to the
 * loopback; datagrams to a socket whose queue is full.
 */
#include <arpa/inet.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ROUNDS	2048U

static struct sockaddr_in sink = {
	.sin_family = AF_INET,
};

static int unconnected, connected, stream[2];

static unsigned long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (unsigned long long)time.tv_sec * 1000000000ULL +
	       (unsigned long long)time.tv_nsec;
}

static void send_connected(void)
{
	if (send(connected, "x", 1, 0) != 1)
		err(1, "send");
}

static void send_to(void)
{
	if (sendto(unconnected, "x", 1, 0, (struct sockaddr *)&sink,
		   sizeof(sink)) != 1)
		err(1, "sendto");
}

static void connect_again(void)
{
	if (connect(connected, (struct sockaddr *)&sink, sizeof(sink)))
		err(1, "connect");
}

static void send_stream(void)
{
	char byte;

	if (send(stream[0], "x", 1, 0) != 1 || recv(stream[1], &byte, 1, 0) != 1)
		err(1, "stream");
}

static const struct call {
	const char *name;
	void (*make)(void);
} calls[] = {
	{ "udp-send", send_connected }, { "udp-sendto", send_to },
	{ "udp-connect", connect_again }, { "tcp-send", send_stream },
	{ NULL, NULL },
};

static int make_socket(int type)
{
	int fd = socket(AF_INET, type, 0);

	if (fd < 0)
		err(1, "socket");
	return fd;
}

static void bind_to_sink(int fd)
{
	socklen_t length = sizeof(sink);

	sink.sin_port = 0;
	if (bind(fd, (struct sockaddr *)&sink, sizeof(sink)) ||
	    getsockname(fd, (struct sockaddr *)&sink, &length))
		err(1, "bind");
}

static void prepare(void)
{
	int receiver = make_socket(SOCK_DGRAM), listener = make_socket(SOCK_STREAM);

	sink.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	bind_to_sink(listener);
	stream[0] = make_socket(SOCK_STREAM);
	if (listen(listener, 1) ||
	    connect(stream[0], (struct sockaddr *)&sink, sizeof(sink)))
		err(1, "stream");
	stream[1] = accept(listener, NULL, NULL);
	if (stream[1] < 0)
		err(1, "accept");
	bind_to_sink(receiver);
	unconnected = make_socket(SOCK_DGRAM);
	connected = make_socket(SOCK_DGRAM);
	connect_again();
}

static void run(const char *who, const struct call *call)
{
	unsigned long long begin = now();
	unsigned int round;

	for (round = 0; round < ROUNDS; round++)
		call->make();
	printf("send %s %s %u %llu\n", who, call->name, ROUNDS,
	       now() - begin);
}

int main(int argc, char **argv)
{
	const struct call *call;
	unsigned int uid, i;
	unsigned long blocks;

	if (argc != 4)
		errx(2, "usage: never_block_send WHO UID BLOCKS");
	uid = (unsigned int)strtoul(argv[2], NULL, 10);
	if (setresgid(uid, uid, uid) || setresuid(uid, uid, uid))
		err(1, "uid %u", uid);
	prepare();
	for (i = 0; i < ROUNDS; i++)
		send_to();		/* until its queue is full */
	for (blocks = strtoul(argv[3], NULL, 10); blocks; blocks--)
		for (call = calls; call->name; call++)
			run(argv[1], call);
	return 0;
}
