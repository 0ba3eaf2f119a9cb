// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - rule: one line of a .list file
 */
#include "rule.h"

#include "engine/policy/package.h"
#include "engine/policy/path.h"

static int parse_path(const char *text, size_t length,
		      struct cordon_arena *arena, struct cordon_rule *rule,
		      struct cordon_mistake *mistake);
static int parse_package(const char *text, size_t length,
			 struct cordon_arena *arena, struct cordon_rule *rule,
			 struct cordon_mistake *mistake);

/* A kind of rule and how its value is read. */
struct kind {
	struct cordon_rule_syntax syntax;
	u8 flags;
	int (*parse)(const char *text, size_t length,
		     struct cordon_arena *arena, struct cordon_rule *rule,
		     struct cordon_mistake *mistake);
};

static const struct kind kinds[] = {
	{
		{
			"domain", "NAME", "domain facebook.com",
			"the name and every name under it, label by label",
		},
		0, cordon_domain_parse,
	},
	{
		{
			"except domain", "NAME",
			"except domain developers.facebook.com",
			"takes the name, and every name under it, out of a domain of the same service",
		},
		CORDON_DOMAIN_EXCEPT, cordon_domain_parse,
	},
	{
		{
			"prefix", "ADDRESS/LENGTH", "prefix 157.240.0.0/16",
			"every address of an IPv4 or IPv6 range",
		},
		0, cordon_prefix_parse,
	},
	{
		{
			"path", "PATTERN", "path **/telegram-desktop",
			"a program; ? is a byte, * a run of bytes without /, ** whole components",
		},
		0, parse_path,
	},
	{
		{
			"package", "NAME", "package com.whatsapp",
			"an Android app; in force once cordond has mapped it to a uid",
		},
		0, parse_package,
	},
};

/**
 * cordon_rule_syntaxes() - the kinds of rules there are
 * @count: gets how many
 *
 * Return: the first syntax; copies in static storage, good until the next call.
 */
const struct cordon_rule_syntax *cordon_rule_syntaxes(size_t *count)
{
	static struct cordon_rule_syntax list[ARRAY_SIZE(kinds)];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		list[i] = kinds[i].syntax;
	*count = ARRAY_SIZE(kinds);
	return list;
}

static const struct kind *find_kind(const char *word, size_t length)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (strlen(kinds[i].syntax.word) == length &&
		    !memcmp(kinds[i].syntax.word, word, length))
			return kinds + i;
	return NULL;
}

/**
 * cordon_rule_parse() - read a rule
 * @word: its kind: "domain", "except domain", ...
 * @word_length: bytes of @word
 * @value: what stands behind the kind
 * @length: bytes of @value
 * @arena: keeps the rule's texts
 * @rule: gets the rule; its place and service are left alone
 * @mistake: says what is wrong with @value
 *
 * Return: 0; -ENOENT if there is no such kind; -EINVAL, explained in @mistake;
 * -ENOMEM.
 */
int cordon_rule_parse(const char *word, size_t word_length, const char *value,
		      size_t length, struct cordon_arena *arena,
		      struct cordon_rule *rule, struct cordon_mistake *mistake)
{
	const struct kind *kind = find_kind(word, word_length);

	if (!kind)
		return -ENOENT;
	rule->flags = kind->flags;
	return kind->parse(value, length, arena, rule, mistake);
}

static int parse_path(const char *text, size_t length,
		      struct cordon_arena *arena, struct cordon_rule *rule,
		      struct cordon_mistake *mistake)
{
	const char *why = "is missing";
	int wild;

	wild = length ? cordon_path_check_pattern(text, length, &why) : -EINVAL;
	if (wild < 0)
		return cordon_mistaken(mistake, 0,
				       "e.g. path **/telegram-desktop",
				       "the pattern %s", why);
	rule->kind = CORDON_RULE_PATH;
	rule->flags = wild ? CORDON_PATH_WILD : 0;
	rule->text_length = (u16)length;
	rule->text = cordon_arena_copy(arena, text, length);
	return rule->text ? 0 : -ENOMEM;
}

static int parse_package(const char *text, size_t length,
			 struct cordon_arena *arena, struct cordon_rule *rule,
			 struct cordon_mistake *mistake)
{
	static const char hint[] = "e.g. package com.whatsapp";
	size_t place;

	switch (cordon_package_check(text, length, &place)) {
	case CORDON_PACKAGE_LENGTH:
		return cordon_mistaken(mistake, 0, hint,
				       "a package's name has 1 to %u bytes",
				       CORDON_PACKAGE_MAX);
	case CORDON_PACKAGE_BYTE:
		return cordon_mistaken(mistake, place, hint,
				       "a package's name is words of letters, digits and '_' that begin with a letter, with dots between them");
	case CORDON_PACKAGE_ONE_WORD:
		return cordon_mistaken(mistake, length - 1, hint,
				       "a package's name has two words at least, with a dot between them");
	case CORDON_PACKAGE_GOOD:
		break;
	}
	rule->kind = CORDON_RULE_PACKAGE;
	rule->text_length = (u16)length;
	rule->text = cordon_arena_copy(arena, text, length);
	return rule->text ? 0 : -ENOMEM;
}

/**
 * cordon_rule_where() - where a rule stands, for a message
 * @rule: the rule
 *
 * Return: the place; borrows from @rule.
 */
struct cordon_where cordon_rule_where(const struct cordon_rule *rule)
{
	struct cordon_where where = {
		.file = rule->file,
		.line = rule->line,
		.offset = rule->offset,
		.source = rule->source,
		.source_length = rule->source_length,
	};

	return where;
}

/**
 * cordon_rule_word() - a rule's first word or words
 * @rule: the rule
 *
 * Return: the word; static storage.
 */
const char *cordon_rule_word(const struct cordon_rule *rule)
{
	switch (rule->kind) {
	case CORDON_RULE_DOMAIN:
		return rule->flags & CORDON_DOMAIN_EXCEPT ? "except domain" :
							    "domain";
	case CORDON_RULE_PREFIX:
		return "prefix";
	case CORDON_RULE_PATH:
		return "path";
	case CORDON_RULE_PACKAGE:
		return "package";
	case CORDON_RULE_NONE:
		break;
	}
	return "rule";
}

/**
 * cordon_rule_compare() - order rules by what they name
 * @a: a rule
 * @b: another
 *
 * Service and place do not count: 0 means that both claim the same thing. An
 * except claims its name as a domain rule does.
 *
 * Return: below, equal to or above 0.
 */
int cordon_rule_compare(const struct cordon_rule *a,
			const struct cordon_rule *b)
{
	size_t length;
	int order;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->kind == CORDON_RULE_PREFIX) {
		order = memcmp(&a->address, &b->address, sizeof(a->address));
		return order ? order : (int)a->length - (int)b->length;
	}
	length = min_t(size_t, a->text_length, b->text_length);
	order = memcmp(a->text, b->text, length);
	return order ? order : (int)a->text_length - (int)b->text_length;
}
