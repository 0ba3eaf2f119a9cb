// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: which prefixes cover an address
 */
#include "engine/policy/prefix.h"
#include "fixture.h"
#include "model.h"

static const struct cordon_test_line lines[] = {
	{ TEST_SERVICE, "alpha", CORDON_ACTION_DENY },
	{ TEST_SERVICE, "beta", CORDON_ACTION_ALLOW },
	{ TEST_PREFIX, "157.240.0.0/16", 0 },
	{ TEST_PREFIX, "157.240.8.0/22", 1 },
	{ TEST_PREFIX, "157.240.9.0/24", 0 },
	{ TEST_PREFIX, "157.240.9.35/32", 1 },
	{ TEST_SHARED, "157.240.9.0/24", 0 },
	{ TEST_PREFIX, "0.0.0.0/8", 0 },
	{ TEST_PREFIX, "255.255.255.255/32", 0 },
	{ TEST_PREFIX, "2a03:2880::/29", 0 },
	{ TEST_PREFIX, "2a03:2881:8000::/33", 1 },
	{ TEST_PREFIX, "2a03:2880::1/128", 1 },
	{ TEST_PREFIX, "100::/8", 0 },
};

struct covered {
	const char *address;
	u32 rules;			/* how many cover it */
	u8 longest;			/* of 128 */
};

static const struct covered covereds[] = {
	{ "157.240.9.35", 5, 128 },
	{ "157.240.9.34", 4, 120 }, { "157.240.9.36", 4, 120 },
	{ "157.240.8.0", 2, 118 }, { "157.240.11.255", 2, 118 },
	{ "157.240.12.0", 1, 112 }, { "157.240.7.255", 1, 112 },
	{ "157.240.0.0", 1, 112 }, { "157.240.255.255", 1, 112 },
	{ "157.239.255.255", 0, 0 }, { "157.241.0.0", 0, 0 },
	{ "0.0.0.0", 1, 104 }, { "0.255.255.255", 1, 104 },
	{ "1.0.0.0", 0, 0 }, { "255.255.255.254", 0, 0 },
	{ "255.255.255.255", 1, 128 },
	{ "::", 0, 0 }, { "::1", 0, 0 }, { "::1:0:0:0", 0, 0 },
	{ "ff::", 0, 0 }, { "100::", 1, 8 }, { "1ff::1", 1, 8 },
	{ "2a03:287f:ffff::", 0, 0 }, { "2a03:2880::", 1, 29 },
	{ "2a03:2880::1", 2, 128 }, { "2a03:2880::2", 1, 29 },
	{ "2a03:2881:7fff::", 1, 29 }, { "2a03:2881:8000::", 2, 33 },
	{ "2a03:2887:ffff::", 1, 29 }, { "2a03:2888::", 0, 0 },
	{ "ffff::", 0, 0 },
};

static void describe_covered(const struct covered *row, char *desc)
{
	cordon_test_describe(desc, row->address);
}

KUNIT_ARRAY_PARAM(covered, covereds, describe_covered);

/* The walk over the parents meets every rule that covers, and only these. */
static void test_prefix_find(struct kunit *test)
{
	const struct covered *row = test->param_value;
	const struct cordon_blob *blob =
		&cordon_test_policy(test, lines, ARRAY_SIZE(lines))->blob;
	struct cordon_address address = cordon_test_address(row->address);
	u32 i = cordon_prefix_find(blob, &address), found = 0, covers = 0;

	KUNIT_ASSERT_EQ(test, !row->rules, i == CORDON_NO_PARENT);
	if (row->rules)
		KUNIT_EXPECT_EQ(test, row->longest, blob->prefixes[i].length);
	for (; i != CORDON_NO_PARENT; i = cordon_prefix_parent(blob, i), found++)
		KUNIT_EXPECT_TRUE(test,
				  cordon_model_prefix_covers(blob->prefixes + i,
							     &address));
	KUNIT_EXPECT_EQ(test, row->rules, found);
	for (i = 0; i < blob->prefix_count; i++)
		covers += cordon_model_prefix_covers(blob->prefixes + i, &address);
	KUNIT_EXPECT_EQ(test, row->rules, covers);
}

/* Every length, each single bit. */
static void test_contains(struct kunit *test)
{
	struct cordon_address prefix = cordon_test_address("2a03:2880::");
	struct cordon_address address;
	int length, bit;

	for (length = 0; length <= 128; length++) {
		for (bit = 0; bit < 128; bit++) {
			address = prefix;
			address.byte[bit / 8] ^= 0x80 >> bit % 8;
			KUNIT_EXPECT_EQ(test, bit >= length,
					cordon_prefix_contains(&prefix, length,
							       &address));
		}
	}
}

static struct kunit_case prefix_cases[] = {
	KUNIT_CASE_PARAM(test_prefix_find, covered_gen_params),
	KUNIT_CASE(test_contains),
	{}
};

static struct kunit_suite prefix_suite = {
	.name = "cordon_prefix",
	.test_cases = prefix_cases,
};

kunit_test_suite(prefix_suite);
