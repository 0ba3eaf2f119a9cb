// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The progress line: what it says, that it fits, that only a terminal gets it
 */
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "replay/progress.h"
#include "kselftest_harness.h"

#define SECOND	1000000000ULL
#define EMPTY	"[................................]   0 %  "
#define HALF	"[################................]  50 %  "
#define FULL	"[################################] 100 %  "

static const char *text_of(u64 now, u64 total, u64 elapsed, unsigned int width)
{
	struct replay_progress progress = { .now = now, .total = total };
	static char text[256];
	size_t length;

	length = replay_progress_text(&progress, elapsed, width, text,
				      sizeof(text));
	return length == strlen(text) ? text : "a wrong length";
}

TEST(it_says_how_much_and_how_long)
{
	EXPECT_STREQ(HALF "1.5 GB of 3.0 GB  250 MB/s  6 s left",
		     text_of(1500000000, 3000000000, 6 * SECOND, 100));
	EXPECT_STREQ(EMPTY "1.0 kB of 20 MB  100 B/s  55 h 33 min left",
		     text_of(1000, 20000000, 10 * SECOND, 100));
	EXPECT_STREQ(EMPTY "0 B of 999 B",
		     text_of(0, 999, SECOND, 100));
	EXPECT_STREQ(FULL "2.0 MB of 1.0 MB  2.0 MB/s  0 s left",
		     text_of(2000000, 1000000, SECOND, 100));
	EXPECT_STREQ(" 10 %  10 MB of 100 MB  1.0 MB/s  1 min 30 s left",
		     text_of(10000000, 100000000, 10 * SECOND, 60));
	/* How much there will be is not known of a pipe. */
	EXPECT_STREQ("10 MB  1.0 MB/s",
		     text_of(10000000, 0, 10 * SECOND, 100));
}

TEST(it_fits)
{
	static const u64 number[] = {
		0, 1, 999, 1000, 123456789, 1ULL << 40, ~0ULL,
	};
	u32 width, i, j;

	for (width = 1; width < 200; width++)
		for (i = 0; i < ARRAY_SIZE(number); i++)
			for (j = 0; j < ARRAY_SIZE(number); j++)
				ASSERT_GT(width, strlen(text_of(number[i],
								number[j],
								SECOND / 3,
								width)));
}

TEST(a_file_gets_nothing)
{
	struct replay_progress progress;
	FILE *out = tmpfile();

	ASSERT_NE(NULL, out);
	replay_progress_start(&progress, out, 100);
	progress.drawn = 0;
	replay_progress_update(&progress, 50);
	replay_progress_hide(&progress);
	EXPECT_EQ(0, ftell(out));
	EXPECT_EQ(50, progress.now);
	fclose(out);
}

TEST(a_terminal_gets_it_and_is_left_clean)
{
	struct replay_progress progress;
	char text[512] = "";
	int terminal;
	FILE *out;

	setenv("TERM", "xterm", 1);
	terminal = posix_openpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
	ASSERT_LE(0, terminal);
	ASSERT_EQ(0, grantpt(terminal) | unlockpt(terminal));
	out = fopen(ptsname(terminal), "w");
	ASSERT_NE(NULL, out);
	replay_progress_start(&progress, out, 200);
	/* Nothing before the first moment is over. */
	replay_progress_hide(&progress);
	EXPECT_EQ(-1, read(terminal, text, sizeof(text)));
	progress.drawn = 0;
	replay_progress_update(&progress, 100);
	EXPECT_LT(0, read(terminal, text, sizeof(text) - 1));
	EXPECT_EQ('\r', text[0]);
	EXPECT_NE(NULL, strstr(text, "50 %"));
	memset(text, 0, sizeof(text));
	replay_progress_hide(&progress);
	EXPECT_LT(0, read(terminal, text, sizeof(text) - 1));
	EXPECT_STREQ("\r\033[K", text);
	replay_progress_hide(&progress);
	EXPECT_EQ(-1, read(terminal, text, sizeof(text)));
	/* The next file counts on from there. */
	replay_progress_next(&progress);
	replay_progress_update(&progress, 60);
	EXPECT_EQ(160, progress.now);
	fclose(out);
	close(terminal);
	setenv("TERM", "dumb", 1);
	replay_progress_start(&progress, stderr, 200);
	EXPECT_EQ(NULL, progress.out);
}

TEST_HARNESS_MAIN
