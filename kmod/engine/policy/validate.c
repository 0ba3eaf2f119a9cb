// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - validate: check a compiled policy once and for all
 *
 * After cordon_blob_open() no reader checks a bound again, so everything that
 * a reader relies on is checked here: places, order, references, and that each
 * record is where a look-up will search for it.
 */
#include "engine/address.h"
#include "path.h"
#include "prefix.h"
#include "engine/utf8.h"
#include "validate.h"
#include "validate_parts.h"

#define SERVICE_NAME_MAX	64U

static int refuse(struct cordon_fault *fault, const char *word, size_t offset)
{
	return cordon_refuse(fault, word, offset, -EBADMSG);
}

static int check_header(const struct cordon_blob *blob,
			struct cordon_fault *fault)
{
	const struct cordon_blob_header *header = (const void *)blob->data;
	size_t covered = offsetof(struct cordon_blob_header, section_count);

	if (blob->size < sizeof(*header))
		return refuse(fault, "blob-short", blob->size);
	if (memcmp(header->magic, CORDON_BLOB_MAGIC, sizeof(header->magic)))
		return refuse(fault, "blob-magic", 0);
	if (le32_to_cpu(header->format) != CORDON_BLOB_FORMAT)
		return validate_refuse(fault, "blob-format", blob, &header->format);
	if (le32_to_cpu(header->size) != blob->size)
		return validate_refuse(fault, "blob-size", blob, &header->size);
	if (le32_to_cpu(header->crc32) !=
	    cordon_crc32(blob->data + covered, blob->size - covered))
		return validate_refuse(fault, "blob-crc", blob, &header->crc32);
	if (le32_to_cpu(header->section_count) != CORDON_SECTION_COUNT)
		return validate_refuse(fault, "blob-sections", blob,
				 &header->section_count);
	return 0;
}

/* Each section begins where the one before it ends, and the last ends the blob. */
static int check_layout(const struct cordon_blob *blob,
			struct cordon_fault *fault)
{
	const struct cordon_blob_header *header = (const void *)blob->data;
	u64 end = sizeof(*header);
	int i;

	for (i = 0; i < CORDON_SECTION_COUNT; i++) {
		const struct cordon_section_entry *entry = header->section + i;
		u64 start = (end + CORDON_BLOB_ALIGN - 1) / CORDON_BLOB_ALIGN *
			    CORDON_BLOB_ALIGN;

		if (start > blob->size || le32_to_cpu(entry->offset) != start ||
		    !validate_is_zero(blob->data + end, (size_t)(start - end)))
			return validate_refuse(fault, "blob-layout", blob, entry);
		end = start + (u64)cordon_blob_element_size(i) *
			      le32_to_cpu(entry->count);
		if (end > blob->size)
			return validate_refuse(fault, "blob-layout", blob, entry);
	}
	if (end != blob->size)
		return refuse(fault, "blob-layout", (size_t)end);
	return 0;
}

static const void *section(const struct cordon_blob *blob,
			   enum cordon_section which, u32 *count)
{
	const struct cordon_blob_header *header = (const void *)blob->data;

	*count = le32_to_cpu(header->section[which].count);
	return blob->data + le32_to_cpu(header->section[which].offset);
}

static void find_sections(struct cordon_blob *blob)
{
	u32 count;

	blob->domain = section(blob, CORDON_SECTION_DOMAIN_SET, &count);
	blob->domain_values = section(blob, CORDON_SECTION_DOMAIN_VALUES,
				      &blob->domain_value_count);
	blob->domain_blocks = section(blob, CORDON_SECTION_DOMAIN_BLOCKS, &count);
	blob->domain_buckets = section(blob, CORDON_SECTION_DOMAIN_BUCKETS, &count);
	blob->domain_tags = section(blob, CORDON_SECTION_DOMAIN_TAGS, &count);
	blob->domain_rests = section(blob, CORDON_SECTION_DOMAIN_RESTS, &count);
	blob->domain_proofs = section(blob, CORDON_SECTION_DOMAIN_PROOFS,
				      &blob->proof_count);
	blob->strings = section(blob, CORDON_SECTION_STRINGS, &blob->string_bytes);
	blob->policy = section(blob, CORDON_SECTION_POLICY, &count);
	blob->services = section(blob, CORDON_SECTION_SERVICES,
				 &blob->service_count);
	blob->prefixes = section(blob, CORDON_SECTION_PREFIXES,
				 &blob->prefix_count);
	blob->paths = section(blob, CORDON_SECTION_PATHS, &blob->path_count);
	blob->packages = section(blob, CORDON_SECTION_PACKAGES,
				 &blob->package_count);
	blob->resolvers = section(blob, CORDON_SECTION_RESOLVERS,
				  &blob->resolver_count);
}

