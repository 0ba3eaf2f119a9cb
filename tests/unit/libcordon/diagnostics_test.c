// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A finding laid out for a terminal: nothing in it steers one, and the caret stands
 * under the mistake, whatever stands before it
 */
#include <stdlib.h>
#include <string.h>

#include "engine/port.h"
#include "libcordon/diagnostics.h"
#include "kselftest_harness.h"

/**
 * struct format_case - a line of a file, and how it is shown
 * @source: the line
 * @offset: bytes before the mistake
 * @column: characters up to it, from 1 on
 * @shown: the line as it is shown
 * @caret: columns before the caret
 */
struct format_case {
	const char *source;
	size_t offset;
	unsigned int column;
	const char *shown;
	unsigned int caret;
};

static const struct format_case lines[] = {
	{ "domain com", 7, 8, "domain com", 7 },
	{ "domain com", 10, 11, "domain com", 10 },
	{ "b\303\274cher", 3, 3, "b\303\274cher", 2 },
	/* before the mistake, at it and behind it */
	{ "a\033[31m b", 7, 8, "a\\x1b[31m b", 10 },
	{ "a\033[31m b", 1, 2, "a\\x1b[31m b", 1 },
	{ "a b\033[31m", 2, 3, "a b\\x1b[31m", 2 },
	/* C1, and what turns the direction of writing: one character each */
	{ "\302\233x", 2, 2, "\\xc2\\x9bx", 8 },
	{ "\342\200\256x", 3, 2, "\\xe2\\x80\\xaex", 12 },
	/* no UTF-8: each byte is a character */
	{ "\377\376x", 2, 3, "\\xff\\xfex", 8 },
	{ "x\342\202", 1, 2, "x\\xe2\\x82", 1 },
	/* a backslash of the writer's own */
	{ "\\x1b b", 5, 6, "\\x1b b", 5 },
	/* a joiner takes no room, but where it is the mistake */
	{ "a\342\200\214b c", 4, 3, "a\342\200\214b c", 1 },
	{ "a\342\200\214b", 1, 2, "a\\xe2\\x80\\x8cb", 1 },
};

static char *format(struct cordon_diagnostics *diag, bool colour)
{
	return cordon_diagnostic_format(diag->list, colour);
}

TEST(source_and_caret)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		const struct cordon_where where = {
			"f", 3, lines[i].offset, lines[i].source,
			strlen(lines[i].source),
		};
		struct cordon_diagnostics diag = { 0 };
		char wanted[200], *text;

		cordon_diagnose(&diag, CORDON_ERROR, &where, NULL, "no");
		snprintf(wanted, sizeof(wanted),
			 "f:3:%u: error: no\n  %s\n  %*s^\n", lines[i].column,
			 lines[i].shown, (int)lines[i].caret, "");
		text = format(&diag, false);
		EXPECT_STREQ(wanted, text);
		free(text);
		cordon_diagnostics_free(&diag);
	}
}

/* Far to the right: what stands before is cut, and the caret moves with it. */
TEST(clipped)
{
	char source[200];
	const struct cordon_where where = {
		"f", 1, 100, source, sizeof(source),
	};
	struct cordon_diagnostics diag = { 0 };
	char *text, *line;

	memset(source, 'a', sizeof(source));
	source[90] = '\033';
	source[100] = 'X';
	cordon_diagnose(&diag, CORDON_ERROR, &where, NULL, "no");
	text = format(&diag, false);
	line = strchr(text, '\n') + 1;
	EXPECT_EQ(0, strncmp("  ...aaa", line, 8));
	EXPECT_EQ('X', line[2 + diag.list[0].caret]);
	EXPECT_EQ(3 + 60 + 3, diag.list[0].caret);
	EXPECT_NE(NULL, strstr(line, "a...\n"));
	free(text);
	cordon_diagnostics_free(&diag);
}

TEST(nothing_steers_a_terminal)
{
	const struct cordon_where where = { .file = "a\033[31mb" };
	struct cordon_diagnostics diag = { 0 };
	char *text;

	cordon_diagnose(&diag, CORDON_WARNING, &where, "mv 'c\033]0;x\007' 'd\n'",
			"'%s' is\rodd, \302\233", "e\177");
	text = format(&diag, false);
	EXPECT_STREQ("a\\x1b[31mb: warning: 'e\\x7f' is\\x0dodd, \\xc2\\x9b\n"
		     "  hint: mv 'c\\x1b]0;x\\x07' 'd\\x0a'\n", text);
	free(text);
	/* The colours are ours. */
	text = format(&diag, true);
	EXPECT_EQ(0, strncmp("\033[1ma\\x1b[31mb:\033[0m \033[1;33mwarning:\033[0m ",
			     text, 40));
	free(text);
	cordon_diagnostics_free(&diag);
}

/* A name of another script is to be copied out of a hint. */
TEST(names_stay_as_they_are)
{
	const struct cordon_where where = { .file = "b\303\274cher.list" };
	struct cordon_diagnostics diag = { 0 };
	char *text;

	cordon_diagnose(&diag, CORDON_NOTE, &where, "write 'a\342\200\214b'",
			"\346\227\245");
	text = format(&diag, false);
	EXPECT_STREQ("b\303\274cher.list: note: \346\227\245\n"
		     "  hint: write 'a\342\200\214b'\n", text);
	free(text);
	cordon_diagnostics_free(&diag);
}

TEST(a_file_without_a_name)
{
	const struct cordon_where where = { .file = "" };
	struct cordon_diagnostics diag = { 0 };
	char *text;

	cordon_diagnose(&diag, CORDON_ERROR, &where, NULL, "no");
	text = format(&diag, false);
	EXPECT_STREQ("'': error: no\n", text);
	free(text);
	cordon_diagnostics_free(&diag);
}

TEST_HARNESS_MAIN
