// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: the outside of an object, every field wrong, cut everywhere
 */
#include "engine/tests/object_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(object, object_cases, cordon_test_describe_case);

static struct kunit_case object_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, object_gen_params),
	{}
};

static struct kunit_suite object_suite = {
	.name = "cordon_object",
	.test_cases = object_kunit_cases,
};

kunit_test_suite(object_suite);
