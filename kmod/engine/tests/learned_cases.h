/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - what is learned from answers, under which name and for
 * how long
 *
 * Time is handed in: nothing here waits.
 */
#ifndef _CORDON_ENGINE_TESTS_LEARNED_CASES_H
#define _CORDON_ENGINE_TESTS_LEARNED_CASES_H

#include "small_policy.h"

#define NET		7
#define START		1000000ULL
#define NAME		"www.facebook.com"
#define RING		4096U		/* slots of each of the two rings */

static const struct cordon_test_line learned_lines[] = {
	{ TEST_CANARY, NULL, 0 },
	{ TEST_SERVICE, "facebook", CORDON_ACTION_DENY },
	{ TEST_SERVICE, "telegram", CORDON_ACTION_RESTRICT },
	{ TEST_SERVICE, "youtube", CORDON_ACTION_AUDIT },
	{ TEST_DOMAIN, "facebook.com", 1 },
	{ TEST_EXCEPT, "developers.facebook.com", 1 },
	{ TEST_DOMAIN, "t.me", 2 },
	{ TEST_DOMAIN, "youtube.com", 3 },
	{ TEST_RESOLVER, "1.1.1.1", 0 }, { TEST_RESOLVER, "2606:4700::1111", 0 },
};

static const struct cordon_resolvers nobody;

/* A policy, and stores that are empty. */
struct test_stores {
	struct cordon_test_policy *policy;
	const struct cordon_blob *blob;
	struct cordon_learned *learned;
};

static struct test_stores make_stores(size_t lines)
{
	struct test_stores stores;

	stores.policy = cordon_test_policy(learned_lines, lines);
	stores.blob = &stores.policy->blob;
	stores.learned = cordon_test_learned();
	return stores;
}

static void free_stores(struct test_stores *stores)
{
	cordon_test_free(stores->learned);
	cordon_test_policy_free(stores->policy);
}

/* An answer that so many of the chain's names lead to. */
static bool answer_chain(struct cordon_learned *learned,
			 const struct cordon_blob *blob,
			 const struct cordon_resolvers *told,
			 const char * const *names, u8 count,
			 const char *address, u32 ttl, u64 now)
{
	struct cordon_dns_chain *chain = cordon_test_alloc(sizeof(*chain));
	const struct cordon_dns_answer answer = {
		.address = cordon_test_address(address),
		.ttl = ttl, .names = count,
	};
	bool learnt;
	int i;

	for (i = 0; names[i]; i++) {
		chain->length[i] = (u8)cordon_test_wire(names[i], chain->name[i]);
		chain->ttl[i] = ~0U;
		chain->count++;
	}
	learnt = cordon_learned_answer(learned, blob, told, NET, chain, &answer,
				       now);
	cordon_test_free(chain);
	return learnt;
}

static bool answer_one(struct cordon_learned *learned,
		       const struct cordon_blob *blob, const char *name,
		       const char *address, u32 ttl, u64 now)
{
	const char * const names[] = { name, NULL };

	return answer_chain(learned, blob, &nobody, names, 1, address, ttl, now);
}

static const struct cordon_learned_entry *
find(const struct cordon_learned *learned, const char *text, u64 now)
{
	struct cordon_address address = cordon_test_address(text);

	return cordon_learned_find(learned, NET, &address, CORDON_AT(now));
}

static const char *check_entry_name(const char *wanted,
				    const struct cordon_learned_entry *entry)
{
	char text[80];

	if (!entry)
		return cordon_test_fault("nothing is learned");
	cordon_name_to_text(entry->name, entry->length, text, sizeof(text));
	return TEST_TEXT(wanted, text);
}

static const struct test_lifetime {
	const char *title;
	u32 ttl;
	u64 seconds;
} lifetimes[] = {
	{ "0", 0, 30 }, { "1", 1, 30 }, { "29", 29, 30 }, { "30", 30, 30 },
	{ "31", 31, 31 }, { "300", 300, 300 },
	{ "less than a day", 86399, 86399 }, { "a day", 86400, 86400 },
	{ "over a day", 86401, 86400 }, { "for ever", 0x7fffffff, 86400 },
};

