// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: whom a SOCKS proxy is asked to reach
 */
#include "engine/tests/socks_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(socks, socks_cases, cordon_test_describe_case);

static struct kunit_case socks_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, socks_gen_params),
	{}
};

static struct kunit_suite socks_suite = {
	.name = "cordon_socks",
	.test_cases = socks_kunit_cases,
};

kunit_test_suite(socks_suite);
