// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - lint: what is unwise in a policy that compiles
 */
#include "lint.h"

#include <stdlib.h>
#include <unicode/uchar.h>

#include "engine/policy/prefix.h"
#include "engine/policy/words.h"
#include "idn.h"

/* An IPv4 or IPv6 prefix shorter than this covers half the world. */
#define SHORT_IPV4	(96U + 8U)
#define SHORT_IPV6	16U

static void check_path(const struct cordon_source *source,
		       const struct cordon_rule *rule)
{
	struct cordon_where where = cordon_rule_where(rule);
	const char *last = strrchr(rule->text, '/') + 1;
	char hint[128];

	if (rule->text[0] == '/') {
		snprintf(hint, sizeof(hint),
			 "the usual form is path **/%.*s, which matches wherever the file lies",
			 48, last);
		cordon_diagnose(source->diag, CORDON_WARNING, &where, hint,
				"a leading '/' is the root of the file's own filesystem, not of the device");
	}
	if (strspn(last, "*?") == strlen(last))
		cordon_diagnose(source->diag, CORDON_WARNING, &where,
				"name the program: every file in those directories is meant now",
				"the last component is only wildcards");
}

static const char no_name_hint[] =
	"see whether it was copied whole; it is right if its characters are newer than Unicode "
	U_UNICODE_VERSION;

/*
 * No registry gives out such a name: a slip of who copied it. No name that would
 * do can be told: the label's own script, if it has one, is that of another.
 */
static void check_labels(const struct cordon_source *source,
			 const struct cordon_rule *rule)
{
	struct cordon_where where = cordon_rule_where(rule);
	const char *label = rule->text;

	while (label) {
		size_t length = strcspn(label, ".");

		if (!strncmp(label, "xn--", 4) &&
		    !cordon_idn_is_valid(label, length))
			cordon_diagnose(source->diag, CORDON_WARNING, &where,
					no_name_hint,
					"'%.*s' is the ASCII form of no name",
					(int)length, label);
		label = label[length] ? label + length + 1 : NULL;
	}
}

static void check_domain(const struct cordon_source *source,
			 const struct cordon_resolved *resolved,
			 const struct cordon_rule *rule)
{
	const struct cordon_rule *above;
	struct cordon_where where = cordon_rule_where(rule);
	char *hint = NULL;

	check_labels(source, rule);
	if (rule->flags & CORDON_DOMAIN_EXCEPT)
		return;
	above = cordon_resolved_covering(resolved, rule);
	if (!above || above->service != rule->service ||
	    above->flags & CORDON_DOMAIN_EXCEPT)
		return;
	if (asprintf(&hint, "remove it, or the other one: %s:%u", above->file,
		     above->line) < 0)
		hint = NULL;
	cordon_diagnose(source->diag, CORDON_WARNING, &where, hint,
			"'domain %s' is covered by 'domain %s' of the same service",
			rule->text, above->text);
	free(hint);
}

static void check_prefix(const struct cordon_source *source,
			 const struct cordon_rule *rule)
{
	struct cordon_where where = cordon_rule_where(rule);
	unsigned int least = cordon_address_is_ipv4(&rule->address) ?
			     SHORT_IPV4 : SHORT_IPV6;

	if (rule->length < least)
		cordon_diagnose(source->diag, CORDON_WARNING, &where,
				"name the ranges that the service announces",
				"the prefix is very short: many others' addresses lie in it");
	else if (cordon_address_is_local(&rule->address))
		cordon_diagnose(source->diag, CORDON_WARNING, &where,
				"a service of the internet has public addresses",
				"the range is not public: it may be the device's own network");
}

/* A prefix is firm: everybody else in that part of a shared range is refused. */
static void check_shared(const struct cordon_source *source,
			 const struct cordon_rule *rule)
{
	struct cordon_where where = cordon_rule_where(rule);
	size_t i;

	for (i = 0; i < source->shared.count; i++) {
		const struct cordon_rule *shared = source->shared.list + i;

		if (!cordon_prefix_contains(&rule->address,
					    min_t(u8, rule->length, shared->length),
					    &shared->address))
			continue;
		cordon_diagnose(source->diag, CORDON_WARNING, &where,
				"remove it: its names are what tells the service there",
				"the prefix meets the shared range '%s', %s:%u: others there are refused with it",
				shared->text, shared->file, shared->line);
		return;
	}
}

static void check_rules(const struct cordon_source *source,
			const struct cordon_resolved *resolved,
			const struct cordon_blob *blob)
{
	size_t i;

	for (i = 0; i < resolved->count; i++) {
		const struct cordon_rule *rule = resolved->rules[i];

		if (!source->services[rule->service].path)
			continue;
		switch (rule->kind) {
		case CORDON_RULE_PATH:
			check_path(source, rule);
			break;
		case CORDON_RULE_DOMAIN:
			check_domain(source, resolved, rule);
			break;
		case CORDON_RULE_PREFIX:
			check_prefix(source, rule);
			if (cordon_blob_refuses(blob, rule->service))
				check_shared(source, rule);
			break;
		case CORDON_RULE_PACKAGE:
		case CORDON_RULE_NONE:
			break;
		}
	}
}

