// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the strict reader refuses, each with a twin that it takes
 */
#include <stdlib.h>

#include "source_tree.h"
#include "kselftest_harness.h"

/* Line of the first line after SOURCE_POLICY. */
#define NEXT	6
#define RULE	"domain example.org\n"

/* A bad .ini tail, the error's text and place, and a good tail. */
#define INI(what, bad, error, line, column, good) \
	{ what, bad, sizeof(bad) - 1, RULE, sizeof(RULE) - 1, error, line, column, good, NULL }
/* A bad list, the error's text and place, and a good list. */
#define LIST(what, bad, error, line, column, good) \
	{ what, "", 0, bad, sizeof(bad) - 1, error, line, column, NULL, good }

static const struct source_case bytes[] = {
	INI("NUL in a value", "[defaults]\nhelp = https://a\0b\n", "NUL byte",
	    NEXT + 1, 17, "[defaults]\nhelp = https://ab\n"),
	INI("NUL in a comment", "# a\0b\n", "NUL byte", NEXT, 4, "# ab\n"),
	INI("control byte", "# a\x01\n", "control byte 0x01", NEXT, 4, "# a\n"),
	INI("tab", "[defaults]\nhelp\t= https://a\n", "tab", NEXT + 1, 5,
	    "[defaults]\nhelp = https://a\n"),
	INI("not UTF-8", "# a\xff\n", "not valid UTF-8", NEXT, 4, "# a\xc3\xa9\n"),
	INI("overlong UTF-8", "# \xc0\xaf\n", "not valid UTF-8", NEXT, 3, "# /\n"),
	INI("overlong UTF-8 of three bytes", "# \xe0\x80\xaf\n",
	    "not valid UTF-8", NEXT, 3, "# \xe0\xa0\x80\n"),
	INI("surrogate", "# \xed\xa0\x80\n", "not valid UTF-8", NEXT, 3,
	    "# \xed\x9f\xbf\n"),
	INI("writing direction turned", "# \xe2\x80\xae\n", "U+202E", NEXT, 3,
	    "# \xe2\x82\xac\n"),
	INI("column counts characters", "# \xc3\xa9\xc3\xa9\x01\n",
	    "control byte", NEXT, 5, "# \xc3\xa9\xc3\xa9\n"),
	INI("DOS line end", "# a\r\n", "CR LF", NEXT, 4, "# a\n"),
	INI("lonely CR", "# a\rb\n", "control byte 0x0d", NEXT, 4, "# ab\n"),
	LIST("NUL", "domain a.org\0\n", "NUL byte", 1, 13, "domain a.org\n"),
	LIST("tab", "domain\ta.org\n", "tab", 1, 7, "domain a.org\n"),
	LIST("not UTF-8", "# \x80\ndomain a.org\n", "not valid UTF-8", 1, 3,
	     "# \xc2\xa1\ndomain a.org\n"),
	LIST("joiner that joins nothing", "domain a\342\200\214b.org\n",
	     "U+200C", 1, 9, "domain \xd9\x87\xe2\x80\x8c\xd8\xa7.org\n"),
	LIST("joiner that joins nothing, in a comment",
	     "# a\342\200\214b\ndomain a.org\n", "U+200C", 1, 4,
	     "# \xd9\x87\xe2\x80\x8c\xd8\xa7\ndomain a.org\n"),
	LIST("joiner in a path", "path **/\xd9\x87\xe2\x80\x8c\xd8\xa7\n",
	     "U+200C", 1, 10, "path **/\xd9\x87\?\?\?\xd8\xa7\n"),
	LIST("space that does not show", "domain a\342\200\213b.org\n",
	     "U+200B", 1, 9, "domain ab.org\n"),
	LIST("byte order mark", "\xef\xbb\xbf# a\ndomain a.org\n",
	     "byte order mark", 1, 1, "# a\ndomain a.org\n"),
	LIST("DOS line end", "domain a.org\r\n", "CR LF", 1, 13,
	     "domain a.org\n"),
};

