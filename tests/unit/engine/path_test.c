// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Path rules: patterns match whole paths, component by component
 */
#include "model.h"
#include "policy.h"
#include "engine/policy/path.h"
#include "kselftest_harness.h"

#define RULES	60

static const struct {
	const char *pattern;
	const char *path;
	bool matches;
} facts[] = {
	{ "**/telegram-desktop", "/usr/bin/telegram-desktop", true },
	{ "**/telegram-desktop", "/telegram-desktop", true },
	{ "**/telegram-desktop", "/a/b/c/d/telegram-desktop", true },
	{ "**/telegram-desktop", "/usr/bin/telegram-desktop2", false },
	{ "**/telegram-desktop", "/usr/bin/xtelegram-desktop", false },
	{ "**/telegram-desktop", "/usr/bin/telegram-desktop/x", false },
	{ "**/telegram-desktop", "/usr/bin/Telegram-Desktop", false },
	{ "**/telegram-desktop", "/usr/bin/telegram-deskto", false },
	{ "/usr/bin/x", "/usr/bin/x", true },
	{ "/usr/bin/x", "/usr/bin/xx", false },
	{ "/usr/bin/x", "/usr/bin/", false },
	{ "/usr/bin/x", "/usr/bin", false },
	{ "/usr/bin/x", "/a/usr/bin/x", false },
	{ "/usr/bin/x", "/usr/bin/x/y", false },
	{ "/x", "/x", true },
	{ "/x", "/y/x", false },
	{ "/usr/*/x", "/usr/bin/x", true },
	{ "/usr/*/x", "/usr/x", false },
	{ "/usr/*/x", "/usr/a/b/x", false },
	{ "/usr/**/x", "/usr/x", true },
	{ "/usr/**/x", "/usr/a/x", true },
	{ "/usr/**/x", "/usr/a/b/c/x", true },
	{ "/usr/**/x", "/usrx", false },
	{ "/usr/**/x", "/usr/a/xx", false },
	{ "/usr/**", "/usr/a", true },
	{ "/usr/**", "/usr/a/b/c", true },
	{ "/usr/**", "/usr", true },		/* none included */
	{ "/usr/**", "/usrx", false },
	{ "/**", "/anything/at/all", true },
	{ "**/a/**/b", "/a/b", true },
	{ "**/a/**/b", "/x/a/y/a/z/b", true },
	{ "**/a/**/b", "/x/y/b", false },
	{ "**/a/**/b", "/b/a", false },
	{ "**/a/b/**/c/d", "/a/b/c/a/b/c/d", true },
	{ "**/a/b/**/c/d", "/a/x/b/c/d", false },
	{ "**/**/x", "/x", true },
	{ "**/x*", "/usr/bin/x", true },
	{ "**/x*", "/usr/bin/xyz", true },
	{ "**/x*", "/usr/xyz/bin", false },
	{ "**/*x", "/usr/bin/x", true },
	{ "**/*x", "/usr/bin/yx", true },
	{ "**/*x", "/usr/bin/xy", false },
	{ "**/a*b*c", "/abc", true },
	{ "**/a*b*c", "/a-b-b-c-c", true },
	{ "**/a*b*c", "/a-c-b", false },
	{ "**/a*b*c", "/ab/c", false },
	{ "**/?", "/x", true },
	{ "**/?", "/xx", false },
	{ "**/?x", "/x", false },
	{ "**/x?", "/usr/xy", true },
	{ "**/x?", "/usr/x", false },
	{ "/a?b", "/a/b", false },		/* a slash is no byte of a name */
	{ "/a*b", "/a/b", false },
	{ "**/*", "/x", true },
	{ "**/[ab]", "/a", false },		/* brackets mean themselves */
	{ "**/[ab]", "/[ab]", true },
	{ "**/a\\*", "/a\\b", true },		/* a backslash, too */
	{ "**/a\\*", "/a*", false },
	{ "**/.x", "/.x", true },
	{ "**/*", "/.hidden", true },		/* a leading dot is a byte */
	{ "**/..x", "/a/..x", true },
	{ "**/\xc3\xa9", "/\xc3\xa9", true },
	{ "**/?", "/\xc3\xa9", false },		/* two bytes */
	{ "**/??", "/\xc3\xa9", true },
	{ "/**/bin/*/x-?.?/**", "/opt/bin/a/x-1.2/y/z", true },
	{ "/**/bin/*/x-?.?/**", "/opt/bin/a/b/x-1.2/y/z", false },
};

