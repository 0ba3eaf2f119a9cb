// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: which prefixes cover an address
 */
#include "engine/tests/prefix_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(prefix, prefix_cases, cordon_test_describe_case);

static struct kunit_case prefix_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, prefix_gen_params),
	{}
};

static struct kunit_suite prefix_suite = {
	.name = "cordon_prefix",
	.test_cases = prefix_kunit_cases,
};

kunit_test_suite(prefix_suite);
