// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a client sends first: which protocol, through which proxies, which names
 */
#include "engine/tests/flight_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(flight_cases, ARRAY_SIZE(flight_cases)));
}

TEST_HARNESS_MAIN
