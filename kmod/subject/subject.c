// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - subject: who asks, as far as it is never refused
 *
 * A process of a listed path is never refused a socket as long as it runs as
 * root: whoever else starts it could bend it to his will. It is staged when the
 * exec is checked and holds when the exec is done; threads share it, children
 * and the next exec do not inherit it.
 */
#include <linux/cred.h>
#include <linux/lsm_hooks.h>
#include <linux/sched.h>
#include <net/sock.h>

#include "never_block.h"
#include "subject.h"

/* Written by the task itself, or before it first runs. */
struct subject_task {
	bool staged;			/* by the exec that is under way */
	bool never_block;
};

/* Written by whoever connects or sends; the last one counts. */
struct subject_socket {
	bool never_block;
};

/* The framework makes offsets of these sizes. */
struct lsm_blob_sizes cordon_subject_sizes __ro_after_init = {
	.lbs_task = sizeof(struct subject_task),
	.lbs_sock = sizeof(struct subject_socket),
};

static struct subject_task *task_of(const struct task_struct *task)
{
	return task->security + cordon_subject_sizes.lbs_task;
}

static struct subject_socket *socket_of(const struct sock *sk)
{
	return sk->sk_security + cordon_subject_sizes.lbs_sock;
}

static bool runs_as_root(const struct cred *cred)
{
	return uid_eq(cred->uid, GLOBAL_ROOT_UID) &&
	       uid_eq(cred->euid, GLOBAL_ROOT_UID);
}

/**
 * cordon_subject_stages_exec - does an exec of current need to be staged
 *
 * Begins anew: what an exec that failed had staged is gone.
 *
 * Return: whether cordon_subject_stage_exec() is to be called.
 */
bool cordon_subject_stages_exec(void)
{
	task_of(current)->staged = false;
	return runs_as_root(current_cred());
}

/**
 * cordon_subject_stage_exec - current is about to become a program
 * @file: the program, or the script, or its interpreter: the last one counts
 * @path: its path inside its filesystem
 * @length: bytes of @path
 */
void cordon_subject_stage_exec(const struct file *file, const char *path,
			       size_t length)
{
	task_of(current)->staged = runs_as_root(current_cred()) &&
				   cordon_never_block_file(file, path, length);
}

/**
 * cordon_subject_exec - current has become a program
 *
 * Context: its new credentials are in force.
 */
void cordon_subject_exec(void)
{
	struct subject_task *subject = task_of(current);

	subject->never_block = subject->staged;
	subject->staged = false;
}

/**
 * cordon_subject_thread - current makes a thread
 * @thread: not running yet
 */
void cordon_subject_thread(struct task_struct *thread)
{
	task_of(thread)->never_block = task_of(current)->never_block;
}

/**
 * cordon_subject_may_exec - may current run a file that a policy refuses
 * @file: the file
 * @path: its path inside its filesystem
 * @length: bytes of @path
 *
 * Return: whether it may.
 */
bool cordon_subject_may_exec(const struct file *file, const char *path,
			     size_t length)
{
	return cordon_never_block_user(current_cred()) ||
	       cordon_never_block_file(file, path, length);
}

/**
 * cordon_subject_may_connect - may current talk to what a policy refuses
 *
 * Return: whether it may.
 */
bool cordon_subject_may_connect(void)
{
	const struct cred *cred = current_cred();

	return (task_of(current)->never_block && runs_as_root(cred)) ||
	       cordon_never_block_user(cred);
}

/**
 * cordon_subject_capture - current uses a socket
 * @sk: the socket
 *
 * When its packets leave, current may be anybody.
 */
void cordon_subject_capture(const struct sock *sk)
{
	WRITE_ONCE(socket_of(sk)->never_block, cordon_subject_may_connect());
}

/**
 * cordon_subject_socket_may - may packets of a socket leave that are refused
 * @sk: the socket, or NULL
 *
 * Return: whether they may.
 */
bool cordon_subject_socket_may(const struct sock *sk)
{
	return sk && sk_fullsock(sk) && READ_ONCE(socket_of(sk)->never_block);
}
