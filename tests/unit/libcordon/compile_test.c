// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a policy source becomes
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <utime.h>

#include "engine/policy/validate.h"
#include "engine/policy/words.h"
#include "engine/tests/decide.h"
#include "source_tree.h"
#include "kselftest_harness.h"

FIXTURE(compiler) {
	struct source_tree tree;
	struct cordon_diagnostics diag;
	struct cordon_compiled compiled;
	struct cordon_blob blob;
};

FIXTURE_SETUP(compiler)
{
	memset(&self->diag, 0, sizeof(self->diag));
	memset(&self->compiled, 0, sizeof(self->compiled));
	ASSERT_EQ(0, source_tree_make(&self->tree));
}

FIXTURE_TEARDOWN(compiler)
{
	cordon_compiled_free(&self->compiled);
	cordon_diagnostics_free(&self->diag);
	source_tree_remove(&self->tree);
}

static int write_list(FIXTURE_DATA(compiler) * self, const char *service,
		      const char *rules)
{
	char name[80];

	snprintf(name, sizeof(name), "services/%s.list", service);
	return source_tree_text(&self->tree, name, rules);
}

/* Compiles SOURCE_POLICY with @sections behind it. */
static int compile(FIXTURE_DATA(compiler) * self, const char *sections)
{
	struct cordon_fault fault;
	char ini[4096];
	int error;

	cordon_compiled_free(&self->compiled);
	cordon_diagnostics_free(&self->diag);
	snprintf(ini, sizeof(ini), SOURCE_POLICY "%s", sections);
	error = source_tree_text(&self->tree, "test.ini", ini);
	if (!error)
		error = cordon_compile(self->tree.ini, &self->diag,
				       &self->compiled);
	if (!error)
		error = cordon_blob_open(&self->blob, self->compiled.blob,
					 self->compiled.size, &fault);
	return error;
}

/* The service that a name belongs to; "" if to none, "-" if it is excepted. */
static const char *owner(FIXTURE_DATA(compiler) * self, const char *name)
{
	static char text[80];
	struct cordon_decision decision;
	u8 wire[CORDON_NAME_MAX];
	const char *service;
	u32 length;

	length = (u32)cordon_name_from_text(name, strlen(name), wire);
	test_decide_name(&self->blob, wire, length, &decision);
	if (decision.reason == CORDON_REASON_EXCEPT)
		return "-";
	if (decision.service == CORDON_NO_SERVICE)
		return "";
	service = cordon_blob_text(&self->blob,
				   &self->blob.services[decision.service].name,
				   &length);
	snprintf(text, sizeof(text), "%.*s", (int)length, service);
	return text;
}

TEST_F(compiler, what_is_written_is_read)
{
	const struct cordon_service_record *service;
	const char *text;
	u32 length;
	u16 index;

	ASSERT_EQ(0, write_list(self, "beta", "domain B.example\nprefix 192.0.2.0/24\n"
				"path **/beta\npackage com.beta\n"));
	ASSERT_EQ(0, write_list(self, "alpha", "path **/al*\n"));
	ASSERT_EQ(0, source_tree_text(&self->tree, "cdn.list",
				      "prefix 198.51.100.0/24\n"));
	ASSERT_EQ(0, compile(self, "[defaults]\nhelp = https://h\n"
			     "[service beta]\naction = audit\nmessage = M\xc3\xa9!\n"
			     "[network]\nresolvers = 10.0.0.2, 10.0.0.1\n"
			     "dns = refuse\nother-resolvers = allow\nshared = cdn.list\n"));
	EXPECT_EQ(3, self->compiled.services);
	EXPECT_EQ(2, self->compiled.domains);
	EXPECT_EQ(3, self->compiled.prefixes);
	EXPECT_EQ(1, self->compiled.shared);
	EXPECT_EQ(3, self->compiled.paths);
	EXPECT_EQ(1, self->compiled.packages);
	EXPECT_EQ(2, self->compiled.resolvers);
	EXPECT_EQ(1, self->blob.path_wild_count);
	EXPECT_EQ(CORDON_MODE_ENFORCE, self->blob.policy->mode);
	EXPECT_EQ(CORDON_DNS_REFUSE, self->blob.policy->dns);
	EXPECT_EQ(CORDON_OTHER_RESOLVERS_ALLOW,
		  self->blob.policy->other_resolvers);
	EXPECT_EQ(1, le64_to_cpu(self->blob.policy->version));
	EXPECT_EQ(1, self->blob.resolvers[0].byte[15]);
	ASSERT_TRUE(cordon_blob_find_service(&self->blob, "beta", 4, &index));
	service = self->blob.services + index;
	EXPECT_EQ(CORDON_ACTION_AUDIT, service->action);
	text = cordon_blob_text(&self->blob, &service->message, &length);
	EXPECT_EQ(0, strncmp(text, "M\xc3\xa9!", length));
	text = cordon_blob_text(&self->blob, &service->help, &length);
	EXPECT_EQ(0, strncmp(text, "https://h", length));
	ASSERT_TRUE(cordon_blob_find_service(&self->blob, "alpha", 5, &index));
	EXPECT_EQ(CORDON_ACTION_RESTRICT, self->blob.services[index].action);
	EXPECT_STREQ("beta", owner(self, "www.b.EXAMPLE"));
	EXPECT_STREQ("", owner(self, "bb.example"));
}

