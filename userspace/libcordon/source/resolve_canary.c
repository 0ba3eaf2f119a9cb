// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - resolve: the reserved service that every blob carries
 */
#include "engine/policy/path.h"
#include "engine/policy/prefix.h"
#include "resolve.h"

/* A path that the reserved service's pattern matches. */
#define CANARY_PROBE	"/cordon-canary"

static const struct {
	const char *word;
	const char *value;
} canary[] = {
	{ "path", CORDON_CANARY_PATH },
	{ "domain", CORDON_CANARY_DOMAIN },
	{ "prefix", CORDON_CANARY_PREFIX4 },
	{ "prefix", CORDON_CANARY_PREFIX6 },
};

static bool overlaps(const struct cordon_rule *a, const struct cordon_rule *b)
{
	if (a->kind != b->kind)
		return false;
	switch (a->kind) {
	case CORDON_RULE_DOMAIN:
		return cordon_name_covers(a->wire, a->length, b->wire,
					  b->length) ||
		       cordon_name_covers(b->wire, b->length, a->wire,
					  a->length);
	case CORDON_RULE_PREFIX:
		return cordon_prefix_contains(&a->address,
					      min_t(u8, a->length, b->length),
					      &b->address);
	case CORDON_RULE_PATH:
		return cordon_path_matches(a->text, a->text_length,
					   CANARY_PROBE, strlen(CANARY_PROBE));
	case CORDON_RULE_PACKAGE:
	case CORDON_RULE_NONE:
		break;
	}
	return false;
}

static void check_overlap(const struct cordon_source *source,
			  const struct cordon_rules *rules,
			  const struct cordon_rule *reserved)
{
	size_t i;

	for (i = 0; i < rules->count; i++) {
		const struct cordon_rule *rule = rules->list + i;
		struct cordon_where where = cordon_rule_where(rule);

		if (!overlaps(rule, reserved))
			continue;
		cordon_diagnose(source->diag, CORDON_ERROR, &where,
				"every policy carries that rule so that a device can be tested; name something narrower",
				"'%s %s' meets the reserved '%s %s'",
				cordon_rule_word(rule), rule->text,
				cordon_rule_word(reserved), reserved->text);
	}
}

static int add_rule(struct cordon_source *source,
		    const struct cordon_rule *rule)
{
	struct cordon_rules *rules = &source->rules;

	if (!cordon_array_grow(&rules->list, rules->count, sizeof(*rule)))
		return -ENOMEM;
	rules->list[rules->count++] = *rule;
	return 0;
}

/**
 * cordon_resolve_canary() - add the reserved service's rules
 * @source: gets them; a rule of its own that meets one of them is an error
 *
 * Return: 0; -EINVAL if there were errors; -ENOMEM.
 */
int cordon_resolve_canary(struct cordon_source *source)
{
	struct cordon_rule rule[ARRAY_SIZE(canary)] = { 0 };
	const struct cordon_service_source *service =
		cordon_source_service(source, CORDON_CANARY_SERVICE);
	struct cordon_mistake mistake;
	size_t i;
	int error;

	for (i = 0; i < ARRAY_SIZE(canary); i++) {
		error = cordon_rule_parse(canary[i].word,
					  strlen(canary[i].word),
					  canary[i].value,
					  strlen(canary[i].value),
					  &source->arena, rule + i, &mistake);
		if (error)
			return error;
		rule[i].service = (u16)(service - source->services);
		rule[i].file = CORDON_CANARY_SERVICE;
		check_overlap(source, &source->rules, rule + i);
		check_overlap(source, &source->shared, rule + i);
	}
	for (i = 0; i < ARRAY_SIZE(canary); i++) {
		error = add_rule(source, rule + i);
		if (error)
			return error;
	}
	return cordon_source_failed(source) ? -EINVAL : 0;
}
