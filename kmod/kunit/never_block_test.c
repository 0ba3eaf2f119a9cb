// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: the never-block list, which lines count and what they name
 */
#include "engine/tests/never_block_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(never_block, never_block_cases, cordon_test_describe_case);

static struct kunit_case never_block_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, never_block_gen_params),
	{}
};

static struct kunit_suite never_block_suite = {
	.name = "cordon_never_block",
	.test_cases = never_block_kunit_cases,
};

kunit_test_suite(never_block_suite);
