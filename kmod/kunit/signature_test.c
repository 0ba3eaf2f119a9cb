// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: what the signature covers, and what it must be
 */
#include <linux/mm.h>
#include <linux/sched.h>

#include "engine/policy/object.h"
#include "load/load.h"
#include "load/verify.h"
#include "boot_fixture.h"

#define HEADER		sizeof(struct cordon_object_header)
#define SAMPLES		61U
/* An RSA signature of 2048 bits ends the object. */
#define RSA_BYTES	256U

static size_t covered_size(const struct cordon_test_boot *boot)
{
	const struct cordon_object_header *header = (const void *)boot->object;

	return HEADER + le32_to_cpu(header->content_length);
}

/* Verifies what may be changed; tells errno and reason, 0 and NULL if accepted. */
static int verify(struct kunit *test, u8 *data, size_t size, const char **word)
{
	const struct cordon_test_boot *boot = test->priv;
	struct cordon_received received = { .size = size };
	const struct cordon_kind *kind;
	struct cordon_fault fault = { };
	struct cordon_policy *policy;
	int err;

	received.data = kvmalloc(size, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, received.data);
	memcpy(received.data, data, size);
	err = cordon_verify(&received, &kind, &fault);
	policy = err ? ERR_PTR(err) : kind->check(&received, &fault);
	*word = fault.word;
	cond_resched();
	if (IS_ERR(policy)) {
		kvfree(received.data);
		return PTR_ERR(policy);
	}
	*word = NULL;
	KUNIT_EXPECT_EQ(test, 0, memcmp(boot->policy->digest, policy->digest,
					sizeof(policy->digest)));
	cordon_policy_free(policy);
	return 0;
}

static void test_good(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	u8 *data = cordon_test_boot_copy(test);
	const char *word;

	KUNIT_EXPECT_EQ(test, 0, verify(test, data, boot->size, &word));
	kvfree(data);
}

static void test_content_flipped(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	size_t end = covered_size(boot), step = (end - HEADER) / SAMPLES, byte;
	u8 *data = cordon_test_boot_copy(test);
	const char *word;

	for (byte = HEADER; byte < end; byte += step) {
		data[byte] ^= 1;
		KUNIT_EXPECT_EQ_MSG(test, -EKEYREJECTED,
				    verify(test, data, boot->size, &word),
				    "byte %zu", byte);
		KUNIT_EXPECT_STREQ(test, "signature", word);
		data[byte] ^= 1;
	}
	data[end - 1] ^= 0x80;
	KUNIT_EXPECT_EQ(test, -EKEYREJECTED, verify(test, data, boot->size, &word));
	kvfree(data);
}

static void test_signature_flipped(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	u8 *data = cordon_test_boot_copy(test);
	const char *word;
	size_t byte;

	for (byte = boot->size - RSA_BYTES; byte < boot->size; byte += 5) {
		data[byte] ^= 1;
		KUNIT_EXPECT_EQ_MSG(test, -EKEYREJECTED,
				    verify(test, data, boot->size, &word),
				    "byte %zu", byte);
		KUNIT_EXPECT_STREQ(test, "signature", word);
		data[byte] ^= 1;
	}
	kvfree(data);
}

/* Its outermost tag and length must be those of all that is there. */
static void test_envelope_flipped(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	size_t start = covered_size(boot), byte;
	u8 *data = cordon_test_boot_copy(test);
	const char *word;

	for (byte = start; byte < start + 4; byte++) {
		data[byte] ^= 1;
		KUNIT_EXPECT_EQ_MSG(test, -EBADMSG,
				    verify(test, data, boot->size, &word),
				    "byte %zu", byte);
		KUNIT_EXPECT_STREQ(test, "malformed-object", word);
		data[byte] ^= 1;
	}
	kvfree(data);
}

/*
 * Between these stands what tells the key and the algorithm. Some of it says
 * nothing that counts; then the same content is accepted, and nothing else.
 */
static void test_wrapping_flipped(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	size_t start = covered_size(boot) + 4, byte;
	u8 *data = cordon_test_boot_copy(test);
	unsigned int refused = 0;
	const char *word;
	int err;

	for (byte = start; byte < boot->size - RSA_BYTES; byte += 3) {
		data[byte] ^= 1;
		err = verify(test, data, boot->size, &word);
		if (err) {
			refused++;
			KUNIT_EXPECT_STREQ(test, err == -ENOKEY ? "no-key" :
						 "signature", word);
		}
		if (err != -ENOKEY && err)
			KUNIT_EXPECT_EQ(test, -EKEYREJECTED, err);
		data[byte] ^= 1;
	}
	KUNIT_EXPECT_GT(test, refused, 0U);
	kvfree(data);
}

/* The same content without a signature, and with one of nothing. */
static void test_unsigned(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	u8 *data = cordon_test_boot_copy(test);
	struct cordon_object_header *header = (void *)data;
	size_t size = covered_size(boot);
	bool may = cordon_object_may_be_unsigned();
	const char *word;

	header->signature_length = 0;
	KUNIT_EXPECT_EQ(test, may ? 0 : -EKEYREJECTED,
			verify(test, data, size, &word));
	KUNIT_EXPECT_EQ(test, may ? 0 : -EKEYREJECTED,
			cordon_test_load(data, size, SIZE_MAX));
	if (!may)
		cordon_test_expect_refused(test, "signature", size);
	header->signature_length = cpu_to_le32(2);
	memcpy(data + size, "\x30", 2);
	KUNIT_EXPECT_EQ(test, -EKEYREJECTED, verify(test, data, size + 2, &word));
	KUNIT_EXPECT_STREQ(test, "signature", word);
	kvfree(data);
}

/* Through the loader: errno, reason, and the policy in force stays. */
static void test_refused_load(struct kunit *test)
{
	const struct cordon_test_boot *boot = test->priv;
	u8 *data = cordon_test_boot_copy(test);

	data[boot->size / 2] ^= 1;
	KUNIT_EXPECT_EQ(test, -EKEYREJECTED, cordon_test_load(data, boot->size, 4096));
	cordon_test_expect_refused(test, "signature", covered_size(boot));
	data[boot->size / 2] ^= 1;
	KUNIT_EXPECT_EQ(test, 0, cordon_test_load(data, boot->size, 4096));
	kvfree(data);
}

static struct kunit_case signature_cases[] = {
	KUNIT_CASE(test_good),
	KUNIT_CASE(test_content_flipped),
	KUNIT_CASE(test_signature_flipped),
	KUNIT_CASE(test_envelope_flipped),
	KUNIT_CASE(test_wrapping_flipped),
	KUNIT_CASE(test_unsigned),
	KUNIT_CASE(test_refused_load),
	{}
};

static struct kunit_suite signature_suite = {
	.name = "cordon_signature",
	.init = cordon_test_boot_init,
	.exit = cordon_test_boot_exit,
	.test_cases = signature_cases,
};

kunit_test_suite(signature_suite);
