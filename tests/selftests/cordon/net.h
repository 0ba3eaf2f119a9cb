/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon selftests - net: a network namespace in which nothing can leave
 *
 * It has a loopback device and nothing else. Routes of type local make every
 * address the namespace's own, so a connect to any address ends in the same
 * namespace: where Cordon lets it through, it succeeds.
 */
#ifndef _CORDON_SELFTEST_NET_H
#define _CORDON_SELFTEST_NET_H

#include <arpa/inet.h>
#include <linux/if.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/ioctl.h>

#include "common.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP	262
#endif
#ifndef MSG_FASTOPEN
#define MSG_FASTOPEN	0x20000000
#endif

#define PORT		7777

#define CANARY4		"203.0.113.222"
#define CANARY6		"2001:db8:c0de::7"
#define NEIGHBOUR4	"203.0.113.223"
#define NEIGHBOUR6	"2001:db8:c0df::7"

/* An internet socket address of either family. */
struct address {
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
	};
	socklen_t length;
};

static inline struct address address_of(const char *text, __u16 port)
{
	struct address address = { .length = 0 };

	if (inet_pton(AF_INET, text, &address.in.sin_addr) == 1) {
		address.in.sin_family = AF_INET;
		address.in.sin_port = htons(port);
		address.length = sizeof(address.in);
	} else if (inet_pton(AF_INET6, text, &address.in6.sin6_addr) == 1) {
		address.in6.sin6_family = AF_INET6;
		address.in6.sin6_port = htons(port);
		address.length = sizeof(address.in6);
	}
	return address;
}

/* Adds "local default dev lo" for @family. */
static inline int route_everything_here(int family)
{
	struct {
		struct nlmsghdr nlh;
		struct rtmsg rtm;
		struct rtattr oif;
		int oif_index;
	} request = {
		.nlh = {
			.nlmsg_len = sizeof(request),
			.nlmsg_type = RTM_NEWROUTE,
			.nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE |
				       NLM_F_ACK,
		},
		.rtm = {
			.rtm_family = family,
			.rtm_table = RT_TABLE_LOCAL,
			.rtm_protocol = RTPROT_BOOT,
			.rtm_scope = RT_SCOPE_HOST,
			.rtm_type = RTN_LOCAL,
		},
		.oif = {
			.rta_len = RTA_LENGTH(sizeof(int)),
			.rta_type = RTA_OIF,
		},
		.oif_index = 1,		/* lo is always the first device */
	};
	struct {
		struct nlmsghdr nlh;
		struct nlmsgerr error;
		char rest[512];
	} answer;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (send(fd, &request, sizeof(request), 0) < 0 ||
	    recv(fd, &answer, sizeof(answer), 0) < 0)
		err = -errno;
	else if (answer.nlh.nlmsg_type == NLMSG_ERROR)
		err = answer.error.error;
	close(fd);
	return err;
}

static inline int loopback_up(void)
{
	struct ifreq request = { .ifr_name = "lo" };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (ioctl(fd, SIOCGIFFLAGS, &request))
		err = -errno;
	request.ifr_flags |= IFF_UP;
	if (!err && ioctl(fd, SIOCSIFFLAGS, &request))
		err = -errno;
	close(fd);
	return err;
}

/*
 * Leaves for a network namespace of its own; @clone_user: one that belongs to
 * a user namespace of its own too, as an ordinary user can make.
 */
static inline int enter_netns(bool clone_user)
{
	int err;

	if (unshare(CLONE_NEWNET | (clone_user ? CLONE_NEWUSER : 0)))
		return -errno;
	err = loopback_up();
	if (!err)
		err = route_everything_here(AF_INET);
	if (!err)
		err = route_everything_here(AF_INET6);
	return err;
}

/* A listening (or, for datagrams, bound) socket for both families at @port. */
static inline int open_sink(int type, __u16 port)
{
	struct address any = address_of("::", port);
	int off = 0, on = 1;
	int fd = socket(AF_INET6, type | SOCK_CLOEXEC, 0);

	if (fd < 0)
		return -errno;
	setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof(off));
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(fd, &any.sa, any.length) ||
	    (type == SOCK_STREAM && listen(fd, 64))) {
		off = -errno;
		close(fd);
		return off;
	}
	return fd;
}

/* A socket for @family, or -errno. */
static inline int open_socket(int family, int type, int protocol)
{
	int fd = socket(family, type | SOCK_CLOEXEC, protocol);

	return fd < 0 ? -errno : fd;
}

/* connect() with a socket of its own: 0 or the errno. */
static inline int try_connect(const char *text, __u16 port, int type)
{
	struct address to = address_of(text, port);
	int fd = open_socket(to.sa.sa_family, type, 0);
	int err = 0;

	if (fd < 0)
		return -fd;
	if (connect(fd, &to.sa, to.length))
		err = errno;
	close(fd);
	return err;
}

/* A datagram with a socket of its own: 0 or the errno. */
static inline int try_sendto(const char *text, __u16 port)
{
	struct address to = address_of(text, port);
	int fd = open_socket(to.sa.sa_family, SOCK_DGRAM, 0);
	int err = 0;

	if (fd < 0)
		return -fd;
	if (sendto(fd, "x", 1, 0, &to.sa, to.length) != 1)
		err = errno;
	close(fd);
	return err;
}

static inline void allow_ping_sockets(void)
{
	write_at("/proc/sys/net/ipv4/ping_group_range", "0 2147483647", 12, 0);
}

/*
 * Sets the stage: the namespace and something that listens in it at PORT, for
 * streams and for datagrams. NULL, or what it lacks.
 */
static inline const char *stage(bool user, int *tcp, int *udp)
{
	bool clone_user = user || geteuid();

	*tcp = -1;
	*udp = -1;
	if (user && become_nobody())
		return "cannot become an ordinary user";
	if (enter_netns(clone_user))
		return "cannot make a network namespace here";
	allow_ping_sockets();
	*tcp = open_sink(SOCK_STREAM, PORT);
	*udp = open_sink(SOCK_DGRAM, PORT);
	if (*tcp < 0 || *udp < 0)
		return "cannot listen in the network namespace";
	return NULL;
}

#endif /* _CORDON_SELFTEST_NET_H */