static const char *check_lifetime(const void *any)
{
	struct test_stores stores = make_stores(ARRAY_SIZE(learned_lines));
	const struct test_lifetime *row = any;
	u64 end = START + 1000 * row->seconds;
	const char *fault;

	fault = TEST_HOLDS(!find(stores.learned, "157.240.9.35", START)) ?:
		TEST_HOLDS(answer_one(stores.learned, stores.blob, NAME,
				      "157.240.9.35", row->ttl, START)) ?:
		TEST_HOLDS(find(stores.learned, "157.240.9.35", START)) ?:
		TEST_HOLDS(find(stores.learned, "157.240.9.35", end - 1)) ?:
		TEST_HOLDS(!find(stores.learned, "157.240.9.35", end)) ?:
		TEST_HOLDS(!find(stores.learned, "157.240.9.36", START));
	free_stores(&stores);
	return fault;
}

/* Heard again, it only ever lives longer, and stays one entry. */
static const char *check_refresh(const void *none)
{
	const u64 later = START + 3000000;
	struct cordon_learned *learned = cordon_test_learned();
	const struct cordon_learned_entry *entry;
	const char *fault;

	answer_one(learned, NULL, NAME, "8.8.8.8", 3600, START);
	answer_one(learned, NULL, NAME, "8.8.8.8", 30, START + 1);
	fault = TEST_HOLDS(find(learned, "8.8.8.8", START + 3599999));
	answer_one(learned, NULL, NAME, "8.8.8.8", 3600, later);
	entry = find(learned, "8.8.8.8", later);
	fault = fault ?:
		TEST_HOLDS(find(learned, "8.8.8.8", later + 3599999)) ?:
		TEST_HOLDS(!find(learned, "8.8.8.8", later + 3600000)) ?:
		TEST_HOLDS(entry) ?:
		TEST_HOLDS(!cordon_learned_next(learned, entry, CORDON_AT(later)));
	cordon_test_free(learned);
	return fault;
}

/* Names that no rule refuses are learned as well; and without a policy all. */
static const struct test_claim {
	const char *title;		/* the name */
	bool claimed;
	u8 suffix;			/* bytes of the rule's own name */
} claims[] = {
	{ "facebook.com", true, 13 }, { "www.facebook.com", true, 13 },
	{ "developers.facebook.com", false, 0 }, { "www.youtube.com", false, 0 },
	{ "bbc.co.uk", false, 0 }, { "www.bbc.co.uk", false, 0 },
};

static const char *check_claim(const void *any)
{
	struct test_stores stores = make_stores(ARRAY_SIZE(learned_lines));
	struct cordon_address address = cordon_test_address("157.240.9.35");
	const struct cordon_learned_entry *entry, *other;
	struct cordon_learned *learned = stores.learned;
	const struct test_claim *row = any;
	const char *fault;

	answer_one(learned, stores.blob, row->title, "157.240.9.35", 300, START);
	answer_one(learned, NULL, row->title, "8.8.4.7", 300, START);
	entry = find(learned, "157.240.9.35", START);
	other = find(learned, "8.8.4.7", START);
	fault = check_entry_name(row->title, entry) ?:
		TEST_EQUAL(row->claimed, entry->claimed) ?:
		TEST_HOLDS(!row->claimed || entry->suffix_length == row->suffix) ?:
		check_entry_name(row->title, other) ?:
		TEST_HOLDS(!other->claimed) ?:
		/* What a namespace learned is its own. */
		TEST_HOLDS(!cordon_learned_find(learned, NET + 1, &address,
						CORDON_AT(START))) ?:
		TEST_HOLDS(!cordon_learned_find(learned, 0, &address,
						CORDON_AT(START)));
	free_stores(&stores);
	return fault;
}

