// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The policy met-handset: every line of its lists does what it says, and what
 * must work does
 *
 * The lists are read here line by line, without the compiler's reader.
 */
#include <arpa/inet.h>
#include <dirent.h>

#include "policy.h"
#include "engine/policy/prefix.h"
#include "engine/policy/words.h"
#include "engine/tests/decide.h"
#include "engine/tests/model.h"
#include "kselftest_harness.h"

#define LINES_MAX	8000
#define LINE_MAX_BYTES	192

/**
 * struct line - a rule of a list file
 * @kind: "domain", "except domain", "prefix", "path" or "package"
 * @value: the rest
 * @service: name of the file, or "" for a shared range
 */
struct line {
	char kind[16];
	char value[LINE_MAX_BYTES];
	char service[48];
};

struct real {
	struct test_policy policy;
	struct line *lines;
	int count;
};

static void read_list(struct real *real, const char *path, const char *service)
{
	FILE *file = fopen(path, "r");
	char text[256];

	if (!file)
		abort();
	while (fgets(text, sizeof(text), file)) {
		struct line *line = &real->lines[real->count];
		size_t length = strcspn(text, "\n");
		char *space;

		text[length] = '\0';
		if (!*text || *text == '#')
			continue;
		space = strrchr(text, ' ');
		if (real->count == LINES_MAX || !space ||
		    length >= LINE_MAX_BYTES ||
		    (size_t)(space - text) >= sizeof(line->kind))
			abort();
		*space = '\0';
		memcpy(line->kind, text, (size_t)(space - text) + 1);
		memcpy(line->value, space + 1, strlen(space + 1) + 1);
		snprintf(line->service, sizeof(line->service), "%s", service);
		real->count++;
	}
	fclose(file);
}

static void read_services(struct real *real)
{
	char *path = test_root_path("policy/services");
	DIR *directory = path ? opendir(path) : NULL;
	struct dirent *entry;

	if (!directory)
		abort();
	while ((entry = readdir(directory))) {
		char *dot = strstr(entry->d_name, ".list");
		char file[512];

		if (!dot)
			continue;
		snprintf(file, sizeof(file), "%s/%s", path, entry->d_name);
		*dot = '\0';
		read_list(real, file, entry->d_name);
	}
	closedir(directory);
	free(path);
}

static void read_root_list(struct real *real, const char *name)
{
	char *path = test_root_path(name);

	if (!path)
		abort();
	read_list(real, path, "");
	free(path);
}

static void real_make(struct __test_metadata *_metadata, struct real *real)
{
	memset(real, 0, sizeof(*real));
	ASSERT_EQ(0, test_policy_real(&real->policy));
	real->lines = calloc(LINES_MAX, sizeof(*real->lines));
	ASSERT_NE(NULL, real->lines);
}

static void real_free(struct real *real)
{
	test_policy_free(&real->policy);
	free(real->lines);
}

/* Has another service the same line, so that one of them yields to the other. */
static bool stands_in(const struct real *real, const struct line *line,
		      const char *service)
{
	int i;

	for (i = 0; i < real->count; i++) {
		if (!strcmp(real->lines[i].kind, line->kind) &&
		    !strcmp(real->lines[i].value, line->value) &&
		    !strcmp(real->lines[i].service, service))
			return true;
	}
	return false;
}

static const char *service_name(const struct real *real, u16 service)
{
	static char name[64];
	const char *text;
	u32 length;

	if (service >= real->policy.blob.service_count)
		return "(none)";
	text = cordon_blob_text(&real->policy.blob,
				&real->policy.blob.services[service].name,
				&length);
	snprintf(name, sizeof(name), "%.*s", (int)length, text);
	return name;
}

/* Decided as the service says that the line belongs to, or that it yields to. */
static void check_decision(struct __test_metadata *_metadata,
			   const struct real *real, const struct line *line,
			   const struct cordon_decision *decision)
{
	u8 action;

	ASSERT_LT(decision->service, real->policy.blob.service_count)
		TH_LOG("%s %s of %s: no rule", line->kind, line->value,
		       line->service);
	EXPECT_TRUE(stands_in(real, line, service_name(real, decision->service)))
		TH_LOG("%s %s of %s: decided by %s", line->kind, line->value,
		       line->service, service_name(real, decision->service));
	action = real->policy.blob.services[decision->service].action;
	EXPECT_EQ(action == CORDON_ACTION_AUDIT ? CORDON_ALLOW : CORDON_DENY,
		  decision->verdict)
		TH_LOG("%s %s of %s", line->kind, line->value, line->service);
	EXPECT_TRUE(decision->record);
}

