/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - the never-block list: what is an entry, what is none,
 * and what a policy hits
 */
#ifndef _CORDON_ENGINE_TESTS_NEVER_BLOCK_CASES_H
#define _CORDON_ENGINE_TESTS_NEVER_BLOCK_CASES_H

#include "engine/policy/never_block.h"
#include "engine/policy/words.h"
#include "small_policy.h"

/* What one reader call says of a text in memory of exactly its size. */
struct test_never_answer {
	char *text;
	struct cordon_never_reader reader;
	struct cordon_never_entry entry;
	const char *why;
	int result;
};

static void ask(struct test_never_answer *answer, const char *text, size_t size)
{
	memset(answer, 0, sizeof(*answer));
	answer->text = cordon_test_copy(text, size);
	cordon_never_start(&answer->reader, answer->text, size);
	answer->result = cordon_never_next(&answer->reader, &answer->entry,
					   &answer->why);
}

static int ask_on(struct test_never_answer *answer)
{
	return cordon_never_next(&answer->reader, &answer->entry, &answer->why);
}

/* One call that has to say this, and no more. */
static const char *ask_once(const char *text, size_t size, int result)
{
	struct test_never_answer answer;

	ask(&answer, text, size);
	cordon_test_free(answer.text);
	return TEST_EQUAL(result, answer.result);
}

/* A line stands alone, in front of others and behind another. */
static const struct {
	const char *before;
	const char *after;
} places[] = {
	{ "", "" }, { "", "\n" }, { "# x\n", "" }, { "\n", "\n\n# x" },
};

#define PLACED_MAX	128

static size_t place(char *text, size_t at, const char *line)
{
	snprintf(text, PLACED_MAX, "%s%s%s", places[at].before, line,
		 places[at].after);
	return strlen(text);
}

static const struct test_entry {
	const char *title;		/* the line */
	enum cordon_never_kind kind;
	const char *value;
	u32 uid;
} entries[] = {
	{ "path /usr/bin/dialer", CORDON_NEVER_PATH, "/usr/bin/dialer", 0 },
	{ "path   /x", CORDON_NEVER_PATH, "/x", 0 },
	{ "path /x  ", CORDON_NEVER_PATH, "/x", 0 },
	{ "path /a b/c", CORDON_NEVER_PATH, "/a b/c", 0 },
	{ "path /a#b", CORDON_NEVER_PATH, "/a#b", 0 },
	{ "path /.x/..x/...", CORDON_NEVER_PATH, "/.x/..x/...", 0 },
	{ "path /[ab]\\", CORDON_NEVER_PATH, "/[ab]\\", 0 },
	{ "path /\xc3\xa9", CORDON_NEVER_PATH, "/\xc3\xa9", 0 },
	{ "path   /a b/c  ", CORDON_NEVER_PATH, "/a b/c", 0 },
	{ "path /...", CORDON_NEVER_PATH, "/...", 0 },
	{ "uid 1", CORDON_NEVER_UID, "1", 1 },
	{ "uid 1001", CORDON_NEVER_UID, "1001", 1001 },
	{ "uid 4294967294", CORDON_NEVER_UID, "4294967294", 4294967294U },
	{ "package com.android.phone", CORDON_NEVER_PACKAGE,
	  "com.android.phone", 0 },
	{ "package a.b", CORDON_NEVER_PACKAGE, "a.b", 0 },
	{ "package A1_.b_2", CORDON_NEVER_PACKAGE, "A1_.b_2", 0 },
	{ "package a.B_2", CORDON_NEVER_PACKAGE, "a.B_2", 0 },
};

static const char *check_entry(const void *any)
{
	const struct test_entry *row = any;
	struct test_never_answer answer;
	const char *fault = NULL;
	char text[PLACED_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(places) && !fault; i++) {
		ask(&answer, text, place(text, i, row->title));
		fault = TEST_EQUAL(1, answer.result) ?:
			TEST_EQUAL(*places[i].before ? 2 : 1, answer.entry.line) ?:
			TEST_EQUAL(row->kind, answer.entry.kind) ?:
			TEST_EQUAL(row->uid, answer.entry.uid) ?:
			TEST_EQUAL(strlen(row->value), answer.entry.length) ?:
			TEST_EQUAL(0, memcmp(row->value, answer.entry.value,
					     answer.entry.length)) ?:
			TEST_EQUAL(0, ask_on(&answer));
		cordon_test_free(answer.text);
	}
	return fault;
}

