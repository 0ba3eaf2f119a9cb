// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * All that a running system looks up in a blob; what is not right aborts
 */
#include <stdlib.h>

#include "engine/policy/domain.h"
#include "engine/policy/path.h"
#include "engine/policy/prefix.h"
#include "engine/policy/words.h"
#include "blob_walk.h"
#include "engine/tests/decide.h"

/* Each rule of a kind as text. */
static void walk_rules(const struct cordon_blob *blob,
		       enum cordon_rule_kind kind, u32 count)
{
	char *text = malloc(CORDON_RULE_TEXT_MAX);
	u32 i;

	for (i = 0; i < count; i++) {
		size_t length = cordon_rule_text(blob, kind, i, text,
						 CORDON_RULE_TEXT_MAX);

		if (!length || length >= CORDON_RULE_TEXT_MAX ||
		    strlen(text) != length)
			abort();
	}
	free(text);
}

static void walk_services(const struct cordon_blob *blob)
{
	u32 i, n;

	for (i = 0; i < blob->service_count; i++) {
		const struct cordon_text *texts[] = {
			&blob->services[i].name, &blob->services[i].message,
			&blob->services[i].help, &blob->policy->name,
		};
		const char *name;
		u16 service;
		bool refuses;
		u32 length;

		for (n = 0; n < ARRAY_SIZE(texts); n++) {
			const char *at = cordon_blob_text(blob, texts[n],
							  &length);

			while (length--) {
				if ((u8)*at++ < 0x20)
					abort();
			}
		}
		name = cordon_blob_text(blob, texts[0], &length);
		if (!cordon_blob_find_service(blob, name, length, &service) ||
		    service != i)
			abort();
		refuses = blob->services[i].action <= CORDON_ACTION_RESTRICT;
		if (cordon_blob_refuses(blob, service) != refuses)
			abort();
	}
}

/**
 * blob_walk_texts() - read all texts of a blob
 * @blob: accepted by cordon_blob_open()
 *
 * The services' words, and each rule as text.
 */
void blob_walk_texts(const struct cordon_blob *blob)
{
	walk_services(blob);
	walk_rules(blob, CORDON_RULE_PREFIX, blob->prefix_count);
	walk_rules(blob, CORDON_RULE_PATH, blob->path_count);
	walk_rules(blob, CORDON_RULE_PACKAGE, blob->package_count);
}

/* Whatever a look-up could ask the set of names for. */
static void walk_set(const struct cordon_blob *blob)
{
	u32 first = 0, bucket, i;
	u64 sum = 0;

	for (bucket = 1; bucket <= blob->bucket_count; bucket++) {
		u32 end = cordon_domain_first(blob, bucket);

		if (end < first || end - first > CORDON_DOMAIN_BUCKET_MAX)
			abort();
		for (i = first; i < end; i += 8)
			sum += cordon_get_le64(blob->domain_tags + i);
		first = end;
	}
	if (first != blob->domain_count)
		abort();
	for (i = 0; i < blob->domain_count; i++)
		if (cordon_domain_entry(blob, i) >> CORDON_DOMAIN_REST_BITS >=
		    blob->domain_value_count)
			abort();
	for (i = 0; i < blob->proof_count; i++)
		sum += le64_to_cpu(blob->domain_proofs[i]);
	__asm__ volatile("" : : "r" (sum));
}

/* Decides names under those of the policies that are turned, and no names. */
static void walk_names(const struct cordon_blob *blob)
{
	static const char * const names[] = {
		"www.alpha.example", "x.open.alpha.example", "beta.example",
		"cordon-canary.test", "www.facebook.com", "t.me", "example", ".",
	};
	static const u8 none[] = { 0x3f, 'a', 0xc0, 0x0c };
	struct cordon_decision decision;
	struct cordon_dns_question question = { 0 };
	struct cordon_domain_match match;
	u32 i;

	walk_set(blob);
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		char text[CORDON_RULE_TEXT_MAX];
		int length = cordon_name_from_text(names[i], strlen(names[i]),
						   question.name);

		if (length < 0)
			abort();
		question.length = (u8)length;
		if (cordon_domain_find(blob, question.name, question.length,
				       &match) &&
		    (match.service >= blob->service_count ||
		     match.start >= question.length))
			abort();
		test_decide_name(blob, question.name, question.length,
				 &decision);
		cordon_decision_text(blob, &decision, text, sizeof(text));
		test_decide_question(blob, &question, &decision);
	}
	test_decide_name(blob, none, sizeof(none), &decision);
	test_decide_name(blob, none, 0, &decision);
}

static void walk_addresses(const struct cordon_blob *blob, u32 step)
{
	struct cordon_resolvers told = { .count = 0 };
	struct cordon_decision decision;
	u32 i, index, depth;

	for (i = 0; i < blob->prefix_count; i += step) {
		struct cordon_address address = blob->prefixes[i].address;
		int last;

		for (last = 0; last < 2; last++) {
			index = cordon_prefix_find(blob, &address);
			for (depth = 0; index != CORDON_NO_PARENT; depth++) {
				if (index >= blob->prefix_count ||
				    depth > blob->prefix_count)
					abort();
				index = cordon_prefix_parent(blob, index);
			}
			test_decide_address(blob, NULL, 0, &address, 0,
					    &decision);
			test_decide_dns_target(blob, &told, &address, 53,
					       false, &decision);
			address.byte[15] ^= 0xff;
		}
	}
	for (i = 0; i < blob->resolver_count; i++) {
		if (!cordon_is_resolver(blob, &told, &blob->resolvers[i]))
			abort();
		test_decide_dns_target(blob, &told, &blob->resolvers[i], 853,
				       true, &decision);
	}
}

static void walk_paths(const struct cordon_blob *blob, u32 step)
{
	struct cordon_decision decision;
	char path[CORDON_PATH_PATTERN_MAX + 8];
	u32 i;

	for (i = 0; i < blob->path_count; i += step) {
		u32 length;
		const char *pattern = cordon_blob_text(blob,
						       &blob->paths[i].pattern,
						       &length);

		memcpy(path, "/usr/", 5);
		memcpy(path + 5, pattern, length);
		test_decide_exec(blob, path, length + 5, &decision);
		test_decide_exec(blob, path + 4, length + 1, &decision);
	}
	test_decide_exec(blob, "/", 1, &decision);
}

/**
 * blob_walk() - read a blob as a running system does
 * @blob: accepted by cordon_blob_open()
 * @step: of the prefixes and paths every so many are decided on
 */
void blob_walk(const struct cordon_blob *blob, u32 step)
{
	blob_walk_texts(blob);
	walk_names(blob);
	walk_addresses(blob, step);
	walk_paths(blob, step);
}
