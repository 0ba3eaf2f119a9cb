// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: a blob is checked once, so that no reader checks a bound again
 */
#include "engine/tests/blob_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(blob, blob_cases, cordon_test_describe_case);

static struct kunit_case blob_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, blob_gen_params),
	{}
};

static struct kunit_suite blob_suite = {
	.name = "cordon_blob",
	.test_cases = blob_kunit_cases,
};

kunit_test_suite(blob_suite);
