/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - blob: make the set of names
 */
#ifndef _LIBCORDON_BLOB_DOMAINS_H
#define _LIBCORDON_BLOB_DOMAINS_H

#include "rule.h"

/**
 * struct cordon_domain_sections - the set, section by section
 * @set: its one record
 * @values: what names stand for; this and the arrays below are for free()
 * @value_count: how many
 * @count: names
 * @blocks: @bucket_count / CORDON_DOMAIN_BLOCK + 1
 * @buckets: @bucket_count + 1
 * @bucket_count: buckets
 * @tags: @count and CORDON_DOMAIN_PAD
 * @rests: @rest_bytes
 * @rest_bytes: CORDON_DOMAIN_PAD included
 * @proofs: sorted
 * @proof_count: how many
 */
struct cordon_domain_sections {
	struct cordon_domain_set_record set;
	struct cordon_domain_value *values;
	size_t value_count;
	size_t count;
	__le16 *blocks;
	s8 *buckets;
	size_t bucket_count;
	u8 *tags;
	u8 *rests;
	size_t rest_bytes;
	__le64 *proofs;
	size_t proof_count;
};

int cordon_domains_write(const struct cordon_rule *const *rules, size_t count,
			 const struct cordon_service_record *services,
			 struct cordon_domain_sections *sections);
void cordon_domain_sections_free(struct cordon_domain_sections *sections);

#endif /* _LIBCORDON_BLOB_DOMAINS_H */
