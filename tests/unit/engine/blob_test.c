// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Blobs: every rule of the format broken one by one, and the right word for it
 */
#include "blob_parts.h"
#include "policy.h"
#include "kselftest_harness.h"

/**
 * struct poke - another value for one field of one record
 * @what: the field, for messages
 * @section: its section
 * @index: of the record
 * @offset: of the field
 * @width: of the field
 * @value: the new value
 * @word: what the engine must say; NULL: accepted
 */
struct poke {
	const char *what;
	enum cordon_section section;
	u32 index;
	size_t offset;
	size_t width;
	u64 value;
	const char *word;
};

#define POKE(section, record, index, field, type, value, word)		\
	{ #record " " #field " " #value, CORDON_SECTION_ ## section,	\
	  index, offsetof(struct cordon_ ## record ## _record, field),	\
	  sizeof(type), value, word }
#define POLICY(field, type, value, word)				\
	POKE(POLICY, policy, 0, field, type, value, word)
#define SERVICE(field, type, value, word)				\
	POKE(SERVICES, service, 1, field, type, value, word)
#define DOMAIN_SET(field, type, value, word)				\
	POKE(DOMAIN_SET, domain_set, 0, field, type, value, word)
/* Values: alpha's, alpha's excepted, beta's, the reserved service's. */
#define DOMAIN_VALUE(index, field, type, value, word)			\
	{ "value " #index " " #field " " #value,			\
	  CORDON_SECTION_DOMAIN_VALUES, index,				\
	  offsetof(struct cordon_domain_value, field), sizeof(type),	\
	  value, word }
#define RAW(section, index, type, value, word)				\
	{ #section " " #index " " #value, CORDON_SECTION_ ## section,	\
	  index, 0, sizeof(type), value, word }
#define PREFIX(which, field, type, value, word)				\
	POKE(PREFIXES, prefix, SMALL_PREFIX_ ## which, field, type,	\
	     value, word)
#define PATH(index, field, type, value, word)				\
	POKE(PATHS, path, index, field, type, value, word)
#define PACKAGE(field, type, value, word)				\
	POKE(PACKAGES, package, 0, field, type, value, word)

static const struct poke pokes[] = {
	POLICY(name.offset, u32, 0xffffffff, "blob-policy"),
	POLICY(name.offset, u32, 0x7fffffff, "blob-policy"),
	POLICY(name.length, u32, 0, "blob-policy"),
	POLICY(name.length, u32, 0xffffffff, "blob-policy"),
	POLICY(name.length, u32, 0x10000, "blob-policy"),
	POLICY(version, u64, 0xffffffffffffffff, NULL),
	POLICY(mode, u8, 0, "blob-policy"),
	POLICY(mode, u8, CORDON_MODE_MONITOR, NULL),
	POLICY(mode, u8, 3, "blob-policy"),
	POLICY(mode, u8, 255, "blob-policy"),
	POLICY(dns, u8, 0, "blob-policy"),
	POLICY(dns, u8, CORDON_DNS_REFUSE, NULL),
	POLICY(dns, u8, 3, "blob-policy"),
	POLICY(other_resolvers, u8, 0, "blob-policy"),
	POLICY(other_resolvers, u8, CORDON_OTHER_RESOLVERS_ALLOW, NULL),
	POLICY(other_resolvers, u8, 3, "blob-policy"),
	POLICY(reserved[0], u8, 1, "blob-policy"),
	POLICY(reserved[1], u8, 0x80, "blob-policy"),
	POLICY(reserved[2], u8, 1, "blob-policy"),
	POLICY(reserved[3], u8, 1, "blob-policy"),
	POLICY(reserved[4], u8, 1, "blob-policy"),

	SERVICE(name.offset, u32, 0xffffffff, "blob-service"),
	SERVICE(name.length, u32, 0, "blob-service"),
	SERVICE(name.length, u32, 0xffffffff, "blob-service"),
	SERVICE(message.offset, u32, 0xffffffff, "blob-service"),
	SERVICE(message.length, u32, 0x10000, "blob-service"),
	SERVICE(message.length, u32, 0xffffffff, "blob-service"),
	SERVICE(help.offset, u32, 0xfffffff0, "blob-service"),
	SERVICE(help.length, u32, 0x80000000, "blob-service"),
	SERVICE(action, u8, 0, "blob-service"),
	SERVICE(action, u8, CORDON_ACTION_DENY, NULL),
	SERVICE(action, u8, CORDON_ACTION_AUDIT, NULL),
	SERVICE(action, u8, CORDON_ACTION_ALLOW, NULL),
	SERVICE(action, u8, 5, "blob-service"),
	SERVICE(action, u8, 255, "blob-service"),
	SERVICE(reserved[0], u8, 1, "blob-service"),
	SERVICE(reserved[3], u8, 1, "blob-service"),
	SERVICE(reserved[6], u8, 0xff, "blob-service"),

	DOMAIN_SET(key[0], u64, 0, NULL),
	DOMAIN_SET(proof_key[1], u64, 0xffffffffffffffff, NULL),
	DOMAIN_SET(labels, u64, 0, "blob-domain"),
	DOMAIN_SET(labels, u64, 0xffffffffffffffff, NULL),
	DOMAIN_SET(count, u32, 0, "blob-domain"),
	DOMAIN_SET(count, u32, 3, "blob-bucket"),
	DOMAIN_SET(count, u32, 5, "blob-bucket"),
	DOMAIN_SET(count, u32, 0x7fffffff, "blob-bucket"),
	DOMAIN_SET(count, u32, 0xffffffff, "blob-bucket"),
	DOMAIN_SET(reserved[0], u8, 1, "blob-domain"),
	DOMAIN_SET(reserved[3], u8, 1, "blob-domain"),
	DOMAIN_VALUE(0, service, u16, 1, "blob-domain"),
	DOMAIN_VALUE(0, flags, u8, 1, "blob-domain"),
	DOMAIN_VALUE(1, flags, u8, 0, "blob-domain"),
	DOMAIN_VALUE(1, flags, u8, 3, "blob-domain"),
	DOMAIN_VALUE(2, flags, u8, 1, NULL),
	DOMAIN_VALUE(3, flags, u8, 2, "blob-domain"),
	DOMAIN_VALUE(3, flags, u8, 0x80, "blob-domain"),
	DOMAIN_VALUE(3, service, u16, 3, "blob-domain"),
	DOMAIN_VALUE(3, service, u16, CORDON_NO_SERVICE, "blob-domain"),
	DOMAIN_VALUE(3, reserved, u8, 1, "blob-domain"),
	RAW(DOMAIN_BLOCKS, 0, u16, 1, "blob-bucket"),
	RAW(DOMAIN_BLOCKS, 0, u16, 0xffff, "blob-bucket"),
	RAW(DOMAIN_BLOCKS, 0, u16, 0x8000, "blob-bucket"),
	RAW(DOMAIN_BUCKETS, 0, u8, 1, "blob-bucket"),
	RAW(DOMAIN_BUCKETS, 0, u8, 0x80, "blob-bucket"),
	RAW(DOMAIN_BUCKETS, 1, u8, 1, "blob-bucket"),
	RAW(DOMAIN_BUCKETS, 1, u8, 0xff, "blob-bucket"),
	RAW(DOMAIN_BUCKETS, 1, u8, 0x80, "blob-bucket"),
	RAW(DOMAIN_TAGS, 4, u8, 1, "blob-domain"),
	RAW(DOMAIN_TAGS, 11, u8, 1, "blob-domain"),
	RAW(DOMAIN_RESTS, 16, u8, 0x10, "blob-domain"),
	RAW(DOMAIN_RESTS, 17, u8, 1, "blob-domain"),
	RAW(DOMAIN_RESTS, 24, u8, 1, "blob-domain"),

	PREFIX(ALPHA, length, u8, 119, NULL),
	PREFIX(ALPHA, length, u8, 118, "blob-prefix"),
	PREFIX(BETA, length, u8, 129, "blob-prefix"),
	PREFIX(BETA, length, u8, 255, "blob-prefix"),
	PREFIX(BETA, length, u8, 47, "blob-prefix"),
	PREFIX(BETA, length, u8, 49, NULL),
	PREFIX(BETA, length, u8, 0, "blob-prefix"),
	PREFIX(BETA, address.byte[6], u8, 1, "blob-prefix"),
	PREFIX(BETA, address.byte[15], u8, 1, "blob-prefix"),
	PREFIX(INNER, address.byte[15], u8, 0xc0, "blob-prefix"),
	PREFIX(BETA, flags, u8, 2, "blob-prefix"),
	PREFIX(BETA, flags, u8, 0x80, "blob-prefix"),
	PREFIX(BETA, flags, u8, CORDON_PREFIX_SHARED, "blob-prefix"),
	PREFIX(SHARED, flags, u8, 0, "blob-prefix"),
	PREFIX(SHARED, flags, u8, 3, "blob-prefix"),
	PREFIX(SHARED, service, u16, 0, "blob-prefix"),
	PREFIX(BETA, service, u16, 2, NULL),
	PREFIX(BETA, service, u16, 3, "blob-prefix"),
	PREFIX(BETA, service, u16, CORDON_NO_SERVICE, "blob-prefix"),
	PREFIX(ALPHA, parent, u32, 0, "blob-prefix"),
	PREFIX(ALPHA, parent, u32, 1, "blob-prefix"),
	PREFIX(SHARED, parent, u32, CORDON_NO_PARENT, "blob-prefix"),
	PREFIX(SHARED, parent, u32, SMALL_PREFIX_SHARED, "blob-prefix"),
	PREFIX(SHARED, parent, u32, SMALL_PREFIX_INNER, "blob-prefix"),
	PREFIX(INNER, parent, u32, CORDON_NO_PARENT, "blob-prefix"),
	PREFIX(INNER, parent, u32, SMALL_PREFIX_ALPHA, "blob-prefix"),
	PREFIX(INNER, parent, u32, SMALL_PREFIX_SHARED, NULL),
	PREFIX(BETA, parent, u32, SMALL_PREFIX_ALPHA, "blob-prefix"),
	PREFIX(BETA, parent, u32, SMALL_PREFIXES, "blob-prefix"),
	PREFIX(BETA, parent, u32, 0xfffffffe, "blob-prefix"),
	PREFIX(CANARY6, parent, u32, SMALL_PREFIX_BETA, "blob-prefix"),

	PATH(0, pattern.offset, u32, 0xffffffff, "blob-path"),
	PATH(0, pattern.length, u32, 0, "blob-path"),
	PATH(0, pattern.length, u32, 1, "blob-path"),
	PATH(0, pattern.length, u32, CORDON_PATH_PATTERN_MAX + 1, "blob-path"),
	PATH(0, pattern.length, u32, 0xffffffff, "blob-path"),
	PATH(0, hash, u32, 1, "blob-path"),
	PATH(0, flags, u8, 0, "blob-path"),
	PATH(0, flags, u8, 2, "blob-path"),
	PATH(0, flags, u8, 3, "blob-path"),
	PATH(0, reserved, u8, 1, "blob-path"),
	PATH(0, service, u16, 2, NULL),
	PATH(0, service, u16, 3, "blob-path"),
	PATH(0, service, u16, CORDON_NO_SERVICE, "blob-path"),
	PATH(1, hash, u32, 0, "blob-path"),
	PATH(1, flags, u8, CORDON_PATH_WILD, "blob-path"),
	PATH(3, hash, u32, 0xffffffff, "blob-path"),

	PACKAGE(name.offset, u32, 0xffffffff, "blob-package"),
	PACKAGE(name.length, u32, 0, "blob-package"),
	PACKAGE(name.length, u32, 0xffffffff, "blob-package"),
	PACKAGE(service, u16, 2, NULL),
	PACKAGE(service, u16, 3, "blob-package"),
	PACKAGE(service, u16, CORDON_NO_SERVICE, "blob-package"),
	PACKAGE(reserved[0], u8, 1, "blob-package"),
	PACKAGE(reserved[5], u8, 1, "blob-package"),
};

static void put_le(u8 *to, size_t width, u64 value)
{
	while (width--) {
		*to++ = (u8)value;
		value >>= 8;
	}
}

TEST(fields)
{
	struct test_policy policy;
	size_t i;

	ASSERT_EQ(0, test_policy_small(&policy));
	ASSERT_EQ(SMALL_PREFIXES, policy.blob.prefix_count);
	ASSERT_EQ(3U, policy.blob.service_count);
	ASSERT_EQ(1U, policy.blob.path_wild_count);
	for (i = 0; i < ARRAY_SIZE(pokes); i++) {
		const struct poke *poke = &pokes[i];
		struct blob_parts parts;

		ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
		put_le(parts.data[poke->section] + poke->offset +
		       poke->index * cordon_blob_element_size(poke->section),
		       poke->width, poke->value);
		EXPECT_TRUE(blob_parts_are(&parts, poke->what, poke->word));
		blob_parts_free(&parts);
	}
	test_policy_free(&policy);
}

/* Swapping two neighbours breaks the order of every sorted section. */
TEST(order)
{
	static const struct {
		enum cordon_section section;
		u32 index;
		const char *word;
	} rows[] = {
		{ CORDON_SECTION_SERVICES, 0, "blob-service" },
		{ CORDON_SECTION_SERVICES, 1, "blob-service" },
		{ CORDON_SECTION_PREFIXES, SMALL_PREFIX_ALPHA, "blob-prefix" },
		{ CORDON_SECTION_PREFIXES, SMALL_PREFIX_INNER, "blob-prefix" },
		{ CORDON_SECTION_PREFIXES, SMALL_PREFIX_CANARY4, "blob-prefix" },
		{ CORDON_SECTION_PATHS, 0, "blob-path" },
		{ CORDON_SECTION_PATHS, 1, "blob-path" },
		{ CORDON_SECTION_PACKAGES, 0, "blob-package" },
		{ CORDON_SECTION_RESOLVERS, 0, "blob-resolver" },
		{ CORDON_SECTION_DOMAIN_VALUES, 0, "blob-domain" },
		{ CORDON_SECTION_DOMAIN_VALUES, 2, "blob-domain" },
		{ CORDON_SECTION_DOMAIN_PROOFS, 0, "blob-proof" },
	};
	struct test_policy policy;
	size_t i;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		enum cordon_section section = rows[i].section;
		size_t size = cordon_blob_element_size(section);
		struct blob_parts parts;
		u8 saved[64];
		u8 *at;

		ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
		at = parts.data[section] + rows[i].index * size;
		memcpy(saved, at, size);
		memcpy(at, at + size, size);
		memcpy(at + size, saved, size);
		EXPECT_TRUE(blob_parts_are(&parts, "swapped", rows[i].word));

		/* The same twice. */
		memcpy(at + size, at, size);
		EXPECT_TRUE(blob_parts_are(&parts, "twice", rows[i].word));
		blob_parts_free(&parts);
	}
	test_policy_free(&policy);
}

