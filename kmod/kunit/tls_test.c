// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: ClientHellos in the records of a TLS stream
 */
#include "engine/tests/tls_hello_cases.h"
#include "engine/tests/tls_second_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(tls, tls_cases, cordon_test_describe_case);
KUNIT_ARRAY_PARAM(tls_second, tls_second_cases, cordon_test_describe_case);
KUNIT_ARRAY_PARAM(tls_hello, tls_hello_cases, cordon_test_describe_case);

static struct kunit_case tls_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, tls_gen_params),
	KUNIT_CASE_PARAM(cordon_test_case, tls_second_gen_params),
	KUNIT_CASE_PARAM(cordon_test_case, tls_hello_gen_params),
	{}
};

static struct kunit_suite tls_suite = {
	.name = "cordon_tls",
	.test_cases = tls_kunit_cases,
};

kunit_test_suite(tls_suite);
