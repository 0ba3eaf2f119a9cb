// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Path rules: patterns match whole paths, component by component
 */
#include "policy.h"
#include "engine/policy/path.h"
#include "engine/tests/model.h"
#include "engine/tests/path_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

#define RULES	60

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(path_cases, ARRAY_SIZE(path_cases)));
}

static void random_component(u64 *state, char *text, const char *letters)
{
	u32 length = 1 + model_below(state, 4);

	while (length--) {
		char letter = letters[model_below(state, (u32)strlen(letters))];
		size_t end = strlen(text);

		/* Two stars in a row stand only alone. */
		if (letter == '*' && end && text[end - 1] == '*')
			letter = 'a';
		text[end] = letter;
		text[end + 1] = '\0';
	}
}

static void random_pattern(u64 *state, char *text)
{
	int components = 1 + (int)model_below(state, 5);

	sprintf(text, "%s", model_below(state, 2) ? "/" : "**/");
	while (components--) {
		if (!model_below(state, 4))
			strcat(text, "**");
		else
			random_component(state, text, "aab*?");
		if (components)
			strcat(text, "/");
	}
}

static void random_path(u64 *state, char *text)
{
	int components = 1 + (int)model_below(state, 6);

	*text = '\0';
	while (components--) {
		strcat(text, "/");
		random_component(state, text, "aabbcd");
	}
}

TEST(against_model)
{
	char pattern[64];
	char path[64];
	u64 state = 1;
	u32 hits = 0;
	int round;

	for (round = 0; round < 100000; round++) {
		const char *why;
		bool expected;

		random_pattern(&state, pattern);
		random_path(&state, path);
		ASSERT_LE(0, cordon_path_check_pattern(pattern, strlen(pattern),
						       &why))
			TH_LOG("'%s' %s", pattern, why);
		expected = cordon_model_path_matches(pattern, path);
		hits += expected;
		ASSERT_EQ(expected, exact_match(pattern, path))
			TH_LOG("'%s' '%s'", pattern, path);
	}
	EXPECT_LT(5000U, hits);
}

struct rule {
	char pattern[64];
	int service;
};

static void make_rules(struct rule *rules, u64 *state, char **lists)
{
	FILE *files[2];
	size_t sizes[2];
	int wild = 0;
	int i, j;

	for (i = 0; i < 2; i++)
		files[i] = open_memstream(&lists[i], &sizes[i]);
	for (i = 0; i < RULES;) {
		struct rule *rule = &rules[i];
		const char *why;
		int is_wild;

		random_pattern(state, rule->pattern);
		/* The canary's path must not match. */
		if (cordon_model_path_matches(rule->pattern, "/cordon-canary"))
			continue;
		for (j = 0; j < i; j++) {
			if (!strcmp(rules[j].pattern, rule->pattern))
				break;
		}
		is_wild = cordon_path_check_pattern(rule->pattern,
						    strlen(rule->pattern), &why);
		if (j < i || strstr(rule->pattern, "**/**") ||
		    wild + is_wild > RULES / 3)
			continue;
		wild += is_wild;
		rule->service = (int)model_below(state, 2);
		fprintf(files[rule->service], "path %s\n", rule->pattern);
		i++;
	}
	for (i = 0; i < 2; i++)
		fclose(files[i]);
}

/* Every index once, rising, and exactly those whose pattern matches. */
static u32 walk_next(struct __test_metadata *_metadata,
		     const struct cordon_blob *blob, const char *path)
{
	u32 expected = 0;
	u32 found = 0;
	u32 next;
	u32 i;

	for (next = 0;; next++, found++) {
		char pattern[64];
		const char *bytes;
		u32 length;

		i = cordon_path_next(blob, path, strlen(path), next);
		ASSERT_LE(next, i);
		ASSERT_LE(i, blob->path_count);
		if (i == blob->path_count)
			break;
		bytes = cordon_blob_text(blob, &blob->paths[i].pattern, &length);
		ASSERT_LT(length, sizeof(pattern));
		memcpy(pattern, bytes, length);
		pattern[length] = '\0';
		ASSERT_TRUE(cordon_model_path_matches(pattern, path))
			TH_LOG("'%s' '%s'", pattern, path);
		next = i;
	}
	for (i = 0; i < blob->path_count; i++) {
		char pattern[64] = "";
		const char *bytes;
		u32 length;

		bytes = cordon_blob_text(blob, &blob->paths[i].pattern, &length);
		memcpy(pattern, bytes, length);
		expected += cordon_model_path_matches(pattern, path);
	}
	ASSERT_EQ(expected, found) TH_LOG("'%s'", path);
	return found;
}

static bool service_found(const struct cordon_blob *blob, const char *path,
			  u16 service)
{
	u32 i = 0;

	while ((i = cordon_path_next(blob, path, strlen(path), i)) <
	       blob->path_count) {
		if (le16_to_cpu(blob->paths[i].service) == service)
			return true;
		i++;
	}
	return false;
}

TEST(next_against_model)
{
	static const char * const names[] = { "one", "two" };
	struct test_service two[] = {
		{ "one", NULL, NULL }, { "two", NULL, NULL }, { },
	};
	struct rule *rules = calloc(RULES, sizeof(*rules));
	struct test_policy policy;
	u64 state = 2;
	u32 most = 0;
	u32 misses = 0;
	char *lists[2];
	int round;
	int i;

	ASSERT_NE(NULL, rules);
	make_rules(rules, &state, lists);
	for (i = 0; i < 2; i++)
		two[i].rules = lists[i];
	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, two));
	ASSERT_EQ(RULES + 1, policy.blob.path_count);
	ASSERT_LT(5U, policy.blob.path_wild_count);

	for (round = 0; round < 5000; round++) {
		bool expected[2] = { false };
		char path[64];
		u32 found;

		random_path(&state, path);
		found = walk_next(_metadata, &policy.blob, path);
		misses += !found;
		if (found > most)
			most = found;
		for (i = 0; i < RULES; i++) {
			if (cordon_model_path_matches(rules[i].pattern, path))
				expected[rules[i].service] = true;
		}
		for (i = 0; i < 2; i++)
			ASSERT_EQ(expected[i],
				  service_found(&policy.blob, path,
						test_service_index(&policy,
								   names[i])));
	}
	EXPECT_LT(3U, most);
	EXPECT_LT(10U, misses);
	for (i = 0; i < 2; i++)
		free(lists[i]);
	test_policy_free(&policy);
	free(rules);
}

TEST_HARNESS_MAIN
