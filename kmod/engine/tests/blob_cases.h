/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - a blob is checked once, so that no reader checks a bound
 * again: every rule of the format broken, and the right word for it
 */
#ifndef _CORDON_ENGINE_TESTS_BLOB_CASES_H
#define _CORDON_ENGINE_TESTS_BLOB_CASES_H

#include "blob_place.h"
#include "engine/policy/validate.h"
#include "small_policy.h"

/* Every section is filled. */
static const struct cordon_test_line blob_lines[] = {
	{ TEST_SERVICE, "alpha", CORDON_ACTION_AUDIT },
	{ TEST_SERVICE, "beta", CORDON_ACTION_RESTRICT },
	{ TEST_CANARY, NULL, 0 },
	{ TEST_DOMAIN, "alpha.example", 0 }, { TEST_DOMAIN, "beta.example", 1 },
	{ TEST_EXCEPT, "open.alpha.example", 0 },
	{ TEST_PREFIX, "192.0.2.0/24", 0 }, { TEST_SHARED, "192.0.2.0/24", 0 },
	{ TEST_PREFIX, "192.0.2.128/25", 0 }, { TEST_PREFIX, "2001:db8:1::/48", 1 },
	{ TEST_PATH, "**/alpha", 0 }, { TEST_PATH, "/opt/*/beta*", 1 },
	{ TEST_PATH, "**/beta", 1 },
	{ TEST_PACKAGE, "com.alpha", 0 }, { TEST_PACKAGE, "org.beta", 1 },
	{ TEST_RESOLVER, "10.20.0.53", 0 }, { TEST_RESOLVER, "2001:db8::53", 0 },
};

/* Its prefixes, as they are sorted. */
enum {
	AT_ALPHA, AT_SHARED, AT_INNER, AT_CANARY4, AT_BETA, AT_CANARY6, AT_ALL,
};

/* Opens it in memory of exactly its size; tells the word when it is refused. */
static const char *open_blob(const struct cordon_test_policy *policy, size_t size)
{
	struct cordon_blob *opened = cordon_test_alloc(sizeof(*opened));
	u8 *exact = cordon_test_copy(policy->data, size);
	struct cordon_fault fault = { NULL, ~0ULL };
	int err = cordon_blob_open(opened, exact, size, &fault);

	cordon_test_free(exact);
	cordon_test_free(opened);
	if (!err)
		return "accepted";
	if (err != -EBADMSG || !cordon_test_is_placed(policy->data, size, &fault))
		return cordon_test_fault("%s at %llu (%d), which is not there",
					 fault.word,
					 (unsigned long long)fault.offset, err);
	return fault.word;
}

/* NULL: opened it is what the word says; NULL is accepted. */
static const char *check_blob(struct cordon_test_policy *policy, const char *word)
{
	cordon_test_mend(policy->data, policy->size);
	return TEST_TEXT(word ?: "accepted", open_blob(policy, policy->size));
}

static const char *judge_good(struct cordon_test_policy *policy, const void *none)
{
	const struct cordon_blob *blob = &policy->blob;

	return TEST_TEXT("accepted", open_blob(policy, policy->size)) ?:
	       TEST_EQUAL(3, blob->service_count) ?:
	       TEST_EQUAL(4, blob->domain_count) ?:
	       TEST_EQUAL(AT_ALL, blob->prefix_count) ?:
	       TEST_EQUAL(4, blob->path_count) ?:
	       TEST_EQUAL(1, blob->path_wild_count) ?:
	       TEST_EQUAL(2, blob->package_count) ?:
	       TEST_EQUAL(2, blob->resolver_count);
}

static const char *check_good(const void *none)
{
	return cordon_test_with_policy(blob_lines, ARRAY_SIZE(blob_lines),
				       judge_good, none);
}

static const struct test_served {
	const char *title;		/* the name */
	int index;			/* -1: there is none */
	bool refuses;
} services[] = {
	{ "alpha", 0, false }, { "beta", 1, true }, { "cordon-canary", 2, true },
	{ "alph", -1, false }, { "alphab", -1, false }, { "bet", -1, false },
	{ "", -1, false },
};

