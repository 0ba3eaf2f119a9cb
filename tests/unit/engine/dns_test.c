// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * DNS messages: which question is asked, and which addresses answer it
 */
#include "engine/tests/dns_chain_cases.h"
#include "cases.h"
#include "kselftest_harness.h"

TEST(question_cases)
{
	EXPECT_EQ(0, cases_faults(dns_question_cases, ARRAY_SIZE(dns_question_cases)));
}

TEST(answer_cases)
{
	EXPECT_EQ(0, cases_faults(dns_answer_cases, ARRAY_SIZE(dns_answer_cases)));
}

TEST(chain_cases)
{
	EXPECT_EQ(0, cases_faults(dns_chain_cases, ARRAY_SIZE(dns_chain_cases)));
}

TEST_HARNESS_MAIN
