/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - owner: the user who answers for what somebody does
 */
#ifndef _CORDON_OWNER_H
#define _CORDON_OWNER_H

#include <linux/types.h>

struct cred;
struct net;
struct sock;

u32 cordon_owner_of(const struct cred *cred);
u32 cordon_owner_of_socket(const struct sock *sk, const struct net *net);

#endif /* _CORDON_OWNER_H */
