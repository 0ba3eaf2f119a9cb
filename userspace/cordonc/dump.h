/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordonc - dump: what a policy says, in an order that does not depend on its size
 */
#ifndef _CORDONC_DUMP_H
#define _CORDONC_DUMP_H

#include "engine/policy/verdict.h"
#include "libcordon/json.h"
#include "libcordon/policy_file.h"
#include "libcordon/sign/sign.h"

/**
 * struct dump_rule - a rule
 * @kind: its kind
 * @service: index of its service, or CORDON_NO_SERVICE
 * @text: as a list file has it; owned
 */
struct dump_rule {
	enum cordon_rule_kind kind;
	u16 service;
	char *text;
};

/**
 * struct dump - what is to be shown
 * @path: the file
 * @file: opened
 * @signature: of an object
 * @verified: the signature has been verified with a certificate
 * @rules: sorted by service, kind and text
 * @count: how many
 * @names: how many names each domain value of the blob has
 * @unused: bytes of STRINGS that nothing refers to
 */
struct dump {
	const char *path;
	const struct cordon_policy_file *file;
	struct cordon_signature signature;
	bool verified;
	struct dump_rule *rules;
	size_t count;
	u32 *names;
	u32 unused;
};

int dump_collect(struct dump *dump);
void dump_free(struct dump *dump);
void dump_text(const struct dump *dump);
struct json_object *dump_json(const struct dump *dump);
const char *dump_section_name(enum cordon_section section);

#endif /* _CORDONC_DUMP_H */
