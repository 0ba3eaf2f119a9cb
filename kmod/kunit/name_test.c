// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: names as wire labels and as text
 */
#include "engine/tests/name_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(name, name_cases, cordon_test_describe_case);

static struct kunit_case name_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, name_gen_params),
	{}
};

static struct kunit_suite name_suite = {
	.name = "cordon_name",
	.test_cases = name_kunit_cases,
};

kunit_test_suite(name_suite);
