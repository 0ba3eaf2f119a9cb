// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc - dump: what a policy says, as JSON
 */
#include "cordonc/dump.h"
#include "engine/address_text.h"
#include "engine/policy/words.h"

static void add_text(struct json_object *object, const char *key,
		     const struct cordon_blob *blob,
		     const struct cordon_text *text)
{
	u32 length;
	const char *bytes = cordon_blob_text(blob, text, &length);

	json_object_object_add(object, key,
			       length ? cordon_json_text(bytes, length) : NULL);
}

static struct json_object *signature_json(const struct dump *dump)
{
	const struct cordon_signature *signature = &dump->signature;
	struct json_object *json;

	if (!dump->file->object.signature_size)
		return NULL;
	json = json_object_new_object();
	cordon_json_add_number(json, "bytes",
			       dump->file->object.signature_size);
	cordon_json_add_text(json, "issuer", signature->issuer);
	cordon_json_add_text(json, "serial", signature->serial);
	cordon_json_add_text(json, "digest", signature->digest);
	cordon_json_add_text(json, "algorithm", signature->algorithm);
	cordon_json_add_number(json, "bits", signature->bits);
	json_object_object_add(json, "verified",
			       json_object_new_boolean(dump->verified));
	return json;
}

static struct json_object *object_json(const struct dump *dump)
{
	struct json_object *json;

	if (!dump->file->is_object)
		return NULL;
	json = json_object_new_object();
	cordon_json_add_number(json, "format", CORDON_OBJECT_FORMAT);
	cordon_json_add_text(json, "kind", "policy");
	cordon_json_add_number(json, "bytes", dump->file->size);
	cordon_json_add_number(json, "content",
			       dump->file->object.content_size);
	json_object_object_add(json, "signature", signature_json(dump));
	return json;
}

static struct json_object *layout_json(const struct dump *dump)
{
	const struct cordon_blob *blob = &dump->file->blob;
	const struct cordon_blob_header *header = (const void *)blob->data;
	struct json_object *json = json_object_new_object();
	struct json_object *sections = json_object_new_object();
	int i;

	cordon_json_add_number(json, "format", le32_to_cpu(header->format));
	cordon_json_add_number(json, "bytes", blob->size);
	cordon_json_add_number(json, "crc32", le32_to_cpu(header->crc32));
	cordon_json_add_number(json, "unused", dump->unused);
	for (i = 0; i < CORDON_SECTION_COUNT; i++) {
		struct json_object *section = json_object_new_object();

		cordon_json_add_number(section, "offset",
				       le32_to_cpu(header->section[i].offset));
		cordon_json_add_number(section, "count",
				       le32_to_cpu(header->section[i].count));
		json_object_object_add(sections, dump_section_name(i), section);
	}
	json_object_object_add(json, "sections", sections);
	return json;
}

static void add_network(struct json_object *json,
			const struct cordon_blob *blob)
{
	const struct cordon_policy_record *policy = blob->policy;
	struct json_object *resolvers = json_object_new_array();
	char address[CORDON_ADDRESS_TEXT_MAX];
	u32 i;

	cordon_json_add_text(json, "dns",
			     policy->dns == CORDON_DNS_LEARN ? "learn" :
							       "refuse");
	cordon_json_add_text(json, "other-resolvers",
			     policy->other_resolvers ==
			     CORDON_OTHER_RESOLVERS_ALLOW ? "allow" : "refuse");
	for (i = 0; i < blob->resolver_count; i++) {
		cordon_address_to_text(blob->resolvers + i, address,
				       sizeof(address));
		json_object_array_add(resolvers,
				      json_object_new_string(address));
	}
	json_object_object_add(json, "resolvers", resolvers);
}

static void add_names(struct json_object *json, const struct dump *dump)
{
	const struct cordon_blob *blob = &dump->file->blob;
	struct json_object *names = json_object_new_object();
	struct json_object *of = json_object_new_array();
	char key[33];
	u32 i;

	snprintf(key, sizeof(key), "%016llx%016llx",
		 (unsigned long long)le64_to_cpu(blob->domain->key[1]),
		 (unsigned long long)le64_to_cpu(blob->domain->key[0]));
	cordon_json_add_text(names, "key", key);
	cordon_json_add_number(names, "proven", blob->proof_count);
	for (i = 0; i < blob->domain_value_count; i++) {
		const struct cordon_domain_value *value = blob->domain_values + i;
		struct json_object *row = json_object_new_object();

		add_text(row, "service", blob,
			 &blob->services[le16_to_cpu(value->service)].name);
		json_object_object_add(row, "excepted",
				       json_object_new_boolean(value->flags &
							       CORDON_DOMAIN_EXCEPT));
		cordon_json_add_number(row, "names", dump->names[i]);
		json_object_array_add(of, row);
	}
	json_object_object_add(names, "of", of);
	json_object_object_add(json, "names", names);
}

/* The rules of one service, from @from on; returns the first of the next. */
static size_t add_rules(struct json_object *json, const char *key,
			const struct dump *dump, u16 service, size_t from)
{
	struct json_object *rules = json_object_new_array();

	while (from < dump->count && dump->rules[from].service == service) {
		const char *text = dump->rules[from++].text;

		json_object_array_add(rules,
				      cordon_json_text(text, strlen(text)));
	}
	json_object_object_add(json, key, rules);
	return from;
}

static size_t add_services(struct json_object *json, const struct dump *dump)
{
	const struct cordon_blob *blob = &dump->file->blob;
	struct json_object *services = json_object_new_array();
	size_t next = 0;
	u32 i;

	for (i = 0; i < blob->service_count; i++) {
		const struct cordon_service_record *record = blob->services + i;
		struct json_object *service = json_object_new_object();

		add_text(service, "name", blob, &record->name);
		cordon_json_add_text(service, "action",
				     cordon_action_word(record->action));
		add_text(service, "message", blob, &record->message);
		add_text(service, "help", blob, &record->help);
		next = add_rules(service, "rules", dump, (u16)i, next);
		json_object_array_add(services, service);
	}
	json_object_object_add(json, "services", services);
	return next;
}

/**
 * dump_json() - what a policy says
 * @dump: collected
 *
 * Return: an object for json_object_put(); NULL without memory.
 */
struct json_object *dump_json(const struct dump *dump)
{
	const struct cordon_blob *blob = &dump->file->blob;
	struct json_object *json = json_object_new_object();
	struct json_object *policy = json_object_new_object();
	size_t shared;

	if (!json || !policy) {
		json_object_put(json);
		json_object_put(policy);
		return NULL;
	}
	cordon_json_add_text(json, "file", dump->path);
	json_object_object_add(json, "object", object_json(dump));
	json_object_object_add(json, "blob", layout_json(dump));
	add_text(policy, "name", blob, &blob->policy->name);
	cordon_json_add_number(policy, "version",
			       le64_to_cpu(blob->policy->version));
	cordon_json_add_text(policy, "mode",
			     cordon_mode_word(blob->policy->mode));
	add_network(policy, blob);
	json_object_object_add(json, "policy", policy);
	add_names(json, dump);
	shared = add_services(json, dump);
	add_rules(json, "shared", dump, CORDON_NO_SERVICE, shared);
	return json;
}
