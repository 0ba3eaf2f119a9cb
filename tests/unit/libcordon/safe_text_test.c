// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Text from outside on a terminal: what shows, shows as it is; the rest as bytes
 */
#include <stdlib.h>
#include <string.h>

#include "engine/port.h"
#include "libcordon/safe_text.h"
#include "kselftest_harness.h"

static const struct {
	const char *text;
	const char *shown;
} texts[] = {
	{ "", "" },
	{ "met-handset 2", "met-handset 2" },
	{ "caf\303\251 \346\227\245 \360\237\230\200",
	  "caf\303\251 \346\227\245 \360\237\230\200" },
	{ "a\033[31mb", "a\\x1b[31mb" },
	{ "a\nb\tc\r", "a\\x0ab\\x09c\\x0d" },
	{ "\177", "\\x7f" },
	/* C1: CSI in one character */
	{ "\302\23331m", "\\xc2\\x9b31m" },
	/* not UTF-8: overlong, cut off, alone */
	{ "\300\257", "\\xc0\\xaf" },
	{ "x\342\202", "x\\xe2\\x82" },
	{ "\377z", "\\xffz" },
	/* turns the direction of writing; does not show */
	{ "a\342\200\256b", "a\\xe2\\x80\\xaeb" },
	{ "a\342\200\213b", "a\\xe2\\x80\\x8bb" },
};

TEST(shown)
{
	size_t i, size;

	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		char *shown = NULL;
		FILE *out = open_memstream(&shown, &size);

		ASSERT_NE(NULL, out);
		cordon_safe_text_write(out, texts[i].text);
		ASSERT_EQ(0, fclose(out));
		EXPECT_STREQ(texts[i].shown, shown);
		free(shown);
	}
}

TEST(kept)
{
	char safe[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(texts); i++)
		EXPECT_STREQ(texts[i].shown,
			     cordon_safe_text(texts[i].text, safe, sizeof(safe)));
}

/* What has no room is cut between characters, and nothing behind is written. */
TEST(kept_in_part)
{
	char safe[8];

	memset(safe, '.', sizeof(safe));
	EXPECT_STREQ("ab", cordon_safe_text("ab\ncd", safe, 6));
	EXPECT_EQ('.', safe[6]);
	EXPECT_STREQ("ab\\x0a", cordon_safe_text("ab\ncd", safe, 7));
	EXPECT_STREQ("a", cordon_safe_text("a\303\251", safe, 3));
	EXPECT_STREQ("", cordon_safe_text("a", safe, 1));
}

TEST_HARNESS_MAIN
