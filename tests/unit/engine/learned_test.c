// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is learned from answers, under which name and for how long
 */
#include "policy.h"
#include "engine/policy/learned.h"
#include "kselftest_harness.h"

#define NET	7
#define START	1000000ULL
#define NAME	"www.facebook.com"

static const struct test_service services[] = {
	{ "facebook",
	  "domain facebook.com\n"
	  "except domain developers.facebook.com\n", NULL },
	{ "telegram", "domain t.me\n", NULL },
	{ "youtube", "domain youtube.com\n", "action = audit\n" },
	{ },
};

static const struct cordon_resolvers nobody;

/* An answer that so many of the chain's names lead to. */
static bool answer(struct cordon_learned *learned,
		   const struct test_policy *policy, const char *const *names,
		   int count, const char *address, u32 ttl, u64 now)
{
	struct cordon_dns_chain *chain = calloc(1, sizeof(*chain));
	struct cordon_dns_answer a = {
		.address = cordon_test_address(address),
		.ttl = ttl,
		.names = (u8)count,
	};
	bool learnt;
	int i;

	for (i = 0; names[i]; i++) {
		chain->length[i] = (u8)cordon_test_wire(names[i], chain->name[i]);
		chain->ttl[i] = ~0U;
		chain->count++;
	}
	learnt = cordon_learned_answer(learned, policy ? &policy->blob : NULL,
				       &nobody, NET, chain, &a, now);
	free(chain);
	return learnt;
}

static bool answer_one(struct cordon_learned *learned,
		       const struct test_policy *policy, const char *name,
		       const char *address, u32 ttl, u64 now)
{
	const char *const names[] = { name, NULL };

	return answer(learned, policy, names, 1, address, ttl, now);
}

static const struct cordon_learned_entry *
find(const struct cordon_learned *learned, const char *address, u64 now)
{
	struct cordon_address ip = cordon_test_address(address);

	return cordon_learned_find(learned, NET, &ip, CORDON_AT(now));
}

static const char *entry_name(const struct cordon_learned_entry *entry)
{
	static char text[CORDON_NAME_TEXT_MAX];

	if (!entry)
		return "(none)";
	cordon_name_to_text(entry->name, entry->length, text, sizeof(text));
	return text;
}

TEST(answers_are_learned)
{
	struct cordon_learned *learned = test_learned_make();
	struct test_policy policy;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	EXPECT_EQ(NULL, find(learned, "157.240.9.35", START));
	EXPECT_TRUE(answer_one(learned, &policy, NAME, "157.240.9.35", 300,
			       START));
	EXPECT_STREQ(NAME, entry_name(find(learned, "157.240.9.35", START)));
	EXPECT_EQ(NULL, find(learned, "157.240.9.36", START));
	EXPECT_TRUE(find(learned, "157.240.9.35", START)->claimed);
	EXPECT_EQ(13, find(learned, "157.240.9.35", START)->suffix_length);

	/* Names that no rule refuses are learned as well. */
	EXPECT_TRUE(answer_one(learned, &policy, "www.youtube.com", "8.8.4.4",
			       300, START));
	EXPECT_FALSE(find(learned, "8.8.4.4", START)->claimed);
	EXPECT_TRUE(answer_one(learned, &policy, "developers.facebook.com",
			       "8.8.4.5", 300, START));
	EXPECT_FALSE(find(learned, "8.8.4.5", START)->claimed);
	EXPECT_TRUE(answer_one(learned, &policy, "bbc.co.uk", "8.8.4.6", 300,
			       START));
	EXPECT_FALSE(find(learned, "8.8.4.6", START)->claimed);
	EXPECT_STREQ("bbc.co.uk", entry_name(find(learned, "8.8.4.6", START)));
	/* Without a policy, too. */
	EXPECT_TRUE(answer_one(learned, NULL, NAME, "8.8.4.7", 300, START));
	EXPECT_FALSE(find(learned, "8.8.4.7", START)->claimed);
	free(learned);
	test_policy_free(&policy);
}

/* An alias of a refused name leads to what is refused. */
TEST(aliases)
{
	static const char * const alias[] = {
		"www.shop.example", "cdn.facebook.com", "edge.example", NULL,
	};
	static const char * const two[] = {
		"a.t.me", "cdn.facebook.com", NULL,
	};
	struct cordon_learned *learned = test_learned_make();
	struct test_policy policy;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	EXPECT_TRUE(answer(learned, &policy, alias, 3, "8.8.0.1", 60, START));
	EXPECT_STREQ("cdn.facebook.com",
		     entry_name(find(learned, "8.8.0.1", START)));
	EXPECT_TRUE(answer(learned, &policy, alias, 2, "8.8.0.2", 60, START));
	EXPECT_STREQ("cdn.facebook.com",
		     entry_name(find(learned, "8.8.0.2", START)));
	/* This one is the first name's alone. */
	EXPECT_TRUE(answer(learned, &policy, alias, 1, "8.8.0.3", 60, START));
	EXPECT_STREQ("www.shop.example",
		     entry_name(find(learned, "8.8.0.3", START)));
	EXPECT_TRUE(answer(learned, &policy, two, 2, "8.8.0.4", 60, START));
	EXPECT_STREQ("a.t.me", entry_name(find(learned, "8.8.0.4", START)));
	free(learned);
	test_policy_free(&policy);
}

