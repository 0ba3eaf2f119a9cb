// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - blob: write a resolved policy as a blob
 *
 * Each section is filled in an array of its own and they are joined at the
 * end. Everything is sorted by what it says, so equal policies give equal
 * bytes.
 */
#include "blob_write.h"

#include <stdlib.h>

#include "blob_domains.h"
#include "engine/policy/path.h"
#include "engine/policy/prefix.h"

/**
 * struct writer - the sections in the making
 * @source: the source
 * @resolved: the rules in force
 * @of: rules by kind: @of[kind] is the first of @count[kind] in @resolved
 * @count: see @of
 * @strings: STRINGS
 * @string_bytes: bytes of @strings used
 * @string_room: bytes of @strings there are
 * @data: the other sections' bytes, from calloc()
 * @elements: of each section
 */
struct writer {
	const struct cordon_source *source;
	const struct cordon_resolved *resolved;
	const struct cordon_rule **of[CORDON_RULE_PACKAGE + 1];
	size_t count[CORDON_RULE_PACKAGE + 1];
	char *strings;
	size_t string_bytes;
	size_t string_room;
	void *data[CORDON_SECTION_COUNT];
	size_t elements[CORDON_SECTION_COUNT];
};

/* Returns the offset, or a negative errno. */
static ssize_t put_bytes(struct writer *writer, const void *bytes,
			 size_t length)
{
	size_t offset = writer->string_bytes;

	if (writer->string_room - offset < length) {
		size_t room = 2 * (offset + length) + 4096;
		char *grown = realloc(writer->strings, room);

		if (!grown)
			return -ENOMEM;
		writer->strings = grown;
		writer->string_room = room;
	}
	memcpy(writer->strings + offset, bytes, length);
	writer->string_bytes += length;
	return (ssize_t)offset;
}

static int put_text(struct writer *writer, const char *text,
		    struct cordon_text *reference)
{
	size_t length = text ? strlen(text) : 0;
	ssize_t offset = length ? put_bytes(writer, text, length) : 0;

	if (offset < 0)
		return (int)offset;
	reference->offset = htole32((u32)offset);
	reference->length = htole32((u32)length);
	return 0;
}

static void *begin_section(struct writer *writer, enum cordon_section section,
			   size_t elements)
{
	writer->elements[section] = elements;
	writer->data[section] = calloc(elements + 1, cordon_blob_element_size(section));
	return writer->data[section];
}

static int write_policy(struct writer *writer)
{
	const struct cordon_source *source = writer->source;
	struct cordon_policy_record *record;

	record = begin_section(writer, CORDON_SECTION_POLICY, 1);
	if (!record)
		return -ENOMEM;
	record->version = htole64(source->version);
	record->mode = source->mode;
	record->dns = source->dns;
	record->other_resolvers = source->other_resolvers;
	return put_text(writer, source->name, &record->name);
}

/* A text that an earlier service has, too, stands once. */
static int put_shared_text(struct writer *writer, const char *text,
			   const char *earlier,
			   const struct cordon_text *reference,
			   struct cordon_text *to)
{
	if (text && earlier && !strcmp(text, earlier)) {
		*to = *reference;
		return 0;
	}
	return put_text(writer, text, to);
}

static int write_services(struct writer *writer)
{
	const struct cordon_source *source = writer->source;
	const struct cordon_text *help_at = NULL;
	struct cordon_service_record *record;
	size_t i;
	int error;

	record = begin_section(writer, CORDON_SECTION_SERVICES,
			       source->service_count);
	if (!record)
		return -ENOMEM;
	for (i = 0; i < source->service_count; i++, record++) {
		const struct cordon_service_source *service =
			source->services + i;
		const struct cordon_section_source *section = service->section;
		bool own_help = section && section->help;
		const char *help = own_help ? section->help : source->help;

		record->action = service->path ? source->action :
						 CORDON_ACTION_DENY;
		if (section && section->action)
			record->action = section->action;
		error = put_text(writer, service->name, &record->name);
		if (!error)
			error = put_text(writer,
					 section ? section->message : NULL,
					 &record->message);
		if (!error)
			error = put_shared_text(writer, help,
						help_at && !own_help ? help :
						NULL, help_at, &record->help);
		if (error)
			return error;
		if (help && !own_help && !help_at)
			help_at = &record->help;
	}
	return 0;
}

static void put_section(struct writer *writer, enum cordon_section section,
			void *data, size_t elements)
{
	writer->data[section] = data;
	writer->elements[section] = elements;
}

