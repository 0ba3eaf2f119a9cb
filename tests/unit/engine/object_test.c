// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Objects: every field of the outside wrong, cut everywhere, flipped everywhere
 */
#include "engine/tests/object_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(object_cases, ARRAY_SIZE(object_cases)));
}

TEST_HARNESS_MAIN
