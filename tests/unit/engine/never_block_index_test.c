// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The never-block list in order: what is found in it, and what stands twice
 */
#include <stdlib.h>

#include "model.h"
#include "engine/policy/never_block_index.h"
#include "kselftest_harness.h"

/* A text and its index, each in memory of exactly its size. */
struct list {
	char *text;
	size_t size;
	void *memory;
	struct cordon_never_index index;
	struct cordon_never_entry entry;
	const char *why;
	int result;
};

static void make_list(struct list *list, const char *text, size_t size)
{
	memset(list, 0, sizeof(*list));
	list->text = malloc(size ? size : 1);
	memcpy(list->text, text, size);
	list->size = size;
	list->memory = malloc(cordon_never_index_size(size));
	list->result = cordon_never_index_make(&list->index, list->memory,
					       list->text, size, &list->entry,
					       &list->why);
}

static void free_list(struct list *list)
{
	free(list->text);
	free(list->memory);
}

static const char sample[] =
	"# The dialler, and what brings updates\n"
	"\n"
	"path /usr/bin/dialer\n"
	"uid 1001\n"
	"package com.android.phone\n"
	"\x20\x20\n"
	"path /system/bin/update engine\n"
	"uid 4294967294\n"
	"package com.android.update\n"
	"uid 7";

static bool has_path(const struct list *list, const char *path)
{
	return cordon_never_has(&list->index, CORDON_NEVER_PATH, path,
				strlen(path));
}

static bool has_package(const struct list *list, const char *name)
{
	return cordon_never_has(&list->index, CORDON_NEVER_PACKAGE, name,
				strlen(name));
}

TEST(has_paths)
{
	struct list list;

	make_list(&list, sample, sizeof(sample) - 1);
	ASSERT_EQ(0, list.result);
	EXPECT_EQ(2, cordon_never_count(&list.index, CORDON_NEVER_PATH));
	EXPECT_EQ(true, has_path(&list, "/usr/bin/dialer"));
	EXPECT_EQ(true, has_path(&list, "/system/bin/update engine"));
	EXPECT_EQ(false, has_path(&list, "/usr/bin/diale"));
	EXPECT_EQ(false, has_path(&list, "/usr/bin/dialer2"));
	EXPECT_EQ(false, has_path(&list, "/bin/dialer"));
	EXPECT_EQ(false, has_path(&list, "/mnt/usr/bin/dialer"));
	EXPECT_EQ(false, has_path(&list, "/usr/bin/Dialer"));
	EXPECT_EQ(false, has_path(&list, "1001"));
	EXPECT_EQ(false, has_path(&list, "com.android.phone"));
	EXPECT_EQ(false, has_path(&list, ""));
	free_list(&list);
}

TEST(has_packages)
{
	struct list list;

	make_list(&list, sample, sizeof(sample) - 1);
	ASSERT_EQ(0, list.result);
	EXPECT_EQ(2, cordon_never_count(&list.index, CORDON_NEVER_PACKAGE));
	EXPECT_EQ(true, has_package(&list, "com.android.phone"));
	EXPECT_EQ(true, has_package(&list, "com.android.update"));
	EXPECT_EQ(false, has_package(&list, "com.android.phon"));
	EXPECT_EQ(false, has_package(&list, "com.android.phone2"));
	EXPECT_EQ(false, has_package(&list, "com.Android.phone"));
	EXPECT_EQ(false, has_package(&list, "/usr/bin/dialer"));
	EXPECT_EQ(false, has_package(&list, ""));
	free_list(&list);
}

TEST(has_uids)
{
	struct list list;

	make_list(&list, sample, sizeof(sample) - 1);
	ASSERT_EQ(0, list.result);
	EXPECT_EQ(3, cordon_never_count(&list.index, CORDON_NEVER_UID));
	EXPECT_EQ(true, cordon_never_has_uid(&list.index, 7));
	EXPECT_EQ(true, cordon_never_has_uid(&list.index, 1001));
	EXPECT_EQ(true, cordon_never_has_uid(&list.index, 4294967294U));
	EXPECT_EQ(false, cordon_never_has_uid(&list.index, 0));
	EXPECT_EQ(false, cordon_never_has_uid(&list.index, 100));
	EXPECT_EQ(false, cordon_never_has_uid(&list.index, 1002));
	EXPECT_EQ(false, cordon_never_has_uid(&list.index, 4294967295U));
	free_list(&list);
}

