/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - dns: read DNS messages (RFC 1035, RFC 9267's lessons)
 */
#ifndef _CORDON_ENGINE_DNS_H
#define _CORDON_ENGINE_DNS_H

#include "engine/address.h"
#include "engine/name.h"

#define CORDON_DNS_PORT		53
#define CORDON_DNS_TLS_PORT	853
#define CORDON_DNS_TYPE_A	1
#define CORDON_DNS_TYPE_CNAME	5
#define CORDON_DNS_TYPE_AAAA	28
#define CORDON_DNS_CLASS_IN	1
#define CORDON_DNS_CLASS_ANY	255
/* Enough of a question message to hold its header and its one question. */
#define CORDON_DNS_QUESTION_MAX	(12 + CORDON_NAME_MAX + 1 + 4)
/*
 * Names followed from the question to an address's owner, both included: as many
 * aliases as the most patient of the common resolvers follows.
 */
#define CORDON_DNS_CHAIN_MAX	17

/**
 * struct cordon_dns_question - the one question of a message
 * @id: message id
 * @type: QTYPE
 * @class: QCLASS
 * @length: bytes of @name
 * @name: wire name, A-Z folded
 */
struct cordon_dns_question {
	u16 id;
	u16 type;
	u16 class;
	u8 length;
	u8 name[CORDON_NAME_MAX];
};

/**
 * struct cordon_dns_chain - names from the question on, one CNAME a step
 * @count: names in use; the first is the question's
 * @ttl: least lifetime of the CNAMEs up to each name, in seconds
 * @length: bytes of each name
 * @name: wire names, A-Z folded
 */
struct cordon_dns_chain {
	u8 count;
	u32 ttl[CORDON_DNS_CHAIN_MAX];
	u8 length[CORDON_DNS_CHAIN_MAX];
	u8 name[CORDON_DNS_CHAIN_MAX][CORDON_NAME_MAX];
};

/**
 * struct cordon_dns_answer - an address that a response ties to its question
 * @address: as it stood in the record, not normalised
 * @ttl: the least lifetime on the way to it, in seconds
 * @names: how many names of the walk's chain lead to it, from the first on
 */
struct cordon_dns_answer {
	struct cordon_address address;
	u32 ttl;
	u8 names;
};

/**
 * struct cordon_dns_walk - a walk over the addresses of a response
 *
 * About 5 KiB: not for a kernel stack. Borrows @message. Private, but for
 * @chain and @answer.
 */
struct cordon_dns_walk {
	const u8 *message;
	size_t length;
	size_t answers;			/* offset of the first answer */
	size_t next;			/* offset of the next one to look at */
	u16 count;			/* answers that the header announces */
	u16 left;			/* of these, not looked at yet */
	struct cordon_dns_chain chain;
	struct cordon_dns_answer answer;
	u8 owner[CORDON_NAME_MAX];	/* scratch */
};

int cordon_dns_read_question(const u8 *message, size_t length, bool response,
			     struct cordon_dns_question *question);
bool cordon_dns_is_learnable(const struct cordon_dns_question *question);
int cordon_dns_walk_start(struct cordon_dns_walk *walk, const u8 *message,
			  size_t length,
			  const struct cordon_dns_question *question);
int cordon_dns_walk_next(struct cordon_dns_walk *walk);

#endif /* _CORDON_ENGINE_DNS_H */
