// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - connect_edge: where a refusal begins and where it ends
 *
 * What Cordon must leave alone, errors that are the kernel's own, and sockets
 * that are not what they seem. In a network namespace as connect_test.
 */
#include <stddef.h>
#include <sys/un.h>

#include "net.h"

FIXTURE(edge)
{
	int tcp;
	int udp;
};

FIXTURE_SETUP(edge)
{
	const char *why = stage(false, &self->tcp, &self->udp);
	struct timeval second = { .tv_sec = 5 };

	if (why)
		SKIP(return, "%s", why);
	setsockopt(self->udp, SOL_SOCKET, SO_RCVTIMEO, &second,
		   sizeof(second));
}

FIXTURE_TEARDOWN(edge)
{
	close(self->tcp);
	close(self->udp);
}

TEST_F(edge, the_prefixes_end_where_they_end)
{
	static const char *const denied[] = {
		"203.0.113.222",
		"2001:db8:c0de::", "2001:db8:c0de::1",
		"2001:db8:c0de:ffff:ffff:ffff:ffff:ffff",
	};
	static const char *const allowed[] = {
		"203.0.113.221", "203.0.113.223", "203.0.112.222",
		"2001:db8:c0dd:ffff:ffff:ffff:ffff:ffff", "2001:db8:c0df::",
		"2001:db7:c0de::1",
		/* Bytes of an IPv4 address that are none. */
		"2001:db8::203.0.113.222",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(denied); i++) {
		EXPECT_EQ(EACCES, try_connect(denied[i], PORT, SOCK_STREAM))
			TH_LOG("denied[%zu]", i);
		EXPECT_EQ(EACCES, try_sendto(denied[i], PORT))
			TH_LOG("denied[%zu]", i);
	}
	for (i = 0; i < ARRAY_SIZE(allowed); i++)
		EXPECT_NE(EACCES, try_connect(allowed[i], PORT, SOCK_STREAM))
			TH_LOG("allowed[%zu]", i);
}

TEST_F(edge, every_port_is_refused)
{
	static const __u16 ports[] = { 1, 22, 80, 443, 5222, 65535 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ports); i++) {
		EXPECT_EQ(EACCES, try_connect(CANARY4, ports[i], SOCK_STREAM));
		EXPECT_EQ(ECONNREFUSED,
			  try_connect(NEIGHBOUR4, ports[i], SOCK_STREAM));
	}
}

TEST_F(edge, loopback_is_untouched)
{
	char byte = 0;
	struct address to = address_of("127.0.0.1", PORT);
	int client, server;

	EXPECT_EQ(0, try_connect("::1", PORT, SOCK_STREAM));
	EXPECT_EQ(0, try_sendto("::1", PORT));
	EXPECT_EQ(0, try_sendto("127.0.0.1", PORT));
	EXPECT_EQ(0, try_connect("0.0.0.0", PORT, SOCK_STREAM));
	server = accept(self->tcp, NULL, NULL);
	ASSERT_LE(0, server);
	close(server);
	server = accept(self->tcp, NULL, NULL);
	ASSERT_LE(0, server);
	close(server);

	client = open_socket(AF_INET, SOCK_STREAM, 0);
	ASSERT_LE(0, client);
	ASSERT_EQ(0, connect(client, &to.sa, to.length));
	server = accept(self->tcp, NULL, NULL);
	ASSERT_LE(0, server);
	ASSERT_EQ(1, write(client, "y", 1));
	ASSERT_EQ(1, read(server, &byte, 1));
	EXPECT_EQ('y', byte);
	close(client);
	close(server);
}

TEST_F(edge, af_unix_is_untouched)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	socklen_t length = sizeof(name);
	int server, client;

	snprintf(name.sun_path + 1, sizeof(name.sun_path) - 1,
		 "cordon-canary-%d", getpid());
	server = open_socket(AF_UNIX, SOCK_STREAM, 0);
	client = open_socket(AF_UNIX, SOCK_STREAM, 0);
	ASSERT_EQ(0, bind(server, (struct sockaddr *)&name, length));
	ASSERT_EQ(0, listen(server, 1));
	EXPECT_EQ(0, connect(client, (struct sockaddr *)&name, length));
	close(client);
	close(server);

	server = open_socket(AF_UNIX, SOCK_DGRAM, 0);
	client = open_socket(AF_UNIX, SOCK_DGRAM, 0);
	ASSERT_EQ(0, bind(server, (struct sockaddr *)&name, length));
	EXPECT_EQ(1, sendto(client, "x", 1, 0, (struct sockaddr *)&name,
			    length));
	close(client);
	close(server);
}