TEST(actions)
{
	static const struct {
		const char *service;
		u8 action;
	} actions[] = {
		{ "circumvention", CORDON_ACTION_DENY },
		{ "encrypted-dns", CORDON_ACTION_DENY },
		{ "cordon-canary", CORDON_ACTION_DENY },
		{ "youtube", CORDON_ACTION_AUDIT },
		{ "signal", CORDON_ACTION_AUDIT },
		{ "facebook", CORDON_ACTION_RESTRICT },
		{ "whatsapp", CORDON_ACTION_RESTRICT },
		{ "tiktok", CORDON_ACTION_RESTRICT },
		{ "telegram", CORDON_ACTION_RESTRICT },
	};
	struct real real;
	size_t i;

	real_make(_metadata, &real);
	for (i = 0; i < ARRAY_SIZE(actions); i++) {
		u16 service = test_service_index(&real.policy,
						 actions[i].service);

		ASSERT_NE(CORDON_NO_SERVICE, service);
		EXPECT_EQ(actions[i].action,
			  real.policy.blob.services[service].action)
			TH_LOG("%s", actions[i].service);
	}
	real_free(&real);
}

static void decide_name(const struct real *real, const char *name,
			struct cordon_decision *decision)
{
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire(name, wire);

	test_decide_name(&real->policy.blob, wire, length, decision);
}

TEST(every_domain)
{
	struct cordon_decision decision;
	char name[LINE_MAX_BYTES + 32];
	struct real real;
	int domains = 0;
	int i;

	real_make(_metadata, &real);
	read_services(&real);
	for (i = 0; i < real.count; i++) {
		const struct line *line = &real.lines[i];

		if (!strcmp(line->kind, "except domain")) {
			decide_name(&real, line->value, &decision);
			EXPECT_EQ(CORDON_ALLOW, decision.verdict)
				TH_LOG("%s", line->value);
			EXPECT_EQ(CORDON_REASON_EXCEPT, decision.reason);
		}
		if (strcmp(line->kind, "domain"))
			continue;
		domains++;
		decide_name(&real, line->value, &decision);
		check_decision(_metadata, &real, line, &decision);
		snprintf(name, sizeof(name), "cordon-0-test.%s", line->value);
		decide_name(&real, name, &decision);
		check_decision(_metadata, &real, line, &decision);
	}
	EXPECT_LT(2000, domains);
	real_free(&real);
}

static bool is_under_a_rule(const struct real *real, const char *text)
{
	struct cordon_model_name name;
	struct cordon_model_name rule;
	u8 wire[CORDON_NAME_MAX];
	int i;

	cordon_model_name_read(&name, wire, cordon_test_wire(text, wire));
	for (i = 0; i < real->count; i++) {
		const char *value = real->lines[i].value;

		/* Text first, since names by the thousand take their time. */
		if (strcmp(real->lines[i].kind, "domain") ||
		    strlen(value) > strlen(text) ||
		    strcmp(text + strlen(text) - strlen(value), value))
			continue;
		cordon_model_name_read(&rule, wire, cordon_test_wire(value, wire));
		if (cordon_model_name_covers(&rule, &name))
			return true;
	}
	return false;
}

/* A text that ends, or begins, as a refused name does is no such name. */
TEST(near_misses)
{
	static const char * const forms[] = {
		"not%s", "x%s", "a-%s", "%s.example", "%s.com.example",
	};
	struct cordon_decision decision;
	char name[LINE_MAX_BYTES + 32];
	struct real real;
	int allowed = 0;
	size_t form;
	int i;

	real_make(_metadata, &real);
	read_services(&real);
	for (i = 0; i < real.count; i++) {
		if (strcmp(real.lines[i].kind, "domain"))
			continue;
		for (form = 0; form < ARRAY_SIZE(forms); form++) {
			const char *percent = strchr(forms[form], '%');

			snprintf(name, sizeof(name), "%.*s%s%s",
				 (int)(percent - forms[form]), forms[form],
				 real.lines[i].value, percent + 2);
			if (is_under_a_rule(&real, name))
				continue;
			decide_name(&real, name, &decision);
			EXPECT_EQ(CORDON_ALLOW, decision.verdict)
				TH_LOG("%s is refused", name);
			EXPECT_EQ(CORDON_REASON_NONE, decision.reason);
			allowed++;
		}
	}
	EXPECT_LT(8000, allowed);
	real_free(&real);
}

