// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: the outside of an object, every field wrong, cut everywhere
 */
#include <linux/slab.h>

#include "engine/policy/object.h"
#include "fixture.h"

#define HEADER		sizeof(struct cordon_object_header)
#define CONTENT		40U
#define SIGNATURE	203U		/* 3 bytes of tag and length, 200 inside */
#define WHOLE		(HEADER + CONTENT + SIGNATURE)
#define FIELD(field)	offsetof(struct cordon_object_header, field)

/* With a signature whose DER fills its part; of exactly its size. */
static u8 *make_object(struct kunit *test)
{
	struct cordon_object_header header = {
		.magic = CORDON_OBJECT_MAGIC,
		.format = cpu_to_le32(CORDON_OBJECT_FORMAT),
		.kind = cpu_to_le32(CORDON_OBJECT_POLICY),
		.content_length = cpu_to_le32(CONTENT),
		.signature_length = cpu_to_le32(SIGNATURE),
	};
	u8 *object = kunit_kzalloc(test, WHOLE, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, object);
	memcpy(object, &header, HEADER);
	memcpy(object + HEADER + CONTENT, "\x30\x81\xc8", 3);
	return object;
}

static void test_parts(struct kunit *test)
{
	u8 *data = make_object(test);
	struct cordon_object object;
	struct cordon_fault fault;

	KUNIT_ASSERT_EQ(test, 0, cordon_object_parse(data, WHOLE, &object, &fault));
	KUNIT_EXPECT_EQ(test, (u32)CORDON_OBJECT_POLICY, object.kind);
	KUNIT_EXPECT_PTR_EQ(test, (const u8 *)data, object.covered);
	KUNIT_EXPECT_EQ(test, HEADER + CONTENT, object.covered_size);
	KUNIT_EXPECT_PTR_EQ(test, (const u8 *)data + HEADER, object.content);
	KUNIT_EXPECT_EQ(test, (size_t)CONTENT, object.content_size);
	KUNIT_EXPECT_PTR_EQ(test, (const u8 *)data + HEADER + CONTENT,
			    object.signature);
	KUNIT_EXPECT_EQ(test, (size_t)SIGNATURE, object.signature_size);
}

static void test_cut(struct kunit *test)
{
	u8 *data = make_object(test);
	struct cordon_object object;
	struct cordon_fault fault;
	size_t cut;

	for (cut = 0; cut < WHOLE; cut++) {
		u8 *exact = kmemdup(data, max_t(size_t, cut, 1), GFP_KERNEL);

		KUNIT_ASSERT_NOT_NULL(test, exact);
		fault = (struct cordon_fault){ };
		KUNIT_EXPECT_EQ(test, -EBADMSG,
				cordon_object_parse(exact, cut, &object, &fault));
		KUNIT_EXPECT_STREQ(test, "malformed-object", fault.word);
		KUNIT_EXPECT_EQ(test, (u64)cut, fault.offset);
		kfree(exact);
	}
}

static void test_longer(struct kunit *test)
{
	u8 *data = kunit_kzalloc(test, WHOLE + 8, GFP_KERNEL);
	struct cordon_object object;
	struct cordon_fault fault;
	size_t more;

	KUNIT_ASSERT_NOT_NULL(test, data);
	memcpy(data, make_object(test), WHOLE);
	for (more = 1; more <= 8; more++)
		KUNIT_EXPECT_EQ(test, -EBADMSG,
				cordon_object_parse(data, WHOLE + more, &object,
						    &fault));
	KUNIT_EXPECT_EQ(test, 0, cordon_object_parse(data, WHOLE, &object, &fault));
}

/* Every bit of the outside counts; what is inside is the signature's business. */
static void test_flipped(struct kunit *test)
{
	u8 *data = make_object(test);
	struct cordon_object object;
	struct cordon_fault fault;
	size_t bit;

	for (bit = 0; bit < 8 * WHOLE; bit++) {
		size_t byte = bit / 8;
		bool outside = byte < HEADER || (byte >= HEADER + CONTENT &&
						 byte < HEADER + CONTENT + 3);

		data[byte] ^= 1 << bit % 8;
		KUNIT_EXPECT_EQ_MSG(test, outside,
				    !!cordon_object_parse(data, WHOLE, &object,
							  &fault),
				    "bit %zu", bit);
		data[byte] ^= 1 << bit % 8;
	}
}

struct field {
	const char *desc;
	size_t offset;
	u32 value;
	int err;
	const char *word;
};

