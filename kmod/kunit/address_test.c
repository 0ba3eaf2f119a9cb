// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: one form for every address, and which prefixes cover it
 */
#include "engine/address.h"
#include "engine/policy/prefix.h"
#include "fixture.h"
#include "model.h"

struct form {
	const char *given;
	const char *normal;
};

static const struct form forms[] = {
	{ "157.240.9.35", "157.240.9.35" },
	{ "::ffff:157.240.9.35", "157.240.9.35" },
	{ "::157.240.9.35", "157.240.9.35" },		/* IPv4-compatible */
	{ "2002:9df0:923::1", "157.240.9.35" },		/* 6to4 */
	{ "2001:0:102:304::620f:f6dc", "157.240.9.35" },/* Teredo */
	{ "64:ff9b::9df0:923", "157.240.9.35" },	/* NAT64 */
	{ "64:ff9b::1:9df0:923", "64:ff9b::1:9df0:923" },
	{ "64:ff9b:1::9df0:923", "64:ff9b:1::9df0:923" },
	{ "2001:1:102:304::620f:f6dc", "2001:1:102:304::620f:f6dc" },
	{ "2003:9df0:923::1", "2003:9df0:923::1" },
	{ "::", "::" },
	{ "::1", "::1" },
	{ "::2", "0.0.0.2" },
	{ "::fffe:157.240.9.35", "::fffe:9df0:923" },
	{ "1::ffff:157.240.9.35", "1::ffff:9df0:923" },
	{ "2a03:2880:f12d:83:face:b00c:0:25de",
	  "2a03:2880:f12d:83:face:b00c:0:25de" },
};

static void describe_form(const struct form *row, char *desc)
{
	cordon_test_describe(desc, row->given);
}

KUNIT_ARRAY_PARAM(form, forms, describe_form);

static void test_normalise(struct kunit *test)
{
	const struct form *row = test->param_value;
	struct cordon_address address = cordon_test_address(test, row->given);
	char text[CORDON_ADDRESS_TEXT_MAX];

	cordon_address_normalise(&address, NULL);
	KUNIT_EXPECT_EQ(test, strlen(row->normal),
			cordon_address_to_text(&address, text, sizeof(text)));
	KUNIT_EXPECT_STREQ(test, row->normal, text);
}

struct nat64 {
	const char *answer;		/* for ipv4only.arpa */
	u8 length;			/* 0: tells no prefix */
	const char *wrapped;		/* 157.240.9.35 behind the same prefix */
};

/* RFC 6052, 2.2: where the address stands, and the octet that it skips. */
static const struct nat64 nat64s[] = {
	{ "2a01:64:1:2:3:4:c000:aa", 96, "2a01:64:1:2:3:4:9df0:923" },
	{ "2a01:64:1:2:c0:0:ab00:0", 64, "2a01:64:1:2:9d:f009:2300:0" },
	{ "2a01:64:1:2c0:0:aa::", 56, "2a01:64:1:29d:f0:923::" },
	{ "2a01:64:1:c000:0:ab00::", 48, "2a01:64:1:9df0:9:2300::" },
	{ "2a01:64:1c0:0:aa::", 40, "2a01:64:19d:f009:23::" },
	{ "2a01:64:c000:ab::", 32, "2a01:64:9df0:923::" },
	{ "2a01:64::1", 0, NULL },
	{ "192.0.0.170", 0, NULL },
	{ "64:ff9b::c000:aa", 0, NULL },		/* needs no entry */
	{ "::c000:aa", 0, NULL },
	{ "2a01:64::c000:ac", 0, NULL },
};

static void describe_nat64(const struct nat64 *row, char *desc)
{
	cordon_test_describe(desc, row->answer);
}

KUNIT_ARRAY_PARAM(nat64, nat64s, describe_nat64);

