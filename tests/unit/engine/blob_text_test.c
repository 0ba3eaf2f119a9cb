// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Blobs: texts, names, addresses and patterns in them, right and wrong
 */
#include <arpa/inet.h>

#include "blob_parts.h"
#include "engine/policy/prefix.h"
#include "policy.h"
#include "kselftest_harness.h"

/**
 * struct text_row - bytes that may stand for a text
 * @text: the bytes
 * @length: how many
 * @name: good for a name
 * @message: good for a message or a package
 */
struct text_row {
	const char *text;
	u32 length;
	bool name;
	bool message;
};

/* Puts the text behind one reference, sees what is said, and puts it back. */
static void try_text(struct __test_metadata *_metadata,
		     const struct blob_parts *parts, struct cordon_text *at,
		     const struct cordon_text *text, const char *what,
		     const char *expected)
{
	struct cordon_text saved = *at;

	*at = *text;
	EXPECT_TRUE(blob_parts_are(parts, what, expected));
	*at = saved;
}

static void check_text(struct __test_metadata *_metadata,
		       const struct test_policy *policy,
		       const struct text_row *row)
{
	struct cordon_text text = { 0, htole32(row->length) };
	const char *fault = row->name ? NULL : "blob-service";
	struct cordon_package_record *package;
	struct cordon_service_record *service;
	struct cordon_policy_record *record;
	struct blob_parts parts;

	ASSERT_EQ(0, blob_split(policy->data, policy->size, &parts));
	text.offset = htole32(blob_add_string(&parts, row->text, row->length));
	/* One package and the last service: the order stays right. */
	blob_remove(&parts, CORDON_SECTION_PACKAGES, 1);
	record = (void *)parts.data[CORDON_SECTION_POLICY];
	service = (void *)parts.data[CORDON_SECTION_SERVICES];
	service += 2;
	package = (void *)parts.data[CORDON_SECTION_PACKAGES];
	try_text(_metadata, &parts, &record->name, &text, "policy name",
		 row->name ? NULL : "blob-policy");
	try_text(_metadata, &parts, &service->name, &text, "service name",
		 fault);
	fault = row->message ? NULL : "blob-service";
	try_text(_metadata, &parts, &service->message, &text, "message", fault);
	try_text(_metadata, &parts, &service->help, &text, "help", fault);
	try_text(_metadata, &parts, &package->name, &text, "package",
		 row->message ? NULL : "blob-package");
	blob_parts_free(&parts);
}

/* What is printed later must be fit to print. */
TEST(texts)
{
	static const struct text_row rows[] = {
		{ "gamma", 5, true, true },
		{ "two words", 9, false, true },
		{ "Gamma", 5, false, true },
		{ "a\"b", 3, false, true },
		{ "a\0b", 3, false, false },
		{ "a\nb", 3, false, false },
		{ "a\tb", 3, false, false },
		{ "\x1b[2J", 4, false, false },
		{ "a\x7f", 2, false, false },
	};
	struct test_policy policy;
	size_t i;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		check_text(_metadata, &policy, &rows[i]);
	test_policy_free(&policy);
}

/* Printable UTF-8 (uapi/cordon.h): it ends up in records and in JSON. */
TEST(texts_are_utf8)
{
	static const struct text_row rows[] = {
		{ "caf\xc3\xa9", 5, false, true },
		{ "\xe2\x82\xac", 3, false, true },
		{ "\xf0\x9f\x9a\xab", 4, false, true },
		{ "\xff", 1, false, false },
		{ "caf\xc3", 4, false, false },		/* cut */
		{ "\xa9", 1, false, false },
		{ "\xc0\xaf", 2, false, false },		/* overlong */
		{ "\xed\xa0\x80", 3, false, false },	/* a surrogate */
		{ "\xc2\x9b", 2, false, false },		/* CSI */
	};
	struct test_policy policy;
	size_t i;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (i = 0; i < ARRAY_SIZE(rows); i++)
		check_text(_metadata, &policy, &rows[i]);
	test_policy_free(&policy);
}

/* So long and no longer: texts may share bytes, and all are looked at. */
TEST(text_limit)
{
	static char text[CORDON_TEXT_MAX + 1];
	struct text_row row = { text, CORDON_TEXT_MAX, false, true };
	struct test_policy policy;

	memset(text, 'a', sizeof(text));
	ASSERT_EQ(0, test_policy_small(&policy));
	check_text(_metadata, &policy, &row);
	row.length++;
	row.message = false;
	check_text(_metadata, &policy, &row);
	test_policy_free(&policy);
}

