// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: DNS messages, which question is asked and what answers it
 */
#include "engine/tests/dns_chain_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(dns_question, dns_question_cases, cordon_test_describe_case);
KUNIT_ARRAY_PARAM(dns_answer, dns_answer_cases, cordon_test_describe_case);
KUNIT_ARRAY_PARAM(dns_chain, dns_chain_cases, cordon_test_describe_case);

static struct kunit_case dns_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, dns_question_gen_params),
	KUNIT_CASE_PARAM(cordon_test_case, dns_answer_gen_params),
	KUNIT_CASE_PARAM(cordon_test_case, dns_chain_gen_params),
	{}
};

static struct kunit_suite dns_suite = {
	.name = "cordon_dns",
	.test_cases = dns_kunit_cases,
};

kunit_test_suite(dns_suite);
