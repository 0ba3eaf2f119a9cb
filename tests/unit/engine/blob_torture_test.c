// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Damaged blobs: refused, or as good as any other; never a crash
 *
 * With the checksum wrong, every damage must be refused. With the checksum made
 * right again it may be accepted: then every look-up runs over it. Blobs lie in
 * memory of exactly their size, so that a sanitizer sees one byte too far.
 *
 * CORDON_TORTURE=all changes every byte of the real policy with the checksum made
 * right; without it every 23rd, since each change costs a whole validation.
 */
#include "engine/tests/small_policy.h"
#include "blob_parts.h"
#include "blob_walk.h"
#include "policy.h"
#include "engine/tests/model.h"
#include "kselftest_harness.h"

#define STRIDE	23

static bool opens(const u8 *data, size_t size, struct cordon_blob *blob)
{
	struct cordon_fault fault = { NULL, ~0ULL };
	int err = cordon_blob_open(blob, data, size, &fault);

	if (err && (err != -EBADMSG || !fault.word ||
		    strncmp(fault.word, "blob-", 5) || fault.offset > size))
		abort();
	return !err;
}

static void truncate_everywhere(struct __test_metadata *_metadata,
				const struct test_policy *policy, size_t step)
{
	struct cordon_blob blob;
	size_t size;

	for (size = 0; size < policy->size; size += step) {
		u8 *cut = malloc(size ? size : 1);

		ASSERT_NE(NULL, cut);
		memcpy(cut, policy->data, size);
		ASSERT_FALSE(opens(cut, size, &blob)) TH_LOG("%zu bytes", size);

		/* The same with a header that says so. */
		if (size >= sizeof(struct cordon_blob_header)) {
			struct cordon_blob_header *header = (void *)cut;

			header->size = htole32((u32)size);
			cordon_test_mend(cut, size);
			ASSERT_FALSE(opens(cut, size, &blob))
				TH_LOG("%zu bytes, mended", size);
		}
		free(cut);
	}
	ASSERT_TRUE(opens(policy->data, policy->size, &blob));
	blob_walk(&blob, 1);
}

TEST(truncated_small)
{
	struct test_policy policy;

	ASSERT_EQ(0, test_policy_small(&policy));
	truncate_everywhere(_metadata, &policy, 1);
	test_policy_free(&policy);
}

/* One byte less, or more, at every size; the header's size stays. */
TEST(truncated_real)
{
	struct test_policy policy;
	struct cordon_blob blob;
	size_t size;
	u8 *cut;

	ASSERT_EQ(0, test_policy_real(&policy));
	/* A sanitizer cannot tell where it ends, but this takes no copy. */
	for (size = 0; size < policy.size; size++)
		ASSERT_FALSE(opens(policy.data, size, &blob))
			TH_LOG("%zu bytes", size);
	cut = malloc(policy.size - 1);
	ASSERT_NE(NULL, cut);
	memcpy(cut, policy.data, policy.size - 1);
	EXPECT_FALSE(opens(cut, policy.size - 1, &blob));
	free(cut);
	truncate_everywhere(_metadata, &policy, 997);
	test_policy_free(&policy);
}

TEST(trailing_bytes)
{
	struct test_policy policy;
	struct cordon_blob blob;
	size_t more;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (more = 1; more <= 64; more++) {
		struct cordon_blob_header *header;
		u8 *longer = calloc(1, policy.size + more);

		ASSERT_NE(NULL, longer);
		memcpy(longer, policy.data, policy.size);
		EXPECT_FALSE(opens(longer, policy.size + more, &blob));
		/* What is behind the end is nobody's, if nobody says it is. */
		EXPECT_TRUE(opens(longer, policy.size, &blob));
		header = (void *)longer;
		header->size = htole32((u32)(policy.size + more));
		cordon_test_mend(longer, policy.size + more);
		EXPECT_FALSE(opens(longer, policy.size + more, &blob))
			TH_LOG("%zu bytes more", more);
		free(longer);
	}
	test_policy_free(&policy);
}

/* Damage with the checksum as it was: always found. */
TEST(flipped_small)
{
	struct test_policy policy;
	struct cordon_blob blob;
	size_t bit;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (bit = 0; bit < 8 * policy.size; bit++) {
		policy.data[bit / 8] ^= 1 << bit % 8;
		ASSERT_FALSE(opens(policy.data, policy.size, &blob))
			TH_LOG("bit %zu of byte %zu", bit % 8, bit / 8);
		policy.data[bit / 8] ^= 1 << bit % 8;
	}
	EXPECT_TRUE(opens(policy.data, policy.size, &blob));
	test_policy_free(&policy);
}

TEST(flipped_real)
{
	struct test_policy policy;
	struct cordon_blob blob;
	size_t at;

	ASSERT_EQ(0, test_policy_real(&policy));
	for (at = 0; at < policy.size; at++) {
		policy.data[at] ^= 1 << at % 8;
		ASSERT_FALSE(opens(policy.data, policy.size, &blob))
			TH_LOG("byte %zu", at);
		policy.data[at] ^= 1 << at % 8;
	}
	EXPECT_TRUE(opens(policy.data, policy.size, &blob));
	test_policy_free(&policy);
}

