// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: the names of a first flight, whatever the pieces it comes in
 *
 * TLS, HTTP and SOCKS have suites of their own; this is the chain of them, the
 * names of DNS messages, and what puts segments in order.
 */
#include "engine/tests/dns_names_cases.h"
#include "engine/tests/dns_stream_cases.h"
#include "engine/tests/flight_cases.h"
#include "engine/tests/stream_cases.h"
#include "cases.h"

KUNIT_ARRAY_PARAM(flight, flight_cases, cordon_test_describe_case);
KUNIT_ARRAY_PARAM(dns_names, dns_names_cases, cordon_test_describe_case);
KUNIT_ARRAY_PARAM(dns_stream, dns_stream_cases, cordon_test_describe_case);
KUNIT_ARRAY_PARAM(stream, stream_cases, cordon_test_describe_case);

static struct kunit_case flight_kunit_cases[] = {
	KUNIT_CASE_PARAM(cordon_test_case, flight_gen_params),
	KUNIT_CASE_PARAM(cordon_test_case, dns_names_gen_params),
	KUNIT_CASE_PARAM(cordon_test_case, dns_stream_gen_params),
	KUNIT_CASE_PARAM(cordon_test_case, stream_gen_params),
	{}
};

static struct kunit_suite flight_suite = {
	.name = "cordon_flight",
	.test_cases = flight_kunit_cases,
};

kunit_test_suite(flight_suite);