TEST_F(edge, a_source_address_is_no_destination)
{
	struct address from = address_of(CANARY4, 0);
	struct address to = address_of(NEIGHBOUR4, PORT);
	int client = open_socket(AF_INET, SOCK_STREAM, 0);
	int server;

	ASSERT_EQ(0, bind(client, &from.sa, from.length));
	EXPECT_EQ(0, connect(client, &to.sa, to.length));
	server = accept(self->tcp, NULL, NULL);
	EXPECT_LE(0, server);
	EXPECT_EQ(1, write(server, "x", 1));
	close(client);
	close(server);
}

TEST_F(edge, a_refused_socket_can_be_used_for_something_else)
{
	struct address denied = address_of(CANARY4, PORT);
	struct address allowed = address_of(NEIGHBOUR4, PORT);
	int fd = open_socket(AF_INET, SOCK_STREAM, 0);

	ASSERT_EQ(-1, connect(fd, &denied.sa, denied.length));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(0, connect(fd, &allowed.sa, allowed.length));
	close(fd);
}

/* connect() with AF_UNSPEC takes a connection off, whatever follows it. */
TEST_F(edge, disconnecting_is_allowed)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM };
	struct address allowed = address_of(NEIGHBOUR4, PORT);
	struct address denied = address_of(CANARY4, PORT);
	size_t i;
	int fd;

	for (i = 0; i < ARRAY_SIZE(types); i++) {
		fd = open_socket(AF_INET, types[i], 0);
		denied.sa.sa_family = AF_INET;
		ASSERT_EQ(0, connect(fd, &allowed.sa, allowed.length));
		ASSERT_EQ(-1, connect(fd, &denied.sa, denied.length));
		denied.sa.sa_family = AF_UNSPEC;
		EXPECT_EQ(0, connect(fd, &denied.sa, denied.length));
		EXPECT_EQ(0, connect(fd, &denied.sa, sizeof(sa_family_t)));
		denied.sa.sa_family = AF_INET;
		EXPECT_EQ(-1, connect(fd, &denied.sa, denied.length));
		EXPECT_EQ(EACCES, errno);
		close(fd);
	}
}

/* An IPv4 datagram socket takes AF_UNSPEC for AF_INET. */
TEST_F(edge, a_datagram_to_af_unspec_is_judged_as_ipv4)
{
	struct address denied = address_of(CANARY4, PORT);
	struct address allowed = address_of(NEIGHBOUR4, PORT);
	int fd = open_socket(AF_INET, SOCK_DGRAM, 0);

	denied.sa.sa_family = AF_UNSPEC;
	allowed.sa.sa_family = AF_UNSPEC;
	EXPECT_EQ(-1, sendto(fd, "x", 1, 0, &denied.sa, denied.length));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(1, sendto(fd, "x", 1, 0, &allowed.sa, allowed.length));
	close(fd);
}

/* An IPv6 datagram socket takes an IPv4 address as it is. */
TEST_F(edge, an_ipv4_address_on_an_ipv6_datagram_socket)
{
	struct address denied = address_of(CANARY4, PORT);
	struct address allowed = address_of(NEIGHBOUR4, PORT);
	int fd = open_socket(AF_INET6, SOCK_DGRAM, 0);

	EXPECT_EQ(-1, sendto(fd, "x", 1, 0, &denied.sa, denied.length));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(1, sendto(fd, "x", 1, 0, &allowed.sa, allowed.length));
	EXPECT_EQ(-1, connect(fd, &denied.sa, denied.length));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(0, connect(fd, &allowed.sa, allowed.length));
	close(fd);
}

