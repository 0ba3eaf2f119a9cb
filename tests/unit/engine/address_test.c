// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Addresses: every form of an IPv4 address counts as that address
 */
#include <arpa/inet.h>

#include "policy.h"
#include "engine/address.h"
#include "engine/tests/address_cases.h"
#include "engine/tests/model.h"
#include "cases.h"
#include "kselftest_harness.h"

static const char *text_of(const struct cordon_address *address)
{
	static char text[INET6_ADDRSTRLEN];

	inet_ntop(AF_INET6, address->byte, text, sizeof(text));
	return text;
}

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(address_cases, ARRAY_SIZE(address_cases)));
}

/* Bit by bit from RFC 6052, 2.2: bits 64 to 71 stay zero. */
static struct cordon_address embed(const struct cordon_address *prefix,
				   int length, const u8 ipv4[4])
{
	struct cordon_address address = { 0 };
	int at;
	int i;

	memcpy(address.byte, prefix->byte, length / 8);
	for (i = 0, at = length / 8; i < 4; at++) {
		if (at != 8)
			address.byte[at] = ipv4[i++];
	}
	return address;
}

static const u8 lengths[] = { 32, 40, 48, 56, 64, 96 };

/* A prefix that is no other form of an IPv4 address. */
static struct cordon_address random_prefix(u64 *state, int length)
{
	struct cordon_address prefix = { { 0x20, 0x01, 0x0d, 0xb8 } };
	int i;

	prefix.byte[0] = 0x24 + (u8)model_below(state, 8);
	for (i = 1; i < length / 8; i++)
		prefix.byte[i] = (u8)model_random(state);
	if (length == 96)
		prefix.byte[8] = 0;
	return prefix;
}

TEST(nat64_against_model)
{
	u64 state = 1;
	int round;

	for (round = 0; round < 20000; round++) {
		struct cordon_nat64 nat64 = { 0 };
		struct cordon_address expected;
		struct cordon_address address;
		struct cordon_address other;
		u8 ipv4[4];
		u32 which;
		u32 i;

		nat64.count = 1 + (u8)model_below(&state, CORDON_NAT64_MAX);
		for (i = 0; i < nat64.count; i++) {
			nat64.length[i] = lengths[model_below(&state, 6)];
			nat64.prefix[i] = random_prefix(&state, nat64.length[i]);
		}
		for (i = 0; i < 4; i++)
			ipv4[i] = (u8)model_random(&state);
		cordon_address_from_ipv4(&expected, ipv4);
		which = model_below(&state, nat64.count);
		address = embed(&nat64.prefix[which], nat64.length[which], ipv4);

		other = address;
		other.byte[1 + model_below(&state, 3)] ^= 1;
		cordon_address_normalise(&address, &nat64);
		/* 2^-28: another of the prefixes begins in the same way. */
		ASSERT_TRUE(cordon_address_equal(&expected, &address))
			TH_LOG("/%u gives %s", nat64.length[which],
			       text_of(&address));
		expected = other;
		cordon_address_normalise(&other, &nat64);
		ASSERT_TRUE(cordon_address_equal(&expected, &other));
	}
}

TEST(discover_every_length)
{
	static const u8 well_known_ipv4[][4] = {
		{ 192, 0, 0, 170 }, { 192, 0, 0, 171 },
	};
	static const u8 some_ipv4[4] = { 157, 240, 9, 35 };
	u64 state = 2;
	int round;

	for (round = 0; round < 12; round++) {
		int length = lengths[round % 6];
		struct cordon_address prefix = random_prefix(&state, length);
		struct cordon_address answer;
		struct cordon_address expected;
		struct cordon_nat64 nat64 = { 0 };

		answer = embed(&prefix, length, well_known_ipv4[round / 6]);
		EXPECT_TRUE(cordon_nat64_discover(&nat64, &answer));
		ASSERT_EQ(1, nat64.count);
		EXPECT_EQ(length, nat64.length[0]);
		EXPECT_TRUE(cordon_address_equal(&prefix, &nat64.prefix[0]))
			TH_LOG("/%d gives %s", length, text_of(&nat64.prefix[0]));

		/* Seen again: known. */
		answer = embed(&prefix, length, well_known_ipv4[1]);
		EXPECT_FALSE(cordon_nat64_discover(&nat64, &answer));
		EXPECT_EQ(1, nat64.count);

		answer = embed(&prefix, length, some_ipv4);
		cordon_address_from_ipv4(&expected, some_ipv4);
		cordon_address_normalise(&answer, &nat64);
		EXPECT_TRUE(cordon_address_equal(&expected, &answer));
	}
}

