// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - blob: make the set of names
 *
 * The key comes from the rules themselves, so the same source gives the same
 * bytes. If under it two names cannot be told apart, the next one is tried.
 */
#include "blob_domains.h"

#include <stdlib.h>

#include <openssl/evp.h>

#include "engine/policy/domain.h"

/* One in 100,000 sets of a million names needs a second key. */
#define ATTEMPTS	16U

#define FLAGS		2U	/* values that CORDON_DOMAIN_* can have */

/* A name where it goes. */
struct placed {
	u64 order;			/* tag, then rest */
	u32 bucket;
	u32 rule;
};

/**
 * struct maker - a set in the making
 * @rules: the rules
 * @services: what their services do
 * @out: the sections
 * @placed: the names; owned
 * @index_of: value of each service and flags; owned
 * @rest_bits: of each name
 */
struct maker {
	const struct cordon_rule *const *rules;
	const struct cordon_service_record *services;
	struct cordon_domain_sections *out;
	struct placed *placed;
	u32 *index_of;
	u32 rest_bits;
};

static size_t pair_of(u16 service, u8 flags)
{
	return (size_t)service * FLAGS + flags;
}

static int make_values(struct maker *maker)
{
	const size_t pairs = FLAGS * (CORDON_SERVICES_MAX + 1U);
	struct cordon_domain_sections *out = maker->out;
	size_t i;

	maker->index_of = calloc(pairs, sizeof(*maker->index_of));
	if (!maker->index_of)
		return -ENOMEM;
	for (i = 0; i < out->count; i++)
		maker->index_of[pair_of(maker->rules[i]->service,
					maker->rules[i]->flags)] = 1;
	for (i = 0; i < pairs; i++)
		out->value_count += maker->index_of[i];
	out->values = calloc(out->value_count + 1, sizeof(*out->values));
	if (!out->values)
		return -ENOMEM;
	out->value_count = 0;
	for (i = 0; i < pairs; i++) {
		struct cordon_domain_value *value =
			out->values + out->value_count;

		if (!maker->index_of[i])
			continue;
		value->service = htole16((u16)(i / FLAGS));
		value->flags = (u8)(i % FLAGS);
		maker->index_of[i] = (u32)out->value_count++;
	}
	for (i = out->value_count; i > 1; i = (i + 1) / 2)
		maker->rest_bits++;
	maker->rest_bits += CORDON_DOMAIN_REST_BITS;
	return 0;
}

/* All that names say together, in an order that does not depend on the file. */
static int digest_rules(const struct maker *maker, u8 digest[32])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool good = context && EVP_DigestInit_ex(context, EVP_sha256(), NULL);
	size_t i;

	for (i = 0; good && i < maker->out->count; i++) {
		const struct cordon_rule *rule = maker->rules[i];
		const u8 head[] = {
			rule->length, rule->flags, (u8)rule->service,
			(u8)(rule->service >> 8),
		};

		good = EVP_DigestUpdate(context, head, sizeof(head)) &&
		       EVP_DigestUpdate(context, rule->wire, rule->length);
	}
	good = good && EVP_DigestFinal_ex(context, digest, NULL);
	EVP_MD_CTX_free(context);
	return good ? 0 : -ENOMEM;
}

static int make_key(struct maker *maker, const u8 rules[32], u8 attempt)
{
	struct cordon_domain_set_record *set = &maker->out->set;
	u8 message[33], digest[32];

	memcpy(message, rules, 32);
	message[32] = attempt;
	if (!EVP_Digest(message, sizeof(message), digest, NULL, EVP_sha256(),
			NULL))
		return -ENOMEM;
	memcpy(set->key, digest, sizeof(set->key));
	memcpy(set->proof_key, digest + 16, sizeof(set->proof_key));
	return 0;
}

static int compare_placed(const void *a, const void *b)
{
	const struct placed *one = a, *other = b;

	if (one->bucket != other->bucket)
		return one->bucket < other->bucket ? -1 : 1;
	return one->order < other->order ? -1 : one->order > other->order;
}

