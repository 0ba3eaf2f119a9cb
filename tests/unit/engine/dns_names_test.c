// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Every name of a DNS message, and messages out of a stream
 */
#include "engine/tests/dns_names_cases.h"
#include "engine/tests/dns_stream_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(names_cases)
{
	EXPECT_EQ(0, cases_faults(dns_names_cases, ARRAY_SIZE(dns_names_cases)));
}

TEST(stream_cases)
{
	EXPECT_EQ(0, cases_faults(dns_stream_cases, ARRAY_SIZE(dns_stream_cases)));
}

TEST_HARNESS_MAIN
