/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - connect: may a socket talk to an address
 */
#ifndef _CORDON_CONNECT_H
#define _CORDON_CONNECT_H

struct msghdr;
struct sock;
struct sockaddr;

int cordon_connect_check(struct sock *sk, const struct sockaddr *address,
			 int length);
int cordon_sctp_check(struct sock *sk, int option,
		      const struct sockaddr *addresses, int length);
int cordon_sendmsg_check(struct sock *sk, const struct msghdr *msg);

#endif /* _CORDON_CONNECT_H */
