// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon - backend bpf: hang the module's hook code on the kernel's LSM hooks
 *
 * Nothing is decided here. Each program hands its hook's arguments to a kfunc
 * of cordon.ko and clamps the answer to what the verifier accepts.
 */
#include "vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_tracing.h>

#define EACCES		13
#define MAX_ERRNO	4095

extern int cordon_bprm_check(struct linux_binprm *bprm) __ksym;
extern int cordon_socket_connect(struct socket *sock, struct sockaddr *address,
				 int addrlen) __ksym;
extern int cordon_socket_sendmsg(struct socket *sock, struct msghdr *msg) __ksym;
extern int cordon_sctp_bind_connect(struct sock *sk, int optname,
				    struct sockaddr *address,
				    int addrlen) __ksym;
extern int cordon_sock_rcv_skb(struct sock *sk, struct sk_buff *skb) __ksym;

extern int cordon_udp_receive(struct sock *sk, struct sk_buff *skb) __ksym;

char LICENSE[] SEC("license") = "GPL";

/*
 * A structure that is only ever pointed to goes into the object's BTF as a
 * forward declaration, and libbpf calls that incompatible with the kfunc's
 * argument. Reading one field makes clang emit the whole structure; the
 * barrier keeps the read.
 */
#define use_field(field)				\
	do {						\
		typeof(field) value = (field);		\
		barrier_var(value);			\
	} while (0)

/* BPF_PROG() makes a parameter for each of the hook's arguments, used or not. */
#pragma clang diagnostic ignored "-Wunused-parameter"

/*
 * The verifier wants 0 or -errno; whatever else it was, refuse. The barrier
 * makes clang compare and return one and the same register: bounds found on a
 * copy tell the verifier nothing.
 */
static __always_inline int clamp(long answer)
{
	barrier_var(answer);
	if (answer > 0 || answer < -MAX_ERRNO)
		return -EACCES;
	return answer;
}

SEC("lsm.s/bprm_check_security")
int BPF_PROG(cordon_exec, struct linux_binprm *bprm)
{
	use_field(bprm->p);
	return clamp(cordon_bprm_check(bprm));
}

SEC("lsm/socket_connect")
int BPF_PROG(cordon_connect, struct socket *sock, struct sockaddr *address,
	     int addrlen)
{
	use_field(sock->type);
	use_field(address->sa_family);
	return clamp(cordon_socket_connect(sock, address, addrlen));
}

SEC("lsm/socket_sendmsg")
int BPF_PROG(cordon_sendmsg, struct socket *sock, struct msghdr *msg, int size)
{
	use_field(sock->type);
	use_field(msg->msg_namelen);
	return clamp(cordon_socket_sendmsg(sock, msg));
}

SEC("lsm/sctp_bind_connect")
int BPF_PROG(cordon_sctp, struct sock *sk, int optname, struct sockaddr *address,
	     int addrlen)
{
	use_field(sk->sk_type);
	use_field(address->sa_family);
	return clamp(cordon_sctp_bind_connect(sk, optname, address, addrlen));
}

/* Reads answers, refuses nothing: a reply must not be lost to a mistake here. */
SEC("lsm/socket_sock_rcv_skb")
int BPF_PROG(cordon_receive, struct sock *sk, struct sk_buff *skb)
{
	use_field(sk->sk_type);
	use_field(skb->len);
	cordon_sock_rcv_skb(sk, skb);
	return 0;
}

/*
 * The same for UDP alone, where the kernel has these functions: the hook is
 * called for every packet of every socket, and TCP pays for it.
 */
SEC("fentry/udp_queue_rcv_one_skb")
int BPF_PROG(cordon_receive_udp4, struct sock *sk, struct sk_buff *skb)
{
	use_field(sk->sk_type);
	use_field(skb->len);
	cordon_udp_receive(sk, skb);
	return 0;
}

SEC("fentry/udpv6_queue_rcv_one_skb")
int BPF_PROG(cordon_receive_udp6, struct sock *sk, struct sk_buff *skb)
{
	use_field(sk->sk_type);
	use_field(skb->len);
	cordon_udp_receive(sk, skb);
	return 0;
}
