// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - backend lsm: a part of the kernel, on its hooks since boot
 *
 * Unpacks arguments, decides nothing.
 */
#include <linux/binfmts.h>
#include <linux/fs.h>
#include <linux/mount.h>
#include <linux/net.h>
#include <linux/sched.h>
#include <net/sock.h>

#include "backend.h"
#include "compat.h"
#include "exec/exec.h"
#include "load/boot.h"
#include "network/connect.h"
#include "network/learn.h"
#include "start.h"
#include "subject/never_block.h"
#include "subject/subject.h"

/* Without a list there is nothing to remember, and nobody pays for a blob. */
#define HAS_LIST	(sizeof(CONFIG_SECURITY_CORDON_NEVER_BLOCK) > 1)

/* The framework makes offsets of these sizes. */
static struct lsm_blob_sizes blob_sizes __ro_after_init = {
	.lbs_task = HAS_LIST ? sizeof(struct cordon_subject_task) : 0,
	.CORDON_LBS_SOCK = HAS_LIST ? sizeof(struct cordon_subject_socket) : 0,
};

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

static struct security_hook_list hooks[] __ro_after_init = {
	LSM_HOOK_INIT(bprm_check_security, lsm_bprm_check_security),
	LSM_HOOK_INIT(socket_connect, lsm_socket_connect),
	LSM_HOOK_INIT(socket_sendmsg, lsm_socket_sendmsg),
	LSM_HOOK_INIT(sctp_bind_connect, lsm_sctp_bind_connect),
	LSM_HOOK_INIT(socket_sock_rcv_skb, lsm_socket_sock_rcv_skb),
};

static struct security_hook_list list_hooks[] __ro_after_init = {
	LSM_HOOK_INIT(bprm_committed_creds, lsm_bprm_committed_creds),
	LSM_HOOK_INIT(task_alloc, lsm_task_alloc),
};

CORDON_DEFINE_LSM_ID(cordon_lsm_id);

/* The boot policy is in force when the first hook can be called. */
static int __init lsm_init(void)
{
	int err = cordon_start_deciding();

	if (err)
		panic("cordon: cannot decide: %d", err);
	cordon_boot_publish();
	security_add_hooks(hooks, ARRAY_SIZE(hooks),
			   CORDON_LSM_ID(cordon_lsm_id));
	if (HAS_LIST)
		security_add_hooks(list_hooks, ARRAY_SIZE(list_hooks),
				   CORDON_LSM_ID(cordon_lsm_id));
	return 0;
}

DEFINE_LSM(cordon) = {
	.name = "cordon",
	.init = lsm_init,
	.blobs = &blob_sizes,
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

/**
 * cordon_backend_never_block - the list that the kernel was built with
 * @list: filled in
 */
void cordon_backend_never_block(struct cordon_never_block_text *list)
{
	*list = (struct cordon_never_block_text) {
		.text = cordon_never_block_list,
		.size = cordon_never_block_list_end - cordon_never_block_list,
		.room = cordon_never_block_room,
		.room_size = cordon_never_block_room_end -
			     cordon_never_block_room,
	};
}

/**
 * cordon_backend_task - what a task remembers
 * @task: the task
 *
 * Return: it, or NULL: there is no list.
 */
struct cordon_subject_task *cordon_backend_task(const struct task_struct *task)
{
	return HAS_LIST ? task->security + blob_sizes.lbs_task : NULL;
}

/**
 * cordon_backend_socket - what a socket remembers
 * @sk: the socket
 *
 * Return: it, or NULL: there is no list.
 */
struct cordon_subject_socket *cordon_backend_socket(const struct sock *sk)
{
	return HAS_LIST ? sk->sk_security + blob_sizes.CORDON_LBS_SOCK : NULL;
}

/**
 * cordon_backend_may_suid - would set-user-id count on a mount
 * @mnt: the mount
 *
 * Return: whether it would.
 */
bool cordon_backend_may_suid(struct vfsmount *mnt)
{
	return mnt_may_suid(mnt);
}
