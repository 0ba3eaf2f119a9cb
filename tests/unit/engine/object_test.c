// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Objects: every field of the outside wrong, cut everywhere, flipped everywhere
 *
 * What is inside is nobody's before its signature is verified, so damage there
 * is not this code's to find, and only the outside counts.
 */
#include "engine/policy/object.h"
#include "policy.h"
#include "kselftest_harness.h"

#define CONTENT		300
#define HEADER		sizeof(struct cordon_object_header)

/* An object with so many bytes inside and a signature of DER that fills it. */
static u8 *make_object(size_t content, size_t der, size_t *size)
{
	struct cordon_object_header header = {
		.format = htole32(CORDON_OBJECT_FORMAT),
		.kind = htole32(CORDON_OBJECT_POLICY),
		.content_length = htole32((u32)content),
	};
	size_t octets = der < 0x80 ? 0 : der < 0x100 ? 1 : der < 0x10000 ? 2 : 3;
	size_t signature = der ? 2 + octets + der : 0;
	u8 *object;
	u8 *at;
	size_t i;

	*size = HEADER + content + signature;
	object = malloc(*size);
	if (!object)
		abort();
	memcpy(header.magic, CORDON_OBJECT_MAGIC, 8);
	header.signature_length = htole32((u32)signature);
	memcpy(object, &header, HEADER);
	memset(object + HEADER, 0x5a, content);
	at = object + HEADER + content;
	if (signature) {
		*at++ = 0x30;
		*at++ = (u8)(octets ? 0x80 | octets : der);
		for (i = octets; i; i--)
			*at++ = (u8)(der >> 8 * (i - 1));
		memset(at, 0xa5, der);
	}
	return object;
}

static int parse(const u8 *data, size_t size, struct cordon_object *object,
		 struct cordon_fault *fault)
{
	int err;

	fault->word = NULL;
	fault->offset = ~0ULL;
	err = cordon_object_parse(data, size, object, fault);
	if (err && (!fault->word || fault->offset > size))
		abort();
	return err;
}

TEST(parts)
{
	static const size_t ders[] = { 0, 1, 0x7f, 0x80, 0xff, 0x100, 5000 };
	struct cordon_object object;
	struct cordon_fault fault;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(ders); i++) {
		size_t size;
		u8 *data = make_object(CONTENT, ders[i], &size);

		ASSERT_EQ(0, parse(data, size, &object, &fault))
			TH_LOG("%zu bytes of DER", ders[i]);
		EXPECT_EQ(CORDON_OBJECT_POLICY, object.kind);
		EXPECT_EQ(data, object.covered);
		EXPECT_EQ(HEADER + CONTENT, object.covered_size);
		EXPECT_EQ(data + HEADER, object.content);
		EXPECT_EQ(CONTENT, object.content_size);
		EXPECT_EQ(data + HEADER + CONTENT, object.signature);
		EXPECT_EQ(size - HEADER - CONTENT, object.signature_size);
		free(data);
	}
}

TEST(cut_and_longer)
{
	struct cordon_object object;
	struct cordon_fault fault;
	size_t size, cut;
	u8 *data = make_object(CONTENT, 200, &size);

	for (cut = 0; cut < size; cut++) {
		u8 *exact = malloc(cut ? cut : 1);

		ASSERT_NE(NULL, exact);
		memcpy(exact, data, cut);
		EXPECT_EQ(-EBADMSG, parse(exact, cut, &object, &fault))
			TH_LOG("%zu bytes", cut);
		EXPECT_STREQ("malformed-object", fault.word);
		free(exact);
	}
	for (cut = 1; cut < 20; cut++) {
		u8 *longer = calloc(1, size + cut);

		ASSERT_NE(NULL, longer);
		memcpy(longer, data, size);
		EXPECT_EQ(-EBADMSG, parse(longer, size + cut, &object, &fault));
		EXPECT_EQ(0, parse(longer, size, &object, &fault));
		free(longer);
	}
	free(data);
}

/* The outside: header and the signature's tag and length. */
TEST(flipped)
{
	struct cordon_object object;
	struct cordon_fault fault;
	size_t size, bit;
	u8 *data = make_object(CONTENT, 200, &size);

	for (bit = 0; bit < 8 * size; bit++) {
		size_t byte = bit / 8;
		bool outside = byte < HEADER ||
			       (byte >= HEADER + CONTENT &&
				byte < HEADER + CONTENT + 3);

		data[byte] ^= 1 << bit % 8;
		EXPECT_EQ(outside, !!parse(data, size, &object, &fault))
			TH_LOG("bit %zu of byte %zu", bit % 8, byte);
		data[byte] ^= 1 << bit % 8;
	}
	free(data);
}

#define FIELD(field)	offsetof(struct cordon_object_header, field)