/* Where no IPv4 address is meant, the kernel answers as it always does. */
TEST_F(edge, errors_of_the_kernel_are_not_masked)
{
	struct address denied4 = address_of(CANARY4, PORT);
	struct address denied6 = address_of(CANARY6, PORT);
	int stream4 = open_socket(AF_INET, SOCK_STREAM, 0);
	int stream6 = open_socket(AF_INET6, SOCK_STREAM, 0);
	int dgram4 = open_socket(AF_INET, SOCK_DGRAM, 0);
	int dgram6 = open_socket(AF_INET6, SOCK_DGRAM, 0);

	EXPECT_EQ(-1, connect(stream4, &denied6.sa, denied6.length));
	EXPECT_EQ(EAFNOSUPPORT, errno);
	EXPECT_EQ(-1, connect(dgram4, &denied6.sa, denied6.length));
	EXPECT_EQ(EAFNOSUPPORT, errno);
	denied4.sa.sa_family = AF_UNSPEC;
	denied6.sa.sa_family = AF_UNSPEC;
	EXPECT_EQ(-1, sendto(stream4, "x", 1, MSG_FASTOPEN, &denied4.sa,
			     denied4.length));
	EXPECT_EQ(EOPNOTSUPP, errno);
	EXPECT_EQ(-1, sendto(stream6, "x", 1, MSG_FASTOPEN, &denied6.sa,
			     denied6.length));
	EXPECT_EQ(EOPNOTSUPP, errno);
	EXPECT_EQ(-1, sendto(dgram6, "x", 1, 0, &denied6.sa, denied6.length));
	EXPECT_EQ(EDESTADDRREQ, errno);
	close(stream4);
	close(stream6);
	close(dgram4);
	close(dgram6);
}

static int finish(int fd, bool ok)
{
	int err = ok ? 0 : errno;

	close(fd);
	return err;
}

static int connect_short(const char *text, int type, socklen_t length)
{
	struct address to = address_of(text, PORT);
	int fd = open_socket(to.sa.sa_family, type, 0);

	return finish(fd, !connect(fd, &to.sa, length));
}

static int sendto_short(const char *text, socklen_t length)
{
	struct address to = address_of(text, PORT);
	int fd = open_socket(to.sa.sa_family, SOCK_DGRAM, 0);

	return finish(fd, sendto(fd, "x", 1, 0, &to.sa, length) == 1);
}

TEST_F(edge, an_address_cut_short_gets_the_kernels_own_errno)
{
	socklen_t length;

	for (length = 0; length < sizeof(struct sockaddr_in); length++) {
		EXPECT_EQ(EINVAL, connect_short(CANARY4, SOCK_STREAM, length));
		EXPECT_EQ(EINVAL, connect_short(CANARY4, SOCK_DGRAM, length));
		EXPECT_EQ(EINVAL, sendto_short(CANARY4, length));
	}
	for (length = 0; length < sizeof(struct sockaddr_in6); length++) {
		/* Up to the scope it is an address of RFC 2133. */
		int err = length < offsetof(struct sockaddr_in6, sin6_scope_id)
			? EINVAL : EACCES;

		EXPECT_EQ(err, connect_short(CANARY6, SOCK_STREAM, length));
		EXPECT_EQ(err, connect_short(CANARY6, SOCK_DGRAM, length));
		EXPECT_EQ(err, sendto_short(CANARY6, length));
	}
}

TEST_F(edge, an_address_with_room_to_spare_is_refused)
{
	struct sockaddr_storage room = { 0 };
	struct address denied = address_of(CANARY4, PORT);
	int fd = open_socket(AF_INET, SOCK_STREAM, 0);

	memset(&room, 0xff, sizeof(room));
	memcpy(&room, &denied.sa, denied.length);
	EXPECT_EQ(-1, connect(fd, (struct sockaddr *)&room, sizeof(room)));
	EXPECT_EQ(EACCES, errno);
	close(fd);
}