/* Counts that other checks rely on. */
static int check_counts(const struct cordon_blob *blob,
			struct cordon_fault *fault)
{
	const struct cordon_blob_header *header = (const void *)blob->data;
	const struct cordon_section_entry *entry = header->section;

	if (le32_to_cpu(entry[CORDON_SECTION_POLICY].count) != 1)
		return validate_refuse(fault, "blob-policy", blob,
				 entry + CORDON_SECTION_POLICY);
	if (blob->service_count > CORDON_SERVICES_MAX)
		return validate_refuse(fault, "blob-service", blob,
				 entry + CORDON_SECTION_SERVICES);
	if (le32_to_cpu(entry[CORDON_SECTION_DOMAIN_SET].count) != 1)
		return validate_refuse(fault, "blob-domain", blob,
				 entry + CORDON_SECTION_DOMAIN_SET);
	return 0;
}

/* The reference lies inside STRINGS, and what it says can be shown as it is. */
static bool text_is_valid(const struct cordon_blob *blob,
			  const struct cordon_text *text)
{
	u32 offset = le32_to_cpu(text->offset);
	u32 length = le32_to_cpu(text->length);
	unsigned int character, used;
	const char *at;

	if (length > CORDON_TEXT_MAX || offset > blob->string_bytes ||
	    length > blob->string_bytes - offset)
		return false;
	for (at = cordon_blob_text(blob, text, &length); length;
	     at += used, length -= used) {
		used = cordon_utf8_next(at, length, &character);
		if (!used || !cordon_utf8_is_printable(character))
			return false;
	}
	return true;
}

/* A policy's or a service's name: it also stands unquoted in messages. */
static bool name_is_valid(const struct cordon_blob *blob,
			  const struct cordon_text *text)
{
	u32 length, i;
	const char *name;

	if (!text_is_valid(blob, text))
		return false;
	name = cordon_blob_text(blob, text, &length);
	if (!length || length > SERVICE_NAME_MAX)
		return false;
	for (i = 0; i < length; i++)
		if (!(name[i] >= 'a' && name[i] <= 'z') &&
		    !(name[i] >= '0' && name[i] <= '9') &&
		    !(i && (name[i] == '-' || name[i] == '_' || name[i] == '.')))
			return false;
	return true;
}

static int compare_text(const struct cordon_blob *blob,
			const struct cordon_text *a, const struct cordon_text *b)
{
	u32 a_length, b_length;
	const char *a_text = cordon_blob_text(blob, a, &a_length);
	const char *b_text = cordon_blob_text(blob, b, &b_length);
	int order = memcmp(a_text, b_text, min_t(u32, a_length, b_length));

	return order ? order : (a_length > b_length) - (a_length < b_length);
}

static bool service_is_valid(const struct cordon_blob *blob, __le16 service)
{
	return le16_to_cpu(service) < blob->service_count;
}

static int check_policy(const struct cordon_blob *blob,
			struct cordon_fault *fault)
{
	const struct cordon_policy_record *policy = blob->policy;

	if (!name_is_valid(blob, &policy->name) ||
	    !le64_to_cpu(policy->version) ||
	    (policy->mode != CORDON_MODE_MONITOR &&
	     policy->mode != CORDON_MODE_ENFORCE) ||
	    (policy->dns != CORDON_DNS_LEARN &&
	     policy->dns != CORDON_DNS_REFUSE) ||
	    (policy->other_resolvers != CORDON_OTHER_RESOLVERS_REFUSE &&
	     policy->other_resolvers != CORDON_OTHER_RESOLVERS_ALLOW) ||
	    !validate_is_zero(policy->reserved, sizeof(policy->reserved)))
		return validate_refuse(fault, "blob-policy", blob, policy);
	return 0;
}

