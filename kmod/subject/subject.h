/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - subject: who asks, and whether it is never refused
 *
 * A process and a socket remember it in their blobs. Without a never-block list
 * there is nothing to remember, and neither has one.
 */
#ifndef _CORDON_SUBJECT_H
#define _CORDON_SUBJECT_H

#include <linux/uidgid.h>
#include <linux/user_namespace.h>

#include "engine/policy/subject.h"

struct file;
struct lsm_blob_sizes;
struct sock;
struct task_struct;

/**
 * cordon_subject_of - a user as the engine knows him
 * @uid: who
 *
 * Packages and tags are not known yet.
 *
 * Return: the subject.
 */
static inline struct cordon_subject cordon_subject_of(kuid_t uid)
{
	struct cordon_subject subject = CORDON_NOBODY;

	subject.uid = from_kuid(&init_user_ns, uid);
	return subject;
}

#ifdef CORDON_HAS_NEVER_BLOCK

extern struct lsm_blob_sizes cordon_subject_sizes;

void cordon_subject_exec(void);
void cordon_subject_thread(struct task_struct *thread);

bool cordon_subject_stages_exec(void);
void cordon_subject_stage_exec(const struct file *file, const char *path,
			       size_t length);
bool cordon_subject_may_exec(const struct file *file, const char *path,
			     size_t length);
bool cordon_subject_may_connect(void);
void cordon_subject_capture(const struct sock *sk);
bool cordon_subject_socket_may(const struct sock *sk);

#else

static inline bool cordon_subject_stages_exec(void)
{
	return false;
}

static inline void cordon_subject_stage_exec(const struct file *file,
					     const char *path, size_t length)
{
}

static inline bool cordon_subject_may_exec(const struct file *file,
					   const char *path, size_t length)
{
	return false;
}

static inline bool cordon_subject_may_connect(void)
{
	return false;
}

static inline void cordon_subject_capture(const struct sock *sk)
{
}

static inline bool cordon_subject_socket_may(const struct sock *sk)
{
	return false;
}

#endif /* CORDON_HAS_NEVER_BLOCK */

#endif /* _CORDON_SUBJECT_H */