static void decide_text(FIXTURE_DATA(compiler) * self, const u8 *ipv4,
			struct cordon_decision *decision)
{
	struct cordon_address address;

	cordon_address_from_ipv4(&address, ipv4);
	test_decide_address(&self->blob, NULL, 0, &address, 0, decision);
}

/* Every blob carries the reserved service, and it refuses. */
TEST_F(compiler, canary)
{
	static const u8 reserved[] = { 203, 0, 113, 222 };
	static const u8 beside[] = { 203, 0, 113, 221 };
	struct cordon_decision decision;

	ASSERT_EQ(0, write_list(self, "a", "domain a.org\n"));
	ASSERT_EQ(0, compile(self, "[defaults]\naction = allow\n"));
	EXPECT_STREQ(CORDON_CANARY_SERVICE, owner(self, "x.cordon-canary.test"));
	test_decide_exec(&self->blob, "/opt/cordon-canary", 18, &decision);
	EXPECT_EQ(CORDON_DENY, decision.verdict);
	test_decide_exec(&self->blob, "/opt/cordon-canar", 17, &decision);
	EXPECT_EQ(CORDON_ALLOW, decision.verdict);
	decide_text(self, reserved, &decision);
	EXPECT_EQ(CORDON_DENY, decision.verdict);
	decide_text(self, beside, &decision);
	EXPECT_EQ(CORDON_ALLOW, decision.verdict);
}

TEST_F(compiler, canary_is_reserved)
{
	static const char * const bad[] = {
		"domain cordon-canary.test\n", "domain x.cordon-canary.test\n",
		"prefix 203.0.113.222/32\n", "prefix 203.0.113.0/24\n",
		"prefix 2001:db8:c0de:1::/64\n", "path **/cordon-canary\n",
		"path **/cordon-*\n", "path **/*\n",
		"prefix 203.0.113.222/31\n", "prefix 128.0.0.0/1\n",
		"prefix 2001:db8::/32\n", "prefix 2001:db8:c0de::7/128\n",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(bad); i++) {
		ASSERT_EQ(0, write_list(self, "a", bad[i]));
		EXPECT_EQ(-EINVAL, compile(self, ""));
		EXPECT_NE(NULL, source_finding(&self->diag, "the reserved"));
	}
	/* Nor is it excepted, or what must work. */
	ASSERT_EQ(0, write_list(self, "a",
				"domain b.org\nexcept domain cordon-canary.test\n"));
	EXPECT_EQ(-EINVAL, compile(self, ""));
	ASSERT_EQ(0, write_list(self, "a",
				"domain test\nexcept domain x.cordon-canary.test\n"));
	EXPECT_EQ(-EINVAL, compile(self, ""));
	ASSERT_EQ(0, write_list(self, "a", "domain cordon-canary.tes\n"
				"prefix 203.0.113.0/25\npath **/cordon-canaries\n"));
	EXPECT_EQ(0, compile(self, ""));
	ASSERT_EQ(0, source_tree_text(&self->tree, "cdn.list",
				      "prefix 203.0.113.0/24\n"));
	EXPECT_EQ(-EINVAL, compile(self, "[network]\nshared = cdn.list\n"));
	ASSERT_EQ(0, write_list(self, CORDON_CANARY_SERVICE, "domain b.org\n"));
	EXPECT_EQ(-EINVAL, compile(self, ""));
	EXPECT_NE(NULL, source_finding(&self->diag, "is reserved"));
}

