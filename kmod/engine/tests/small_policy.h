/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - small policies, made of lines
 */
#ifndef _CORDON_ENGINE_TESTS_SMALL_POLICY_H
#define _CORDON_ENGINE_TESTS_SMALL_POLICY_H

#include "cases.h"
#include "engine/policy/learned.h"

/**
 * enum cordon_test_kind - what a line is
 * @TEST_SERVICE: a service; its number is an enum cordon_action
 * @TEST_CANARY: the service with its rules that every compiled policy has
 * @TEST_DOMAIN: a name and all under it
 * @TEST_EXCEPT: a name that is taken out again
 * @TEST_PREFIX: addresses
 * @TEST_SHARED: addresses of no service
 * @TEST_PATH: a pattern of programs
 * @TEST_PACKAGE: an app
 * @TEST_RESOLVER: an address that may be asked
 */
enum cordon_test_kind {
	TEST_SERVICE,
	TEST_CANARY,
	TEST_DOMAIN,
	TEST_EXCEPT,
	TEST_PREFIX,
	TEST_SHARED,
	TEST_PATH,
	TEST_PACKAGE,
	TEST_RESOLVER,
};

/**
 * struct cordon_test_line - a line of a policy under test
 * @kind: what it is
 * @text: the name, prefix, pattern or address, as a list file has it
 * @number: the service that a rule belongs to, in the order of their lines
 *
 * Services and packages stand sorted by name; the rest in any order.
 */
struct cordon_test_line {
	enum cordon_test_kind kind;
	const char *text;
	u16 number;
};

#define TEST_NAMES		64

/**
 * struct cordon_test_name - a domain rule, which the blob does not spell out
 * @wire: folded wire name
 * @length: its bytes
 * @flags: CORDON_DOMAIN_*
 * @service: index of its service
 */
struct cordon_test_name {
	u8 wire[CORDON_NAME_MAX];
	u8 length;
	u8 flags;
	u16 service;
};

/**
 * struct cordon_test_policy - a policy under test
 * @data: the blob, valid, in exactly @size bytes
 * @size: its bytes
 * @blob: the same, opened
 * @names: its domain rules
 * @name_count: how many
 */
struct cordon_test_policy {
	u8 *data;
	size_t size;
	struct cordon_blob blob;
	struct cordon_test_name names[TEST_NAMES];
	u32 name_count;
};

struct cordon_test_policy *
cordon_test_policy(const struct cordon_test_line *lines, size_t count);
void cordon_test_policy_free(struct cordon_test_policy *policy);
const char *
cordon_test_with_policy(const struct cordon_test_line *lines, size_t count,
			const char *(*judge)(struct cordon_test_policy *policy,
					     const void *row),
			const void *row);
struct cordon_policy_record *
cordon_test_record(struct cordon_test_policy *policy);
u8 *cordon_test_section(struct cordon_test_policy *policy,
			enum cordon_section section);
void cordon_test_mend(u8 *blob, size_t size);
struct cordon_learned *cordon_test_learned(void);

#endif /* _CORDON_ENGINE_TESTS_SMALL_POLICY_H */