static const struct test_silent {
	const char *title;		/* the line, which says nothing */
} silents[] = {
	{ "" }, { "   " }, { "#" }, { "# path /x" }, { "#x" },
	{ "# \xc3\xa9 # x" }, { "\n\n\n" },
};

static const char *check_silent(const void *any)
{
	const struct test_silent *row = any;
	const char *fault = NULL;
	char text[PLACED_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(places) && !fault; i++)
		fault = ask_once(text, place(text, i, row->title), 0);
	return fault;
}

static const struct test_bad_line {
	const char *title;		/* the line */
	size_t wrong;			/* the wrong place */
	const char *why;		/* part of it */
} bad_lines[] = {
	{ "paths /x", 0, "none of path, uid and package" },
	{ "pat /x", 0, "none of path" },
	{ "Path /x", 0, "none of path" },
	{ "/x", 0, "none of path" },
	{ "; x", 0, "none of path" },
	{ "path", 4, "is missing" },
	{ "path  ", 4, "is missing" },
	{ "uid", 3, "is missing" },
	{ "package", 7, "is missing" },
	{ " path /x", 0, "begins with a space" },
	{ "path /x # y", 8, "line of its own" },
	{ "uid 1 #", 6, "line of its own" },
	{ "path x", 5, "not absolute" },
	{ "path ./x", 5, "not absolute" },
	{ "path **/x", 5, "not absolute" },
	{ "path /", 5, "ends in /" },
	{ "path /x/", 7, "ends in /" },
	{ "path //x", 6, "empty component" },
	{ "path /x//y", 8, "empty component" },
	{ "path /x//", 8, "empty component" },
	{ "path /.", 6, ". or .." },
	{ "path /..", 6, ". or .." },
	{ "path /x/./y", 8, ". or .." },
	{ "path /x/../y", 8, ". or .." },
	{ "path /x*", 7, "no * and no ?" },
	{ "path /**/x", 6, "no * and no ?" },
	{ "path /x?y", 7, "no * and no ?" },
	{ "uid 0", 4, "would open everything" },
	{ "uid 000", 4, "would open everything" },
	{ "uid 01", 4, "begins with 0" },
	{ "uid 4294967295", 4, "above 4294967294" },
	{ "uid 4294967296", 4, "above" },
	{ "uid 18446744073709551617", 4, "above" },
	{ "uid -1", 4, "decimal digits" },
	{ "uid +1", 4, "decimal digits" },
	{ "uid 0x10", 5, "decimal digits" },
	{ "uid 1001 1002", 8, "decimal digits" },
	{ "uid phone", 4, "decimal digits" },
	{ "package com", 11, "two words at least" },
	{ "package com.", 12, "two words at least" },
	{ "package .com", 8, "words of letters" },
	{ "package a..b", 10, "words of letters" },
	{ "package a.1b", 10, "words of letters" },
	{ "package a._b", 10, "words of letters" },
	{ "package a.b c", 11, "words of letters" },
	{ "package a.b*", 11, "words of letters" },
	{ "package a.\xc3\xa9", 10, "words of" },
	{ "path /x\r", 7, "carriage return" },
	{ "path\t/x", 4, "a tab" },
	{ "path /x\x01", 7, "control byte" },
	{ "path /x\x7f", 7, "control byte" },
	{ "# \x1b[0m", 2, "control byte" },
	{ "path /\xff", 6, "not valid UTF-8" },
	{ "path /x\xc3", 7, "not valid UTF-8" },
	{ "# \xe2\x80\xae", 2, "does not show" },
	{ "\xef\xbb\xbfpath /x", 0, "does not show" },
	{ "path ", 4, "is missing" },
	{ "pathx /a", 0, "none of path" },
	{ "Path /a", 0, "none of path" },
	{ " path /a", 0, "begins with a space" },
	{ "path\t/a", 4, "a tab" },
	{ "path a", 5, "not absolute" },
	{ "path **/a", 5, "not absolute" },
	{ "path /a*", 7, "no * and no ?" },
	{ "path /a?", 7, "no * and no ?" },
	{ "path //a", 6, "empty component" },
	{ "path /a//b", 8, "empty component" },
	{ "path /a/", 7, "ends in /" },
	{ "path /a/.", 8, ". or .." },
	{ "path /../a", 6, ". or .." },
	{ "path /a # why", 8, "line of its own" },
	{ "path /a\r", 7, "carriage return" },
	{ "path /\xe2\x80\xae", 6, "does not show" },
	{ "path /\x7f", 6, "control byte" },
	{ "uid 00", 4, "would open everything" },
	{ "uid 01001", 4, "begins with 0" },
	{ "uid 4294967297", 4, "above" },
	{ "uid 1 2", 5, "decimal digits" },
	{ "uid root", 4, "decimal digits" },
	{ "package phone", 13, "two words at least" },
	{ "package a.", 10, "two words at least" },
	{ "package .a", 8, "words of letters" },
	{ "package a.b c.d", 11, "words of letters" },
	{ "domain example.com", 0, "none of path" },
};

