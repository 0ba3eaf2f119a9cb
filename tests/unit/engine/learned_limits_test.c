// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is learned is bounded: who pushes out whom
 */
#include "policy.h"
#include "engine/tests/model.h"
#include "kselftest_harness.h"

#define NET		7
#define START		1000000ULL
#define NAME		"www.facebook.com"
#define ADDRESSES	6
#define NAMES		12

static const struct test_service services[] = {
	{ "facebook",
	  "domain facebook.com\n"
	  "except domain developers.facebook.com\n", NULL },
	{ "telegram", "domain t.me\n", NULL },
	{ "youtube", "domain youtube.com\n", "action = audit\n" },
	{ },
};

/* The nth of many addresses that may be learned. */
static struct cordon_address nth_address(u32 n)
{
	const u8 ipv4[4] = { 100, (u8)(n >> 16 & 63), (u8)(n >> 8), (u8)n };
	struct cordon_address address;

	cordon_address_from_ipv4(&address, ipv4);
	return address;
}

static const char *entry_name(const struct cordon_learned_entry *entry)
{
	static char text[CORDON_NAME_TEXT_MAX];

	cordon_name_to_text(entry->name, entry->length, text, sizeof(text));
	return text;
}

static u32 count_names(const struct cordon_learned *learned,
		       const struct cordon_address *address, u64 now,
		       bool claimed)
{
	const struct cordon_learned_entry *entry;
	u32 count = 0;

	for (entry = cordon_learned_find(learned, NET, address, CORDON_AT(now)); entry;
	     entry = cordon_learned_next(learned, entry, CORDON_AT(now)))
		count += entry->claimed == claimed;
	return count;
}

static void add(struct cordon_learned *learned, const struct test_policy *policy,
		const char *name, const struct cordon_address *address,
		u64 expires, u64 now)
{
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire(name, wire);

	cordon_learned_add(learned, &policy->blob, NET, address, wire, length,
			   expires, now);
}

/* Thousands of an attacker's own names push out only one another. */
TEST(claimed_stays)
{
	struct cordon_learned *learned = test_learned_make();
	struct cordon_address victim = cordon_test_address("157.240.9.35");
	struct cordon_address first = nth_address(0);
	struct test_policy policy;
	u32 i;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	add(learned, &policy, NAME, &victim, START + 3600000, START);
	for (i = 0; i < 3 * 4096; i++) {
		struct cordon_address address = nth_address(i);
		char name[64];

		snprintf(name, sizeof(name), "n%u.attacker.example", i);
		add(learned, &policy, name, &address, START + 3600000, START);
		/* Also for the address itself. */
		add(learned, &policy, name, &victim, START + 3600000, START);
	}
	EXPECT_EQ(1U, count_names(learned, &victim, START, true));
	EXPECT_EQ(0U, count_names(learned, &first, START, false));
	first = nth_address(3 * 4096 - 1);
	EXPECT_EQ(1U, count_names(learned, &first, START, false));
	free(learned);
	test_policy_free(&policy);
}

/* Many names under one rule say the same of an address: one slot. */
TEST(one_slot_a_rule)
{
	struct cordon_learned *learned = test_learned_make();
	struct cordon_address other = cordon_test_address("149.154.167.99");
	struct cordon_address address = cordon_test_address("157.240.9.35");
	struct test_policy policy;
	u32 i;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	add(learned, &policy, "t.me", &other, START + 3600000, START);
	for (i = 0; i < 20000; i++) {
		char name[64];

		snprintf(name, sizeof(name), "n%u.facebook.com", i);
		add(learned, &policy, name, &address, START + 3600000, START);
	}
	EXPECT_EQ(1U, count_names(learned, &address, START, true));
	EXPECT_EQ(1U, count_names(learned, &other, START, true));
	/* Another rule is another slot. */
	add(learned, &policy, "x.t.me", &address, START + 3600000, START);
	EXPECT_EQ(2U, count_names(learned, &address, START, true));
	free(learned);
	test_policy_free(&policy);
}

TEST(unclaimed_of_one_address)
{
	struct cordon_learned *learned = test_learned_make();
	struct cordon_address address = cordon_test_address("8.8.8.8");
	struct cordon_address other = cordon_test_address("8.8.4.4");
	const struct cordon_learned_entry *entry;
	struct test_policy policy;
	bool newest = false;
	u32 i;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	add(learned, &policy, "bbc.co.uk", &other, START + 3600000, START);
	add(learned, &policy, NAME, &address, START + 3600000, START);
	for (i = 0; i < 10000; i++) {
		char name[64];

		snprintf(name, sizeof(name), "n%u.example", i);
		add(learned, &policy, name, &address, START + 3600000, START);
		if (i < 16)
			EXPECT_EQ(i + 1, count_names(learned, &address, START,
						     false));
	}
	EXPECT_EQ(16U, count_names(learned, &address, START, false));
	EXPECT_EQ(1U, count_names(learned, &address, START, true));
	/* They took their own slots again: this one is where it was. */
	EXPECT_EQ(1U, count_names(learned, &other, START, false));
	for (entry = cordon_learned_find(learned, NET, &address, CORDON_AT(START)); entry;
	     entry = cordon_learned_next(learned, entry, CORDON_AT(START)))
		newest |= !strcmp("n9999.example", entry_name(entry));
	EXPECT_TRUE(newest);
	free(learned);
	test_policy_free(&policy);
}

