// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What is learned from answers, under which name and for how long
 */
#include "engine/tests/learned_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(learned_cases, ARRAY_SIZE(learned_cases)));
}

TEST_HARNESS_MAIN
