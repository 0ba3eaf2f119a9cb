/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - learn: the learned addresses and the resolvers they come from
 */
#ifndef _CORDON_LEARN_H
#define _CORDON_LEARN_H

#include "engine/policy/verdict.h"
#include "policy.h"

struct net;
struct sk_buff;
struct sock;

int cordon_learn_init(void);
void cordon_learn_exit(void);
void cordon_learn_decide(const struct cordon_policy *policy,
			 const struct net *net,
			 const struct cordon_subject *subject,
			 const struct cordon_destination *destination,
			 struct cordon_decision *decision);
int cordon_learn_question(const struct net *net, const struct cordon_endpoints *ends,
			  u32 uid, const struct cordon_dns_question *question);
bool cordon_learn_is_judged(const struct cordon_policy *policy,
			    const struct cordon_destination *destination);
bool cordon_learn_is_resolver(const struct cordon_policy *policy,
			      const struct cordon_address *address);
void cordon_learn_set_resolvers(const struct cordon_resolvers *resolvers);
void cordon_learn_get_resolvers(struct cordon_resolvers *resolvers);
void cordon_learn_received(const struct sock *sk, struct sk_buff *skb);
size_t cordon_learn_line(u32 slot, char *line, size_t size);
u32 cordon_learn_slots(void);

/* Walks the datagrams of an skb: one, or those that segmentation makes of it. */
struct cordon_datagrams {
	const struct sk_buff *skb;
	unsigned int next;		/* offset of the next one's payload */
	unsigned int end;
	unsigned int step;
};

void cordon_datagrams_start(struct cordon_datagrams *datagrams,
			    const struct sk_buff *skb, unsigned int payload);
bool cordon_datagrams_next(struct cordon_datagrams *datagrams,
			   unsigned int *offset, unsigned int *length);

#endif /* _CORDON_LEARN_H */
