// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The never-block list: what is an entry, what is none, and what a policy hits
 */
#include <regex.h>
#include <stdlib.h>

#include "model.h"
#include "policy.h"
#include "engine/policy/never_block.h"
#include "engine/policy/words.h"
#include "kselftest_harness.h"

/* Wrong places are counted from the line's beginning. */
static const struct {
	const char *line;
	int result;
	enum cordon_never_kind kind;
	const char *value;		/* of an entry */
	u32 uid;
	size_t wrong;			/* the wrong place */
	const char *why;		/* part of it */
} lines[] = {
	{ "path /usr/bin/dialer", 1, .kind = CORDON_NEVER_PATH,
	  .value = "/usr/bin/dialer" },
	{ "path   /x", 1, .kind = CORDON_NEVER_PATH,
	  .value = "/x" },
	{ "path /x  ", 1, .kind = CORDON_NEVER_PATH,
	  .value = "/x" },
	{ "path /a b/c", 1, .kind = CORDON_NEVER_PATH,
	  .value = "/a b/c" },
	{ "path /a#b", 1, .kind = CORDON_NEVER_PATH,
	  .value = "/a#b" },
	{ "path /.x/..x/...", 1, .kind = CORDON_NEVER_PATH,
	  .value = "/.x/..x/..." },
	{ "path /[ab]\\", 1, .kind = CORDON_NEVER_PATH,
	  .value = "/[ab]\\" },
	{ "path /\xc3\xa9", 1, .kind = CORDON_NEVER_PATH,
	  .value = "/\xc3\xa9" },
	{ "uid 1", 1, .kind = CORDON_NEVER_UID,
	  .value = "1", .uid = 1 },
	{ "uid 1001", 1, .kind = CORDON_NEVER_UID,
	  .value = "1001", .uid = 1001 },
	{ "uid 4294967294", 1, .kind = CORDON_NEVER_UID,
	  .value = "4294967294", .uid = 4294967294U },
	{ "package com.android.phone", 1, .kind = CORDON_NEVER_PACKAGE,
	  .value = "com.android.phone" },
	{ "package a.b", 1, .kind = CORDON_NEVER_PACKAGE,
	  .value = "a.b" },
	{ "package A1_.b_2", 1, .kind = CORDON_NEVER_PACKAGE,
	  .value = "A1_.b_2" },
	{ "", .result = 0 }, { "   ", .result = 0 }, { "#", .result = 0 },
	{ "# path /x", .result = 0 }, { "#x", .result = 0 },
	{ "# \xc3\xa9 # x", .result = 0 },
	{ "paths /x", -EBADMSG, .why = "none of path, uid and package" },
	{ "pat /x", -EBADMSG, .why = "none of path" },
	{ "Path /x", -EBADMSG, .why = "none of path" },
	{ "/x", -EBADMSG, .why = "none of path" },
	{ "; x", -EBADMSG, .why = "none of path" },
	{ "path", -EBADMSG, .wrong = 4, .why = "is missing" },
	{ "path  ", -EBADMSG, .wrong = 4, .why = "is missing" },
	{ "uid", -EBADMSG, .wrong = 3, .why = "is missing" },
	{ "package", -EBADMSG, .wrong = 7, .why = "is missing" },
	{ " path /x", -EBADMSG, .wrong = 0, .why = "begins with a space" },
	{ "path /x # y", -EBADMSG, .wrong = 8, .why = "line of its own" },
	{ "uid 1 #", -EBADMSG, .wrong = 6, .why = "line of its own" },
	{ "path x", -EBADMSG, .wrong = 5, .why = "not absolute" },
	{ "path ./x", -EBADMSG, .wrong = 5, .why = "not absolute" },
	{ "path **/x", -EBADMSG, .wrong = 5, .why = "not absolute" },
	{ "path /", -EBADMSG, .wrong = 5, .why = "ends in /" },
	{ "path /x/", -EBADMSG, .wrong = 7, .why = "ends in /" },
	{ "path //x", -EBADMSG, .wrong = 6, .why = "empty component" },
	{ "path /x//y", -EBADMSG, .wrong = 8, .why = "empty component" },
	{ "path /x//", -EBADMSG, .wrong = 8, .why = "empty component" },
	{ "path /.", -EBADMSG, .wrong = 6, .why = ". or .." },
	{ "path /..", -EBADMSG, .wrong = 6, .why = ". or .." },
	{ "path /x/./y", -EBADMSG, .wrong = 8, .why = ". or .." },
	{ "path /x/../y", -EBADMSG, .wrong = 8, .why = ". or .." },
	{ "path /x*", -EBADMSG, .wrong = 7, .why = "no * and no ?" },
	{ "path /**/x", -EBADMSG, .wrong = 6, .why = "no * and no ?" },
	{ "path /x?y", -EBADMSG, .wrong = 7, .why = "no * and no ?" },
	{ "uid 0", -EBADMSG, .wrong = 4, .why = "would open everything" },
	{ "uid 000", -EBADMSG, .wrong = 4, .why = "would open everything" },
	{ "uid 01", -EBADMSG, .wrong = 4, .why = "begins with 0" },
	{ "uid 4294967295", -EBADMSG, .wrong = 4, .why = "above 4294967294" },
	{ "uid 4294967296", -EBADMSG, .wrong = 4, .why = "above" },
	{ "uid 18446744073709551617", -EBADMSG, .wrong = 4, .why = "above" },
	{ "uid -1", -EBADMSG, .wrong = 4, .why = "decimal digits" },
	{ "uid +1", -EBADMSG, .wrong = 4, .why = "decimal digits" },
	{ "uid 0x10", -EBADMSG, .wrong = 5, .why = "decimal digits" },
	{ "uid 1001 1002", -EBADMSG, .wrong = 8, .why = "decimal digits" },
	{ "uid phone", -EBADMSG, .wrong = 4, .why = "decimal digits" },
	{ "package com", -EBADMSG, .wrong = 11, .why = "two words at least" },
	{ "package com.", -EBADMSG, .wrong = 12, .why = "two words at least" },
	{ "package .com", -EBADMSG, .wrong = 8, .why = "words of letters" },
	{ "package a..b", -EBADMSG, .wrong = 10, .why = "words of letters" },
	{ "package a.1b", -EBADMSG, .wrong = 10, .why = "words of letters" },
	{ "package a._b", -EBADMSG, .wrong = 10, .why = "words of letters" },
	{ "package a.b c", -EBADMSG, .wrong = 11, .why = "words of letters" },
	{ "package a.b*", -EBADMSG, .wrong = 11, .why = "words of letters" },
	{ "package a.\xc3\xa9", -EBADMSG, .wrong = 10, .why = "words of" },
	{ "path /x\r", -EBADMSG, .wrong = 7, .why = "carriage return" },
	{ "path\t/x", -EBADMSG, .wrong = 4, .why = "a tab" },
	{ "path /x\x01", -EBADMSG, .wrong = 7, .why = "control byte" },
	{ "path /x\x7f", -EBADMSG, .wrong = 7, .why = "control byte" },
	{ "# \x1b[0m", -EBADMSG, .wrong = 2, .why = "control byte" },
	{ "path /\xff", -EBADMSG, .wrong = 6, .why = "not valid UTF-8" },
	{ "path /x\xc3", -EBADMSG, .wrong = 7, .why = "not valid UTF-8" },
	{ "# \xe2\x80\xae", -EBADMSG, .wrong = 2, .why = "does not show" },
	{ "\xef\xbb\xbfpath /x", -EBADMSG, .wrong = 0, .why = "does not show" },
};

