// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Characters: what is one, and what a person can see
 */
#include "engine/tests/utf8_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(utf8_cases, ARRAY_SIZE(utf8_cases)));
}

TEST_HARNESS_MAIN
