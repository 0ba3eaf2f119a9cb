// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - output: what leaves, seen as packets
 *
 * Netfilter's LOCAL_OUT in every network namespace, behind everybody else: the
 * bytes that are looked at are made ours, and every way to send leads here. DNS is all
 * that is looked at. `current` means nothing here: the socket says whose it is.
 */
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/netfilter.h>
#include <linux/netfilter_ipv4.h>
#include <linux/netfilter_ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/ip.h>
#include <net/ipv6.h>
#include <net/net_namespace.h>
#include <net/sock.h>

#include "enforce.h"
#include "learn.h"
#include "output.h"
#include "stats.h"
#include "subject/owner.h"
#include "subject/subject.h"

/* A packet to a DNS port. */
struct packet {
	struct sk_buff *skb;
	const struct net *net;
	const struct cordon_policy *policy;	/* or NULL */
	struct cordon_endpoints ends;
	unsigned int transport;		/* offset of its header */
	u8 protocol;
	bool never_block;		/* whoever used its socket last */
	struct cordon_subject subject;
};

static struct cordon_event event_of(const struct packet *packet,
				    const struct cordon_decision *decision)
{
	return (struct cordon_event){
		.operation = CORDON_OP_DNS,
		.policy = packet->policy,
		.subject = &packet->subject,
		.owner = cordon_owner_of_socket(skb_to_full_sk(packet->skb),
						packet->net),
		.decision = decision,
		.never_block = packet->never_block &&
			       cordon_decision_is_sparable(&packet->policy->blob,
							   decision),
		.address = &packet->ends.remote,
		.port = packet->ends.remote_port,
		.protocol = packet->protocol,
	};
}

/*
 * Carry a decision out. The sender of a datagram sees EACCES; a SYN has to fail
 * with ECONNREFUSED, as connect() would hang on any other errno.
 */
static unsigned int finish(const struct packet *packet,
			   const struct cordon_decision *decision)
{
	struct cordon_event event;

	/* Nearly every question: nobody has to answer for it. */
	if (!decision->record)
		return NF_ACCEPT;
	event = event_of(packet, decision);
	if (!cordon_enforce(&event))
		return NF_ACCEPT;
	/* The macro negates its argument without parentheses around it. */
	if (packet->protocol == IPPROTO_TCP)
		return NF_DROP_ERR(-ECONNREFUSED);
	return NF_DROP_ERR(-EACCES);
}

/* One message to a trusted resolver: decide on it, and wait for its answer. */
static void decide_message(const struct packet *packet, const u8 *message,
			   unsigned int length,
			   struct cordon_decision *decision)
{
	const struct cordon_facts facts = {
		.policy = packet->policy ? &packet->policy->blob : NULL,
	};
	struct cordon_dns_question question;
	struct cordon_event event;

	cordon_count(CORDON_STAT_DNS_QUESTIONS);
	if (!cordon_decide_message(&facts, &packet->subject, message, length,
				   &question, decision))
		return;
	if (packet->policy && decision->record) {
		event = event_of(packet, decision);
		/* In mode monitor it leaves all the same, and its answer teaches. */
		if (cordon_event_refuses(&event))
			return;
	}
	if (cordon_learn_question(packet->net, &packet->ends,
				  packet->subject.uid, &question))
		cordon_decide_refusal(CORDON_REASON_DNS_BUSY, decision);
}

static unsigned int check_questions(const struct packet *packet)
{
	u8 buffer[CORDON_DNS_QUESTION_MAX] __uninitialized;
	struct cordon_datagrams datagrams;
	struct cordon_decision decision __uninitialized;
	unsigned int offset, length, verdict;

	cordon_datagrams_start(&datagrams, packet->skb,
			       packet->transport + sizeof(struct udphdr));
	while (cordon_datagrams_next(&datagrams, &offset, &length)) {
		length = min_t(unsigned int, length, sizeof(buffer));
		if (skb_copy_bits(packet->skb, offset, buffer, length))
			length = 0;
		decide_message(packet, buffer, length, &decision);
		if (!packet->policy)
			continue;
		verdict = finish(packet, &decision);
		if (verdict != NF_ACCEPT)
			return verdict;
	}
	return NF_ACCEPT;
}

static unsigned int check_packet(struct packet *packet)
{
	const struct cordon_destination destination = {
		.address = packet->ends.remote,
		.port = packet->ends.remote_port,
		.has_port = true,
		.stream = packet->protocol == IPPROTO_TCP,
	};
	struct cordon_decision decision __uninitialized;
	unsigned int verdict;

	packet->policy = cordon_policy_in_force();
	if (packet->policy) {
		cordon_learn_decide(packet->policy, packet->net,
				    &packet->subject, &destination, &decision);
		/* In mode monitor it leaves, and what it asks is learned. */
		if (decision.verdict == CORDON_DENY) {
			verdict = finish(packet, &decision);
			if (verdict != NF_ACCEPT)
				return verdict;
		}
	}
	if (!cordon_learn_is_judged(packet->policy, &destination))
		return NF_ACCEPT;
	/* Pages lent by splice() or MSG_ZEROCOPY can still be written to. */
	if (skb_linearize(packet->skb))
		return NF_DROP_ERR(-ENOMEM);
	return check_questions(packet);
}