static const struct source_case lines[] = {
	INI("indented key", "[defaults]\naction = deny\n help = https://a\n",
	    "begins with a space", NEXT + 2, 1,
	    "[defaults]\naction = deny\nhelp = https://a\n"),
	INI("indented comment", " # a\n", "begins with a space", NEXT, 1, "# a\n"),
	INI("comment behind a value", "[defaults]\nhelp = https://a ;b\n",
	    "would begin a comment", NEXT + 1, 18,
	    "[defaults]\nhelp = https://a;b\n"),
	INI("hash behind a value", "[defaults]\nhelp = https://a #b\n",
	    "would begin a comment", NEXT + 1, 18,
	    "[defaults]\nhelp = https://a#b\n"),
	INI("colon", "[defaults]\naction: deny\n", "':' instead of '='",
	    NEXT + 1, 7, "[defaults]\naction = deny\n"),
	INI("no equals sign", "[defaults]\naction\n", "'=' is missing", NEXT + 1, 7,
	    "[defaults]\naction=deny\n"),
	INI("no key", "[defaults]\n= deny\n", "the key is missing", NEXT + 1, 1,
	    "[defaults]\naction = deny\n"),
	INI("no value", "[defaults]\naction =\n", "has no value", NEXT + 1, 9,
	    "[defaults]\naction = deny\n"),
	INI("section not closed", "[defaults\naction = deny\n",
	    "']' is missing", NEXT, 10, "[defaults]\naction = deny\n"),
	INI("more behind a section", "[defaults] x\naction = deny\n",
	    "more after the section", NEXT, 11, "[defaults]\naction = deny\n"),
	INI("section name too long",
	    "[service aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]\n",
	    "48 is the limit", NEXT, 50, "[service a]\n"),
	LIST("indented rule", " domain a.org\n", "begins with a space", 1, 1,
	     "domain a.org\n"),
	LIST("comment behind a rule", "domain a.org # no\n",
	     "would begin a comment", 1, 14, "# no\ndomain a.org\n"),
	LIST("INI comment", "; no\ndomain a.org\n",
	     "a comment in a list begins with #", 1, 1,
	     "# no\ndomain a.org\n"),
	LIST("blanks at the end are nothing", "domain a.org\x20\x20\nbad\n",
	     "'bad' is no rule here", 2, 1, "domain a.org\x20\n\n# c"),
};

static const struct source_case keys[] = {
	INI("unknown section", "[polcy]\n", "did you mean 'policy'", NEXT, 2, ""),
	INI("duplicate section", "[defaults]\naction = deny\n[defaults]\n",
	    "stands twice; the first is on line 6", NEXT + 2, 2,
	    "[defaults]\naction = deny\n"),
	INI("duplicate service section", "[service a]\n[service a]\n",
	    "stands twice", NEXT + 1, 2, "[service a]\n"),
	INI("unknown key", "[defaults]\nacton = deny\n",
	    "did you mean 'action'", NEXT + 1, 1, "[defaults]\naction = deny\n"),
	INI("key of another section", "[network]\naction = deny\n",
	    "unknown key 'action'", NEXT + 1, 1, "[network]\ndns = learn\n"),
	INI("duplicate key", "[defaults]\naction = deny\naction = deny\n",
	    "stands twice; the first is on line 7", NEXT + 2, 1,
	    "[defaults]\naction = deny\n"),
	INI("unknown action", "[defaults]\naction = block\n",
	    "no value of 'action'", NEXT + 1, 10, "[defaults]\naction = audit\n"),
	INI("unknown dns", "[network]\ndns = lern\n", "did you mean 'learn'",
	    NEXT + 1, 7, "[network]\ndns = refuse\n"),
	INI("unknown other-resolvers", "[network]\nother-resolvers = deny\n",
	    "no value of 'other-resolvers'", NEXT + 1, 19,
	    "[network]\nother-resolvers = allow\n"),
	INI("help is no URL", "[defaults]\nhelp = ask Bob\n", "help is a URL",
	    NEXT + 1, 8, "[defaults]\nhelp = mailto:bob@example.org\n"),
	INI("resolver with a port", "[network]\nresolvers = 10.0.0.1, 10.0.0.1:53\n",
	    "not an address", NEXT + 1, 23,
	    "[network]\nresolvers = 10.0.0.1, ::1\n"),
	INI("resolver twice", "[network]\nresolvers = 10.0.0.1, ::ffff:10.0.0.1\n",
	    "stands twice", NEXT + 1, 23,
	    "[network]\nresolvers = 10.0.0.1, 10.0.0.2\n"),
	INI("empty item", "[network]\nresolvers = 10.0.0.1,,10.0.0.2\n",
	    "empty item", NEXT + 1, 22,
	    "[network]\nresolvers = 10.0.0.1,10.0.0.2\n"),
	INI("section of no service", "[service b]\naction = deny\n",
	    "no list file for the service 'b'", NEXT, 2,
	    "[service a]\naction = deny\n"),
	INI("service with a bad name", "[service A]\n", "is no service's name",
	    NEXT, 2, "[service a]\n"),
	INI("reserved service", "[service cordon-canary]\naction = allow\n",
	    "reserved", NEXT, 2, "[service a]\naction = allow\n"),
	INI("shared file missing", "[network]\nshared = cdn.list\n",
	    "No such file", NEXT + 1, 10, ""),
};

