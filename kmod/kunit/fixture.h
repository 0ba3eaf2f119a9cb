/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - what the KUnit suites share: names of rows
 */
#ifndef _CORDON_KUNIT_FIXTURE_H
#define _CORDON_KUNIT_FIXTURE_H

#include <kunit/test.h>

#include "engine/tests/cases.h"

void cordon_test_describe(char *desc, const char *text);

#endif /* _CORDON_KUNIT_FIXTURE_H */