/* Sections that hold the wrong number of elements. */
TEST(counts)
{
	static const struct {
		enum cordon_section section;
		int remove;			/* from the front; -1: add one */
		const char *word;
	} rows[] = {
		{ CORDON_SECTION_POLICY, 1, "blob-policy" },
		{ CORDON_SECTION_POLICY, -1, "blob-policy" },
		{ CORDON_SECTION_DOMAIN_BUCKETS, 1, "blob-bucket" },
		{ CORDON_SECTION_DOMAIN_BUCKETS, -1, "blob-bucket" },
		{ CORDON_SECTION_DOMAIN_BUCKETS, 2, "blob-bucket" },
		{ CORDON_SECTION_DOMAIN_BLOCKS, 1, "blob-bucket" },
		{ CORDON_SECTION_DOMAIN_BLOCKS, -1, "blob-bucket" },
		{ CORDON_SECTION_DOMAIN_SET, 1, "blob-domain" },
		{ CORDON_SECTION_DOMAIN_SET, -1, "blob-domain" },
		{ CORDON_SECTION_DOMAIN_VALUES, 4, "blob-domain" },
		{ CORDON_SECTION_DOMAIN_TAGS, 1, "blob-domain" },
		{ CORDON_SECTION_DOMAIN_TAGS, -1, "blob-domain" },
		{ CORDON_SECTION_DOMAIN_TAGS, 12, "blob-domain" },
		{ CORDON_SECTION_DOMAIN_RESTS, 1, "blob-domain" },
		{ CORDON_SECTION_DOMAIN_RESTS, -1, "blob-domain" },
		{ CORDON_SECTION_DOMAIN_RESTS, 25, "blob-domain" },
		{ CORDON_SECTION_DOMAIN_PROOFS, 2, NULL },
		{ CORDON_SECTION_PACKAGES, 2, NULL },
		{ CORDON_SECTION_RESOLVERS, 2, NULL },
		{ CORDON_SECTION_PATHS, 4, NULL },
		{ CORDON_SECTION_PREFIXES, SMALL_PREFIXES, NULL },
	};
	struct test_policy policy;
	size_t i;
	int n;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct blob_parts parts;

		ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
		if (rows[i].remove < 0)
			blob_insert(&parts, rows[i].section, 0);
		for (n = 0; n < rows[i].remove; n++)
			blob_remove(&parts, rows[i].section, 0);
		ASSERT_TRUE(rows[i].word ||
			    !parts.count[rows[i].section]);
		EXPECT_TRUE(blob_parts_are(&parts, "count", rows[i].word));
		blob_parts_free(&parts);
	}
	test_policy_free(&policy);
}

