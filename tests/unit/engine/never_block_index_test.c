// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The never-block list in order: what is found in it, and what stands twice
 */
#include <stdlib.h>

#include "engine/tests/model.h"
#include "engine/tests/never_block_index_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(never_block_index_cases, ARRAY_SIZE(never_block_index_cases)));
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
	struct test_list list;

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
	struct test_list list;
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

/* As many entries as a text has room for, and one byte more. */
TEST(size)
{
	char *text = malloc(CORDON_NEVER_TEXT_MAX + 1);
	struct test_list list;
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
		struct test_list list;

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

TEST_HARNESS_MAIN
