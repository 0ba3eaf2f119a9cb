// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The never-block list: what is an entry, what is none, and what a policy hits
 */
#include <regex.h>
#include <stdlib.h>

#include "engine/tests/model.h"
#include "engine/tests/never_block_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(never_block_cases, ARRAY_SIZE(never_block_cases)));
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
		struct test_never_answer answer;
		int expected;

		random_line(&state, line);
		ask(&answer, line, strlen(line));
		expected = model_line(expression, line);
		ASSERT_EQ(expected, answer.result) TH_LOG("'%s'", line);
		seen[expected < 0 ? 2 : expected]++;
		cordon_test_free(answer.text);
	}
	for (i = 0; i < ARRAY_SIZE(seen); i++)
		EXPECT_LT(2000, seen[i]);
	for (i = 0; i < ARRAY_SIZE(grammar); i++)
		regfree(&expression[i]);
}

/* Bytes of any kind: no byte is read that is not there, and it ends. */
TEST(torture)
{
	char text[sizeof(never_sample)];
	u64 state = 5;
	int round;

	for (round = 0; round < 50000; round++) {
		u32 changes = 1 + model_below(&state, 4);
		struct test_never_answer answer;
		u32 line = 0;

		memcpy(text, never_sample, sizeof(never_sample));
		while (changes--)
			text[model_below(&state, sizeof(never_sample) - 1)] =
				(char)model_random(&state);
		ask(&answer, text, sizeof(never_sample) - 1);
		for (; answer.result; answer.result =
		     cordon_never_next(&answer.reader, &answer.entry,
				       &answer.why)) {
			ASSERT_LT(line, answer.entry.line);
			line = answer.entry.line;
			ASSERT_LE(answer.text, answer.entry.value);
			ASSERT_LE(answer.entry.value + answer.entry.length,
				  answer.reader.end);
		}
		cordon_test_free(answer.text);
	}
}

TEST_HARNESS_MAIN
