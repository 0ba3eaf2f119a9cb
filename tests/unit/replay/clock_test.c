// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What time it is, by packets that are dated well or badly
 */
#include "replay/clock.h"
#include "kselftest_harness.h"

#define SECOND	1000000000ULL
#define DAY	(86400 * SECOND)
#define START	(20000 * DAY)

FIXTURE(clock)
{
	struct replay_clock clock;
};

FIXTURE_SETUP(clock)
{
	memset(self, 0, sizeof(*self));
}

FIXTURE_TEARDOWN(clock)
{
}

static u64 at(FIXTURE_DATA(clock) * self, u64 time)
{
	replay_clock_tick(&self->clock, time);
	return self->clock.now;
}

TEST_F(clock, goes_on)
{
	EXPECT_EQ(0, at(self, START));
	EXPECT_EQ(1000, at(self, START + SECOND));
	EXPECT_EQ(1000, at(self, START + SECOND + 999999));
	EXPECT_EQ(1001, at(self, START + SECOND + 1000000));
	EXPECT_EQ(86401001, at(self, START + SECOND + 1000000 + DAY));
}

/* Packets out of order add nothing up. */
TEST_F(clock, stands_still)
{
	u64 i;

	at(self, START + 10 * SECOND);
	for (i = 0; i < 100; i++) {
		EXPECT_EQ(0, at(self, START + 5 * SECOND));
		EXPECT_EQ(0, at(self, START + 10 * SECOND));
	}
	EXPECT_EQ(0, at(self, START + 10 * SECOND - DAY));
	EXPECT_EQ(1000, at(self, START + 11 * SECOND));
}

/* One packet is not believed, whatever goes before and comes after. */
TEST_F(clock, one_leap)
{
	at(self, START);
	EXPECT_EQ(0, at(self, START + DAY + SECOND));
	EXPECT_EQ(1000, at(self, START + SECOND));
	EXPECT_EQ(1000, at(self, START + 400 * DAY));
	EXPECT_EQ(1000, at(self, START + 900 * DAY));
	EXPECT_EQ(2000, at(self, START + 2 * SECOND));
	EXPECT_EQ(2000, at(self, 0));
	EXPECT_EQ(3000, at(self, START + 3 * SECOND));
}

/* Two are: a pause, or a capture that was taken long before the last one. */
TEST_F(clock, two_leaps)
{
	at(self, START);
	EXPECT_EQ(0, at(self, START + 2 * DAY));
	EXPECT_EQ(2 * 86400000 + 1000, at(self, START + 2 * DAY + SECOND));
	EXPECT_EQ(2 * 86400000 + 1000, at(self, START - 10 * DAY));
	EXPECT_EQ(2 * 86400000 + 1000, at(self, START - 10 * DAY + SECOND));
	EXPECT_EQ(2 * 86400000 + 2000, at(self, START - 10 * DAY + 2 * SECOND));
}

/* The first packet is the one that is wrong. */
TEST_F(clock, wrong_at_first)
{
	at(self, START + 400 * DAY);
	EXPECT_EQ(0, at(self, START));
	EXPECT_EQ(0, at(self, START + SECOND));
	EXPECT_EQ(60000, at(self, START + 61 * SECOND));
}

TEST_HARNESS_MAIN