TEST(must_work)
{
	static const char * const more[] = {
		"notfacebook.com", "facebook.com.example", "xfacebook.com",
		"netflix.com", "bbc.co.uk", "tfl.gov.uk", "maps.google.com",
		"tile.openstreetmap.org", "t.me.example", "wikipedia.org",
		"gov.uk", "com", "example",
	};
	struct cordon_decision decision;
	struct real real;
	size_t n;
	int i;

	real_make(_metadata, &real);
	read_root_list(&real, "policy/lists/controls.list");
	EXPECT_LT(100, real.count);
	for (i = 0; i < real.count; i++) {
		ASSERT_EQ(0, strcmp("domain", real.lines[i].kind));
		decide_name(&real, real.lines[i].value, &decision);
		EXPECT_EQ(CORDON_ALLOW, decision.verdict)
			TH_LOG("%s is refused", real.lines[i].value);
	}
	for (n = 0; n < ARRAY_SIZE(more); n++) {
		decide_name(&real, more[n], &decision);
		EXPECT_EQ(CORDON_ALLOW, decision.verdict)
			TH_LOG("%s is refused", more[n]);
	}
	real_free(&real);
}

static struct cordon_model_prefix parse_prefix(const char *text)
{
	char address[INET6_ADDRSTRLEN] = "";
	struct cordon_model_prefix prefix;
	const char *slash = strchr(text, '/');

	memcpy(address, text, (size_t)(slash - text));
	prefix.address = cordon_test_address(address);
	prefix.length = atoi(slash + 1) + (strchr(address, ':') ? 0 : 96);
	return prefix;
}

/* The verdict by the lists alone: a refused prefix yields to an open one's. */
static enum cordon_verdict expected_verdict(const struct real *real,
					    const struct cordon_model_prefix *prefixes,
					    const struct cordon_address *address)
{
	bool refused = false;
	bool open = false;
	int i;

	for (i = 0; i < real->count; i++) {
		u16 service;

		if (strcmp(real->lines[i].kind, "prefix") ||
		    !cordon_model_prefix_covers(&prefixes[i], address))
			continue;
		service = test_service_index(&real->policy,
					     real->lines[i].service);
		if (service == CORDON_NO_SERVICE)
			continue;
		if (cordon_blob_refuses(&real->policy.blob, service))
			refused = true;
		else
			open = true;
	}
	if (!refused)
		return CORDON_ALLOW;
	return open ? CORDON_INSPECT : CORDON_DENY;
}

TEST(every_prefix)
{
	struct cordon_model_prefix *prefixes = calloc(LINES_MAX, sizeof(*prefixes));
	u32 verdicts[3] = { 0 };
	struct real real;
	int i, at, bit;

	real_make(_metadata, &real);
	read_services(&real);
	read_root_list(&real, "policy/lists/cdn.list");
	for (i = 0; i < real.count; i++) {
		if (!strcmp(real.lines[i].kind, "prefix"))
			prefixes[i] = parse_prefix(real.lines[i].value);
	}
	for (i = 0; i < real.count; i++) {
		/* First, last, and the addresses before and after. */
		for (at = 0; at < 4 && prefixes[i].length; at++) {
			struct cordon_address address = prefixes[i].address;
			struct cordon_decision decision;

			for (bit = prefixes[i].length; at & 1 && bit < 128; bit++)
				address.byte[bit / 8] |= 0x80 >> bit % 8;
			for (bit = 15; at == 2 && !address.byte[bit]--; bit--)
				;
			for (bit = 15; at == 3 && !++address.byte[bit]; bit--)
				;
			test_decide_address(&real.policy.blob, NULL, 0,
					    &address, 0, &decision);
			EXPECT_EQ(expected_verdict(&real, prefixes, &address),
				  decision.verdict)
				TH_LOG("%s, %d", real.lines[i].value, at);
			if (at < 2 && *real.lines[i].service &&
			    decision.verdict == CORDON_ALLOW)
				EXPECT_TRUE(decision.record);
			verdicts[decision.verdict]++;
		}
	}
	EXPECT_LT(100U, verdicts[CORDON_DENY]);
	EXPECT_LT(100U, verdicts[CORDON_ALLOW]);
	real_free(&real);
	free(prefixes);
}