static const char *judge_service(struct cordon_test_policy *policy,
				 const void *any)
{
	const struct cordon_blob *blob = &policy->blob;
	const struct test_served *row = any;
	u16 service = CORDON_NO_SERVICE;
	bool found = cordon_blob_find_service(blob, row->title,
					      strlen(row->title), &service);

	if (row->index < 0)
		return TEST_HOLDS(!found);
	return TEST_EQUAL(row->index, service) ?:
	       TEST_EQUAL(row->refuses, cordon_blob_refuses(blob, service));
}

static const char *check_service(const void *row)
{
	return cordon_test_with_policy(blob_lines, ARRAY_SIZE(blob_lines),
				       judge_service, row);
}

static const char *judge_cut(struct cordon_test_policy *policy, const void *none)
{
	const char *fault = NULL;
	size_t cut;

	for (cut = 0; cut < policy->size && !fault; cut++)
		fault = TEST_TEXT(cut < sizeof(struct cordon_blob_header) ?
				  "blob-short" : "blob-size",
				  open_blob(policy, cut));
	return fault;
}

static const char *check_cut(const void *none)
{
	return cordon_test_with_policy(blob_lines, ARRAY_SIZE(blob_lines),
				       judge_cut, none);
}

/*
 * Without a right checksum no flipped bit is accepted. With one, whatever is
 * accepted can be read: a sanitizer would tell of a wrong bound.
 */
static const char *judge_flipped(struct cordon_test_policy *policy,
				 const void *none)
{
	u32 first = 8 * sizeof(struct cordon_blob_header), refused = 0, bit;
	const char *fault = NULL;

	for (bit = 0; bit < 8 * policy->size && !fault; bit++) {
		policy->data[bit / 8] ^= 1 << bit % 8;
		if (!strcmp("accepted", open_blob(policy, policy->size)))
			fault = cordon_test_fault("bit %u is accepted", bit);
		cordon_test_mend(policy->data, policy->size);
		if (bit >= first)
			refused += !!strcmp("accepted",
					    open_blob(policy, policy->size));
		policy->data[bit / 8] ^= 1 << bit % 8;
		cordon_test_mend(policy->data, policy->size);
	}
	return fault ?: TEST_HOLDS(refused > policy->size) ?:
	       check_blob(policy, NULL);
}

static const char *check_flipped(const void *none)
{
	return cordon_test_with_policy(blob_lines, ARRAY_SIZE(blob_lines),
				       judge_flipped, none);
}

/**
 * struct test_poke - another value for one field of one record
 * @title: the field
 * @section: its section
 * @index: of the record
 * @offset: of the field
 * @width: of the field
 * @value: the new value
 * @word: what must be said; NULL: accepted
 */
struct test_poke {
	const char *title;
	enum cordon_section section;
	u32 index;
	size_t offset;
	size_t width;
	u64 value;
	const char *word;
};

