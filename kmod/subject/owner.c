// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - owner: the user who answers for what somebody does
 *
 * Whoever makes a user namespace has thousands of ids in it. What is his share
 * must not grow by that, so in such a namespace all of them are him.
 */
#include <linux/cred.h>
#include <linux/fs.h>
#include <linux/net.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "engine/policy/subject.h"
#include "owner.h"

/* @uid acts in @ns: he himself, or whoever made the namespace around it. */
static u32 owner_in(const struct user_namespace *ns, kuid_t uid)
{
	for (; ns != &init_user_ns; ns = ns->parent)
		uid = ns->owner;
	return from_kuid(&init_user_ns, uid);
}

/**
 * cordon_owner_of - the user who answers for what a process does
 * @cred: the process's
 *
 * Return: uid in the initial user namespace.
 */
u32 cordon_owner_of(const struct cred *cred)
{
	return owner_in(cred->user_ns, cred->uid);
}

/**
 * cordon_owner_of_socket - the user who answers for what leaves a socket
 * @sk: the socket, or NULL when nobody holds it any more
 * @net: namespace that it leaves
 *
 * Context: any but hard interrupt.
 *
 * Return: uid in the initial user namespace, or CORDON_NO_UID.
 */
u32 cordon_owner_of_socket(const struct sock *sk, const struct net *net)
{
	u32 owner = CORDON_NO_UID;

	if (sk && sk_fullsock(sk)) {
		/* The file lives as long as the socket is not orphaned. */
		read_lock_bh(&((struct sock *)sk)->sk_callback_lock);
		if (sk->sk_socket && sk->sk_socket->file)
			owner = cordon_owner_of(sk->sk_socket->file->f_cred);
		else
			owner = from_kuid(&init_user_ns, sk->sk_uid);
		read_unlock_bh(&((struct sock *)sk)->sk_callback_lock);
	}
	/* A namespace's own traffic is its maker's, whoever sends it. */
	if (net->user_ns != &init_user_ns)
		owner = owner_in(net->user_ns, GLOBAL_ROOT_UID);
	return owner;
}
