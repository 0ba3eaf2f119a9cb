// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: the transaction that brings an object into the kernel
 */
#include <linux/completion.h>
#include <linux/kthread.h>
#include <linux/mm.h>
#include <linux/pid.h>

#include "engine/policy/object.h"
#include "load/load.h"
#include "load/verify.h"
#include "boot_fixture.h"

#define HEADER		sizeof(struct cordon_object_header)
#define FIELD(field)	offsetof(struct cordon_object_header, field)
#define CHUNK		4096U

static const size_t chunks[] = { 1, 7, HEADER, CHUNK, SIZE_MAX };

/* What is in force already is loaded with success, and nothing changes. */
static void test_same(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	char said[64];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(chunks); i++) {
		KUNIT_EXPECT_EQ(test, 0, cordon_test_load(boot->object, boot->size,
							  chunks[i]));
		KUNIT_EXPECT_STREQ(test, "committed", cordon_load_status());
		cordon_load_error(said, sizeof(said));
		KUNIT_EXPECT_STREQ(test, "none 0\n", said);
	}
	KUNIT_EXPECT_EQ(test, boot->generation, cordon_test_generation());
}

/* A lower version in force makes way; the authority's name stands there then. */
static void test_newer(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	struct cordon_policy *old = cordon_test_boot_policy(test);
	const struct cordon_policy *now;

	old->version--;
	cordon_test_publish(old);
	KUNIT_EXPECT_EQ(test, 0, cordon_test_load(boot->object, boot->size, CHUNK));
	KUNIT_EXPECT_EQ(test, boot->generation + 2, cordon_test_generation());
	mutex_lock(&cordon_policy_mutex);
	now = cordon_policy_for_loader();
	KUNIT_EXPECT_EQ(test, boot->policy->version, now->version);
	KUNIT_EXPECT_EQ(test, 0, memcmp(boot->policy->digest, now->digest,
					sizeof(now->digest)));
	KUNIT_EXPECT_STRNEQ(test, "built in", now->signer);
	KUNIT_EXPECT_STRNEQ(test, "unsigned", now->signer);
	mutex_unlock(&cordon_policy_mutex);
}

static void test_older_is_stale(struct kunit *test)
{
	struct cordon_test_boot *boot = test->priv;
	struct cordon_policy *newer = cordon_test_boot_policy(test);
	u64 version = ++newer->version;

	cordon_test_publish(newer);
	boot->generation++;
	KUNIT_EXPECT_EQ(test, -ESTALE, cordon_test_load(boot->object, boot->size,
							CHUNK));
	cordon_test_expect_refused(test, "stale", version);
}

/* Two policies of one version: whoever came first stays. */
static void test_other_of_same_version(struct kunit *test)
{
	struct cordon_test_boot *boot = test->priv;
	struct cordon_policy *other = cordon_test_boot_policy(test);

	other->digest[0] ^= 1;
	cordon_test_publish(other);
	boot->generation++;
	KUNIT_EXPECT_EQ(test, -ESTALE, cordon_test_load(boot->object, boot->size,
							CHUNK));
	cordon_test_expect_refused(test, "stale", boot->policy->version);
}

/* What the loader must say of a header with one changed byte. */
static int expected_error(const struct cordon_object_header *header, size_t byte,
			  size_t size)
{
	u64 total = HEADER + (u64)le32_to_cpu(header->content_length) +
		    le32_to_cpu(header->signature_length);

	if (byte >= FIELD(kind) && byte < FIELD(content_length))
		return -EOPNOTSUPP;
	if (byte < FIELD(content_length) || byte >= FIELD(reserved))
		return -EBADMSG;
	if (total > CORDON_OBJECT_MAX)
		return -EFBIG;
	if (!header->content_length ||
	    le32_to_cpu(header->signature_length) > CORDON_SIGNATURE_MAX)
		return -EBADMSG;
	/* More comes than was announced, or less. */
	return total < size ? -EFBIG : -EBADMSG;
}