static void check_yields(const struct cordon_source *source,
			 const struct cordon_section_source *section)
{
	size_t i;

	for (i = 0; i < section->yields.count; i++) {
		const struct cordon_item *item = section->yields.list + i;

		if (item->given)
			cordon_diagnose(source->diag, CORDON_NOTE, &item->where,
					NULL,
					"'%s' gives up %u rules that '%s' has, too",
					section->name, item->given, item->text);
		else
			cordon_diagnose(source->diag, CORDON_WARNING,
					&item->where, "remove it",
					"'%s' and '%s' have no rule in common: nothing is given up",
					section->name, item->text);
	}
}

/* What kinds of rules a service has left, as bits 1 << kind. */
static unsigned int *kinds_of(const struct cordon_source *source,
			      const struct cordon_resolved *resolved)
{
	unsigned int *kinds = calloc(source->service_count + 1, sizeof(*kinds));
	size_t i;

	for (i = 0; kinds && i < resolved->count; i++)
		kinds[resolved->rules[i]->service] |=
			1U << resolved->rules[i]->kind;
	return kinds;
}

static void check_service(const struct cordon_source *source,
			  const struct cordon_blob *blob, u16 index,
			  unsigned int kinds)
{
	const struct cordon_service_source *service = source->services + index;
	const struct cordon_section_source *section = service->section;
	struct cordon_where where = { .file = service->path };

	if (!kinds)
		cordon_diagnose(source->diag, CORDON_WARNING, &where,
				"the service could go",
				"the service '%s' yields all of its rules",
				service->name);
	if (!cordon_blob_refuses(blob, index))
		return;
	if (kinds == 1U << CORDON_RULE_PACKAGE)
		cordon_diagnose(source->diag, CORDON_NOTE, &where,
				"add its domains, prefixes or paths where they are known",
				"the service '%s' has package rules only: nothing of it is refused on a device without Android's packages",
				service->name);
	if (!source->help && !(section && (section->help || section->message)))
		cordon_diagnose(source->diag, CORDON_NOTE, &where,
				"set message or help in its section, or help in [defaults]",
				"who is refused '%s' is not told why, nor whom to ask",
				service->name);
}

/* The source's rule that decided; none if the set of names hit wrongly. */
static const struct cordon_rule *
rule_of(const struct cordon_resolved *resolved,
	const struct cordon_decision *decision)
{
	char text[CORDON_NAME_TEXT_MAX];
	struct cordon_rule like = { .kind = CORDON_RULE_DOMAIN, .text = text };

	like.text_length = (u16)cordon_name_to_text(decision->name +
						    decision->rule,
						    (size_t)decision->name_length -
						    decision->rule,
						    text, sizeof(text));
	return cordon_resolved_find(resolved, &like);
}

static void check_must_work(const struct cordon_source *source,
			    const struct cordon_resolved *resolved,
			    const struct cordon_blob *blob,
			    const struct cordon_rule *name)
{
	static const struct cordon_subject nobody = CORDON_NOBODY;
	const struct cordon_facts facts = { .policy = blob };
	struct cordon_where where = cordon_rule_where(name);
	struct cordon_decision decision;
	const struct cordon_rule *rule;
	char *hint = NULL;

	cordon_decide_name(&facts, &nobody, name->wire, name->length, &decision);
	if (decision.verdict != CORDON_DENY)
		return;
	rule = rule_of(resolved, &decision);
	if (rule &&
	    asprintf(&hint,
		     "by 'domain %s' of the service '%s', %s:%u; narrow it, or add 'except domain %s' there",
		     rule->text, source->services[rule->service].name,
		     rule->file, rule->line, name->text) < 0)
		hint = NULL;
	cordon_diagnose(source->diag, CORDON_ERROR, &where, hint,
			"'%s' must work but is refused", name->text);
	free(hint);
}

/**
 * cordon_lint_source() - look for what is unwise in a policy that compiles
 * @source: the source; its diagnostics get the findings
 * @resolved: its rules in force
 * @blob: what they were compiled to
 */
void cordon_lint_source(const struct cordon_source *source,
			const struct cordon_resolved *resolved,
			const struct cordon_blob *blob)
{
	unsigned int *kinds = kinds_of(source, resolved);
	size_t i;

	check_rules(source, resolved, blob);
	for (i = 0; i < source->section_count; i++)
		check_yields(source, source->sections[i]);
	for (i = 0; kinds && i < source->service_count; i++)
		if (source->services[i].path)
			check_service(source, blob, (u16)i, kinds[i]);
	free(kinds);
	for (i = 0; i < source->must_work.count; i++)
		check_must_work(source, resolved, blob,
				source->must_work.list + i);
}
