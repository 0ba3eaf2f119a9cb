/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - every prefix that covers an address, the longest first
 */
#ifndef _CORDON_ENGINE_TESTS_PREFIX_CASES_H
#define _CORDON_ENGINE_TESTS_PREFIX_CASES_H

#include "engine/address_text.h"
#include "engine/policy/prefix.h"
#include "model.h"

/* The longest first, shared ranges in brackets. */
struct test_chain {
	const char *title;		/* the address */
	const char *chain;
};

static const struct cordon_test_line meta_lines[] = {
	{ TEST_CANARY, NULL, 0 },
	{ TEST_SERVICE, "meta", CORDON_ACTION_DENY },
	{ TEST_SERVICE, "whatsapp", CORDON_ACTION_RESTRICT },
	{ TEST_PREFIX, "157.240.0.0/16", 1 },
	{ TEST_PREFIX, "157.240.9.0/24", 2 },
	{ TEST_PREFIX, "157.240.9.53/32", 2 },
	{ TEST_SHARED, "157.240.9.0/24", 1 },
	{ TEST_PREFIX, "31.13.24.0/21", 1 },
	{ TEST_PREFIX, "192.0.2.128/25", 1 },
	{ TEST_SHARED, "192.0.2.0/24", 1 },
	{ TEST_PREFIX, "2a03:2880::/32", 1 },
	{ TEST_PREFIX, "2a03:2880:f200::/40", 2 },
	{ TEST_PREFIX, "2a03:2880:f200::1/128", 2 },
	{ TEST_SHARED, "2a03::/16", 1 },
	{ TEST_PREFIX, "0.0.0.0/8", 1 },
	{ TEST_PREFIX, "255.255.255.255/32", 1 },
	{ TEST_PREFIX, "ffff::/16", 2 },
};

