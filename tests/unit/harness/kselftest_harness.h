/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The kernel's harness, but for its limit of 30 seconds: how long a test may take
 * is no part of what it tries, and on a busy machine it takes long
 */
#ifndef _TESTS_UNIT_HARNESS_H
#define _TESTS_UNIT_HARNESS_H

#include_next <kselftest_harness.h>

#undef TEST_TIMEOUT_DEFAULT
#define TEST_TIMEOUT_DEFAULT	900

#endif /* _TESTS_UNIT_HARNESS_H */
