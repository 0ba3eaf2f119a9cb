// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - learn: the learned addresses and the resolvers they come from
 *
 * One lock serialises the engine's stores. It is held by a connect while its
 * destination is decided, and while one answer is read by a reception.
 */
#include <linux/cache.h>
#include <linux/init.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/mm.h>
#include <linux/random.h>
#include <linux/sizes.h>
#include <linux/skbuff.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>
#include <linux/udp.h>
#include <net/net_namespace.h>
#include <net/udp.h>

#include "engine/address_text.h"
#include "engine/policy/learned.h"
#include "engine/name.h"
#include "learn.h"
#include "stats.h"

static DEFINE_SPINLOCK(lock);

/* What these lead to, and the resolvers, all under the lock. */
static struct cordon_learned *learned __ro_after_init;
static struct cordon_dns_walk *walk __ro_after_init;	/* too large for a stack */
static u8 *message __ro_after_init;			/* one answer, SZ_64K */
static struct cordon_resolvers told;

/* Counts suspend: an answer's lifetime goes on while the device sleeps. */
static u64 now_ms(void)
{
	return ktime_to_ms(ktime_get_coarse_boottime());
}

/*
 * Whoever owns a network namespace below another user namespace can forge any
 * answer in it: it teaches nothing, and it is judged by what others learned.
 */
static bool is_trusted(const struct net *net)
{
	return net->user_ns == &init_user_ns;
}

static u64 judging_net(const struct net *net)
{
	return is_trusted(net) ? net->net_cookie : init_net.net_cookie;
}

/**
 * cordon_learn_init - make empty stores
 *
 * Return: 0, or -ENOMEM. cordon_learn_exit() also after an error.
 */
int __init cordon_learn_init(void)
{
	learned = kvmalloc(cordon_learned_size(), GFP_KERNEL);
	walk = kvmalloc(sizeof(*walk), GFP_KERNEL);
	message = kvmalloc(SZ_64K, GFP_KERNEL);
	if (!learned || !walk || !message)
		return -ENOMEM;
	cordon_learned_init(learned, get_random_u64());
	return 0;
}

/**
 * cordon_learn_exit - give the stores back
 *
 * Context: no hook is left.
 */
void cordon_learn_exit(void)
{
	kvfree(learned);
	kvfree(walk);
	kvfree(message);
}

/**
 * cordon_learn_decide - may a socket talk to a destination
 * @policy: in force
 * @net: namespace of the socket
 * @subject: who asks
 * @destination: as asked for
 * @decision: filled in
 *
 * Context: rcu_read_lock() held, softirq or process.
 */
void cordon_learn_decide(const struct cordon_policy *policy,
			 const struct net *net,
			 const struct cordon_subject *subject,
			 const struct cordon_destination *destination,
			 struct cordon_decision *decision)
{
	struct cordon_clock clock = { .read = now_ms };
	const struct cordon_facts facts = {
		.policy = &policy->blob,
		.learned = learned,
		.told = &told,
		.net = judging_net(net),
		.clock = &clock,
	};

	spin_lock_bh(&lock);
	cordon_decide_destination(&facts, subject, destination, decision);
	spin_unlock_bh(&lock);
}

/**
 * cordon_learn_question - remember a question that leaves for a resolver
 * @net: namespace of the socket
 * @ends: who asks whom
 * @uid: user of the socket
 * @question: the question
 *
 * Context: softirq or process.
 *
 * Return: 0, also when this namespace teaches nothing; -EBUSY: too many wait.
 */
int cordon_learn_question(const struct net *net, const struct cordon_endpoints *ends,
			  u32 uid, const struct cordon_dns_question *question)
{
	int err;

	if (!is_trusted(net))
		return 0;
	spin_lock_bh(&lock);
	err = cordon_learned_ask(learned, ends, uid, question, now_ms());
	spin_unlock_bh(&lock);
	return err;
}

/**
 * cordon_learn_is_judged - is what is sent to a destination judged as DNS
 * @policy: in force, or NULL
 * @destination: as asked for
 *
 * Context: softirq or process.
 *
 * Return: as cordon_dns_is_judged().
 */
