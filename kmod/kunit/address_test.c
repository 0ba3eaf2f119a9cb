// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: one form for every address, and what may be learned
 */
#include "engine/tests/address_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(address, address_cases, cordon_test_describe_case);

static struct kunit_case address_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, address_gen_params),
	{}
};

static struct kunit_suite address_suite = {
	.name = "cordon_address",
	.test_cases = address_kunit_cases,
};

kunit_test_suite(address_suite);
