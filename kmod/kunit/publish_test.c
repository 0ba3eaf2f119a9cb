// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: policies are put in force while others decide, and loaders race
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>

#include "engine/policy/verdict.h"
#include "load/load.h"
#include "boot_fixture.h"
#include "engine/tests/cases.h"
#include "engine/tests/decide.h"

#define THREADS		4
#define PUBLISHED	64
#define LOADS		16

/* Decides again and again what every policy refuses. */
struct reader {
	struct task_struct *thread;
	struct completion begun;
	struct cordon_address address;
	u8 wire[CORDON_NAME_MAX];
	size_t length;
	struct cordon_decision decision;
	u64 generation;			/* highest seen */
	unsigned long decided;
	unsigned long wrong;
};

static bool refuses_all(struct reader *reader, const struct cordon_blob *blob)
{
	struct cordon_decision *decision = &reader->decision;

	test_decide_exec(blob, "/bin/cordon-canary", 18, decision);
	if (decision->verdict != CORDON_DENY)
		return false;
	test_decide_name(blob, reader->wire, reader->length, decision);
	if (decision->verdict != CORDON_DENY)
		return false;
	test_decide_address(blob, NULL, 0, &reader->address, 0, decision);
	return decision->verdict == CORDON_DENY;
}

static int read_policy(void *data)
{
	struct reader *reader = data;
	const struct cordon_policy *policy;

	while (!kthread_should_stop()) {
		rcu_read_lock();
		policy = cordon_policy_in_force();
		if (!policy || policy->generation < reader->generation ||
		    !refuses_all(reader, &policy->blob))
			reader->wrong++;
		if (policy)
			WRITE_ONCE(reader->generation, policy->generation);
		rcu_read_unlock();
		if (!reader->decided++)
			complete(&reader->begun);
		cond_resched();
	}
	return 0;
}

/* At no moment is there no policy, half a policy, or the one before. */
static void test_readers(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	struct reader *readers = kunit_kcalloc(test, THREADS, sizeof(*readers),
					       GFP_KERNEL);
	int i;

	KUNIT_ASSERT_NOT_NULL(test, readers);
	for (i = 0; i < THREADS; i++) {
		readers[i].address = cordon_test_address("203.0.113.222");
		readers[i].length = cordon_test_wire(CORDON_CANARY_DOMAIN,
						     readers[i].wire);
		init_completion(&readers[i].begun);
		readers[i].thread = kthread_run(read_policy, readers + i,
						"cordon_reader");
		if (IS_ERR(readers[i].thread))
			continue;
		wait_for_completion(&readers[i].begun);
	}
	for (i = 0; i < PUBLISHED; i++)
		cordon_test_publish(cordon_test_boot_policy(test));
	for (i = 0; i < THREADS; i++) {
		KUNIT_EXPECT_FALSE(test, IS_ERR(readers[i].thread));
		if (IS_ERR(readers[i].thread))
			continue;
		/* Each has to see the last one. */
		while (READ_ONCE(readers[i].generation) < boot->generation + PUBLISHED)
			schedule_timeout_uninterruptible(1);
		kthread_stop(readers[i].thread);
		KUNIT_EXPECT_EQ(test, 0UL, readers[i].wrong);
	}
	KUNIT_EXPECT_EQ(test, boot->generation + PUBLISHED,
			cordon_test_generation());
}

struct loader {
	struct task_struct *thread;
	const struct cordon_test_boot *boot;
	struct completion done;
	int loaded, busy, wrong;
};

static int load_again(void *data)
{
	struct loader *loader = data;
	int i, err;

	for (i = 0; i < LOADS; i++) {
		err = cordon_test_load(loader->boot->object, loader->boot->size, 4096);
		loader->loaded += !err;
		loader->busy += err == -EBUSY;
		loader->wrong += err && err != -EBUSY;
		cond_resched();
	}
	complete(&loader->done);
	while (!kthread_should_stop()) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (!kthread_should_stop())
			schedule();
		__set_current_state(TASK_RUNNING);
	}
	return 0;
}

/* Each load ends well or is told that another one is under way. */
static void test_loaders(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	struct loader *loaders = kunit_kcalloc(test, THREADS, sizeof(*loaders),
					       GFP_KERNEL);
	int loaded = 0, i;

	KUNIT_ASSERT_NOT_NULL(test, loaders);
	for (i = 0; i < THREADS; i++) {
		loaders[i].boot = boot;
		init_completion(&loaders[i].done);
		loaders[i].thread = kthread_run(load_again, loaders + i,
						"cordon_loader");
	}
	for (i = 0; i < THREADS; i++) {
		KUNIT_EXPECT_FALSE(test, IS_ERR(loaders[i].thread));
		if (IS_ERR(loaders[i].thread))
			continue;
		wait_for_completion(&loaders[i].done);
		kthread_stop(loaders[i].thread);
		KUNIT_EXPECT_EQ(test, 0, loaders[i].wrong);
		KUNIT_EXPECT_EQ(test, LOADS, loaders[i].loaded + loaders[i].busy);
		loaded += loaders[i].loaded;
	}
	KUNIT_EXPECT_GT(test, loaded, 0);
	KUNIT_EXPECT_STREQ(test, "committed", cordon_load_status());
	KUNIT_EXPECT_EQ(test, boot->generation, cordon_test_generation());
}

static struct kunit_case publish_cases[] = {
	KUNIT_CASE(test_readers),
	KUNIT_CASE(test_loaders),
	{}
};

static struct kunit_suite publish_suite = {
	.name = "cordon_publish",
	.init = cordon_test_boot_init,
	.exit = cordon_test_boot_exit,
	.test_cases = publish_cases,
};

kunit_test_suite(publish_suite);