/* An empty list is a list, and so is one that was never made. */
TEST(empty)
{
	static const char *const texts[] = { "", "\n\n", "# uid 1\n" };
	struct list list = { 0 };
	size_t i;

	EXPECT_EQ(false, cordon_never_has_uid(&list.index, 0));
	EXPECT_EQ(false, has_path(&list, "/x"));
	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		make_list(&list, texts[i], strlen(texts[i]));
		EXPECT_EQ(0, list.result);
		EXPECT_EQ(0, cordon_never_count(&list.index, CORDON_NEVER_UID));
		EXPECT_EQ(false, cordon_never_has_uid(&list.index, 0));
		EXPECT_EQ(false, has_path(&list, "/x"));
		EXPECT_EQ(false, has_path(&list, ""));
		free_list(&list);
	}
}

/* Four bytes that give what follows @text the hash of @like. */
static void forge(const char *text, size_t size, const char *like,
		  size_t like_size, u8 *forged)
{
	u32 from = (u32)crc32_z(0, (const void *)text, size) ^ 0xffffffff;
	u32 to = (u32)crc32_z(0, (const void *)like, like_size) ^ 0xffffffff;
	const z_crc_t *table = get_crc_table();
	int i, byte;

	for (i = 0; i < 4; i++) {
		for (byte = 0; table[byte] >> 24 != to >> 24;)
			byte++;
		to = (to ^ (u32)table[byte]) << 8 | (u32)byte;
	}
	to ^= from;
	for (i = 0; i < 4; i++)
		forged[i] = (u8)(to >> 8 * i);
}

/* The longest path that a line has room for, and what no line can hold. */
TEST(lengths)
{
	const size_t most = CORDON_NEVER_LINE_MAX - 5, more = most + 65536;
	char text[CORDON_NEVER_LINE_MAX], *longer;
	struct list list;

	memset(text, 'a', sizeof(text));
	memcpy(text, "path /", 6);
	make_list(&list, text, sizeof(text));
	ASSERT_EQ(0, list.result);
	EXPECT_EQ(true, cordon_never_has(&list.index, CORDON_NEVER_PATH,
					 text + 5, most));
	EXPECT_EQ(false, cordon_never_has(&list.index, CORDON_NEVER_PATH,
					  text + 5, most - 1));
	/* The same, if a record's 16 bits of length were all that counts. */
	longer = malloc(more);
	memset(longer, 'a', more);
	memcpy(longer, text + 5, most);
	forge(longer, more - 4, text + 5, most, (u8 *)longer + more - 4);
	ASSERT_EQ(cordon_crc32(text + 5, most), cordon_crc32(longer, more));
	EXPECT_EQ(false, cordon_never_has(&list.index, CORDON_NEVER_PATH,
					  longer, more));
	free(longer);
	free_list(&list);
}

/* Two texts with one hash: each is found, and neither stands for the other. */
static void try_alike(struct __test_metadata *_metadata, const char *one,
		      const char *other)
{
	const char *const alike[] = { one, other };
	struct list list;
	char line[64];
	size_t i;

	ASSERT_EQ(cordon_crc32(one, strlen(one)),
		  cordon_crc32(other, strlen(other)));
	for (i = 0; i < ARRAY_SIZE(alike); i++) {
		sprintf(line, "path %s\n", alike[i]);
		make_list(&list, line, strlen(line));
		ASSERT_EQ(0, list.result) TH_LOG("%s", line);
		EXPECT_EQ(true, has_path(&list, alike[i]));
		EXPECT_EQ(false, has_path(&list, alike[!i]))
			TH_LOG("%s for %s", alike[i], alike[!i]);
		free_list(&list);
	}
	sprintf(line, "path %s\npath %s\n", one, other);
	make_list(&list, line, strlen(line));
	EXPECT_EQ(0, list.result);
	EXPECT_EQ(true, has_path(&list, one));
	EXPECT_EQ(true, has_path(&list, other));
	free_list(&list);
}

static bool is_plain(const u8 *bytes)
{
	int i;

	for (i = 0; i < 4; i++)
		if (bytes[i] < 'A' || bytes[i] > 'z')
			return false;
	return true;
}

TEST(same_hash)
{
	char shorter[16], longer[24];
	u32 found, i;

	/* A famous pair; equal beginnings keep equal hashes equal. */
	try_alike(_metadata, "/plumless", "/buckeroo");
	/* And where one begins with the other. */
	for (found = i = 0; found < 8 && i < 100000; i++) {
		u8 forged[4];

		sprintf(shorter, "/x%u", i);
		forge(shorter, strlen(shorter), shorter, strlen(shorter), forged);
		if (!is_plain(forged))
			continue;
		sprintf(longer, "%s%.4s", shorter, (char *)forged);
		try_alike(_metadata, shorter, longer);
		found++;
	}
	EXPECT_EQ(8, found);
}

