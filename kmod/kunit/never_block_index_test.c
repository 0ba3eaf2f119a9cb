// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: the never-block list in order, what is found in it
 */
#include "engine/policy/never_block_index.h"
#include "fixture.h"

static const char list[] =
	"# what must work\n"
	"\n"
	"path /usr/bin/dialer\n"
	"uid 1001\n"
	"package com.android.phone\n"
	"path /usr/bin/updater\n"
	"uid 2002";			/* without a newline */

/* An index in memory of its own, which the test gives back. */
static int make_index(struct kunit *test, struct cordon_never_index *index,
		      const char *text, size_t size,
		      struct cordon_never_entry *entry, const char **why)
{
	void *memory = kunit_kzalloc(test, cordon_never_index_size(size),
				     GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, memory);
	return cordon_never_index_make(index, memory, text, size, entry, why);
}

static bool has_path(const struct cordon_never_index *index, const char *path)
{
	return cordon_never_has(index, CORDON_NEVER_PATH, path, strlen(path));
}

static void test_has(struct kunit *test)
{
	struct cordon_never_index index;
	struct cordon_never_entry entry;
	const char *why;

	KUNIT_ASSERT_EQ(test, 0, make_index(test, &index, list,
					    sizeof(list) - 1, &entry, &why));
	KUNIT_EXPECT_EQ(test, 2U, cordon_never_count(&index, CORDON_NEVER_PATH));
	KUNIT_EXPECT_EQ(test, 2U, cordon_never_count(&index, CORDON_NEVER_UID));
	KUNIT_EXPECT_EQ(test, 1U,
			cordon_never_count(&index, CORDON_NEVER_PACKAGE));
	KUNIT_EXPECT_TRUE(test, has_path(&index, "/usr/bin/dialer"));
	KUNIT_EXPECT_TRUE(test, has_path(&index, "/usr/bin/updater"));
	KUNIT_EXPECT_FALSE(test, has_path(&index, "/usr/bin/diale"));
	KUNIT_EXPECT_FALSE(test, has_path(&index, "/usr/bin/dialer2"));
	KUNIT_EXPECT_FALSE(test, has_path(&index, "/x/usr/bin/dialer"));
	KUNIT_EXPECT_FALSE(test, has_path(&index, "/usr/bin/Dialer"));
	KUNIT_EXPECT_FALSE(test, has_path(&index, "com.android.phone"));
	KUNIT_EXPECT_FALSE(test, has_path(&index, "1001"));
	KUNIT_EXPECT_FALSE(test, has_path(&index, ""));
	KUNIT_EXPECT_TRUE(test, cordon_never_has(&index, CORDON_NEVER_PACKAGE,
						 "com.android.phone", 17));
	KUNIT_EXPECT_FALSE(test, cordon_never_has(&index, CORDON_NEVER_PACKAGE,
						  "com.android.phone", 16));
	KUNIT_EXPECT_TRUE(test, cordon_never_has_uid(&index, 1001));
	KUNIT_EXPECT_TRUE(test, cordon_never_has_uid(&index, 2002));
	KUNIT_EXPECT_FALSE(test, cordon_never_has_uid(&index, 1002));
	KUNIT_EXPECT_FALSE(test, cordon_never_has_uid(&index, 0));
}

/* Cut anywhere it is read up to there and no further. */
static void test_cut(struct kunit *test)
{
	struct cordon_never_index index;
	struct cordon_never_entry entry;
	const char *why;
	size_t cut;

	for (cut = 0; cut < sizeof(list); cut++) {
		char *text = kunit_kzalloc(test, max_t(size_t, cut, 1), GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, text);
		memcpy(text, list, cut);
		make_index(test, &index, text, cut, &entry, &why);
		KUNIT_EXPECT_EQ(test, cut >= sizeof(list) - 1,
				cordon_never_has_uid(&index, 2002));
	}
}

/* Every user of a long list, and none between them. */
static void test_many(struct kunit *test)
{
	struct cordon_never_index index;
	struct cordon_never_entry entry;
	size_t used = 0, size = 32768;
	const char *why;
	u32 uid, end;
	char *text;

	text = kunit_kzalloc(test, size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, text);
	/* The highest first: none stands where it will. */
	for (end = 6000, uid = end; uid; uid -= 2)
		used += scnprintf(text + used, size - used, "uid %u\n", uid);
	KUNIT_ASSERT_LT(test, used, size - 1);
	KUNIT_ASSERT_EQ(test, 0,
			make_index(test, &index, text, used, &entry, &why));
	for (uid = 0; uid <= end + 1; uid++)
		if (cordon_never_has_uid(&index, uid) !=
		    (uid && uid <= end && !(uid % 2)))
			KUNIT_FAIL(test, "uid %u", uid);
}

struct bad {
	const char *text;
	u32 line;
};

static const struct bad bads[] = {
	{ "uid 1\nuid 0\nuid 2\n", 2 },
	{ "uid 1\nuid 2\nuid 1\n", 3 },			/* twice */
	{ "uid 1\nuid 2\nuid 2\nuid 1\n", 3 },
	{ "uid 1\nuid 1\nuid 0\n", 2 },
	{ "path /a\n\npath /a\n", 3 },
	{ "package a.b\nuid 1\npackage a.b\n", 3 },
	{ "nonsense", 1 },
};

static void describe_bad(const struct bad *row, char *desc)
{
	cordon_test_describe(desc, row->text);
}

KUNIT_ARRAY_PARAM(bad, bads, describe_bad);

static void test_bad(struct kunit *test)
{
	const struct bad *row = test->param_value;
	struct cordon_never_entry entry = { };
	struct cordon_never_index index;
	const char *why = NULL;

	KUNIT_EXPECT_EQ(test, -EBADMSG,
			make_index(test, &index, row->text, strlen(row->text),
				   &entry, &why));
	KUNIT_EXPECT_EQ(test, row->line, entry.line);
	KUNIT_EXPECT_NOT_NULL(test, why);
	KUNIT_EXPECT_FALSE(test, cordon_never_has_uid(&index, 1));
}

static struct kunit_case never_block_index_cases[] = {
	KUNIT_CASE(test_has),
	KUNIT_CASE(test_cut),
	KUNIT_CASE(test_many),
	KUNIT_CASE_PARAM(test_bad, bad_gen_params),
	{}
};

static struct kunit_suite never_block_index_suite = {
	.name = "cordon_never_block_index",
	.test_cases = never_block_index_cases,
};

kunit_test_suite(never_block_index_suite);
