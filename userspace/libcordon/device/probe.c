// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - probe: is a refusal real?
 *
 * Every policy carries the canary, an address of a documentation range that is
 * always refused. To connect a UDP socket sends no packet: it only asks the
 * kernel, and the kernel asks Cordon.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "libcordon/device/probe.h"

/**
 * cordon_probe_open() - make the socket that cordon_probe_run() uses
 *
 * Return: a close-on-exec socket, which the caller closes, or -errno.
 */
int cordon_probe_open(void)
{
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	return fd < 0 ? -errno : fd;
}

/**
 * cordon_probe_run() - ask for the canary
 * @fd: from cordon_probe_open()
 *
 * Leaves a record and counts as a refusal, as any other would.
 *
 * Return: 1 if it was refused; 0 if it was let through, to a route or to none;
 * else -errno of connect().
 */
int cordon_probe_run(int fd)
{
	struct sockaddr_in canary = {
		.sin_family = AF_INET,
		.sin_port = htons(CORDON_PROBE_PORT),
	};
	int r;

	if (inet_pton(AF_INET, CORDON_PROBE_ADDRESS, &canary.sin_addr) != 1)
		return -EINVAL;
	r = connect(fd, (struct sockaddr *)&canary, sizeof(canary));
	if (r == 0 || errno == ENETUNREACH || errno == EHOSTUNREACH)
		return 0;
	return errno == EACCES ? 1 : -errno;
}