TEST_F(compiler, repeated_rule)
{
	ASSERT_EQ(0, write_list(self, "a", "domain a.org\ndomain A.org\n"));
	EXPECT_EQ(-EINVAL, compile(self, ""));
	ASSERT_EQ(1, self->diag.count);
	EXPECT_NE(NULL, source_finding(&self->diag, "stands twice in the service 'a'"));
	EXPECT_EQ(2, self->diag.list[0].line);
	EXPECT_NE(NULL, strstr(self->diag.list[0].hint, "a.list:1"));
	ASSERT_EQ(0, write_list(self, "a", "prefix 2001:db8::/48\nprefix 2001:DB8:0::/48\n"));
	EXPECT_EQ(-EINVAL, compile(self, ""));
	ASSERT_EQ(0, write_list(self, "a", "domain a.org\nexcept domain a.org\n"));
	EXPECT_EQ(-EINVAL, compile(self, ""));
	EXPECT_NE(NULL, source_finding(&self->diag, "contradicts"));
	ASSERT_EQ(0, write_list(self, "a",
				"domain a.org\nprefix 2001:db8::/48\nprefix 2001:db8::/49\n"));
	EXPECT_EQ(0, compile(self, ""));
}

TEST_F(compiler, shared_range_twice)
{
	ASSERT_EQ(0, write_list(self, "a", "prefix 192.0.2.0/24\n"));
	ASSERT_EQ(0, source_tree_text(&self->tree, "cdn.list",
				      "prefix 192.0.2.0/24\nprefix 192.0.2.0/24\n"));
	EXPECT_EQ(-EINVAL, compile(self, "[network]\nshared = cdn.list\n"));
	EXPECT_NE(NULL, source_finding(&self->diag, "stands twice"));
	/* A service's range may be shared, too. */
	ASSERT_EQ(0, source_tree_text(&self->tree, "cdn.list",
				      "prefix 192.0.2.0/24\n"));
	EXPECT_EQ(0, compile(self, "[network]\nshared = cdn.list\n"));
}

TEST_F(compiler, two_services_claim_one_rule)
{
	static const char * const rules[] = {
		"domain both.org\n", "prefix 192.0.2.0/24\n", "path **/both\n",
		"package com.both\n",
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		ASSERT_EQ(0, write_list(self, "a", rules[i]));
		ASSERT_EQ(0, write_list(self, "b", rules[i]));
		EXPECT_EQ(-EINVAL, compile(self, ""));
		ASSERT_EQ(1, self->diag.errors);
		EXPECT_NE(NULL, source_finding(&self->diag, "in two services, 'a' and 'b'"));
		EXPECT_NE(NULL, strstr(self->diag.list[0].file, "b.list"));
		EXPECT_NE(NULL, strstr(self->diag.list[0].hint, "a.list:1"));
		EXPECT_EQ(0, compile(self, "[service b]\nyields-to = a\n"));
		EXPECT_EQ(1, self->compiled.yielded);
		EXPECT_EQ(0, compile(self, "[service a]\nyields-to = b\n"));
	}
}

TEST_F(compiler, the_rule_is_the_others)
{
	ASSERT_EQ(0, write_list(self, "a", "domain both.org\ndomain a.org\n"));
	ASSERT_EQ(0, write_list(self, "b", "domain both.org\n"));
	ASSERT_EQ(0, compile(self, "[service a]\nyields-to = b\n"));
	EXPECT_STREQ("b", owner(self, "both.org"));
	EXPECT_STREQ("a", owner(self, "a.org"));
	ASSERT_EQ(0, compile(self, "[service b]\nyields-to = a\n"));
	EXPECT_STREQ("a", owner(self, "both.org"));
}

TEST_F(compiler, chains_of_yields)
{
	ASSERT_EQ(0, write_list(self, "bytedance",
				"domain all.org\ndomain bt.org\ndomain bd.org\n"));
	ASSERT_EQ(0, write_list(self, "tiktok", "domain all.org\ndomain bt.org\ndomain dt.org\n"));
	ASSERT_EQ(0, write_list(self, "douyin", "domain all.org\ndomain dt.org\ndomain bd.org\n"));
	ASSERT_EQ(0, compile(self, "[service bytedance]\nyields-to = tiktok, douyin\n"
			     "[service douyin]\nyields-to = tiktok\n"));
	EXPECT_EQ(5, self->compiled.yielded);
	EXPECT_STREQ("tiktok", owner(self, "all.org"));
	EXPECT_STREQ("tiktok", owner(self, "bt.org"));
	EXPECT_STREQ("tiktok", owner(self, "dt.org"));
	EXPECT_STREQ("douyin", owner(self, "bd.org"));
	/* Nobody said whether tiktok or douyin has dt.org and all.org. */
	EXPECT_EQ(-EINVAL, compile(self, "[service bytedance]\nyields-to = tiktok, douyin\n"));
	EXPECT_EQ(2, self->diag.errors);
}

