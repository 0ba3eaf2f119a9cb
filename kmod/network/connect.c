// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - connect: may a socket talk to an address
 *
 * Only the address is looked at here. User memory behind a message can change
 * after the look, so what a datagram says is read when it leaves: see output.c.
 */
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/net.h>
#include <linux/sctp.h>
#include <linux/socket.h>
#include <net/ipv6.h>
#include <net/sock.h>

#include "connect.h"
#include "enforce.h"
#include "learn.h"
#include "stats.h"
#include "subject/owner.h"
#include "subject/subject.h"

/*
 * Read a socket address. False: it is none of ours, or so malformed that the
 * socket refuses it with an errno of its own, which must not be hidden.
 */
static bool read_target(const struct sock *sk, const struct sockaddr *address,
			int length, bool message,
			struct cordon_destination *target)
{
	const struct sockaddr_in6 *in6 = (const void *)address;
	const struct sockaddr_in *in = (const void *)address;
	/* IPV6_ADDRFORM may turn AF_INET6 into AF_INET at any time. */
	unsigned short family = READ_ONCE(sk->sk_family);
	unsigned short wanted;

	if (length < (int)offsetofend(struct sockaddr, sa_family))
		return false;
	target->has_port = sk->sk_type != SOCK_RAW &&
			   sk->sk_protocol != IPPROTO_ICMP &&
			   sk->sk_protocol != IPPROTO_ICMPV6;
	target->stream = sk->sk_type == SOCK_STREAM ||
			 sk->sk_type == SOCK_SEQPACKET;
	wanted = address->sa_family;
	if (wanted == AF_UNSPEC && message &&
	    (family == AF_INET || family == AF_INET6))
		wanted = sk->sk_type == SOCK_RAW ? family : AF_INET;
	switch (wanted) {
	case AF_INET:
		if (length < (int)sizeof(*in))
			return false;
		cordon_address_from_ipv4(&target->address, (u8 *)&in->sin_addr);
		target->port = ntohs(in->sin_port);
		return true;
	case AF_INET6:
		if (length < SIN6_LEN_RFC2133 || family == AF_INET)
			return false;
		memcpy(&target->address, &in6->sin6_addr, sizeof(target->address));
		target->port = ntohs(in6->sin6_port);
		return true;
	}
	return false;
}

/* Rules have something to say: record it, and carry it out. */
static noinline int finish(const struct sock *sk,
			   enum cordon_operation operation,
			   const struct cordon_destination *target,
			   const struct cordon_policy *policy,
			   const struct cordon_subject *subject,
			   const struct cordon_decision *decision)
{
	const struct cordon_event event = {
		.operation = operation,
		.policy = policy,
		.subject = subject,
		.owner = cordon_owner_of(current_cred()),
		.decision = decision,
		.never_block = cordon_decision_is_sparable(&policy->blob, decision) &&
			       cordon_subject_may_connect(),
		.by_current = true,
		.address = &target->address,
		.port = target->port,
		.protocol = sk->sk_protocol,
	};

	return cordon_enforce(&event);
}

static int check(struct sock *sk, enum cordon_operation operation,
		 const struct cordon_destination *target)
{
	const struct cordon_policy *policy = cordon_policy_in_force();
	const struct cordon_subject subject = cordon_subject_of(current_uid());
	struct cordon_decision decision __uninitialized;

	if (!policy)
		return 0;
	cordon_learn_decide(policy, sock_net(sk), &subject, target, &decision);
	if (!decision.record)
		return 0;
	return finish(sk, operation, target, policy, &subject, &decision);
}

static int check_target(struct sock *sk, enum cordon_operation operation,
			const struct cordon_destination *target)
{
	int err;

	cordon_count(CORDON_STAT_CONNECT_CHECKED);
	rcu_read_lock();
	err = check(sk, operation, target);
	rcu_read_unlock();
	return err;
}

/**
 * cordon_connect_check - may a socket connect
 * @sk: the socket
 * @address: in kernel memory
 * @length: its bytes
 *
 * AF_UNSPEC takes a connection apart, which is nobody's business.
 *
 * Return: 0 or -EACCES.
 */
int cordon_connect_check(struct sock *sk, const struct sockaddr *address,
			 int length)
{
	struct cordon_destination target;

	cordon_subject_capture(sk);
	if (!read_target(sk, address, length, false, &target))
		return 0;
	return check_target(sk, CORDON_OP_CONNECT, &target);
}

/* Apart: what stands on its stack is cleared for messages with an address alone. */
static noinline int check_message(struct sock *sk, const struct msghdr *msg,
				  bool tcp)
{
	struct cordon_destination target;

	if (!read_target(sk, msg->msg_name, msg->msg_namelen, !tcp, &target))
		return 0;
	return check_target(sk, CORDON_OP_SENDMSG, &target);
}

/**
 * cordon_sendmsg_check - may a socket send to the address of a message
 * @sk: the socket
 * @msg: the message; its address is in kernel memory
 *
 * TCP looks at a message's address only with MSG_FASTOPEN, and connects then;
 * what else it sends belongs to a connection that was decided, and so nothing is
 * asked. Raw sockets take AF_UNSPEC for their own family, UDP over IPv4 for
 * AF_INET. UDP over IPv6 takes it for "no address", but may be UDP over IPv4 by
 * the time that the message is sent, so it is read as AF_INET there too.
 *
 * Return: 0 or -EACCES.
 */
int cordon_sendmsg_check(struct sock *sk, const struct msghdr *msg)
{
	bool tcp = sk->sk_protocol == IPPROTO_TCP ||
		   sk->sk_protocol == IPPROTO_MPTCP;

	if (tcp && !(msg->msg_flags & MSG_FASTOPEN))
		return 0;
	cordon_subject_capture(sk);
	return msg->msg_name ? check_message(sk, msg, tcp) : 0;
}

/**
 * cordon_sctp_check - may an SCTP socket add these addresses of its peer
 * @sk: the socket
 * @option: what it is doing, SCTP_*
 * @addresses: one behind the other, in kernel memory
 * @length: bytes of them all
 *
 * SCTP connects to a list of addresses without a connect(), and its peer may
 * name more of them later. Binding names addresses of our own.
 *
 * Return: 0 or -EACCES.
 */
int cordon_sctp_check(struct sock *sk, int option,
		      const struct sockaddr *addresses, int length)
{
	const u8 *at = (const u8 *)addresses;
	struct cordon_destination target;
	int size, err;

	if (option == SCTP_SOCKOPT_BINDX_ADD)
		return 0;
	for (; length > 0; at += size, length -= size) {
		const struct sockaddr *address = (const void *)at;

		size = length;
		if (length >= (int)sizeof(struct sockaddr_in) &&
		    address->sa_family == AF_INET)
			size = sizeof(struct sockaddr_in);
		else if (length >= (int)sizeof(struct sockaddr_in6) &&
			 address->sa_family == AF_INET6)
			size = sizeof(struct sockaddr_in6);
		if (!read_target(sk, address, size, false, &target))
			return 0;
		err = check_target(sk, CORDON_OP_CONNECT, &target);
		if (err)
			return err;
	}
	return 0;
}
