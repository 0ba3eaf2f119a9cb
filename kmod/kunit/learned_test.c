// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: what is learned from answers, and for how long
 */
#include "engine/tests/learned_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(learned, learned_cases, cordon_test_describe_case);

static struct kunit_case learned_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, learned_gen_params),
	{}
};

static struct kunit_suite learned_suite = {
	.name = "cordon_learned",
	.test_cases = learned_kunit_cases,
};

kunit_test_suite(learned_suite);
