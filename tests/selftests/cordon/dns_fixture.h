/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon selftests - dns_fixture: a namespace with both ends in it
 *
 * A network namespace of its own, owned by the initial user namespace. What a
 * namespace learns is its own, so no test sees another's addresses.
 */
#ifndef _CORDON_SELFTEST_DNS_FIXTURE_H
#define _CORDON_SELFTEST_DNS_FIXTURE_H

#include "dns.h"

/*
 * Addresses in no prefix. Those for documentation are never learned, so these
 * lie where nobody is any more: the anycast prefix of 6to4 (RFC 7526) and the
 * one that is there to be discarded (RFC 6666).
 */
#define DENIED_AT	"192.88.99.10"
#define DENIED_AT2	"192.88.99.11"
#define HARMLESS_AT	"192.88.99.20"
#define DENIED6_AT	"100::10"
#define HARMLESS6_AT	"100::20"

FIXTURE(dns)
{
	struct talk talk;
};

FIXTURE_VARIANT(dns)
{
	int family;
	const char *resolver;	/* unless the policy has its own */
	const char *other;	/* a resolver that nobody trusts */
	const char *local;
};

/* clang-format off */
FIXTURE_VARIANT_ADD(dns, ipv4) {
	/* clang-format on */
	.family = AF_INET,
	.resolver = "10.98.76.53",
	.other = "10.98.76.54",
	.local = "192.0.2.1",
};

/* clang-format off */
FIXTURE_VARIANT_ADD(dns, ipv6) {
	/* clang-format on */
	.family = AF_INET6,
	.resolver = "2001:db8:53::53",
	.other = "2001:db8:53::54",
	.local = "2001:db8:2::1",
};

FIXTURE_SETUP(dns)
{
	char text[INET6_ADDRSTRLEN];
	const char *resolver = variant->resolver;
	struct policy_facts facts;

	ASSERT_TRUE(read_policy_facts(&facts));
	if (facts.dns != 1)
		SKIP(return, "the policy refuses questions (dns = refuse)");
	if (facts.resolver_count)
		resolver = policy_resolver(&facts, variant->family, text,
					   sizeof(text));
	if (!resolver)
		SKIP(return, "the policy names no resolver of this family");
	if (!facts.resolver_count)
		ASSERT_EQ(0, talk_tell(&self->talk, resolver));
	if (enter_netns(false)) {
		talk_close(&self->talk);
		SKIP(return, "cannot make a network namespace here");
	}
	ASSERT_EQ(0, talk_open(&self->talk, variant->local, resolver));
	/* Nothing is known of either address yet. */
	ASSERT_EQ(0, try_address(DENIED_AT));
	ASSERT_EQ(0, try_address(HARMLESS_AT));
}

FIXTURE_TEARDOWN(dns)
{
	talk_close(&self->talk);
}

#endif /* _CORDON_SELFTEST_DNS_FIXTURE_H */