static const struct source_case rules[] = {
	LIST("unknown rule", "domian a.org\n", "did you mean 'domain'", 1, 1,
	     "domain a.org\n"),
	LIST("except what", "domain a.org\nexcept b.a.org\n", "is no rule here",
	     2, 1, "domain a.org\nexcept domain b.a.org\n"),
	LIST("empty list", "# nothing\n", "the list has no rule", 0, 0,
	     "domain a.org\n"),
	LIST("empty file", "", "the list has no rule", 0, 0, "domain a.org\n"),
	LIST("no name", "domain\n", "the name is missing", 1, 7,
	     "domain a.org\n"),
	LIST("wildcard", "domain *.a.org\n", "no wildcard", 1, 8,
	     "domain a.org\n"),
	LIST("dot at the end", "domain a.org.\n", "ends with a dot", 1, 13,
	     "domain A.ORG\n"),
	LIST("dot at the start", "domain .a.org\n", "an empty label", 1, 8,
	     "domain a.org\n"),
	LIST("top-level domain", "domain com\n", "whole top-level domain", 1, 8,
	     "domain a.com\n"),
	LIST("address", "domain 192.0.2.1\n", "this is an address", 1, 8,
	     "prefix 192.0.2.1/32\n"),
	LIST("IPv6 address", "domain 2001:db8::1\n", "this is an address", 1, 8,
	     "prefix 2001:db8::1/128\n"),
	LIST("number at the end", "domain a.1.2\n", "digits only", 1, 12,
	     "domain a.1.x2\n"),
	LIST("URL", "domain https://a.org/\n", "this is a URL", 1, 8,
	     "domain a.org\n"),
	LIST("page", "domain a.org/x\n", "'/' in a name", 1, 13,
	     "domain a.org\n"),
	LIST("no letter of a name", "domain \xe2\x92\x88.example\n",
	     "no host name can have this label", 1, 8,
	     "domain b\xc3\xbc.example\n"),
	LIST("bad label behind a good one",
	     "domain b\xc3\xbc.a\xe2\x92\x88.example\n",
	     "no host name can have this label", 1, 11,
	     "domain b\xc3\xbc.a.example\n"),
	LIST("another dot", "domain b\xc3\xbc\xe3\x80\x82xample\n",
	     "the dot between labels", 1, 8,
	     "domain b\xc3\xbc.example\n"),
	LIST("top-level domain of another script",
	     "domain \xd1\x80\xd1\x84\n", "whole top-level domain", 1, 8,
	     "domain \xd0\xb0.\xd1\x80\xd1\x84\n"),
	LIST("one name in two scripts",
	     "domain b\xc3\xbc.example\ndomain xn--b-eha.example\n",
	     "stands twice", 2, 8,
	     "domain b\xc3\xbc.example\ndomain xn--b-nga.example\n"),
	LIST("long label",
	     "domain aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.org\n",
	     "63 is the limit", 1, 8,
	     "domain aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.org\n"),
	LIST("two names", "domain a.org b.org\n", "more than one word", 1, 13,
	     "domain a.org\ndomain b.org\n"),
	LIST("no prefix", "prefix\n", "the prefix is missing", 1, 7,
	     "prefix 192.0.2.0/24\n"),
	LIST("no length", "prefix 192.0.2.1\n", "length is missing", 1, 17,
	     "prefix 192.0.2.1/32\n"),
	LIST("bad length", "prefix 192.0.2.0/33\n", "from 1 to 32", 1, 18,
	     "prefix 192.0.2.0/31\n"),
	LIST("bad IPv6 length", "prefix 2001:db8::/129\n", "from 1 to 128", 1, 19,
	     "prefix 2001:db8::/128\n"),
	LIST("signed length", "prefix 192.0.2.0/+24\n", "from 1 to 32", 1, 18,
	     "prefix 192.0.2.0/24\n"),
	LIST("leading zero", "prefix 192.0.2.0/024\n", "from 1 to 32", 1, 18,
	     "prefix 192.0.2.0/24\n"),
	LIST("everything", "prefix 0.0.0.0/0\n", "covers every address", 1, 16,
	     "prefix 64.0.0.0/2\n"),
	LIST("host bits", "prefix 192.0.2.1/24\n", "bits after its first 24", 1, 8,
	     "prefix 192.0.2.0/24\n"),
	LIST("IPv6 host bits", "prefix 2001:db8:1::1/48\n", "bits after its first 48",
	     1, 8, "prefix 2001:DB8:1:0::/48\n"),
	LIST("no address", "prefix 192.0.2/24\n", "is not an address", 1, 8,
	     "prefix 192.0.2.0/24\n"),
	LIST("octal address", "prefix 192.000.002.0/24\n", "is not an address", 1,
	     8, "prefix 192.0.2.0/24\n"),
	LIST("mapped", "prefix ::ffff:192.0.2.0/120\n", "IPv4-mapped range", 1, 8,
	     "prefix 192.0.2.0/24\n"),
	LIST("all mapped", "prefix ::/64\n", "holds every IPv4 address", 1, 8,
	     "prefix 100::/64\n"),
	LIST("6to4", "prefix 2002:c000:200::/40\n", "6to4 range", 1, 8,
	     "prefix 192.0.2.0/24\n"),
	LIST("Teredo", "prefix 2001:0:1::/48\n", "Teredo range", 1, 8,
	     "prefix 2001:1:1::/48\n"),
	LIST("NAT64", "prefix 64:ff9b::c000:200/120\n", "NAT64 range", 1, 8,
	     "prefix 192.0.2.0/24\n"),
	LIST("no pattern", "path\n", "the pattern is missing", 1, 5,
	     "path **/x\n"),
	LIST("relative path", "path bin/x\n", "must begin with", 1, 6,
	     "path **/bin/x\n"),
	LIST("parent in a path", "path /a/../x\n", "empty component", 1, 6,
	     "path /a/x\n"),
	LIST("stars inside", "path /a**/x\n", "inside a component", 1, 6,
	     "path /a*/x\n"),
	LIST("package of one word", "package whatsapp\n", "two words", 1, 16,
	     "package com.whatsapp\n"),
	LIST("package with a hyphen", "package com.whats-app\n",
	     "letters, digits", 1, 18, "package com.whats_app\n"),
};

