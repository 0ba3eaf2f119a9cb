// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: questions that wait for their answer, and who is believed
 */
#include "engine/tests/question_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(question, question_cases, cordon_test_describe_case);

static struct kunit_case question_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, question_gen_params),
	{}
};

static struct kunit_suite question_suite = {
	.name = "cordon_question",
	.test_cases = question_kunit_cases,
};

kunit_test_suite(question_suite);