static void test_header_flipped(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	u8 *data = cordon_test_boot_copy(test);
	size_t byte;
	int bit;

	for (byte = 0; byte < HEADER; byte++) {
		for (bit = 0; bit < 8; bit += 7) {
			data[byte] ^= 1 << bit;
			KUNIT_EXPECT_EQ_MSG(test,
					    expected_error((void *)data, byte,
							   boot->size),
					    cordon_test_load(data, boot->size, CHUNK),
					    "bit %d of byte %zu", bit, byte);
			KUNIT_EXPECT_STREQ(test, "refused", cordon_load_status());
			data[byte] ^= 1 << bit;
		}
	}
	KUNIT_EXPECT_EQ(test, boot->generation, cordon_test_generation());
	KUNIT_EXPECT_EQ(test, 0, cordon_test_load(data, boot->size, CHUNK));
	kvfree(data);
}

static void test_other_kind(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	u8 *data = cordon_test_boot_copy(test);

	data[FIELD(kind)]++;
	KUNIT_EXPECT_EQ(test, -EOPNOTSUPP, cordon_test_load(data, boot->size, CHUNK));
	cordon_test_expect_refused(test, "kind", FIELD(kind));
	kvfree(data);
}

static void test_cut(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	size_t step = boot->size / 61, size;

	for (size = 0; size < boot->size; size += size < HEADER + 2 ? 1 : step) {
		KUNIT_EXPECT_EQ_MSG(test, -EBADMSG,
				    cordon_test_load(boot->object, size, CHUNK),
				    "%zu bytes", size);
		cordon_test_expect_refused(test, "malformed-object", size);
	}
	KUNIT_EXPECT_EQ(test, -EBADMSG,
			cordon_test_load(boot->object, boot->size - 1, CHUNK));
	cordon_test_expect_refused(test, "malformed-object", boot->size - 1);
}

/* One byte more, in the last chunk and in one of its own. */
static void test_trailing_byte(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	u8 *longer = kvmalloc(boot->size + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, longer);
	memcpy(longer, boot->object, boot->size);
	longer[boot->size] = 0;
	KUNIT_EXPECT_EQ(test, -EFBIG, cordon_test_load(longer, boot->size + 1,
						       SIZE_MAX));
	cordon_test_expect_refused(test, "too-big", boot->size);
	KUNIT_EXPECT_EQ(test, 0, cordon_load_begin());
	KUNIT_EXPECT_EQ(test, 0, cordon_load_data(longer, 0, boot->size));
	KUNIT_EXPECT_EQ(test, -EFBIG, cordon_load_data(longer, boot->size, 1));
	cordon_test_expect_refused(test, "too-big", boot->size);
	kvfree(longer);
}

static void test_too_big(struct kunit *test)
{
	struct cordon_object_header header = {
		.format = cpu_to_le32(CORDON_OBJECT_FORMAT),
		.kind = cpu_to_le32(CORDON_OBJECT_POLICY),
		.content_length = cpu_to_le32(CORDON_OBJECT_MAX - HEADER + 1),
	};

	memcpy(header.magic, CORDON_OBJECT_MAGIC, sizeof(header.magic));
	KUNIT_EXPECT_EQ(test, -EFBIG, cordon_test_load((u8 *)&header, HEADER, CHUNK));
	cordon_test_expect_refused(test, "too-big", FIELD(content_length));
	/* The largest is waited for, but nothing more comes. */
	header.content_length = cpu_to_le32(CORDON_OBJECT_MAX - HEADER);
	KUNIT_EXPECT_EQ(test, -EBADMSG, cordon_test_load((u8 *)&header, HEADER, CHUNK));
	cordon_test_expect_refused(test, "malformed-object", HEADER);
}

static void test_gap(struct kunit *test)
{
	static const loff_t offsets[] = { 0, 99, 101, CHUNK, -1, S64_MAX };
	const struct cordon_test_boot *boot = test->priv;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(offsets); i++) {
		KUNIT_EXPECT_EQ(test, 0, cordon_load_begin());
		KUNIT_EXPECT_EQ(test, 0, cordon_load_data(boot->object, 0, 100));
		KUNIT_EXPECT_EQ(test, -EILSEQ,
				cordon_load_data(boot->object + 100, offsets[i], 10));
		cordon_test_expect_refused(test, "gap", 100);
		/* That ended it. */
		KUNIT_EXPECT_EQ(test, -EINVAL,
				cordon_load_data(boot->object + 100, 100, 10));
	}
}