static int write_domains(struct writer *writer)
{
	struct cordon_domain_set_record *set;
	struct cordon_domain_sections made;
	int error;

	set = begin_section(writer, CORDON_SECTION_DOMAIN_SET, 1);
	if (!set)
		return -ENOMEM;
	error = cordon_domains_write(writer->of[CORDON_RULE_DOMAIN],
				     writer->count[CORDON_RULE_DOMAIN],
				     writer->data[CORDON_SECTION_SERVICES],
				     &made);
	*set = made.set;
	put_section(writer, CORDON_SECTION_DOMAIN_VALUES, made.values,
		    made.value_count);
	put_section(writer, CORDON_SECTION_DOMAIN_BLOCKS, made.blocks,
		    made.bucket_count / CORDON_DOMAIN_BLOCK + 1);
	put_section(writer, CORDON_SECTION_DOMAIN_BUCKETS, made.buckets,
		    made.bucket_count + 1);
	put_section(writer, CORDON_SECTION_DOMAIN_TAGS, made.tags,
		    made.count + CORDON_DOMAIN_PAD);
	put_section(writer, CORDON_SECTION_DOMAIN_RESTS, made.rests,
		    made.rest_bytes);
	put_section(writer, CORDON_SECTION_DOMAIN_PROOFS, made.proofs,
		    made.proof_count);
	return error;
}

static int compare_prefixes(const void *a, const void *b)
{
	const struct cordon_prefix_record *one = a, *other = b;
	int order = memcmp(&one->address, &other->address,
			   sizeof(one->address));

	if (order)
		return order;
	if (one->length != other->length)
		return (int)one->length - (int)other->length;
	return (int)le16_to_cpu(one->service) - (int)le16_to_cpu(other->service);
}

static void put_prefix(const struct cordon_rule *rule,
		       struct cordon_prefix_record *record)
{
	record->address = rule->address;
	record->length = rule->length;
	record->flags = rule->flags;
	record->service = htole16(rule->service);
}

/* Sorted as they are, a prefix's parent is the one before it or above that. */
static void find_parents(struct cordon_prefix_record *records, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		u32 parent = i ? (u32)i - 1 : CORDON_NO_PARENT;

		while (parent != CORDON_NO_PARENT &&
		       !cordon_prefix_contains(&records[parent].address,
					       records[parent].length,
					       &records[i].address))
			parent = le32_to_cpu(records[parent].parent);
		records[i].parent = htole32(parent);
	}
}

static int write_prefixes(struct writer *writer)
{
	const struct cordon_rules *shared = &writer->source->shared;
	size_t own = writer->count[CORDON_RULE_PREFIX], i;
	struct cordon_prefix_record *records;

	records = begin_section(writer, CORDON_SECTION_PREFIXES,
				own + shared->count);
	if (!records)
		return -ENOMEM;
	for (i = 0; i < own; i++)
		put_prefix(writer->of[CORDON_RULE_PREFIX][i], records + i);
	for (i = 0; i < shared->count; i++)
		put_prefix(shared->list + i, records + own + i);
	qsort(records, own + shared->count, sizeof(*records), compare_prefixes);
	find_parents(records, own + shared->count);
	return 0;
}

static u32 last_component_hash(const struct cordon_rule *rule)
{
	const char *slash = strrchr(rule->text, '/');

	if (rule->flags & CORDON_PATH_WILD)
		return 0;
	return cordon_path_hash(slash + 1, strlen(slash + 1));
}

static int compare_paths(const void *a, const void *b)
{
	const struct cordon_rule *one = *(const struct cordon_rule * const *)a;
	const struct cordon_rule *other = *(const struct cordon_rule * const *)b;
	u32 one_hash = last_component_hash(one);
	u32 other_hash = last_component_hash(other);

	if (one->flags != other->flags)
		return one->flags & CORDON_PATH_WILD ? -1 : 1;
	if (one_hash != other_hash)
		return one_hash < other_hash ? -1 : 1;
	return strcmp(one->text, other->text);
}

static int write_paths(struct writer *writer)
{
	size_t count = writer->count[CORDON_RULE_PATH], i;
	const struct cordon_rule **rules = writer->of[CORDON_RULE_PATH];
	struct cordon_path_record *record;

	record = begin_section(writer, CORDON_SECTION_PATHS, count);
	if (!record)
		return -ENOMEM;
	qsort(rules, count, sizeof(*rules), compare_paths);
	for (i = 0; i < count; i++, record++) {
		int error = put_text(writer, rules[i]->text, &record->pattern);

		if (error)
			return error;
		record->hash = htole32(last_component_hash(rules[i]));
		record->service = htole16(rules[i]->service);
		record->flags = rules[i]->flags;
	}
	return 0;
}