/* More claimed addresses than slots: the oldest go, every link stays right. */
TEST(full_of_claimed)
{
	struct cordon_learned *learned = test_learned_make();
	struct test_policy policy;
	u32 live = 0;
	u32 i;

	ASSERT_EQ(0, test_policy_make(&policy, NULL, NULL, services));
	for (i = 0; i < 10000; i++) {
		struct cordon_address address = nth_address(i);

		add(learned, &policy, NAME, &address, START + 3600000, START);
	}
	for (i = 0; i < cordon_learned_slots(learned); i++) {
		const struct cordon_learned_entry *entry =
			cordon_learned_slot(learned, i, START);

		if (!entry)
			continue;
		live++;
		ASSERT_EQ(entry, cordon_learned_find(learned, NET,
						     &entry->address, CORDON_AT(START)));
	}
	EXPECT_LE(4096U, live);
	for (i = 0; i < 10000; i++) {
		struct cordon_address address = nth_address(i);

		ASSERT_EQ(i >= 10000 - live,
			  !!cordon_learned_find(learned, NET, &address, CORDON_AT(START)));
	}
	free(learned);
	test_policy_free(&policy);
}

/**
 * struct fact - that an address has a name, in the model
 * @net: namespace
 * @address: which of a few addresses
 * @name: which of a few names
 * @expires: milliseconds
 */
struct fact {
	u64 net;
	u32 address;
	u32 name;
	u64 expires;
};

static void check_facts(struct __test_metadata *_metadata,
			const struct cordon_learned *learned,
			const struct fact *facts, u32 count, u64 now)
{
	u64 net;
	u32 which, i;

	for (net = 1; net <= 2; net++) {
		for (which = 0; which < ADDRESSES; which++) {
			struct cordon_address address = nth_address(which);
			const struct cordon_learned_entry *entry;
			u32 expected = 0;
			u32 found = 0;

			for (entry = cordon_learned_find(learned, net, &address,
							 CORDON_AT(now));
			     entry;
			     entry = cordon_learned_next(learned, entry, CORDON_AT(now))) {
				ASSERT_LT(found, NAMES);
				found++;
				for (i = 0; i < count; i++) {
					if (facts[i].net == net &&
					    facts[i].address == which &&
					    facts[i].name + 'a' == entry->name[1])
						break;
				}
				ASSERT_LT(i, count);
				ASSERT_EQ(facts[i].expires, entry->expires);
			}
			for (i = 0; i < count; i++)
				expected += facts[i].net == net &&
					    facts[i].address == which &&
					    facts[i].expires > now;
			ASSERT_EQ(expected, found);
		}
	}
}

TEST(against_model)
{
	struct fact *facts = calloc(2 * ADDRESSES * NAMES, sizeof(*facts));
	u64 state = 1;
	int round;
	int step;

	for (round = 0; round < 20; round++) {
		struct cordon_learned *learned = test_learned_make();
		u64 now = START;
		u32 count = 0;

		for (step = 0; step < 1000; step++) {
			struct fact fact = {
				.net = 1 + model_below(&state, 2),
				.address = model_below(&state, ADDRESSES),
				.name = model_below(&state, NAMES),
			};
			struct cordon_address address = nth_address(fact.address);
			u8 wire[] = { 1, (u8)('a' + fact.name) };
			u32 i;

			now += 10 * model_below(&state, 100);
			fact.expires = now + 5 + 10 * model_below(&state, 6000);
			for (i = 0; i < count; i++) {
				if (facts[i].net == fact.net &&
				    facts[i].address == fact.address &&
				    facts[i].name == fact.name)
					break;
			}
			if (i == count)
				facts[count++] = fact;
			else if (facts[i].expires < fact.expires)
				facts[i].expires = fact.expires;
			cordon_learned_add(learned, NULL, fact.net, &address,
					   wire, sizeof(wire), fact.expires,
					   now);
			if (!(step % 10))
				check_facts(_metadata, learned, facts, count,
					    now);
		}
		free(learned);
	}
	free(facts);
}

TEST_HARNESS_MAIN
