// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The words of a command line: which verb runs, and with what
 */
#include <stdio.h>
#include <string.h>

#include "cli/output.h"
#include "cli/verbs.h"
#include "engine/port.h"
#include "kselftest_harness.h"

#define WORDS_MAX	8

/* What ran, as words with a blank behind each; empty: nothing. */
static char ran[128];
static const char *root;
static bool topic_shown;

static int run(int argc, char **argv)
{
	int i;

	for (i = 0; i < argc; i++)
		snprintf(ran + strlen(ran), sizeof(ran) - strlen(ran), "%s ",
			 argv[i]);
	return argv[argc] ? CORDON_EXIT_FAILED : CORDON_EXIT_DENIED;
}

static int take_root(int argc, char **argv)
{
	if (strcmp(argv[0], "--root"))
		return 0;
	if (argc < 2 || *argv[1] == '-')
		return -1;
	root = argv[1];
	return 2;
}

static int show_topic(void)
{
	topic_shown = true;
	return CORDON_EXIT_OK;
}

static const struct verb verbs[] = {
	{ "load", run, "load it", "load FILE\n" },
	{ "status", run, "how it is", "status\n" },
};

#define HELP	.help = { .name = "help", .brief = "help", .usage = "help\n" }

/* One must name a verb; has a topic. */
static const struct program strict = {
	.name = "strict", .usage = "VERB", .notes = "",
	.verbs = verbs, .count = ARRAY_SIZE(verbs),
	HELP, .topic = "policy", .show_topic = show_topic,
};

/* One need not; has an option of its own. */
static const struct program easy = {
	.name = "easy", .usage = "[VERB]", .notes = "",
	.verbs = verbs, .count = ARRAY_SIZE(verbs),
	HELP, .fallback = "status", .option = take_root,
};

static const struct {
	const struct program *program;
	const char *words[WORDS_MAX];
	int status;
	const char *ran;
	bool json;
} lines[] = {
	{ &strict, { "load", "x" }, CORDON_EXIT_DENIED, "load x ", false },
	{ &strict, { "load", "x", "--json" }, CORDON_EXIT_DENIED, "load x ", true },
	{ &strict, { "--json", "load", "x" }, CORDON_EXIT_DENIED, "load x ", true },
	/* Behind -- words are no options. */
	{ &strict, { "load", "--", "--json" }, CORDON_EXIT_DENIED,
	  "load -- --json ", false },
	{ &strict, { "load", "--", "--help" }, CORDON_EXIT_DENIED,
	  "load -- --help ", false },
	{ &strict, { "load", "--root", "x" }, CORDON_EXIT_DENIED,
	  "load --root x ", false },
	{ &strict, { NULL }, CORDON_EXIT_USAGE, "", false },
	{ &strict, { "--json" }, CORDON_EXIT_USAGE, "", true },
	{ &strict, { "lode" }, CORDON_EXIT_USAGE, "", false },
	{ &strict, { "help" }, CORDON_EXIT_OK, "", false },
	{ &strict, { "help", "load" }, CORDON_EXIT_OK, "", false },
	{ &strict, { "help", "help" }, CORDON_EXIT_OK, "", false },
	{ &strict, { "help", "lode" }, CORDON_EXIT_USAGE, "", false },
	{ &strict, { "help", "load", "x" }, CORDON_EXIT_USAGE, "", false },
	{ &strict, { "load", "x", "--help" }, CORDON_EXIT_OK, "", false },
	{ &strict, { "load", "-h" }, CORDON_EXIT_OK, "", false },
	{ &strict, { "lode", "--help" }, CORDON_EXIT_USAGE, "", false },
	{ &strict, { "--help" }, CORDON_EXIT_OK, "", false },
	{ &strict, { "--version" }, CORDON_EXIT_OK, "", false },
	{ &easy, { NULL }, CORDON_EXIT_DENIED, "status ", false },
	{ &easy, { "--json" }, CORDON_EXIT_DENIED, "status ", true },
	{ &easy, { "--help" }, CORDON_EXIT_OK, "", false },
	{ &easy, { "help", "policy" }, CORDON_EXIT_USAGE, "", false },
	{ &easy, { "--root" }, CORDON_EXIT_USAGE, "", false },
	{ &easy, { "load", "--root" }, CORDON_EXIT_USAGE, "", false },
	{ &easy, { "--root", "--json" }, CORDON_EXIT_USAGE, "", true },
	{ &easy, { "--rot", "x" }, CORDON_EXIT_USAGE, "", false },
};

static int call(const struct program *program, const char *const *words)
{
	char name[] = "name";
	char *argv[WORDS_MAX + 2] = { name };
	int argc = 1;

	while (argc <= WORDS_MAX && words[argc - 1]) {
		argv[argc] = (char *)words[argc - 1];
		argc++;
	}
	*ran = '\0';
	json_wanted = false;
	return run_program(program, argc, argv);
}

/* What they print stands on lines that are no results. */
TEST(words)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(lines); i++) {
		int status = call(lines[i].program, lines[i].words);

		EXPECT_EQ(lines[i].status, status)
			TH_LOG("line %zu", i);
		EXPECT_STREQ(lines[i].ran, ran);
		EXPECT_EQ(lines[i].json, json_wanted);
	}
}

TEST(option_of_the_program)
{
	static const char *const before[] = { "--root", "/x", "load", "y", NULL };
	static const char *const behind[] = { "load", "y", "--root", "/z", NULL };

	EXPECT_EQ(CORDON_EXIT_DENIED, call(&easy, before));
	EXPECT_STREQ("/x", root);
	EXPECT_STREQ("load y ", ran);
	EXPECT_EQ(CORDON_EXIT_DENIED, call(&easy, behind));
	EXPECT_STREQ("/z", root);
	EXPECT_STREQ("load y ", ran);
}

TEST(topic)
{
	static const char *const words[] = { "help", "policy", NULL };

	EXPECT_EQ(CORDON_EXIT_OK, call(&strict, words));
	EXPECT_TRUE(topic_shown);
}

TEST_HARNESS_MAIN
