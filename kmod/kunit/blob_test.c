// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: a blob is checked once, so that no reader checks a bound again
 */
#include <linux/mm.h>

#include "engine/policy/validate.h"
#include "fixture.h"

static const struct cordon_test_line lines[] = {
	{ TEST_SERVICE, "alpha", CORDON_ACTION_DENY },
	{ TEST_SERVICE, "beta", CORDON_ACTION_AUDIT },
	{ TEST_DOMAIN, "alpha.example", 0 }, { TEST_DOMAIN, "beta.example", 1 },
	{ TEST_EXCEPT, "open.alpha.example", 0 },
	{ TEST_PREFIX, "192.0.2.0/24", 0 }, { TEST_SHARED, "192.0.2.0/24", 0 },
	{ TEST_PREFIX, "2001:db8:a::/48", 1 },
	{ TEST_PATH, "**/alpha", 0 }, { TEST_PATH, "/opt/*", 1 },
	{ TEST_PACKAGE, "com.alpha", 0 }, { TEST_PACKAGE, "org.beta", 1 },
	{ TEST_RESOLVER, "10.20.0.53", 0 }, { TEST_RESOLVER, "2001:db8::53", 0 },
};

struct state {
	struct cordon_test_policy *policy;
	struct cordon_blob opened;
};

static int blob_init(struct kunit *test)
{
	struct state *state = kunit_kzalloc(test, sizeof(*state), GFP_KERNEL);

	if (!state)
		return -ENOMEM;
	test->priv = state;
	state->policy = cordon_test_policy(test, lines, ARRAY_SIZE(lines));
	return 0;
}

/* Opens it in memory of exactly its size; tells the reason when refused. */
static const char *open_blob(struct kunit *test, size_t size)
{
	struct state *state = test->priv;
	struct cordon_fault fault = { };
	u8 *exact = kvmalloc(max_t(size_t, size, 1), GFP_KERNEL);
	int err;

	KUNIT_ASSERT_NOT_NULL(test, exact);
	memcpy(exact, state->policy->data, size);
	err = cordon_blob_open(&state->opened, exact, size, &fault);
	kvfree(exact);
	if (!err)
		return "accepted";
	KUNIT_EXPECT_EQ(test, -EBADMSG, err);
	KUNIT_EXPECT_LE(test, fault.offset, (u64)size);
	return fault.word;
}

static void test_good(struct kunit *test)
{
	struct state *state = test->priv;
	const struct cordon_blob *blob = &state->opened;
	u16 service = CORDON_NO_SERVICE;

	KUNIT_ASSERT_STREQ(test, "accepted", open_blob(test, state->policy->size));
	KUNIT_EXPECT_EQ(test, 2U, blob->service_count);
	KUNIT_EXPECT_EQ(test, 3U, blob->domain_count);
	KUNIT_EXPECT_EQ(test, 3U, blob->prefix_count);
	KUNIT_EXPECT_EQ(test, 2U, blob->path_count);
	KUNIT_EXPECT_EQ(test, 1U, blob->path_wild_count);
	KUNIT_EXPECT_EQ(test, 2U, blob->package_count);
	KUNIT_EXPECT_EQ(test, 2U, blob->resolver_count);
	blob = &state->policy->blob;
	KUNIT_EXPECT_TRUE(test, cordon_blob_find_service(blob, "beta", 4, &service));
	KUNIT_EXPECT_EQ(test, 1, (int)service);
	KUNIT_EXPECT_FALSE(test, cordon_blob_find_service(blob, "bet", 3, &service));
	KUNIT_EXPECT_TRUE(test, cordon_blob_refuses(blob, 0));
	KUNIT_EXPECT_FALSE(test, cordon_blob_refuses(blob, 1));
}

static void test_cut(struct kunit *test)
{
	struct state *state = test->priv;
	size_t cut;

	for (cut = 0; cut < state->policy->size; cut++)
		KUNIT_EXPECT_STREQ(test, cut < sizeof(struct cordon_blob_header) ?
				   "blob-short" : "blob-size",
				   open_blob(test, cut));
}

