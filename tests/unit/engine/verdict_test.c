// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Verdicts: what a policy says of programs, addresses and names
 */
#include "engine/tests/verdict_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(verdict_cases, ARRAY_SIZE(verdict_cases)));
}

TEST_HARNESS_MAIN
