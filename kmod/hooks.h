/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - hooks: what the backends call
 *
 * Each takes a hook's arguments and returns what the hook must return: 0, or
 * -EACCES. The context is the hook's.
 */
#ifndef _CORDON_HOOKS_H
#define _CORDON_HOOKS_H

struct file;
struct msghdr;
struct sk_buff;
struct sock;
struct sockaddr;

int cordon_exec_check(struct file *file);
int cordon_connect_check(struct sock *sk, const struct sockaddr *address,
			 int length);
int cordon_sctp_check(struct sock *sk, int option,
		      const struct sockaddr *addresses, int length);
int cordon_sendmsg_check(struct sock *sk, const struct msghdr *msg);
void cordon_learn_received(const struct sock *sk, struct sk_buff *skb);

int cordon_backend_init(void);
const char *cordon_backend_name(void);

#endif /* _CORDON_HOOKS_H */
