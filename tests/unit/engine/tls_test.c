// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * TLS streams of clients: ClientHellos over records, and what comes beside them
 */
#include "engine/tests/tls_second_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(tls_cases, ARRAY_SIZE(tls_cases)));
}

TEST(second_cases)
{
	EXPECT_EQ(0, cases_faults(tls_second_cases, ARRAY_SIZE(tls_second_cases)));
}

TEST_HARNESS_MAIN