/* Without a right checksum no flipped bit is accepted. */
static void test_flipped(struct kunit *test)
{
	struct state *state = test->priv;
	u8 *data = state->policy->data;
	size_t bit;

	for (bit = 0; bit < 8 * state->policy->size; bit++) {
		data[bit / 8] ^= 1 << bit % 8;
		KUNIT_EXPECT_STRNEQ_MSG(test, "accepted",
					open_blob(test, state->policy->size),
					"bit %zu", bit);
		data[bit / 8] ^= 1 << bit % 8;
	}
	KUNIT_EXPECT_STREQ(test, "accepted", open_blob(test, state->policy->size));
}

/* With one, whatever is accepted can be read: KASAN would tell of a wrong bound. */
static void test_flipped_and_mended(struct kunit *test)
{
	struct state *state = test->priv;
	size_t size = state->policy->size, bit;
	u8 *data = state->policy->data;
	u32 refused = 0;

	for (bit = 8 * sizeof(struct cordon_blob_header); bit < 8 * size; bit++) {
		data[bit / 8] ^= 1 << bit % 8;
		cordon_test_mend(data, size);
		refused += !!strcmp("accepted", open_blob(test, size));
		data[bit / 8] ^= 1 << bit % 8;
	}
	KUNIT_EXPECT_GT(test, refused, (u32)size);
}

/* One field of a section's first record, changed. */
struct field {
	const char *word;
	enum cordon_section section;
	size_t offset;
	u8 value;
};

#define FIELD(record, member)	offsetof(struct cordon_##record##_record, member)

static const struct field fields[] = {
	{ "blob-policy", CORDON_SECTION_POLICY, FIELD(policy, version), 0 },
	{ "blob-policy", CORDON_SECTION_POLICY, FIELD(policy, mode), 3 },
	{ "blob-policy", CORDON_SECTION_POLICY, FIELD(policy, dns), 0 },
	{ "blob-policy", CORDON_SECTION_POLICY, FIELD(policy, reserved), 1 },
	{ "blob-policy", CORDON_SECTION_POLICY, FIELD(policy, name) + 3, 0x80 },
	{ "blob-service", CORDON_SECTION_SERVICES, FIELD(service, action), 0 },
	{ "blob-service", CORDON_SECTION_SERVICES, FIELD(service, action), 5 },
	{ "blob-service", CORDON_SECTION_SERVICES, FIELD(service, name) + 4, 0 },
	{ "blob-service", CORDON_SECTION_SERVICES, FIELD(service, help) + 7, 0xff },
	{ "blob-domain", CORDON_SECTION_DOMAIN_SET, FIELD(domain_set, reserved), 1 },
	{ "blob-bucket", CORDON_SECTION_DOMAIN_SET, FIELD(domain_set, count), 5 },
	{ "blob-bucket", CORDON_SECTION_DOMAIN_SET, FIELD(domain_set, count) + 3, 0x80 },
	{ "blob-domain", CORDON_SECTION_DOMAIN_VALUES, 0, 3 },
	{ "blob-domain", CORDON_SECTION_DOMAIN_VALUES, 2, 2 },
	{ "blob-domain", CORDON_SECTION_DOMAIN_VALUES, 3, 1 },
	{ "blob-bucket", CORDON_SECTION_DOMAIN_BLOCKS, 1, 0x80 },
	{ "blob-bucket", CORDON_SECTION_DOMAIN_BUCKETS, 0, 1 },
	{ "blob-bucket", CORDON_SECTION_DOMAIN_BUCKETS, 1, 0x80 },
	{ "blob-domain", CORDON_SECTION_DOMAIN_TAGS, 3, 1 },
	{ "blob-domain", CORDON_SECTION_DOMAIN_RESTS, 13, 1 },
	{ "blob-proof", CORDON_SECTION_DOMAIN_PROOFS, 7, 0xff },
	{ "blob-prefix", CORDON_SECTION_PREFIXES, FIELD(prefix, length), 129 },
	{ "blob-prefix", CORDON_SECTION_PREFIXES, FIELD(prefix, length), 110 },
	{ "blob-prefix", CORDON_SECTION_PREFIXES, FIELD(prefix, flags), 2 },
	{ "blob-prefix", CORDON_SECTION_PREFIXES, FIELD(prefix, service), 9 },
	{ "blob-prefix", CORDON_SECTION_PREFIXES, FIELD(prefix, parent), 0 },
	{ "blob-path", CORDON_SECTION_PATHS, FIELD(path, flags), 0 },
	{ "blob-path", CORDON_SECTION_PATHS, FIELD(path, hash), 1 },
	{ "blob-path", CORDON_SECTION_PATHS, FIELD(path, pattern) + 6, 1 },
	{ "blob-path", CORDON_SECTION_PATHS, FIELD(path, service) + 1, 1 },
	{ "blob-path", CORDON_SECTION_PATHS, FIELD(path, reserved), 1 },
	{ "blob-package", CORDON_SECTION_PACKAGES, FIELD(package, name) + 4, 0 },
	{ "blob-package", CORDON_SECTION_PACKAGES, FIELD(package, service), 2 },
	{ "blob-package", CORDON_SECTION_PACKAGES, FIELD(package, reserved), 1 },
	{ "blob-resolver", CORDON_SECTION_RESOLVERS, 0, 0x30 },
};