TEST(never_learned)
{
	static const char * const addresses[] = {
		"0.0.0.0", "127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1",
		"192.168.1.1", "169.254.1.1", "224.0.0.251", "255.255.255.255",
		"100.64.0.1", "198.18.0.1", "192.0.0.8", "192.0.2.1",
		"198.51.100.1", "203.0.113.222", "2001:db8:c0de::1", "3fff::1",
		"64:ff9b::203.0.113.222", "2002:cb00:71de::1",
		"::ffff:203.0.113.222",
		"::", "::1", "fe80::1", "fd00::1", "ff02::fb",
		"64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "::ffff:192.168.0.1",
		"::127.0.0.1", "2002:7f00:1::",
	};
	struct cordon_learned *learned = test_learned_make();
	struct test_policy policy;
	size_t i;
	u32 slot;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	for (i = 0; i < ARRAY_SIZE(addresses); i++)
		EXPECT_FALSE(answer_one(learned, &policy, NAME, addresses[i],
					300, START))
			TH_LOG("row %zu is learned", i);
	for (slot = 0; slot < cordon_learned_slots(learned); slot++)
		ASSERT_EQ(NULL, cordon_learned_slot(learned, slot, START));
	free(learned);
	test_policy_free(&policy);
}

static bool answer_told(struct cordon_learned *learned,
			const struct test_policy *policy,
			const struct cordon_resolvers *told,
			const char *address)
{
	struct cordon_dns_chain *chain = calloc(1, sizeof(*chain));
	struct cordon_dns_answer a = {
		.address = cordon_test_address(address), .ttl = 300, .names = 1,
	};
	bool learnt;

	chain->count = 1;
	chain->length[0] = (u8)cordon_test_wire(NAME, chain->name[0]);
	learnt = cordon_learned_answer(learned, &policy->blob, told, NET, chain,
				       &a, START);
	free(chain);
	return learnt;
}

/* Whoever asks for a resolver's address must not take the resolver away. */
TEST(resolvers_are_never_learned)
{
	const struct cordon_resolvers told = {
		.count = 2,
		.address = { cordon_test_address("9.9.9.9"), cordon_test_address("2620:fe::fe") },
	};
	struct cordon_learned *learned = test_learned_make();
	struct test_policy policy;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	EXPECT_FALSE(answer_told(learned, &policy, &told, "9.9.9.9"));
	EXPECT_FALSE(answer_told(learned, &policy, &told, "2620:fe::fe"));
	EXPECT_FALSE(answer_told(learned, &policy, &told, "64:ff9b::9.9.9.9"));
	EXPECT_TRUE(answer_told(learned, &policy, &told, "9.9.9.10"));
	test_policy_free(&policy);

	/* The policy's own count alone. */
	ASSERT_EQ(0, test_policy_make(&policy, "resolvers = 1.1.1.1\n", NULL,
				      services));
	EXPECT_FALSE(answer_told(learned, &policy, &told, "1.1.1.1"));
	EXPECT_TRUE(answer_told(learned, &policy, &told, "9.9.9.9"));
	test_policy_free(&policy);
	free(learned);
}

TEST(is_resolver)
{
	const struct cordon_resolvers told = {
		.count = 1, .address = { cordon_test_address("9.9.9.9") },
	};
	struct cordon_address quad9 = cordon_test_address("9.9.9.9");
	struct cordon_address one = cordon_test_address("1.1.1.1");
	struct cordon_address six = cordon_test_address("2606:4700::1111");
	struct test_policy policy;

	EXPECT_TRUE(cordon_is_resolver(NULL, &told, &quad9));
	EXPECT_FALSE(cordon_is_resolver(NULL, &told, &one));
	EXPECT_FALSE(cordon_is_resolver(NULL, &nobody, &quad9));
	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	EXPECT_TRUE(cordon_is_resolver(&policy.blob, &told, &quad9));
	EXPECT_FALSE(cordon_is_resolver(&policy.blob, &told, &one));
	test_policy_free(&policy);
	ASSERT_EQ(0, test_policy_make(&policy,
				      "resolvers = 1.1.1.1, 2606:4700::1111\n",
				      NULL, services));
	EXPECT_TRUE(cordon_is_resolver(&policy.blob, &told, &one));
	EXPECT_TRUE(cordon_is_resolver(&policy.blob, &told, &six));
	EXPECT_FALSE(cordon_is_resolver(&policy.blob, &told, &quad9));
	test_policy_free(&policy);
}