static int check_services(const struct cordon_blob *blob,
			  struct cordon_fault *fault)
{
	u32 i;

	for (i = 0; i < blob->service_count; i++) {
		const struct cordon_service_record *service = blob->services + i;

		if (!name_is_valid(blob, &service->name) ||
		    !text_is_valid(blob, &service->message) ||
		    !text_is_valid(blob, &service->help) ||
		    service->action < CORDON_ACTION_DENY ||
		    service->action > CORDON_ACTION_ALLOW ||
		    !validate_is_zero(service->reserved, sizeof(service->reserved)) ||
		    (i && compare_text(blob, &service[-1].name,
				       &service->name) >= 0))
			return validate_refuse(fault, "blob-service", blob, service);
	}
	return 0;
}

/* No bit behind the length is set, and no form that is normalised away. */
static bool prefix_address_is_valid(const struct cordon_prefix_record *record)
{
	struct cordon_address address = record->address;
	size_t bytes = record->length / 8U;

	if (record->length % 8U) {
		if (address.byte[bytes] & (u8)(0xff >> record->length % 8U))
			return false;
		bytes++;
	}
	if (!validate_is_zero(address.byte + bytes, sizeof(address.byte) - bytes))
		return false;
	cordon_address_normalise(&address, NULL);
	return cordon_address_equal(&address, &record->address);
}

static int compare_prefix(const struct cordon_prefix_record *a,
			  const struct cordon_prefix_record *b)
{
	int order = memcmp(&a->address, &b->address, sizeof(a->address));

	if (!order)
		order = a->length - b->length;
	if (!order)
		order = le16_to_cpu(a->service) - le16_to_cpu(b->service);
	return order;
}

static bool prefix_is_valid(const struct cordon_blob *blob, u32 index)
{
	const struct cordon_prefix_record *record = blob->prefixes + index;
	bool shared = record->flags & CORDON_PREFIX_SHARED;
	u32 parent = index ? index - 1 : CORDON_NO_PARENT;

	if (record->length > 128 || record->flags & ~CORDON_PREFIX_SHARED ||
	    (shared ? le16_to_cpu(record->service) != CORDON_NO_SERVICE :
		      !service_is_valid(blob, record->service)) ||
	    !prefix_address_is_valid(record))
		return false;
	if (index && compare_prefix(record - 1, record) >= 0)
		return false;
	/* Two services cannot share a prefix, a service and a shared range can. */
	if (index && !shared && record[-1].length == record->length &&
	    cordon_address_equal(&record[-1].address, &record->address))
		return false;
	while (parent != CORDON_NO_PARENT &&
	       !cordon_prefix_contains(&blob->prefixes[parent].address,
				       blob->prefixes[parent].length,
				       &record->address))
		parent = cordon_prefix_parent(blob, parent);
	return le32_to_cpu(record->parent) == parent;
}

static int check_prefixes(const struct cordon_blob *blob,
			  struct cordon_fault *fault)
{
	u32 i;

	for (i = 0; i < blob->prefix_count; i++)
		if (!prefix_is_valid(blob, i))
			return validate_refuse(fault, "blob-prefix", blob,
					 blob->prefixes + i);
	return 0;
}

static bool path_is_valid(const struct cordon_blob *blob,
			  const struct cordon_path_record *record)
{
	bool wild = record->flags & CORDON_PATH_WILD;
	const char *pattern, *why;
	u32 length, start;

	if (!text_is_valid(blob, &record->pattern) || record->reserved ||
	    record->flags & ~CORDON_PATH_WILD ||
	    !service_is_valid(blob, record->service))
		return false;
	pattern = cordon_blob_text(blob, &record->pattern, &length);
	if (cordon_path_check_pattern(pattern, length, &why) != wild)
		return false;
	if (wild)
		return !record->hash;
	for (start = length; pattern[start - 1] != '/'; start--)
		;
	return le32_to_cpu(record->hash) ==
	       cordon_path_hash(pattern + start, length - start);
}

