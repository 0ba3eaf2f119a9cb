// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Destinations: address, port and every form of the address, decided at once
 */
#include "engine/tests/destination_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(destination_cases, ARRAY_SIZE(destination_cases)));
}

TEST_HARNESS_MAIN
