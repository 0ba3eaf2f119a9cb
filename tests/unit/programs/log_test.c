// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What cordond says: a line a message, its priority, and nothing that steers a
 * terminal
 */
#include <fcntl.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cordond/log.h"
#include "cordond/notify.h"

/* Goes to standard error here, in brackets. */
int notify_send(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	dprintf(STDERR_FILENO, "[");
	vdprintf(STDERR_FILENO, format, args);
	dprintf(STDERR_FILENO, "]\n");
	va_end(args);
	return 0;
}

#include "cordond/log.c"
#include "kselftest_harness.h"

static void warn(const char *message)
{
	log_message(LOG_WARNING, "%s", message);
}

static void list(const char *message)
{
	log_lines(LOG_ERR, message);
}

/* In a process of its own, which it ends. */
static void end(const char *message)
{
	pid_t child = fork();

	if (child == 0)
		log_fatal(7, "%s", message);
	if (child < 0 || waitpid(child, NULL, 0) != child)
		abort();
}

/* Says @message; returns what came out at standard error. */
static const char *said_by(void (*say)(const char *message), const char *message)
{
	static char text[2 * PIPE_BUF];
	int ends[2], before = dup(STDERR_FILENO);
	ssize_t n;

	if (before < 0 || pipe(ends) || dup2(ends[1], STDERR_FILENO) < 0)
		abort();
	say(message);
	dup2(before, STDERR_FILENO);
	close(before);
	close(ends[1]);
	n = read(ends[0], text, sizeof(text) - 1);
	close(ends[0]);
	text[n < 0 ? 0 : n] = '\0';
	return text;
}

static const char *said(const char *message)
{
	return said_by(warn, message);
}

TEST(lines)
{
	EXPECT_STREQ("<4>accepted: policy-7 caf\xc3\xa9\n",
		     said("accepted: policy-7 caf\xc3\xa9"));
	/* Whoever chooses what a file is called chooses no line of ours. */
	EXPECT_STREQ("<4>x\\x0amet.cordon: accepted: refused\n",
		     said("x\nmet.cordon: accepted: refused"));
	/* The verifier of BPF programs has much to say. */
	EXPECT_STREQ("<3>one\n<3>\n<3>t\\x1bo\n", said_by(list, "one\n\nt\033o\n"));
}

/* The last words are a line in the log, and a word to the service manager. */
TEST(the_end)
{
	EXPECT_STREQ("<3>a\\x0aREADY=1\n[STATUS=failed: a\\x0aREADY=1\nERRNO=7\nSTOPPING=1]\n",
		     said_by(end, "a\nREADY=1"));
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
