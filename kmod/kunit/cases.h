/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - the engine's cases as KUnit suites
 *
 * A suite has one test, whose parameters are the tables.
 */
#ifndef _CORDON_KUNIT_CASES_H
#define _CORDON_KUNIT_CASES_H

#include <kunit/test.h>

#include "engine/tests/cases.h"

void cordon_test_describe_case(const struct cordon_test_case *test_case,
			       char *desc);
void cordon_test_case(struct kunit *test);

#endif /* _CORDON_KUNIT_CASES_H */
