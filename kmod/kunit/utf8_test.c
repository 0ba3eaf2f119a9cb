// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: characters of text that a person wrote
 */
#include "engine/tests/utf8_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(utf8, utf8_cases, cordon_test_describe_case);

static struct kunit_case utf8_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, utf8_gen_params),
	{}
};

static struct kunit_suite utf8_suite = {
	.name = "cordon_utf8",
	.test_cases = utf8_kunit_cases,
};

kunit_test_suite(utf8_suite);
