/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - rule: one line of a .list file
 */
#ifndef _LIBCORDON_RULE_H
#define _LIBCORDON_RULE_H

#include "arena.h"
#include "libcordon/diagnostics.h"
#include "engine/policy/verdict.h"

/**
 * struct cordon_rule - a rule, and where it stands
 * @kind: which of the fields below mean something
 * @flags: CORDON_DOMAIN_EXCEPT, CORDON_PREFIX_SHARED or CORDON_PATH_WILD
 * @length: bytes of a domain's wire name; bits of a prefix
 * @text_length: bytes of @text
 * @service: index of the service, or CORDON_NO_SERVICE
 * @yielded: the service gave the rule up to another that names it
 * @line: line of @file
 * @offset: bytes of the line before the rule's value
 * @file: path as messages name it
 * @source: the whole line
 * @source_length: bytes of @source
 * @text: the value as the compiler writes it: folded, shortened
 * @wire: wire name of a domain
 * @address: of a prefix
 */
struct cordon_rule {
	enum cordon_rule_kind kind;
	u8 flags;
	u8 length;
	u16 text_length;
	u16 source_length;
	u16 service;
	bool yielded;
	unsigned int line;
	unsigned int offset;
	const char *file;
	const char *source;
	const char *text;
	union {
		const u8 *wire;
		struct cordon_address address;
	};
};

/**
 * struct cordon_rule_syntax - a kind of rule, for help and for the reader
 * @word: first word of the line
 * @value: what stands behind it
 * @example: a whole line
 * @meaning: one sentence
 */
struct cordon_rule_syntax {
	const char *word;
	const char *value;
	const char *example;
	const char *meaning;
};

/**
 * struct cordon_mistake - why a value is no rule
 * @offset: bytes of the value before the wrong place
 * @text: what is wrong
 * @hint: what to write instead; may be empty
 */
struct cordon_mistake {
	size_t offset;
	char text[192];
	char hint[192];
};

const struct cordon_rule_syntax *cordon_rule_syntaxes(size_t *count);
int cordon_rule_parse(const char *word, size_t word_length, const char *value,
		      size_t length, struct cordon_arena *arena,
		      struct cordon_rule *rule, struct cordon_mistake *mistake);
struct cordon_where cordon_rule_where(const struct cordon_rule *rule);
const char *cordon_rule_word(const struct cordon_rule *rule);
int cordon_rule_compare(const struct cordon_rule *a,
			const struct cordon_rule *b);
int cordon_domain_parse(const char *text, size_t length,
			struct cordon_arena *arena, struct cordon_rule *rule,
			struct cordon_mistake *mistake);
int cordon_prefix_parse(const char *text, size_t length,
			struct cordon_arena *arena, struct cordon_rule *rule,
			struct cordon_mistake *mistake);
int cordon_mistaken(struct cordon_mistake *mistake, size_t offset,
		    const char *hint, const char *format, ...) __printf(4, 5);

#endif /* _LIBCORDON_RULE_H */
