// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Addresses: every form of an IPv4 address counts as that address
 */
#include "model.h"
#include "policy.h"
#include "engine/address.h"
#include "kselftest_harness.h"

static const char *text_of(const struct cordon_address *address)
{
	static char text[INET6_ADDRSTRLEN];

	inet_ntop(AF_INET6, address->byte, text, sizeof(text));
	return text;
}

/* What an address becomes without a discovered prefix. */
static const struct {
	const char *from;
	const char *to;
} forms[] = {
	{ "192.0.2.33", "192.0.2.33" },
	{ "0.0.0.0", "0.0.0.0" },
	{ "255.255.255.255", "255.255.255.255" },
	{ "::ffff:192.0.2.33", "192.0.2.33" },
	/* IPv4-compatible; but not the unspecified and the loopback address */
	{ "::192.0.2.33", "192.0.2.33" },
	{ "::157.240.9.35", "157.240.9.35" },
	{ "::", "::" },
	{ "::1", "::1" },
	{ "::1:192.0.2.33", "::1:192.0.2.33" },
	{ "0:0:0:0:0:fffe:192.0.2.33", "0:0:0:0:0:fffe:192.0.2.33" },
	{ "1::ffff:192.0.2.33", "1::ffff:192.0.2.33" },
	/* 6to4 */
	{ "2002:c000:221::", "192.0.2.33" },
	{ "2002:c000:221::1", "192.0.2.33" },
	{ "2002:c000:221:ffff:ffff:ffff:ffff:ffff", "192.0.2.33" },
	{ "2003:c000:221::", "2003:c000:221::" },
	{ "2001:c000:221::", "2001:c000:221::" },
	/* Teredo: the client's address is inverted (RFC 4380, 4) */
	{ "2001:0:4136:e378:8000:63bf:3fff:fdd2", "192.0.2.45" },
	{ "2001::", "255.255.255.255" },
	{ "2001:0:ffff:ffff:ffff:ffff:3fff:fdde", "192.0.2.33" },
	{ "2001:1:4136:e378:8000:63bf:3fff:fdd2",
	  "2001:1:4136:e378:8000:63bf:3fff:fdd2" },
	/* NAT64, well-known prefix */
	{ "64:ff9b::192.0.2.33", "192.0.2.33" },
	{ "64:ff9b::", "0.0.0.0" },
	{ "64:ff9b::1:192.0.2.33", "64:ff9b::1:192.0.2.33" },
	{ "64:ff9b:1::192.0.2.33", "64:ff9b:1::192.0.2.33" },
	{ "64:ff9a::192.0.2.33", "64:ff9a::192.0.2.33" },
	/* Everything else */
	{ "2a03:2880:f12d:83:face:b00c:0:25de",
	  "2a03:2880:f12d:83:face:b00c:0:25de" },
	{ "fe80::1", "fe80::1" },
	{ "ff02::fb", "ff02::fb" },
	{ "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	  "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff" },
};

TEST(normalise)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		struct cordon_address address = test_address(forms[i].from);
		struct cordon_address expected = test_address(forms[i].to);

		cordon_address_normalise(&address, NULL);
		EXPECT_TRUE(cordon_address_equal(&expected, &address))
			TH_LOG("%s becomes %s", forms[i].from, text_of(&address));
		cordon_address_normalise(&address, NULL);
		EXPECT_TRUE(cordon_address_equal(&expected, &address))
			TH_LOG("%s twice", forms[i].from);
	}
}

/* The examples of RFC 6052, 2.4: 192.0.2.33 behind every prefix length. */
static const struct {
	const char *prefix;
	u8 length;
	const char *address;
} rfc6052[] = {
	{ "2001:db8::", 32, "2001:db8:c000:221::" },
	{ "2001:db8:100::", 40, "2001:db8:1c0:2:21::" },
	{ "2001:db8:122::", 48, "2001:db8:122:c000:2:2100::" },
	{ "2001:db8:122:300::", 56, "2001:db8:122:3c0:0:221::" },
	{ "2001:db8:122:344::", 64, "2001:db8:122:344:c0:2:2100::" },
	{ "2001:db8:122:344::", 96, "2001:db8:122:344::192.0.2.33" },
};