/* An address that is never asked for in this form. */
TEST(addresses_are_normalised)
{
	static const struct {
		const char *address;
		u8 length;
		bool good;
	} rows[] = {
		{ "2001:db8:2::", 48, true },
		{ "2002:c000:200::", 40, false },
		{ "2001:0:4136:e378::", 64, false },
		{ "64:ff9b::c000:200", 120, false },
		{ "::192.0.2.0", 120, false },
		{ "2001:db8:2::53", 128, true },
		{ "2002:c000:235::1", 128, false },
		{ "64:ff9b::192.0.2.53", 128, false },
		{ "::192.0.2.53", 128, false },
		{ "2001:0:4136:e378:8000:63bf:3fff:fdd2", 128, false },
	};
	struct test_policy policy;
	size_t i;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cordon_prefix_record *prefix;
		struct cordon_address *resolver;
		struct cordon_address address;
		struct blob_parts parts;

		ASSERT_EQ(1, inet_pton(AF_INET6, rows[i].address, address.byte));
		ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
		while (parts.count[CORDON_SECTION_PREFIXES] > 1)
			blob_remove(&parts, CORDON_SECTION_PREFIXES, 0);
		prefix = (void *)parts.data[CORDON_SECTION_PREFIXES];
		prefix->address = address;
		prefix->length = rows[i].length;
		prefix->parent = htole32(CORDON_NO_PARENT);
		EXPECT_TRUE(blob_parts_are(&parts, rows[i].address,
					   rows[i].good ? NULL :
					   "blob-prefix"));

		blob_remove(&parts, CORDON_SECTION_PREFIXES, 0);
		blob_remove(&parts, CORDON_SECTION_RESOLVERS, 0);
		resolver = (void *)parts.data[CORDON_SECTION_RESOLVERS];
		*resolver = address;
		EXPECT_TRUE(blob_parts_are(&parts, rows[i].address,
					   rows[i].good ? NULL :
					   "blob-resolver"));
		blob_parts_free(&parts);
	}
	test_policy_free(&policy);
}

/* The parts of a valid blob with one prefix more, in its place. */
static void add_prefix(struct blob_parts *parts, const char *text, u8 length,
		       u16 service, u8 flags)
{
	struct cordon_address address = cordon_test_address(text);
	struct cordon_prefix_record *list;
	u32 at = 0, i;

	list = (void *)parts->data[CORDON_SECTION_PREFIXES];
	while (at < parts->count[CORDON_SECTION_PREFIXES] &&
	       (memcmp(&list[at].address, &address, sizeof(address)) < 0 ||
		(cordon_address_equal(&list[at].address, &address) &&
		 (list[at].length < length ||
		  (list[at].length == length &&
		   le16toh(list[at].service) < service)))))
		at++;
	list = blob_insert(parts, CORDON_SECTION_PREFIXES, at);
	list->address = address;
	list->length = length;
	list->service = htole16(service);
	list->flags = flags;
	/* All parents anew: the last one before it that covers it. */
	list = (void *)parts->data[CORDON_SECTION_PREFIXES];
	for (i = 0; i < parts->count[CORDON_SECTION_PREFIXES]; i++) {
		u32 parent = i;

		while (parent-- &&
		       !cordon_prefix_contains(&list[parent].address,
					       list[parent].length,
					       &list[i].address))
			;
		list[i].parent = htole32(parent);
	}
}

#define SMALL_CANARY	2	/* its service, behind alpha and beta */

/* Nobody but the canary has a word on its prefixes. */
TEST(canary_prefixes_are_its_own)
{
	static const struct {
		const char *prefix;
		u8 length;
		u16 service;
		bool good;
	} rows[] = {
		{ "203.0.113.0", 120, 0, false },
		{ "203.0.113.0", 120, CORDON_NO_SERVICE, false },
		{ "203.0.113.222", 128, CORDON_NO_SERVICE, false },
		{ "203.0.113.220", 127, 0, true },
		{ "203.0.113.222", 127, 1, false },
		{ "203.0.113.128", 121, 1, false },
		{ "203.0.113.0", 121, 1, true },
		{ "203.0.113.0", 121, CORDON_NO_SERVICE, true },
		{ "128.0.0.0", 97, 1, false },
		{ "0.0.0.0", 97, 1, true },
		{ "2001:db8::", 32, 1, false },
		{ "2001:db8::", 32, CORDON_NO_SERVICE, false },
		{ "2001:db8:c0de::", 48, CORDON_NO_SERVICE, false },
		{ "2001:db8:c0de:8000::", 49, 0, false },
		{ "2001:db8:c0de::7", 128, 1, false },
		{ "2001:db8:c0df::", 48, 1, true },
		{ "2001:db8:c0de:8000::", 49, SMALL_CANARY, true },
	};
	struct test_policy policy;
	struct blob_parts parts;
	size_t i;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
		add_prefix(&parts, rows[i].prefix, rows[i].length,
			   rows[i].service,
			   rows[i].service == CORDON_NO_SERVICE ?
			   CORDON_PREFIX_SHARED : 0);
		EXPECT_TRUE(blob_parts_are(&parts, rows[i].prefix,
					   rows[i].good ? NULL : "blob-canary"))
			TH_LOG("row %zu", i);
		blob_parts_free(&parts);
	}
	test_policy_free(&policy);
}

