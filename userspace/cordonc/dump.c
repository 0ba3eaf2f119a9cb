// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc - dump: collect what a policy says
 */
#include <stdio.h>
#include <stdlib.h>

#include "cordonc/dump.h"
#include "engine/policy/domain.h"
#include "engine/policy/words.h"
#include "libcordon/source/compile.h"

/**
 * dump_section_name() - a section as docs/formats.md calls it
 * @section: the section
 *
 * Return: its name; static storage.
 */
const char *dump_section_name(enum cordon_section section)
{
	static const char * const names[CORDON_SECTION_COUNT] = {
		[CORDON_SECTION_STRINGS] = "strings",
		[CORDON_SECTION_POLICY] = "policy",
		[CORDON_SECTION_SERVICES] = "services",
		[CORDON_SECTION_DOMAIN_SET] = "domain-set",
		[CORDON_SECTION_DOMAIN_VALUES] = "domain-values",
		[CORDON_SECTION_DOMAIN_BLOCKS] = "domain-blocks",
		[CORDON_SECTION_DOMAIN_BUCKETS] = "domain-buckets",
		[CORDON_SECTION_DOMAIN_TAGS] = "domain-tags",
		[CORDON_SECTION_DOMAIN_RESTS] = "domain-rests",
		[CORDON_SECTION_DOMAIN_PROOFS] = "domain-proofs",
		[CORDON_SECTION_PREFIXES] = "prefixes",
		[CORDON_SECTION_PATHS] = "paths",
		[CORDON_SECTION_PACKAGES] = "packages",
		[CORDON_SECTION_RESOLVERS] = "resolvers",
	};

	return names[section];
}

static u16 service_of(const struct cordon_blob *blob,
		      enum cordon_rule_kind kind, u32 index)
{
	switch (kind) {
	case CORDON_RULE_PREFIX:
		return le16_to_cpu(blob->prefixes[index].service);
	case CORDON_RULE_PATH:
		return le16_to_cpu(blob->paths[index].service);
	case CORDON_RULE_PACKAGE:
		return le16_to_cpu(blob->packages[index].service);
	case CORDON_RULE_DOMAIN:
	case CORDON_RULE_NONE:
		break;
	}
	return CORDON_NO_SERVICE;
}

static int add_rule(struct dump *dump, enum cordon_rule_kind kind, u16 service,
		    const char *text)
{
	struct dump_rule *rule = dump->rules + dump->count;

	rule->kind = kind;
	rule->service = service;
	rule->text = strdup(text);
	if (!rule->text)
		return -ENOMEM;
	dump->count++;
	return 0;
}

static int add_rules(struct dump *dump, enum cordon_rule_kind kind, u32 count)
{
	const struct cordon_blob *blob = &dump->file->blob;
	char text[CORDON_RULE_TEXT_MAX];
	int error = 0;
	u32 i;

	for (i = 0; i < count && !error; i++) {
		cordon_rule_text(blob, kind, i, text, sizeof(text));
		error = add_rule(dump, kind, service_of(blob, kind, i), text);
	}
	return error;
}

static const char *domain_word(u8 flags)
{
	return flags & CORDON_DOMAIN_EXCEPT ? "except domain" : "domain";
}

static int add_names(struct dump *dump)
{
	char name[CORDON_NAME_TEXT_MAX], text[CORDON_RULE_TEXT_MAX];
	int error = 0;
	size_t i;

	for (i = 0; i < dump->file->name_count && !error; i++) {
		const struct cordon_compiled_name *each = dump->file->names + i;

		cordon_name_to_text(each->wire, each->length, name, sizeof(name));
		snprintf(text, sizeof(text), "%s %s", domain_word(each->flags),
			 name);
		error = add_rule(dump, CORDON_RULE_DOMAIN, each->service, text);
	}
	return error;
}

/* How many names each value has: all that a blob tells of them. */
static int count_names(struct dump *dump)
{
	const struct cordon_blob *blob = &dump->file->blob;
	u32 i;

	dump->names = calloc((size_t)blob->domain_value_count + 1,
			     sizeof(*dump->names));
	if (!dump->names)
		return -ENOMEM;
	for (i = 0; i < blob->domain_count; i++)
		dump->names[cordon_domain_entry(blob, i) >>
			    CORDON_DOMAIN_REST_BITS]++;
	return 0;
}

static int compare_rules(const void *a, const void *b)
{
	const struct dump_rule *one = a, *other = b;

	if (one->service != other->service)
		return (int)one->service - (int)other->service;
	if (one->kind != other->kind)
		return one->kind < other->kind ? -1 : 1;
	return strcmp(one->text, other->text);
}

static void mark(u8 *used, u32 offset, u32 length)
{
	memset(used + offset, 1, length);
}

static void mark_text(u8 *used, const struct cordon_text *text)
{
	mark(used, le32_to_cpu(text->offset), le32_to_cpu(text->length));
}

/* Bytes that no record refers to would be shown by no line of the dump. */
static int count_unused(struct dump *dump)
{
	const struct cordon_blob *blob = &dump->file->blob;
	u8 *used = calloc(blob->string_bytes + 1, 1);
	u32 i;

	if (!used)
		return -ENOMEM;
	mark_text(used, &blob->policy->name);
	for (i = 0; i < blob->service_count; i++) {
		mark_text(used, &blob->services[i].name);
		mark_text(used, &blob->services[i].message);
		mark_text(used, &blob->services[i].help);
	}
	for (i = 0; i < blob->path_count; i++)
		mark_text(used, &blob->paths[i].pattern);
	for (i = 0; i < blob->package_count; i++)
		mark_text(used, &blob->packages[i].name);
	for (i = 0; i < blob->string_bytes; i++)
		dump->unused += !used[i];
	free(used);
	return 0;
}

/**
 * dump_collect() - collect what is to be shown
 * @dump: its @path and @file are set; for dump_free()
 *
 * Return: 0; -EBADMSG if the object's signature cannot be read; -ENOMEM.
 */
int dump_collect(struct dump *dump)
{
	const struct cordon_blob *blob = &dump->file->blob;
	int error;

	if (dump->file->is_object) {
		error = cordon_signature_read(&dump->file->object,
					      &dump->signature);
		if (error && error != -ENODATA)
			return error;
	}
	dump->rules = calloc(dump->file->name_count + blob->prefix_count +
			     blob->path_count + blob->package_count + 1,
			     sizeof(*dump->rules));
	if (!dump->rules)
		return -ENOMEM;
	error = count_names(dump);
	if (!error)
		error = add_names(dump);
	if (!error)
		error = add_rules(dump, CORDON_RULE_PREFIX, blob->prefix_count);
	if (!error)
		error = add_rules(dump, CORDON_RULE_PATH, blob->path_count);
	if (!error)
		error = add_rules(dump, CORDON_RULE_PACKAGE,
				  blob->package_count);
	if (error)
		return error;
	qsort(dump->rules, dump->count, sizeof(*dump->rules), compare_rules);
	return count_unused(dump);
}

/**
 * dump_free() - forget what was collected
 * @dump: may be zeroed
 */
void dump_free(struct dump *dump)
{
	size_t i;

	for (i = 0; i < dump->count; i++)
		free(dump->rules[i].text);
	free(dump->rules);
	free(dump->names);
	cordon_signature_free(&dump->signature);
}
