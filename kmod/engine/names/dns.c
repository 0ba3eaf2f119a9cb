// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - dns: the question that is asked, the addresses that answer it
 */
#include "dns.h"
#include "dns_wire.h"

#define FLAG_RESPONSE	0x8000U
#define OPCODE_MASK	0x7800U

/**
 * cordon_dns_read_question - read a message's header and its one question
 * @message: the message, or its first CORDON_DNS_QUESTION_MAX bytes
 * @length: how many bytes are there
 * @response: whether it must be a response, or must be a question
 * @question: filled in
 *
 * A question's message must be a standard query with exactly one question and
 * without answers; that is all that a resolver needs (RFC 9619).
 *
 * Return: the offset behind the question, or -EBADMSG.
 */
int cordon_dns_read_question(const u8 *message, size_t length, bool response,
			     struct cordon_dns_question *question)
{
	u16 flags;
	int at;

	if (length < CORDON_DNS_HEADER_LENGTH)
		return -EBADMSG;
	flags = cordon_get_be16(message + 2);
	if (!!(flags & FLAG_RESPONSE) != response || flags & OPCODE_MASK ||
	    cordon_get_be16(message + 4) != 1)
		return -EBADMSG;
	if (!response && (cordon_get_be16(message + 6) || cordon_get_be16(message + 8)))
		return -EBADMSG;
	/* A pointer could only lead into the header. */
	at = cordon_dns_read_name(message, length, CORDON_DNS_HEADER_LENGTH,
				  question->name, &question->length);
	if (at < 0 || length - (size_t)at < 4)
		return -EBADMSG;
	question->id = cordon_get_be16(message);
	question->type = cordon_get_be16(message + at);
	question->class = cordon_get_be16(message + at + 2);
	return at + 4;
}

/**
 * cordon_dns_is_learnable - can the answer to a question be learned from
 * @question: any
 *
 * Return: whether every address that its answer may hold stands in an A or
 * AAAA record.
 */
bool cordon_dns_is_learnable(const struct cordon_dns_question *question)
{
	return (question->class == CORDON_DNS_CLASS_IN ||
		question->class == CORDON_DNS_CLASS_ANY) &&
	       (question->type == CORDON_DNS_TYPE_A ||
		question->type == CORDON_DNS_TYPE_AAAA);
}

/* Index of the name in the chain, or -1. */
static int find_in_chain(const struct cordon_dns_chain *chain, const u8 *name,
			 u8 length)
{
	int i;

	for (i = 0; i < chain->count; i++)
		if (chain->length[i] == length &&
		    !memcmp(chain->name[i], name, length))
			return i;
	return -1;
}

/* Every answer that the header announces is there: returns 0, or -EBADMSG. */
static int check_answers(struct cordon_dns_walk *walk)
{
	struct cordon_dns_record record;
	size_t at = walk->answers;
	u8 owner_length;
	u16 i;
	int end;

	for (i = 0; i < walk->count; i++, at = (size_t)end) {
		end = cordon_dns_read_record(walk->message, walk->length, at,
					     &record, walk->owner, &owner_length);
		if (end < 0)
			return end;
	}
	return 0;
}

/* Returns 1 when the chain grew, 0 at its end, or -EBADMSG. */
static int extend_chain(struct cordon_dns_walk *walk)
{
	struct cordon_dns_chain *chain = &walk->chain;
	u8 last = (u8)(chain->count - 1), owner_length;
	size_t at = walk->answers;
	struct cordon_dns_record record;
	u16 i;
	int end;

	for (i = 0; i < walk->count; i++, at = (size_t)end) {
		end = cordon_dns_read_record(walk->message, walk->length, at,
					     &record, walk->owner, &owner_length);
		if (end < 0)
			return end;
		if (record.type != CORDON_DNS_TYPE_CNAME ||
		    record.class != CORDON_DNS_CLASS_IN ||
		    find_in_chain(chain, walk->owner, owner_length) != last)
			continue;
		if (cordon_dns_read_name(walk->message, walk->length,
					 record.data, walk->owner,
					 &owner_length) < 0)
			return -EBADMSG;
		if (find_in_chain(chain, walk->owner, owner_length) >= 0)
			return 0;		/* a loop of CNAMEs ends here */
		if (chain->count == CORDON_DNS_CHAIN_MAX)
			return -EBADMSG;
		memcpy(chain->name[chain->count], walk->owner, owner_length);
		chain->length[chain->count] = owner_length;
		chain->ttl[chain->count] = min_t(u32, chain->ttl[last], record.ttl);
		chain->count++;
		return 1;
	}
	return 0;
}

