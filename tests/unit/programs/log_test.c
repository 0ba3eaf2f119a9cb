// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What cordond says: a line a message, its priority, and nothing that steers a
 * terminal
 */
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "cordond/log.h"
#include "cordond/notify.h"

/* Nobody listens here. */
int notify_send(const char *format, ...)
{
	(void)format;
	return 0;
}

#include "cordond/log.c"
#include "kselftest_harness.h"

/* Says @message; returns what came out at standard error. */
static const char *said(const char *message)
{
	static char text[2 * PIPE_BUF];
	int ends[2], before = dup(STDERR_FILENO);
	ssize_t n;

	if (before < 0 || pipe(ends) || dup2(ends[1], STDERR_FILENO) < 0)
		abort();
	log_message(LOG_WARNING, "%s", message);
	dup2(before, STDERR_FILENO);
	close(before);
	close(ends[1]);
	n = read(ends[0], text, sizeof(text) - 1);
	close(ends[0]);
	text[n < 0 ? 0 : n] = '\0';
	return text;
}

TEST(lines)
{
	EXPECT_STREQ("<4>accepted: policy-7 caf\xc3\xa9\n",
		     said("accepted: policy-7 caf\xc3\xa9"));
	EXPECT_STREQ("<4>one\n<4>two\n", said("one\ntwo"));
}

TEST(nothing_steers)
{
	/* Escape, the same in one byte of eight bits, and right-to-left. */
	EXPECT_STREQ("<4>a\\x1b[2Jb\n", said("a\033[2Jb"));
	EXPECT_STREQ("<4>a\\x9b2Jb\n", said("a\x9b\062Jb"));
	EXPECT_STREQ("<4>a\\xe2\\x80\\xaeb\n", said("a\xe2\x80\xae\142"));
	EXPECT_STREQ("<4>a\\x0db\n", said("a\rb"));
}

/* What is too long is cut between characters. */
TEST(long_lines)
{
	static char text[MESSAGE_MAX];
	const char *out;
	size_t length;

	memset(text, '\033', sizeof(text) - 1);
	out = said(text);
	length = strlen(out);
	EXPECT_GE(PIPE_BUF, length);
	EXPECT_LT(PIPE_BUF - 8, length);
	EXPECT_STREQ("\\x1b\n", out + length - 5);
}

TEST_HARNESS_MAIN