/* CORDON_PATH_WILD_MAX wild paths are good, one more is not. */
TEST(wild_limit)
{
	struct test_policy policy;
	struct blob_parts parts;
	u32 n;

	ASSERT_EQ(0, test_policy_small(&policy));
	ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
	parts.count[CORDON_SECTION_PATHS] = 0;
	for (n = 0; n <= CORDON_PATH_WILD_MAX; n++) {
		struct cordon_path_record *record;
		char pattern[16];

		snprintf(pattern, sizeof(pattern), "**/x%03u*", n);
		record = blob_insert(&parts, CORDON_SECTION_PATHS, n);
		record->pattern.offset =
			htole32(blob_add_string(&parts, pattern, 8));
		record->pattern.length = htole32(8);
		record->flags = CORDON_PATH_WILD;
		if (n + 1 >= CORDON_PATH_WILD_MAX)
			EXPECT_TRUE(blob_parts_are(&parts, "wild limit",
						   n < CORDON_PATH_WILD_MAX ?
						   NULL : "blob-path"));
	}
	blob_parts_free(&parts);
	test_policy_free(&policy);
}

TEST(service_limit)
{
	struct cordon_service_record *service;
	struct test_policy policy;
	struct blob_parts parts;
	char *names;
	u32 at;
	u32 n;

	ASSERT_EQ(0, test_policy_small(&policy));
	ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
	free(parts.data[CORDON_SECTION_SERVICES]);
	parts.data[CORDON_SECTION_SERVICES] =
		calloc(CORDON_SERVICES_MAX + 1,
		       sizeof(struct cordon_service_record));
	ASSERT_NE(NULL, parts.data[CORDON_SECTION_SERVICES]);
	names = malloc(6 * (CORDON_SERVICES_MAX + 1) + 1);
	ASSERT_NE(NULL, names);
	for (n = 0; n <= CORDON_SERVICES_MAX; n++)
		sprintf(names + 6 * n, "s%05u", n);
	at = blob_add_string(&parts, names, 6 * (CORDON_SERVICES_MAX + 1));
	service = (void *)parts.data[CORDON_SECTION_SERVICES];
	for (n = 0; n <= CORDON_SERVICES_MAX; n++) {
		service[n].name.offset = htole32(at + 6 * n);
		service[n].name.length = htole32(6);
		service[n].action = CORDON_ACTION_DENY;
	}
	free(names);
	parts.count[CORDON_SECTION_SERVICES] = CORDON_SERVICES_MAX;
	EXPECT_TRUE(blob_parts_are(&parts, "service limit", NULL));
	parts.count[CORDON_SECTION_SERVICES]++;
	EXPECT_TRUE(blob_parts_are(&parts, "service limit", "blob-service"));
	blob_parts_free(&parts);
	test_policy_free(&policy);
}

TEST(services)
{
	struct test_policy policy;
	u16 service = 99;

	ASSERT_EQ(0, test_policy_small(&policy));
	EXPECT_TRUE(cordon_blob_find_service(&policy.blob, "alpha", 5, &service));
	EXPECT_EQ(0, service);
	EXPECT_FALSE(cordon_blob_refuses(&policy.blob, service));
	EXPECT_TRUE(cordon_blob_find_service(&policy.blob, "beta", 4, &service));
	EXPECT_EQ(1, service);
	EXPECT_TRUE(cordon_blob_refuses(&policy.blob, service));
	EXPECT_TRUE(cordon_blob_find_service(&policy.blob, "cordon-canary", 13,
					     &service));
	EXPECT_EQ(2, service);
	EXPECT_TRUE(cordon_blob_refuses(&policy.blob, service));
	EXPECT_FALSE(cordon_blob_find_service(&policy.blob, "alpha", 4,
					      &service));
	EXPECT_FALSE(cordon_blob_find_service(&policy.blob, "alphab", 6,
					      &service));
	EXPECT_FALSE(cordon_blob_find_service(&policy.blob, "", 0, &service));
	test_policy_free(&policy);
}

TEST_HARNESS_MAIN