/* Exact sizes, so that a sanitizer sees a byte too far. */
static bool matches(const char *pattern, const char *path)
{
	size_t pattern_length = strlen(pattern);
	size_t path_length = strlen(path);
	char *a = malloc(pattern_length);
	char *b = malloc(path_length);
	bool result;

	memcpy(a, pattern, pattern_length);
	memcpy(b, path, path_length);
	result = cordon_path_matches(a, pattern_length, b, path_length);
	free(a);
	free(b);
	return result;
}

TEST(table)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(facts); i++) {
		EXPECT_EQ(facts[i].matches,
			  matches(facts[i].pattern, facts[i].path))
			TH_LOG("%s %s", facts[i].pattern, facts[i].path);
		EXPECT_EQ(facts[i].matches,
			  model_path_matches(facts[i].pattern, facts[i].path))
			TH_LOG("the model is wrong: %s %s", facts[i].pattern,
			       facts[i].path);
	}
}

static const struct {
	const char *pattern;
	int result;
} patterns[] = {
	{ "/a", 0 }, { "**/a", 0 }, { "/a/**/b", 0 }, { "/a/*/b", 0 },
	{ "**/**/a", 0 }, { "/**/a", 0 }, { "**/.a", 0 }, { "**/...", 0 },
	{ "/a b", 0 }, { "**/\xc3\xa9", 0 }, { "/a?/b", 0 },
	{ "/*", 1 }, { "**/*", 1 }, { "**/a*", 1 }, { "/a/?", 1 },
	{ "/a/**", 1 }, { "**/**", 1 }, { "/**", 1 },
	{ "", -EINVAL }, { "/", -EINVAL }, { "a", -EINVAL },
	{ "a/b", -EINVAL }, { "*/a", -EINVAL }, { "**", -EINVAL },
	{ "**/", -EINVAL }, { "**a/b", -EINVAL }, { "./a", -EINVAL },
	{ "/a/", -EINVAL }, { "//a", -EINVAL }, { "/a//b", -EINVAL },
	{ "**//a", -EINVAL }, { "/a/.", -EINVAL }, { "/./a", -EINVAL },
	{ "/../a", -EINVAL }, { "/a/..", -EINVAL }, { "**/../a", -EINVAL },
	{ "/***", -EINVAL }, { "/a**", -EINVAL }, { "/**a", -EINVAL },
	{ "/a/***/b", -EINVAL }, { "/a**b/c", -EINVAL },
	{ "/a\n", -EINVAL }, { "/a\tb", -EINVAL }, { "/\x7f", -EINVAL },
	{ "/\x1b[0m", -EINVAL },
};

TEST(check_pattern)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(patterns); i++) {
		size_t length = strlen(patterns[i].pattern);
		char *pattern = malloc(length ? length : 1);
		const char *why = NULL;

		ASSERT_NE(NULL, pattern);
		memcpy(pattern, patterns[i].pattern, length);
		EXPECT_EQ(patterns[i].result,
			  cordon_path_check_pattern(pattern, length, &why))
			TH_LOG("'%s'", patterns[i].pattern);
		if (patterns[i].result < 0)
			EXPECT_NE(NULL, why);
		free(pattern);
	}
}

