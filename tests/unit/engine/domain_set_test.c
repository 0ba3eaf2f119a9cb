// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The set of names: its hash, its buckets, and that a wrong hit opens nothing
 */
#include <stdlib.h>

#include "blob_parts.h"
#include "policy.h"
#include "engine/policy/domain.h"
#include "engine/tests/model.h"
#include "kselftest_harness.h"
#include "libcordon/source/blob_domains.h"

static u64 left(u64 word, int bits)
{
	return word << bits | word >> (64 - bits);
}

/* SipHash's round, written as in figure 2.1 of its paper. */
static void model_round(u64 v[4])
{
	v[0] += v[1];
	v[2] += v[3];
	v[1] = left(v[1], 13);
	v[3] = left(v[3], 16);
	v[1] ^= v[0];
	v[3] ^= v[2];
	v[0] = left(v[0], 32);
	v[2] += v[1];
	v[0] += v[3];
	v[1] = left(v[1], 17);
	v[3] = left(v[3], 21);
	v[1] ^= v[2];
	v[3] ^= v[0];
	v[2] = left(v[2], 32);
}

/* Label by label from the end, byte by byte. */
static u64 model_hash(u64 low, u64 high, const struct cordon_model_name *name)
{
	u64 v[4] = {
		low ^ 0x736f6d6570736575ULL, high ^ 0x646f72616e646f6dULL,
		low ^ 0x6c7967656e657261ULL, high ^ 0x7465646279746573ULL,
	};
	int label, i;

	for (label = name->count - 1; label >= 0; label--) {
		const u8 *from = name->wire + name->start[label];
		int count = 1 + *from, at;
		u8 bytes[64] = { };

		memcpy(bytes, from, (size_t)count);
		for (at = 0; at < count; at += 8) {
			u64 word = 0;

			for (i = 7; i >= 0; i--)
				word = word << 8 | bytes[at + i];
			v[3] ^= word;
			model_round(v);
			v[0] ^= word;
		}
	}
	v[2] ^= 0xff;
	for (i = 0; i < 3; i++)
		model_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* Labels of each length, in memory of exactly the name's size. */
TEST(hash_against_model)
{
	u64 state = 3;
	int round;

	for (round = 0; round < 20000; round++) {
		__le64 key[2] = { model_random(&state), model_random(&state) };
		struct cordon_model_name name;
		u8 wire[CORDON_NAME_MAX], *exact;
		size_t length = 0;

		do {
			u8 bytes = (u8)(1 + model_below(&state, round % 63 + 1));

			if (length + 1 + bytes > sizeof(wire))
				break;
			wire[length++] = bytes;
			while (bytes--)
				wire[length++] = (u8)model_random(&state);
		} while (model_below(&state, 4));
		exact = malloc(length + !length);
		ASSERT_NE(NULL, exact);
		memcpy(exact, wire, length);
		ASSERT_TRUE(cordon_model_name_read(&name, wire, length));
		ASSERT_EQ(model_hash(le64_to_cpu(key[0]), le64_to_cpu(key[1]),
				     &name),
			  cordon_domain_hash(key, exact, length));
		free(exact);
	}
}

/* The hash is part of the format: these must never change within it. */
TEST(hash_is_stable)
{
	static const u8 facebook[] = "\3www\10facebook\3com";
	static const u8 labels[] =
		"\7abcdefg\10abcdefgh\17abcdefghijklmno\20abcdefghijklmnop";
	const __le64 key[2] = {
		htole64(0x0706050403020100ULL), htole64(0x0f0e0d0c0b0a0908ULL),
	};

	EXPECT_EQ(0xb8cbee233dff2dadULL, cordon_domain_hash(key, facebook, 17));
	/* Labels of 8, 9, 16 and 17 bytes, their length byte included. */
	EXPECT_EQ(0x25d57693183c4c0dULL,
		  cordon_domain_hash(key, labels, sizeof(labels) - 1));
}

/* The same rules give the same key; any other rule, another one. */
TEST(key_is_of_the_rules)
{
	static const char * const rules[] = {
		"domain a.example\ndomain b.example\n",
		"domain b.example\ndomain a.example\n",
		"domain a.example\ndomain c.example\n",
		"domain a.example\n",
		"domain a.example\nexcept domain b.a.example\n",
		"domain a.example\ndomain b.a.example\n",
	};
	struct test_service one[] = { { "one", NULL, NULL }, { } };
	struct test_policy policy[ARRAY_SIZE(rules)];
	size_t i, j;

	for (i = 0; i < ARRAY_SIZE(rules); i++) {
		one[0].rules = rules[i];
		ASSERT_EQ(0, test_policy_make(policy + i, NULL, NULL, one));
	}
	for (i = 0; i < ARRAY_SIZE(rules); i++)
		for (j = 0; j < i; j++)
			EXPECT_EQ(i == 1 && j == 0,
				  policy[i].blob.domain->key[0] ==
				  policy[j].blob.domain->key[0]);
	for (i = 0; i < ARRAY_SIZE(rules); i++)
		test_policy_free(policy + i);
}

/* Sets of every size up to some hundred: each name is found, and its value. */
TEST(sizes)
{
	static const struct cordon_service_record services[5] = {
		{ .action = CORDON_ACTION_DENY }, { .action = CORDON_ACTION_DENY },
		{ .action = CORDON_ACTION_DENY }, { .action = CORDON_ACTION_DENY },
		{ .action = CORDON_ACTION_DENY },
	};
	enum { MOST = 300 };
	static struct cordon_rule rules[MOST];
	const struct cordon_rule *list[MOST];
	static u8 wire[MOST][16];
	u32 count, i;

	for (i = 0; i < MOST; i++) {
		char text[16];

		snprintf(text, sizeof(text), "n%03u.test", i);
		rules[i].length = (u8)cordon_test_wire(text, wire[i]);
		rules[i].wire = wire[i];
		rules[i].service = i % 5;
		list[i] = rules + i;
	}
	for (count = 0; count <= MOST; count++) {
		struct cordon_domain_sections made;
		struct cordon_blob blob = { .services = services };

		ASSERT_EQ(0, cordon_domains_write(list, count, services, &made));
		blob.domain = &made.set;
		blob.domain_values = made.values;
		blob.domain_blocks = made.blocks;
		blob.domain_buckets = made.buckets;
		blob.domain_tags = made.tags;
		blob.domain_rests = made.rests;
		blob.bucket_count = (u32)made.bucket_count;
		blob.domain_rest_bits = CORDON_DOMAIN_REST_BITS +
					(made.value_count > 4 ? 3 :
					 made.value_count > 2 ? 2 :
					 made.value_count > 1 ? 1 : 0);
		EXPECT_EQ(0U, made.proof_count);
		for (i = 0; i < MOST; i++) {
			struct cordon_domain_match match;

			ASSERT_EQ(i < count,
				  cordon_domain_find(&blob, wire[i], 10, &match));
			if (i < count)
				ASSERT_EQ(i % 5, match.service);
		}
		cordon_domain_sections_free(&made);
	}
}

static const struct test_service nested[] = {
	{ "alpha",
	  "domain alpha.example\n"
	  "except domain open.alpha.example\n"
	  "domain shut.open.alpha.example\n"
	  "domain deep.alpha.example\n", NULL },
	{ "beta",
	  "domain beta.alpha.example\n"
	  "domain beta.example\n", NULL },
	{ "gamma", "domain gamma.example\n", "action = audit\n" },
	{ },
};

static const struct {
	const char *name;
	const char *service;		/* NULL: no rule covers it */
	bool except;
	const char *unproven;		/* the service if no proof is there */
} proofs[] = {
	{ "alpha.example", "alpha", false, "alpha" },
	{ "deep.alpha.example", "alpha", false, "alpha" },
	{ "x.open.alpha.example", "alpha", true, "alpha" },
	{ "x.shut.open.alpha.example", "alpha", false, "alpha" },
	{ "x.beta.alpha.example", "beta", false, "alpha" },
	{ "beta.example", "beta", false, "beta" },
	{ "gamma.example", "gamma", false, NULL },
	{ "delta.example", NULL, false, NULL },
};

/*
 * Without its proof nothing lifts a refusal, and no name is taken out of the
 * service above it: what a wrong hit comes to.
 */
TEST(proof)
{
	struct cordon_domain_match match;
	struct test_policy policy;
	u8 wire[CORDON_NAME_MAX];
	size_t i, length;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, nested));
	/* open, shut, beta under alpha, gamma. */
	EXPECT_EQ(4U, policy.blob.proof_count);
	for (i = 0; i < ARRAY_SIZE(proofs); i++) {
		length = cordon_test_wire(proofs[i].name, wire);
		ASSERT_EQ(!!proofs[i].service,
			  cordon_domain_find(&policy.blob, wire, length, &match));
		if (!proofs[i].service)
			continue;
		EXPECT_EQ(test_service_index(&policy, proofs[i].service),
			  match.service);
		EXPECT_EQ(proofs[i].except, !!match.flags);
	}
	policy.blob.proof_count = 0;
	for (i = 0; i < ARRAY_SIZE(proofs); i++) {
		length = cordon_test_wire(proofs[i].name, wire);
		ASSERT_EQ(!!proofs[i].unproven,
			  cordon_domain_find(&policy.blob, wire, length, &match));
		if (!proofs[i].unproven)
			continue;
		EXPECT_EQ(test_service_index(&policy, proofs[i].unproven),
			  match.service);
		EXPECT_EQ(0, match.flags);
	}
	test_policy_free(&policy);
}