bool cordon_learn_is_judged(const struct cordon_policy *policy,
			    const struct cordon_destination *destination)
{
	const struct cordon_facts facts = {
		.policy = policy ? &policy->blob : NULL,
		.told = &told,
	};
	bool is;

	spin_lock_bh(&lock);
	is = cordon_dns_is_judged(&facts, destination);
	spin_unlock_bh(&lock);
	return is;
}

/**
 * cordon_learn_is_resolver - is an address that of a trusted resolver
 * @policy: in force, or NULL
 * @address: normalised
 *
 * Context: softirq or process.
 *
 * Return: whether it is.
 */
bool cordon_learn_is_resolver(const struct cordon_policy *policy,
			      const struct cordon_address *address)
{
	bool is;

	spin_lock_bh(&lock);
	is = cordon_is_resolver(policy ? &policy->blob : NULL, &told, address);
	spin_unlock_bh(&lock);
	return is;
}

/**
 * cordon_learn_set_resolvers - the resolvers that cordond tells
 * @resolvers: all of them, normalised
 *
 * Context: process.
 */
void cordon_learn_set_resolvers(const struct cordon_resolvers *resolvers)
{
	spin_lock_bh(&lock);
	told = *resolvers;
	spin_unlock_bh(&lock);
}

/**
 * cordon_learn_get_resolvers - the resolvers that cordond told
 * @resolvers: filled in
 *
 * Context: process.
 */
void cordon_learn_get_resolvers(struct cordon_resolvers *resolvers)
{
	spin_lock_bh(&lock);
	*resolvers = told;
	spin_unlock_bh(&lock);
}

/**
 * cordon_learn_slots - how many slots cordon_learn_line() takes
 *
 * Return: the number.
 */
u32 cordon_learn_slots(void)
{
	return cordon_learned_slots(learned);
}

/**
 * cordon_learn_line - one learned address as a line of text
 * @slot: below cordon_learn_slots()
 * @line: where to
 * @size: room there
 *
 * Context: process.
 *
 * Return: bytes written; 0 when the slot is free.
 */
size_t cordon_learn_line(u32 slot, char *line, size_t size)
{
	const struct cordon_learned_entry *entry;
	char address[CORDON_ADDRESS_TEXT_MAX];
	u64 net, left, now = now_ms();
	size_t used;

	spin_lock_bh(&lock);
	entry = cordon_learned_slot(learned, slot, now);
	if (!entry) {
		spin_unlock_bh(&lock);
		return 0;
	}
	net = entry->net;
	left = entry->expires - now;
	cordon_address_to_text(&entry->address, address, sizeof(address));
	used = scnprintf(line, size, "%s ", address);
	used += cordon_name_to_text(entry->name, entry->length, line + used,
				    size - used);
	spin_unlock_bh(&lock);
	used += scnprintf(line + used, size - used, " %llu %llu\n", left / 1000,
			  net);
	return used;
}

/**
 * cordon_datagrams_start - walk the datagrams of an skb
 * @datagrams: set up
 * @skb: one UDP datagram, or several of one size that travel as one
 * @payload: offset of the first payload byte from skb->data
 */
void cordon_datagrams_start(struct cordon_datagrams *datagrams,
			    const struct sk_buff *skb, unsigned int payload)
{
	datagrams->skb = skb;
	datagrams->next = payload;
	datagrams->end = skb->len;
	datagrams->step = skb_is_gso(skb) && skb_shinfo(skb)->gso_size ?
			  skb_shinfo(skb)->gso_size : skb->len;
}

/**
 * cordon_datagrams_next - the next datagram
 * @datagrams: begun
 * @offset: set to its payload's offset from skb->data
 * @length: set to its payload's length
 *
 * Return: whether there is one.
 */
bool cordon_datagrams_next(struct cordon_datagrams *datagrams,
			   unsigned int *offset, unsigned int *length)
{
	if (datagrams->next >= datagrams->end)
		return false;
	*offset = datagrams->next;
	*length = min(datagrams->step, datagrams->end - datagrams->next);
	datagrams->next += *length;
	return true;
}

