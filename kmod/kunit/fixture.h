/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - what the KUnit suites share: small policies, names and addresses
 */
#ifndef _CORDON_KUNIT_FIXTURE_H
#define _CORDON_KUNIT_FIXTURE_H

#include <kunit/test.h>

#include "engine/policy/blob.h"
#include "engine/tests/cases.h"

enum cordon_test_kind {
	TEST_SERVICE,			/* its number is an enum cordon_action */
	TEST_DOMAIN,
	TEST_EXCEPT,
	TEST_PREFIX,
	TEST_SHARED,			/* a prefix of no service */
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
 * @data: the blob, valid
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
cordon_test_policy(struct kunit *test, const struct cordon_test_line *lines,
		   size_t count);
struct cordon_policy_record *
cordon_test_record(struct cordon_test_policy *policy);
void cordon_test_mend(u8 *blob, size_t size);
void cordon_test_describe(char *desc, const char *text);

#endif /* _CORDON_KUNIT_FIXTURE_H */