/* Puts @value where a byte was, and walks what is accepted. */
static bool survives(u8 *data, size_t size, size_t at, u8 value, u32 step)
{
	struct cordon_blob blob;
	u8 saved = data[at];
	bool opened;

	data[at] = value;
	cordon_test_mend(data, size);
	opened = opens(data, size, &blob);
	if (opened)
		blob_walk(&blob, step);
	data[at] = saved;
	return opened;
}

TEST(mended_small)
{
	u32 accepted = 0;
	u32 refused = 0;
	struct test_policy policy;
	size_t at;
	int value;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (at = 0; at < policy.size; at++) {
		for (value = 0; value < 8; value++) {
			u8 byte = policy.data[at] ^ (u8)(1 << value);

			if (survives(policy.data, policy.size, at, byte, 1))
				accepted++;
			else
				refused++;
		}
	}
	TH_LOG("%u changes accepted, %u refused", accepted, refused);
	/* Texts and versions may change; most else must not. */
	EXPECT_LT(500U, accepted);
	EXPECT_LT(500U, refused);
	test_policy_free(&policy);
}

/* A quarter of the real policy's bytes, so that no test takes too long. */
static void mend_quarter(struct __test_metadata *_metadata, size_t quarter)
{
	const char *torture = getenv("CORDON_TORTURE");
	size_t step = torture && !strcmp(torture, "all") ? 1 : STRIDE;
	struct test_policy policy;
	u32 accepted = 0;
	u64 state = quarter;
	size_t at;

	ASSERT_EQ(0, test_policy_real(&policy));
	for (at = quarter * step; at < policy.size; at += 4 * step) {
		u8 byte = policy.data[at] ^ (u8)(1 + model_below(&state, 255));

		accepted += survives(policy.data, policy.size, at, byte, 97);
	}
	TH_LOG("%u changes accepted of %zu", accepted, policy.size / step / 4);
	EXPECT_LT(0U, accepted);
	test_policy_free(&policy);
}

TEST(mended_real_1)
{
	mend_quarter(_metadata, 0);
}

TEST(mended_real_2)
{
	mend_quarter(_metadata, 1);
}

TEST(mended_real_3)
{
	mend_quarter(_metadata, 2);
}

TEST(mended_real_4)
{
	mend_quarter(_metadata, 3);
}

/* Every aligned 32-bit field set to what breaks sums and bounds. */
static u32 extremes(u8 *data, size_t size, size_t from, size_t to)
{
	const u32 values[] = {
		0, 1, 2, 7, 8, (u32)size - 1, (u32)size, (u32)size + 1,
		(u32)size - 8, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffff8,
		0xfffffffe, 0xffffffff, 0xffff, 0x10000, 0x20000000, 0x15555556,
	};
	u32 accepted = 0;
	size_t at, i;

	for (at = from; at + 4 <= to; at += 4) {
		struct cordon_blob blob;
		u8 saved[4];

		memcpy(saved, data + at, 4);
		for (i = 0; i < ARRAY_SIZE(values) + 2; i++) {
			u32 value;

			memcpy(&value, saved, 4);
			value = le32_to_cpu(value);
			if (i < ARRAY_SIZE(values))
				value = values[i];
			else
				value += i == ARRAY_SIZE(values) ? 1 : -1U;
			value = htole32(value);
			memcpy(data + at, &value, 4);
			cordon_test_mend(data, size);
			if (opens(data, size, &blob)) {
				blob_walk(&blob, 1);
				accepted++;
			}
		}
		memcpy(data + at, saved, 4);
	}
	cordon_test_mend(data, size);
	return accepted;
}

TEST(extremes_small)
{
	struct test_policy policy;
	struct cordon_blob blob;

	ASSERT_EQ(0, test_policy_small(&policy));
	extremes(policy.data, policy.size, 0, policy.size);
	EXPECT_TRUE(opens(policy.data, policy.size, &blob));
	test_policy_free(&policy);
}

/* The real policy's header: no other section table stands for it. */
TEST(extremes_of_the_header)
{
	struct test_policy policy;
	struct cordon_blob_header header;
	struct cordon_blob blob;
	u32 crc_values;

	ASSERT_EQ(0, test_policy_real(&policy));
	memcpy(&header, policy.data, sizeof(header));
	/* The checksum's own field is mended each time; a count may stay 0. */
	crc_values = extremes(policy.data, policy.size, 16, 20);
	EXPECT_LT(0U, crc_values);
	extremes(policy.data, policy.size, 0, sizeof(header));
	EXPECT_EQ(0, memcmp(&header, policy.data, sizeof(header)));
	EXPECT_TRUE(opens(policy.data, policy.size, &blob));
	test_policy_free(&policy);
}

