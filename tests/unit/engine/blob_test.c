// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Blobs: every rule of the format broken one by one, and the right word for it
 */
#include "blob_parts.h"
#include "policy.h"
#include "engine/tests/blob_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(blob_cases, ARRAY_SIZE(blob_cases)));
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

TEST_HARNESS_MAIN
