// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: policy and facts in, verdict out
 */
#include "engine/tests/verdict_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(verdict, verdict_cases, cordon_test_describe_case);

static struct kunit_case verdict_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, verdict_gen_params),
	{}
};

static struct kunit_suite verdict_suite = {
	.name = "cordon_verdict",
	.test_cases = verdict_kunit_cases,
};

kunit_test_suite(verdict_suite);