/* Ports, and for TCP whether a connection begins. False: not for us. */
static bool read_transport(struct packet *packet)
{
	struct tcphdr tcp_copy;
	struct udphdr udp_copy;
	const struct tcphdr *tcp;
	const struct udphdr *udp;
	__be16 source, dest;

	if (packet->protocol == IPPROTO_UDP) {
		udp = skb_header_pointer(packet->skb, packet->transport,
					 sizeof(udp_copy), &udp_copy);
		if (!udp)
			return false;
		source = udp->source;
		dest = udp->dest;
	} else if (packet->protocol == IPPROTO_TCP) {
		tcp = skb_header_pointer(packet->skb, packet->transport,
					 sizeof(tcp_copy), &tcp_copy);
		if (!tcp || !tcp->syn || tcp->ack)
			return false;
		source = tcp->source;
		dest = tcp->dest;
	} else {
		return false;
	}
	packet->ends.local_port = ntohs(source);
	packet->ends.remote_port = ntohs(dest);
	return packet->ends.remote_port == CORDON_DNS_PORT ||
	       packet->ends.remote_port == CORDON_DNS_TLS_PORT;
}

static void read_owner(struct packet *packet, const struct nf_hook_state *state)
{
	struct sock *sk = skb_to_full_sk(packet->skb);

	packet->net = state->net;
	packet->ends.net = state->net->net_cookie;
	packet->subject = cordon_subject_of(sk ? sk->sk_uid : INVALID_UID);
	packet->never_block = cordon_subject_socket_may(sk);
}

/*
 * Nearly every packet ends here, before anything is set up for it: its bytes
 * where ports would stand are none of ours.
 */
static bool may_be_dns(const struct sk_buff *skb, unsigned int transport)
{
	const __be16 *ports;
	__be16 copy[2];

	ports = skb_header_pointer(skb, transport, sizeof(copy), copy);
	return ports && (ports[1] == htons(CORDON_DNS_PORT) ||
			 ports[1] == htons(CORDON_DNS_TLS_PORT));
}

static noinline unsigned int check_ipv4(struct sk_buff *skb,
					const struct nf_hook_state *state)
{
	const struct iphdr *ip = ip_hdr(skb);
	struct packet packet = {
		.skb = skb,
		.transport = skb_network_offset(skb) + ip_hdrlen(skb),
		.protocol = ip->protocol,
	};

	if (ip->frag_off & htons(IP_OFFSET) || !read_transport(&packet))
		return NF_ACCEPT;
	cordon_address_from_ipv4(&packet.ends.local, (const u8 *)&ip->saddr);
	cordon_address_from_ipv4(&packet.ends.remote, (const u8 *)&ip->daddr);
	read_owner(&packet, state);
	return check_packet(&packet);
}

static unsigned int output_ipv4(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	if (!may_be_dns(skb, skb_network_offset(skb) + ip_hdrlen(skb)))
		return NF_ACCEPT;
	return check_ipv4(skb, state);
}

static noinline unsigned int check_ipv6(struct sk_buff *skb,
					const struct nf_hook_state *state,
					unsigned int transport, u8 protocol)
{
	const struct ipv6hdr *ip = ipv6_hdr(skb);
	struct packet packet = {
		.skb = skb, .transport = transport, .protocol = protocol,
	};

	if (!read_transport(&packet))
		return NF_ACCEPT;
	memcpy(&packet.ends.local, &ip->saddr, sizeof(packet.ends.local));
	memcpy(&packet.ends.remote, &ip->daddr, sizeof(packet.ends.remote));
	read_owner(&packet, state);
	return check_packet(&packet);
}

static unsigned int output_ipv6(void *priv, struct sk_buff *skb,
				const struct nf_hook_state *state)
{
	u8 protocol = ipv6_hdr(skb)->nexthdr;
	__be16 fragment = 0;
	int transport;

	transport = ipv6_skip_exthdr(skb, skb_network_offset(skb) +
				     sizeof(struct ipv6hdr), &protocol, &fragment);
	if (transport < 0 || fragment & htons(IP6_OFFSET) ||
	    !may_be_dns(skb, transport))
		return NF_ACCEPT;
	return check_ipv6(skb, state, transport, protocol);
}

static const struct nf_hook_ops output_ops[] = {
	{
		.hook = output_ipv4,
		.pf = NFPROTO_IPV4,
		.hooknum = NF_INET_LOCAL_OUT,
		.priority = NF_IP_PRI_LAST,
	},
	{
		.hook = output_ipv6,
		.pf = NFPROTO_IPV6,
		.hooknum = NF_INET_LOCAL_OUT,
		.priority = NF_IP6_PRI_LAST,
	},
};

static int __net_init output_net_init(struct net *net)
{
	return nf_register_net_hooks(net, output_ops, ARRAY_SIZE(output_ops));
}

static void __net_exit output_net_exit(struct net *net)
{
	nf_unregister_net_hooks(net, output_ops, ARRAY_SIZE(output_ops));
}

static struct pernet_operations output_net_ops = {
	.init = output_net_init,
	.exit = output_net_exit,
};

/**
 * cordon_output_init - look at what leaves, in namespaces yet to come too
 *
 * Return: 0, or -ENOMEM.
 */
int cordon_output_init(void)
{
	return register_pernet_subsys(&output_net_ops);
}

/**
 * cordon_output_exit - look no more; no hook runs afterwards
 */
void cordon_output_exit(void)
{
	unregister_pernet_subsys(&output_net_ops);
}
