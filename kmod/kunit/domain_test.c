// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: which domain rule covers a name
 */
#include "engine/tests/domain_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(domain, domain_cases, cordon_test_describe_case);

static struct kunit_case domain_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, domain_gen_params),
	{}
};

static struct kunit_suite domain_suite = {
	.name = "cordon_domain",
	.test_cases = domain_kunit_cases,
};

kunit_test_suite(domain_suite);
