// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: the boot policy, rule by rule, against simple models
 *
 * Every rule of a real policy is asked for itself and for what lies beside it.
 */
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "engine/name.h"
#include "engine/tests/decide.h"
#include "engine/tests/model.h"
#include "boot_fixture.h"

static const struct cordon_blob *boot_blob(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;

	return &boot->policy->blob;
}

/* What every policy refuses, by what is in force. */
static void test_canary(struct kunit *test)
{
	struct cordon_address address = cordon_test_address("203.0.113.222");
	struct cordon_decision exec, name, connect;
	const struct cordon_policy *policy;
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire(CORDON_CANARY_DOMAIN, wire);

	rcu_read_lock();
	policy = cordon_policy_in_force();
	test_decide_exec(&policy->blob, "/bin/cordon-canary", 18, &exec);
	test_decide_name(&policy->blob, wire, length, &name);
	test_decide_address(&policy->blob, NULL, 0, &address, 0, &connect);
	rcu_read_unlock();
	KUNIT_EXPECT_EQ(test, CORDON_DENY, exec.verdict);
	KUNIT_EXPECT_EQ(test, CORDON_DENY, name.verdict);
	KUNIT_EXPECT_EQ(test, CORDON_DENY, connect.verdict);
}

static bool is_refused(struct kunit *test, const char *text)
{
	struct cordon_decision decision;
	u8 wire[CORDON_NAME_MAX];
	size_t length = cordon_test_wire(text, wire);

	test_decide_name(boot_blob(test), wire, length, &decision);
	return decision.verdict == CORDON_DENY;
}

/* The policy does not spell its names out; one of them every policy has. */
static void test_domains(struct kunit *test)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz";
	char text[] = "xxxxxxxx.example";
	u32 i, at;

	KUNIT_EXPECT_TRUE(test, is_refused(test, CORDON_CANARY_DOMAIN));
	KUNIT_EXPECT_TRUE(test, is_refused(test, "x." CORDON_CANARY_DOMAIN));
	KUNIT_EXPECT_FALSE(test, is_refused(test, "x" CORDON_CANARY_DOMAIN));
	KUNIT_EXPECT_FALSE(test, is_refused(test, CORDON_CANARY_DOMAIN ".x"));
	KUNIT_EXPECT_FALSE(test, is_refused(test, "test"));
	for (i = 0; i < 20000; i++) {
		for (at = 0; at < 8; at++)
			text[at] = letters[(i >> 2 * at) % 26];
		if (is_refused(test, text))
			break;
	}
	KUNIT_EXPECT_EQ_MSG(test, 20000U, i, "%s", text);
}

static bool check_address(struct kunit *test, const struct cordon_address *address)
{
	const struct cordon_blob *blob = boot_blob(test);
	struct cordon_decision decision;

	test_decide_address(blob, NULL, 0, address, 0, &decision);
	KUNIT_ASSERT_EQ_MSG(test, cordon_model_address(blob, address),
			    decision.verdict, "%pI6c", address->byte);
	return decision.verdict != CORDON_ALLOW;
}

static void add_one(struct cordon_address *address, int sign)
{
	int i;

	for (i = 15; i >= 0; i--) {
		address->byte[i] += sign;
		if (address->byte[i] != (sign > 0 ? 0 : 0xff))
			break;
	}
}

/* A prefix's first and last address, and the neighbours of both. */
static void test_prefixes(struct kunit *test)
{
	const struct cordon_blob *blob = boot_blob(test);
	u32 refused = 0, i, bit;

	for (i = 0; i < blob->prefix_count; i++) {
		const struct cordon_prefix_record *record = blob->prefixes + i;
		struct cordon_address first = record->address, last = first;

		for (bit = record->length; bit < 128; bit++)
			last.byte[bit / 8] |= 0x80 >> bit % 8;
		refused += check_address(test, &first);
		refused += check_address(test, &last);
		add_one(&first, -1);
		add_one(&last, 1);
		check_address(test, &first);
		check_address(test, &last);
		cond_resched();
	}
	KUNIT_EXPECT_GT(test, refused, 0U);
}

static bool check_path(struct kunit *test, const char *path)
{
	const struct cordon_blob *blob = boot_blob(test);
	struct cordon_decision decision;

	test_decide_exec(blob, path, strlen(path), &decision);
	KUNIT_ASSERT_EQ_MSG(test, cordon_model_exec_is_denied(blob, path),
			    decision.verdict == CORDON_DENY, "%s", path);
	return decision.verdict == CORDON_DENY;
}

/* A path that a pattern matches; false: it does not fit. */
static bool make_path(const char *pattern, u32 length, char *path, size_t size)
{
	size_t used = 0;
	u32 i;

	if (length && pattern[0] != '/')
		path[used++] = '/';
	for (i = 0; i < length && used + 4 < size; i++) {
		if (pattern[i] == '*' && i + 1 < length && pattern[i + 1] == '*') {
			memcpy(path + used, "a/b", 3);
			used += 3;
			i++;
		} else if (pattern[i] == '*') {
			memcpy(path + used, "xy", 2);
			used += 2;
		} else {
			path[used++] = pattern[i] == '?' ? 'z' : pattern[i];
		}
	}
	path[used] = '\0';
	return i == length;
}

/* A path of the pattern; one elsewhere; with another ending; as a directory. */
static void test_paths(struct kunit *test)
{
	const struct cordon_blob *blob = boot_blob(test);
	char *path = kunit_kzalloc(test, MODEL_TEXT_MAX, GFP_KERNEL);
	u32 refused = 0, i, length;
	const char *pattern;
	size_t end;

	KUNIT_ASSERT_NOT_NULL(test, path);
	for (i = 0; i < blob->path_count; i++) {
		pattern = cordon_blob_text(blob, &blob->paths[i].pattern, &length);
		path[0] = '/';
		path[1] = 'q';
		KUNIT_ASSERT_TRUE(test, make_path(pattern, length, path + 2,
						  MODEL_TEXT_MAX - 8));
		refused += check_path(test, path + 2);
		check_path(test, path);
		end = strlen(path);
		memcpy(path + end, "x", 2);
		check_path(test, path + 2);
		memcpy(path + end, "/x", 3);
		check_path(test, path + 2);
		cond_resched();
	}
	KUNIT_EXPECT_GT(test, refused, 0U);
}

static struct kunit_case boot_policy_cases[] = {
	KUNIT_CASE(test_canary),
	KUNIT_CASE(test_domains),
	KUNIT_CASE(test_prefixes),
	KUNIT_CASE(test_paths),
	{}
};

static struct kunit_suite boot_policy_suite = {
	.name = "cordon_boot_policy",
	.init = cordon_test_boot_init,
	.exit = cordon_test_boot_exit,
	.test_cases = boot_policy_cases,
};

kunit_test_suite(boot_policy_suite);
