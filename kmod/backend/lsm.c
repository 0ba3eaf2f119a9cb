// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - backend lsm: a part of the kernel, on its hooks since boot
 *
 * Unpacks arguments, decides nothing.
 */
#include <linux/binfmts.h>
#include <linux/net.h>
#include <linux/sched.h>

#include "load/boot.h"
#include "compat.h"
#include "hooks.h"
#include "start.h"
#include "subject/subject.h"

static int lsm_bprm_check_security(struct linux_binprm *bprm)
{
	return cordon_exec_check(bprm->file);
}

static int lsm_socket_connect(struct socket *sock, struct sockaddr *address,
			      int addrlen)
{
	return sock->sk ? cordon_connect_check(sock->sk, address, addrlen) : 0;
}

static int lsm_socket_sendmsg(struct socket *sock, struct msghdr *msg, int size)
{
	return sock->sk ? cordon_sendmsg_check(sock->sk, msg) : 0;
}

static int lsm_sctp_bind_connect(struct sock *sk, int optname,
				 struct sockaddr *address, int addrlen)
{
	return cordon_sctp_check(sk, optname, address, addrlen);
}

static int lsm_socket_sock_rcv_skb(struct sock *sk, struct sk_buff *skb)
{
	cordon_learn_received(sk, skb);
	return 0;
}

#ifdef CORDON_HAS_NEVER_BLOCK
static void lsm_bprm_committed_creds(CORDON_COMMITTED_BPRM *bprm)
{
	cordon_subject_exec();
}

static int lsm_task_alloc(struct task_struct *task, unsigned long clone_flags)
{
	if (clone_flags & CLONE_THREAD)
		cordon_subject_thread(task);
	return 0;
}
#endif

static struct security_hook_list hooks[] __ro_after_init = {
	LSM_HOOK_INIT(bprm_check_security, lsm_bprm_check_security),
	LSM_HOOK_INIT(socket_connect, lsm_socket_connect),
	LSM_HOOK_INIT(socket_sendmsg, lsm_socket_sendmsg),
	LSM_HOOK_INIT(sctp_bind_connect, lsm_sctp_bind_connect),
	LSM_HOOK_INIT(socket_sock_rcv_skb, lsm_socket_sock_rcv_skb),
#ifdef CORDON_HAS_NEVER_BLOCK
	LSM_HOOK_INIT(bprm_committed_creds, lsm_bprm_committed_creds),
	LSM_HOOK_INIT(task_alloc, lsm_task_alloc),
#endif
};

CORDON_DEFINE_LSM_ID(cordon_lsm_id);

/* The boot policy is in force when the first hook can be called. */
static int __init lsm_init(void)
{
	if (cordon_start_deciding())
		panic("cordon: no memory");
	cordon_boot_publish();
	security_add_hooks(hooks, ARRAY_SIZE(hooks),
			   CORDON_LSM_ID(cordon_lsm_id));
	return 0;
}

DEFINE_LSM(cordon) = {
	.name = "cordon",
	.init = lsm_init,
#ifdef CORDON_HAS_NEVER_BLOCK
	.blobs = &cordon_subject_sizes,
#endif
#ifdef CONFIG_SECURITY_CORDON_ALWAYS_ON
	.order = CORDON_LSM_ORDER_ALWAYS,
#endif
};

/**
 * cordon_backend_init - nothing is left to do: the hooks are there since boot
 *
 * Return: 0.
 */
int cordon_backend_init(void)
{
	return 0;
}

/**
 * cordon_backend_name - which backend this is
 *
 * Return: static text.
 */
const char *cordon_backend_name(void)
{
	return "lsm";
}