/* Every pair of sections swapped, every one laid over every other. */
TEST(sections_elsewhere)
{
	struct cordon_blob_header *header;
	struct test_policy policy;
	struct cordon_blob blob;
	int a, b;

	ASSERT_EQ(0, test_policy_small(&policy));
	header = (void *)policy.data;
	for (a = 0; a < CORDON_SECTION_COUNT; a++) {
		for (b = 0; b < CORDON_SECTION_COUNT; b++) {
			struct cordon_section_entry first = header->section[a];
			struct cordon_section_entry second = header->section[b];

			if (a == b)
				continue;
			header->section[a] = second;
			header->section[b] = first;
			cordon_test_mend(policy.data, policy.size);
			EXPECT_FALSE(opens(policy.data, policy.size, &blob))
				TH_LOG("%d and %d swapped", a, b);
			header->section[b] = second;
			header->section[a].offset = second.offset;
			header->section[a].count = first.count;
			cordon_test_mend(policy.data, policy.size);
			EXPECT_FALSE(opens(policy.data, policy.size, &blob))
				TH_LOG("%d over %d", a, b);
			header->section[a] = first;
		}
	}
	cordon_test_mend(policy.data, policy.size);
	EXPECT_TRUE(opens(policy.data, policy.size, &blob));
	test_policy_free(&policy);
}

/* Bytes between the sections are zero: nothing can hide there. */
TEST(padding)
{
	const struct cordon_blob_header *header;
	struct test_policy policy;
	u32 padding = 0;
	int i;

	ASSERT_EQ(0, test_policy_small(&policy));
	header = (const void *)policy.data;
	for (i = 0; i + 1 < CORDON_SECTION_COUNT; i++) {
		size_t at = le32_to_cpu(header->section[i].offset) +
			    le32_to_cpu(header->section[i].count) *
			    cordon_blob_element_size(i);

		for (; at < le32_to_cpu(header->section[i + 1].offset); at++) {
			EXPECT_FALSE(survives(policy.data, policy.size, at, 1,
					      1));
			padding++;
		}
	}
	EXPECT_LT(0U, padding);
	test_policy_free(&policy);
}

static const struct {
	const char *word;
	size_t offset;
	u32 value;
} header_facts[] = {
	{ "blob-magic", offsetof(struct cordon_blob_header, magic), 0 },
	{ "blob-magic", offsetof(struct cordon_blob_header, magic) + 4, 0 },
	{ "blob-format", offsetof(struct cordon_blob_header, format), 0 },
	{ "blob-format", offsetof(struct cordon_blob_header, format), 1 },
	{ "blob-format", offsetof(struct cordon_blob_header, format),
	  CORDON_BLOB_FORMAT + 1 },
	{ "blob-size", offsetof(struct cordon_blob_header, size), 0 },
	{ "blob-size", offsetof(struct cordon_blob_header, size), 1 << 20 },
	{ "blob-sections", offsetof(struct cordon_blob_header, section_count),
	  CORDON_SECTION_COUNT - 1 },
	{ "blob-sections", offsetof(struct cordon_blob_header, section_count),
	  CORDON_SECTION_COUNT + 1 },
	{ "blob-layout", offsetof(struct cordon_blob_header, section), 0 },
	{ "blob-layout", offsetof(struct cordon_blob_header, section[1]), 0 },
	{ "blob-layout", offsetof(struct cordon_blob_header,
				  section[CORDON_SECTION_COUNT - 1].count), 1 },
};

TEST(header_words)
{
	struct cordon_fault fault;
	struct test_policy policy;
	struct cordon_blob blob;
	u8 saved[4];
	size_t i;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (i = 0; i < ARRAY_SIZE(header_facts); i++) {
		u8 *at = policy.data + header_facts[i].offset;
		u32 value = htole32(header_facts[i].value);

		memcpy(saved, at, 4);
		memcpy(at, &value, 4);
		cordon_test_mend(policy.data, policy.size);
		EXPECT_EQ(-EBADMSG, cordon_blob_open(&blob, policy.data,
						     policy.size, &fault));
		EXPECT_STREQ(header_facts[i].word, fault.word);
		memcpy(at, saved, 4);
	}
	cordon_test_mend(policy.data, policy.size);
	policy.data[policy.size - 1] ^= 1;
	EXPECT_EQ(-EBADMSG, cordon_blob_open(&blob, policy.data, policy.size,
					     &fault));
	EXPECT_STREQ("blob-crc", fault.word);
	EXPECT_EQ(-EBADMSG, cordon_blob_open(&blob, policy.data,
					     sizeof(struct cordon_blob_header) - 1,
					     &fault));
	EXPECT_STREQ("blob-short", fault.word);
	EXPECT_EQ(-EBADMSG, cordon_blob_open(&blob, policy.data,
					     policy.size - 1, &fault));
	EXPECT_STREQ("blob-size", fault.word);
	test_policy_free(&policy);
}

TEST_HARNESS_MAIN
