// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Questions that wait for their answer: which, how long and how many
 */
#include "policy.h"
#include "kselftest_harness.h"

#define NET	7
#define START	1000000ULL
#define NAME	"www.facebook.com"

static struct cordon_dns_question question_of(const char *name)
{
	struct cordon_dns_question question = {
		.id = 1, .type = CORDON_DNS_TYPE_A,
		.class = CORDON_DNS_CLASS_IN,
	};

	question.length = (u8)cordon_test_wire(name, question.name);
	return question;
}

static struct cordon_endpoints ends_of(void)
{
	return (struct cordon_endpoints){
		.net = NET,
		.local = cordon_test_address("10.0.0.5"),
		.remote = cordon_test_address("10.20.0.53"),
		.local_port = 40000,
		.remote_port = 53,
	};
}

TEST(question_is_answered_once)
{
	struct cordon_dns_question question = question_of(NAME);
	struct cordon_learned *learned = test_learned_make();
	struct cordon_endpoints ends = ends_of();

	EXPECT_FALSE(cordon_learned_take_question(learned, &ends, &question,
						  START));
	EXPECT_EQ(0, cordon_learned_ask(learned, &ends, 1000, &question, START));
	EXPECT_TRUE(cordon_learned_take_question(learned, &ends, &question,
						 START + 5));
	EXPECT_FALSE(cordon_learned_take_question(learned, &ends, &question,
						  START + 6));
	free(learned);
}

TEST(question_lives_ten_seconds)
{
	struct cordon_dns_question question = question_of(NAME);
	struct cordon_learned *learned = test_learned_make();
	struct cordon_endpoints ends = ends_of();

	EXPECT_EQ(0, cordon_learned_ask(learned, &ends, 1000, &question, START));
	EXPECT_TRUE(cordon_learned_take_question(learned, &ends, &question,
						 START + 9999));
	EXPECT_EQ(0, cordon_learned_ask(learned, &ends, 1000, &question, START));
	EXPECT_FALSE(cordon_learned_take_question(learned, &ends, &question,
						  START + 10001));
	/* Asked again: the wait is renewed. */
	EXPECT_EQ(0, cordon_learned_ask(learned, &ends, 1000, &question, START));
	EXPECT_EQ(0, cordon_learned_ask(learned, &ends, 1000, &question,
					START + 9000));
	EXPECT_TRUE(cordon_learned_take_question(learned, &ends, &question,
						 START + 18999));
	free(learned);
}

/* Asked three times, sent three times, answered three times. */
TEST(question_asked_again)
{
	struct cordon_dns_question question = question_of(NAME);
	struct cordon_learned *learned = test_learned_make();
	struct cordon_endpoints ends = ends_of();
	int i;

	for (i = 0; i < 3; i++)
		EXPECT_EQ(0, cordon_learned_ask(learned, &ends, 1000, &question,
						START + 1000 * (u64)i));
	for (i = 0; i < 3; i++)
		EXPECT_TRUE(cordon_learned_take_question(learned, &ends,
							 &question,
							 START + 11000));
	EXPECT_FALSE(cordon_learned_take_question(learned, &ends, &question,
						  START + 11000));
	/* What nobody answered in time is forgotten, however often asked. */
	for (i = 0; i < 3; i++)
		EXPECT_EQ(0, cordon_learned_ask(learned, &ends, 1000, &question,
						START + 20000));
	EXPECT_EQ(0, cordon_learned_ask(learned, &ends, 1000, &question,
					START + 40000));
	EXPECT_TRUE(cordon_learned_take_question(learned, &ends, &question,
						 START + 40000));
	EXPECT_FALSE(cordon_learned_take_question(learned, &ends, &question,
						  START + 40000));
	free(learned);
}

/* Whatever differs, it is another question. */
TEST(question_is_its_own)
{
	struct cordon_dns_question question = question_of(NAME);
	struct cordon_dns_question others[5];
	struct cordon_learned *learned = test_learned_make();
	struct cordon_endpoints ends = ends_of();
	struct cordon_endpoints strangers[5];
	size_t i;

	for (i = 0; i < 5; i++) {
		others[i] = question;
		strangers[i] = ends;
	}
	others[0].id++;
	others[1].type = CORDON_DNS_TYPE_AAAA;
	others[2].class = 3;
	others[3].name[1] = 'v';
	others[4].length -= 4;
	strangers[0].net++;
	strangers[1].local.byte[15]++;
	strangers[2].remote.byte[15]++;
	strangers[3].local_port++;
	strangers[4].remote_port++;
	EXPECT_EQ(0, cordon_learned_ask(learned, &ends, 1000, &question, START));
	for (i = 0; i < 5; i++) {
		EXPECT_FALSE(cordon_learned_take_question(learned, &ends,
							  &others[i], START))
			TH_LOG("question %zu", i);
		EXPECT_FALSE(cordon_learned_take_question(learned, &strangers[i],
							  &question, START))
			TH_LOG("ends %zu", i);
	}
	EXPECT_TRUE(cordon_learned_take_question(learned, &ends, &question,
						 START));
	free(learned);
}

/* How many different questions a user can have waiting. */
static u32 ask_many(struct cordon_learned *learned, u32 uid, u32 most, u64 now)
{
	struct cordon_dns_question question = question_of(NAME);
	struct cordon_endpoints ends = ends_of();
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
	struct cordon_dns_question question = question_of(NAME);
	struct cordon_learned *learned = test_learned_make();
	struct cordon_endpoints ends = ends_of();
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
	free(learned);
}

TEST_HARNESS_MAIN