/* What was the canary's becomes another service's, "cordon-canarx". */
static void rob_canary(struct blob_parts *parts)
{
	static const char name[] = CORDON_CANARY_SERVICE;
	struct cordon_service_record *services =
		(void *)parts->data[CORDON_SECTION_SERVICES];
	u8 *strings = parts->data[CORDON_SECTION_STRINGS];
	const struct cordon_service_record *from;

	strings[le32toh(services[SMALL_CANARY].name.offset) +
		sizeof(name) - 2] = 'x';
	services = blob_insert(parts, CORDON_SECTION_SERVICES, SMALL_CANARY + 1);
	from = services - 1;
	*services = *from;
	services->name.offset = htole32(blob_add_string(parts, name,
							sizeof(name) - 1));
}

TEST(canary_refuses)
{
	struct cordon_service_record *services;
	struct test_policy policy;
	struct blob_parts parts;
	u8 action;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (action = CORDON_ACTION_DENY; action <= CORDON_ACTION_ALLOW;
	     action++) {
		ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
		services = (void *)parts.data[CORDON_SECTION_SERVICES];
		services[SMALL_CANARY].action = action;
		EXPECT_TRUE(blob_parts_are(&parts, "action",
					   action == CORDON_ACTION_DENY ?
					   NULL : "blob-canary"));
		blob_parts_free(&parts);
	}
	/* Neither its prefixes are another's nor, without those, its name. */
	ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
	rob_canary(&parts);
	EXPECT_TRUE(blob_parts_are(&parts, "robbed", "blob-canary"));
	while (parts.count[CORDON_SECTION_PREFIXES])
		blob_remove(&parts, CORDON_SECTION_PREFIXES, 0);
	EXPECT_TRUE(blob_parts_are(&parts, "robbed of its name", "blob-canary"));
	blob_remove(&parts, CORDON_SECTION_SERVICES, SMALL_CANARY + 1);
	EXPECT_TRUE(blob_parts_are(&parts, "no canary at all", NULL));
	blob_parts_free(&parts);
	test_policy_free(&policy);
}

/* Two services cannot have one prefix: nobody could say whose it is. */
TEST(prefix_of_two_services)
{
	struct cordon_prefix_record *prefix;
	struct test_policy policy;
	struct blob_parts parts;

	ASSERT_EQ(0, test_policy_small(&policy));
	ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
	prefix = (void *)parts.data[CORDON_SECTION_PREFIXES];
	prefix += SMALL_PREFIX_SHARED;
	prefix->flags = 0;
	prefix->service = htole16(1);
	EXPECT_TRUE(blob_parts_are(&parts, "two services", "blob-prefix"));
	blob_parts_free(&parts);
	test_policy_free(&policy);
}

static const struct {
	const char *pattern;
	const char *word;
	u8 flags;
} patterns[] = {
	{ "**/gamma", NULL, 0 },
	{ "/a/**/gamma", NULL, 0 },
	{ "**/gam*", NULL, CORDON_PATH_WILD },
	{ "**/gam*", "blob-path", 0 },
	{ "**/gamma", "blob-path", CORDON_PATH_WILD },
	{ "gamma", "blob-path", 0 },
	{ "usr/gamma", "blob-path", 0 },
	{ "/usr//gamma", "blob-path", 0 },
	{ "/usr/../gamma", "blob-path", 0 },
	{ "/usr/gamma/", "blob-path", 0 },
	{ "/a**b/gamma", "blob-path", 0 },
	{ "/usr/ga\nmma", "blob-path", 0 },
	{ "/usr/ga\x1bmma", "blob-path", 0 },
};

/* FNV-1a of the last component, or 0 for one with a wildcard. */
static u32 pattern_hash(const char *pattern)
{
	const char *slash = strrchr(pattern, '/');
	const char *at = slash ? slash + 1 : pattern;
	u32 hash = 0x811c9dc5;

	if (strpbrk(at, "*?"))
		return 0;
	for (; *at; at++)
		hash = (hash ^ (u8)*at) * 0x01000193;
	return hash;
}

TEST(path_patterns)
{
	struct test_policy policy;
	size_t i;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (i = 0; i < ARRAY_SIZE(patterns); i++) {
		u32 length = (u32)strlen(patterns[i].pattern);
		struct cordon_path_record *record;
		struct blob_parts parts;

		ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
		while (parts.count[CORDON_SECTION_PATHS])
			blob_remove(&parts, CORDON_SECTION_PATHS, 0);
		record = blob_insert(&parts, CORDON_SECTION_PATHS, 0);
		record->pattern.offset =
			htole32(blob_add_string(&parts, patterns[i].pattern,
						length));
		record->pattern.length = htole32(length);
		record->hash = htole32(pattern_hash(patterns[i].pattern));
		record->flags = patterns[i].flags;
		EXPECT_TRUE(blob_parts_are(&parts, patterns[i].pattern,
					   patterns[i].word));
		blob_parts_free(&parts);
	}
	test_policy_free(&policy);
}

TEST_HARNESS_MAIN