static int write_packages(struct writer *writer)
{
	size_t count = writer->count[CORDON_RULE_PACKAGE], i;
	const struct cordon_rule **rules = writer->of[CORDON_RULE_PACKAGE];
	struct cordon_package_record *record;

	record = begin_section(writer, CORDON_SECTION_PACKAGES, count);
	if (!record)
		return -ENOMEM;
	for (i = 0; i < count; i++, record++) {
		int error = put_text(writer, rules[i]->text, &record->name);

		if (error)
			return error;
		record->service = htole16(rules[i]->service);
	}
	return 0;
}

static int write_resolvers(struct writer *writer)
{
	const struct cordon_source *source = writer->source;
	struct cordon_address *addresses;

	addresses = begin_section(writer, CORDON_SECTION_RESOLVERS,
				  source->resolver_count);
	if (!addresses)
		return -ENOMEM;
	memcpy(addresses, source->resolvers,
	       source->resolver_count * sizeof(*addresses));
	return 0;
}

/* Header, sections, checksum. */
static int join(struct writer *writer, void **blob, size_t *size)
{
	struct cordon_blob_header header = {
		.magic = CORDON_BLOB_MAGIC,
		.format = htole32(CORDON_BLOB_FORMAT),
		.section_count = htole32(CORDON_SECTION_COUNT),
	};
	const size_t covered = offsetof(struct cordon_blob_header,
					section_count);
	size_t end = sizeof(header);
	char *bytes;
	int i;

	writer->elements[CORDON_SECTION_STRINGS] = writer->string_bytes;
	for (i = 0; i < CORDON_SECTION_COUNT; i++) {
		end = (end + CORDON_BLOB_ALIGN - 1) &
		      ~(size_t)(CORDON_BLOB_ALIGN - 1);
		header.section[i].offset = htole32((u32)end);
		header.section[i].count = htole32((u32)writer->elements[i]);
		end += writer->elements[i] * cordon_blob_element_size(i);
	}
	if (end > CORDON_OBJECT_MAX - CORDON_SIGNATURE_MAX -
		  sizeof(struct cordon_object_header))
		return -EFBIG;
	header.size = htole32((u32)end);
	bytes = calloc(1, end);
	if (!bytes)
		return -ENOMEM;
	memcpy(bytes, &header, sizeof(header));
	for (i = 0; i < CORDON_SECTION_COUNT; i++)
		if (writer->elements[i])
			memcpy(bytes + le32_to_cpu(header.section[i].offset),
			       i == CORDON_SECTION_STRINGS ? writer->strings :
			       writer->data[i],
			       writer->elements[i] * cordon_blob_element_size(i));
	header.crc32 = htole32(cordon_crc32(bytes + covered, end - covered));
	memcpy(bytes, &header, sizeof(header));
	*blob = bytes;
	*size = end;
	return 0;
}

/* The rules are sorted by kind first: find where each kind begins. */
static void find_kinds(struct writer *writer)
{
	size_t i;

	for (i = 0; i < writer->resolved->count; i++) {
		enum cordon_rule_kind kind = writer->resolved->rules[i]->kind;

		if (!writer->count[kind]++)
			writer->of[kind] = writer->resolved->rules + i;
	}
}

/**
 * cordon_blob_write() - write a resolved policy as a blob
 * @source: the source, without an error
 * @resolved: its rules in force; the paths among them are put into the blob's
 *	order
 * @blob: gets the blob, for free()
 * @size: gets its bytes
 *
 * Return: 0; -EFBIG if it would be larger than the kernel takes; -E2BIG if
 * no key keeps the names apart; -ENOMEM.
 */
int cordon_blob_write(const struct cordon_source *source,
		      const struct cordon_resolved *resolved, void **blob,
		      size_t *size)
{
	static int (* const write_section[])(struct writer *writer) = {
		write_policy, write_services, write_domains, write_prefixes,
		write_paths, write_packages, write_resolvers,
	};
	struct writer writer = { .source = source, .resolved = resolved };
	int error = 0;
	size_t i;

	find_kinds(&writer);
	for (i = 0; i < ARRAY_SIZE(write_section) && !error; i++)
		error = write_section[i](&writer);
	if (!error)
		error = join(&writer, blob, size);
	for (i = 0; i < CORDON_SECTION_COUNT; i++)
		free(writer.data[i]);
	free(writer.strings);
	return error;
}