/* A path that the pattern matches: "**" is two components, "*" a byte. */
static void fill_pattern(const char *pattern, char *path)
{
	char *at = path + sprintf(path, "%s", *pattern == '/' ? "" : "/");

	for (; *pattern; pattern++) {
		if (!strncmp(pattern, "**", 2)) {
			at += sprintf(at, "usr/x");
			pattern++;
		} else {
			at += sprintf(at, "%c", *pattern == '*' ||
				      *pattern == '?' ? 'z' : *pattern);
		}
	}
}

TEST(every_path)
{
	struct cordon_decision decision;
	struct real real;
	int paths = 0;
	int i;

	real_make(_metadata, &real);
	read_services(&real);
	for (i = 0; i < real.count; i++) {
		const struct line *line = &real.lines[i];
		char path[3 * LINE_MAX_BYTES];

		if (strcmp(line->kind, "path"))
			continue;
		paths++;
		fill_pattern(line->value, path);
		ASSERT_TRUE(cordon_model_path_matches(line->value, path));
		test_decide_exec(&real.policy.blob, path, strlen(path),
				 &decision);
		check_decision(_metadata, &real, line, &decision);
		strcat(path, ".not");
		test_decide_exec(&real.policy.blob, path, strlen(path),
				 &decision);
		if (!strchr(line->value, '*') ||
		    strrchr(line->value, '*') < strrchr(line->value, '/'))
			EXPECT_EQ(CORDON_ALLOW, decision.verdict)
				TH_LOG("%s", path);
	}
	EXPECT_LT(100, paths);
	real_free(&real);
}

static void check_text(struct __test_metadata *_metadata,
		       const struct real *real, const char *text, u16 service)
{
	const char *name = service_name(real, service);
	int i;

	if (!strcmp(name, CORDON_CANARY_SERVICE))
		return;
	if (!strcmp(name, "(none)"))
		name = "";
	for (i = 0; i < real->count; i++) {
		const struct line *line = &real->lines[i];
		size_t kind_length = strlen(line->kind);

		if (!strncmp(line->kind, text, kind_length) &&
		    text[kind_length] == ' ' &&
		    !strcmp(line->value, text + kind_length + 1) &&
		    !strcmp(line->service, name))
			return;
	}
	EXPECT_TRUE(false) TH_LOG("'%s' stands nowhere in %s", text, name);
}

static void check_rule(struct __test_metadata *_metadata,
		       const struct real *real, enum cordon_rule_kind kind,
		       u32 rule, u16 service)
{
	char text[CORDON_RULE_TEXT_MAX];

	cordon_rule_text(&real->policy.blob, kind, rule, text, sizeof(text));
	check_text(_metadata, real, text, service);
}

/* The blob finds the name that the compiler says that it put in. */
static void check_name(struct __test_metadata *_metadata,
		       const struct real *real,
		       const struct cordon_compiled_name *name)
{
	struct cordon_decision decision;
	char text[CORDON_RULE_TEXT_MAX];

	test_decide_name(&real->policy.blob, name->wire, name->length,
			 &decision);
	EXPECT_EQ(name->service, decision.service);
	EXPECT_EQ(0, decision.rule);
	cordon_decision_text(&real->policy.blob, &decision, text, sizeof(text));
	check_text(_metadata, real, text, name->service);
}

/* Every rule of the blob reads as the line that it was made from. */
TEST(every_rule_as_text)
{
	const struct cordon_blob *blob;
	struct real real;
	u32 i;

	real_make(_metadata, &real);
	read_services(&real);
	read_root_list(&real, "policy/lists/cdn.list");
	blob = &real.policy.blob;
	ASSERT_EQ(blob->domain_count, real.policy.name_count);
	for (i = 0; i < blob->domain_count; i++)
		check_name(_metadata, &real, real.policy.names + i);
	for (i = 0; i < blob->prefix_count; i++)
		check_rule(_metadata, &real, CORDON_RULE_PREFIX, i,
			   le16_to_cpu(blob->prefixes[i].service));
	for (i = 0; i < blob->path_count; i++)
		check_rule(_metadata, &real, CORDON_RULE_PATH, i,
			   le16_to_cpu(blob->paths[i].service));
	for (i = 0; i < blob->package_count; i++)
		check_rule(_metadata, &real, CORDON_RULE_PACKAGE, i,
			   le16_to_cpu(blob->packages[i].service));
	real_free(&real);
}

TEST_HARNESS_MAIN
