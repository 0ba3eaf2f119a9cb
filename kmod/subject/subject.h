/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - subject: who asks, and whether it is never refused
 */
#ifndef _CORDON_SUBJECT_H
#define _CORDON_SUBJECT_H

#include <linux/uidgid.h>
#include <linux/user_namespace.h>

#include "engine/policy/subject.h"

struct file;
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

/**
 * struct cordon_subject_task - what a task remembers
 *
 * Written by the task itself, or before it first runs.
 *
 * @asked: the user that was looked up last; root, whom no list names, at first
 * @asked_listed: whether the list names that user
 * @path_staged: the exec under way is that of a listed path
 * @path_listed: the program is that of a listed path
 */
struct cordon_subject_task {
	kuid_t asked;
	bool asked_listed;
	bool path_staged;
	bool path_listed;
};

/**
 * struct cordon_subject_socket - what a socket remembers
 *
 * Written by whoever connects or sends; the last one counts.
 *
 * @never_block: that one is never refused
 */
struct cordon_subject_socket {
	bool never_block;
};

/* Does the list name a path or a user at all? */
extern bool cordon_subject_listed;

int cordon_subject_init(void);

void cordon_subject_exec(void);
void cordon_subject_thread(struct task_struct *thread);

bool cordon_subject_stages_exec(void);
void cordon_subject_stage_exec(const struct file *file, const char *path,
			       size_t length);
bool cordon_subject_may_exec(const struct file *file, const char *path,
			     size_t length);
bool cordon_subject_may_connect(void);
void cordon_subject_note_use(const struct sock *sk);
bool cordon_subject_socket_may(const struct sock *sk);

/**
 * cordon_subject_capture - current uses a socket
 * @sk: the socket
 *
 * When its packets leave, current may be anybody.
 */
static inline void cordon_subject_capture(const struct sock *sk)
{
	if (cordon_subject_listed)
		cordon_subject_note_use(sk);
}

#endif /* _CORDON_SUBJECT_H */
