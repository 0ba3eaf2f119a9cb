// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What lint finds unwise, each with a twin about which it is silent
 */
#include "source_tree.h"
#include "kselftest_harness.h"

#define HELP	"[defaults]\nhelp = https://h\n"

/**
 * struct lint_case - a finding, and what to write so that it goes
 * @severity: of the finding
 * @text: part of it
 * @ini: behind SOURCE_POLICY
 * @a: services/a.list
 * @good_ini: instead of @ini; NULL for the same
 * @good_a: instead of @a; NULL for the same
 */
struct lint_case {
	enum cordon_severity severity;
	const char *text;
	const char *ini;
	const char *a;
	const char *good_ini;
	const char *good_a;
};

static const struct lint_case cases[] = {
	{ CORDON_WARNING, "root of the file's own filesystem", HELP,
	  "path /usr/bin/x\n", NULL, "path **/usr/bin/x\n" },
	{ CORDON_WARNING, "only wildcards", HELP, "path **/x/*\n", NULL,
	  "path **/x/y*\n" },
	{ CORDON_WARNING, "only wildcards", HELP, "path **/x/**\n", NULL,
	  "path **/x/**/y\n" },
	{ CORDON_WARNING, "is covered by 'domain a.org'", HELP,
	  "domain a.org\ndomain b.a.org\n", NULL, "domain a.org\n" },
	/* Needed: an except lies between them. */
	{ CORDON_WARNING, "is covered by", HELP,
	  "domain a.org\ndomain c.b.a.org\n", NULL,
	  "domain a.org\nexcept domain b.a.org\ndomain c.b.a.org\n" },
	{ CORDON_WARNING, "'xn--999999999' is the ASCII form of no name", HELP,
	  "domain a.xn--999999999.org\n", NULL,
	  "domain a.xn--80ak6aa92e.org\ndomain a.b\xc3\xbc.org\n" },
	{ CORDON_WARNING, "'xn--a-b' is the ASCII form of no name", HELP,
	  "domain a.org\nexcept domain xn--a-b.a.org\n", NULL,
	  "domain a.org\nexcept domain \xd0\xb0.a.org\n" },
	{ CORDON_WARNING, "'xn--ab-j1t' is the ASCII form of no name", HELP,
	  "domain xn--ab-j1t.org\n", NULL,
	  "domain xn--gi8h42h.ws\ndomain xn--mgba3gch31f060k.com\n" },
	{ CORDON_WARNING, "no rule in common",
	  HELP "[service a]\nyields-to = b\n", "domain a.org\n",
	  NULL, "domain b.org\ndomain a.org\n" },
	{ CORDON_WARNING, "very short", HELP, "prefix 64.0.0.0/7\n", NULL,
	  "prefix 64.0.0.0/8\n" },
	{ CORDON_WARNING, "is not public", HELP, "prefix 10.0.0.0/8\n", NULL,
	  "prefix 11.0.0.0/8\n" },
	{ CORDON_WARNING, "yields all of its rules",
	  HELP "[service a]\nyields-to = b\n", "domain b.org\n", NULL,
	  "domain b.org\ndomain a.org\n" },
	{ CORDON_NOTE, "package rules only", HELP, "package com.a\n", NULL,
	  "package com.a\ndomain a.org\n" },
	{ CORDON_NOTE, "package rules only", HELP, "package com.a\n",
	  HELP "[service a]\naction = audit\n", NULL },
	{ CORDON_NOTE, "who is refused 'a' is not told", "", "domain a.org\n",
	  "[service a]\nmessage = M\n[service b]\nhelp = https://h\n", NULL },
	{ CORDON_NOTE, "gives up 1 rules that 'b' has",
	  HELP "[service a]\nyields-to = b\n", "domain b.org\ndomain a.org\n",
	  HELP, "domain a.org\n" },
};

FIXTURE(lint) {
	struct source_tree tree;
	struct cordon_diagnostics diag;
	struct cordon_compiled compiled;
};

FIXTURE_SETUP(lint)
{
	memset(&self->diag, 0, sizeof(self->diag));
	memset(&self->compiled, 0, sizeof(self->compiled));
	ASSERT_EQ(0, source_tree_make(&self->tree));
	ASSERT_EQ(0, source_tree_text(&self->tree, "services/b.list",
				      "domain b.org\n"));
}

FIXTURE_TEARDOWN(lint)
{
	cordon_compiled_free(&self->compiled);
	cordon_diagnostics_free(&self->diag);
	source_tree_remove(&self->tree);
}

static int lint(FIXTURE_DATA(lint) * self, const char *ini, const char *a)
{
	char text[2048];

	cordon_compiled_free(&self->compiled);
	cordon_diagnostics_free(&self->diag);
	snprintf(text, sizeof(text), SOURCE_POLICY "%s", ini);
	if (source_tree_text(&self->tree, "test.ini", text) ||
	    source_tree_text(&self->tree, "services/a.list", a))
		return -EIO;
	return cordon_lint(self->tree.ini, &self->diag, &self->compiled);
}

