// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: the never-block list in order, what is found in it
 */
#include "engine/tests/never_block_index_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(never_block_index, never_block_index_cases, cordon_test_describe_case);

static struct kunit_case never_block_index_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, never_block_index_gen_params),
	{}
};

static struct kunit_suite never_block_index_suite = {
	.name = "cordon_never_block_index",
	.test_cases = never_block_index_kunit_cases,
};

kunit_test_suite(never_block_index_suite);