static void place(struct maker *maker)
{
	const struct cordon_domain_sections *out = maker->out;
	size_t i;

	for (i = 0; i < out->count; i++) {
		const struct cordon_rule *rule = maker->rules[i];
		u64 hash = cordon_domain_hash(out->set.key, rule->wire,
					      rule->length);

		maker->placed[i].bucket =
			cordon_domain_bucket(hash, (u32)out->bucket_count);
		maker->placed[i].order = (u64)cordon_domain_tag(hash) << 32 |
					 cordon_domain_rest(hash);
		maker->placed[i].rule = (u32)i;
	}
	qsort(maker->placed, out->count, sizeof(*maker->placed), compare_placed);
}

/* Whether no two names look the same and the buckets can be written. */
static bool make_buckets(struct maker *maker)
{
	struct cordon_domain_sections *out = maker->out;
	size_t bucket, at, first = 0;
	long block = 0;

	for (at = 1; at < out->count; at++)
		if (!compare_placed(maker->placed + at - 1, maker->placed + at))
			return false;
	for (bucket = 0, at = 0; bucket <= out->bucket_count; bucket++) {
		long more = (long)at - (long)(CORDON_DOMAIN_BUCKET_LOAD * bucket);

		if (bucket % CORDON_DOMAIN_BLOCK == 0) {
			block = more;
			out->blocks[bucket / CORDON_DOMAIN_BLOCK] =
				htole16((u16)block);
		}
		more -= block;
		if (at - first > CORDON_DOMAIN_BUCKET_MAX ||
		    block < INT16_MIN || block > INT16_MAX ||
		    more < INT8_MIN || more > INT8_MAX)
			return false;
		out->buckets[bucket] = (s8)more;
		for (first = at; at < out->count; at++)
			if (maker->placed[at].bucket != bucket)
				break;
	}
	return true;
}

/* @value has at most 48 bits: with the 7 before it they fit a word. */
static void put_bits(u8 *bytes, u64 bit, u64 value)
{
	value <<= bit % 8;
	for (bytes += bit / 8; value; value >>= 8)
		*bytes++ |= (u8)value;
}

static void make_names(struct maker *maker)
{
	struct cordon_domain_sections *out = maker->out;
	size_t i;

	for (i = 0; i < out->count; i++) {
		const struct placed *placed = maker->placed + i;
		const struct cordon_rule *rule = maker->rules[placed->rule];
		u64 value = maker->index_of[pair_of(rule->service, rule->flags)];

		out->tags[i] = (u8)(placed->order >> 32);
		put_bits(out->rests, i * maker->rest_bits,
			 value << CORDON_DOMAIN_REST_BITS | (u32)placed->order);
	}
}

static u64 labels_of(const struct maker *maker)
{
	u64 labels = 0;
	size_t i;

	for (i = 0; i < maker->out->count; i++) {
		int count = cordon_name_labels(maker->rules[i]->wire,
					       maker->rules[i]->length, NULL);

		labels |= 1ULL << (count - 1);
	}
	return labels;
}

/* See take_hit() in engine/policy/domain.c: may a look-up doubt this name? */
static bool needs_proof(const struct maker *maker, const struct cordon_blob *set,
			const struct cordon_rule *rule)
{
	u32 own = maker->index_of[pair_of(rule->service, rule->flags)], above;
	size_t at = 1U + rule->wire[0];

	if (rule->flags & CORDON_DOMAIN_EXCEPT ||
	    maker->services[rule->service].action > CORDON_ACTION_RESTRICT)
		return true;
	for (; at < rule->length; at += 1U + rule->wire[at])
		if (cordon_domain_probe(set, rule->wire + at, rule->length - at,
					&above))
			return above != own;
	return false;
}

static int compare_proofs(const void *a, const void *b)
{
	u64 one = le64toh(*(const __le64 *)a), other = le64toh(*(const __le64 *)b);

	return one < other ? -1 : one > other;
}