static size_t count_broken(const struct source_case *cases, size_t count)
{
	size_t broken = 0, i;

	for (i = 0; i < count; i++)
		broken += !source_case_holds(cases + i);
	return broken;
}

TEST(refused_bytes)
{
	EXPECT_EQ(0, count_broken(bytes, ARRAY_SIZE(bytes)));
}

TEST(refused_lines)
{
	EXPECT_EQ(0, count_broken(lines, ARRAY_SIZE(lines)));
}

TEST(refused_keys)
{
	EXPECT_EQ(0, count_broken(keys, ARRAY_SIZE(keys)));
}

TEST(refused_rules)
{
	EXPECT_EQ(0, count_broken(rules, ARRAY_SIZE(rules)));
}

FIXTURE(tree) {
	struct source_tree tree;
	struct cordon_diagnostics diag;
	struct cordon_compiled compiled;
};

FIXTURE_SETUP(tree)
{
	memset(&self->diag, 0, sizeof(self->diag));
	memset(&self->compiled, 0, sizeof(self->compiled));
	ASSERT_EQ(0, source_tree_make(&self->tree));
	ASSERT_EQ(0, source_tree_text(&self->tree, "test.ini", SOURCE_POLICY));
	ASSERT_EQ(0, source_tree_text(&self->tree, "services/a.list", RULE));
}

FIXTURE_TEARDOWN(tree)
{
	cordon_compiled_free(&self->compiled);
	cordon_diagnostics_free(&self->diag);
	source_tree_remove(&self->tree);
}

/* A line of @length bytes: @start, filler, @end. */
static char *long_line(const char *before, const char *start, const char *end,
		       size_t length)
{
	size_t filler = length - strlen(start) - strlen(end);
	char *text = malloc(strlen(before) + length + 2);
	char *at = stpcpy(stpcpy(text, before), start);

	memset(at, 'A', filler);
	stpcpy(stpcpy(at + filler, end), "\n");
	return text;
}

