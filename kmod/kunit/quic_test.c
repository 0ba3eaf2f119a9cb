// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: QUIC Initials, with the kernel's ciphers
 */
#include "engine/tests/cipher_cases.h"
#include "engine/tests/quic_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(cipher, cipher_cases, cordon_test_describe_case);
KUNIT_ARRAY_PARAM(quic, quic_cases, cordon_test_describe_case);

static struct kunit_case quic_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, cipher_gen_params),
	KUNIT_CASE_PARAM(cordon_test_case, quic_gen_params),
	{}
};

static struct kunit_suite quic_suite = {
	.name = "cordon_quic",
	.test_cases = quic_kunit_cases,
};

kunit_test_suite(quic_suite);
