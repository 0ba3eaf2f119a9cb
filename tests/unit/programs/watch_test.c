// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How cordonctl watch shows a record, to a person and to a program
 */
#include <stdlib.h>

#include "cordonctl/watch_show.c"
#include "kselftest_harness.h"

#define REST \
	" operation=\"exec\" service=\"alpha\" action=\"deny\"" \
	" reason=\"path\" rule=70617468202A2A2F78" \
	" path=\"/opt/x\" pid=7 uid=0 comm=\"init\"" \
	" policy=\"test\" version=3 mode=\"enforce\""

/* What stands behind the time. */
static const struct {
	enum cordon_record_kind kind;
	const char *word;
	const char *line;
	bool let_through;
} kinds[] = {
	{ CORDON_RECORD_DENIED, "DENIED", "DENIED       alpha  exec /opt/x",
	  false },
	{ CORDON_RECORD_INSPECT, "INSPECT", "INSPECT      alpha  exec /opt/x",
	  false },
	{ CORDON_RECORD_AUDIT, "AUDIT", "AUDIT        alpha  exec /opt/x",
	  false },
	{ CORDON_RECORD_WOULD_DENY, "WOULD-DENY",
	  "WOULD-DENY   alpha  exec /opt/x", false },
	{ CORDON_RECORD_NEVER_BLOCK, "NEVER-BLOCK",
	  "NEVER-BLOCK  alpha  exec /opt/x", true },
};

static bool make(const char *word, struct cordon_record *record)
{
	char text[512];

	snprintf(text, sizeof(text), "audit(1.000:1): cordon=\"%s\"" REST,
		 word);
	return !cordon_record_parse(record, text, strlen(text));
}

/* For free(). */
static char *shown(const struct cordon_record *record, bool colour)
{
	struct session session = { .colour = colour };
	FILE *real = stdout;
	char *text = NULL;
	size_t size;

	stdout = open_memstream(&text, &size);
	record_print(&session, record);
	fclose(stdout);
	stdout = real;
	return text;
}

TEST(every_kind)
{
	static struct cordon_record record;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		char *text;

		ASSERT_EQ(true, make(kinds[i].word, &record));
		EXPECT_EQ(kinds[i].kind, record.kind);
		text = shown(&record, false);
		EXPECT_NE(NULL, strstr(text, kinds[i].line)) TH_LOG("%s", text);
		EXPECT_NE(NULL, strstr(text, "(deny: path **/x)"));
		EXPECT_EQ(kinds[i].let_through,
			  !!strstr(text, "  let through: on the firmware's never-block list\n"))
			TH_LOG("%s", text);
		free(text);
	}
}

/* Each in a colour of its own: what was let through is not taken for refused. */
TEST(colours)
{
	char colour[ARRAY_SIZE(kinds)][16];
	static struct cordon_record record;
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		const char *escape;
		char *text;

		ASSERT_EQ(true, make(kinds[i].word, &record));
		text = shown(&record, true);
		escape = strchr(text, '\033');
		ASSERT_NE(NULL, escape);
		snprintf(colour[i], sizeof(colour[i]), "%.*s",
			 (int)strcspn(escape, "m"), escape);
		for (j = 0; j < i; j++)
			EXPECT_STRNE(colour[j], colour[i]);
		free(text);
	}
}

TEST(told_for_many)
{
	static const char text[] =
		"audit(1.000:1): cordon=\"DENIED\"" REST " count=49";
	static struct cordon_record record;
	char *line;

	ASSERT_EQ(0, cordon_record_parse(&record, text, strlen(text)));
	line = shown(&record, false);
	EXPECT_NE(NULL, strstr(line, "exec /opt/x"));
	EXPECT_NE(NULL, strstr(line, "  49 more of the same\n"));
	free(line);
	ASSERT_EQ(true, make("DENIED", &record));
	line = shown(&record, false);
	EXPECT_EQ(NULL, strstr(line, "more of the same"));
	free(line);
}

TEST(json)
{
	static struct cordon_record record;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++) {
		struct json_object *object, *word;

		ASSERT_EQ(true, make(kinds[i].word, &record));
		object = record_to_json(&record);
		ASSERT_EQ(true, json_object_object_get_ex(object, "record",
							  &word));
		EXPECT_STREQ(kinds[i].word, json_object_get_string(word));
		json_object_put(object);
	}
}

TEST_HARNESS_MAIN