static const struct {
	const char *text;
	u32 line;			/* 0: the text is in order */
	size_t wrong;			/* the wrong place */
	const char *why;		/* part of it */
} checks[] = {
	{ .text = sample },
	{ .text = "uid 1\nuid 11\npath /1\npath /11\n" },
	{ .text = "package a.b\npath /a.b\npackage a.B" },
	{ "uid 1\nuid 0\n", 2, 10, "uid 0 is root" },
	{ "uid 1\n#\npath /1\nuid  1\x20\n", 4, 21, "stands above already" },
	{ "path /x\npath /x", 2, 13, "stands above already" },
	{ "package a.b\npackage a.b", 2, 20, "stands above already" },
	/* Of several, the uppermost: of lines, not of kinds. */
	{ "uid 1\nuid 2\nuid 2\nuid 1\n", 3, 16, "stands above already" },
	{ "path /x\nuid 1\nuid 1\npath /x\n", 3, 18, "stands above already" },
	{ "uid 1\npath /x\npath /x\nuid 1\n", 3, 19, "stands above already" },
	{ "uid 1\nuid 1\nuid 1\n", 2, 10, "stands above already" },
	{ "uid 1\nuid 1\nuid 0\n", 2, 10, "stands above already" },
	{ "uid 1\nuid 0\nuid 1\n", 2, 10, "uid 0 is root" },
};

TEST(check)
{
	struct list list;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(checks); i++) {
		make_list(&list, checks[i].text, strlen(checks[i].text));
		EXPECT_EQ(checks[i].line ? -EBADMSG : 0, list.result)
			TH_LOG("%zu: '%s'", i, checks[i].text);
		if (checks[i].line && list.result) {
			EXPECT_EQ(checks[i].line, list.entry.line)
				TH_LOG("%zu: '%s'", i, checks[i].text);
			EXPECT_EQ(checks[i].wrong,
				  (size_t)(list.entry.value - list.text))
				TH_LOG("%zu: '%s'", i, checks[i].text);
			EXPECT_EQ(0, list.entry.length);
			EXPECT_NE(NULL, strstr(list.why, checks[i].why))
				TH_LOG("%zu: %s", i, list.why);
			/* Nothing of it counts. */
			EXPECT_EQ(false, cordon_never_has_uid(&list.index, 1));
		}
		free_list(&list);
	}
}

/* As many entries as a text has room for, and one byte more. */
TEST(size)
{
	char *text = malloc(CORDON_NEVER_TEXT_MAX + 1);
	struct list list;
	size_t used = 0;
	u32 uid, count;

	for (uid = 1; used + 12 < CORDON_NEVER_TEXT_MAX; uid++)
		used += (size_t)sprintf(text + used, "uid %u\n", uid);
	count = uid - 1;
	memset(text + used, '\n', CORDON_NEVER_TEXT_MAX + 1 - used);
	make_list(&list, text, CORDON_NEVER_TEXT_MAX);
	ASSERT_EQ(0, list.result);
	EXPECT_EQ(count, cordon_never_count(&list.index, CORDON_NEVER_UID));
	for (uid = 0; uid <= count + 1; uid++)
		ASSERT_EQ(uid && uid <= count,
			  cordon_never_has_uid(&list.index, uid));
	free_list(&list);
	make_list(&list, text, CORDON_NEVER_TEXT_MAX + 1);
	EXPECT_EQ(-EFBIG, list.result);
	EXPECT_EQ(false, cordon_never_has_uid(&list.index, 1));
	free_list(&list);
	/* The kernel sets this much aside for it: never_block_list.S. */
	for (used = 0; used <= CORDON_NEVER_TEXT_MAX; used++)
		ASSERT_LE(cordon_never_index_size(used), 3 * used + 16);
	free(text);
}

/* The densest text: no line that is an entry is shorter. */
TEST(dense)
{
	static const char text[] =
		"uid 1\nuid 2\nuid 3\nuid 4\nuid 5\nuid 6\nuid 7\nuid 8\nuid 9";
	size_t size;

	for (size = 0; size < sizeof(text); size++) {
		struct list list;

		make_list(&list, text, size);
		EXPECT_EQ(size % 6 < 5 && size % 6 ? -EBADMSG : 0, list.result);
		if (!list.result)
			EXPECT_EQ((size + 1) / 6,
				  cordon_never_count(&list.index,
						     CORDON_NEVER_UID));
		free_list(&list);
	}
}