/* An alias of a refused name leads to what is refused. */
static const struct test_alias {
	const char *title;		/* the name that counts */
	u8 count;			/* names that lead to the address */
	const char *names[4];
} aliases[] = {
	{ "cdn.facebook.com", 3,
	  { "www.shop.example", "cdn.facebook.com", "edge.example" } },
	{ "cdn.facebook.com", 2,
	  { "www.shop.example", "cdn.facebook.com", "edge.example" } },
	{ "www.shop.example", 1,
	  { "www.shop.example", "cdn.facebook.com", "edge.example" } },
	{ "a.t.me", 2, { "a.t.me", "cdn.facebook.com" } },
};

static const char *check_alias(const void *any)
{
	struct test_stores stores = make_stores(ARRAY_SIZE(learned_lines));
	const struct test_alias *row = any;
	const char *fault;

	fault = TEST_HOLDS(answer_chain(stores.learned, stores.blob, &nobody,
					row->names, row->count, "8.8.0.1", 60,
					START)) ?:
		check_entry_name(row->title,
				 find(stores.learned, "8.8.0.1", START));
	free_stores(&stores);
	return fault;
}

static const struct test_never {
	const char *title;		/* the address */
	bool learned;
} nevers[] = {
	{ "8.8.8.8", true }, { "64:ff9b::808:808", true }, { "2001:db9::1", true },
	{ "127.0.0.1", false }, { "10.0.0.1", false }, { "0.0.0.0", false },
	{ "169.254.169.254", false }, { "224.0.0.1", false },
	{ "::1", false }, { "fe80::1", false }, { "fd00::1", false },
	{ "64:ff9b::a00:1", false },		/* 10.0.0.1, wrapped */
	{ "2002:7f00:1::1", false },		/* 127.0.0.1, wrapped */
	{ "203.0.113.222", false },		/* the canary, plain and wrapped */
	{ "64:ff9b::cb00:71de", false },
	{ "2002:cb00:71de::1", false },
	{ "2001:db8:c0de::1", false },
	{ "1.1.1.1", false },			/* the policy's resolver */
	{ "64:ff9b::101:101", false },
	{ "127.8.8.8", false }, { "10.1.2.3", false }, { "172.16.0.1", false },
	{ "192.168.1.1", false }, { "169.254.1.1", false },
	{ "224.0.0.251", false }, { "255.255.255.255", false },
	{ "100.64.0.1", false }, { "198.18.0.1", false },
	{ "192.0.0.8", false }, { "192.0.2.1", false },
	{ "198.51.100.1", false }, { "3fff::1", false },
	{ "64:ff9b::203.0.113.222", false }, { "::ffff:203.0.113.222", false },
	{ "::", false }, { "ff02::fb", false }, { "64:ff9b::127.0.0.1", false },
	{ "64:ff9b::10.0.0.1", false }, { "::ffff:192.168.0.1", false },
	{ "::127.0.0.1", false }, { "2002:7f00:1::", false },
};

/* An answer must not take away what others need. */
static const char *check_never(const void *any)
{
	struct test_stores stores = make_stores(ARRAY_SIZE(learned_lines));
	const struct test_never *row = any;
	u32 live = 0, slot;
	bool learnt;

	learnt = answer_one(stores.learned, stores.blob, NAME, row->title, 300,
			    START);
	for (slot = 0; slot < cordon_learned_slots(stores.learned); slot++)
		live += !!cordon_learned_slot(stores.learned, slot, START);
	free_stores(&stores);
	return TEST_EQUAL(row->learned, learnt) ?: TEST_EQUAL(row->learned, live);
}

/* Who is a resolver: by what is told, and by a policy that has its own. */
static const struct test_resolver {
	const char *title;		/* the address */
	bool told;
	bool own;
} resolvers[] = {
	{ "9.9.9.9", true, false }, { "2620:fe::fe", true, false },
	{ "64:ff9b::9.9.9.9", true, false }, { "9.9.9.10", false, false },
	{ "1.1.1.1", false, true }, { "64:ff9b::1.1.1.1", false, true },
	{ "2606:4700::1111", false, true },
};

