// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - validate: check a compiled policy's set of names
 *
 * A look-up reads the buckets, the tags and the rests without a check; what it
 * relies on is checked here. Whether a hash is that of a name nobody can tell.
 */
#include "domain.h"
#include "validate_parts.h"

static u32 section_count(const struct cordon_blob *blob,
			 enum cordon_section which)
{
	const struct cordon_blob_header *header = (const void *)blob->data;

	return le32_to_cpu(header->section[which].count);
}

/* Bits for an index below @count. */
static u32 index_bits(u32 count)
{
	return count > 1 ? 32U - (u32)__builtin_clz(count - 1) : 0;
}

static int check_set(struct cordon_blob *blob, struct cordon_fault *fault)
{
	const struct cordon_domain_set_record *set = blob->domain;

	blob->domain_count = le32_to_cpu(set->count);
	if (!validate_is_zero(set->reserved, sizeof(set->reserved)) ||
	    !blob->domain_count != !set->labels ||
	    !blob->domain_count != !blob->domain_value_count)
		return validate_refuse(fault, "blob-domain", blob, set);
	return 0;
}

static int check_values(struct cordon_blob *blob, struct cordon_fault *fault)
{
	u32 last = 0, i;

	for (i = 0; i < blob->domain_value_count; i++) {
		const struct cordon_domain_value *value = blob->domain_values + i;
		u32 order = (u32)le16_to_cpu(value->service) << 8 | value->flags;

		if (le16_to_cpu(value->service) >= blob->service_count ||
		    value->flags & ~CORDON_DOMAIN_EXCEPT || value->reserved ||
		    (i && order <= last))
			return validate_refuse(fault, "blob-domain", blob, value);
		last = order;
	}
	blob->domain_rest_bits = CORDON_DOMAIN_REST_BITS +
				 index_bits(blob->domain_value_count);
	return 0;
}

/* Buckets split the names without a gap and are short. */
static int check_buckets(struct cordon_blob *blob, struct cordon_fault *fault)
{
	const struct cordon_blob_header *header = (const void *)blob->data;
	u32 wanted, last = 0, bucket;

	wanted = blob->domain_count / CORDON_DOMAIN_BUCKET_LOAD;
	if (!wanted || blob->domain_count % CORDON_DOMAIN_BUCKET_LOAD)
		wanted++;
	if (section_count(blob, CORDON_SECTION_DOMAIN_BLOCKS) !=
	    wanted / CORDON_DOMAIN_BLOCK + 1)
		return validate_refuse(fault, "blob-bucket", blob,
				 header->section + CORDON_SECTION_DOMAIN_BLOCKS);
	if (section_count(blob, CORDON_SECTION_DOMAIN_BUCKETS) != wanted + 1)
		return validate_refuse(fault, "blob-bucket", blob,
				 header->section + CORDON_SECTION_DOMAIN_BUCKETS);
	blob->bucket_count = wanted;
	for (bucket = 0; bucket <= wanted; bucket++) {
		u32 first = cordon_domain_first(blob, bucket);

		if (first < last || first - last > CORDON_DOMAIN_BUCKET_MAX ||
		    (!bucket && first))
			return validate_refuse(fault, "blob-bucket", blob,
					 blob->domain_buckets + bucket);
		last = first;
	}
	if (last != blob->domain_count)
		return validate_refuse(fault, "blob-bucket", blob,
				 blob->domain_buckets + wanted);
	return 0;
}

/* The bits behind the last name's, and a word of zeros. */
static bool tail_is_zero(const struct cordon_blob *blob, u64 bits)
{
	const u8 *end = blob->domain_rests + bits / 8;

	if (bits % 8 && *end++ >> bits % 8)
		return false;
	return validate_is_zero(end, CORDON_DOMAIN_PAD);
}

static int check_room(struct cordon_blob *blob, struct cordon_fault *fault)
{
	const struct cordon_blob_header *header = (const void *)blob->data;
	u64 bits = (u64)blob->domain_count * blob->domain_rest_bits;

	if (section_count(blob, CORDON_SECTION_DOMAIN_TAGS) !=
	    (u64)blob->domain_count + CORDON_DOMAIN_PAD ||
	    !validate_is_zero(blob->domain_tags + blob->domain_count, CORDON_DOMAIN_PAD))
		return validate_refuse(fault, "blob-domain", blob,
				 header->section + CORDON_SECTION_DOMAIN_TAGS);
	if (section_count(blob, CORDON_SECTION_DOMAIN_RESTS) !=
	    (bits + 7) / 8 + CORDON_DOMAIN_PAD || !tail_is_zero(blob, bits))
		return validate_refuse(fault, "blob-domain", blob,
				 header->section + CORDON_SECTION_DOMAIN_RESTS);
	return 0;
}

/* One value a hash: the names of a bucket differ in tag or rest. */
static int check_names(struct cordon_blob *blob, struct cordon_fault *fault)
{
	u32 bucket, i, end;

	for (bucket = 0, i = 0; bucket < blob->bucket_count; bucket++) {
		u64 last = 0;
		u32 first = i;

		for (end = cordon_domain_first(blob, bucket + 1); i < end; i++) {
			u64 entry = cordon_domain_entry(blob, i);
			u64 order = (u64)blob->domain_tags[i] << 32 |
				    cordon_domain_rest(entry);

			if (entry >> CORDON_DOMAIN_REST_BITS >=
			    blob->domain_value_count ||
			    (i > first && order <= last))
				return validate_refuse(fault, "blob-domain", blob,
						 blob->domain_tags + i);
			last = order;
		}
	}
	return 0;
}

static int check_proofs(struct cordon_blob *blob, struct cordon_fault *fault)
{
	u32 i;

	for (i = 1; i < blob->proof_count; i++)
		if (le64_to_cpu(blob->domain_proofs[i - 1]) >=
		    le64_to_cpu(blob->domain_proofs[i]))
			return validate_refuse(fault, "blob-proof", blob,
					 blob->domain_proofs + i);
	return 0;
}

/**
 * cordon_validate_domains - check the set of names
 * @blob: sections and services are checked; gets what a look-up needs
 * @fault: says why it is refused
 *
 * Takes time linear in the set's size.
 *
 * Return: 0, or -EBADMSG.
 */
int cordon_validate_domains(struct cordon_blob *blob, struct cordon_fault *fault)
{
	static int (*const checks[])(struct cordon_blob *blob,
				     struct cordon_fault *fault) = {
		check_set, check_values, check_buckets, check_room, check_names,
		check_proofs,
	};
	size_t i;
	int err;

	for (i = 0; i < ARRAY_SIZE(checks); i++) {
		err = checks[i](blob, fault);
		if (err)
			return err;
	}
	return 0;
}