TEST(nat64_examples)
{
	struct cordon_address ipv4 = test_address("192.0.2.33");
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rfc6052); i++) {
		struct cordon_address plain = test_address(rfc6052[i].address);
		struct cordon_address address = plain;
		struct cordon_nat64 nat64 = { .count = 1 };

		nat64.prefix[0] = test_address(rfc6052[i].prefix);
		nat64.length[0] = rfc6052[i].length;
		cordon_address_normalise(&address, &nat64);
		EXPECT_TRUE(cordon_address_equal(&ipv4, &address))
			TH_LOG("/%u gives %s", rfc6052[i].length,
			       text_of(&address));

		/* The twin: without the prefix it is an address like any other. */
		address = plain;
		nat64.count = 0;
		cordon_address_normalise(&address, &nat64);
		EXPECT_TRUE(cordon_address_equal(&plain, &address));
	}
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

TEST(discover_nothing)
{
	static const char * const answers[] = {
		"192.0.0.170",			/* the name's own addresses */
		"192.0.0.171",
		"64:ff9b::192.0.0.170",		/* needs no entry */
		"2001:db8::192.0.0.169",
		"2001:db8::192.0.0.172",
		"2001:db8::192.0.1.170",
		"2001:db8::1",
		"::",
		"::1",
	};
	struct cordon_nat64 nat64 = { 0 };
	size_t i;

	for (i = 0; i < ARRAY_SIZE(answers); i++) {
		struct cordon_address answer = test_address(answers[i]);

		EXPECT_FALSE(cordon_nat64_discover(&nat64, &answer))
			TH_LOG("%s is taken", answers[i]);
		EXPECT_EQ(0, nat64.count);
	}
}

/* Forms that are unwrapped without any prefix need no entry. */
TEST(discover_no_other_form)
{
	static const char * const answers[] = {
		"::192.0.0.170",
		"2001:0:c000:aa::1",
		"2002:808:c000:aa::1",
	};
	struct cordon_address loopback = test_address("::1");
	size_t i;

	for (i = 0; i < ARRAY_SIZE(answers); i++) {
		struct cordon_address answer = test_address(answers[i]);
		struct cordon_address address = loopback;
		struct cordon_nat64 nat64 = { 0 };

		EXPECT_FALSE(cordon_nat64_discover(&nat64, &answer))
			TH_LOG("%s is taken", answers[i]);
		cordon_address_normalise(&address, &nat64);
		EXPECT_TRUE(cordon_address_equal(&loopback, &address))
			TH_LOG("then ::1 becomes %s", text_of(&address));
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

static const struct {
	const char *address;
	bool learnable;
} learnable[] = {
	{ "0.0.0.0", false }, { "0.255.255.255", false }, { "1.0.0.0", true },
	{ "9.255.255.255", true }, { "10.0.0.0", false },
	{ "10.255.255.255", false }, { "11.0.0.0", true },
	{ "126.255.255.255", true }, { "127.0.0.1", false },
	{ "127.255.255.255", false }, { "128.0.0.0", true },
	{ "169.253.255.255", true }, { "169.254.0.0", false },
	{ "169.254.169.254", false }, { "169.255.0.0", true },
	{ "172.15.255.255", true }, { "172.16.0.0", false },
	{ "172.31.255.255", false }, { "172.32.0.0", true },
	{ "100.63.255.255", true }, { "100.64.0.0", false },
	{ "100.127.255.255", false }, { "100.128.0.0", true },
	{ "192.167.255.255", true }, { "192.168.0.0", false },
	{ "192.168.255.255", false }, { "192.169.0.0", true },
	/* protocol assignments, RFC 6890 */
	{ "191.255.255.255", true }, { "192.0.0.0", false },
	{ "192.0.0.170", false }, { "192.0.0.255", false },
	{ "192.0.1.0", true },
	/* documentation, RFC 5737 */
	{ "192.0.1.255", true }, { "192.0.2.0", false },
	{ "192.0.2.255", false }, { "192.0.3.0", true },
	{ "198.51.99.255", true }, { "198.51.100.0", false },
	{ "198.51.100.255", false }, { "198.51.101.0", true },
	{ "203.0.112.255", true }, { "203.0.113.0", false },
	{ "203.0.113.221", false }, { "203.0.113.222", false },
	{ "203.0.113.255", false }, { "203.0.114.0", true },
	/* benchmarks, RFC 2544 */
	{ "198.17.255.255", true }, { "198.18.0.0", false },
	{ "198.19.255.255", false }, { "198.20.0.0", true },
	{ "223.255.255.255", true }, { "224.0.0.0", false },
	{ "239.255.255.255", false }, { "255.255.255.255", false },
	{ "157.240.9.35", true }, { "8.8.8.8", true },
	{ "::", false }, { "::1", false },
	/* documentation, RFC 3849 and RFC 9637 */
	{ "2001:db7:ffff::1", true }, { "2001:db8::", false },
	{ "2001:db8::1", false }, { "2001:db8:c0de::7", false },
	{ "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", false },
	{ "2001:db9::1", true },
	{ "3ffe:ffff::1", true }, { "3fff::", false },
	{ "3fff:0fff:ffff:ffff:ffff:ffff:ffff:ffff", false },
	{ "3fff:1000::", true }, { "4000::1", true },
	/* an IPv4 address, wrapped: mapped, compatible, 6to4, Teredo, NAT64 */
	{ "::ffff:203.0.113.222", false }, { "::ffff:203.0.114.222", true },
	{ "::203.0.113.222", false }, { "::203.0.114.222", true },
	{ "2002:cb00:71de::1", false }, { "2002:cb00:72de::1", true },
	{ "2002:c000:201::1", false }, { "2002:c612:1::1", false },
	{ "2002:a00:1::1", false }, { "2002:7f00:1::1", false },
	{ "2001:0:4136:e378:8000:63bf:34ff:8e21", false },
	{ "2001:0:4136:e378:8000:63bf:34ff:8d21", true },
	{ "64:ff9b::203.0.113.222", false }, { "64:ff9b::203.0.114.222", true },
	{ "64:ff9b::198.51.100.7", false }, { "64:ff9b::192.0.0.171", false },
	{ "64:ff9b::10.0.0.1", false },
	{ "fbff::1", true }, { "fc00::1", false }, { "fd12:3456::1", false },
	{ "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", false },
	{ "fe80::1", false }, { "febf::1", false },
	{ "fec0::1", false }, { "feff::1", false },
	{ "fe7f::1", true }, { "ff00::", false }, { "ff02::fb", false },
	{ "ffff::1", false },
	{ "2a03:2880:f12d:83:face:b00c:0:25de", true },
};

TEST(is_learnable)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(learnable); i++) {
		struct cordon_address address = test_address(learnable[i].address);

		EXPECT_EQ(learnable[i].learnable,
			  cordon_address_is_learnable(&address))
			TH_LOG("%s", learnable[i].address);
	}
}