/**
 * cordon_dns_walk_start - begin a walk over the addresses of a response
 * @walk: set up
 * @message: the whole response; must outlive the walk
 * @length: its bytes
 * @question: what was asked; the response must repeat it
 *
 * A message is read whole or not at all: one whose answers break off, or that
 * leads over more aliases than are followed, is malformed from its beginning.
 *
 * Return: 0, or -EBADMSG: malformed, or not a response to @question.
 */
int cordon_dns_walk_start(struct cordon_dns_walk *walk, const u8 *message,
			  size_t length,
			  const struct cordon_dns_question *question)
{
	struct cordon_dns_chain *chain = &walk->chain;
	struct cordon_dns_question repeated;
	int at, grown;

	at = cordon_dns_read_question(message, length, true, &repeated);
	if (at < 0 || repeated.id != question->id ||
	    repeated.type != question->type ||
	    repeated.class != question->class ||
	    repeated.length != question->length ||
	    memcmp(repeated.name, question->name, repeated.length))
		return -EBADMSG;
	walk->message = message;
	walk->length = length;
	walk->answers = (size_t)at;
	walk->next = walk->answers;
	walk->count = cordon_get_be16(message + 6);
	walk->left = walk->count;
	chain->count = 1;
	chain->ttl[0] = ~0U;
	chain->length[0] = question->length;
	memcpy(chain->name[0], question->name, question->length);
	grown = check_answers(walk);
	if (grown)
		return grown;
	do {
		grown = extend_chain(walk);
	} while (grown > 0);
	return grown;
}

static bool read_address(const struct cordon_dns_walk *walk,
			 const struct cordon_dns_record *record,
			 struct cordon_address *address)
{
	if (record->class != CORDON_DNS_CLASS_IN)
		return false;
	if (record->type == CORDON_DNS_TYPE_A && record->length == 4) {
		cordon_address_from_ipv4(address, walk->message + record->data);
		return true;
	}
	if (record->type == CORDON_DNS_TYPE_AAAA && record->length == 16) {
		memcpy(address->byte, walk->message + record->data, 16);
		return true;
	}
	return false;
}

/**
 * cordon_dns_walk_next - the next address that belongs to the question
 * @walk: begun
 *
 * An address belongs when a chain of CNAMEs leads from the question to its
 * owner.
 *
 * Return: 1 with @walk->answer set, 0 at the end, or -EBADMSG.
 */
int cordon_dns_walk_next(struct cordon_dns_walk *walk)
{
	const struct cordon_dns_chain *chain = &walk->chain;
	struct cordon_dns_record record;
	u8 owner_length;
	int end, at;

	while (walk->left) {
		end = cordon_dns_read_record(walk->message, walk->length,
					     walk->next, &record, walk->owner,
					     &owner_length);
		if (end < 0)
			return end;
		walk->next = (size_t)end;
		walk->left--;
		if (!read_address(walk, &record, &walk->answer.address))
			continue;
		at = find_in_chain(chain, walk->owner, owner_length);
		if (at < 0)
			continue;
		walk->answer.names = (u8)(at + 1);
		walk->answer.ttl = min_t(u32, chain->ttl[at], record.ttl);
		return 1;
	}
	return 0;
}
