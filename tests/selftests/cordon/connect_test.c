// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - connect: the canary's prefixes, by every road to them
 *
 * Each test runs in a network namespace of its own that has loopback only and
 * in which every address is its own (net.h): nothing leaves it, and what
 * Cordon lets through succeeds. Each refused act has a twin: the same act with
 * the address beside the prefix.
 */
#include <netinet/ip_icmp.h>

#include "net.h"
#include "uring.h"

#define UNSUPPORTED	-1	/* the kernel lacks what the act needs */

FIXTURE(form)
{
	int tcp;
	int udp;
};

/* One way to write an address, and who asks for it. */
FIXTURE_VARIANT(form)
{
	const char *denied;
	const char *allowed;
	bool user;		/* in namespaces that an ordinary user made */
};

/* clang-format off */
FIXTURE_VARIANT_ADD(form, ipv4) {
	/* clang-format on */
	.denied = CANARY4,
	.allowed = NEIGHBOUR4,
};

/* clang-format off */
FIXTURE_VARIANT_ADD(form, ipv6) {
	/* clang-format on */
	.denied = CANARY6,
	.allowed = NEIGHBOUR6,
};

/* clang-format off */
FIXTURE_VARIANT_ADD(form, mapped) {
	/* clang-format on */
	.denied = "::ffff:" CANARY4,
	.allowed = "::ffff:" NEIGHBOUR4,
};

/* clang-format off */
FIXTURE_VARIANT_ADD(form, sixtofour) {
	/* clang-format on */
	.denied = "2002:cb00:71de::1",
	.allowed = "2002:cb00:71df::1",
};

/* The client's address, every bit inverted, in the last 32 bits (RFC 4380). */
/* clang-format off */
FIXTURE_VARIANT_ADD(form, teredo) {
	/* clang-format on */
	.denied = "2001:0:c000:22d:0:0:34ff:8e21",
	.allowed = "2001:0:c000:22d:0:0:34ff:8e20",
};

/* clang-format off */
FIXTURE_VARIANT_ADD(form, nat64) {
	/* clang-format on */
	.denied = "64:ff9b::" CANARY4,
	.allowed = "64:ff9b::" NEIGHBOUR4,
};

/* clang-format off */
FIXTURE_VARIANT_ADD(form, ipv4_by_user) {
	/* clang-format on */
	.denied = CANARY4,
	.allowed = NEIGHBOUR4,
	.user = true,
};

/* clang-format off */
FIXTURE_VARIANT_ADD(form, ipv6_by_user) {
	/* clang-format on */
	.denied = CANARY6,
	.allowed = NEIGHBOUR6,
	.user = true,
};

FIXTURE_SETUP(form)
{
	const char *why;

	if (variant->user && geteuid())
		SKIP(return, "the caller is an ordinary user already");
	why = stage(variant->user, &self->tcp, &self->udp);
	if (why)
		SKIP(return, "%s", why);
}

FIXTURE_TEARDOWN(form)
{
	close(self->tcp);
	close(self->udp);
}

/* An act on an address: 0, the errno, or UNSUPPORTED. */
typedef int (*act_fn)(const struct address *to);

static void check(struct __test_metadata *_metadata, const char *denied_text,
		  const char *allowed_text, act_fn act)
{
	const struct address denied = address_of(denied_text, PORT);
	const struct address allowed = address_of(allowed_text, PORT);
	__u64 before = counter("connect_denied");
	int err = act(&allowed);

	if (err == UNSUPPORTED)
		SKIP(return, "the kernel or this user has no such socket");
	EXPECT_EQ(0, err);
	EXPECT_EQ(EACCES, act(&denied));
	EXPECT_LT(before, counter("connect_denied"));
	/* A refusal is no state: the twin goes through afterwards too. */
	EXPECT_EQ(0, act(&allowed));
}

static int socket_for(const struct address *to, int type, int protocol)
{
	return socket(to->sa.sa_family, type | SOCK_CLOEXEC, protocol);
}

static int finish(int fd, bool ok)
{
	int err = ok ? 0 : errno;

	close(fd);
	return err;
}

static int connect_by(const struct address *to, int type, int protocol)
{
	int fd = socket_for(to, type, protocol);

	if (fd < 0)
		return UNSUPPORTED;
	return finish(fd, !connect(fd, &to->sa, to->length));
}

static int send_by(const struct address *to, int type, int protocol)
{
	int fd = socket_for(to, type, protocol);

	if (fd < 0)
		return UNSUPPORTED;
	return finish(fd, sendto(fd, "x", 1, 0, &to->sa, to->length) == 1);
}

static int act_tcp_connect(const struct address *to)
{
	return connect_by(to, SOCK_STREAM, 0);
}

TEST_F(form, tcp_connect)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_tcp_connect);
}

static int act_tcp_nonblocking(const struct address *to)
{
	int fd = socket_for(to, SOCK_STREAM | SOCK_NONBLOCK, 0);

	if (fd < 0)
		return UNSUPPORTED;
	if (connect(fd, &to->sa, to->length) && errno == EINPROGRESS)
		errno = 0;
	return finish(fd, false);
}

