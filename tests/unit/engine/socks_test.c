// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * SOCKS streams of clients: whom the proxy is asked to reach
 */
#include "engine/tests/socks_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(socks_cases, ARRAY_SIZE(socks_cases)));
}

TEST_HARNESS_MAIN
