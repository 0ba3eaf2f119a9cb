// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: path rules match whole paths, component by component
 */
#include "engine/policy/path.h"
#include "fixture.h"
#include "model.h"

struct match {
	const char *pattern;
	const char *path;
	bool matches;
};

static const struct match matches[] = {
	{ "**/telegram-desktop", "/usr/bin/telegram-desktop", true },
	{ "**/telegram-desktop", "/telegram-desktop", true },
	{ "**/telegram-desktop", "/usr/bin/telegram-desktop2", false },
	{ "**/telegram-desktop", "/usr/bin/xtelegram-desktop", false },
	{ "**/telegram-desktop", "/usr/bin/telegram-desktop/x", false },
	{ "**/telegram-desktop", "/usr/bin/Telegram-Desktop", false },
	{ "/usr/bin/x", "/usr/bin/x", true },
	{ "/usr/bin/x", "/usr/bin/", false },
	{ "/usr/bin/x", "/a/usr/bin/x", false },
	{ "/usr/bin/x", "/usr/bin/x/y", false },
	{ "/usr/*/x", "/usr/bin/x", true },
	{ "/usr/*/x", "/usr/x", false },
	{ "/usr/*/x", "/usr/a/b/x", false },
	{ "/usr/**/x", "/usr/x", true },
	{ "/usr/**/x", "/usr/a/b/c/x", true },
	{ "/usr/**/x", "/usrx", false },
	{ "/usr/**", "/usr/a/b", true },
	{ "/usr/**", "/usr", true },
	{ "/usr/**", "/usrx", false },
	{ "**/a/**/b", "/x/a/y/a/z/b", true },
	{ "**/a/**/b", "/b/a", false },
	{ "**/a/b/**/c/d", "/a/b/c/a/b/c/d", true },
	{ "**/a/b/**/c/d", "/a/x/b/c/d", false },
	{ "**/x*", "/usr/bin/xyz", true },
	{ "**/x*", "/usr/xyz/bin", false },
	{ "**/*x", "/usr/bin/yx", true },
	{ "**/*x", "/usr/bin/xy", false },
	{ "**/a*b*c", "/a-b-b-c-c", true },
	{ "**/a*b*c", "/a-c-b", false },
	{ "**/?", "/x", true },
	{ "**/?", "/xx", false },
	{ "**/x?", "/usr/x", false },
	{ "/a?b", "/a/b", false },		/* a slash is no byte of a name */
	{ "/a*b", "/a/b", false },
	{ "**/[ab]", "/a", false },		/* brackets mean themselves */
	{ "**/[ab]", "/[ab]", true },
	{ "**/*", "/.hidden", true },
	{ "**/?", "/\xc3\xa9", false },		/* two bytes */
	{ "**/??", "/\xc3\xa9", true },
};

static void describe_match(const struct match *row, char *desc)
{
	char text[128];

	snprintf(text, sizeof(text), "%s:%s", row->pattern, row->path);
	cordon_test_describe(desc, text);
}

KUNIT_ARRAY_PARAM(match, matches, describe_match);

static void test_match(struct kunit *test)
{
	const struct match *row = test->param_value;

	KUNIT_EXPECT_EQ(test, row->matches,
			cordon_path_matches(row->pattern, strlen(row->pattern),
					    row->path, strlen(row->path)));
	/* The model, by which the boot policy is judged, says the same. */
	KUNIT_EXPECT_EQ(test, row->matches,
			cordon_model_path_matches(row->pattern, row->path));
}

struct pattern {
	const char *text;
	int result;
};

static const struct pattern patterns[] = {
	{ "/a", 0 }, { "**/a", 0 }, { "/a/**/b", 0 }, { "**/...", 0 },
	{ "/a b", 0 }, { "**/\xc3\xa9", 0 },
	{ "/*", 1 }, { "**/a*", 1 }, { "/a/?", 1 }, { "/a/**", 1 },
	{ "", -EINVAL }, { "/", -EINVAL }, { "a", -EINVAL }, { "**/", -EINVAL },
	{ "*/a", -EINVAL }, { "**a/b", -EINVAL }, { "./a", -EINVAL },
	{ "/a/", -EINVAL }, { "//a", -EINVAL }, { "/a/.", -EINVAL },
	{ "/../a", -EINVAL }, { "/***", -EINVAL }, { "/a**", -EINVAL },
	{ "/a\n", -EINVAL }, { "/\x7f", -EINVAL },
};

static void describe_pattern(const struct pattern *row, char *desc)
{
	cordon_test_describe(desc, row->text);
}

