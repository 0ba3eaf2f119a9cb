/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - what the KUnit suites of the load path share: the boot policy
 *
 * It is the one object at hand that is signed by the compiled-in authority.
 */
#ifndef _CORDON_KUNIT_BOOT_FIXTURE_H
#define _CORDON_KUNIT_BOOT_FIXTURE_H

#include <kunit/test.h>

#include "policy.h"

/**
 * struct cordon_test_boot - the boot policy, and what is in force
 * @object: the signed object; not to be changed
 * @size: its bytes
 * @policy: the same, verified; the test's own
 * @generation: of the policy in force when the test began
 */
struct cordon_test_boot {
	const u8 *object;
	size_t size;
	struct cordon_policy *policy;
	u64 generation;
};

int cordon_test_boot_init(struct kunit *test);
void cordon_test_boot_exit(struct kunit *test);
u8 *cordon_test_boot_copy(struct kunit *test);
struct cordon_policy *cordon_test_boot_policy(struct kunit *test);
void cordon_test_publish(struct cordon_policy *policy);
u64 cordon_test_generation(void);
int cordon_test_load(const u8 *data, size_t size, size_t chunk);
void cordon_test_expect_refused(struct kunit *test, const char *word, u64 offset);

#endif /* _CORDON_KUNIT_BOOT_FIXTURE_H */
