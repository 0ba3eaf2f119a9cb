// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: path rules match whole paths, component by component
 */
#include "engine/tests/path_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(path, path_cases, cordon_test_describe_case);

static struct kunit_case path_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, path_gen_params),
	{}
};

static struct kunit_suite path_suite = {
	.name = "cordon_path",
	.test_cases = path_kunit_cases,
};

kunit_test_suite(path_suite);