/* Whoever asks for a resolver's address must not take the resolver away. */
static const char *judge_resolver(const struct test_resolver *row, size_t lines,
				  bool resolver)
{
	static const char * const names[] = { NAME, NULL };
	const struct cordon_resolvers told = {
		.count = 2,
		.address = { cordon_test_address("9.9.9.9"),
			     cordon_test_address("2620:fe::fe") },
	};
	struct cordon_address address = cordon_test_address(row->title);
	struct test_stores stores = make_stores(lines);
	const char *fault;

	cordon_address_normalise(&address, NULL);
	fault = TEST_EQUAL(resolver,
			   cordon_is_resolver(stores.blob, &told, &address)) ?:
		TEST_EQUAL(!resolver,
			   answer_chain(stores.learned, stores.blob, &told, names,
					1, row->title, 300, START)) ?:
		TEST_EQUAL(row->told, cordon_is_resolver(NULL, &told, &address)) ?:
		TEST_HOLDS(!cordon_is_resolver(NULL, &nobody, &address));
	free_stores(&stores);
	return fault;
}

static const char *check_resolver(const void *any)
{
	const struct test_resolver *row = any;

	/* The policy's two stand last. */
	return judge_resolver(row, ARRAY_SIZE(learned_lines) - 2, row->told) ?:
	       judge_resolver(row, ARRAY_SIZE(learned_lines), row->own);
}

/* A prefix of NAT64 is learned from the one name that tells it. */
static const char *check_nat64(const void *none)
{
	struct cordon_learned *learned = cordon_test_learned();
	const struct cordon_nat64 *nat64 = cordon_learned_nat64(learned);
	const char *fault;

	answer_one(learned, NULL, NAME, "64:ff9b::157.240.9.35", 300, START);
	/* An unknown prefix is an address like any other, until it is seen. */
	answer_one(learned, NULL, NAME, "2a01:64::8.8.4.4", 300, START);
	fault = TEST_HOLDS(find(learned, "157.240.9.35", START)) ?:
		TEST_EQUAL(0, nat64->count) ?:
		TEST_HOLDS(!find(learned, "8.8.4.4", START));
	answer_one(learned, NULL, "ipv4only.arpa", "2a01:64::192.0.0.170", 300,
		   START);
	answer_one(learned, NULL, NAME, "2a01:64::8.8.4.4", 300, START);
	fault = fault ?: TEST_EQUAL(1, nat64->count) ?:
		TEST_HOLDS(find(learned, "8.8.4.4", START));
	/* Another name's answer tells none. */
	answer_one(learned, NULL, "ipv4only.example", "2a01:65::192.0.0.170",
		   300, START);
	/* And a private address behind it is never learned. */
	fault = fault ?: TEST_EQUAL(1, nat64->count) ?:
		TEST_HOLDS(!answer_one(learned, NULL, NAME, "2a01:64::10.0.0.1",
				       300, START));
	cordon_test_free(learned);
	return fault;
}

/* A name that does not fit keeps its last labels: rules are suffixes. */
static const char *check_long_name(const void *none)
{
	struct test_stores stores = make_stores(ARRAY_SIZE(learned_lines));
	struct cordon_address address = cordon_test_address("8.8.8.8");
	const struct cordon_learned_entry *entry;
	u8 wire[CORDON_NAME_MAX];
	const char *fault;
	size_t length;
	int i;

	for (i = 0; i < 23; i++)
		memcpy(wire + 10 * i, "\11abcdefghi", 10);
	length = 230 + cordon_test_wire("facebook.com", wire + 230);
	cordon_learned_add(stores.learned, stores.blob, NET, &address, wire,
			   length, START + 30000, START);
	entry = find(stores.learned, "8.8.8.8", START);
	/* 11 labels of 10 bytes and 13 more; another label would not fit. */
	fault = TEST_HOLDS(entry) ?:
		TEST_HOLDS(entry->claimed) ?:
		TEST_EQUAL(13, entry->suffix_length) ?:
		TEST_EQUAL(123, entry->length) ?:
		TEST_EQUAL(13, cordon_name_labels(entry->name, entry->length,
						  NULL)) ?:
		TEST_EQUAL(0, memcmp(wire + length - 123, entry->name, 123));
	free_stores(&stores);
	return fault;
}