TEST(check_pattern_length)
{
	char pattern[CORDON_PATH_PATTERN_MAX + 1];
	const char *why;

	memset(pattern, 'a', sizeof(pattern));
	pattern[0] = '/';
	EXPECT_EQ(0, cordon_path_check_pattern(pattern, sizeof(pattern) - 1,
					       &why));
	EXPECT_EQ(-EINVAL, cordon_path_check_pattern(pattern, sizeof(pattern),
						     &why));
	pattern[5] = '\0';
	EXPECT_EQ(-EINVAL, cordon_path_check_pattern(pattern, 10, &why));
	EXPECT_EQ(0, cordon_path_check_pattern(pattern, 5, &why));
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
		expected = model_path_matches(pattern, path);
		hits += expected;
		ASSERT_EQ(expected, matches(pattern, path))
			TH_LOG("'%s' '%s'", pattern, path);
	}
	EXPECT_LT(5000U, hits);
}

/* Backtracking must not explode: with a naive matcher this never ends. */
TEST(worst_cases)
{
	char pattern[CORDON_PATH_PATTERN_MAX + 1];
	char path[4096];
	size_t i;

	memset(path, 'a', sizeof(path));
	path[0] = '/';
	path[sizeof(path) - 1] = '\0';
	for (i = 0; i + 2 < sizeof(pattern); i += 2)
		memcpy(pattern + i, i ? "*a" : "**", 2);
	memcpy(pattern + 2, "/a", 2);
	memcpy(pattern + i - 2, "*b", 3);
	EXPECT_FALSE(matches(pattern, path));
	path[sizeof(path) - 2] = 'b';
	EXPECT_TRUE(matches(pattern, path));

	for (i = 0; i + 2 < sizeof(path); i += 2)
		memcpy(path + i, "/a", 3);
	memcpy(pattern, "**/a", 5);
	while (strlen(pattern) < 1000)
		strcat(pattern, "/**/a");
	EXPECT_TRUE(matches(pattern, path));
	strcat(pattern, "/**/b");
	EXPECT_FALSE(matches(pattern, path));
}

/* FNV-1a over the bytes, from its reference description. */
TEST(hash)
{
	static const struct {
		const char *text;
		u32 hash;
	} rows[] = {
		{ "", 0x811c9dc5 },
		{ "a", 0xe40c292c },
		{ "foobar", 0xbf9cf968 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		EXPECT_EQ(rows[i].hash,
			  cordon_path_hash(rows[i].text, strlen(rows[i].text)));
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
		if (model_path_matches(rule->pattern, "/cordon-canary"))
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
static u32 check_next(struct __test_metadata *_metadata,
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
		ASSERT_TRUE(model_path_matches(pattern, path))
			TH_LOG("'%s' '%s'", pattern, path);
		next = i;
	}
	for (i = 0; i < blob->path_count; i++) {
		char pattern[64] = "";
		const char *bytes;
		u32 length;

		bytes = cordon_blob_text(blob, &blob->paths[i].pattern, &length);
		memcpy(pattern, bytes, length);
		expected += model_path_matches(pattern, path);
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
		found = check_next(_metadata, &policy.blob, path);
		misses += !found;
		if (found > most)
			most = found;
		for (i = 0; i < RULES; i++) {
			if (model_path_matches(rules[i].pattern, path))
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

TEST(next_odd_paths)
{
	static const struct test_service one[] = {
		{ "one", "path **/x\npath /**/y*\n", NULL }, { },
	};
	static const char * const paths[] = { "/", "x", "//x", "/x/", "" };
	struct test_policy policy;
	size_t i;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, one));
	for (i = 0; i < ARRAY_SIZE(paths); i++) {
		size_t length = strlen(paths[i]);
		char *path = malloc(length ? length : 1);

		ASSERT_NE(NULL, path);
		memcpy(path, paths[i], length);
		cordon_path_next(&policy.blob, path, length, 0);
		free(path);
	}
	EXPECT_EQ(policy.blob.path_count,
		  cordon_path_next(&policy.blob, "/z", 2, 0));
	EXPECT_NE(policy.blob.path_count,
		  cordon_path_next(&policy.blob, "/x", 2, 0));
	EXPECT_NE(policy.blob.path_count,
		  cordon_path_next(&policy.blob, "/yy", 3, 0));
	EXPECT_NE(policy.blob.path_count,
		  cordon_path_next(&policy.blob, "/a/cordon-canary", 16, 0));
	test_policy_free(&policy);
}

TEST_HARNESS_MAIN