/* What one reader call says of a text in memory of exactly its size. */
struct answer {
	char *text;
	struct cordon_never_reader reader;
	struct cordon_never_entry entry;
	const char *why;
	int result;
};

static void ask(struct answer *answer, const char *text, size_t size)
{
	memset(answer, 0, sizeof(*answer));
	answer->text = malloc(size ? size : 1);
	memcpy(answer->text, text, size);
	cordon_never_start(&answer->reader, answer->text, size);
	answer->result = cordon_never_next(&answer->reader, &answer->entry,
					   &answer->why);
}

static bool value_is(const struct cordon_never_entry *entry, const char *value)
{
	return entry->length == strlen(value) &&
	       !memcmp(entry->value, value, entry->length);
}

/* @before stands in front of the line: another line or nothing. */
static void try_line(struct __test_metadata *_metadata, size_t i,
		     const char *before, const char *after)
{
	size_t start = strlen(before);
	struct answer answer;
	char text[256];

	snprintf(text, sizeof(text), "%s%s%s", before, lines[i].line, after);
	ask(&answer, text, strlen(text));
	EXPECT_EQ(lines[i].result, answer.result)
		TH_LOG("'%s': %s", lines[i].line,
		       answer.why ? answer.why : "no reason");
	if (lines[i].result && answer.result == lines[i].result)
		EXPECT_EQ(start ? 2 : 1, answer.entry.line);
	if (lines[i].result > 0 && answer.result > 0) {
		EXPECT_EQ(lines[i].kind, answer.entry.kind);
		EXPECT_EQ(lines[i].uid, answer.entry.uid);
		EXPECT_EQ(true, value_is(&answer.entry, lines[i].value))
			TH_LOG("'%s'", lines[i].line);
	}
	if (lines[i].result < 0 && answer.result < 0) {
		EXPECT_NE(NULL, strstr(answer.why, lines[i].why))
			TH_LOG("'%s': %s", lines[i].line, answer.why);
		EXPECT_EQ(start + lines[i].wrong,
			  (size_t)(answer.entry.value - answer.text))
			TH_LOG("'%s'", lines[i].line);
		EXPECT_EQ(0, answer.entry.length);
	}
	free(answer.text);
}

