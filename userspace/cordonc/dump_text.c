// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonc - dump: what a policy says, as lines
 *
 * Each line says all it has to say by itself, and rules are sorted, so that
 * diff shows what differs between two policies and nothing else.
 */
#include <stdio.h>

#include "cordonc/dump.h"
#include "engine/address_text.h"
#include "engine/policy/words.h"

static void show_text(const char *title, const struct cordon_blob *blob,
		      const struct cordon_text *text)
{
	u32 length;
	const char *bytes = cordon_blob_text(blob, text, &length);

	printf("%s %.*s\n", title, (int)length, bytes);
}

static void show_object(const struct dump *dump)
{
	const struct cordon_object *object = &dump->file->object;
	const struct cordon_signature *signature = &dump->signature;

	printf("object format %u\n", CORDON_OBJECT_FORMAT);
	printf("object kind policy\n");
	printf("object size %zu\n", dump->file->size);
	printf("object content %zu bytes\n", object->content_size);
	printf("object signature %zu bytes\n", object->signature_size);
	if (!object->signature_size) {
		printf("signature none\n");
		return;
	}
	printf("signature issuer %s\n", signature->issuer);
	printf("signature serial %s\n", signature->serial);
	printf("signature digest %s\n", signature->digest);
	printf("signature algorithm %s, %u bits\n", signature->algorithm,
	       signature->bits);
	printf("signature %s\n", dump->verified ? "verified" : "not verified");
}

static void show_layout(const struct dump *dump)
{
	const struct cordon_blob *blob = &dump->file->blob;
	const struct cordon_blob_header *header = (const void *)blob->data;
	int i;

	printf("blob format %u\n", le32_to_cpu(header->format));
	printf("blob size %zu\n", blob->size);
	printf("blob crc32 %08x\n", le32_to_cpu(header->crc32));
	for (i = 0; i < CORDON_SECTION_COUNT; i++)
		printf("section %s offset %u count %u\n", dump_section_name(i),
		       le32_to_cpu(header->section[i].offset),
		       le32_to_cpu(header->section[i].count));
	if (dump->unused)
		printf("section strings unused %u bytes\n", dump->unused);
}

static void show_policy(const struct cordon_blob *blob)
{
	const struct cordon_policy_record *policy = blob->policy;
	char address[CORDON_ADDRESS_TEXT_MAX];
	u32 i;

	show_text("policy name", blob, &policy->name);
	printf("policy version %llu\n",
	       (unsigned long long)le64_to_cpu(policy->version));
	printf("policy mode %s\n", cordon_mode_word(policy->mode));
	printf("network dns %s\n",
	       policy->dns == CORDON_DNS_LEARN ? "learn" : "refuse");
	printf("network other-resolvers %s\n",
	       policy->other_resolvers == CORDON_OTHER_RESOLVERS_ALLOW ?
	       "allow" : "refuse");
	for (i = 0; i < blob->resolver_count; i++) {
		cordon_address_to_text(blob->resolvers + i, address,
				       sizeof(address));
		printf("network resolver %s\n", address);
	}
}

static void show_service(const struct cordon_blob *blob, u32 index)
{
	const struct cordon_service_record *service = blob->services + index;
	char title[96];
	u32 length;
	const char *name = cordon_blob_text(blob, &service->name, &length);

	printf("service %.*s action %s\n", (int)length, name,
	       cordon_action_word(service->action));
	if (service->message.length) {
		snprintf(title, sizeof(title), "service %.*s message",
			 (int)length, name);
		show_text(title, blob, &service->message);
	}
	if (service->help.length) {
		snprintf(title, sizeof(title), "service %.*s help",
			 (int)length, name);
		show_text(title, blob, &service->help);
	}
}

static void show_names(const struct dump *dump)
{
	const struct cordon_blob *blob = &dump->file->blob;
	u32 i, length;
	const char *name;

	printf("names key %016llx%016llx\n",
	       (unsigned long long)le64_to_cpu(blob->domain->key[1]),
	       (unsigned long long)le64_to_cpu(blob->domain->key[0]));
	printf("names proven %u\n", blob->proof_count);
	for (i = 0; i < blob->domain_value_count; i++) {
		const struct cordon_domain_value *value = blob->domain_values + i;

		name = cordon_blob_text(blob,
					&blob->services[le16_to_cpu(value->service)].name,
					&length);
		printf("names %.*s %s %u\n", (int)length, name,
		       value->flags & CORDON_DOMAIN_EXCEPT ? "excepted" :
							     "covered",
		       dump->names[i]);
	}
}

static void show_rule(const struct cordon_blob *blob,
		      const struct dump_rule *rule)
{
	u32 length;
	const char *name;

	if (rule->service == CORDON_NO_SERVICE) {
		printf("shared %s\n", rule->text);
		return;
	}
	name = cordon_blob_text(blob, &blob->services[rule->service].name,
				&length);
	printf("rule %.*s %s\n", (int)length, name, rule->text);
}

/**
 * dump_text() - print what a policy says
 * @dump: collected
 */
void dump_text(const struct dump *dump)
{
	const struct cordon_blob *blob = &dump->file->blob;
	size_t i;

	if (dump->file->is_object)
		show_object(dump);
	show_layout(dump);
	show_policy(blob);
	for (i = 0; i < blob->service_count; i++)
		show_service(blob, (u32)i);
	show_names(dump);
	for (i = 0; i < dump->count; i++)
		show_rule(blob, dump->rules + i);
}
