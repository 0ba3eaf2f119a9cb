/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The engine's cases as a unit test:
 *
 *	TEST(cases)
 *	{
 *		EXPECT_EQ(0, cases_faults(prefix_cases, ARRAY_SIZE(prefix_cases)));
 *	}
 */
#ifndef _TESTS_ENGINE_CASES_H
#define _TESTS_ENGINE_CASES_H

#include "engine/tests/cases.h"

int cases_faults(const struct cordon_test_case *list, size_t count);

#endif /* _TESTS_ENGINE_CASES_H */
