// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: what becomes of the bytes of a first flight
 */
#include "engine/tests/flow_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(flow, flow_cases, cordon_test_describe_case);

static struct kunit_case flow_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, flow_gen_params),
	{}
};

static struct kunit_suite flow_suite = {
	.name = "cordon_flow",
	.test_cases = flow_kunit_cases,
};

kunit_test_suite(flow_suite);