TEST_F(lint, remarks)
{
	const struct cordon_diagnostic *found;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		const struct lint_case *c = cases + i;

		EXPECT_EQ(0, lint(self, c->ini, c->a));
		found = source_finding(&self->diag, c->text);
		EXPECT_NE(NULL, found) {
			TH_LOG("case %zu: no '%s'", i, c->text);
			source_show(&self->diag);
		}
		if (found)
			EXPECT_EQ(c->severity, found->severity);
		EXPECT_EQ(0, lint(self, c->good_ini ? c->good_ini : c->ini,
				  c->good_a ? c->good_a : c->a)) {
			source_show(&self->diag);
		}
		EXPECT_EQ(NULL, source_finding(&self->diag, c->text)) {
			TH_LOG("case %zu: '%s' of the twin", i, c->text);
		}
	}
}

/* compile says nothing of what lint finds unwise. */
/* A refused prefix inside a shared range, around one, and where none is. */
TEST_F(lint, shared)
{
	static const struct {
		const char *prefix;
		const char *action;
		bool warned;
	} row[] = {
		{ "prefix 104.16.0.0/16\n", "", true },
		{ "prefix 104.0.0.0/10\n", "", true },
		{ "prefix 104.16.0.0/13\n", "", true },
		{ "prefix 104.16.0.0/16\n", "[service a]\naction = audit\n", false },
		{ "prefix 104.24.0.0/16\n", "", false },
	};
	char ini[256];
	size_t i;

	ASSERT_EQ(0, source_tree_text(&self->tree, "cdn.list",
				      "prefix 104.16.0.0/13\n"));
	for (i = 0; i < ARRAY_SIZE(row); i++) {
		snprintf(ini, sizeof(ini), "[network]\nshared = cdn.list\n%s",
			 row[i].action);
		ASSERT_EQ(0, lint(self, ini, row[i].prefix));
		EXPECT_EQ(row[i].warned,
			  !!source_finding(&self->diag, "meets the shared range"))
			TH_LOG("%s%s", row[i].prefix, row[i].action);
	}
}

TEST_F(lint, compile_is_silent)
{
	ASSERT_EQ(0, lint(self, HELP, "path /usr/bin/x\n"));
	EXPECT_EQ(1, self->diag.warnings);
	cordon_compiled_free(&self->compiled);
	cordon_diagnostics_free(&self->diag);
	ASSERT_EQ(0, cordon_compile(self->tree.ini, &self->diag,
				    &self->compiled));
	EXPECT_EQ(0, self->diag.count);
}

#define MUST_WORK \
	"[policy]\nname = test\nversion = 1\nmode = enforce\n" \
	"services = services/*.list\nmust-work = controls.list\n" HELP

static int lint_controls(FIXTURE_DATA(lint) * self, const char *more,
			 const char *a, const char *controls)
{
	char text[2048];

	cordon_compiled_free(&self->compiled);
	cordon_diagnostics_free(&self->diag);
	snprintf(text, sizeof(text), MUST_WORK "%s", more);
	if (source_tree_text(&self->tree, "test.ini", text) ||
	    source_tree_text(&self->tree, "services/a.list", a) ||
	    source_tree_text(&self->tree, "controls.list", controls))
		return -EIO;
	return cordon_lint(self->tree.ini, &self->diag, &self->compiled);
}

TEST_F(lint, must_work)
{
	static const char controls[] = "# news\ndomain www.news.example\n";

	EXPECT_EQ(-EINVAL, lint_controls(self, "", "domain news.example\n",
					 controls));
	ASSERT_EQ(1, self->diag.errors);
	EXPECT_NE(NULL, source_finding(&self->diag, "must work but is refused"));
	EXPECT_EQ(2, self->diag.list[0].line);
	EXPECT_NE(NULL, strstr(self->diag.list[0].hint, "a.list:1"));
	EXPECT_EQ(NULL, self->compiled.blob);
	/* A suffix of bytes is not one of labels. */
	EXPECT_EQ(0, lint_controls(self, "", "domain ews.example\n", controls));
	EXPECT_EQ(0, lint_controls(self, "",
				   "domain news.example\nexcept domain www.news.example\n",
				   controls));
	/* What is not refused works. */
	EXPECT_EQ(0, lint_controls(self, "[service a]\naction = audit\n",
				   "domain news.example\n", controls));
}

TEST_F(lint, must_work_is_read_strictly)
{
	EXPECT_EQ(-EINVAL, lint_controls(self, "", "domain a.org\n",
					 "prefix 192.0.2.0/24\n"));
	EXPECT_NE(NULL, source_finding(&self->diag, "'prefix' is no rule here"));
	EXPECT_EQ(-EINVAL, lint_controls(self, "", "domain a.org\n", "# none\n"));
}

TEST_HARNESS_MAIN