/*
 * The naive model: the text, read from its beginning at each question. Lines are
 * told apart by their words, values by their bytes.
 */
struct model_line {
	const char *word, *value;
};

static u32 model_read(char *text, struct model_line *lines)
{
	u32 count = 0;
	char *line;

	while ((line = strsep(&text, "\n"))) {
		lines[count].value = line;
		lines[count].word = strsep((char **)&lines[count].value, " ");
		count += !!lines[count].value;
	}
	return count;
}

static bool model_has(const struct model_line *lines, u32 count,
		      const char *word, const char *value)
{
	while (count--)
		if (!strcmp(lines[count].word, word) &&
		    !strcmp(lines[count].value, value))
			return true;
	return false;
}

static const char *const words[] = {
	[CORDON_NEVER_PATH] = "path",
	[CORDON_NEVER_UID] = "uid",
	[CORDON_NEVER_PACKAGE] = "package",
};

/* From so few values that half of the questions hit, and some lines repeat. */
static void random_value(u64 *state, u32 kind, char *value)
{
	static const char *const names[] = { "a", "ab", "b", "ba", "aa", "B" };
	const char *one = names[model_below(state, ARRAY_SIZE(names))];
	const char *two = names[model_below(state, ARRAY_SIZE(names))];

	if (kind == CORDON_NEVER_UID)
		sprintf(value, "%u", 1 + model_below(state, 40) *
			(model_below(state, 2) ? 1 : 107374182));
	else if (kind == CORDON_NEVER_PACKAGE)
		sprintf(value, "%s.%s", one, two);
	else
		sprintf(value, model_below(state, 2) ? "/%s/%s" : "/%s%s", one,
			two);
}

static bool ask(const struct cordon_never_index *index, u32 kind,
		const char *value)
{
	if (kind == CORDON_NEVER_UID)
		return cordon_never_has_uid(index, (u32)strtoul(value, NULL, 10));
	return cordon_never_has(index, kind, value, strlen(value));
}

TEST(against_model)
{
	u32 hits = 0, misses = 0, repeated = 0;
	u64 state = 11;
	int round;

	for (round = 0; round < 20000; round++) {
		u32 lines = model_below(&state, 40), asked = 40, i, count;
		char text[2048] = "", copy[2048], value[64];
		struct model_line model[64];
		struct list list;

		for (i = 0; i < lines; i++) {
			u32 kind = model_below(&state, CORDON_NEVER_KINDS);

			random_value(&state, kind, value);
			sprintf(text + strlen(text), "%s %s\n", words[kind],
				value);
			/* One in eight lists may hold what it holds already. */
			strcpy(copy, text);
			count = model_read(copy, model);
			if (round % 8 && count &&
			    model_has(model, count - 1, words[kind], value))
				text[strlen(text) - strlen(words[kind]) -
				     strlen(value) - 2] = '\0';
		}
		strcpy(copy, text);
		count = model_read(copy, model);
		make_list(&list, text, strlen(text));
		for (i = 1; i < count; i++)
			if (model_has(model, i, model[i].word, model[i].value))
				break;
		if (i < count) {
			ASSERT_EQ(-EBADMSG, list.result) TH_LOG("%s", text);
			ASSERT_EQ(i + 1, list.entry.line) TH_LOG("%s", text);
			repeated++;
			asked = 0;
		} else {
			ASSERT_EQ(0, list.result) TH_LOG("%s", text);
		}
		while (asked--) {
			u32 kind = model_below(&state, CORDON_NEVER_KINDS);
			bool has;

			random_value(&state, kind, value);
			has = model_has(model, count, words[kind], value);
			ASSERT_EQ(has, ask(&list.index, kind, value))
				TH_LOG("%s %s in\n%s", words[kind], value, text);
			hits += has;
			misses += !has;
		}
		free_list(&list);
	}
	EXPECT_LT(1000, repeated);
	EXPECT_LT(50000, hits);
	EXPECT_LT(50000, misses);
}

/* Cut anywhere it is read up to there and no further. */
TEST(truncated)
{
	size_t size;

	for (size = 0; size < sizeof(sample); size++) {
		struct list list;

		make_list(&list, sample, size);
		EXPECT_EQ(size >= sizeof(sample) - 1,
			  cordon_never_has_uid(&list.index, 7));
		free_list(&list);
	}
}

TEST_HARNESS_MAIN