/* Only names of as many labels as some rule has are looked for. */
TEST(labels)
{
	struct cordon_domain_set_record set;
	struct cordon_domain_match match;
	struct test_policy policy;
	u8 wire[CORDON_NAME_MAX];
	size_t length;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, nested));
	EXPECT_EQ(0xeULL, le64_to_cpu(policy.blob.domain->labels));
	set = *policy.blob.domain;
	policy.blob.domain = &set;
	length = cordon_test_wire("x.deep.alpha.example", wire);
	EXPECT_TRUE(cordon_domain_find(&policy.blob, wire, length, &match));
	EXPECT_EQ(2, match.start);
	set.labels = htole64(0xa);
	EXPECT_TRUE(cordon_domain_find(&policy.blob, wire, length, &match));
	EXPECT_EQ(7, match.start);
	set.labels = htole64(1ULL << 63);
	EXPECT_FALSE(cordon_domain_find(&policy.blob, wire, length, &match));
	test_policy_free(&policy);
}

/* Makes a set of @count names that all stand in bucket @bucket. */
static void fill_bucket(struct blob_parts *parts, u32 count, u32 bucket)
{
	struct cordon_domain_set_record *set =
		(void *)parts->data[CORDON_SECTION_DOMAIN_SET];
	u32 buckets = (count + CORDON_DOMAIN_BUCKET_LOAD - 1) /
		      CORDON_DOMAIN_BUCKET_LOAD, i;
	/* Four values take two bits. */
	u32 bytes = (count * (CORDON_DOMAIN_REST_BITS + 2) + 7) / 8;
	s8 *at;

	set->count = htole32(count);
	parts->count[CORDON_SECTION_DOMAIN_BUCKETS] = 0;
	parts->count[CORDON_SECTION_DOMAIN_TAGS] = 0;
	parts->count[CORDON_SECTION_DOMAIN_RESTS] = 0;
	for (i = 0; i <= buckets; i++) {
		at = blob_insert(parts, CORDON_SECTION_DOMAIN_BUCKETS, i);
		*at = (s8)((i > bucket ? (int)count : 0) -
			   (int)(i * CORDON_DOMAIN_BUCKET_LOAD));
	}
	for (i = 0; i < count; i++)
		*(u8 *)blob_insert(parts, CORDON_SECTION_DOMAIN_TAGS, i) = (u8)i;
	for (i = 0; i < CORDON_DOMAIN_PAD; i++)
		blob_insert(parts, CORDON_SECTION_DOMAIN_TAGS, count);
	for (i = 0; i < bytes + CORDON_DOMAIN_PAD; i++)
		blob_insert(parts, CORDON_SECTION_DOMAIN_RESTS, i);
}