TEST(table)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		try_line(_metadata, i, "", "");
		try_line(_metadata, i, "", "\n");
		try_line(_metadata, i, "# x\n", "");
		try_line(_metadata, i, "\n", "\n\n# x");
	}
}

TEST(nul)
{
	static const char path[] = "path /x\0y\n";
	static const char comment[] = "#\0\n";
	struct answer answer;

	ask(&answer, path, sizeof(path) - 1);
	EXPECT_EQ(-EBADMSG, answer.result);
	EXPECT_STREQ("a control byte", answer.why);
	free(answer.text);
	ask(&answer, comment, sizeof(comment) - 1);
	EXPECT_EQ(-EBADMSG, answer.result);
	free(answer.text);
}

TEST(lengths)
{
	char text[CORDON_NEVER_LINE_MAX + 2];
	struct answer answer;

	memset(text, 'a', sizeof(text));
	memcpy(text, "path /", 6);
	ask(&answer, text, CORDON_NEVER_LINE_MAX);
	EXPECT_EQ(1, answer.result);
	EXPECT_EQ(CORDON_NEVER_LINE_MAX - 5, answer.entry.length);
	free(answer.text);
	ask(&answer, text, CORDON_NEVER_LINE_MAX + 1);
	EXPECT_EQ(-EBADMSG, answer.result);
	EXPECT_EQ(CORDON_NEVER_LINE_MAX,
		  (size_t)(answer.entry.value - answer.text));
	free(answer.text);
	text[CORDON_NEVER_LINE_MAX] = '\n';	/* the line's end does not count */
	ask(&answer, text, CORDON_NEVER_LINE_MAX + 1);
	EXPECT_EQ(1, answer.result);
	free(answer.text);
	*text = '#';
	text[CORDON_NEVER_LINE_MAX] = 'a';
	ask(&answer, text, CORDON_NEVER_LINE_MAX + 1);
	EXPECT_EQ(-EBADMSG, answer.result);
	free(answer.text);
	memcpy(text, "package a.", 10);
	ask(&answer, text, 8 + 223);
	EXPECT_EQ(1, answer.result);
	free(answer.text);
	ask(&answer, text, 8 + 224);
	EXPECT_EQ(-EBADMSG, answer.result);
	free(answer.text);
}

static const char sample[] =
	"# The dialler, and what brings updates\n"
	"\n"
	"path /usr/bin/dialer\n"
	"uid 1001\n"
	"package com.android.phone\n"
	"\x20\x20\n"
	"path /system/bin/update engine\n"
	"uid 4294967294";

TEST(walk)
{
	struct answer answer;

	ask(&answer, sample, sizeof(sample) - 1);
	EXPECT_EQ(3, answer.entry.line);
	EXPECT_EQ(1, cordon_never_next(&answer.reader, &answer.entry,
				       &answer.why));
	EXPECT_EQ(4, answer.entry.line);
	EXPECT_EQ(1, cordon_never_next(&answer.reader, &answer.entry,
				       &answer.why));
	EXPECT_EQ(5, answer.entry.line);
	EXPECT_EQ(1, cordon_never_next(&answer.reader, &answer.entry,
				       &answer.why));
	EXPECT_EQ(7, answer.entry.line);
	EXPECT_EQ(0, answer.entry.uid);
	EXPECT_EQ(1, cordon_never_next(&answer.reader, &answer.entry,
				       &answer.why));
	EXPECT_EQ(8, answer.entry.line);
	EXPECT_EQ(0, cordon_never_next(&answer.reader, &answer.entry,
				       &answer.why));
	EXPECT_EQ(0, cordon_never_next(&answer.reader, &answer.entry,
				       &answer.why));
	free(answer.text);
}