static void test_nat64(struct kunit *test)
{
	const struct cordon_address inner = cordon_test_address(test, "157.240.9.35");
	const struct nat64 *row = test->param_value;
	struct cordon_address answer = cordon_test_address(test, row->answer);
	struct cordon_address address;
	struct cordon_nat64 nat64 = { };

	KUNIT_ASSERT_EQ(test, !!row->length,
			cordon_nat64_discover(&nat64, &answer));
	KUNIT_EXPECT_EQ(test, row->length ? 1 : 0, (int)nat64.count);
	if (!row->length)
		return;
	KUNIT_EXPECT_EQ(test, row->length, nat64.length[0]);
	address = cordon_test_address(test, row->wrapped);
	cordon_address_normalise(&address, NULL);
	KUNIT_EXPECT_FALSE(test, cordon_address_equal(&inner, &address));
	cordon_address_normalise(&address, &nat64);
	KUNIT_EXPECT_TRUE(test, cordon_address_equal(&inner, &address));
	/* Seen again it is known. */
	KUNIT_EXPECT_FALSE(test, cordon_nat64_discover(&nat64, &answer));
}

struct learnable {
	const char *address;
	bool learnable;
};

static const struct learnable learnables[] = {
	{ "0.255.255.255", false }, { "1.0.0.0", true },
	{ "9.255.255.255", true }, { "10.0.0.0", false },
	{ "10.255.255.255", false }, { "11.0.0.0", true },
	{ "100.63.255.255", true }, { "100.64.0.0", false },
	{ "100.127.255.255", false }, { "100.128.0.0", true },
	{ "126.255.255.255", true }, { "127.0.0.1", false },
	{ "169.253.255.255", true }, { "169.254.169.254", false },
	{ "172.15.255.255", true }, { "172.16.0.0", false },
	{ "172.31.255.255", false }, { "172.32.0.0", true },
	{ "192.167.255.255", true }, { "192.168.0.0", false },
	{ "192.169.0.0", true }, { "223.255.255.255", true },
	{ "224.0.0.0", false }, { "255.255.255.255", false },
	{ "192.0.0.255", false }, { "192.0.1.0", true },
	{ "192.0.1.255", true }, { "192.0.2.0", false },
	{ "192.0.2.255", false }, { "192.0.3.0", true },
	{ "198.17.255.255", true }, { "198.18.0.0", false },
	{ "198.19.255.255", false }, { "198.20.0.0", true },
	{ "198.51.99.255", true }, { "198.51.100.0", false },
	{ "198.51.100.255", false }, { "198.51.101.0", true },
	{ "203.0.112.255", true }, { "203.0.113.0", false },
	{ "203.0.113.222", false }, { "203.0.114.0", true },
	{ "::", false }, { "::1", false },
	{ "2001:db7:ffff::1", true }, { "2001:db8::1", false },
	{ "2001:db8:c0de::7", false }, { "2001:db9::1", true },
	{ "3ffe:ffff::1", true }, { "3fff::1", false },
	{ "3fff:fff::1", false }, { "3fff:1000::1", true },
	{ "::ffff:203.0.113.222", false }, { "2002:cb00:71de::1", false },
	{ "2002:cb00:72de::1", true }, { "64:ff9b::203.0.113.222", false },
	{ "64:ff9b::203.0.114.222", true },
	{ "fbff::1", true }, { "fc00::1", false }, { "fdff::1", false },
	{ "fe7f::1", true }, { "fe80::1", false }, { "fec0::1", false },
	{ "ff02::fb", false },
};

static void describe_learnable(const struct learnable *row, char *desc)
{
	cordon_test_describe(desc, row->address);
}

KUNIT_ARRAY_PARAM(learnable, learnables, describe_learnable);

static void test_learnable(struct kunit *test)
{
	const struct learnable *row = test->param_value;
	struct cordon_address address = cordon_test_address(test, row->address);

	KUNIT_EXPECT_EQ(test, row->learnable,
			cordon_address_is_learnable(&address));
}

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
	struct cordon_address address = cordon_test_address(test, row->address);
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
	struct cordon_address prefix = cordon_test_address(test, "2a03:2880::");
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

static struct kunit_case address_cases[] = {
	KUNIT_CASE_PARAM(test_normalise, form_gen_params),
	KUNIT_CASE_PARAM(test_nat64, nat64_gen_params),
	KUNIT_CASE_PARAM(test_learnable, learnable_gen_params),
	KUNIT_CASE_PARAM(test_prefix_find, covered_gen_params),
	KUNIT_CASE(test_contains),
	{}
};

static struct kunit_suite address_suite = {
	.name = "cordon_address",
	.test_cases = address_cases,
};

kunit_test_suite(address_suite);
