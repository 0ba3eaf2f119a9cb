/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - the never-block list in order: what is found in it, and
 * what stands twice
 */
#ifndef _CORDON_ENGINE_TESTS_NEVER_BLOCK_INDEX_CASES_H
#define _CORDON_ENGINE_TESTS_NEVER_BLOCK_INDEX_CASES_H

#include "cases.h"
#include "engine/policy/never_block_index.h"

/* A text and its index, each in memory of exactly its size. */
struct test_list {
	char *text;
	void *memory;
	struct cordon_never_index index;
	struct cordon_never_entry entry;
	const char *why;
	int result;
};

static void make_list(struct test_list *list, const char *text, size_t size)
{
	size_t bytes = cordon_never_index_size(size);

	memset(list, 0, sizeof(*list));
	list->text = cordon_test_copy(text, size);
	list->memory = cordon_test_alloc(bytes + !bytes);
	list->result = cordon_never_index_make(&list->index, list->memory,
					       list->text, size, &list->entry,
					       &list->why);
}

static void free_list(struct test_list *list)
{
	cordon_test_free(list->text);
	cordon_test_free(list->memory);
}

static const char index_sample[] =
	"# The dialler, and what brings updates\n"
	"\n"
	"path /usr/bin/dialer\n"
	"uid 1001\n"
	"package com.android.phone\n"
	"\x20\x20\n"
	"path /system/bin/update engine\n"
	"uid 4294967294\n"
	"package com.android.update\n"
	"uid 7";			/* without a newline */

static bool has_path(const struct test_list *list, const char *path)
{
	return cordon_never_has(&list->index, CORDON_NEVER_PATH, path,
				strlen(path));
}

/* What is asked for, of a path or a package. */
static const struct test_has {
	const char *title;		/* the value */
	bool path;
	bool package;
} values[] = {
	{ "/usr/bin/dialer", true, false },
	{ "/system/bin/update engine", true, false },
	{ "/usr/bin/diale", false, false },
	{ "/usr/bin/dialer2", false, false },
	{ "/bin/dialer", false, false },
	{ "/mnt/usr/bin/dialer", false, false },
	{ "/x/usr/bin/dialer", false, false },
	{ "/usr/bin/Dialer", false, false },
	{ "1001", false, false },
	{ "", false, false },
	{ "com.android.phone", false, true },
	{ "com.android.update", false, true },
	{ "com.android.phon", false, false },
	{ "com.android.phone2", false, false },
	{ "com.Android.phone", false, false },
};

static const char *check_has(const void *any)
{
	const struct test_has *row = any;
	struct test_list list;
	const char *fault;

	make_list(&list, index_sample, sizeof(index_sample) - 1);
	fault = TEST_EQUAL(0, list.result) ?:
		TEST_EQUAL(row->path, has_path(&list, row->title)) ?:
		TEST_EQUAL(row->package,
			   cordon_never_has(&list.index, CORDON_NEVER_PACKAGE,
					    row->title, strlen(row->title)));
	free_list(&list);
	return fault;
}

static const struct test_user {
	const char *title;
	u32 uid;
	bool has;
} users[] = {
	{ "7", 7, true }, { "1001", 1001, true },
	{ "4294967294", 4294967294U, true }, { "0", 0, false },
	{ "100", 100, false }, { "1002", 1002, false },
	{ "4294967295", 4294967295U, false },
};

static const char *check_user(const void *any)
{
	const struct test_user *row = any;
	struct test_list list;
	const char *fault;

	make_list(&list, index_sample, sizeof(index_sample) - 1);
	fault = TEST_EQUAL(row->has, cordon_never_has_uid(&list.index, row->uid));
	free_list(&list);
	return fault;
}

static const char *check_counts(const void *none)
{
	struct test_list list;
	const char *fault;

	make_list(&list, index_sample, sizeof(index_sample) - 1);
	fault = TEST_EQUAL(2, cordon_never_count(&list.index, CORDON_NEVER_PATH)) ?:
		TEST_EQUAL(3, cordon_never_count(&list.index, CORDON_NEVER_UID)) ?:
		TEST_EQUAL(2, cordon_never_count(&list.index,
						 CORDON_NEVER_PACKAGE));
	free_list(&list);
	return fault;
}

/* An empty list is a list, and so is one that was never made. */
static const struct test_empty {
	const char *title;		/* the text */
} empties[] = {
	{ "" }, { "\n\n" }, { "# uid 1\n" },
};

static const char *check_empty(const void *any)
{
	static const struct cordon_never_index never_made;
	const struct test_empty *row = any;
	struct test_list list;
	const char *fault;

	make_list(&list, row->title, strlen(row->title));
	fault = TEST_EQUAL(0, list.result) ?:
		TEST_EQUAL(0, cordon_never_count(&list.index, CORDON_NEVER_UID)) ?:
		TEST_HOLDS(!cordon_never_has_uid(&list.index, 0)) ?:
		TEST_HOLDS(!has_path(&list, "/x")) ?:
		TEST_HOLDS(!has_path(&list, "")) ?:
		TEST_HOLDS(!cordon_never_has_uid(&never_made, 0)) ?:
		TEST_HOLDS(!cordon_never_has(&never_made, CORDON_NEVER_PATH,
					     "/x", 2));
	free_list(&list);
	return fault;
}