static const char *check_bad_line(const void *any)
{
	const struct test_bad_line *row = any;
	struct test_never_answer answer;
	const char *fault = NULL;
	char text[PLACED_MAX];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(places) && !fault; i++) {
		ask(&answer, text, place(text, i, row->title));
		fault = TEST_EQUAL(-EBADMSG, answer.result) ?:
			TEST_EQUAL(*places[i].before ? 2 : 1, answer.entry.line) ?:
			TEST_EQUAL(strlen(places[i].before) + row->wrong,
				   answer.entry.value - answer.text) ?:
			TEST_EQUAL(0, answer.entry.length);
		if (!fault && !strstr(answer.why, row->why))
			fault = TEST_TEXT(row->why, answer.why);
		cordon_test_free(answer.text);
	}
	return fault;
}

static const char *check_nul(const void *none)
{
	static const char path[] = "path /x\0y\n", comment[] = "#\0\n";
	struct test_never_answer answer;

	ask(&answer, path, sizeof(path) - 1);
	cordon_test_free(answer.text);
	return TEST_EQUAL(-EBADMSG, answer.result) ?:
	       TEST_TEXT("a control byte", answer.why) ?:
	       ask_once(comment, sizeof(comment) - 1, -EBADMSG);
}

/* The longest line, whose end does not count, and the longest package. */
static const char *check_lengths(const void *none)
{
	const size_t most = CORDON_NEVER_LINE_MAX;
	char *text = cordon_test_alloc(most + 2);
	struct test_never_answer answer, longer;
	const char *fault;

	memset(text, 'a', most + 2);
	memcpy(text, "path /", 6);
	ask(&answer, text, most);
	ask(&longer, text, most + 1);
	fault = TEST_EQUAL(1, answer.result) ?:
		TEST_EQUAL(most - 5, answer.entry.length) ?:
		TEST_EQUAL(-EBADMSG, longer.result) ?:
		TEST_EQUAL(most, longer.entry.value - longer.text);
	cordon_test_free(answer.text);
	cordon_test_free(longer.text);
	text[most] = '\n';
	fault = fault ?: ask_once(text, most + 1, 1);
	*text = '#';
	text[most] = 'a';
	fault = fault ?: ask_once(text, most + 1, -EBADMSG);
	memcpy(text, "package a.", 10);
	fault = fault ?: ask_once(text, 8 + 223, 1) ?:
		ask_once(text, 8 + 224, -EBADMSG);
	cordon_test_free(text);
	return fault;
}

static const char never_sample[] =
	"# The dialler, and what brings updates\n"
	"\n"
	"path /usr/bin/dialer\n"
	"uid 1001\n"
	"package com.android.phone\n"
	"\x20\x20\n"
	"path /system/bin/update engine\n"
	"uid 4294967294";

static const char *check_walk(const void *none)
{
	static const u32 lines[] = { 3, 4, 5, 7, 8 };
	struct test_never_answer answer;
	const char *fault = NULL;
	size_t i;

	ask(&answer, never_sample, sizeof(never_sample) - 1);
	for (i = 0; i < ARRAY_SIZE(lines) && !fault; i++) {
		fault = TEST_EQUAL(1, answer.result) ?:
			TEST_EQUAL(lines[i], answer.entry.line) ?:
			TEST_EQUAL(i == 1 ? 1001 : i == 4 ? 4294967294U : 0,
				   answer.entry.uid);
		answer.result = ask_on(&answer);
	}
	fault = fault ?: TEST_EQUAL(0, answer.result) ?:
		TEST_EQUAL(0, ask_on(&answer));
	cordon_test_free(answer.text);
	return fault;
}

