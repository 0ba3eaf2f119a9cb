// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Budgets of records: what is told, what is merged, what is dropped, and for whom
 */
#include <stdlib.h>

#include "engine/budget.h"
#include "engine/tests/model.h"
#include "kselftest_harness.h"

#define START	5000ULL
#define SECOND	CORDON_BUDGET_WINDOW_MS

#define TELL	CORDON_BUDGET_TELL
#define MERGE	CORDON_BUDGET_MERGE
#define DROP	CORDON_BUDGET_DROP

FIXTURE(budget)
{
	struct cordon_budget budget;
	u64 now;
};

FIXTURE_SETUP(budget)
{
	memset(&self->budget, 0, sizeof(self->budget));
	self->now = START;
}

FIXTURE_TEARDOWN(budget)
{
}

static int ask_kind(FIXTURE_DATA(budget) * self, u32 uid,
		    enum cordon_budget_kind kind, u64 what)
{
	struct cordon_budget_event *merged;

	return cordon_budget_ask(&self->budget, uid, kind, what, self->now,
				 &merged);
}

static int ask(FIXTURE_DATA(budget) * self, u32 uid, u64 what)
{
	return ask_kind(self, uid, CORDON_BUDGET_REFUSAL, what);
}

/* How many of @count different refusals of @uid are told. */
static u32 tell_many(FIXTURE_DATA(budget) * self, u32 uid, u32 count, u64 first)
{
	u32 told = 0, i;

	for (i = 0; i < count; i++)
		told += ask(self, uid, first + i) == TELL;
	return told;
}

TEST_F(budget, each_user_has_his_own)
{
	EXPECT_EQ(CORDON_BUDGET_RECORDS, tell_many(self, 1000, 500, 1));
	EXPECT_EQ(DROP, ask(self, 1000, 9999));
	EXPECT_EQ(TELL, ask(self, 1001, 9999));
	/* Ids that are alike in any lower bits, too. */
	EXPECT_EQ(TELL, ask(self, 1000 + 64, 9999));
	EXPECT_EQ(TELL, ask(self, 1000 + 65536, 9999));
}

TEST_F(budget, each_kind_has_its_own)
{
	u32 told = 0, i;

	for (i = 0; i < 500; i++)
		told += ask_kind(self, 1000, CORDON_BUDGET_INSPECTION, 1 + i) ==
			TELL;
	EXPECT_EQ(CORDON_BUDGET_RECORDS, told);
	EXPECT_EQ(DROP, ask_kind(self, 1000, CORDON_BUDGET_INSPECTION, 9999));
	EXPECT_EQ(TELL, ask_kind(self, 1000, CORDON_BUDGET_REFUSAL, 9998));
	EXPECT_EQ(TELL, ask_kind(self, 1000, CORDON_BUDGET_AUDIT, 9997));
}

TEST_F(budget, a_second_later_it_is_full_again)
{
	tell_many(self, 1000, 500, 1);
	self->now += SECOND - 1;
	EXPECT_EQ(DROP, ask(self, 1000, 9999));
	self->now++;
	EXPECT_EQ(CORDON_BUDGET_RECORDS, tell_many(self, 1000, 500, 20000));
}

TEST_F(budget, equal_ones_are_merged_into_one)
{
	struct cordon_budget_event *merged;
	struct cordon_budget_due due;
	static char text[5];
	u32 i;

	EXPECT_EQ(TELL, ask(self, 1000, 7));
	EXPECT_FALSE(cordon_budget_waits(&self->budget));
	for (i = 0; i < 1000; i++)
		ASSERT_EQ(MERGE, cordon_budget_ask(&self->budget, 1000,
						   CORDON_BUDGET_REFUSAL, 7,
						   self->now, &merged));
	EXPECT_EQ(NULL, merged->text);
	merged->text = text;
	EXPECT_TRUE(cordon_budget_waits(&self->budget));
	/* They cost nothing of the budget. */
	EXPECT_EQ(CORDON_BUDGET_RECORDS - 1, tell_many(self, 1000, 500, 100));

	self->now += SECOND - 1;
	EXPECT_FALSE(cordon_budget_next_due(&self->budget, self->now, &due));
	self->now++;
	ASSERT_TRUE(cordon_budget_next_due(&self->budget, self->now, &due));
	EXPECT_EQ(1000, due.count);
	EXPECT_TRUE(due.text == text);
	EXPECT_FALSE(cordon_budget_next_due(&self->budget, self->now, &due));
	EXPECT_FALSE(cordon_budget_waits(&self->budget));
}