TEST_F(compiler, bad_yields)
{
	ASSERT_EQ(0, write_list(self, "a", "domain a.org\n"));
	ASSERT_EQ(0, write_list(self, "b", "domain b.org\n"));
	ASSERT_EQ(0, write_list(self, "c", "domain c.org\n"));
	EXPECT_EQ(-EINVAL, compile(self, "[service a]\nyields-to = bb\n"));
	EXPECT_NE(NULL, source_finding(&self->diag, "there is no service 'bb'; did you mean 'b'?"));
	EXPECT_EQ(-EINVAL, compile(self, "[service a]\nyields-to = cordon-canary\n"));
	EXPECT_EQ(-EINVAL, compile(self, "[service a]\nyields-to = a\n"));
	EXPECT_NE(NULL, source_finding(&self->diag, "yields to itself"));
	EXPECT_EQ(-EINVAL, compile(self,
				   "[service a]\nyields-to = b\n"
				   "[service b]\nyields-to = c\n"
				   "[service c]\nyields-to = a\n"));
	EXPECT_NE(NULL, source_finding(&self->diag, "in a circle"));
	EXPECT_EQ(0, compile(self, "[service a]\nyields-to = b\n[service b]\nyields-to = c\n"));
}

TEST_F(compiler, excepts)
{
	ASSERT_EQ(0, write_list(self, "a",
				"domain a.org\nexcept domain x.a.org\ndomain y.x.a.org\n"));
	ASSERT_EQ(0, compile(self, ""));
	EXPECT_EQ(1, self->compiled.excepts);
	EXPECT_STREQ("a", owner(self, "www.a.org"));
	EXPECT_STREQ("-", owner(self, "www.x.a.org"));
	EXPECT_STREQ("a", owner(self, "www.y.x.a.org"));
	ASSERT_EQ(0, write_list(self, "a", "domain a.org\nexcept domain x.b.org\n"));
	EXPECT_EQ(-EINVAL, compile(self, ""));
	EXPECT_NE(NULL, source_finding(&self->diag, "takes nothing out of the service 'a'"));
	/* An except must not open a hole in somebody else's rule. */
	ASSERT_EQ(0, write_list(self, "b", "domain b.org\n"));
	EXPECT_EQ(-EINVAL, compile(self, ""));
	EXPECT_NE(NULL, strstr(self->diag.list[0].hint, "of the service 'b'"));
}

TEST_F(compiler, too_many_wild_paths)
{
	char rules[CORDON_PATH_WILD_MAX * 16 + 64] = "";
	u32 i;

	for (i = 0; i < CORDON_PATH_WILD_MAX; i++)
		sprintf(rules + strlen(rules), "path **/a%u*\n", i);
	ASSERT_EQ(0, write_list(self, "a", rules));
	EXPECT_EQ(0, compile(self, ""));
	strcat(rules, "path **/z*\n");
	ASSERT_EQ(0, write_list(self, "a", rules));
	EXPECT_EQ(-EINVAL, compile(self, ""));
	EXPECT_NE(NULL, source_finding(&self->diag, "wildcard in the last component"));
}

/* Walks over the parents of a prefix must meet all that cover it. */
TEST_F(compiler, parents)
{
	static const u8 inside[] = { 192, 0, 2, 200 };
	struct cordon_address address;
	struct cordon_decision decision;

	ASSERT_EQ(0, write_list(self, "a",
				"prefix 192.0.2.128/25\nprefix 192.0.0.0/16\n"
				"prefix 192.0.3.0/24\n"));
	ASSERT_EQ(0, write_list(self, "b", "prefix 192.0.2.0/24\n"));
	ASSERT_EQ(0, compile(self, "[service b]\naction = allow\n"));
	cordon_address_from_ipv4(&address, inside);
	test_decide_address(&self->blob, NULL, 0, &address, 0, &decision);
	EXPECT_EQ(CORDON_INSPECT, decision.verdict);
	ASSERT_EQ(0, compile(self, ""));
	test_decide_address(&self->blob, NULL, 0, &address, 0, &decision);
	EXPECT_EQ(CORDON_DENY, decision.verdict);
}