/* Where an answer came from and went to, as the question's socket sees it. */
static bool answer_ends(const struct sock *sk, const struct sk_buff *skb,
			const struct udphdr *udp, struct cordon_endpoints *ends)
{
	ends->net = sock_net(sk)->net_cookie;
	ends->local_port = ntohs(udp->dest);
	ends->remote_port = ntohs(udp->source);
	if (skb->protocol == htons(ETH_P_IP)) {
		cordon_address_from_ipv4(&ends->local, (u8 *)&ip_hdr(skb)->daddr);
		cordon_address_from_ipv4(&ends->remote, (u8 *)&ip_hdr(skb)->saddr);
		return true;
	}
	if (skb->protocol != htons(ETH_P_IPV6))
		return false;
	memcpy(&ends->local, &ipv6_hdr(skb)->daddr, sizeof(ends->local));
	memcpy(&ends->remote, &ipv6_hdr(skb)->saddr, sizeof(ends->remote));
	return true;
}

/* Lock held. The message is copied once: the skb may change under us. */
static void learn_message(const struct cordon_policy *policy,
			  const struct cordon_endpoints *ends, size_t length)
{
	const struct cordon_blob *blob = policy ? &policy->blob : NULL;
	struct cordon_dns_question question;
	u64 now = now_ms();

	if (cordon_dns_read_question(message, length, true, &question) < 0 ||
	    !cordon_learned_take_question(learned, ends, &question, now) ||
	    cordon_dns_walk_start(walk, message, length, &question))
		return;
	while (cordon_dns_walk_next(walk) > 0)
		if (cordon_learned_answer(learned, blob, &told, ends->net,
					  &walk->chain, &walk->answer, now))
			cordon_count(CORDON_STAT_DNS_LEARNED);
}

static void learn_skb(const struct cordon_policy *policy,
		      const struct cordon_endpoints *ends, const struct sk_buff *skb,
		      unsigned int payload)
{
	struct cordon_datagrams datagrams;
	unsigned int offset, length;

	cordon_datagrams_start(&datagrams, skb, payload);
	while (cordon_datagrams_next(&datagrams, &offset, &length)) {
		if (length > SZ_64K)
			continue;
		spin_lock_bh(&lock);
		if (!skb_copy_bits(skb, offset, message, length))
			learn_message(policy, ends, length);
		spin_unlock_bh(&lock);
	}
}

/* Apart: what stands on its stack is cleared for UDP alone. */
static noinline void learn_received_udp(const struct sock *sk,
					struct sk_buff *skb)
{
	const struct cordon_policy *policy;
	struct cordon_address remote;
	struct cordon_endpoints ends;
	struct udphdr *udp, header;
	int at;

	at = skb_transport_offset(skb);
	udp = skb_header_pointer(skb, at, sizeof(header), &header);
	if (!udp || udp->source != htons(CORDON_DNS_PORT) ||
	    !is_trusted(sock_net(sk)) || !answer_ends(sk, skb, udp, &ends) ||
	    udp_lib_checksum_complete(skb))
		return;
	remote = ends.remote;
	cordon_address_normalise(&remote, NULL);
	rcu_read_lock();
	policy = cordon_policy_in_force();
	if (cordon_learn_is_resolver(policy, &remote))
		learn_skb(policy, &ends, skb, at + sizeof(*udp));
	rcu_read_unlock();
}

/**
 * cordon_learn_received - a socket is about to receive a packet
 * @sk: the socket; also AF_UNIX, raw and others
 * @skb: the packet, transport header set for UDP; nobody checked its checksum
 *
 * Never refuses.
 *
 * Context: softirq.
 */
void cordon_learn_received(const struct sock *sk, struct sk_buff *skb)
{
	if ((sk->sk_family == AF_INET || sk->sk_family == AF_INET6) &&
	    sk->sk_type == SOCK_DGRAM && sk->sk_protocol == IPPROTO_UDP)
		learn_received_udp(sk, skb);
}