static const struct field fields[] = {
	{ "magic", FIELD(magic), 0, -EBADMSG, "malformed-object" },
	{ "format_0", FIELD(format), 0, -EBADMSG, "malformed-object" },
	{ "format_2", FIELD(format), 2, -EBADMSG, "malformed-object" },
	{ "kind_0", FIELD(kind), 0, -EOPNOTSUPP, "kind" },
	{ "kind_2", FIELD(kind), 2, -EOPNOTSUPP, "kind" },
	{ "kind_last", FIELD(kind), ~0U, -EOPNOTSUPP, "kind" },
	{ "no_content", FIELD(content_length), 0, -EBADMSG, "malformed-object" },
	{ "content_less", FIELD(content_length), CONTENT - 1, -EBADMSG,
	  "malformed-object" },
	{ "content_more", FIELD(content_length), CONTENT + 1, -EBADMSG,
	  "malformed-object" },
	{ "content_too_big", FIELD(content_length), CORDON_OBJECT_MAX, -EFBIG,
	  "too-big" },
	{ "content_4_GiB", FIELD(content_length), ~0U, -EFBIG, "too-big" },
	/* In 32 bits the sum would be what is there. */
	{ "content_wraps", FIELD(content_length), (u32)-HEADER, -EFBIG, "too-big" },
	{ "signature_less", FIELD(signature_length), SIGNATURE - 1, -EBADMSG,
	  "malformed-object" },
	{ "signature_too_long", FIELD(signature_length),
	  CORDON_SIGNATURE_MAX + 1, -EBADMSG, "malformed-object" },
	{ "signature_4_GiB", FIELD(signature_length), ~0U, -EFBIG, "too-big" },
	{ "reserved", FIELD(reserved), 1, -EBADMSG, "malformed-object" },
	{ "reserved_end", FIELD(reserved) + 4, 0x80000000, -EBADMSG,
	  "malformed-object" },
};

static void describe_field(const struct field *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(field, fields, describe_field);

static void test_field(struct kunit *test)
{
	const struct field *row = test->param_value;
	__le32 value = cpu_to_le32(row->value);
	struct cordon_fault fault = { };
	u8 *data = make_object(test);
	struct cordon_object object;

	memcpy(data + row->offset, &value, sizeof(value));
	KUNIT_EXPECT_EQ(test, row->err,
			cordon_object_parse(data, WHOLE, &object, &fault));
	KUNIT_EXPECT_STREQ(test, row->word, fault.word);
}

/* The largest that a header may announce, and one byte more. */
static void test_measure(struct kunit *test)
{
	struct cordon_object_header *header = (void *)make_object(test);
	u32 largest = CORDON_OBJECT_MAX - CORDON_SIGNATURE_MAX - HEADER;
	struct cordon_fault fault;
	size_t size = 0;

	header->signature_length = cpu_to_le32(CORDON_SIGNATURE_MAX);
	header->content_length = cpu_to_le32(largest);
	KUNIT_EXPECT_EQ(test, 0, cordon_object_measure(header, &size, &fault));
	KUNIT_EXPECT_EQ(test, (size_t)CORDON_OBJECT_MAX, size);
	header->content_length = cpu_to_le32(largest + 1);
	KUNIT_EXPECT_EQ(test, -EFBIG, cordon_object_measure(header, &size, &fault));
}

struct der {
	const char *desc;
	const char *bytes;
	size_t length;
	bool good;
};

static const struct der ders[] = {
	{ "short", "\x30\x02\x01\x02", 4, true },
	{ "empty", "\x30\x00", 2, true },
	{ "long", "\x30\x81\x02\x01\x02", 5, true },
	{ "tag_alone", "\x30", 1, false },
	{ "cut", "\x30\x03\x01\x02", 4, false },
	{ "something_behind", "\x30\x01\x01\x02", 4, false },
	{ "a_set", "\x31\x02\x01\x02", 4, false },
	{ "indefinite", "\x30\x80\x00\x00", 4, false },
	{ "length_cut", "\x30\x82\x00", 3, false },
	{ "long_cut", "\x30\x81\x03\x01\x02", 5, false },
	{ "four_octets", "\x30\x84\x00\x00\x00\x02\x01\x02", 8, false },
	{ "reserved", "\x30\xff\x01\x02", 4, false },
	{ "huge", "\x30\x83\xff\xff\xff", 5, false },
};

static void describe_der(const struct der *row, char *desc)
{
	cordon_test_describe(desc, row->desc);
}

KUNIT_ARRAY_PARAM(der, ders, describe_der);

static void test_der(struct kunit *test)
{
	const struct der *row = test->param_value;
	size_t size = HEADER + CONTENT + row->length;
	u8 *data = kunit_kzalloc(test, size, GFP_KERNEL);
	struct cordon_object_header *header = (void *)data;
	struct cordon_object object;
	struct cordon_fault fault;

	KUNIT_ASSERT_NOT_NULL(test, data);
	memcpy(data, make_object(test), HEADER + CONTENT);
	memcpy(data + HEADER + CONTENT, row->bytes, row->length);
	header->signature_length = cpu_to_le32(row->length);
	KUNIT_EXPECT_EQ(test, row->good ? 0 : -EBADMSG,
			cordon_object_parse(data, size, &object, &fault));
}

static struct kunit_case object_cases[] = {
	KUNIT_CASE(test_parts),
	KUNIT_CASE(test_cut),
	KUNIT_CASE(test_longer),
	KUNIT_CASE(test_flipped),
	KUNIT_CASE_PARAM(test_field, field_gen_params),
	KUNIT_CASE(test_measure),
	KUNIT_CASE_PARAM(test_der, der_gen_params),
	{}
};

static struct kunit_suite object_suite = {
	.name = "cordon_object",
	.test_cases = object_cases,
};

kunit_test_suite(object_suite);