static bool make_proofs(struct maker *maker)
{
	struct cordon_domain_sections *out = maker->out;
	const struct cordon_blob set = {
		.domain = &out->set,
		.domain_blocks = out->blocks,
		.domain_buckets = out->buckets,
		.domain_tags = out->tags,
		.domain_rests = out->rests,
		.domain_rest_bits = maker->rest_bits,
		.bucket_count = (u32)out->bucket_count,
	};
	size_t i;

	out->proof_count = 0;
	for (i = 0; i < out->count; i++) {
		const struct cordon_rule *rule = maker->rules[i];

		if (!needs_proof(maker, &set, rule))
			continue;
		out->proofs[out->proof_count++] =
			htole64(cordon_domain_hash(out->set.proof_key,
						   rule->wire, rule->length));
	}
	qsort(out->proofs, out->proof_count, sizeof(*out->proofs),
	      compare_proofs);
	for (i = 1; i < out->proof_count; i++)
		if (out->proofs[i] == out->proofs[i - 1])
			return false;
	return true;
}

static int allocate(struct maker *maker)
{
	struct cordon_domain_sections *out = maker->out;

	out->bucket_count = (out->count + CORDON_DOMAIN_BUCKET_LOAD - 1) /
			    CORDON_DOMAIN_BUCKET_LOAD;
	if (!out->bucket_count)
		out->bucket_count = 1;
	out->rest_bytes = (out->count * maker->rest_bits + 7) / 8 +
			  CORDON_DOMAIN_PAD;
	out->blocks = calloc(out->bucket_count / CORDON_DOMAIN_BLOCK + 1,
			     sizeof(*out->blocks));
	out->buckets = calloc(out->bucket_count + 1, 1);
	out->tags = calloc(out->count + CORDON_DOMAIN_PAD, 1);
	out->rests = calloc(out->rest_bytes, 1);
	out->proofs = calloc(out->count + 1, sizeof(*out->proofs));
	maker->placed = calloc(out->count + 1, sizeof(*maker->placed));
	return out->blocks && out->buckets && out->tags && out->rests && out->proofs &&
	       maker->placed ? 0 : -ENOMEM;
}

static int make_set(struct maker *maker)
{
	u8 rules[32], attempt;
	int error;

	maker->out->set.count = htole32((u32)maker->out->count);
	maker->out->set.labels = htole64(labels_of(maker));
	error = digest_rules(maker, rules);
	for (attempt = 0; !error && attempt < ATTEMPTS; attempt++) {
		error = make_key(maker, rules, attempt);
		if (error)
			break;
		place(maker);
		if (!make_buckets(maker))
			continue;
		memset(maker->out->rests, 0, maker->out->rest_bytes);
		make_names(maker);
		if (make_proofs(maker))
			return 0;
	}
	return error ? error : -E2BIG;
}

/**
 * cordon_domains_write() - make the set of names
 * @rules: domain rules, sorted, each name once
 * @count: how many
 * @services: their services' records
 * @sections: gets the set; its arrays are the caller's, also on error: for free(),
 *	or together for cordon_domain_sections_free()
 *
 * Return: 0; -E2BIG if no key keeps the names apart; -ENOMEM.
 */
int cordon_domains_write(const struct cordon_rule *const *rules, size_t count,
			 const struct cordon_service_record *services,
			 struct cordon_domain_sections *sections)
{
	struct maker maker = {
		.rules = rules, .services = services, .out = sections,
	};
	int error;

	memset(sections, 0, sizeof(*sections));
	sections->count = count;
	error = make_values(&maker);
	if (!error)
		error = allocate(&maker);
	if (!error)
		error = make_set(&maker);
	free(maker.placed);
	free(maker.index_of);
	return error;
}

/**
 * cordon_domain_sections_free() - give back what cordon_domains_write() made
 * @sections: may be zeroed
 */
void cordon_domain_sections_free(struct cordon_domain_sections *sections)
{
	free(sections->values);
	free(sections->blocks);
	free(sections->buckets);
	free(sections->tags);
	free(sections->rests);
	free(sections->proofs);
	memset(sections, 0, sizeof(*sections));
}