#define POKE(section, record, index, field, type, value, word)		\
	{ #record " " #field " " #value, CORDON_SECTION_##section,	\
	  index, offsetof(struct cordon_##record##_record, field),	\
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
	{ #section " " #index " " #value, CORDON_SECTION_##section,	\
	  index, 0, sizeof(type), value, word }
#define PREFIX(which, field, type, value, word)				\
	POKE(PREFIXES, prefix, AT_##which, field, type,	\
	     value, word)
#define PATH(index, field, type, value, word)				\
	POKE(PATHS, path, index, field, type, value, word)
#define PACKAGE(field, type, value, word)				\
	POKE(PACKAGES, package, 0, field, type, value, word)

static const struct test_poke pokes[] = {
	POLICY(name.offset, u32, 0xffffffff, "blob-policy"),
	POLICY(name.offset, u32, 0x7fffffff, "blob-policy"),
	POLICY(name.offset, u32, 0x80000000, "blob-policy"),
	POLICY(name.length, u32, 0, "blob-policy"),
	POLICY(name.length, u32, 0xffffffff, "blob-policy"),
	POLICY(name.length, u32, 0x10000, "blob-policy"),
	POLICY(version, u64, 0xffffffffffffffff, NULL),
	POLICY(version, u64, 0, "blob-policy"),
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
	SERVICE(help.length, u32, 0xff000000, "blob-service"),
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
	DOMAIN_SET(count, u32, 0x80000003, "blob-bucket"),
	DOMAIN_SET(count, u32, 0xffffffff, "blob-bucket"),
	DOMAIN_SET(reserved[0], u8, 1, "blob-domain"),
	DOMAIN_SET(reserved[3], u8, 1, "blob-domain"),
	DOMAIN_VALUE(0, service, u16, 1, "blob-domain"),
	DOMAIN_VALUE(0, service, u16, 3, "blob-domain"),
	DOMAIN_VALUE(0, flags, u8, 1, "blob-domain"),
	DOMAIN_VALUE(0, flags, u8, 2, "blob-domain"),
	DOMAIN_VALUE(0, reserved, u8, 1, "blob-domain"),
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
	RAW(DOMAIN_PROOFS, 0, u64, 0xffffffffffffffff, "blob-proof"),
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
	PREFIX(SHARED, parent, u32, AT_SHARED, "blob-prefix"),
	PREFIX(SHARED, parent, u32, AT_INNER, "blob-prefix"),
	PREFIX(INNER, parent, u32, CORDON_NO_PARENT, "blob-prefix"),
	PREFIX(INNER, parent, u32, AT_ALPHA, "blob-prefix"),
	PREFIX(INNER, parent, u32, AT_SHARED, NULL),
	PREFIX(BETA, parent, u32, AT_ALPHA, "blob-prefix"),
	PREFIX(BETA, parent, u32, AT_ALL, "blob-prefix"),
	PREFIX(BETA, parent, u32, 0xfffffffe, "blob-prefix"),
	PREFIX(CANARY6, parent, u32, AT_BETA, "blob-prefix"),
	PATH(0, pattern.offset, u32, 0xffffffff, "blob-path"),
	PATH(0, pattern.length, u32, 0, "blob-path"),
	PATH(0, pattern.length, u32, 1, "blob-path"),
	PATH(0, pattern.length, u32, CORDON_PATH_PATTERN_MAX + 1, "blob-path"),
	PATH(0, pattern.length, u32, 0xffffffff, "blob-path"),
	PATH(0, pattern.length, u32, 0x00010000, "blob-path"),
	PATH(0, hash, u32, 1, "blob-path"),
	PATH(0, flags, u8, 0, "blob-path"),
	PATH(0, flags, u8, 2, "blob-path"),
	PATH(0, flags, u8, 3, "blob-path"),
	PATH(0, reserved, u8, 1, "blob-path"),
	PATH(0, service, u16, 2, NULL),
	PATH(0, service, u16, 3, "blob-path"),
	PATH(0, service, u16, 0x0100, "blob-path"),
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
	RAW(RESOLVERS, 0, u8, 0x30, "blob-resolver"),
};

static const char *judge_poke(struct cordon_test_policy *policy, const void *any)
{
	const struct test_poke *row = any;
	u8 *to = cordon_test_section(policy, row->section) + row->offset +
		 row->index * cordon_blob_element_size(row->section);
	u64 value = row->value;
	bool changed = false;
	size_t i;

	for (i = 0; i < row->width; i++, value >>= 8) {
		changed |= to[i] != (u8)value;
		to[i] = (u8)value;
	}
	return TEST_HOLDS(changed || !row->word) ?: check_blob(policy, row->word);
}

static const char *check_poke(const void *row)
{
	return cordon_test_with_policy(blob_lines, ARRAY_SIZE(blob_lines),
				       judge_poke, row);
}

#define ORDER(section, index, word)					\
	{ #section " " #index, CORDON_SECTION_##section, index, word }

/* Two neighbours swapped, and the same twice, in every sorted section. */
static const struct test_order {
	const char *title;
	enum cordon_section section;
	u32 index;
	const char *word;
} orders[] = {
	ORDER(SERVICES, 0, "blob-service"),
	ORDER(SERVICES, 1, "blob-service"),
	ORDER(PREFIXES, AT_ALPHA, "blob-prefix"),
	ORDER(PREFIXES, AT_INNER, "blob-prefix"),
	ORDER(PREFIXES, AT_CANARY4, "blob-prefix"),
	ORDER(PATHS, 0, "blob-path"),
	ORDER(PATHS, 1, "blob-path"),
	ORDER(PACKAGES, 0, "blob-package"),
	ORDER(RESOLVERS, 0, "blob-resolver"),
	ORDER(DOMAIN_VALUES, 0, "blob-domain"),
	ORDER(DOMAIN_VALUES, 2, "blob-domain"),
	ORDER(DOMAIN_PROOFS, 0, "blob-proof"),
};

static const char *judge_order(struct cordon_test_policy *policy, const void *any)
{
	const struct test_order *row = any;
	u32 size = cordon_blob_element_size(row->section);
	u8 *at = cordon_test_section(policy, row->section) + row->index * size;
	u8 saved[64];
	const char *fault;

	memcpy(saved, at, size);
	memcpy(at, at + size, size);
	memcpy(at + size, saved, size);
	fault = check_blob(policy, row->word);
	memcpy(at + size, at, size);
	return fault ?: check_blob(policy, row->word);
}

static const char *check_order(const void *row)
{
	return cordon_test_with_policy(blob_lines, ARRAY_SIZE(blob_lines),
				       judge_order, row);
}

/* What every policy refuses must be refused. */
static const struct cordon_test_line canary_lines[] = {
	{ TEST_SERVICE, "alpha", CORDON_ACTION_ALLOW },
	{ TEST_SERVICE, CORDON_CANARY_SERVICE, CORDON_ACTION_DENY },
	{ TEST_DOMAIN, CORDON_CANARY_DOMAIN, 1 },
	{ TEST_PREFIX, "203.0.113.0/25", 0 },
	{ TEST_PREFIX, CORDON_CANARY_PREFIX4, 1 },
	{ TEST_PREFIX, CORDON_CANARY_PREFIX6, 1 },
};

#define RECORD(record, index, member)					\
	((index) * sizeof(struct cordon_##record##_record) +		\
	 offsetof(struct cordon_##record##_record, member))

static const struct test_softened {
	const char *title;
	enum cordon_section section;
	size_t offset;
	u8 value;
} softeneds[] = {
	{ "audit", CORDON_SECTION_SERVICES, RECORD(service, 1, action),
	  CORDON_ACTION_AUDIT },
	{ "allow", CORDON_SECTION_SERVICES, RECORD(service, 1, action),
	  CORDON_ACTION_ALLOW },
	{ "ipv4", CORDON_SECTION_PREFIXES, RECORD(prefix, 1, service), 0 },
	{ "ipv6", CORDON_SECTION_PREFIXES, RECORD(prefix, 2, service), 0 },
};

static const char *judge_softened(struct cordon_test_policy *policy,
				  const void *any)
{
	const struct test_softened *row = any;
	u8 *at = cordon_test_section(policy, row->section) + row->offset;
	const char *fault = check_blob(policy, NULL) ?: TEST_HOLDS(*at != row->value);

	*at = row->value;
	return fault ?: check_blob(policy, "blob-canary");
}

static const char *check_softened(const void *row)
{
	return cordon_test_with_policy(canary_lines, ARRAY_SIZE(canary_lines),
				       judge_softened, row);
}

static const struct cordon_test_case blob_cases[] = {
	TEST_ONCE(check_good),
	TEST_TABLE(services, check_service),
	TEST_ONCE(check_cut),
	TEST_ONCE(check_flipped),
	TEST_TABLE(pokes, check_poke),
	TEST_TABLE(orders, check_order),
	TEST_TABLE(softeneds, check_softened),
};

#endif /* _CORDON_ENGINE_TESTS_BLOB_CASES_H */