/* A bad line is told, and what stands behind it is still read. */
TEST(goes_on)
{
	static const char text[] = "uid 0\npath /x\n";
	struct answer answer;

	ask(&answer, text, sizeof(text) - 1);
	EXPECT_EQ(-EBADMSG, answer.result);
	EXPECT_EQ(1, cordon_never_next(&answer.reader, &answer.entry,
				       &answer.why));
	EXPECT_EQ(2, answer.entry.line);
	free(answer.text);
}

/* Cut anywhere: what is whole before the cut is read as before. */
TEST(truncated)
{
	size_t size;

	for (size = 0; size < sizeof(sample); size++) {
		struct cordon_never_reader whole;
		struct cordon_never_entry wanted;
		struct answer cut;
		const char *why;

		cordon_never_start(&whole, sample, sizeof(sample) - 1);
		ask(&cut, sample, size);
		for (; cut.result > 0; cut.result =
		     cordon_never_next(&cut.reader, &cut.entry, &cut.why)) {
			ASSERT_EQ(1, cordon_never_next(&whole, &wanted, &why));
			EXPECT_EQ(wanted.line, cut.entry.line);
			EXPECT_EQ(wanted.kind, cut.entry.kind);
			if (cut.reader.at < cut.reader.end)
				EXPECT_EQ(wanted.length, cut.entry.length);
		}
		/* Only the last line can have become bad. */
		if (cut.result < 0)
			EXPECT_EQ(cut.reader.end, cut.reader.at);
		free(cut.text);
	}
}

/*
 * The same grammar, said in another way: as expressions, over lines of plain
 * bytes. What regcomp() cannot say, that a number is not too high, is left out
 * by keeping numbers short.
 */
static const char *const grammar[] = {
	"^path +(/([^/*?.]|\\.[^/*?.]|\\.\\.[^/*?])[^/*?]*)+$",
	"^uid +[1-9][0-9]*$",
	"^package +[A-Za-z][A-Za-z0-9_]*(\\.[A-Za-z][A-Za-z0-9_]*)+$",
};

static int model_line(const regex_t *expression, char *line)
{
	size_t length = strlen(line), i;

	while (length && line[length - 1] == ' ')
		line[--length] = '\0';
	if (!length || *line == '#')
		return 0;
	if (strstr(line, " #"))
		return -EBADMSG;
	for (i = 0; i < ARRAY_SIZE(grammar); i++)
		if (!regexec(&expression[i], line, 0, NULL, 0))
			return 1;
	return -EBADMSG;
}

static void random_line(u64 *state, char *line)
{
	static const char *const words[] = { "path", "uid", "package", "", "#" };
	static const char *const letters[] = {
		"//ab. ..#*", "1230 ", "ab.._1 ", "/.", "/a.",
	};
	const char *from = letters[model_below(state, ARRAY_SIZE(letters))];
	u32 count = model_below(state, 8);

	sprintf(line, "%s", words[model_below(state, ARRAY_SIZE(words))]);
	if (model_below(state, 8))
		strcat(line, " ");
	if (!strcmp(line, "path ") && model_below(state, 8))
		strcat(line, "/");
	while (count--) {
		size_t end = strlen(line);

		line[end] = from[model_below(state, (u32)strlen(from))];
		line[end + 1] = '\0';
	}
}

TEST(against_model)
{
	regex_t expression[ARRAY_SIZE(grammar)];
	u32 seen[3] = { 0 };
	u64 state = 3;
	char line[64];
	size_t i;
	int round;

	for (i = 0; i < ARRAY_SIZE(grammar); i++)
		ASSERT_EQ(0, regcomp(&expression[i], grammar[i],
				     REG_EXTENDED | REG_NOSUB));
	for (round = 0; round < 200000; round++) {
		struct answer answer;
		int expected;

		random_line(&state, line);
		ask(&answer, line, strlen(line));
		expected = model_line(expression, line);
		ASSERT_EQ(expected, answer.result) TH_LOG("'%s'", line);
		seen[expected < 0 ? 2 : expected]++;
		free(answer.text);
	}
	for (i = 0; i < ARRAY_SIZE(seen); i++)
		EXPECT_LT(2000, seen[i]);
	for (i = 0; i < ARRAY_SIZE(grammar); i++)
		regfree(&expression[i]);
}