/* Without end: one record a second. When it has ended: the next is told at once. */
TEST_F(budget, what_repeats_without_end_is_told_once_a_second)
{
	struct cordon_budget_due due;
	u32 i;

	EXPECT_EQ(TELL, ask(self, 1000, 7));
	for (i = 0; i < 5; i++) {
		EXPECT_EQ(MERGE, ask(self, 1000, 7));
		EXPECT_EQ(MERGE, ask(self, 1000, 7));
		self->now += SECOND;
		ASSERT_TRUE(cordon_budget_next_due(&self->budget, self->now, &due));
		EXPECT_EQ(2, due.count);
	}
	self->now += SECOND;
	EXPECT_EQ(TELL, ask(self, 1000, 7));
}

/* Whoever tells is late: nothing is told twice, or lost. */
TEST_F(budget, late)
{
	struct cordon_budget_due due;

	EXPECT_EQ(TELL, ask(self, 1000, 7));
	EXPECT_EQ(MERGE, ask(self, 1000, 7));
	self->now += 3 * SECOND;
	EXPECT_EQ(MERGE, ask(self, 1000, 7));
	ASSERT_TRUE(cordon_budget_next_due(&self->budget, self->now, &due));
	EXPECT_EQ(2, due.count);
}

/* More different floods at a time than are merged: the budget bounds them. */
TEST_F(budget, many_floods_at_a_time)
{
	u32 told = 0, merged = 0, round, i;

	for (round = 0; round < 200; round++) {
		for (i = 1; i <= CORDON_BUDGET_MERGED + 2; i++) {
			int answer = ask(self, 1000, i);

			told += answer == TELL;
			merged += answer == MERGE;
		}
	}
	EXPECT_GE(CORDON_BUDGET_RECORDS, told);
	EXPECT_LE(199 * (CORDON_BUDGET_MERGED - 1), merged);
	EXPECT_EQ(TELL, ask(self, 1001, 1));
}

/* When all slots are taken, those who come share one; a second later nobody does. */
TEST_F(budget, more_users_than_slots)
{
	u32 told = 0, uid;

	for (uid = 0; uid < CORDON_BUDGET_USERS; uid++)
		EXPECT_EQ(TELL, ask(self, uid, 1 + uid));
	for (uid = 1000; uid < 1500; uid++)
		told += ask(self, uid, 1 + uid) == TELL;
	EXPECT_EQ(CORDON_BUDGET_RECORDS, told);
	EXPECT_EQ(TELL, ask(self, 0, 77));
	self->now += SECOND;
	EXPECT_EQ(TELL, ask(self, 2000, 1));
	EXPECT_EQ(CORDON_BUDGET_RECORDS, tell_many(self, 2001, 500, 30000));
	EXPECT_EQ(TELL, ask(self, 2002, 1));
}

/* Whom something is owed keeps his slot, however late it is. */
TEST_F(budget, nothing_owed_is_forgotten)
{
	struct cordon_budget_due due;
	u32 uid;

	EXPECT_EQ(TELL, ask(self, 7, 7));
	EXPECT_EQ(MERGE, ask(self, 7, 7));
	self->now += 10 * SECOND;
	for (uid = 1000; uid < 1100; uid++) {
		self->now += SECOND;
		ask(self, uid, uid);
	}
	ASSERT_TRUE(cordon_budget_next_due(&self->budget, self->now, &due));
	EXPECT_EQ(1, due.count);
}

/* Whatever is asked: each event is told, counted in one that is told, or dropped. */
TEST_F(budget, every_event_is_accounted_for)
{
	struct cordon_budget_due due;
	u64 asked = 0, told = 0, merged = 0, dropped = 0, state = 1;
	u32 in_second[32] = { 0 };
	u64 second = START / SECOND;

	while (asked < 200000) {
		u32 uid = model_below(&state, 12);
		int answer = ask(self, uid, 1 + model_below(&state, 300));

		asked++;
		told += answer == TELL;
		dropped += answer == DROP;
		in_second[uid] += answer == TELL;
		/* A user's second begins anywhere: two budgets at most. */
		ASSERT_GE(2 * CORDON_BUDGET_RECORDS, in_second[uid]);
		if (!model_below(&state, 20))
			self->now += model_below(&state, 30);
		if (self->now / SECOND != second) {
			second = self->now / SECOND;
			memset(in_second, 0, sizeof(in_second));
		}
		while (!model_below(&state, 3) &&
		       cordon_budget_next_due(&self->budget, self->now, &due))
			merged += due.count;
	}
	while (cordon_budget_next_due(&self->budget, ~0ULL, &due))
		merged += due.count;
	EXPECT_EQ(asked, told + merged + dropped);
	EXPECT_LT(1000, told);
	EXPECT_LT(1000, merged);
	EXPECT_LT(1000, dropped);
}

TEST_HARNESS_MAIN
