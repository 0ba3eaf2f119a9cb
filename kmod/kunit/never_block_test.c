// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: the never-block list, which lines count and what they name
 */
#include "engine/policy/never_block.h"
#include "fixture.h"

struct line {
	const char *text;
	int found;			/* 1, 0: says nothing, or -EBADMSG */
	enum cordon_never_kind kind;
	const char *value;
	u32 uid;
};

static const struct line texts[] = {
	{ "path /usr/bin/dialer", 1, CORDON_NEVER_PATH, "/usr/bin/dialer" },
	{ "path   /a b/c  ", 1, CORDON_NEVER_PATH, "/a b/c" },
	{ "path /\xc3\xa9", 1, CORDON_NEVER_PATH, "/\xc3\xa9" },
	{ "path /...", 1, CORDON_NEVER_PATH, "/..." },
	{ "path /a#b", 1, CORDON_NEVER_PATH, "/a#b" },
	{ "uid 1001", 1, CORDON_NEVER_UID, "1001", 1001 },
	{ "uid 4294967294", 1, CORDON_NEVER_UID, "4294967294", 4294967294U },
	{ "package com.android.phone", 1, CORDON_NEVER_PACKAGE,
	  "com.android.phone" },
	{ "package a.B_2", 1, CORDON_NEVER_PACKAGE, "a.B_2" },
	{ "", 0 }, { "   ", 0 }, { "# path /x", 0 }, { "\n\n\n", 0 },
	{ "path", -EBADMSG }, { "path ", -EBADMSG }, { "pathx /a", -EBADMSG },
	{ "Path /a", -EBADMSG }, { " path /a", -EBADMSG },
	{ "path\t/a", -EBADMSG }, { "path a", -EBADMSG },
	{ "path **/a", -EBADMSG }, { "path /a*", -EBADMSG },
	{ "path /a?", -EBADMSG }, { "path /", -EBADMSG },
	{ "path //a", -EBADMSG }, { "path /a//b", -EBADMSG },
	{ "path /a/", -EBADMSG }, { "path /a/.", -EBADMSG },
	{ "path /../a", -EBADMSG }, { "path /a # why", -EBADMSG },
	{ "path /a\r", -EBADMSG }, { "path /\xff", -EBADMSG },
	{ "path /\xe2\x80\xae", -EBADMSG }, { "path /\x7f", -EBADMSG },
	{ "uid", -EBADMSG }, { "uid 0", -EBADMSG }, { "uid 00", -EBADMSG },
	{ "uid 01001", -EBADMSG }, { "uid -1", -EBADMSG },
	{ "uid 4294967295", -EBADMSG }, { "uid 4294967297", -EBADMSG },
	{ "uid 18446744073709551617", -EBADMSG }, { "uid 1 2", -EBADMSG },
	{ "uid 0x10", -EBADMSG }, { "uid root", -EBADMSG },
	{ "package phone", -EBADMSG }, { "package a.", -EBADMSG },
	{ "package .a", -EBADMSG }, { "package a..b", -EBADMSG },
	{ "package a.1b", -EBADMSG }, { "package a.b c.d", -EBADMSG },
	{ "domain example.com", -EBADMSG },
};

static void describe_line(const struct line *row, char *desc)
{
	cordon_test_describe(desc, row->text);
}

KUNIT_ARRAY_PARAM(line, texts, describe_line);

static void test_line(struct kunit *test)
{
	const struct line *row = test->param_value;
	struct cordon_never_reader reader;
	struct cordon_never_entry entry = { };
	const char *why = NULL;

	cordon_never_start(&reader, row->text, strlen(row->text));
	KUNIT_ASSERT_EQ(test, row->found, cordon_never_next(&reader, &entry, &why));
	if (row->found < 0) {
		KUNIT_EXPECT_NOT_NULL(test, why);
		KUNIT_EXPECT_EQ(test, 1U, entry.line);
	}
	if (row->found <= 0)
		return;
	KUNIT_EXPECT_EQ(test, row->kind, entry.kind);
	KUNIT_ASSERT_EQ(test, strlen(row->value), entry.length);
	KUNIT_EXPECT_EQ(test, 0, memcmp(row->value, entry.value, entry.length));
	KUNIT_EXPECT_EQ(test, row->uid, entry.uid);
	KUNIT_EXPECT_EQ(test, 0, cordon_never_next(&reader, &entry, &why));
}

static const char list[] =
	"# what must work\n"
	"\n"
	"path /usr/bin/dialer\n"
	"uid 1001\n"
	"package com.android.phone\n"
	"uid 2002";			/* without a newline */

static void test_list(struct kunit *test)
{
	static const u32 lines[] = { 3, 4, 5, 6 };
	struct cordon_never_reader reader;
	struct cordon_never_entry entry;
	const char *why;
	size_t i;

	cordon_never_start(&reader, list, sizeof(list) - 1);
	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		KUNIT_ASSERT_EQ(test, 1, cordon_never_next(&reader, &entry, &why));
		KUNIT_EXPECT_EQ(test, lines[i], entry.line);
	}
	KUNIT_EXPECT_EQ(test, 0, cordon_never_next(&reader, &entry, &why));
}

/* Of a policy that refuses an entry, the rule is found; others are no hit. */
static void test_hits(struct kunit *test)
{
	static const struct cordon_test_line rules[] = {
		{ TEST_SERVICE, "alpha", CORDON_ACTION_DENY },
		{ TEST_SERVICE, "beta", CORDON_ACTION_AUDIT },
		{ TEST_PATH, "**/dial*", 0 }, { TEST_PATH, "/usr/bin/updater", 1 },
		{ TEST_PACKAGE, "com.android.phone", 0 },
		{ TEST_PACKAGE, "com.android.update", 1 },
	};
	static const char never[] =
		"path /usr/bin/updater\n"
		"package com.android.update\n"
		"path /usr/bin/dialer\n"
		"uid 1001\n"
		"package com.android.phone\n"
		"path /usr/bin/other\n";
	const struct cordon_blob *blob =
		&cordon_test_policy(test, rules, ARRAY_SIZE(rules))->blob;
	struct cordon_never_reader reader;
	struct cordon_never_hit hit;

	cordon_never_start(&reader, never, sizeof(never) - 1);
	KUNIT_ASSERT_EQ(test, 1, cordon_never_next_hit(&reader, blob, &hit));
	KUNIT_EXPECT_EQ(test, 3U, hit.entry.line);
	KUNIT_EXPECT_EQ(test, CORDON_RULE_PATH, hit.kind);
	KUNIT_EXPECT_EQ(test, 0, (int)hit.service);
	KUNIT_ASSERT_EQ(test, 1, cordon_never_next_hit(&reader, blob, &hit));
	KUNIT_EXPECT_EQ(test, 5U, hit.entry.line);
	KUNIT_EXPECT_EQ(test, CORDON_RULE_PACKAGE, hit.kind);
	KUNIT_EXPECT_EQ(test, 0, cordon_never_next_hit(&reader, blob, &hit));
}

static struct kunit_case never_block_cases[] = {
	KUNIT_CASE_PARAM(test_line, line_gen_params),
	KUNIT_CASE(test_list),
	KUNIT_CASE(test_hits),
	{}
};

static struct kunit_suite never_block_suite = {
	.name = "cordon_never_block",
	.test_cases = never_block_cases,
};

kunit_test_suite(never_block_suite);
