// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What cordond makes of its command line
 */
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/verbs.h"
#include "cordond/options.c"
#include "engine/port.h"
#include "kselftest_harness.h"

static char output[4096];

static int parse(int argc, char **argv)
{
	struct options options;

	options_parse(&options, argc, argv);
	printf("%s %s %s\n", options.device_object, options.state, options.sysfs);
	return 0;
}

/* One of the other programs. */
static int run_other(int argc, char **argv)
{
	static const struct program program = { .name = "cordond" };

	return run_program(&program, argc, argv);
}

/* Calls @run in a process of its own. Returns its status; @output: what it said. */
static int call(int (*run)(int argc, char **argv), char *first, char *second)
{
	char *argv[4] = { (char *)"cordond", first, second, };
	int argc = second ? 3 : first ? 2 : 1;
	int ends[2], status;
	pid_t child;
	ssize_t n;

	if (pipe(ends))
		abort();
	child = fork();
	if (child == 0) {
		dup2(ends[1], STDOUT_FILENO);
		dup2(ends[1], STDERR_FILENO);
		exit(run(argc, argv));
	}
	close(ends[1]);
	if (child < 0 || waitpid(child, &status, 0) != child || !WIFEXITED(status))
		abort();
	n = read(ends[0], output, sizeof(output) - 1);
	close(ends[0]);
	output[n < 0 ? 0 : n] = '\0';
	return WEXITSTATUS(status);
}

TEST(paths)
{
	EXPECT_EQ(0, call(parse, NULL, NULL));
	EXPECT_STREQ("/etc/cordon/policy.cordon /var/lib/cordon /sys/kernel/cordon\n",
		     output);
	EXPECT_EQ(0, call(parse, "--policy=a", "--state=b"));
	EXPECT_STREQ("a b /sys/kernel/cordon\n", output);
	EXPECT_EQ(0, call(parse, "--sysfs", "c"));
	EXPECT_STREQ("/etc/cordon/policy.cordon /var/lib/cordon c\n", output);
}

/* All programs are of one version, and say it alike. */
TEST(version)
{
	char said[sizeof(output)];

	EXPECT_EQ(EXIT_OK, call(parse, "--version", NULL));
	memcpy(said, output, sizeof(said));
	EXPECT_EQ(0, strncmp(said, "cordond ", 8)) TH_LOG("%s", said);
	EXPECT_EQ(0, call(run_other, "--version", NULL));
	EXPECT_STREQ(output, said);
}

TEST(asked_for_help)
{
	EXPECT_EQ(EXIT_OK, call(parse, "--help", NULL));
	EXPECT_EQ(0, strncmp(output, "usage: cordond ", 15));
	EXPECT_NE(NULL, strstr(output, "--version"));
}

TEST(mistakes)
{
	EXPECT_EQ(EXIT_USAGE, call(parse, "--nonsense", NULL));
	EXPECT_NE(NULL, strstr(output, "see cordond --help\n"));
	EXPECT_EQ(EXIT_USAGE, call(parse, "--policy", NULL));
	EXPECT_EQ(EXIT_USAGE, call(parse, "start", NULL));
	EXPECT_STREQ("cordond: what is \"start\"? see cordond --help\n", output);
}

/* Nobody reads the answer: that is no success. */
TEST(lost_answers)
{
	char *argv[3] = { (char *)"cordond", (char *)"--version", };
	pid_t child = fork();
	int status;

	ASSERT_LE(0, child);
	if (child == 0) {
		struct options options;

		if (!freopen("/dev/full", "w", stdout))
			_exit(77);
		options_parse(&options, 2, argv);
		_exit(78);
	}
	ASSERT_EQ(child, waitpid(child, &status, 0));
	EXPECT_EQ(EXIT_FAILED, WEXITSTATUS(status));
}

TEST_HARNESS_MAIN