/* When all are in use, the oldest makes room. */
TEST(discover_many)
{
	static const u8 ipv4[4] = { 192, 0, 0, 170 };
	static const u8 some[4] = { 157, 240, 9, 35 };
	struct cordon_nat64 *nat64 = calloc(1, sizeof(*nat64));
	struct cordon_address prefix[3 * CORDON_NAT64_MAX];
	u64 state = 3;
	u32 i, n;

	ASSERT_NE(NULL, nat64);
	for (n = 0; n < ARRAY_SIZE(prefix); n++) {
		struct cordon_address answer;

		prefix[n] = random_prefix(&state, 64);
		answer = embed(&prefix[n], 64, ipv4);
		ASSERT_TRUE(cordon_nat64_discover(nat64, &answer));
		ASSERT_EQ(n < CORDON_NAT64_MAX ? n + 1 : CORDON_NAT64_MAX,
			  nat64->count);
		for (i = 0; i <= n; i++) {
			struct cordon_address address = embed(&prefix[i], 64,
							      some);

			cordon_address_normalise(&address, nat64);
			EXPECT_EQ(i + CORDON_NAT64_MAX > n,
				  cordon_address_is_ipv4(&address));
		}
	}
	free(nat64);
}

TEST(mapped_form)
{
	static const u8 ipv4[4] = { 192, 0, 2, 33 };
	struct cordon_address mapped;
	struct cordon_address other;

	cordon_address_from_ipv4(&mapped, ipv4);
	other = cordon_test_address("::ffff:192.0.2.33");
	EXPECT_EQ(0, memcmp(&mapped, &other, sizeof(mapped)));
	EXPECT_TRUE(cordon_address_is_ipv4(&mapped));
	EXPECT_TRUE(cordon_address_equal(&mapped, &other));
	other.byte[15]++;
	EXPECT_FALSE(cordon_address_equal(&mapped, &other));
	other = mapped;
	other.byte[0] = 1;
	EXPECT_FALSE(cordon_address_equal(&mapped, &other));
	EXPECT_FALSE(cordon_address_is_ipv4(&other));
	other = cordon_test_address("::192.0.2.33");
	EXPECT_FALSE(cordon_address_is_ipv4(&other));
}

/* What inet_pton() says, of whom a NUL would be the end. */
static bool libc_reads(struct cordon_address *address, const char *text, size_t length)
{
	return !memchr(text, 0, length) &&
	       inet_pton(AF_INET6, text, address->byte) == 1;
}

static bool agrees(const char *text, size_t length)
{
	struct cordon_address ours = { }, theirs = { };
	bool reads = cordon_address_read_ipv6(&ours, (const u8 *)text, length);

	return reads == libc_reads(&theirs, text, length) &&
	       (!reads || !memcmp(&ours, &theirs, sizeof(ours)));
}

/* Few groups, so that runs of zeroes are met everywhere. */
static struct cordon_address sparse_address(u64 *state)
{
	struct cordon_address address = { };
	u32 i, keep = (u32)model_random(state);

	for (i = 0; i < 16; i++)
		if (keep >> i & 1)
			address.byte[i] = (u8)(model_random(state) >> (i % 2 ? 0 : 60));
	return address;
}

TEST(texts_against_libc)
{
	static const char telling[] = "0123456789abcdefABCDEF:.:.g %";
	u64 state = 4;
	int round, read = 0;

	for (round = 0; round < 200000; round++) {
		struct cordon_address address = sparse_address(&state), again;
		char text[CORDON_ADDRESS_TEXT_MAX], theirs[INET6_ADDRSTRLEN];
		size_t length = cordon_address_to_text(&address, text, sizeof(text));
		u32 times = model_below(&state, 3);

		ASSERT_EQ(strlen(text), length);
		ASSERT_NE(NULL, inet_ntop(AF_INET6, address.byte, theirs, sizeof(theirs)));
		if (!strchr(theirs, '.'))
			ASSERT_STREQ(theirs, text);
		/* Theirs is read as well, with its dots, and what becomes of it. */
		length = strlen(theirs);
		ASSERT_TRUE(cordon_address_read_ipv6(&again, (u8 *)theirs, length));
		ASSERT_TRUE(cordon_address_equal(&address, &again));
		while (times--)
			theirs[model_below(&state, (u32)length)] =
				telling[model_below(&state, sizeof(telling) - 1)];
		ASSERT_TRUE(agrees(theirs, length)) TH_LOG("'%s'", theirs);
		read += cordon_address_read_ipv6(&again, (u8 *)theirs, length);
	}
	/* It is no good if all of them are broken, or none. */
	EXPECT_LT(50000, read);
	EXPECT_GT(195000, read);
}

TEST_HARNESS_MAIN
