/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - backend: how Cordon hangs on the kernel's hooks
 *
 * One of two is linked: lsm.c into a kernel, bpf.c into a module. A backend unpacks
 * a hook's arguments and decides nothing. What it calls stands in exec/exec.h,
 * network/connect.h, network/learn.h and subject/subject.h:
 *
 *	hook of the kernel		lsm	bpf	calls
 *	bprm_check_security		yes	yes	cordon_exec_check()
 *	bprm_committed_creds		list	-	cordon_subject_exec()
 *	task_alloc			list	-	cordon_subject_thread()
 *	socket_connect			yes	yes	cordon_connect_check()
 *	socket_sendmsg			yes	yes	cordon_sendmsg_check()
 *	sctp_bind_connect		yes	yes	cordon_sctp_check()
 *	socket_sock_rcv_skb		yes	yes	cordon_learn_received()
 *	udp_queue_rcv_one_skb (fentry)	-	yes	cordon_learn_received()
 *
 * (list: only where the firmware has a never-block list.) What it supplies in
 * turn is below.
 */
#ifndef _CORDON_BACKEND_H
#define _CORDON_BACKEND_H

#include <linux/types.h>

struct cordon_never_block_text;
struct cordon_subject_socket;
struct cordon_subject_task;
struct sock;
struct task_struct;
struct vfsmount;

/* Its word in /sys/kernel/cordon/backend; static. */
const char *cordon_backend_name(void);

/* Late in init: offer what was not there since boot. 0 or a negative errno. */
int cordon_backend_init(void);

/* The firmware's never-block list. A module has none: size 0. */
void cordon_backend_never_block(struct cordon_never_block_text *list);

/*
 * What a task and a socket remember, zeroed when they are made. NULL only where
 * the never-block list is empty, and then nobody asks.
 */
struct cordon_subject_task *cordon_backend_task(const struct task_struct *task);
struct cordon_subject_socket *cordon_backend_socket(const struct sock *sk);

/* Would set-user-id count on this mount? Nobody tells a module: false. */
bool cordon_backend_may_suid(struct vfsmount *mnt);

#endif /* _CORDON_BACKEND_H */
