// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Questions that wait for their answer: which, how long and how many
 */
#include "engine/tests/question_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(question_cases, ARRAY_SIZE(question_cases)));
}

/* How many different questions a user can have waiting. */
static u32 ask_many(struct cordon_learned *learned, u32 uid, u32 most, u64 now)
{
	struct cordon_dns_question question = make_question();
	struct cordon_endpoints ends = make_ends();
	u32 asked;

	ends.local_port = (u16)uid;
	for (asked = 0; asked < most; asked++) {
		int err;

		question.id = (u16)asked;
		err = cordon_learned_ask(learned, &ends, uid, &question, now);
		if (err == -EBUSY)
			break;
		if (err)
			abort();
	}
	return asked;
}

TEST(question_limits)
{
	struct cordon_dns_question question = make_question();
	struct cordon_learned *learned = cordon_test_learned();
	struct cordon_endpoints ends = make_ends();
	u32 all = 0;
	u32 one;
	u32 uid;

	one = ask_many(learned, 1000, 60000, START);
	EXPECT_LE(16U, one);
	EXPECT_GT(60000U, one);
	/* What waits already may be asked again. */
	ends.local_port = 1000;
	question.id = 0;
	EXPECT_EQ(0, cordon_learned_ask(learned, &ends, 1000, &question,
					START + 1));
	/* Another user is not the first one's victim. */
	EXPECT_EQ(16U, ask_many(learned, 1001, 16, START + 1));

	for (uid = 2000; uid < 3000; uid++) {
		u32 asked = ask_many(learned, uid, 60000, START + 1);

		EXPECT_GE(one, asked);
		all += asked;
		if (!asked)
			break;
	}
	EXPECT_LT(uid, 3000U);
	EXPECT_LT(one, all);

	/* Nothing that waits was pushed out, neither first nor last. */
	question.id = (u16)(one - 1);
	EXPECT_TRUE(cordon_learned_take_question(learned, &ends, &question,
						 START + 2));
	ends.local_port = 2000;
	question.id = 0;
	EXPECT_TRUE(cordon_learned_take_question(learned, &ends, &question,
						 START + 2));
	/* An answer makes room for one more, of another user. */
	EXPECT_EQ(2U, ask_many(learned, 5000, 60000, START + 2));
	/* Time does so for all. */
	EXPECT_EQ(one, ask_many(learned, 6000, 60000, START + 20000));
	cordon_test_free(learned);
}

TEST_HARNESS_MAIN