static void test_nothing_begun(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	int round;

	for (round = 0; round < 2; round++) {
		KUNIT_EXPECT_EQ(test, -EINVAL, cordon_load_data(boot->object, 0, 10));
		KUNIT_EXPECT_EQ(test, -EINVAL, cordon_load_commit());
		KUNIT_EXPECT_EQ(test, -EINVAL, cordon_load_abort());
		/* And the same after one that was dropped. */
		KUNIT_EXPECT_EQ(test, 0, cordon_load_begin());
		KUNIT_EXPECT_STREQ(test, "receiving", cordon_load_status());
		KUNIT_EXPECT_EQ(test, 0, cordon_load_data(boot->object, 0, 1000));
		KUNIT_EXPECT_EQ(test, 0, cordon_load_abort());
		KUNIT_EXPECT_STREQ(test, "idle", cordon_load_status());
	}
}

/* To begin again drops what came so far. */
static void test_begin_again(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;

	KUNIT_EXPECT_EQ(test, 0, cordon_load_begin());
	KUNIT_EXPECT_EQ(test, 0, cordon_load_data(boot->object, 0, 1000));
	KUNIT_EXPECT_EQ(test, 0, cordon_test_load(boot->object, boot->size, CHUNK));
}

/* A loader of another thread group, which begins and then waits. */
struct holder {
	struct completion begun;
	int err;
};

static int hold(void *data)
{
	struct holder *holder = data;

	holder->err = cordon_load_begin();
	complete(&holder->begun);
	while (!kthread_should_stop()) {
		set_current_state(TASK_INTERRUPTIBLE);
		if (!kthread_should_stop())
			schedule();
		__set_current_state(TASK_RUNNING);
	}
	return 0;
}

static void test_owner(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	struct holder holder = { };
	struct task_struct *thread;
	struct pid *pid;

	init_completion(&holder.begun);
	thread = kthread_run(hold, &holder, "cordon_holder");
	KUNIT_ASSERT_NOT_ERR_OR_NULL(test, thread);
	pid = get_task_pid(thread, PIDTYPE_TGID);
	wait_for_completion(&holder.begun);
	KUNIT_EXPECT_EQ(test, 0, holder.err);
	KUNIT_EXPECT_EQ(test, -EBUSY, cordon_load_begin());
	KUNIT_EXPECT_EQ(test, -EBUSY, cordon_load_data(boot->object, 0, 10));
	KUNIT_EXPECT_EQ(test, -EBUSY, cordon_load_commit());
	KUNIT_EXPECT_EQ(test, -EBUSY, cordon_load_abort());
	KUNIT_EXPECT_STREQ(test, "receiving", cordon_load_status());
	kthread_stop(thread);
	/* Stopped is not gone yet: its pid goes a moment later. */
	while (pid_has_task(pid, PIDTYPE_TGID))
		schedule_timeout_uninterruptible(1);
	put_pid(pid);
	/* What a dead owner left is nobody's. */
	KUNIT_EXPECT_EQ(test, -EBUSY, cordon_load_abort());
	KUNIT_EXPECT_EQ(test, 0, cordon_test_load(boot->object, boot->size, CHUNK));
}

static struct kunit_case load_cases[] = {
	KUNIT_CASE(test_same),
	KUNIT_CASE(test_newer),
	KUNIT_CASE(test_older_is_stale),
	KUNIT_CASE(test_other_of_same_version),
	KUNIT_CASE(test_header_flipped),
	KUNIT_CASE(test_other_kind),
	KUNIT_CASE(test_cut),
	KUNIT_CASE(test_trailing_byte),
	KUNIT_CASE(test_too_big),
	KUNIT_CASE(test_gap),
	KUNIT_CASE(test_nothing_begun),
	KUNIT_CASE(test_begin_again),
	KUNIT_CASE(test_owner),
	{}
};

static struct kunit_suite load_suite = {
	.name = "cordon_load",
	.init = cordon_test_boot_init,
	.exit = cordon_test_boot_exit,
	.test_cases = load_cases,
};

kunit_test_suite(load_suite);
