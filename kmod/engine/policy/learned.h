/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - learned: addresses that trusted answers tied to names
 *
 * Two bounded stores in memory handed in: questions that wait for their
 * answer, and learned addresses. The caller serialises every call. Times are
 * milliseconds of a clock that never goes back.
 */
#ifndef _CORDON_ENGINE_LEARNED_H
#define _CORDON_ENGINE_LEARNED_H

#include "facts.h"
#include "engine/names/dns.h"

#define CORDON_QUESTION_LIFE_MS	10000ULL
#define CORDON_TTL_MIN_S	30U
#define CORDON_TTL_MAX_S	(24U * 3600)

/**
 * struct cordon_endpoints - whom a question went to, and from where
 * @net: cookie of the network namespace
 * @local: address of the asking socket
 * @remote: address of the resolver
 * @local_port: host byte order
 * @remote_port: host byte order
 */
struct cordon_endpoints {
	u64 net;
	struct cordon_address local;
	struct cordon_address remote;
	u16 local_port;
	u16 remote_port;
};

#define CORDON_RESOLVERS_MAX	16U

/**
 * struct cordon_resolvers - the resolvers that cordond tells
 * @count: how many
 * @address: normalised
 */
struct cordon_resolvers {
	u32 count;
	struct cordon_address address[CORDON_RESOLVERS_MAX];
};

struct cordon_learned;			/* the two stores */

/**
 * struct cordon_learned_entry - an address, and a name that leads to it
 * @net: cookie of the network namespace that learned it
 * @expires: in milliseconds; 0: the slot is free
 * @address: normalised
 * @next: next slot of the same bucket
 * @claimed: the policy in force when it was learned refuses the name
 * @suffix_length: bytes of @name that the domain rule covered, if @claimed
 * @length: bytes of @name
 * @name: wire name; of a longer one the last labels that fit
 */
struct cordon_learned_entry {
	u64 net;
	u64 expires;
	struct cordon_address address;
	u32 next;
	bool claimed;
	u8 suffix_length;
	u8 length;
	u8 name[CORDON_DOMAIN_MAX];
};

size_t cordon_learned_size(void);
void cordon_learned_init(struct cordon_learned *learned, u64 seed);
int cordon_learned_ask(struct cordon_learned *learned,
		       const struct cordon_endpoints *ends, u32 uid,
		       const struct cordon_dns_question *question, u64 now);
bool cordon_learned_take_question(struct cordon_learned *learned,
				  const struct cordon_endpoints *ends,
				  const struct cordon_dns_question *question,
				  u64 now);
bool cordon_learned_answer(struct cordon_learned *learned,
			   const struct cordon_blob *blob,
			   const struct cordon_resolvers *told, u64 net,
			   const struct cordon_dns_chain *chain,
			   const struct cordon_dns_answer *answer, u64 now);
void cordon_learned_add(struct cordon_learned *learned,
			const struct cordon_blob *blob, u64 net,
			const struct cordon_address *address, const u8 *name,
			size_t length, u64 expires, u64 now);
bool cordon_is_resolver(const struct cordon_blob *blob,
			const struct cordon_resolvers *told,
			const struct cordon_address *address);
const struct cordon_learned_entry *
cordon_learned_find(const struct cordon_learned *learned, u64 net,
		    const struct cordon_address *address,
		    struct cordon_clock *clock);
const struct cordon_learned_entry *
cordon_learned_next(const struct cordon_learned *learned,
		    const struct cordon_learned_entry *entry,
		    struct cordon_clock *clock);
const struct cordon_learned_entry *
cordon_learned_slot(const struct cordon_learned *learned, u32 slot, u64 now);
u32 cordon_learned_slots(const struct cordon_learned *learned);
const struct cordon_nat64 *
cordon_learned_nat64(const struct cordon_learned *learned);

#endif /* _CORDON_ENGINE_LEARNED_H */