/* A bad line is told, and what stands behind it is still read. */
static const char *check_goes_on(const void *none)
{
	static const char text[] = "uid 0\npath /x\n";
	struct test_never_answer answer;
	const char *fault;

	ask(&answer, text, sizeof(text) - 1);
	fault = TEST_EQUAL(-EBADMSG, answer.result) ?:
		TEST_EQUAL(1, ask_on(&answer)) ?:
		TEST_EQUAL(2, answer.entry.line);
	cordon_test_free(answer.text);
	return fault;
}

/* What is whole before the cut is read as before; only the last can be bad. */
static const char *check_cut_at(size_t size)
{
	struct cordon_never_reader whole;
	struct cordon_never_entry wanted;
	struct test_never_answer cut;
	const char *fault = NULL, *why;

	cordon_never_start(&whole, never_sample, sizeof(never_sample) - 1);
	ask(&cut, never_sample, size);
	while (cut.result > 0 && !fault) {
		fault = TEST_EQUAL(1, cordon_never_next(&whole, &wanted, &why)) ?:
			TEST_EQUAL(wanted.line, cut.entry.line) ?:
			TEST_EQUAL(wanted.kind, cut.entry.kind) ?:
			TEST_HOLDS(cut.reader.at >= cut.reader.end ||
				   wanted.length == cut.entry.length);
		cut.result = ask_on(&cut);
	}
	fault = fault ?: TEST_HOLDS(!cut.result || cut.reader.end == cut.reader.at);
	cordon_test_free(cut.text);
	return fault;
}

static const char *check_cut(const void *none)
{
	const char *fault = NULL;
	size_t size;

	for (size = 0; size < sizeof(never_sample) && !fault; size++)
		fault = check_cut_at(size);
	return fault;
}

static const struct cordon_test_line never_lines[] = {
	{ TEST_SERVICE, "alpha", CORDON_ACTION_DENY },
	{ TEST_SERVICE, "beta", CORDON_ACTION_AUDIT },
	{ TEST_CANARY, NULL, 0 },
	{ TEST_SERVICE, "gamma", CORDON_ACTION_RESTRICT },
	{ TEST_SERVICE, "omega", CORDON_ACTION_ALLOW },
	{ TEST_PATH, "**/alpha", 0 }, { TEST_PATH, "/opt/*/x", 0 },
	{ TEST_PATH, "**/dial*", 0 },
	{ TEST_PATH, "**/beta", 1 }, { TEST_PATH, "/usr/bin/updater", 1 },
	{ TEST_PATH, "**/gamma", 3 }, { TEST_PATH, "/opt/gamma/?", 3 },
	{ TEST_PATH, "**/omega", 4 },
	{ TEST_PACKAGE, "com.alpha", 0 }, { TEST_PACKAGE, "com.android.phone", 0 },
	{ TEST_PACKAGE, "com.android.update", 1 }, { TEST_PACKAGE, "com.beta", 1 },
	{ TEST_PACKAGE, "com.gamma", 3 }, { TEST_PACKAGE, "com.omega", 4 },
};

