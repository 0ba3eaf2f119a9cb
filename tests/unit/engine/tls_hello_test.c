// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ClientHello messages: whom they name and what else they say
 */
#include "engine/tests/tls_hello_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(tls_hello_cases, ARRAY_SIZE(tls_hello_cases)));
}

TEST_HARNESS_MAIN
