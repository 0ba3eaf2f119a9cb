// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - records: listen to the kernel's audit stream
 *
 * The multicast group is best effort: whoever reads too slowly loses records
 * and is told so (ENOBUFS), and the kernel never waits for a reader.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/netlink.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "libcordon/device/records.h"

/* Room for a burst of refusals while the reader is busy. */
#define RECEIVE_BUFFER	(1024 * 1024)

/**
 * cordon_records_socket() - make a socket for the audit stream
 *
 * Return: a non-blocking close-on-exec socket, which hears nothing before
 * cordon_records_join() and which the caller closes; else -errno of socket(),
 * bind() or setsockopt().
 */
int cordon_records_socket(void)
{
	struct sockaddr_nl address = { .nl_family = AF_NETLINK };
	int size = RECEIVE_BUFFER;
	int fd, r;

	fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
		    NETLINK_AUDIT);
	if (fd < 0)
		return -errno;
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size)) < 0 ||
	    bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
		r = -errno;
		close(fd);
		return r;
	}
	return fd;
}

/**
 * cordon_records_join() - join the audit stream
 * @fd: from cordon_records_socket()
 *
 * Needs CAP_AUDIT_READ in the initial user namespace, and the initial network
 * namespace. The kernel records who joins, so this waits, for up to a minute,
 * while audit's backlog is full.
 *
 * Return: 0; -EPERM without the capability; else -errno of setsockopt().
 */
int cordon_records_join(int fd)
{
	int group = AUDIT_NLGRP_READLOG;

	return setsockopt(fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group,
			  sizeof(group)) < 0 ? -errno : 0;
}

/**
 * cordon_records_open() - make a socket and join the audit stream with it
 *
 * Return: the socket, for cordon_records_read(); else as
 * cordon_records_socket() or cordon_records_join().
 */
int cordon_records_open(void)
{
	int fd = cordon_records_socket();
	int r;

	if (fd < 0)
		return fd;
	r = cordon_records_join(fd);
	if (r < 0) {
		close(fd);
		return r;
	}
	return fd;
}

/**
 * cordon_records_read() - take one message off the audit stream
 * @fd: from cordon_records_open()
 * @record: filled in if it is one of Cordon's
 *
 * Return: 0 if it is; -ENOMSG if it is somebody else's: read on; -EBADMSG or
 * -EMSGSIZE if it is Cordon's and cannot be read; -ENOBUFS if records were lost
 * before it; -EAGAIN if there is none; else -errno of recvmsg().
 */
int cordon_records_read(int fd, struct cordon_record *record)
{
	struct {
		struct nlmsghdr header;
		char text[CORDON_RECORD_TEXT_MAX + 1];
	} message;
	struct sockaddr_nl sender;
	struct iovec iov = { &message, sizeof(message) };
	struct msghdr msg = {
		.msg_name = &sender,
		.msg_namelen = sizeof(sender),
		.msg_iov = &iov,
		.msg_iovlen = 1,
	};
	ssize_t n;

	do {
		n = recvmsg(fd, &msg, 0);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return -errno;
	/* Only what the kernel itself sends is believed. */
	if (msg.msg_namelen != sizeof(sender) || sender.nl_pid != 0 ||
	    (size_t)n < NLMSG_HDRLEN || message.header.nlmsg_type != AUDIT_AVC)
		return -ENOMSG;
	if (msg.msg_flags & MSG_TRUNC)
		return -EMSGSIZE;
	/*
	 * The length that was received counts: nlmsg_len of an audit message
	 * has meant different things (see kauditd_send_multicast_skb()).
	 */
	return cordon_record_parse(record, message.text, n - NLMSG_HDRLEN);
}