static void describe_field(const struct field *row, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "%s_%zu_%u", row->word, row->offset,
		 row->value);
}

KUNIT_ARRAY_PARAM(field, fields, describe_field);

static void test_field(struct kunit *test)
{
	const struct field *row = test->param_value;
	struct cordon_test_policy *policy = ((struct state *)test->priv)->policy;
	const struct cordon_blob_header *header = (void *)policy->data;
	size_t at = le32_to_cpu(header->section[row->section].offset) + row->offset;

	KUNIT_ASSERT_NE(test, row->value, policy->data[at]);
	policy->data[at] = row->value;
	cordon_test_mend(policy->data, policy->size);
	KUNIT_EXPECT_STREQ(test, row->word, open_blob(test, policy->size));
}

static const struct cordon_test_line canary_lines[] = {
	{ TEST_SERVICE, "alpha", CORDON_ACTION_ALLOW },
	{ TEST_SERVICE, CORDON_CANARY_SERVICE, CORDON_ACTION_DENY },
	{ TEST_DOMAIN, CORDON_CANARY_DOMAIN, 1 },
	{ TEST_PREFIX, "203.0.113.0/25", 0 },
	{ TEST_PREFIX, CORDON_CANARY_PREFIX4, 1 },
	{ TEST_PREFIX, CORDON_CANARY_PREFIX6, 1 },
};

struct softened {
	const char *how;
	enum cordon_section section;
	size_t offset;
	u8 value;
};

#define RECORD(record, index, member)					\
	((index) * sizeof(struct cordon_##record##_record) + FIELD(record, member))

static const struct softened softeneds[] = {
	{ "audit", CORDON_SECTION_SERVICES, RECORD(service, 1, action),
	  CORDON_ACTION_AUDIT },
	{ "allow", CORDON_SECTION_SERVICES, RECORD(service, 1, action),
	  CORDON_ACTION_ALLOW },
	{ "ipv4", CORDON_SECTION_PREFIXES, RECORD(prefix, 1, service), 0 },
	{ "ipv6", CORDON_SECTION_PREFIXES, RECORD(prefix, 2, service), 0 },
};

static void describe_softened(const struct softened *row, char *desc)
{
	cordon_test_describe(desc, row->how);
}

KUNIT_ARRAY_PARAM(softened, softeneds, describe_softened);

static void test_canary(struct kunit *test)
{
	const struct softened *row = test->param_value;
	struct state *state = test->priv;
	const struct cordon_blob_header *header;
	struct cordon_test_policy *policy =
		cordon_test_policy(test, canary_lines, ARRAY_SIZE(canary_lines));
	size_t at;

	state->policy = policy;
	KUNIT_EXPECT_STREQ(test, "accepted", open_blob(test, policy->size));
	header = (void *)policy->data;
	at = le32_to_cpu(header->section[row->section].offset) + row->offset;
	KUNIT_ASSERT_NE(test, row->value, policy->data[at]);
	policy->data[at] = row->value;
	cordon_test_mend(policy->data, policy->size);
	KUNIT_EXPECT_STREQ(test, "blob-canary", open_blob(test, policy->size));
}

static struct kunit_case blob_cases[] = {
	KUNIT_CASE(test_good),
	KUNIT_CASE(test_cut),
	KUNIT_CASE(test_flipped),
	KUNIT_CASE(test_flipped_and_mended),
	KUNIT_CASE_PARAM(test_field, field_gen_params),
	KUNIT_CASE_PARAM(test_canary, softened_gen_params),
	{}
};

static struct kunit_suite blob_suite = {
	.name = "cordon_blob",
	.init = blob_init,
	.test_cases = blob_cases,
};

kunit_test_suite(blob_suite);
