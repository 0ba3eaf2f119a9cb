// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - the engine's cases as KUnit suites
 */
#include "cases.h"

/**
 * cordon_test_describe_case - name a parameter, for KUNIT_ARRAY_PARAM()
 * @test_case: the parameter
 * @desc: KUNIT_PARAM_DESC_SIZE bytes
 */
void cordon_test_describe_case(const struct cordon_test_case *test_case,
			       char *desc)
{
	strscpy(desc, test_case->name, KUNIT_PARAM_DESC_SIZE);
}

/**
 * cordon_test_case - try every row of a case
 * @test: its parameter is the case
 */
void cordon_test_case(struct kunit *test)
{
	const char *fault;
	size_t at = 0;

	while ((fault = cordon_test_run(test->param_value, &at)))
		KUNIT_FAIL(test, "%s", fault);
}