static const struct test_chain metas[] = {
	{ "157.240.0.0", "157.240.0.0/16" },
	{ "157.240.255.255", "157.240.0.0/16" },
	{ "157.239.255.255", "" },
	{ "157.241.0.0", "" },
	{ "157.240.8.255", "157.240.0.0/16" },
	{ "157.240.10.0", "157.240.0.0/16" },
	{ "157.240.9.53",
	  "157.240.9.53/32 [157.240.9.0/24] 157.240.9.0/24 157.240.0.0/16" },
	{ "157.240.9.52", "[157.240.9.0/24] 157.240.9.0/24 157.240.0.0/16" },
	{ "157.240.9.54", "[157.240.9.0/24] 157.240.9.0/24 157.240.0.0/16" },
	{ "31.13.23.255", "" },
	{ "31.13.24.0", "31.13.24.0/21" },
	{ "31.13.31.255", "31.13.24.0/21" },
	{ "31.13.32.0", "" },
	{ "192.0.2.127", "[192.0.2.0/24]" },
	{ "192.0.2.128", "192.0.2.128/25 [192.0.2.0/24]" },
	{ "203.0.113.221", "" },
	{ "203.0.113.222", "203.0.113.222/32" },
	{ "203.0.113.223", "" },
	{ "0.0.0.0", "0.0.0.0/8" },
	{ "1.0.0.0", "" },
	{ "255.255.255.255", "255.255.255.255/32" },
	{ "255.255.255.254", "" },
	{ "2a03:2880::", "2a03:2880::/32 [2a03::/16]" },
	{ "2a03:287f:ffff::", "[2a03::/16]" },
	{ "2a03:2880:f200::1",
	  "2a03:2880:f200::1/128 2a03:2880:f200::/40 2a03:2880::/32 [2a03::/16]" },
	{ "2a03:2880:f200::2",
	  "2a03:2880:f200::/40 2a03:2880::/32 [2a03::/16]" },
	{ "2001:db8:c0de:ffff:ffff:ffff:ffff:ffff", "2001:db8:c0de::/48" },
	{ "2001:db8:c0df::", "" },
	{ "::", "" },
	{ "::1", "" },
	{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff::/16" },
	/* What is not normalised is not found: that is the caller's. */
	{ "64:ff9b::157.240.9.53", "" },
};

static const struct cordon_test_line nested_lines[] = {
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

#define INNER_CHAIN							\
	"[157.240.9.0/24] 157.240.9.0/24 157.240.8.0/22 157.240.0.0/16"

static const struct test_chain nesteds[] = {
	{ "157.240.9.35", "157.240.9.35/32 " INNER_CHAIN },
	{ "157.240.9.34", INNER_CHAIN },
	{ "157.240.9.36", INNER_CHAIN },
	{ "157.240.8.0", "157.240.8.0/22 157.240.0.0/16" },
	{ "157.240.11.255", "157.240.8.0/22 157.240.0.0/16" },
	{ "157.240.12.0", "157.240.0.0/16" },
	{ "157.240.7.255", "157.240.0.0/16" },
	{ "157.240.0.0", "157.240.0.0/16" },
	{ "157.240.255.255", "157.240.0.0/16" },
	{ "157.239.255.255", "" },
	{ "157.241.0.0", "" },
	{ "0.0.0.0", "0.0.0.0/8" },
	{ "0.255.255.255", "0.0.0.0/8" },
	{ "1.0.0.0", "" },
	{ "255.255.255.254", "" },
	{ "255.255.255.255", "255.255.255.255/32" },
	{ "::", "" },
	{ "::1", "" },
	{ "::1:0:0:0", "" },
	{ "ff::", "" },
	{ "100::", "100::/8" },
	{ "1ff::1", "100::/8" },
	{ "2a03:287f:ffff::", "" },
	{ "2a03:2880::", "2a03:2880::/29" },
	{ "2a03:2880::1", "2a03:2880::1/128 2a03:2880::/29" },
	{ "2a03:2880::2", "2a03:2880::/29" },
	{ "2a03:2881:7fff::", "2a03:2880::/29" },
	{ "2a03:2881:8000::", "2a03:2881:8000::/33 2a03:2880::/29" },
	{ "2a03:2887:ffff::", "2a03:2880::/29" },
	{ "2a03:2888::", "" },
	{ "ffff::", "" },
};

#define CHAIN_MAX	160

/* Adds one as a list file has it; the chain never fills @text. */
static void add_link(char *text, const struct cordon_prefix_record *record)
{
	bool shared = record->flags & CORDON_PREFIX_SHARED;
	char address[CORDON_ADDRESS_TEXT_MAX];
	size_t used = strlen(text);
	int length = record->length;

	cordon_address_to_text(&record->address, address, sizeof(address));
	if (!strchr(address, ':'))
		length -= 96;
	snprintf(text + used, CHAIN_MAX - used, "%s%s%s/%d%s", used ? " " : "",
		 shared ? "[" : "", address, length, shared ? "]" : "");
}

/* The walk over the parents meets every rule that covers, and only these. */
static const char *judge_chain(struct cordon_test_policy *policy, const void *any)
{
	const struct cordon_blob *blob = &policy->blob;
	const struct test_chain *row = any;
	struct cordon_address address = cordon_test_address(row->title);
	u32 covers = 0, found = 0, i;
	char text[CHAIN_MAX] = "";

	for (i = cordon_prefix_find(blob, &address); i != CORDON_NO_PARENT;
	     i = cordon_prefix_parent(blob, i), found++)
		add_link(text, blob->prefixes + i);
	for (i = 0; i < blob->prefix_count; i++)
		covers += cordon_model_record_covers(blob->prefixes + i, &address);
	return TEST_TEXT(row->chain, text) ?: TEST_EQUAL(covers, found);
}

static const char *check_meta(const void *row)
{
	return cordon_test_with_policy(meta_lines, ARRAY_SIZE(meta_lines),
				       judge_chain, row);
}

static const char *check_nested(const void *row)
{
	return cordon_test_with_policy(nested_lines, ARRAY_SIZE(nested_lines),
				       judge_chain, row);
}

static const struct test_contains {
	const char *title;		/* the prefix's address */
	u8 length;
	const char *address;
	bool contains;
} containings[] = {
	{ "::", 0, "ffff::", true },
	{ "::", 0, "::", true },
	{ "8000::", 1, "ffff::", true },
	{ "8000::", 1, "7fff::", false },
	{ "2001:db8::", 32, "2001:db8:ffff::1", true },
	{ "2001:db8::", 32, "2001:db9::", false },
	{ "2001:db8::", 31, "2001:db9::", true },
	{ "2001:db8::", 33, "2001:db8:7fff::", true },
	{ "2001:db8::", 33, "2001:db8:8000::", false },
	{ "192.0.2.0", 120, "192.0.2.255", true },
	{ "192.0.2.0", 120, "192.0.3.0", false },
	{ "192.0.2.0", 119, "192.0.3.0", true },
	{ "192.0.2.1", 127, "192.0.2.0", true },
	{ "192.0.2.1", 128, "192.0.2.1", true },
	{ "192.0.2.1", 128, "192.0.2.0", false },
	{ "::1", 128, "::1", true },
	{ "::1", 128, "8000::1", false },
};

static const char *check_contains(const void *any)
{
	const struct test_contains *row = any;
	struct cordon_address prefix = cordon_test_address(row->title);
	struct cordon_address address = cordon_test_address(row->address);

	return TEST_EQUAL(row->contains,
			  cordon_prefix_contains(&prefix, row->length, &address));
}

/* Every length, each single bit. */
static const char *check_every_bit(const void *none)
{
	struct cordon_address prefix = cordon_test_address("2a03:2880::");
	struct cordon_address address;
	const char *fault = NULL;
	int length, bit;

	for (length = 0; length <= 128; length++) {
		for (bit = 0; bit < 128 && !fault; bit++) {
			address = prefix;
			address.byte[bit / 8] ^= 0x80 >> bit % 8;
			fault = TEST_EQUAL(bit >= length,
					   cordon_prefix_contains(&prefix,
								  (u8)length,
								  &address));
		}
	}
	return fault;
}

static const struct cordon_test_case prefix_cases[] = {
	TEST_TABLE(metas, check_meta),
	TEST_TABLE(nesteds, check_nested),
	TEST_TABLE(containings, check_contains),
	TEST_ONCE(check_every_bit),
};

#endif /* _CORDON_ENGINE_TESTS_PREFIX_CASES_H */