/* Cut anywhere it is read up to there and no further. */
static const char *check_cut(const void *none)
{
	const char *fault = NULL;
	struct test_list list;
	size_t cut;

	for (cut = 0; cut < sizeof(index_sample) && !fault; cut++) {
		make_list(&list, index_sample, cut);
		fault = TEST_EQUAL(cut == sizeof(index_sample) - 1,
				   cordon_never_has_uid(&list.index, 7));
		free_list(&list);
	}
	return fault;
}

/* The densest text: no line that is an entry is shorter. */
static const char *check_dense(const void *none)
{
	static const char text[] =
		"uid 1\nuid 2\nuid 3\nuid 4\nuid 5\nuid 6\nuid 7\nuid 8\nuid 9";
	const char *fault = NULL;
	struct test_list list;
	size_t size;

	for (size = 0; size < sizeof(text) && !fault; size++) {
		make_list(&list, text, size);
		fault = TEST_EQUAL(size % 6 < 5 && size % 6 ? -EBADMSG : 0,
				   list.result);
		if (!list.result)
			fault = fault ?:
				TEST_EQUAL((size + 1) / 6,
					   cordon_never_count(&list.index,
							      CORDON_NEVER_UID));
		free_list(&list);
	}
	return fault;
}

/* Every user of a long list, and none between them. */
static const char *check_many(const void *none)
{
	const size_t size = 32768;
	const u32 end = 6000;
	char *text = cordon_test_alloc(size);
	const char *fault;
	struct test_list list;
	size_t used = 0;
	u32 uid;

	/* The highest first: none stands where it will. */
	for (uid = end; uid; uid -= 2)
		used += (size_t)snprintf(text + used, size - used, "uid %u\n", uid);
	make_list(&list, text, used);
	fault = TEST_EQUAL(0, list.result);
	for (uid = 0; uid <= end + 1 && !fault; uid++) {
		bool has = uid && uid <= end && !(uid % 2);

		if (has != cordon_never_has_uid(&list.index, uid))
			fault = cordon_test_fault("uid %u", uid);
	}
	free_list(&list);
	cordon_test_free(text);
	return fault;
}

/* Of several faults the uppermost is told: of lines, not of kinds. */
static const struct test_bad_list {
	const char *title;		/* the text */
	u32 line;			/* 0: it is in order */
	size_t wrong;			/* the wrong place */
	const char *why;		/* part of it */
} bad_lists[] = {
	{ index_sample, 0, 0, NULL },
	{ "uid 1\nuid 11\npath /1\npath /11\n", 0, 0, NULL },
	{ "package a.b\npath /a.b\npackage a.B", 0, 0, NULL },
	{ "uid 1\nuid 0\n", 2, 10, "uid 0 is root" },
	{ "uid 1\nuid 0\nuid 2\n", 2, 10, "uid 0 is root" },
	{ "uid 1\nuid 2\nuid 1\n", 3, 16, "stands above already" },
	{ "uid 1\n#\npath /1\nuid  1\x20\n", 4, 21, "stands above already" },
	{ "path /x\npath /x", 2, 13, "stands above already" },
	{ "path /a\n\npath /a\n", 3, 14, "stands above already" },
	{ "package a.b\npackage a.b", 2, 20, "stands above already" },
	{ "package a.b\nuid 1\npackage a.b\n", 3, 26, "stands above already" },
	{ "uid 1\nuid 2\nuid 2\nuid 1\n", 3, 16, "stands above already" },
	{ "path /x\nuid 1\nuid 1\npath /x\n", 3, 18, "stands above already" },
	{ "uid 1\npath /x\npath /x\nuid 1\n", 3, 19, "stands above already" },
	{ "uid 1\nuid 1\nuid 1\n", 2, 10, "stands above already" },
	{ "uid 1\nuid 1\nuid 0\n", 2, 10, "stands above already" },
	{ "uid 1\nuid 0\nuid 1\n", 2, 10, "uid 0 is root" },
	{ "nonsense", 1, 0, "none of path" },
};

static const char *judge_bad_list(const struct test_list *list,
				  const struct test_bad_list *row)
{
	const char *fault = TEST_EQUAL(row->line ? -EBADMSG : 0, list->result);

	if (fault || !row->line)
		return fault;
	if (!strstr(list->why, row->why))
		return TEST_TEXT(row->why, list->why);
	return TEST_EQUAL(row->line, list->entry.line) ?:
	       TEST_EQUAL(row->wrong, list->entry.value - list->text) ?:
	       TEST_EQUAL(0, list->entry.length) ?:
	       /* Nothing of it counts. */
	       TEST_HOLDS(!cordon_never_has_uid(&list->index, 1));
}

static const char *check_bad_list(const void *any)
{
	const struct test_bad_list *row = any;
	struct test_list list;
	const char *fault;

	make_list(&list, row->title, strlen(row->title));
	fault = judge_bad_list(&list, row);
	free_list(&list);
	return fault;
}

static const struct cordon_test_case never_block_index_cases[] = {
	TEST_TABLE(values, check_has),
	TEST_TABLE(users, check_user),
	TEST_ONCE(check_counts),
	TEST_TABLE(empties, check_empty),
	TEST_ONCE(check_cut),
	TEST_ONCE(check_dense),
	TEST_ONCE(check_many),
	TEST_TABLE(bad_lists, check_bad_list),
};

#endif /* _CORDON_ENGINE_TESTS_NEVER_BLOCK_INDEX_CASES_H */
