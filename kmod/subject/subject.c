// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - subject: who asks, as far as it is never refused
 *
 * A process of a listed path is never refused a socket as long as it runs as
 * root: whoever else starts it could bend it to his will. It is staged when the
 * exec is checked and holds when the exec is done; threads share it, children
 * and the next exec do not inherit it.
 *
 * A user is looked up once: a task keeps whom it asked about with the answer,
 * and compares that with its credentials of the moment. So no change of them can be
 * missed, whoever makes it: setuid(), an exec, or the kernel for a while.
 */
#include <linux/cache.h>
#include <linux/cred.h>
#include <linux/init.h>
#include <linux/sched.h>
#include <net/sock.h>

#include "backend/backend.h"
#include "never_block.h"
#include "subject.h"

/* See subject.h. */
bool cordon_subject_listed __ro_after_init;

/**
 * cordon_subject_init - make ready to say who is never refused
 *
 * Context: init; nobody asks yet.
 *
 * Return: 0, or -EINVAL.
 */
int __init cordon_subject_init(void)
{
	int err = cordon_never_block_init();

	cordon_subject_listed = cordon_never_block_has_paths() ||
				cordon_never_block_has_users();
	return err;
}

static bool runs_as_root(const struct cred *cred)
{
	return uid_eq(cred->uid, GLOBAL_ROOT_UID) &&
	       uid_eq(cred->euid, GLOBAL_ROOT_UID);
}

/* A set-user-id program is neither its owner nor its caller. */
static bool is_listed_user(struct cordon_subject_task *task,
			   const struct cred *cred)
{
	if (!uid_eq(cred->uid, cred->euid))
		return false;
	if (!uid_eq(cred->uid, task->asked)) {
		task->asked_listed = cordon_never_block_user(cred->uid);
		task->asked = cred->uid;
	}
	return task->asked_listed;
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
	if (!cordon_never_block_has_paths())
		return false;
	cordon_backend_task(current)->path_staged = false;
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
	cordon_backend_task(current)->path_staged =
		runs_as_root(current_cred()) &&
		cordon_never_block_file(file, path, length);
}

/**
 * cordon_subject_exec - current has become a program
 *
 * Context: its new credentials are in force.
 */
void cordon_subject_exec(void)
{
	struct cordon_subject_task *task = cordon_backend_task(current);

	task->path_listed = task->path_staged;
	task->path_staged = false;
}

/**
 * cordon_subject_thread - current makes a thread
 * @thread: not running yet
 */
void cordon_subject_thread(struct task_struct *thread)
{
	cordon_backend_task(thread)->path_listed =
		cordon_backend_task(current)->path_listed;
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
	return cordon_subject_listed &&
	       (is_listed_user(cordon_backend_task(current), current_cred()) ||
		cordon_never_block_file(file, path, length));
}

static bool may_connect(void)
{
	struct cordon_subject_task *task = cordon_backend_task(current);
	const struct cred *cred = current_cred();

	return (task->path_listed && runs_as_root(cred)) ||
	       is_listed_user(task, cred);
}

/**
 * cordon_subject_may_connect - may current talk to what a policy refuses
 *
 * Return: whether it may.
 */
bool cordon_subject_may_connect(void)
{
	return cordon_subject_listed && may_connect();
}

/**
 * cordon_subject_note_use - see cordon_subject_capture(), which calls it
 * @sk: the socket
 */
void cordon_subject_note_use(const struct sock *sk)
{
	struct cordon_subject_socket *socket = cordon_backend_socket(sk);
	bool may = may_connect();

	/* Nearly always as it was: leave a shared line of the cache alone. */
	if (READ_ONCE(socket->never_block) != may)
		WRITE_ONCE(socket->never_block, may);
}

/**
 * cordon_subject_socket_may - may packets of a socket leave that are refused
 * @sk: the socket, or NULL
 *
 * Return: whether they may.
 */
bool cordon_subject_socket_may(const struct sock *sk)
{
	return cordon_subject_listed && sk && sk_fullsock(sk) &&
	       READ_ONCE(cordon_backend_socket(sk)->never_block);
}
