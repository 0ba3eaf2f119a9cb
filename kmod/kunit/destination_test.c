// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: address, port and every form of the address, at once
 */
#include "engine/tests/destination_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(destination, destination_cases, cordon_test_describe_case);

static struct kunit_case destination_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, destination_gen_params),
	{}
};

static struct kunit_suite destination_suite = {
	.name = "cordon_destination",
	.test_cases = destination_kunit_cases,
};

kunit_test_suite(destination_suite);
