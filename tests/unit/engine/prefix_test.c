// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Prefix rules: every one that covers an address, the longest first
 */
#include <arpa/inet.h>

#include "policy.h"
#include "engine/policy/prefix.h"
#include "engine/tests/model.h"
#include "engine/tests/prefix_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

#define RULES	600
#define CHAIN	130

/**
 * struct rule - a rule as the source has it
 * @prefix: the prefix
 * @service: 0, 1, or 2 for a shared range
 */
struct rule {
	struct cordon_model_prefix prefix;
	int service;
};

/* "192.0.2.0/24" or "2001:db8::/32"; wants room for 64 bytes. */
static void prefix_text(const struct cordon_model_prefix *prefix, char *text)
{
	bool ipv4 = cordon_address_is_ipv4(&prefix->address) &&
		    prefix->length >= 96;
	char address[INET6_ADDRSTRLEN];

	inet_ntop(ipv4 ? AF_INET : AF_INET6,
		  prefix->address.byte + (ipv4 ? 12 : 0), address,
		  sizeof(address));
	snprintf(text, 64, "%s/%d", address, prefix->length - (ipv4 ? 96 : 0));
}

static struct cordon_model_prefix prefix_of(const struct cordon_blob *blob, u32 index)
{
	return (struct cordon_model_prefix){
		.address = blob->prefixes[index].address,
		.length = blob->prefixes[index].length,
	};
}

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(prefix_cases, ARRAY_SIZE(prefix_cases)));
}

/* Clears what stands behind the length. */
static void cut(struct cordon_model_prefix *prefix)
{
	int i;

	for (i = prefix->length; i < 128; i++)
		prefix->address.byte[i / 8] &= (u8)~(0x80 >> i % 8);
}

/* Few different bytes, so that prefixes nest deeply. */
static struct cordon_address random_address(u64 *state)
{
	static const u8 bytes[] = { 0x00, 0x01, 0x80, 0xc0, 0xff, 0xfe };
	static const u8 first[] = { 0x26, 0x27, 0x2a, 0xa6 };
	struct cordon_address address;
	u8 ipv4[4];
	int i;

	for (i = 0; i < 16; i++)
		address.byte[i] = bytes[model_below(state, 6)];
	if (model_below(state, 2)) {
		for (i = 0; i < 4; i++)
			ipv4[i] = bytes[model_below(state, 6)];
		cordon_address_from_ipv4(&address, ipv4);
	} else {
		address.byte[0] = first[model_below(state, 4)];
	}
	return address;
}

static bool same_prefix(const struct cordon_model_prefix *a,
			const struct cordon_model_prefix *b)
{
	return a->length == b->length &&
	       !memcmp(&a->address, &b->address, sizeof(a->address));
}

/*
 * One service a prefix; a shared range may be the same as a service's. The
 * reserved prefixes stand alone, and ::/n holds forms that are normalised away.
 */
static bool may_stand(const struct rule *rules, int count,
		      const struct rule *rule)
{
	struct cordon_address canary4 = cordon_test_address("203.0.113.222");
	struct cordon_address canary6 = cordon_test_address("2001:db8:c0de::");
	int i;

	if (cordon_model_prefix_covers(&rule->prefix, &canary4) ||
	    cordon_model_prefix_covers(&rule->prefix, &canary6) ||
	    (!rule->prefix.address.byte[0] &&
	     !cordon_address_is_ipv4(&rule->prefix.address)))
		return false;
	for (i = 0; i < count; i++) {
		bool both_shared = rules[i].service == 2 && rule->service == 2;
		bool both_not = rules[i].service != 2 && rule->service != 2;

		if (same_prefix(&rules[i].prefix, &rule->prefix) &&
		    (both_shared || both_not))
			return false;
	}
	return true;
}

static void make_rules(struct rule *rules, int most, u64 *state, char **lists)
{
	FILE *files[3];
	size_t sizes[3];
	int count = 0;
	int i;

	for (i = 0; i < 3; i++)
		files[i] = open_memstream(&lists[i], &sizes[i]);
	while (count < most) {
		struct rule *rule = &rules[count];
		char text[64];
		int least = 1;

		/* Half of them inside another one. */
		if (count && model_below(state, 2)) {
			*rule = rules[model_below(state, (u32)count)];
			least = rule->prefix.length;
			for (i = least; i < 128; i++)
				rule->prefix.address.byte[i / 8] ^=
					model_random(state) & 0x80 >> i % 8;
		} else {
			rule->prefix.address = random_address(state);
			if (cordon_address_is_ipv4(&rule->prefix.address))
				least = 97;
		}
		rule->prefix.length = least +
			(int)model_below(state, 129 - (u32)least);
		cut(&rule->prefix);
		rule->service = (int)model_below(state, 3);
		if (!may_stand(rules, count, rule))
			continue;
		prefix_text(&rule->prefix, text);
		fprintf(files[rule->service], "prefix %s\n", text);
		count++;
	}
	for (i = 0; i < 3; i++)
		fclose(files[i]);
}

static bool rule_is(const struct test_policy *policy, const struct rule *rule,
		    u32 index)
{
	static const char * const names[] = { "one", "two" };
	const struct cordon_prefix_record *record =
		&policy->blob.prefixes[index];
	struct cordon_model_prefix prefix = prefix_of(&policy->blob, index);
	u16 service = le16_to_cpu(record->service);

	if (!same_prefix(&prefix, &rule->prefix))
		return false;
	if (rule->service == 2)
		return record->flags == CORDON_PREFIX_SHARED &&
		       service == CORDON_NO_SERVICE;
	return !record->flags &&
	       service == test_service_index(policy, names[rule->service]);
}