/* What is reserved is no network's own: a policy's example may name it. */
TEST(is_local)
{
	static const struct {
		const char *address;
		bool local;
	} rows[] = {
		{ "10.0.0.1", true }, { "100.64.0.1", true },
		{ "127.0.0.1", true }, { "224.0.0.1", true }, { "::1", true },
		{ "fe80::1", true }, { "fd00::1", true }, { "ff02::1", true },
		{ "192.0.2.1", false }, { "203.0.113.222", false },
		{ "198.18.0.1", false }, { "192.0.0.170", false },
		{ "2001:db8::1", false }, { "3fff::1", false },
		{ "9.9.9.9", false }, { "2620:fe::fe", false },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cordon_address address = test_address(rows[i].address);

		EXPECT_EQ(rows[i].local, cordon_address_is_local(&address))
			TH_LOG("%s", rows[i].address);
	}
}

TEST(mapped_form)
{
	static const u8 ipv4[4] = { 192, 0, 2, 33 };
	struct cordon_address mapped;
	struct cordon_address other;

	cordon_address_from_ipv4(&mapped, ipv4);
	other = test_address("::ffff:192.0.2.33");
	EXPECT_EQ(0, memcmp(&mapped, &other, sizeof(mapped)));
	EXPECT_TRUE(cordon_address_is_ipv4(&mapped));
	EXPECT_TRUE(cordon_address_equal(&mapped, &other));
	other.byte[15]++;
	EXPECT_FALSE(cordon_address_equal(&mapped, &other));
	other = mapped;
	other.byte[0] = 1;
	EXPECT_FALSE(cordon_address_equal(&mapped, &other));
	EXPECT_FALSE(cordon_address_is_ipv4(&other));
	other = test_address("::192.0.2.33");
	EXPECT_FALSE(cordon_address_is_ipv4(&other));
}

TEST(to_text)
{
	static const char * const texts[] = {
		"0.0.0.0", "192.0.2.33", "255.255.255.255", "::", "::1",
		"2001:db8::1", "2a03:2880:f12d:83:face:b00c:0:25de",
		"fe80::a:b", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
	};
	char *text = malloc(CORDON_ADDRESS_TEXT_MAX);
	size_t i;

	ASSERT_NE(NULL, text);
	for (i = 0; i < ARRAY_SIZE(texts); i++) {
		struct cordon_address address = test_address(texts[i]);

		EXPECT_EQ(strlen(texts[i]),
			  cordon_address_to_text(&address, text,
						 CORDON_ADDRESS_TEXT_MAX));
		EXPECT_STREQ(texts[i], text);
	}
	free(text);
}

TEST_HARNESS_MAIN
