// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * HTTP/1 streams of clients: whom each request asks, and where the next begins
 */
#include "engine/tests/http_body_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(http_cases, ARRAY_SIZE(http_cases)));
}

TEST(body_cases)
{
	EXPECT_EQ(0, cases_faults(http_body_cases, ARRAY_SIZE(http_body_cases)));
}

TEST_HARNESS_MAIN