/* Many names: no bucket may be too full, and each must be found. */
TEST_F(compiler, many_domains)
{
	const u32 count = 20000;
	char *rules = malloc(count * 32), *at = rules;
	char name[32];
	u32 i;

	for (i = 0; i < count; i++)
		at += sprintf(at, "domain n%u.example\n", i);
	ASSERT_EQ(0, write_list(self, "a", rules));
	free(rules);
	ASSERT_EQ(0, compile(self, ""));
	EXPECT_EQ(count + 1, self->compiled.domains);
	for (i = 0; i < count; i += 7) {
		snprintf(name, sizeof(name), "n%u.example", i);
		ASSERT_STREQ("a", owner(self, name));
	}
	EXPECT_STREQ("", owner(self, "n20000.example"));
}

/* The names of service lists, written in an order that directories show. */
static int write_lists(FIXTURE_DATA(compiler) * self, bool backwards)
{
	static const char * const names[] = { "a", "b", "c", "d" };
	static const char rules[] =
		"domain %1$s.org\ndomain x.%1$s.net\nprefix 192.0.%2$u.0/24\n"
		"prefix 2001:db8:%2$u::/48\npath **/%1$s\npath **/%1$s?\npackage com.%1$s\n";
	char text[512];
	u32 i, n;

	for (i = 0; i < ARRAY_SIZE(names); i++) {
		n = backwards ? ARRAY_SIZE(names) - 1 - i : i;
		snprintf(text, sizeof(text), rules, names[n], n + 3);
		if (write_list(self, names[n], text))
			return -1;
	}
	return 0;
}

TEST_F(compiler, same_source_same_bytes)
{
	static const char sections[] =
		"[defaults]\nhelp = https://h\n[service a]\nmessage = A\n[network]\nresolvers = 10.0.0.2, 10.0.0.1\n";
	static const char swapped[] =
		"[network]\nresolvers = 10.0.0.1,10.0.0.2\n# c\n[service a]\nmessage = A\n[defaults]\nhelp = https://h\n";
	FIXTURE_DATA(compiler) other = { 0 };
	const struct utimbuf old = { 1, 1 };
	char moved[128];

	ASSERT_EQ(0, write_lists(self, false));
	ASSERT_EQ(0, compile(self, sections));
	ASSERT_EQ(0, source_tree_make(&other.tree));
	ASSERT_EQ(0, write_lists(&other, true));
	/* The same files by another path, older, made in another order. */
	snprintf(moved, sizeof(moved), "%s/services/a.list",
		 other.tree.directory);
	ASSERT_EQ(0, utime(moved, &old));
	ASSERT_EQ(0, compile(&other, swapped));
	ASSERT_EQ(self->compiled.size, other.compiled.size);
	EXPECT_EQ(0, memcmp(self->compiled.blob, other.compiled.blob,
			    other.compiled.size));
	/* Something else that it says makes other bytes. */
	ASSERT_EQ(0, compile(&other, "[service a]\nmessage = B\n"));
	EXPECT_FALSE(self->compiled.size == other.compiled.size &&
		     !memcmp(self->compiled.blob, other.compiled.blob,
			     other.compiled.size));
	cordon_compiled_free(&other.compiled);
	cordon_diagnostics_free(&other.diag);
	source_tree_remove(&other.tree);
}

/* A directory whose name glob() would take for a pattern. */
TEST_F(compiler, odd_directory)
{
	char from[128], to[128];

	ASSERT_EQ(0, write_list(self, "a", "domain a.org\n"));
	ASSERT_EQ(0, compile(self, ""));
	snprintf(from, sizeof(from), "%s", self->tree.directory);
	snprintf(to, sizeof(to), "%s[*]\\?", self->tree.directory);
	ASSERT_EQ(0, rename(from, to));
	strcat(self->tree.directory, "[*]\\?");
	snprintf(self->tree.ini, sizeof(self->tree.ini), "%s/test.ini",
		 self->tree.directory);
	EXPECT_EQ(0, compile(self, ""));
}

TEST_HARNESS_MAIN