/* Wild ones first, then by hash, then by pattern. */
static bool paths_are_sorted(const struct cordon_blob *blob,
			     const struct cordon_path_record *a,
			     const struct cordon_path_record *b)
{
	bool a_wild = a->flags & CORDON_PATH_WILD;
	bool b_wild = b->flags & CORDON_PATH_WILD;

	if (a_wild != b_wild)
		return a_wild;
	if (a->hash != b->hash)
		return le32_to_cpu(a->hash) < le32_to_cpu(b->hash);
	return compare_text(blob, &a->pattern, &b->pattern) < 0;
}

static int check_paths(struct cordon_blob *blob, struct cordon_fault *fault)
{
	u32 i;

	blob->path_wild_count = 0;
	for (i = 0; i < blob->path_count; i++) {
		const struct cordon_path_record *record = blob->paths + i;

		if (!path_is_valid(blob, record) ||
		    (i && !paths_are_sorted(blob, record - 1, record)))
			return validate_refuse(fault, "blob-path", blob, record);
		blob->path_wild_count += record->flags & CORDON_PATH_WILD;
		if (blob->path_wild_count > CORDON_PATH_WILD_MAX)
			return validate_refuse(fault, "blob-path", blob, record);
	}
	return 0;
}

static int check_packages(const struct cordon_blob *blob,
			  struct cordon_fault *fault)
{
	u32 i;

	for (i = 0; i < blob->package_count; i++) {
		const struct cordon_package_record *record = blob->packages + i;

		if (!text_is_valid(blob, &record->name) ||
		    !le32_to_cpu(record->name.length) ||
		    !service_is_valid(blob, record->service) ||
		    !validate_is_zero(record->reserved, sizeof(record->reserved)) ||
		    (i && compare_text(blob, &record[-1].name,
				       &record->name) >= 0))
			return validate_refuse(fault, "blob-package", blob, record);
	}
	return 0;
}

static int check_resolvers(const struct cordon_blob *blob,
			   struct cordon_fault *fault)
{
	u32 i;

	for (i = 0; i < blob->resolver_count; i++) {
		const struct cordon_address *address = blob->resolvers + i;
		struct cordon_address normal = *address;

		cordon_address_normalise(&normal, NULL);
		if (!cordon_address_equal(&normal, address) ||
		    (i && memcmp(address - 1, address, sizeof(*address)) >= 0))
			return validate_refuse(fault, "blob-resolver", blob, address);
	}
	return 0;
}

/**
 * cordon_blob_open - validate a blob and find its parts
 * @blob: filled in; must not be used when the blob is refused
 * @data: the blob; borrowed for as long as @blob is used, aligned to 8 bytes
 * @size: its bytes, exactly
 * @fault: says why a blob is refused
 *
 * Takes time linear in the blob's size. The words of @fault are stable:
 * blob-short, -magic, -format, -size, -crc, -sections, -layout, -policy,
 * -service, -bucket, -domain, -proof, -prefix, -path, -package, -resolver and
 * -canary.
 *
 * Return: 0, or -EBADMSG.
 */
int cordon_blob_open(struct cordon_blob *blob, const void *data, size_t size,
		     struct cordon_fault *fault)
{
	static int (*const checks[])(const struct cordon_blob *blob,
				     struct cordon_fault *fault) = {
		check_counts, check_policy, check_services, check_prefixes,
		check_packages, check_resolvers,
	};
	size_t i;
	int err;

	memset(blob, 0, sizeof(*blob));
	blob->data = data;
	blob->size = size;
	err = check_header(blob, fault);
	if (!err)
		err = check_layout(blob, fault);
	if (err)
		return err;
	find_sections(blob);
	for (i = 0; i < ARRAY_SIZE(checks); i++) {
		err = checks[i](blob, fault);
		if (err)
			return err;
	}
	err = cordon_validate_domains(blob, fault);
	if (err)
		return err;
	cordon_prefix_index(blob);
	err = check_paths(blob, fault);
	return err ? err : cordon_validate_canary(blob, fault);
}
