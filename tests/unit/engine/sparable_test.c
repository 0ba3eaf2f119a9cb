// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which refusals a never-block list lifts: all but the canary's
 */
#include "policy.h"
#include "engine/tests/decide.h"
#include "kselftest_harness.h"

FIXTURE(sparable)
{
	struct test_policy policy;
	struct cordon_decision decision;
};

FIXTURE_SETUP(sparable)
{
	ASSERT_EQ(0, test_policy_small(&self->policy));
}

FIXTURE_TEARDOWN(sparable)
{
	test_policy_free(&self->policy);
}

static bool spares(const FIXTURE_DATA(sparable) * self)
{
	return cordon_decision_is_sparable(&self->policy.blob, &self->decision);
}

TEST_F(sparable, addresses)
{
	static const struct {
		const char *address;
		enum cordon_verdict verdict;
		bool spared;
	} rows[] = {
		{ "2001:db8:1::1", CORDON_DENY, true },		/* beta's */
		{ "203.0.113.222", CORDON_DENY, false },	/* the canary's */
		{ "2001:db8:c0de::7", CORDON_DENY, false },
		{ "2002:cb00:71de::1", CORDON_DENY, false },	/* the same, wrapped */
		{ "192.0.2.1", CORDON_ALLOW, false },		/* alpha's: audit */
		{ "203.0.113.223", CORDON_ALLOW, false },
	};
	struct cordon_address address;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		address = cordon_test_address(rows[i].address);
		cordon_address_normalise(&address, NULL);
		test_decide_address(&self->policy.blob, NULL, 0, &address, 0,
				    &self->decision);
		EXPECT_EQ(rows[i].verdict, self->decision.verdict)
			TH_LOG("%s", rows[i].address);
		EXPECT_EQ(rows[i].spared, spares(self))
			TH_LOG("%s", rows[i].address);
	}
}

TEST_F(sparable, names)
{
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire("www.beta.example", wire);

	test_decide_name(&self->policy.blob, wire, length, &self->decision);
	EXPECT_EQ(CORDON_DENY, self->decision.verdict);
	EXPECT_TRUE(spares(self));
	length = cordon_test_wire("x." CORDON_CANARY_DOMAIN, wire);
	test_decide_name(&self->policy.blob, wire, length, &self->decision);
	EXPECT_EQ(CORDON_DENY, self->decision.verdict);
	EXPECT_FALSE(spares(self));
}

TEST_F(sparable, programs)
{
	static const char beta[] = "/usr/bin/beta", canary[] = "/x/cordon-canary";

	test_decide_exec(&self->policy.blob, beta, sizeof(beta) - 1, &self->decision);
	EXPECT_EQ(CORDON_DENY, self->decision.verdict);
	EXPECT_TRUE(spares(self));
	test_decide_exec(&self->policy.blob, canary, sizeof(canary) - 1,
			 &self->decision);
	EXPECT_EQ(CORDON_DENY, self->decision.verdict);
	EXPECT_FALSE(spares(self));
}

/* What no service is behind, and what was decided without a policy. */
TEST_F(sparable, no_service)
{
	cordon_decide_refusal(CORDON_REASON_DNS_BUSY, &self->decision);
	EXPECT_TRUE(spares(self));
	EXPECT_TRUE(cordon_decision_is_sparable(NULL, &self->decision));
	self->decision.verdict = CORDON_INSPECT;
	EXPECT_FALSE(spares(self));
}

TEST_HARNESS_MAIN