/* A bucket with CORDON_DOMAIN_BUCKET_MAX names is good, one more is not. */
TEST(bucket_limit)
{
	struct test_policy policy;
	struct blob_parts parts;
	u32 n, bucket;

	ASSERT_EQ(0, test_policy_small(&policy));
	for (n = 1; n <= CORDON_DOMAIN_BUCKET_MAX + 1; n++) {
		for (bucket = 0; bucket < (n + 3) / 4; bucket++) {
			ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
			fill_bucket(&parts, n, bucket);
			EXPECT_TRUE(blob_parts_are(&parts, "bucket limit",
						   n <= CORDON_DOMAIN_BUCKET_MAX ?
						   NULL : "blob-bucket"));
			blob_parts_free(&parts);
		}
	}
	test_policy_free(&policy);
}

/* Buckets that leave names out, share them or run backwards. */
TEST(buckets)
{
	static const struct {
		s8 bucket[4];
		const char *word;
	} rows[] = {
		{ { 0, 0, 0, 1 }, NULL },
		{ { 0, -4, -8, 1 }, NULL },
		{ { 0, 5, 1, 1 }, NULL },
		{ { 0, 0, -4, 1 }, NULL },
		{ { 0, 0, -5, 1 }, "blob-bucket" },
		{ { 0, -5, 0, 1 }, "blob-bucket" },
		{ { 0, -128, 0, 1 }, "blob-bucket" },
		{ { 1, 0, 0, 1 }, "blob-bucket" },
		{ { -1, 0, 0, 1 }, "blob-bucket" },
		{ { 0, 0, 0, 0 }, "blob-bucket" },
		{ { 0, 0, 0, 2 }, "blob-bucket" },
		{ { 0, 0, 0, 127 }, "blob-bucket" },
		{ { 0, 6, 0, 1 }, "blob-bucket" },
	};
	struct test_policy policy;
	struct blob_parts parts;
	size_t i;

	/* 13 names would be 4 buckets; 9 are 3, with their own ends. */
	ASSERT_EQ(0, test_policy_small(&policy));
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
		fill_bucket(&parts, 9, 0);
		ASSERT_EQ(4U, parts.count[CORDON_SECTION_DOMAIN_BUCKETS]);
		memcpy(parts.data[CORDON_SECTION_DOMAIN_BUCKETS],
		       rows[i].bucket, 4);
		parts.data[CORDON_SECTION_DOMAIN_BUCKETS][3] =
			(u8)(rows[i].bucket[3] - 4);
		EXPECT_TRUE(blob_parts_are(&parts, "buckets", rows[i].word));
		blob_parts_free(&parts);
	}
	test_policy_free(&policy);
}

