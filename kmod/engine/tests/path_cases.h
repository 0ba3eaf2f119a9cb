/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - path rules match whole paths, component by component
 */
#ifndef _CORDON_ENGINE_TESTS_PATH_CASES_H
#define _CORDON_ENGINE_TESTS_PATH_CASES_H

#include "engine/policy/path.h"
#include "model.h"

static const struct test_match {
	const char *title;		/* the pattern */
	const char *path;
	bool matches;
} matches[] = {
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
	{ "/usr/**", "/usr/a/b", true },
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
static bool exact_match(const char *pattern, const char *path)
{
	size_t pattern_length = strlen(pattern), path_length = strlen(path);
	char *a = cordon_test_copy(pattern, pattern_length);
	char *b = cordon_test_copy(path, path_length);
	bool result = cordon_path_matches(a, pattern_length, b, path_length);

	cordon_test_free(a);
	cordon_test_free(b);
	return result;
}

/* The model, by which real policies are judged, says the same. */
static const char *check_match(const void *any)
{
	const struct test_match *row = any;

	return TEST_EQUAL(row->matches, exact_match(row->title, row->path)) ?:
	       TEST_EQUAL(row->matches,
			  cordon_model_path_matches(row->title, row->path));
}

static const struct test_pattern {
	const char *title;		/* the pattern */
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

static const char *check_pattern(const void *any)
{
	const struct test_pattern *row = any;
	size_t length = strlen(row->title);
	char *pattern = cordon_test_copy(row->title, length);
	const char *why = NULL;
	int result = cordon_path_check_pattern(pattern, length, &why);

	cordon_test_free(pattern);
	return TEST_EQUAL(row->result, result) ?:
	       TEST_HOLDS(row->result >= 0 || why);
}

static const char *check_pattern_length(const void *none)
{
	const size_t most = CORDON_PATH_PATTERN_MAX;
	char *pattern = cordon_test_alloc(most + 1);
	const char *fault, *why;

	memset(pattern, 'a', most + 1);
	pattern[0] = '/';
	fault = TEST_EQUAL(0, cordon_path_check_pattern(pattern, most, &why)) ?:
		TEST_EQUAL(-EINVAL,
			   cordon_path_check_pattern(pattern, most + 1, &why));
	pattern[5] = '\0';
	fault = fault ?:
		TEST_EQUAL(-EINVAL, cordon_path_check_pattern(pattern, 10, &why)) ?:
		TEST_EQUAL(0, cordon_path_check_pattern(pattern, 5, &why));
	cordon_test_free(pattern);
	return fault;
}

#define WORST_PATH	4096

/* Within a component: its pattern is one of the longest. */
static const char *worst_component(char *pattern, char *path)
{
	const char *fault;
	size_t i;

	memset(path, 'a', WORST_PATH - 1);
	path[0] = '/';
	for (i = 0; i + 2 <= CORDON_PATH_PATTERN_MAX; i += 2)
		memcpy(pattern + i, i ? "*a" : "**", 2);
	memcpy(pattern + 2, "/a", 2);
	memcpy(pattern + i - 2, "*b", 3);
	fault = TEST_HOLDS(!exact_match(pattern, path)) ?:
		TEST_HOLDS(!exact_match(pattern + 2, path));
	path[WORST_PATH - 2] = 'b';
	return fault ?: TEST_HOLDS(exact_match(pattern, path)) ?:
	       TEST_HOLDS(exact_match(pattern + 2, path));
}

static const char *worst_components(char *pattern, char *path)
{
	const char *fault;
	size_t i;

	for (i = 0; i + 2 < WORST_PATH; i += 2)
		memcpy(path + i, "/a", 3);
	memcpy(pattern, "**/a", 5);
	for (i = 4; i < 1000; i += 5)
		memcpy(pattern + i, "/**/a", 6);
	fault = TEST_HOLDS(exact_match(pattern, path));
	memcpy(pattern + i, "/**/b", 6);
	return fault ?: TEST_HOLDS(!exact_match(pattern, path));
}

/* With a matcher that goes back for every wildcard this never ends. */
static const char *check_worst(const void *none)
{
	char *pattern = cordon_test_alloc(CORDON_PATH_PATTERN_MAX + 16);
	char *path = cordon_test_alloc(WORST_PATH);
	const char *fault = worst_component(pattern, path) ?:
			    worst_components(pattern, path);

	cordon_test_free(pattern);
	cordon_test_free(path);
	return fault;
}

/* Rules that share a last component, and wild ones: each is met once. */
static const char *judge_next(struct cordon_test_policy *policy, const void *none)
{
	const struct cordon_blob *blob = &policy->blob;
	u32 next = 0, found = 0;

	while ((next = cordon_path_next(blob, "/opt/a/x", 8, next)) <
	       blob->path_count) {
		found++;
		next++;
	}
	return TEST_EQUAL(2, blob->path_wild_count) ?:
	       TEST_EQUAL(5, found) ?:
	       TEST_EQUAL(blob->path_count,
			  cordon_path_next(blob, "/srv/z", 6, 0)) ?:
	       TEST_HOLDS(cordon_path_next(blob, "/srv/y", 6, 0) <
			  blob->path_count);
}

static const char *check_next(const void *none)
{
	static const struct cordon_test_line lines[] = {
		{ TEST_SERVICE, "alpha", CORDON_ACTION_DENY },
		{ TEST_PATH, "/opt/a/x", 0 }, { TEST_PATH, "/opt/*/x", 0 },
		{ TEST_PATH, "**/x", 0 }, { TEST_PATH, "**/x*", 0 },
		{ TEST_PATH, "/opt/**", 0 }, { TEST_PATH, "**/y", 0 },
		{ TEST_PATH, "/opt/b/x", 0 },
	};

	return cordon_test_with_policy(lines, ARRAY_SIZE(lines), judge_next, none);
}

static const struct test_odd {
	const char *title;		/* the path */
	int met;			/* -1: whatever */
} odds[] = {
	{ "/x", 1 }, { "/yy", 1 }, { "/a/cordon-canary", 1 },
	{ "/z", 0 }, { "/", -1 }, { "", -1 },
	/* what no program's path is: nothing is read that is not there */
	{ "x", -1 }, { "//x", -1 }, { "/x/", -1 },
};

static const char *judge_odd(struct cordon_test_policy *policy, const void *any)
{
	const struct cordon_blob *blob = &policy->blob;
	const struct test_odd *row = any;
	size_t length = strlen(row->title);
	char *path = cordon_test_copy(row->title, length);
	u32 next = cordon_path_next(blob, path, length, 0);

	cordon_test_free(path);
	return TEST_HOLDS(row->met < 0 || row->met == (next < blob->path_count));
}

static const char *check_odd(const void *row)
{
	static const struct cordon_test_line lines[] = {
		{ TEST_SERVICE, "alpha", CORDON_ACTION_DENY },
		{ TEST_CANARY, NULL, 0 },
		{ TEST_PATH, "**/x", 0 }, { TEST_PATH, "/**/y*", 0 },
	};

	return cordon_test_with_policy(lines, ARRAY_SIZE(lines), judge_odd, row);
}

/* FNV-1a, from its reference description. */
static const struct test_hash {
	const char *title;		/* the bytes */
	u32 hash;
} hashes[] = {
	{ "", 0x811c9dc5 }, { "a", 0xe40c292c }, { "foobar", 0xbf9cf968 },
};

static const char *check_hash(const void *any)
{
	const struct test_hash *row = any;

	return TEST_EQUAL(row->hash,
			  cordon_path_hash(row->title, strlen(row->title)));
}

static const struct cordon_test_case path_cases[] = {
	TEST_TABLE(matches, check_match),
	TEST_TABLE(patterns, check_pattern),
	TEST_ONCE(check_pattern_length),
	TEST_ONCE(check_worst),
	TEST_ONCE(check_next),
	TEST_TABLE(odds, check_odd),
	TEST_TABLE(hashes, check_hash),
};

#endif /* _CORDON_ENGINE_TESTS_PATH_CASES_H */
