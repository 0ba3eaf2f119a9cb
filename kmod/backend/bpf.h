/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - backend bpf: kfuncs for BPF-LSM programs on a stock kernel
 */
#ifndef _CORDON_BACKEND_BPF_H
#define _CORDON_BACKEND_BPF_H

struct linux_binprm;
struct msghdr;
struct sk_buff;
struct sock;
struct sockaddr;
struct socket;

int cordon_bprm_check(struct linux_binprm *bprm);
int cordon_socket_connect(struct socket *sock, struct sockaddr *address,
			  int addrlen);
int cordon_socket_sendmsg(struct socket *sock, struct msghdr *msg);
int cordon_sctp_bind_connect(struct sock *sk, int optname,
			     struct sockaddr *address, int addrlen);
int cordon_sock_rcv_skb(struct sock *sk, struct sk_buff *skb);
int cordon_udp_receive(struct sock *sk, struct sk_buff *skb);

#endif /* _CORDON_BACKEND_BPF_H */