TEST(fields)
{
	static const struct {
		size_t offset;
		u32 value;
		int err;
		const char *word;
	} rows[] = {
		{ FIELD(magic), 0, -EBADMSG, "malformed-object" },
		{ FIELD(magic) + 4, 0, -EBADMSG, "malformed-object" },
		{ FIELD(format), 0, -EBADMSG, "malformed-object" },
		{ FIELD(format), 2, -EBADMSG, "malformed-object" },
		{ FIELD(format), 0x01000000, -EBADMSG, "malformed-object" },
		{ FIELD(kind), 0, -EOPNOTSUPP, "kind" },
		{ FIELD(kind), 2, -EOPNOTSUPP, "kind" },
		{ FIELD(kind), 0xffffffff, -EOPNOTSUPP, "kind" },
		{ FIELD(content_length), 0, -EBADMSG, "malformed-object" },
		{ FIELD(content_length), CONTENT - 1, -EBADMSG,
		  "malformed-object" },
		{ FIELD(content_length), CONTENT + 1, -EBADMSG,
		  "malformed-object" },
		{ FIELD(content_length), CORDON_OBJECT_MAX, -EFBIG, "too-big" },
		{ FIELD(content_length), 0x7fffffff, -EFBIG, "too-big" },
		{ FIELD(content_length), 0x80000000, -EFBIG, "too-big" },
		{ FIELD(content_length), 0xffffffff, -EFBIG, "too-big" },
		/* These would wrap a sum of 32 bits to what is there. */
		{ FIELD(content_length), (u32)-HEADER, -EFBIG, "too-big" },
		{ FIELD(signature_length), 0, -EBADMSG, "malformed-object" },
		{ FIELD(signature_length), 202, -EBADMSG, "malformed-object" },
		{ FIELD(signature_length), 204, -EBADMSG, "malformed-object" },
		{ FIELD(signature_length), CORDON_SIGNATURE_MAX + 1, -EBADMSG,
		  "malformed-object" },
		{ FIELD(signature_length), 0x80000000, -EFBIG, "too-big" },
		{ FIELD(signature_length), 0xffffffff, -EFBIG, "too-big" },
		{ FIELD(reserved), 1, -EBADMSG, "malformed-object" },
		{ FIELD(reserved) + 4, 0x80000000, -EBADMSG,
		  "malformed-object" },
	};
	struct cordon_object object;
	struct cordon_fault fault;
	size_t size, i;
	u8 *data = make_object(CONTENT, 200, &size);

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		u32 value = htole32(rows[i].value);
		u8 saved[4];

		memcpy(saved, data + rows[i].offset, 4);
		memcpy(data + rows[i].offset, &value, 4);
		EXPECT_EQ(rows[i].err, parse(data, size, &object, &fault))
			TH_LOG("row %zu", i);
		EXPECT_STREQ(rows[i].word, fault.word);
		memcpy(data + rows[i].offset, saved, 4);
	}
	EXPECT_EQ(0, parse(data, size, &object, &fault));
	free(data);
}

/* The largest that may be announced, and one byte more. */
TEST(measure)
{
	struct cordon_object_header header = {
		.format = htole32(CORDON_OBJECT_FORMAT),
		.kind = htole32(CORDON_OBJECT_POLICY),
		.signature_length = htole32(CORDON_SIGNATURE_MAX),
	};
	u32 largest = CORDON_OBJECT_MAX - CORDON_SIGNATURE_MAX - (u32)HEADER;
	struct cordon_fault fault;
	size_t size = 0;

	memcpy(header.magic, CORDON_OBJECT_MAGIC, 8);
	header.content_length = htole32(largest);
	EXPECT_EQ(0, cordon_object_measure(&header, &size, &fault));
	EXPECT_EQ(CORDON_OBJECT_MAX, size);
	header.content_length = htole32(largest + 1);
	EXPECT_EQ(-EFBIG, cordon_object_measure(&header, &size, &fault));
	EXPECT_STREQ("too-big", fault.word);
}

/* A signature whose DER is longer or shorter than its part, or is none. */
TEST(signatures)
{
	static const struct {
		const char *bytes;
		size_t length;
		bool good;
	} rows[] = {
		{ "\x30\x02\x01\x02", 4, true },
		{ "\x30\x00", 2, true },
		{ "\x30", 1, false },
		{ "\x30\x01", 2, false },
		{ "\x30\x03\x01\x02", 4, false },
		{ "\x30\x01\x01\x02", 4, false },	/* something behind it */
		{ "\x31\x02\x01\x02", 4, false },	/* a SET */
		{ "\x10\x02\x01\x02", 4, false },
		{ "\x30\x80", 2, false },		/* indefinite */
		{ "\x30\x80\x00\x00", 4, false },
		{ "\x30\x80\x01\x02\x00\x00", 6, false },
		{ "\x30\x81", 2, false },
		{ "\x30\x82\x00", 3, false },
		{ "\x30\x81\x03\x01\x02", 5, false },
		{ "\x30\x84\x00\x00\x00\x02\x01\x02", 8, false },
		{ "\x30\xff\x01\x02", 4, false },
		{ "\x30\x83\xff\xff\xff", 5, false },
		{ "\0\0\0\0", 4, false },
	};
	struct cordon_object object;
	struct cordon_fault fault;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct cordon_object_header *header;
		size_t size = HEADER + 8 + rows[i].length;
		size_t ignored;
		u8 *whole = make_object(8, 0, &ignored);
		u8 *data = malloc(size);

		ASSERT_NE(NULL, data);
		memcpy(data, whole, HEADER + 8);
		memcpy(data + HEADER + 8, rows[i].bytes, rows[i].length);
		header = (void *)data;
		header->signature_length = htole32((u32)rows[i].length);
		EXPECT_EQ(rows[i].good ? 0 : -EBADMSG,
			  parse(data, size, &object, &fault))
			TH_LOG("row %zu", i);
		free(data);
		free(whole);
	}
}

/* 0x80 is no length, even where so many bytes follow. */
TEST(indefinite_length)
{
	struct cordon_object object;
	struct cordon_fault fault;
	size_t size;
	u8 *data = make_object(8, 0x80, &size);
	struct cordon_object_header *header = (void *)data;

	ASSERT_EQ(0, parse(data, size, &object, &fault));
	data[HEADER + 8 + 1] = 0x80;
	header->signature_length = htole32(0x82);
	EXPECT_EQ(-EBADMSG, parse(data, size - 1, &object, &fault));
	free(data);
}

TEST_HARNESS_MAIN
