// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What cordonctl status says, and ends with, of a kernel that says enforce
 *
 * The kernel is one of plain files, and the probe of the canary is played.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>

static int play_probe_open(void);
static int play_probe(int fd);

#define cordon_probe_open play_probe_open
#define cordon_probe_run play_probe
#include "cordonctl/session.c"
#include "cordonctl/kernel.c"
/* This one is taken for the real one: else no probe would be made. */
#define is_real_kernel(session) (!!(session)->root)
#include "cordonctl/status.c"
#include "cordonctl/cmd_status.c"
#include "cordonctl/status_json.c"
#include "cordonctl/status_text.c"

#include "kselftest_harness.h"

static int probe_answer;
static int opens;

static int play_probe_open(void)
{
	return opens < 0 ? opens : open("/dev/null", O_RDONLY);
}

static int play_probe(int fd)
{
	(void)fd;
	return probe_answer;
}

/**
 * struct asked - a run of the verb
 * @session: how it is run
 * @text: what it printed last
 * @json: the same, taken apart
 */
struct asked {
	struct session session;
	char *text;
	struct json_object *json;
};

FIXTURE(status) {
	char root[64];
	struct asked asked;
};

static void put(const char *root, const char *node, const char *text)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", root, node);
	file = fopen(path, "w");
	if (!file || fprintf(file, "%s\n", text) < 0 || fclose(file))
		abort();
}

FIXTURE_SETUP(status)
{
	memset(self, 0, sizeof(*self));
	snprintf(self->root, sizeof(self->root), "/tmp/cordon-status-XXXXXX");
	ASSERT_NE(NULL, mkdtemp(self->root));
	self->asked.session.root = self->root;
	self->asked.session.verb = "status";
	put(self->root, "abi", "1");
	put(self->root, "mode", "enforce");
	put(self->root, "backend", "bpf");
	probe_answer = 1;
	opens = 0;
}

FIXTURE_TEARDOWN(status)
{
	char command[128];

	free(self->asked.text);
	json_object_put(self->asked.json);
	snprintf(command, sizeof(command), "rm -rf %s", self->root);
	EXPECT_EQ(0, system(command));
}

/* Runs the verb; what it prints is in @text. Returns its exit status. */
static int ask(struct asked *asked, bool json)
{
	char verb[] = "status";
	char *arguments[2] = { verb };
	FILE *real = stdout;
	size_t size;
	int r;

	free(asked->text);
	json_wanted = json;
	the_session.root = asked->session.root;
	stdout = open_memstream(&asked->text, &size);
	r = cmd_status(1, arguments);
	fclose(stdout);
	stdout = real;
	if (json) {
		json_object_put(asked->json);
		asked->json = json_tokener_parse(asked->text);
	}
	return r;
}

static const char *alarm_word(struct asked *asked)
{
	struct json_object *alarm, *word;

	if (!json_object_object_get_ex(asked->json, "alarm", &alarm))
		return "no alarm";
	if (!alarm)
		return "null";
	json_object_object_get_ex(alarm, "word", &word);
	return json_object_get_string(word);
}

static bool is_ok(struct asked *asked)
{
	struct json_object *ok;

	return json_object_object_get_ex(asked->json, "ok", &ok) &&
	       json_object_get_boolean(ok);
}

TEST_F(status, refused)
{
	EXPECT_EQ(0, ask(&self->asked, false));
	EXPECT_NE(NULL, strstr(self->asked.text, "Cordon: enforcing\n"));
	EXPECT_NE(NULL, strstr(self->asked.text, "203.0.113.222: refused\n"));
	EXPECT_EQ(0, ask(&self->asked, true));
	EXPECT_STREQ("null", alarm_word(&self->asked));
	EXPECT_TRUE(is_ok(&self->asked));
}

TEST_F(status, let_through)
{
	probe_answer = 0;
	EXPECT_EQ(1, ask(&self->asked, false));
	EXPECT_NE(NULL, strstr(self->asked.text, "Cordon: ALARM: NOT ENFORCING: "))
		TH_LOG("%s", self->asked.text);
	EXPECT_NE(NULL, strstr(self->asked.text, "let through; start cordond again"));
	EXPECT_EQ(1, ask(&self->asked, true));
	EXPECT_STREQ("canary-let-through", alarm_word(&self->asked));
	EXPECT_FALSE(is_ok(&self->asked));
	put(self->root, "backend", "lsm");
	EXPECT_EQ(1, ask(&self->asked, false));
	EXPECT_NE(NULL, strstr(self->asked.text, "no setting does that"));
}

TEST_F(status, could_not_be_seen)
{
	probe_answer = -EPERM;
	EXPECT_EQ(1, ask(&self->asked, false));
	EXPECT_NE(NULL, strstr(self->asked.text, "could not be seen\n"));
	EXPECT_EQ(NULL, strstr(self->asked.text, "Cordon: enforcing"));
	opens = -EAFNOSUPPORT;
	EXPECT_EQ(1, ask(&self->asked, true));
	EXPECT_STREQ("null", alarm_word(&self->asked));
	EXPECT_FALSE(is_ok(&self->asked));
}

/* Nobody promised to refuse it. */
TEST_F(status, other_modes)
{
	probe_answer = 0;
	put(self->root, "mode", "monitor");
	EXPECT_EQ(0, ask(&self->asked, true));
	EXPECT_STREQ("null", alarm_word(&self->asked));
	put(self->root, "mode", "inactive");
	EXPECT_EQ(0, ask(&self->asked, false));
	EXPECT_EQ(0, ask(&self->asked, true));
	EXPECT_TRUE(is_ok(&self->asked));
}

static bool is_null(struct asked *asked, const char *key)
{
	struct json_object *value;

	return json_object_object_get_ex(asked->json, key, &value) && !value;
}

/* Whatever the canary meets: nobody can say that all is well. */
TEST_F(status, mode_that_is_unknown)
{
	static const char * const modes[] = {
		"", "enforced", "Enforce", "monitor ", "inactive\nx", "\033[31m",
		"longer than any word that a mode has in any release",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(modes); i++) {
		put(self->root, "mode", modes[i]);
		EXPECT_EQ(1, ask(&self->asked, false));
		EXPECT_NE(NULL, strstr(self->asked.text, "its mode is unknown\n"));
		EXPECT_NE(NULL, strstr(self->asked.text, "what to do"));
		EXPECT_EQ(NULL, strchr(self->asked.text, '\033'));
		EXPECT_EQ(1, ask(&self->asked, true));
		EXPECT_TRUE(is_null(&self->asked, "mode"));
		EXPECT_FALSE(is_ok(&self->asked));
	}
}

TEST_F(status, mode_that_cannot_be_read)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/mode", self->root);
	ASSERT_EQ(0, unlink(path));
	EXPECT_EQ(1, ask(&self->asked, false));
	EXPECT_NE(NULL, strstr(self->asked.text,
			       "cannot be read: No such file or directory\n"));
	EXPECT_EQ(1, ask(&self->asked, true));
	EXPECT_TRUE(is_null(&self->asked, "mode"));
	EXPECT_FALSE(is_ok(&self->asked));
	ASSERT_EQ(0, mkdir(path, 0700));
	EXPECT_EQ(1, ask(&self->asked, false));
	EXPECT_NE(NULL, strstr(self->asked.text, "cannot be read: Is a directory\n"));
}

TEST_HARNESS_MAIN