static int compile_text(FIXTURE_DATA(tree) * self, const char *name, char *text)
{
	int error = source_tree_text(&self->tree, name, text);

	free(text);
	if (error)
		return error;
	cordon_compiled_free(&self->compiled);
	cordon_diagnostics_free(&self->diag);
	return cordon_compile(self->tree.ini, &self->diag, &self->compiled);
}

TEST_F(tree, ini_line_limit)
{
	EXPECT_EQ(0, compile_text(self, "test.ini",
				  long_line(SOURCE_POLICY, "# ", "", 198)));
	EXPECT_EQ(-EINVAL, compile_text(self, "test.ini",
					long_line(SOURCE_POLICY, "# ", "", 199)));
	ASSERT_NE(NULL, source_finding(&self->diag, "198 is the limit"));
	EXPECT_EQ(NEXT, self->diag.list[0].line);
	EXPECT_EQ(199, self->diag.list[0].column);
	EXPECT_EQ(-EINVAL, compile_text(self, "test.ini",
					long_line(SOURCE_POLICY, "# ", "", 10000)));
	EXPECT_EQ(1, self->diag.errors);
}

/* inih alone would read the tail of this comment as a key. */
TEST_F(tree, ini_comment_hides_a_key)
{
	char *text = long_line(SOURCE_POLICY "[defaults]\n", "; ",
			       "action = allow", 199 + 14);

	EXPECT_EQ(-EINVAL, compile_text(self, "test.ini", text));
	EXPECT_EQ(1, self->diag.errors);
	EXPECT_NE(NULL, source_finding(&self->diag, "198 is the limit"));
}

TEST_F(tree, list_line_limit)
{
	EXPECT_EQ(0, compile_text(self, "services/a.list",
				  long_line(RULE, "# ", "", 1100)));
	EXPECT_EQ(-EINVAL, compile_text(self, "services/a.list",
					long_line(RULE, "# ", "domain b.org",
						  1101)));
	EXPECT_NE(NULL, source_finding(&self->diag, "1100 is the limit"));
	EXPECT_EQ(-EINVAL, compile_text(self, "services/a.list",
					long_line(RULE, "# ", "domain b.org",
						  10000)));
}

/* A section that is not understood must not lend its keys to another. */
TEST_F(tree, keys_of_a_bad_section_go_nowhere)
{
	char *text = strdup(SOURCE_POLICY "[polcy\nmode = monitor\nnonsense = 1\n");

	EXPECT_EQ(-EINVAL, compile_text(self, "test.ini", text));
	EXPECT_EQ(1, self->diag.errors);
	text = strdup(SOURCE_POLICY "[network]\ndns = learn\n[defa\x01ults]\naction = deny\n");
	EXPECT_EQ(-EINVAL, compile_text(self, "test.ini", text));
	EXPECT_EQ(1, self->diag.errors);
}

TEST_F(tree, no_newline_at_the_end)
{
	EXPECT_EQ(0, compile_text(self, "services/a.list",
				  strdup("domain a.org\ndomain b.org")));
	EXPECT_EQ(3, self->compiled.domains);
	EXPECT_EQ(0, compile_text(self, "test.ini",
				  strdup(SOURCE_POLICY "[defaults]\naction = deny")));
}

TEST_F(tree, first_line_stands_before_a_section)
{
	EXPECT_EQ(-EINVAL, compile_text(self, "test.ini",
					strdup("name = x\n" SOURCE_POLICY)));
	EXPECT_NE(NULL, source_finding(&self->diag, "before the first section"));
}

TEST_F(tree, missing_keys_are_named)
{
	EXPECT_EQ(-EINVAL, compile_text(self, "test.ini", strdup("[policy]\n")));
	EXPECT_EQ(4, self->diag.errors);
	EXPECT_NE(NULL, source_finding(&self->diag, "no key 'version'"));
	EXPECT_EQ(-EINVAL, compile_text(self, "test.ini", strdup("# no\n")));
	EXPECT_NE(NULL, source_finding(&self->diag, "[policy] is missing"));
}

