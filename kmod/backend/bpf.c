// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - backend bpf: kfuncs for BPF-LSM programs on a stock kernel
 *
 * A mainline LSM cannot be a module, but a BPF program can hang on its hooks
 * and call one. Unpacks arguments, decides nothing.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/binfmts.h>
#include <linux/btf.h>
#include <linux/btf_ids.h>
#include <linux/bpf.h>
#include <linux/module.h>
#include <linux/net.h>
#include <linux/socket.h>
#include <net/sock.h>

#include "backend.h"
#include "bpf.h"
#include "exec/exec.h"
#include "network/connect.h"
#include "network/learn.h"
#include "subject/never_block.h"

__bpf_kfunc_start_defs();

/**
 * cordon_bprm_check - for lsm.s/bprm_check_security
 * @bprm: at this level of the exec: the file, or a script's interpreter
 *
 * Return: 0, -EACCES or -ENOMEM.
 */
__bpf_kfunc int cordon_bprm_check(struct linux_binprm *bprm)
{
	return cordon_exec_check(bprm->file);
}

/**
 * cordon_socket_connect - for lsm/socket_connect
 * @sock: the socket
 * @address: in kernel memory
 * @addrlen: bytes of @address; BTF knows it for 16 bytes, whatever it is
 *
 * Return: 0 or -EACCES.
 */
__bpf_kfunc int cordon_socket_connect(struct socket *sock,
				      struct sockaddr *address, int addrlen)
{
	return sock->sk ? cordon_connect_check(sock->sk, address, addrlen) : 0;
}

/**
 * cordon_socket_sendmsg - for lsm/socket_sendmsg
 * @sock: the socket
 * @msg: the message
 *
 * Return: 0 or -EACCES.
 */
__bpf_kfunc int cordon_socket_sendmsg(struct socket *sock, struct msghdr *msg)
{
	return sock->sk ? cordon_sendmsg_check(sock->sk, msg) : 0;
}

/**
 * cordon_sctp_bind_connect - for lsm/sctp_bind_connect
 * @sk: the socket
 * @optname: what it is doing
 * @address: one or more addresses, in kernel memory
 * @addrlen: bytes of them all
 *
 * Return: 0 or -EACCES.
 */
__bpf_kfunc int cordon_sctp_bind_connect(struct sock *sk, int optname,
					 struct sockaddr *address, int addrlen)
{
	return cordon_sctp_check(sk, optname, address, addrlen);
}

/**
 * cordon_sock_rcv_skb - for lsm/socket_sock_rcv_skb
 * @sk: the socket
 * @skb: what it is about to receive
 *
 * Return: 0: reception is never refused.
 */
__bpf_kfunc int cordon_sock_rcv_skb(struct sock *sk, struct sk_buff *skb)
{
	cordon_learn_received(sk, skb);
	return 0;
}

/**
 * cordon_udp_receive - for fentry/udp_queue_rcv_one_skb, and IPv6's
 * @sk: the socket
 * @skb: what it is about to receive
 *
 * Return: 0.
 */
__bpf_kfunc int cordon_udp_receive(struct sock *sk, struct sk_buff *skb)
{
	cordon_learn_received(sk, skb);
	return 0;
}

__bpf_kfunc_end_defs();

BTF_KFUNCS_START(cordon_kfuncs)
BTF_ID_FLAGS(func, cordon_bprm_check, KF_TRUSTED_ARGS | KF_SLEEPABLE)
BTF_ID_FLAGS(func, cordon_socket_connect, KF_TRUSTED_ARGS)
BTF_ID_FLAGS(func, cordon_socket_sendmsg, KF_TRUSTED_ARGS)
BTF_ID_FLAGS(func, cordon_sctp_bind_connect, KF_TRUSTED_ARGS)
BTF_ID_FLAGS(func, cordon_sock_rcv_skb, KF_TRUSTED_ARGS)
/* A tracing program's arguments are never trusted ones. */
BTF_ID_FLAGS(func, cordon_udp_receive)
BTF_KFUNCS_END(cordon_kfuncs)

BTF_ID_LIST_SINGLE(udp_receive_id, func, cordon_udp_receive)

/* LSM programs share their kfuncs' hook with tracing ones: keep them apart. */
static int kfunc_filter(const struct bpf_prog *prog, u32 kfunc_id)
{
	enum bpf_prog_type type = kfunc_id == udp_receive_id[0] ?
				  BPF_PROG_TYPE_TRACING : BPF_PROG_TYPE_LSM;

	if (!btf_id_set8_contains(&cordon_kfuncs, kfunc_id))
		return 0;
	return prog->type == type ? 0 : -EACCES;
}

static const struct btf_kfunc_id_set kfunc_set = {
	.owner = THIS_MODULE,
	.set = &cordon_kfuncs,
	.filter = kfunc_filter,
};

/**
 * cordon_backend_init - offer the kfuncs
 *
 * A module without BTF would load and offer nothing, silently.
 *
 * Return: 0, -ENOENT: no BTF, or what the registration says.
 */
int cordon_backend_init(void)
{
	if (!THIS_MODULE->btf_data_size) {
		pr_err("this module has no BTF: build it with pahole installed and the kernel's vmlinux beside its headers\n");
		return -ENOENT;
	}
	return register_btf_kfunc_id_set(BPF_PROG_TYPE_LSM, &kfunc_set);
}

/**
 * cordon_backend_name - which backend this is
 *
 * Return: static text.
 */
const char *cordon_backend_name(void)
{
	return "bpf";
}

/**
 * cordon_backend_never_block - there is no list: no firmware built this in
 * @list: made empty
 */
void cordon_backend_never_block(struct cordon_never_block_text *list)
{
	*list = (struct cordon_never_block_text) { };
}

/**
 * cordon_backend_task - a task remembers nothing
 * @task: the task
 *
 * Return: NULL.
 */
struct cordon_subject_task *cordon_backend_task(const struct task_struct *task)
{
	return NULL;
}

/**
 * cordon_backend_socket - a socket remembers nothing
 * @sk: the socket
 *
 * Return: NULL.
 */
struct cordon_subject_socket *cordon_backend_socket(const struct sock *sk)
{
	return NULL;
}

/**
 * cordon_backend_may_suid - no mount is to be trusted: modules cannot ask
 * @mnt: the mount
 *
 * Return: false.
 */
bool cordon_backend_may_suid(struct vfsmount *mnt)
{
	return false;
}