/* The names of a bucket ascend; a value that is none is no value. */
TEST(names)
{
	struct test_policy policy;
	struct blob_parts parts;
	u8 *tags, *rests;
	u32 bit;

	ASSERT_EQ(0, test_policy_small(&policy));
	ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
	fill_bucket(&parts, 3, 0);
	tags = parts.data[CORDON_SECTION_DOMAIN_TAGS];
	rests = parts.data[CORDON_SECTION_DOMAIN_RESTS];
	EXPECT_TRUE(blob_parts_are(&parts, "names", NULL));
	tags[1] = 0;
	EXPECT_TRUE(blob_parts_are(&parts, "equal", "blob-domain"));
	bit = CORDON_DOMAIN_REST_BITS + 2;
	rests[bit / 8] = (u8)(1 << bit % 8);
	EXPECT_TRUE(blob_parts_are(&parts, "another rest", NULL));
	rests[0] = 1;
	EXPECT_TRUE(blob_parts_are(&parts, "equal again", "blob-domain"));
	rests[0] = 2;
	EXPECT_TRUE(blob_parts_are(&parts, "descending", "blob-domain"));
	rests[0] = 0;
	tags[2] = 0;
	EXPECT_TRUE(blob_parts_are(&parts, "descending tags", "blob-domain"));
	tags[2] = 2;
	/* Three values still take two bits, and the fourth is none. */
	bit = 2 * (CORDON_DOMAIN_REST_BITS + 2) + CORDON_DOMAIN_REST_BITS;
	rests[bit / 8] |= (u8)(1 << bit % 8);
	bit++;
	rests[bit / 8] |= (u8)(1 << bit % 8);
	EXPECT_TRUE(blob_parts_are(&parts, "the last value", NULL));
	parts.count[CORDON_SECTION_DOMAIN_VALUES]--;
	EXPECT_TRUE(blob_parts_are(&parts, "no value", "blob-domain"));
	blob_parts_free(&parts);
	test_policy_free(&policy);
}

/* No name at all: nothing is found, and nothing read. */
TEST(empty)
{
	struct cordon_domain_match match;
	struct cordon_domain_set_record *set;
	struct cordon_fault fault;
	struct test_policy policy;
	struct cordon_blob blob;
	struct blob_parts parts;
	size_t size;
	u8 *data;

	ASSERT_EQ(0, test_policy_small(&policy));
	ASSERT_EQ(0, blob_split(policy.data, policy.size, &parts));
	fill_bucket(&parts, 0, 0);
	*(s8 *)blob_insert(&parts, CORDON_SECTION_DOMAIN_BUCKETS, 1) =
		-(s8)CORDON_DOMAIN_BUCKET_LOAD;
	parts.count[CORDON_SECTION_DOMAIN_VALUES] = 0;
	parts.count[CORDON_SECTION_DOMAIN_PROOFS] = 0;
	set = (void *)parts.data[CORDON_SECTION_DOMAIN_SET];
	set->labels = 0;
	data = blob_join(&parts, &size);
	ASSERT_NE(NULL, data);
	ASSERT_EQ(0, cordon_blob_open(&blob, data, size, &fault));
	EXPECT_FALSE(cordon_domain_find(&blob, (const u8 *)"\4beta\7example",
					13, &match));
	free(data);
	blob_parts_free(&parts);
	test_policy_free(&policy);
}

TEST_HARNESS_MAIN