/* Of a policy that refuses an entry, the rule is found; others are no hit. */
static const struct test_hit {
	const char *title;		/* the entry */
	int service;			/* -1: no hit */
	enum cordon_rule_kind kind;
	const char *rule;
} hits[] = {
	{ "path /usr/bin/alpha", 0, CORDON_RULE_PATH, "path **/alpha" },
	{ "path /opt/a/x", 0, CORDON_RULE_PATH, "path /opt/*/x" },
	{ "path /opt/a/b/x", -1, 0, NULL },
	{ "path /usr/bin/beta", -1, 0, NULL },
	{ "path /usr/bin/updater", -1, 0, NULL },
	{ "package com.android.update", -1, 0, NULL },
	{ "path /usr/bin/dialer", 0, CORDON_RULE_PATH, "path **/dial*" },
	{ "path /gamma", 3, CORDON_RULE_PATH, "path **/gamma" },
	{ "path /opt/gamma/y", 3, CORDON_RULE_PATH, "path /opt/gamma/?" },
	{ "path /usr/bin/omega", -1, 0, NULL },
	{ "path /usr/bin/other", -1, 0, NULL },
	{ "path /x/cordon-canary", 2, CORDON_RULE_PATH, "path **/cordon-canary" },
	{ "package com.alpha", 0, CORDON_RULE_PACKAGE, "package com.alpha" },
	{ "package com.android.phone", 0, CORDON_RULE_PACKAGE,
	  "package com.android.phone" },
	{ "package com.beta", -1, 0, NULL },
	{ "package com.gamma", 3, CORDON_RULE_PACKAGE, "package com.gamma" },
	{ "package com.omega", -1, 0, NULL },
	{ "package com.alph", -1, 0, NULL },
	{ "package com.alpha2", -1, 0, NULL },
	{ "uid 1001", -1, 0, NULL },
};

static const char *judge_hit(struct cordon_test_policy *policy, const void *any)
{
	const struct test_hit *row = any;
	struct cordon_never_reader reader;
	struct cordon_never_hit hit;
	char rule[64];
	int result;

	cordon_never_start(&reader, row->title, strlen(row->title));
	result = cordon_never_next_hit(&reader, &policy->blob, &hit);
	if (row->service < 0)
		return TEST_EQUAL(0, result);
	if (result != 1)
		return TEST_EQUAL(1, result);
	cordon_rule_text(&policy->blob, hit.kind, hit.rule, rule, sizeof(rule));
	return TEST_EQUAL(row->service, hit.service) ?:
	       TEST_EQUAL(row->kind, hit.kind) ?:
	       TEST_TEXT(row->rule, rule) ?:
	       TEST_EQUAL(0, cordon_never_next_hit(&reader, &policy->blob, &hit));
}

static const char *check_hit(const void *row)
{
	return cordon_test_with_policy(never_lines, ARRAY_SIZE(never_lines),
				       judge_hit, row);
}

#define TEXT_MAX	1024

/* All of them in one text: each is found in its line, others are passed over. */
static const char *judge_hits(struct cordon_test_policy *policy, const void *none)
{
	char *text = cordon_test_alloc(TEXT_MAX);
	struct cordon_never_reader reader;
	struct cordon_never_hit hit;
	const char *fault = NULL;
	size_t used = 0, i;

	for (i = 0; i < ARRAY_SIZE(hits); i++) {
		snprintf(text + used, TEXT_MAX - used, "%s\n", hits[i].title);
		used += strlen(text + used);
	}
	cordon_never_start(&reader, text, used);
	for (i = 0; i < ARRAY_SIZE(hits) && !fault; i++) {
		if (hits[i].service < 0)
			continue;
		fault = TEST_EQUAL(1, cordon_never_next_hit(&reader, &policy->blob,
							    &hit)) ?:
			TEST_EQUAL(i + 1, hit.entry.line);
	}
	fault = fault ?:
		TEST_EQUAL(0, cordon_never_next_hit(&reader, &policy->blob, &hit));
	cordon_test_free(text);
	cordon_never_start(&reader, "uid 7\nuid 0\n", 12);
	return fault ?:
	       TEST_EQUAL(-EBADMSG, cordon_never_next_hit(&reader, &policy->blob,
							  &hit)) ?:
	       TEST_EQUAL(2, hit.entry.line);
}

static const char *check_hits(const void *none)
{
	return cordon_test_with_policy(never_lines, ARRAY_SIZE(never_lines),
				       judge_hits, none);
}

static const struct cordon_test_case never_block_cases[] = {
	TEST_TABLE(entries, check_entry),
	TEST_TABLE(silents, check_silent),
	TEST_TABLE(bad_lines, check_bad_line),
	TEST_ONCE(check_nul),
	TEST_ONCE(check_lengths),
	TEST_ONCE(check_walk),
	TEST_ONCE(check_goes_on),
	TEST_ONCE(check_cut),
	TEST_TABLE(hits, check_hit),
	TEST_ONCE(check_hits),
};

#endif /* _CORDON_ENGINE_TESTS_NEVER_BLOCK_CASES_H */
