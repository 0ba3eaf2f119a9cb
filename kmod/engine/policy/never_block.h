/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - never_block: what no policy can refuse
 *
 * The firmware's maker names in a text file what must work whatever a policy
 * says: the dialler and emergency calls, the updater, init. One entry a line:
 *
 *	path /usr/bin/dialer		exactly this path inside its filesystem
 *	uid 1001			a user; 0 would be everything, and is refused
 *	package com.android.phone	an Android app
 *
 * A line that begins with "#" is a comment, and a blank one is nothing. There is
 * one meaning or none: no tabs, no space in front, no comment behind a value,
 * no text that does not show, no line over CORDON_NEVER_LINE_MAX bytes.
 *
 * Whoever is asked about entries puts the text in order once: see
 * never_block_index.h.
 */
#ifndef _CORDON_ENGINE_NEVER_BLOCK_H
#define _CORDON_ENGINE_NEVER_BLOCK_H

#include "verdict.h"

/* Bytes of a line, without its end. */
#define CORDON_NEVER_LINE_MAX	4096U
/* Bytes of a whole text. */
#define CORDON_NEVER_TEXT_MAX	65536U

enum cordon_never_kind {
	CORDON_NEVER_PATH,
	CORDON_NEVER_UID,
	CORDON_NEVER_PACKAGE,
	CORDON_NEVER_KINDS,
};

/**
 * struct cordon_never_entry - one entry
 * @kind: which
 * @line: its line, from 1
 * @value: what stands behind the word, inside the text; in a line that is no
 *	entry the wrong place
 * @length: bytes of @value, 0 at a wrong place
 * @uid: for a uid
 */
struct cordon_never_entry {
	enum cordon_never_kind kind;
	u32 line;
	const char *value;
	size_t length;
	u32 uid;
};

/**
 * struct cordon_never_reader - where a reader of the text stands
 * @at: next byte
 * @end: behind the last byte
 * @line: lines begun so far
 */
struct cordon_never_reader {
	const char *at, *end;
	u32 line;
};

/**
 * struct cordon_never_hit - a rule of a policy that would refuse an entry
 * @entry: the entry
 * @service: whose rule, index into blob->services
 * @kind: which section @rule indexes
 * @rule: the rule
 */
struct cordon_never_hit {
	struct cordon_never_entry entry;
	u16 service;
	enum cordon_rule_kind kind;
	u32 rule;
};

void cordon_never_start(struct cordon_never_reader *reader, const char *text,
			size_t size);
int cordon_never_next(struct cordon_never_reader *reader,
		      struct cordon_never_entry *entry, const char **why);
int cordon_never_next_hit(struct cordon_never_reader *reader,
			  const struct cordon_blob *blob,
			  struct cordon_never_hit *hit);

#endif /* _CORDON_ENGINE_NEVER_BLOCK_H */
