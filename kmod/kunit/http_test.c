// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: whom the requests of an HTTP/1 stream ask
 */
#include "engine/tests/http_body_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(http, http_cases, cordon_test_describe_case);
KUNIT_ARRAY_PARAM(http_body, http_body_cases, cordon_test_describe_case);

static struct kunit_case http_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, http_gen_params),
	KUNIT_CASE_PARAM(cordon_test_case, http_body_gen_params),
	{}
};

static struct kunit_suite http_suite = {
	.name = "cordon_http",
	.test_cases = http_kunit_cases,
};

kunit_test_suite(http_suite);