TEST_F(tree, versions)
{
	static const char * const bad[] = {
		"0", "-1", "01", "1.0", "9223372036854775808", "1e3",
		"99999999999999999999",
	};
	char text[256];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		snprintf(text, sizeof(text),
			 "[policy]\nname = t\nversion = %s\nmode = monitor\nservices = services/*.list\n",
			 bad[i]);
		EXPECT_EQ(-EINVAL, compile_text(self, "test.ini", strdup(text)));
	}
	snprintf(text, sizeof(text),
		 "[policy]\nname = t\nversion = %llu\nmode = monitor\nservices = services/*.list\n",
		 (unsigned long long)INT64_MAX);
	EXPECT_EQ(0, compile_text(self, "test.ini", strdup(text)));
	EXPECT_EQ(INT64_MAX, self->compiled.version);
}

/* All errors are told, but no more than a reader can use. */
TEST_F(tree, errors_are_bounded)
{
	char text[2048] = "";
	int i;

	for (i = 0; i < 50; i++)
		strcat(text, "domain com\n");
	EXPECT_EQ(-EINVAL, compile_text(self, "services/a.list", strdup(text)));
	EXPECT_EQ(50, self->diag.errors);
	EXPECT_EQ(CORDON_DIAGNOSTICS_ERRORS, self->diag.count);
}

TEST_F(tree, every_file_is_looked_at)
{
	ASSERT_EQ(0, source_tree_text(&self->tree, "services/b.list",
				      "prefix 1/2\n"));
	EXPECT_EQ(-EINVAL, compile_text(self, "services/a.list",
					strdup("domain com\ndomain net\n")));
	EXPECT_EQ(3, self->diag.errors);
}

TEST_F(tree, globs)
{
	static const char ini[] =
		"[policy]\nname = t\nversion = 1\nmode = monitor\nservices = %s\n";
	char text[256];

	snprintf(text, sizeof(text), ini, "lists/*.list");
	EXPECT_EQ(-EINVAL, compile_text(self, "test.ini", strdup(text)));
	EXPECT_NE(NULL, source_finding(&self->diag, "cannot read the directory"));
	snprintf(text, sizeof(text), ini, "services/*.txt");
	EXPECT_EQ(-EINVAL, compile_text(self, "test.ini", strdup(text)));
	EXPECT_NE(NULL, source_finding(&self->diag, "no list file matches"));
	snprintf(text, sizeof(text), ini, "services/*.list, services/a.list");
	EXPECT_EQ(0, compile_text(self, "test.ini", strdup(text)));
	EXPECT_EQ(2, self->compiled.services);
	ASSERT_EQ(0, source_tree_text(&self->tree, "services/B.list", RULE));
	EXPECT_EQ(-EINVAL, compile_text(self, "test.ini", strdup(text)));
	EXPECT_NE(NULL, source_finding(&self->diag, "names no service"));
}

TEST_F(tree, same_service_twice)
{
	static const char text[] =
		"[policy]\nname = t\nversion = 1\nmode = monitor\n"
		"services = services/*.list, *.list\n";

	EXPECT_EQ(0, source_tree_text(&self->tree, "b.list", "domain b.org\n"));
	EXPECT_EQ(0, compile_text(self, "test.ini", strdup(text)));
	EXPECT_EQ(0, source_tree_text(&self->tree, "a.list", "domain b.org\n"));
	EXPECT_EQ(-EINVAL, compile_text(self, "test.ini", strdup(text)));
	EXPECT_NE(NULL, source_finding(&self->diag, "has another list file"));
}

TEST_F(tree, only_prefixes_are_shared)
{
	char *ini = strdup(SOURCE_POLICY "[network]\nshared = cdn.list\n");

	ASSERT_EQ(0, source_tree_text(&self->tree, "cdn.list",
				      "prefix 192.0.2.0/24\n"));
	EXPECT_EQ(0, compile_text(self, "test.ini", ini));
	EXPECT_EQ(1, self->compiled.shared);
	EXPECT_EQ(-EINVAL, compile_text(self, "cdn.list",
					strdup("domain a.org\n")));
	EXPECT_NE(NULL, source_finding(&self->diag, "did you mean 'prefix'"));
}

TEST_F(tree, unreadable_sources)
{
	EXPECT_EQ(-ENOENT, cordon_compile("/nonexistent.ini", &self->diag,
					  &self->compiled));
	EXPECT_EQ(-EISDIR, cordon_compile(self->tree.directory, &self->diag,
					  &self->compiled));
	EXPECT_EQ(2, self->diag.errors);
}

TEST_HARNESS_MAIN