KUNIT_ARRAY_PARAM(pattern, patterns, describe_pattern);

static void test_pattern(struct kunit *test)
{
	const struct pattern *row = test->param_value;
	const char *why = NULL;

	KUNIT_EXPECT_EQ(test, row->result,
			cordon_path_check_pattern(row->text, strlen(row->text),
						  &why));
	if (row->result < 0)
		KUNIT_EXPECT_NOT_NULL(test, why);
}

static void test_pattern_length(struct kunit *test)
{
	char *pattern = kunit_kzalloc(test, CORDON_PATH_PATTERN_MAX + 1, GFP_KERNEL);
	const char *why;

	KUNIT_ASSERT_NOT_NULL(test, pattern);
	memset(pattern, 'a', CORDON_PATH_PATTERN_MAX + 1);
	pattern[0] = '/';
	KUNIT_EXPECT_EQ(test, 0,
			cordon_path_check_pattern(pattern,
						  CORDON_PATH_PATTERN_MAX, &why));
	KUNIT_EXPECT_EQ(test, -EINVAL,
			cordon_path_check_pattern(pattern,
						  CORDON_PATH_PATTERN_MAX + 1,
						  &why));
}

/* With a matcher that goes back for every wildcard this never ends. */
static void test_worst_case(struct kunit *test)
{
	const size_t stars = 1000, size = 4000;
	char *pattern = kunit_kzalloc(test, stars + 2, GFP_KERNEL);
	char *path = kunit_kzalloc(test, size, GFP_KERNEL);
	size_t i;

	KUNIT_ASSERT_NOT_NULL(test, pattern);
	KUNIT_ASSERT_NOT_NULL(test, path);
	memset(path, 'a', size);
	path[0] = '/';
	pattern[0] = '/';
	for (i = 1; i + 1 < stars; i += 2) {
		pattern[i] = '*';
		pattern[i + 1] = 'a';
	}
	pattern[i] = 'b';
	KUNIT_EXPECT_FALSE(test, cordon_path_matches(pattern, i + 1, path, size));
	path[size - 1] = 'b';
	KUNIT_EXPECT_TRUE(test, cordon_path_matches(pattern, i + 1, path, size));
}

/* Rules that share a last component, and wild ones: each is met once. */
static void test_next(struct kunit *test)
{
	static const struct cordon_test_line lines[] = {
		{ TEST_SERVICE, "alpha", CORDON_ACTION_DENY },
		{ TEST_PATH, "/opt/a/x", 0 }, { TEST_PATH, "/opt/*/x", 0 },
		{ TEST_PATH, "**/x", 0 }, { TEST_PATH, "**/x*", 0 },
		{ TEST_PATH, "/opt/**", 0 }, { TEST_PATH, "**/y", 0 },
		{ TEST_PATH, "/opt/b/x", 0 },
	};
	const struct cordon_blob *blob =
		&cordon_test_policy(test, lines, ARRAY_SIZE(lines))->blob;
	u32 next = 0, found = 0;

	KUNIT_ASSERT_EQ(test, 2U, blob->path_wild_count);
	while ((next = cordon_path_next(blob, "/opt/a/x", 8, next)) <
	       blob->path_count) {
		found++;
		next++;
	}
	KUNIT_EXPECT_EQ(test, 5U, found);
	KUNIT_EXPECT_EQ(test, blob->path_count,
			cordon_path_next(blob, "/srv/z", 6, 0));
	KUNIT_EXPECT_LT(test, cordon_path_next(blob, "/srv/y", 6, 0),
			blob->path_count);
}

/* FNV-1a, from its reference description. */
static void test_hash(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, 0x811c9dc5U, cordon_path_hash("", 0));
	KUNIT_EXPECT_EQ(test, 0xe40c292cU, cordon_path_hash("a", 1));
	KUNIT_EXPECT_EQ(test, 0xbf9cf968U, cordon_path_hash("foobar", 6));
}

static struct kunit_case path_cases[] = {
	KUNIT_CASE_PARAM(test_match, match_gen_params),
	KUNIT_CASE_PARAM(test_pattern, pattern_gen_params),
	KUNIT_CASE(test_pattern_length),
	KUNIT_CASE(test_worst_case),
	KUNIT_CASE(test_next),
	KUNIT_CASE(test_hash),
	{}
};

static struct kunit_suite path_suite = {
	.name = "cordon_path",
	.test_cases = path_cases,
};

kunit_test_suite(path_suite);
