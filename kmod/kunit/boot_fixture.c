// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - what the KUnit suites of the load path share: the boot policy
 *
 * The suites run on the real state, before the first program. Each test leaves
 * it as it was, but for counters: the boot policy in force, nobody loading.
 */
#include <linux/mm.h>
#include <linux/slab.h>

#include "load/boot.h"
#include "load/load.h"
#include "engine/fault.h"
#include "boot_fixture.h"

/**
 * cordon_test_generation - which policy is in force
 *
 * Return: its generation; 0: none is.
 */
u64 cordon_test_generation(void)
{
	const struct cordon_policy *policy;
	u64 generation;

	mutex_lock(&cordon_policy_mutex);
	policy = cordon_policy_for_loader();
	generation = policy ? policy->generation : 0;
	mutex_unlock(&cordon_policy_mutex);
	return generation;
}

static bool is_in_force(const struct cordon_policy *wanted)
{
	const struct cordon_policy *policy;
	bool is;

	mutex_lock(&cordon_policy_mutex);
	policy = cordon_policy_for_loader();
	is = policy && policy->version == wanted->version &&
	     !strcmp(policy->signer, wanted->signer) &&
	     !memcmp(policy->digest, wanted->digest, sizeof(wanted->digest));
	mutex_unlock(&cordon_policy_mutex);
	return is;
}

/**
 * cordon_test_publish - put a policy in force, whatever its version
 * @policy: no longer the caller's
 */
void cordon_test_publish(struct cordon_policy *policy)
{
	mutex_lock(&cordon_policy_mutex);
	cordon_policy_publish(policy);
	mutex_unlock(&cordon_policy_mutex);
}

/**
 * cordon_test_boot_copy - a copy of the boot policy's object
 * @test: the test; ends when there is no memory
 *
 * Return: the copy, for kvfree().
 */
u8 *cordon_test_boot_copy(struct kunit *test)
{
	size_t size = cordon_boot_object_end - cordon_boot_object;
	u8 *copy = kvmalloc(size, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, copy);
	memcpy(copy, cordon_boot_object, size);
	return copy;
}

/**
 * cordon_test_boot_policy - another policy of the boot policy's object
 * @test: the test; ends when it cannot be made
 *
 * Return: the policy, for cordon_policy_free() or cordon_test_publish().
 */
struct cordon_policy *cordon_test_boot_policy(struct kunit *test)
{
	size_t size = cordon_boot_object_end - cordon_boot_object;
	struct cordon_policy *policy;
	struct cordon_fault fault;
	u8 *copy = cordon_test_boot_copy(test);

	policy = cordon_boot_policy(copy, size, &fault);
	if (IS_ERR(policy))
		kvfree(copy);
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, policy);
	return policy;
}

/**
 * cordon_test_boot_init - begin a test with the boot policy
 * @test: gets a struct cordon_test_boot; skipped in a kernel without one
 *
 * Return: 0 or -ENOMEM.
 */
int cordon_test_boot_init(struct kunit *test)
{
	size_t size = cordon_boot_object_end - cordon_boot_object;
	struct cordon_test_boot *boot;

	if (!size)
		kunit_skip(test, "this kernel has no boot policy");
	boot = kunit_kzalloc(test, sizeof(*boot), GFP_KERNEL);
	if (!boot)
		return -ENOMEM;
	boot->object = cordon_boot_object;
	boot->size = size;
	boot->policy = cordon_test_boot_policy(test);
	test->priv = boot;
	boot->generation = cordon_test_generation();
	KUNIT_ASSERT_TRUE_MSG(test, is_in_force(boot->policy),
			      "the boot policy is not in force");
	return 0;
}

/**
 * cordon_test_boot_exit - leave all as it was found
 * @test: the test
 */
void cordon_test_boot_exit(struct kunit *test)
{
	struct cordon_test_boot *boot = test->priv;

	if (!boot)
		return;
	if (!is_in_force(boot->policy))
		cordon_test_publish(boot->policy);
	else
		cordon_policy_free(boot->policy);
	KUNIT_EXPECT_EQ(test, 0, cordon_load_begin());
	KUNIT_EXPECT_EQ(test, 0, cordon_load_abort());
}

/**
 * cordon_test_load - load an object as cordond does
 * @data: the object
 * @size: its bytes
 * @chunk: bytes that are handed over at once
 *
 * Return: 0, or the first error.
 */
int cordon_test_load(const u8 *data, size_t size, size_t chunk)
{
	size_t at, part;
	int err = cordon_load_begin();

	for (at = 0; !err && at < size; at += part) {
		part = min(chunk, size - at);
		err = cordon_load_data(data + at, at, part);
	}
	return err ?: cordon_load_commit();
}

/**
 * cordon_test_expect_refused - expect that the last load was refused
 * @test: the test
 * @word: the reason
 * @offset: where
 *
 * And that the policy in force is the one that was.
 */
void cordon_test_expect_refused(struct kunit *test, const char *word, u64 offset)
{
	const struct cordon_test_boot *boot = test->priv;
	char expected[64], said[64];

	snprintf(expected, sizeof(expected), "%s %llu\n", word, offset);
	cordon_load_error(said, sizeof(said));
	KUNIT_EXPECT_STREQ(test, expected, said);
	KUNIT_EXPECT_STREQ(test, "refused", cordon_load_status());
	KUNIT_EXPECT_EQ(test, boot->generation, cordon_test_generation());
}