TEST_F(form, tcp_connect_nonblocking)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_tcp_nonblocking);
}

static int act_mptcp_connect(const struct address *to)
{
	return connect_by(to, SOCK_STREAM, IPPROTO_MPTCP);
}

TEST_F(form, mptcp_connect)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_mptcp_connect);
}

static int act_udp_connect(const struct address *to)
{
	return connect_by(to, SOCK_DGRAM, 0);
}

TEST_F(form, udp_connect)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_udp_connect);
}

static int act_udp_sendto(const struct address *to)
{
	return send_by(to, SOCK_DGRAM, 0);
}

TEST_F(form, udp_sendto)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_udp_sendto);
}

static int act_udplite_sendto(const struct address *to)
{
	return send_by(to, SOCK_DGRAM, IPPROTO_UDPLITE);
}

TEST_F(form, udplite_sendto)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_udplite_sendto);
}

static int message_by(const struct address *to, int type, int protocol,
		      int flags)
{
	struct iovec iov = { .iov_base = "x", .iov_len = 1 };
	struct msghdr msg = {
		.msg_name = (void *)&to->sa,
		.msg_namelen = to->length,
		.msg_iov = &iov,
		.msg_iovlen = 1,
	};
	int fd = socket_for(to, type, protocol);

	if (fd < 0)
		return UNSUPPORTED;
	return finish(fd, sendmsg(fd, &msg, flags) == 1);
}

static int act_udp_sendmsg(const struct address *to)
{
	return message_by(to, SOCK_DGRAM, 0, 0);
}

TEST_F(form, udp_sendmsg)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_udp_sendmsg);
}

static int act_udp_sendmmsg(const struct address *to)
{
	struct iovec iov = { .iov_base = "x", .iov_len = 1 };
	struct mmsghdr msgs[2] = { 0 };
	int i, fd = socket_for(to, SOCK_DGRAM, 0);

	if (fd < 0)
		return UNSUPPORTED;
	for (i = 0; i < 2; i++) {
		msgs[i].msg_hdr.msg_name = (void *)&to->sa;
		msgs[i].msg_hdr.msg_namelen = to->length;
		msgs[i].msg_hdr.msg_iov = &iov;
		msgs[i].msg_hdr.msg_iovlen = 1;
	}
	return finish(fd, sendmmsg(fd, msgs, 2, 0) == 2);
}

TEST_F(form, udp_sendmmsg_repeated)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_udp_sendmmsg);
}

static int act_fastopen_sendto(const struct address *to)
{
	int fd = socket_for(to, SOCK_STREAM, 0);

	if (fd < 0)
		return UNSUPPORTED;
	return finish(fd, sendto(fd, "x", 1, MSG_FASTOPEN, &to->sa,
				 to->length) == 1);
}

TEST_F(form, tcp_fastopen_by_sendto)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_fastopen_sendto);
}

static int act_fastopen_sendmsg(const struct address *to)
{
	return message_by(to, SOCK_STREAM, 0, MSG_FASTOPEN);
}

TEST_F(form, tcp_fastopen_by_sendmsg)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_fastopen_sendmsg);
}

static int act_fastopen_mptcp(const struct address *to)
{
	int err = message_by(to, SOCK_STREAM, IPPROTO_MPTCP, MSG_FASTOPEN);

	return err == EOPNOTSUPP ? UNSUPPORTED : err;
}

TEST_F(form, mptcp_fastopen)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_fastopen_mptcp);
}

static int act_fastopen_connect(const struct address *to)
{
	int on = 1, fd = socket_for(to, SOCK_STREAM, 0);

	if (fd < 0)
		return UNSUPPORTED;
	if (setsockopt(fd, IPPROTO_TCP, TCP_FASTOPEN_CONNECT, &on,
		       sizeof(on))) {
		close(fd);
		return UNSUPPORTED;
	}
	return finish(fd, !connect(fd, &to->sa, to->length) &&
			  write(fd, "x", 1) == 1);
}

TEST_F(form, tcp_fastopen_connect)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_fastopen_connect);
}

/* An echo request, on a raw socket or on one that every user may make. */
static int echo_by(const struct address *to, int type)
{
	bool ipv4 = to->sa.sa_family == AF_INET;
	unsigned char echo[8] = { ipv4 ? ICMP_ECHO : 128 };
	struct address port0 = *to;
	int fd = socket_for(to, type, ipv4 ? IPPROTO_ICMP : IPPROTO_ICMPV6);

	if (fd < 0)
		return UNSUPPORTED;
	/* A raw IPv6 socket takes the port for a protocol. */
	port0.in.sin_port = 0;
	return finish(fd, sendto(fd, echo, sizeof(echo), 0, &port0.sa,
				 port0.length) == sizeof(echo));
}

static bool is_mapped(const char *text)
{
	return !strncmp(text, "::ffff:", 7);
}

static int act_ping(const struct address *to)
{
	return echo_by(to, SOCK_DGRAM);
}

TEST_F(form, icmp_datagram)
{
	if (is_mapped(variant->denied))
		SKIP(return, "ICMPv6 sockets take no IPv4 address");
	check(_metadata, variant->denied, variant->allowed,
	      act_ping);
}