/* Bytes of any kind: no byte is read that is not there, and it ends. */
TEST(torture)
{
	char text[sizeof(sample)];
	u64 state = 5;
	int round;

	for (round = 0; round < 50000; round++) {
		u32 changes = 1 + model_below(&state, 4);
		struct answer answer;
		u32 line = 0;

		memcpy(text, sample, sizeof(sample));
		while (changes--)
			text[model_below(&state, sizeof(sample) - 1)] =
				(char)model_random(&state);
		ask(&answer, text, sizeof(sample) - 1);
		for (; answer.result; answer.result =
		     cordon_never_next(&answer.reader, &answer.entry,
				       &answer.why)) {
			ASSERT_LT(line, answer.entry.line);
			line = answer.entry.line;
			ASSERT_LE(answer.text, answer.entry.value);
			ASSERT_LE(answer.entry.value + answer.entry.length,
				  answer.reader.end);
		}
		free(answer.text);
	}
}

static const struct test_service services[] = {
	{ "alpha", "path **/alpha\npath /opt/*/x\npackage com.alpha\n",
	  "action = deny\n" },
	{ "beta", "path **/beta\npackage com.beta\n", "action = audit\n" },
	{ "gamma", "path **/gamma\npath /opt/gamma/?\npackage com.gamma\n",
	  NULL },
	{ "omega", "path **/omega\npackage com.omega\n", "action = allow\n" },
	{ .name = NULL },
};

static const struct {
	const char *entry;
	const char *service;		/* NULL: no hit */
	enum cordon_rule_kind kind;
	const char *rule;
} hits[] = {
	{ "path /usr/bin/alpha", "alpha", CORDON_RULE_PATH, "path **/alpha" },
	{ "path /opt/a/x", "alpha", CORDON_RULE_PATH, "path /opt/*/x" },
	{ .entry = "path /opt/a/b/x" },
	{ .entry = "path /usr/bin/beta" },
	{ "path /gamma", "gamma", CORDON_RULE_PATH, "path **/gamma" },
	{ "path /opt/gamma/y", "gamma", CORDON_RULE_PATH, "path /opt/gamma/?" },
	{ .entry = "path /usr/bin/omega" },
	{ .entry = "path /usr/bin/dialer" },
	{ "path /x/cordon-canary", CORDON_CANARY_SERVICE, CORDON_RULE_PATH,
	  "path **/cordon-canary" },
	{ "package com.alpha", "alpha", CORDON_RULE_PACKAGE,
	  "package com.alpha" },
	{ .entry = "package com.beta" },
	{ "package com.gamma", "gamma", CORDON_RULE_PACKAGE,
	  "package com.gamma" },
	{ .entry = "package com.omega" },
	{ .entry = "package com.alph" },
	{ .entry = "package com.alpha2" },
	{ .entry = "uid 1001" },
};

TEST(hits_one_by_one)
{
	struct test_policy policy;
	size_t i;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	for (i = 0; i < ARRAY_SIZE(hits); i++) {
		struct cordon_never_reader reader;
		char rule[CORDON_RULE_TEXT_MAX];
		struct cordon_never_hit hit;

		cordon_never_start(&reader, hits[i].entry,
				   strlen(hits[i].entry));
		EXPECT_EQ(!!hits[i].service,
			  cordon_never_next_hit(&reader, &policy.blob, &hit))
			TH_LOG("%s", hits[i].entry);
		if (!hits[i].service)
			continue;
		EXPECT_EQ(test_service_index(&policy, hits[i].service),
			  hit.service);
		EXPECT_EQ(hits[i].kind, hit.kind);
		cordon_rule_text(&policy.blob, hit.kind, hit.rule, rule,
				 sizeof(rule));
		EXPECT_STREQ(hits[i].rule, rule);
		EXPECT_EQ(0, cordon_never_next_hit(&reader, &policy.blob,
						   &hit));
	}
	test_policy_free(&policy);
}

TEST(hits_in_one_text)
{
	struct cordon_never_reader reader;
	char text[1024] = "# all of them\n";
	struct cordon_never_hit hit;
	struct test_policy policy;
	size_t i;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	for (i = 0; i < ARRAY_SIZE(hits); i++) {
		strcat(text, hits[i].entry);
		strcat(text, "\n");
	}
	cordon_never_start(&reader, text, strlen(text));
	for (i = 0; i < ARRAY_SIZE(hits); i++) {
		if (!hits[i].service)
			continue;
		ASSERT_EQ(1, cordon_never_next_hit(&reader, &policy.blob,
						   &hit));
		EXPECT_EQ(i + 2, hit.entry.line);
	}
	EXPECT_EQ(0, cordon_never_next_hit(&reader, &policy.blob, &hit));
	cordon_never_start(&reader, "uid 7\nuid 0\n", 12);
	EXPECT_EQ(-EBADMSG, cordon_never_next_hit(&reader, &policy.blob, &hit));
	EXPECT_EQ(2, hit.entry.line);
	test_policy_free(&policy);
}

TEST_HARNESS_MAIN
