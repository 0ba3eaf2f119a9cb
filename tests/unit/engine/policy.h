/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Policies for the engine's tests: sources written to a temporary directory
 * and compiled, or the real one
 */
#ifndef _TESTS_ENGINE_POLICY_H
#define _TESTS_ENGINE_POLICY_H

#include "engine/policy/blob.h"
#include "engine/policy/learned.h"
#include "engine/tests/cases.h"
#include "libcordon/source/compile.h"

/* The prefixes of test_policy_small(), as they are sorted. */
enum {
	SMALL_PREFIX_ALPHA,		/* 192.0.2.0/24 */
	SMALL_PREFIX_SHARED,		/* 192.0.2.0/24 */
	SMALL_PREFIX_INNER,		/* 192.0.2.128/25, alpha's */
	SMALL_PREFIX_CANARY4,
	SMALL_PREFIX_BETA,		/* 2001:db8:1::/48 */
	SMALL_PREFIX_CANARY6,
	SMALL_PREFIXES,
};

/**
 * struct test_service - a service of a policy under test
 * @name: its name; NULL ends a list of services
 * @rules: its list file
 * @keys: what stands in its section, or NULL for no section
 */
struct test_service {
	const char *name;
	const char *rules;
	const char *keys;
};

/**
 * struct test_policy - a policy under test
 * @data: the blob, in exactly @size bytes, so that a sanitizer sees overreads
 * @size: its bytes
 * @blob: the same, opened
 * @names: its domain rules, sorted by their text
 * @name_count: how many
 */
struct test_policy {
	u8 *data;
	size_t size;
	struct cordon_blob blob;
	struct cordon_compiled_name *names;
	size_t name_count;
};

int test_policy_make(struct test_policy *policy, const char *network,
		     const char *shared, const struct test_service *services);
int test_policy_small(struct test_policy *policy);
int test_policy_real(struct test_policy *policy);
void test_policy_free(struct test_policy *policy);
char *test_root_path(const char *path);
u16 test_service_index(const struct test_policy *policy, const char *name);
struct cordon_learned *test_learned_make(void);

#endif /* _TESTS_ENGINE_POLICY_H */