/* Around every rule: inside, its first and last address, one before, one after. */
static struct cordon_address make_probe(u64 *state, const struct rule *rule)
{
	struct cordon_address address = rule->prefix.address;
	u32 what = model_below(state, 5);
	int i;

	for (i = rule->prefix.length; i < 128; i++) {
		u8 mask = 0x80 >> i % 8;

		if (what == 1 || (what == 0 && model_random(state) & 1))
			address.byte[i / 8] |= mask;
	}
	if (what == 3) {			/* the address before */
		for (i = 15; i >= 0 && !address.byte[i]--; i--)
			;
	} else if (what == 4) {			/* another bit in the prefix */
		i = (int)model_below(state, (u32)rule->prefix.length);
		address.byte[i / 8] ^= 0x80 >> i % 8;
	}
	return address;
}

/* The chain holds every covering rule once, and no other, the longest first. */
static u32 check_chain(struct __test_metadata *_metadata,
		       const struct test_policy *policy,
		       const struct rule *rules, int count,
		       const struct cordon_address *address)
{
	u32 chain[CHAIN];
	u32 length = 0;
	u32 expected = 0;
	u32 index;
	u32 at;
	int i;

	for (index = cordon_prefix_find(&policy->blob, address);
	     index != CORDON_NO_PARENT;
	     index = cordon_prefix_parent(&policy->blob, index)) {
		ASSERT_LT(length, CHAIN);
		ASSERT_LT(index, policy->blob.prefix_count);
		chain[length++] = index;
	}
	for (i = 0; i < count; i++) {
		if (!cordon_model_prefix_covers(&rules[i].prefix, address))
			continue;
		expected++;
		for (at = 0; at < length; at++) {
			if (rule_is(policy, &rules[i], chain[at]))
				break;
		}
		ASSERT_LT(at, length) TH_LOG("rule %d is missing", i);
	}
	ASSERT_EQ(expected, length);
	for (at = 1; at < length; at++)
		ASSERT_LE(policy->blob.prefixes[chain[at]].length,
			  policy->blob.prefixes[chain[at - 1]].length);
	return length;
}

TEST(against_model)
{
	struct test_service two[] = {
		{ "one", NULL, NULL }, { "two", NULL, NULL }, { },
	};
	struct rule *rules = calloc(RULES, sizeof(*rules));
	struct test_policy policy;
	u64 state = 1;
	u32 deepest = 0;
	u32 misses = 0;
	char *lists[3];
	int round;
	int i;

	ASSERT_NE(NULL, rules);
	make_rules(rules, RULES, &state, lists);
	for (i = 0; i < 2; i++)
		two[i].rules = lists[i];
	ASSERT_EQ(0, test_policy_make(&policy, NULL, lists[2], two));
	/* Two more are the reserved service's; no probe meets them. */
	ASSERT_EQ(RULES + 2, policy.blob.prefix_count);

	for (round = 0; round < 20000; round++) {
		const struct rule *rule = &rules[model_below(&state, RULES)];
		struct cordon_address address = make_probe(&state, rule);
		u32 depth = check_chain(_metadata, &policy, rules, RULES,
					&address);

		misses += !depth;
		if (depth > deepest)
			deepest = depth;
	}
	EXPECT_LT(6U, deepest);
	EXPECT_LT(100U, misses);
	for (i = 0; i < 3; i++)
		free(lists[i]);
	test_policy_free(&policy);
	free(rules);
}

/* One prefix of every length around one address. */
TEST(deepest_chain)
{
	struct test_service one[] = { { "one", NULL, NULL }, { } };
	struct cordon_address address;
	struct test_policy policy;
	char *list;
	size_t size;
	FILE *file = open_memstream(&list, &size);
	u32 index;
	int length;

	for (length = 1; length <= 128; length++) {
		struct cordon_model_prefix prefix = {
			cordon_test_address("a5a5:a5a5:a5a5:a5a5:a5a5:a5a5:a5a5:a5a5"),
			length,
		};
		char text[64];

		cut(&prefix);
		prefix_text(&prefix, text);
		fprintf(file, "prefix %s\n", text);
	}
	fclose(file);
	one[0].rules = list;
	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, one));

	address = cordon_test_address("a5a5:a5a5:a5a5:a5a5:a5a5:a5a5:a5a5:a5a5");
	index = cordon_prefix_find(&policy.blob, &address);
	for (length = 128; length; length--) {
		ASSERT_NE(CORDON_NO_PARENT, index);
		EXPECT_EQ(length, policy.blob.prefixes[index].length);
		index = cordon_prefix_parent(&policy.blob, index);
	}
	EXPECT_EQ(CORDON_NO_PARENT, index);

	/* Another last bit: one less. Another first bit: none. */
	address.byte[15] ^= 1;
	index = cordon_prefix_find(&policy.blob, &address);
	ASSERT_NE(CORDON_NO_PARENT, index);
	EXPECT_EQ(127, policy.blob.prefixes[index].length);
	address.byte[0] ^= 0x80;
	EXPECT_EQ(CORDON_NO_PARENT, cordon_prefix_find(&policy.blob, &address));
	test_policy_free(&policy);
	free(list);
}

TEST_HARNESS_MAIN