TEST(lifetimes)
{
	static const struct {
		u32 ttl;
		u64 life;
	} rows[] = {
		{ 0, 30 }, { 1, 30 }, { 29, 30 }, { 30, 30 }, { 31, 31 },
		{ 300, 300 }, { 86399, 86399 }, { 86400, 86400 },
		{ 86401, 86400 }, { 0x7fffffff, 86400 },
	};
	struct cordon_learned *learned = test_learned_make();
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		char text[32];

		snprintf(text, sizeof(text), "8.8.0.%zu", i);
		EXPECT_TRUE(answer_one(learned, NULL, NAME, text, rows[i].ttl,
				       START));
		EXPECT_NE(NULL, find(learned, text,
				     START + 1000 * rows[i].life - 1))
			TH_LOG("row %zu is gone too early", i);
		EXPECT_EQ(NULL, find(learned, text,
				     START + 1000 * rows[i].life + 1))
			TH_LOG("row %zu lives too long", i);
	}
	free(learned);
}

/* Seen again, it only ever lives longer. */
TEST(refresh)
{
	struct cordon_learned *learned = test_learned_make();
	const struct cordon_learned_entry *entry;

	EXPECT_TRUE(answer_one(learned, NULL, NAME, "8.8.8.8", 3600, START));
	EXPECT_TRUE(answer_one(learned, NULL, NAME, "8.8.8.8", 30, START + 1));
	EXPECT_NE(NULL, find(learned, "8.8.8.8", START + 3599000));
	EXPECT_TRUE(answer_one(learned, NULL, NAME, "8.8.8.8", 3600,
			       START + 3000000));
	EXPECT_NE(NULL, find(learned, "8.8.8.8", START + 6599000));
	EXPECT_EQ(NULL, find(learned, "8.8.8.8", START + 6601000));
	entry = find(learned, "8.8.8.8", START + 3000000);
	EXPECT_EQ(NULL, cordon_learned_next(learned, entry, CORDON_AT(START + 3000000)));
	free(learned);
}

TEST(namespaces_apart)
{
	struct cordon_learned *learned = test_learned_make();
	struct cordon_address address = cordon_test_address("8.8.8.8");

	EXPECT_TRUE(answer_one(learned, NULL, NAME, "8.8.8.8", 300, START));
	EXPECT_NE(NULL, cordon_learned_find(learned, NET, &address, CORDON_AT(START)));
	EXPECT_EQ(NULL, cordon_learned_find(learned, NET + 1, &address, CORDON_AT(START)));
	EXPECT_EQ(NULL, cordon_learned_find(learned, 0, &address, CORDON_AT(START)));
	free(learned);
}

TEST(nat64)
{
	struct cordon_learned *learned = test_learned_make();

	EXPECT_TRUE(answer_one(learned, NULL, NAME, "64:ff9b::157.240.9.35",
			       300, START));
	EXPECT_NE(NULL, find(learned, "157.240.9.35", START));
	EXPECT_EQ(0, cordon_learned_nat64(learned)->count);

	/* An unknown prefix is an address like any other, until it is seen. */
	EXPECT_TRUE(answer_one(learned, NULL, NAME, "2a01:64::8.8.4.4", 300,
			       START));
	EXPECT_EQ(NULL, find(learned, "8.8.4.4", START));
	answer_one(learned, NULL, "ipv4only.arpa", "2a01:64::192.0.0.170", 300,
		   START);
	EXPECT_EQ(1, cordon_learned_nat64(learned)->count);
	EXPECT_TRUE(answer_one(learned, NULL, NAME, "2a01:64::8.8.4.4", 300,
			       START));
	EXPECT_NE(NULL, find(learned, "8.8.4.4", START));
	/* Another name's answer tells no prefix. */
	answer_one(learned, NULL, "ipv4only.example", "2a01:65::192.0.0.170",
		   300, START);
	EXPECT_EQ(1, cordon_learned_nat64(learned)->count);
	/* And a private address behind it is never learned. */
	EXPECT_FALSE(answer_one(learned, NULL, NAME, "2a01:64::10.0.0.1", 300,
				START));
	free(learned);
}

/* A name that does not fit keeps its last labels: rules are suffixes. */
TEST(long_names)
{
	struct cordon_learned *learned = test_learned_make();
	struct cordon_address address = cordon_test_address("8.8.8.8");
	const struct cordon_learned_entry *entry;
	struct test_policy policy;
	char name[256] = "";
	u8 wire[CORDON_NAME_MAX];
	size_t length;
	int i;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	for (i = 0; i < 23; i++)
		strcat(name, "abcdefghi.");
	strcat(name, "facebook.com");
	length = cordon_test_wire(name, wire);
	cordon_learned_add(learned, &policy.blob, NET, &address, wire, length,
			   START + 30000, START);
	entry = cordon_learned_find(learned, NET, &address, CORDON_AT(START));
	ASSERT_NE(NULL, entry);
	EXPECT_TRUE(entry->claimed);
	EXPECT_EQ(13, entry->suffix_length);
	/* 11 labels of 10 bytes and 13 more; another label would not fit. */
	EXPECT_EQ(123, entry->length);
	EXPECT_EQ(13, cordon_name_labels(entry->name, entry->length, NULL));
	EXPECT_EQ(0, memcmp(wire + length - 123, entry->name, 123));
	free(learned);
	test_policy_free(&policy);
}

TEST_HARNESS_MAIN