/* A scope, a flow label: parts of the address that say nothing about it. */
TEST_F(edge, scope_and_flow_label_do_not_count)
{
	struct address denied = address_of(CANARY6, PORT);
	struct address allowed = address_of(NEIGHBOUR6, PORT);
	int fd = open_socket(AF_INET6, SOCK_DGRAM, 0);

	denied.in6.sin6_scope_id = 1;
	denied.in6.sin6_flowinfo = htonl(0x12345);
	allowed.in6.sin6_scope_id = 1;
	allowed.in6.sin6_flowinfo = htonl(0x12345);
	EXPECT_EQ(-1, connect(fd, &denied.sa, denied.length));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(0, connect(fd, &allowed.sa, allowed.length));
	close(fd);
}

/* The socket's family changes under an open connection. */
TEST_F(edge, an_ipv6_socket_turned_into_an_ipv4_one)
{
	struct address mapped = address_of("::ffff:127.0.0.1", PORT);
	struct address denied = address_of(CANARY4, PORT);
	struct address allowed = address_of(NEIGHBOUR4, PORT);
	int family = AF_INET;
	int fd = open_socket(AF_INET6, SOCK_DGRAM, 0);

	ASSERT_EQ(0, connect(fd, &mapped.sa, mapped.length));
	if (setsockopt(fd, IPPROTO_IPV6, IPV6_ADDRFORM, &family,
		       sizeof(family)))
		SKIP(return, "no IPV6_ADDRFORM here");
	EXPECT_EQ(-1, connect(fd, &denied.sa, denied.length));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(-1, sendto(fd, "x", 1, 0, &denied.sa, denied.length));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(0, connect(fd, &allowed.sa, allowed.length));
	close(fd);
}

static void fill(struct mmsghdr *msg, struct iovec *iov, const char *text,
		 struct address *to)
{
	memset(msg, 0, sizeof(*msg));
	iov->iov_base = (void *)text;
	iov->iov_len = 1;
	msg->msg_hdr.msg_name = &to->sa;
	msg->msg_hdr.msg_namelen = to->length;
	msg->msg_hdr.msg_iov = iov;
	msg->msg_hdr.msg_iovlen = 1;
}

TEST_F(edge, sendmmsg_stops_at_the_first_refused_message)
{
	struct address denied = address_of(CANARY4, PORT);
	struct address allowed = address_of(NEIGHBOUR4, PORT);
	int fd = open_socket(AF_INET, SOCK_DGRAM, 0);
	struct mmsghdr msgs[4];
	struct iovec iov[4];
	char got = 0;

	fill(&msgs[0], &iov[0], "1", &allowed);
	fill(&msgs[1], &iov[1], "2", &denied);
	fill(&msgs[2], &iov[2], "3", &denied);
	fill(&msgs[3], &iov[3], "4", &allowed);
	EXPECT_EQ(1, sendmmsg(fd, msgs, 4, 0));
	EXPECT_EQ(-1, sendmmsg(fd, msgs + 1, 3, 0));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(1, sendmmsg(fd, msgs + 3, 1, 0));
	/* What arrives, in order: nothing that was refused. */
	ASSERT_EQ(1, recv(self->udp, &got, 1, 0));
	EXPECT_EQ('1', got);
	ASSERT_EQ(1, recv(self->udp, &got, 1, 0));
	EXPECT_EQ('4', got);
	close(fd);
}

TEST_F(edge, sends_on_a_connected_socket_are_untouched)
{
	struct address denied = address_of(CANARY4, PORT);
	struct address allowed = address_of(NEIGHBOUR4, PORT);
	int fd = open_socket(AF_INET, SOCK_DGRAM, 0);
	char got = 0;

	ASSERT_EQ(0, connect(fd, &allowed.sa, allowed.length));
	EXPECT_EQ(1, send(fd, "a", 1, 0));
	/* An address in the call beats the connection. */
	EXPECT_EQ(-1, sendto(fd, "b", 1, 0, &denied.sa, denied.length));
	EXPECT_EQ(EACCES, errno);
	EXPECT_EQ(1, write(fd, "c", 1));
	ASSERT_EQ(1, recv(self->udp, &got, 1, 0));
	EXPECT_EQ('a', got);
	ASSERT_EQ(1, recv(self->udp, &got, 1, 0));
	EXPECT_EQ('c', got);
	close(fd);
}

int main(int argc, char **argv)
{
	return cordon_test_main(cordon_not_enforcing(), argc, argv);
}
