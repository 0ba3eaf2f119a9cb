// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon selftests - nat64: prefixes that an answer makes look like NAT64
 *
 * A discovered prefix is kept until the device is restarted, and in every
 * namespace. So the prefixes here are used by no other test, or lie in one
 * that is refused anyway.
 */
#include "dns_fixture.h"

#define NAT64_NAME	"ipv4only.arpa"
/* RFC 6052: the IPv4 address is the last four bytes. */
#define NAT64		"2001:db8:64::"
#define NO_NAT64	"2001:db8:65::"
/* 192.0.0.170 behind the first 48 bits: the canary's own. */
#define LIE		"2001:db8:c0de:c000:0:aa00::"

/* Whatever the answers say, the canary's prefix stays the canary's. */
TEST_F(dns, a_lie_about_nat64_frees_no_prefix)
{
	/* As NAT64 addresses they would be 0.0.0.0 and two harmless ones. */
	static const char *const denied[] = {
		CANARY6, "2001:db8:c0de:c058:63:1400::",
		"2001:db8:c0de:cb00:71:df00::",
	};
	struct talk *talk = &self->talk;
	size_t i;

	EXPECT_EQ(EACCES, try_address(CANARY6));
	ASSERT_EQ(0, resolve(talk, NAT64_NAME, LIE));
	for (i = 0; i < ARRAY_SIZE(denied); i++) {
		EXPECT_EQ(EACCES, try_address(denied[i]))
			TH_LOG("denied[%zu]", i);
		EXPECT_EQ(EACCES, try_connect(denied[i], 443, SOCK_STREAM))
			TH_LOG("denied[%zu]", i);
		EXPECT_EQ(EACCES, try_sendto(denied[i], 443))
			TH_LOG("denied[%zu]", i);
	}
	EXPECT_EQ(0, try_address(NEIGHBOUR6));
	EXPECT_EQ(0, try_sendto(NEIGHBOUR6, 443));
}

TEST_F(dns, a_discovered_prefix_unwraps_what_a_rule_refuses)
{
	struct talk *talk = &self->talk;

	ASSERT_EQ(0, resolve(talk, NAT64_NAME, NAT64 "192.0.0.170"));
	EXPECT_EQ(EACCES, try_address(NAT64 CANARY4));
	EXPECT_EQ(EACCES, try_connect(NAT64 CANARY4, 443, SOCK_STREAM));
	EXPECT_EQ(EACCES, try_sendto(NAT64 CANARY4, 443));
	EXPECT_EQ(0, try_address(NAT64 NEIGHBOUR4));
	EXPECT_EQ(0, try_sendto(NAT64 NEIGHBOUR4, 443));
	EXPECT_EQ(0, try_address(NO_NAT64 CANARY4));
	EXPECT_EQ(0, try_sendto(NO_NAT64 CANARY4, 443));
}

TEST_F(dns, a_discovered_prefix_unwraps_what_was_learned)
{
	struct talk *talk = &self->talk;

	ASSERT_EQ(0, resolve(talk, NAT64_NAME, NAT64 "192.0.0.171"));
	ASSERT_EQ(0, resolve(talk, CANARY_NAME, DENIED_AT));
	EXPECT_EQ(EACCES, try_address(NAT64 DENIED_AT));
	EXPECT_EQ(0, try_address(NAT64 HARMLESS_AT));
	EXPECT_EQ(0, try_address(NO_NAT64 DENIED_AT));
	/* And the other way round: what DNS64 makes of an IPv4 address. */
	ASSERT_EQ(0, resolve(talk, CANARY_NAME, NAT64 DENIED_AT2));
	EXPECT_EQ(EACCES, try_address(DENIED_AT2));
	EXPECT_EQ(EACCES, try_address(NAT64 DENIED_AT2));
	EXPECT_EQ(0, try_address(HARMLESS_AT));
}

/* Or a lie would make any address a resolver that is believed. */
TEST_F(dns, the_resolver_behind_a_discovered_prefix_is_another_one)
{
	struct talk *talk = &self->talk;
	char inside[2 * INET6_ADDRSTRLEN];
	struct policy_facts facts;

	read_policy_facts(&facts);
	if (facts.other_resolvers != 1)
		SKIP(return, "the policy allows other resolvers");
	if (variant->family != AF_INET)
		SKIP(return, "NAT64 is for IPv4 addresses");
	ASSERT_EQ(0, resolve(talk, NAT64_NAME, NAT64 "192.0.0.170"));
	snprintf(inside, sizeof(inside), NAT64 "%s", talk->resolver_text);
	EXPECT_EQ(EACCES, try_connect(inside, 53, SOCK_DGRAM));
	EXPECT_EQ(EACCES, try_connect(inside, 53, SOCK_STREAM));
	EXPECT_EQ(EACCES, try_sendto(inside, 53));
	EXPECT_EQ(0, try_connect(inside, 54, SOCK_DGRAM));
	EXPECT_EQ(0, try_sendto(inside, 54));
	/* The well-known prefix is no network's word: it is the same one. */
	snprintf(inside, sizeof(inside), "64:ff9b::%s", talk->resolver_text);
	EXPECT_EQ(0, try_connect(inside, 53, SOCK_DGRAM));
	EXPECT_EQ(0, try_connect(talk->resolver_text, 53, SOCK_DGRAM));
	EXPECT_EQ(0, ask(talk, 1, HARMLESS_NAME, DNS_A));
}

int main(int argc, char **argv)
{
	return cordon_test_main(cordon_not_enforcing_or_not_root(), argc, argv);
}
