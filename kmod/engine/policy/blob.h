/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - blob: read a validated policy in place
 */
#ifndef _CORDON_ENGINE_BLOB_H
#define _CORDON_ENGINE_BLOB_H

#include "engine/port.h"
#include "uapi/cordon.h"

/**
 * struct cordon_blob - a validated policy blob
 *
 * Borrowed pointers into the memory given to cordon_blob_open(); valid as long
 * as that memory is, and never written. Counts are in host byte order; records
 * stay little-endian.
 *
 * @data: first byte
 * @size: bytes in all
 * @strings: STRINGS section
 * @policy: the one policy record
 * @services: sorted by name; a rule's service is an index into it
 * @domain: the keys of the set of names, and how many labels names have
 * @domain_values: what names stand for
 * @domain_blocks: where each CORDON_DOMAIN_BLOCK buckets begin
 * @domain_buckets: @bucket_count + 1 of them
 * @domain_tags: one for each name, and CORDON_DOMAIN_PAD more
 * @domain_rests: @domain_rest_bits for each name
 * @domain_proofs: sorted
 * @prefixes: sorted; parents point to smaller indices
 * @ipv4_first: for each first byte of an IPv4 address how many prefixes lie
 *	before it; the last one counts all that are no later than IPv4
 * @paths: the first @path_wild_count have a wildcard in the last component
 * @packages: sorted by name
 * @resolvers: trusted resolvers; with none, those that cordond tells count
 */
struct cordon_blob {
	const u8 *data;
	size_t size;
	const u8 *strings;
	const struct cordon_policy_record *policy;
	const struct cordon_service_record *services;
	const struct cordon_domain_set_record *domain;
	const struct cordon_domain_value *domain_values;
	const __le16 *domain_blocks;
	const s8 *domain_buckets;
	const u8 *domain_tags;
	const u8 *domain_rests;
	const __le64 *domain_proofs;
	const struct cordon_prefix_record *prefixes;
	const struct cordon_path_record *paths;
	const struct cordon_package_record *packages;
	const struct cordon_address *resolvers;
	u32 string_bytes;
	u32 service_count;
	u32 domain_count;
	u32 domain_value_count;
	u32 domain_rest_bits;
	u32 bucket_count;
	u32 proof_count;
	u32 prefix_count;
	u32 ipv4_first[257];
	u32 path_count;
	u32 path_wild_count;
	u32 package_count;
	u32 resolver_count;
};

const char *cordon_blob_text(const struct cordon_blob *blob,
			     const struct cordon_text *text, u32 *length);
u32 cordon_blob_element_size(enum cordon_section section);
bool cordon_blob_refuses(const struct cordon_blob *blob, u16 service);
bool cordon_blob_find_service(const struct cordon_blob *blob, const char *name,
			      size_t length, u16 *service);

#endif /* _CORDON_ENGINE_BLOB_H */