static int act_raw(const struct address *to)
{
	return echo_by(to, SOCK_RAW);
}

TEST_F(form, raw_sendto)
{
	if (is_mapped(variant->denied))
		SKIP(return, "raw IPv6 sockets take no IPv4 address");
	check(_metadata, variant->denied, variant->allowed,
	      act_raw);
}

static int act_raw_connect(const struct address *to)
{
	struct address port0 = *to;

	port0.in.sin_port = 0;
	return connect_by(&port0, SOCK_RAW, IPPROTO_UDP);
}

TEST_F(form, raw_connect)
{
	if (is_mapped(variant->denied))
		SKIP(return, "raw IPv6 sockets take no IPv4 address");
	check(_metadata, variant->denied, variant->allowed,
	      act_raw_connect);
}

static int act_sctp(const struct address *to)
{
	int err = connect_by(to, SOCK_STREAM, IPPROTO_SCTP);

	/* SCTP finds no source address here: so far the twin gets. */
	return err == ECONNREFUSED || err == ENETUNREACH ? 0 : err;
}

TEST_F(form, sctp_connect)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_sctp);
}

static int uring_act(const struct address *to, int type, __u8 opcode)
{
	struct iovec iov = { .iov_base = "x", .iov_len = 1 };
	struct msghdr msg = {
		.msg_name = (void *)&to->sa,
		.msg_namelen = to->length,
		.msg_iov = &iov,
		.msg_iovlen = 1,
	};
	struct uring ring;
	int err, fd = socket_for(to, type, 0);

	if (fd < 0 || uring_open(&ring))
		return UNSUPPORTED;
	ring.sqe->opcode = opcode;
	ring.sqe->fd = fd;
	if (opcode == IORING_OP_CONNECT) {
		ring.sqe->addr = (uintptr_t)&to->sa;
		ring.sqe->off = to->length;
	} else {
		ring.sqe->addr = (uintptr_t)&msg;
		ring.sqe->len = 1;
	}
	err = uring_run(&ring);
	close(ring.fd);
	close(fd);
	return err < 0 ? -err : 0;
}

static int act_uring_connect(const struct address *to)
{
	return uring_act(to, SOCK_STREAM, IORING_OP_CONNECT);
}

TEST_F(form, io_uring_connect)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_uring_connect);
}

static int act_uring_sendmsg(const struct address *to)
{
	return uring_act(to, SOCK_DGRAM, IORING_OP_SENDMSG);
}

TEST_F(form, io_uring_sendmsg)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_uring_sendmsg);
}

/* What a child needs to connect a socket that it did not make. */
struct handed {
	const struct address *to;
	int fd;
};

static int connect_handed(void *data)
{
	const struct handed *handed = data;

	if (connect(handed->fd, &handed->to->sa, handed->to->length))
		return errno;
	return 0;
}

static int act_inherited(const struct address *to)
{
	struct handed handed = { .to = to };
	int err;

	handed.fd = socket_for(to, SOCK_STREAM, 0);
	if (handed.fd < 0)
		return UNSUPPORTED;
	err = in_child(connect_handed, &handed);
	close(handed.fd);
	return err;
}

TEST_F(form, a_socket_that_was_inherited)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_inherited);
}

static int connect_received(void *data)
{
	struct handed *handed = data;

	handed->fd = receive_fd(handed->fd);
	if (handed->fd < 0)
		return -handed->fd;
	return connect_handed(handed);
}

static int act_passed(const struct address *to)
{
	struct handed handed = { .to = to };
	int err, fd, channel[2];

	fd = socket_for(to, SOCK_STREAM, 0);
	if (fd < 0 || socketpair(AF_UNIX, SOCK_STREAM, 0, channel))
		return UNSUPPORTED;
	err = send_fd(channel[0], fd);
	close(fd);
	handed.fd = channel[1];
	if (!err)
		err = in_child(connect_received, &handed);
	close(channel[0]);
	close(channel[1]);
	return err;
}

TEST_F(form, a_socket_that_was_passed_on)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_passed);
}

static int act_reconnect(const struct address *to)
{
	struct address loopback = address_of(to->sa.sa_family == AF_INET ?
					     "127.0.0.1" : "::1", PORT);
	struct sockaddr_storage peer;
	socklen_t length = sizeof(peer);
	int err, fd = socket_for(to, SOCK_DGRAM, 0);

	if (fd < 0)
		return UNSUPPORTED;
	if (connect(fd, &loopback.sa, loopback.length))
		return finish(fd, false);
	err = connect(fd, &to->sa, to->length) ? errno : 0;
	/* A refused connect leaves the socket as it was. */
	if (err && (getpeername(fd, (struct sockaddr *)&peer, &length) ||
		    memcmp(&peer, &loopback.sa, loopback.length)))
		err = ENOTCONN;
	close(fd);
	return err;
}

TEST_F(form, a_connected_datagram_socket_again)
{
	check(_metadata, variant->denied, variant->allowed,
	      act_reconnect);
}

int main(int argc, char **argv)
{
	return cordon_test_main(cordon_not_enforcing(), argc, argv);
}