static struct cordon_address nth_address(u32 n)
{
	const u8 ipv4[4] = { 99, (u8)(n >> 16), (u8)(n >> 8), (u8)n };
	struct cordon_address address;

	cordon_address_from_ipv4(&address, ipv4);
	return address;
}

static void add_nth(const struct test_stores *stores, const char *name, u32 n)
{
	struct cordon_address address = nth_address(n);
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire(name, wire);

	cordon_learned_add(stores->learned, stores->blob, NET, &address, wire,
			   length, START + 3600000, START);
}

static bool has_nth(const struct test_stores *stores, u32 n)
{
	struct cordon_address address = nth_address(n);

	return cordon_learned_find(stores->learned, NET, &address,
				   CORDON_AT(START));
}

static u32 count_live(const struct test_stores *stores, u32 below)
{
	u32 live = 0, n;

	for (n = 0; n < below; n++)
		live += has_nth(stores, n);
	return live;
}

/* In a full ring the oldest makes room; what is refused has a ring of its own. */
static const char *check_rings(const void *none)
{
	struct test_stores stores = make_stores(ARRAY_SIZE(learned_lines));
	const char *fault;
	u32 n;

	add_nth(&stores, NAME, 0);
	for (n = 1; n <= 3 * RING; n++)
		add_nth(&stores, "attacker.example", n);
	fault = TEST_EQUAL(2 * RING, cordon_learned_slots(stores.learned)) ?:
		TEST_HOLDS(has_nth(&stores, 0)) ?:
		TEST_EQUAL(RING + 1, count_live(&stores, 3 * RING + 1));
	for (n = 1; n <= RING; n++)
		add_nth(&stores, NAME, 4 * RING + n);
	fault = fault ?: TEST_HOLDS(!has_nth(&stores, 0)) ?:
		TEST_EQUAL(2 * RING, count_live(&stores, 6 * RING));
	free_stores(&stores);
	return fault;
}

/* Thousands of names for one address cannot hide the one that is refused. */
static const char *check_names_of_one(const void *none)
{
	struct test_stores stores = make_stores(ARRAY_SIZE(learned_lines));
	const struct cordon_learned_entry *entry;
	u32 claimed = 0, others = 0, n;
	char name[32];

	add_nth(&stores, NAME, 1);
	for (n = 0; n < 2000; n++) {
		snprintf(name, sizeof(name), "n%u.example", n);
		add_nth(&stores, name, 1);
		snprintf(name, sizeof(name), "n%u.facebook.com", n);
		add_nth(&stores, name, 1);
	}
	for (entry = find(stores.learned, "99.0.0.1", START); entry;
	     entry = cordon_learned_next(stores.learned, entry, CORDON_AT(START))) {
		claimed += entry->claimed;
		others += !entry->claimed;
	}
	free_stores(&stores);
	return TEST_EQUAL(1, claimed) ?: TEST_EQUAL(16, others);
}

static const struct cordon_test_case learned_cases[] = {
	TEST_TABLE(lifetimes, check_lifetime),
	TEST_ONCE(check_refresh),
	TEST_TABLE(claims, check_claim),
	TEST_TABLE(aliases, check_alias),
	TEST_TABLE(nevers, check_never),
	TEST_TABLE(resolvers, check_resolver),
	TEST_ONCE(check_nat64),
	TEST_ONCE(check_long_name),
	TEST_ONCE(check_rings),
	TEST_ONCE(check_names_of_one),
};

#endif /* _CORDON_ENGINE_TESTS_LEARNED_CASES_H */
