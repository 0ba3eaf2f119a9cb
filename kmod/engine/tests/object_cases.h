/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - the outside of an object, every field wrong
 *
 * What is inside is nobody's before its signature is verified, so damage there
 * is not this code's to find, and only the outside counts.
 */
#ifndef _CORDON_ENGINE_TESTS_OBJECT_CASES_H
#define _CORDON_ENGINE_TESTS_OBJECT_CASES_H

#include "cases.h"
#include "engine/policy/object.h"

#define OBJECT_HEADER	sizeof(struct cordon_object_header)
#define OBJECT_CONTENT	300U
#define OBJECT_DER	200U		/* 3 more are its tag and its length */

/* What is said of an object, in memory of exactly its size. */
struct test_parsed {
	int err;
	struct cordon_object object;
	struct cordon_fault fault;
};

static void parse_object(struct test_parsed *parsed, const u8 *data, size_t size)
{
	u8 *exact = cordon_test_copy(data, size);

	memset(parsed, 0, sizeof(*parsed));
	parsed->fault.offset = ~0ULL;
	parsed->err = cordon_object_parse(exact, size, &parsed->object,
					  &parsed->fault);
	cordon_test_free(exact);
}

/* NULL: refused with the right error, word and place. */
static const char *refused(const struct test_parsed *parsed, int err,
			   const char *word, size_t size)
{
	return TEST_EQUAL(err, parsed->err) ?:
	       TEST_TEXT(word, parsed->fault.word) ?:
	       TEST_HOLDS(parsed->fault.offset <= size);
}

/* An object with so many bytes inside and a signature of DER that fills it. */
static u8 *make_object(u32 content, u32 der, size_t *size)
{
	u32 octets = der < 0x80 ? 0 : der < 0x100 ? 1 : der < 0x10000 ? 2 : 3;
	u32 signature = der ? 2 + octets + der : 0, i;
	struct cordon_object_header header = {
		.magic = CORDON_OBJECT_MAGIC,
		.format = cpu_to_le32(CORDON_OBJECT_FORMAT),
		.kind = cpu_to_le32(CORDON_OBJECT_POLICY),
		.content_length = cpu_to_le32(content),
		.signature_length = cpu_to_le32(signature),
	};
	u8 *object, *at;

	*size = OBJECT_HEADER + content + signature;
	object = cordon_test_alloc(*size);
	memcpy(object, &header, OBJECT_HEADER);
	memset(object + OBJECT_HEADER, 0x5a, content);
	if (!signature)
		return object;
	at = object + OBJECT_HEADER + content;
	*at++ = 0x30;
	*at++ = (u8)(octets ? 0x80 | octets : der);
	for (i = octets; i; i--)
		*at++ = (u8)(der >> 8 * (i - 1));
	memset(at, 0xa5, der);
	return object;
}

static const struct test_part {
	const char *title;		/* bytes of DER */
	u32 der;
} parts[] = {
	{ "0", 0 }, { "1", 1 }, { "0x7f", 0x7f }, { "0x80", 0x80 },
	{ "200", 200 }, { "0xff", 0xff }, { "0x100", 0x100 }, { "5000", 5000 },
};

static const char *check_part(const void *any)
{
	const struct test_part *row = any;
	size_t size, content = OBJECT_HEADER + OBJECT_CONTENT;
	u8 *data = make_object(OBJECT_CONTENT, row->der, &size);
	struct cordon_object object;
	struct cordon_fault fault;
	const char *wrong;

	wrong = TEST_EQUAL(0, cordon_object_parse(data, size, &object, &fault)) ?:
		TEST_EQUAL(CORDON_OBJECT_POLICY, object.kind) ?:
		TEST_HOLDS(object.covered == data) ?:
		TEST_EQUAL(content, object.covered_size) ?:
		TEST_HOLDS(object.content == data + OBJECT_HEADER) ?:
		TEST_EQUAL(OBJECT_CONTENT, object.content_size) ?:
		TEST_HOLDS(object.signature == data + content) ?:
		TEST_EQUAL(size - content, object.signature_size);
	cordon_test_free(data);
	return wrong;
}

/* Nothing of an object is one, and told to end where it does. */
static const char *check_cut(const void *none)
{
	const char *wrong = NULL;
	struct test_parsed parsed;
	size_t size, cut;
	u8 *data = make_object(OBJECT_CONTENT, OBJECT_DER, &size);

	for (cut = 0; cut < size && !wrong; cut++) {
		parse_object(&parsed, data, cut);
		wrong = refused(&parsed, -EBADMSG, "malformed-object", cut) ?:
			TEST_EQUAL(cut, parsed.fault.offset);
	}
	cordon_test_free(data);
	return wrong;
}

static const char *check_longer(const void *none)
{
	const char *wrong = NULL;
	struct test_parsed parsed;
	size_t size, more;
	u8 *data = make_object(OBJECT_CONTENT, OBJECT_DER, &size);
	u8 *longer = cordon_test_alloc(size + 20);

	memcpy(longer, data, size);
	for (more = 1; more < 20 && !wrong; more++) {
		parse_object(&parsed, longer, size + more);
		wrong = refused(&parsed, -EBADMSG, "malformed-object", size + more);
	}
	parse_object(&parsed, longer, size);
	cordon_test_free(longer);
	cordon_test_free(data);
	return wrong ?: TEST_EQUAL(0, parsed.err);
}

/* Every bit of the outside counts: header, and the signature's tag and length. */
static const char *check_flipped(const void *none)
{
	const char *wrong = NULL;
	struct test_parsed parsed;
	size_t size, bit;
	u8 *data = make_object(OBJECT_CONTENT, OBJECT_DER, &size);

	for (bit = 0; bit < 8 * size && !wrong; bit++) {
		size_t byte = bit / 8, content = OBJECT_HEADER + OBJECT_CONTENT;
		bool outside = byte < OBJECT_HEADER ||
			       (byte >= content && byte < content + 3);

		data[byte] ^= 1 << bit % 8;
		parse_object(&parsed, data, size);
		data[byte] ^= 1 << bit % 8;
		if (outside != !!parsed.err)
			wrong = cordon_test_fault("bit %zu says %d", bit,
						  parsed.err);
	}
	cordon_test_free(data);
	return wrong;
}

#define FIELD(field)	offsetof(struct cordon_object_header, field)

static const struct test_field {
	const char *title;
	size_t offset;
	u32 value;
	int err;
	const char *word;
} fields[] = {
	{ "magic", FIELD(magic), 0, -EBADMSG, "malformed-object" },
	{ "end of magic", FIELD(magic) + 4, 0, -EBADMSG, "malformed-object" },
	{ "format 0", FIELD(format), 0, -EBADMSG, "malformed-object" },
	{ "format 2", FIELD(format), 2, -EBADMSG, "malformed-object" },
	{ "format in the other order", FIELD(format), 0x01000000, -EBADMSG,
	  "malformed-object" },
	{ "kind 0", FIELD(kind), 0, -EOPNOTSUPP, "kind" },
	{ "kind 2", FIELD(kind), 2, -EOPNOTSUPP, "kind" },
	{ "kind, the last", FIELD(kind), 0xffffffff, -EOPNOTSUPP, "kind" },
	{ "no content", FIELD(content_length), 0, -EBADMSG, "malformed-object" },
	{ "content less", FIELD(content_length), OBJECT_CONTENT - 1, -EBADMSG,
	  "malformed-object" },
	{ "content more", FIELD(content_length), OBJECT_CONTENT + 1, -EBADMSG,
	  "malformed-object" },
	{ "content too big", FIELD(content_length), CORDON_OBJECT_MAX, -EFBIG,
	  "too-big" },
	{ "content below 2 GiB", FIELD(content_length), 0x7fffffff, -EFBIG,
	  "too-big" },
	{ "content of 2 GiB", FIELD(content_length), 0x80000000, -EFBIG,
	  "too-big" },
	{ "content of 4 GiB", FIELD(content_length), 0xffffffff, -EFBIG,
	  "too-big" },
	/* In 32 bits the sum would be what is there. */
	{ "content wraps", FIELD(content_length), (u32)-OBJECT_HEADER, -EFBIG,
	  "too-big" },
	{ "no signature", FIELD(signature_length), 0, -EBADMSG,
	  "malformed-object" },
	{ "signature less", FIELD(signature_length), OBJECT_DER + 2, -EBADMSG,
	  "malformed-object" },
	{ "signature more", FIELD(signature_length), OBJECT_DER + 4, -EBADMSG,
	  "malformed-object" },
	{ "signature too long", FIELD(signature_length),
	  CORDON_SIGNATURE_MAX + 1, -EBADMSG, "malformed-object" },
	{ "signature of 2 GiB", FIELD(signature_length), 0x80000000, -EFBIG,
	  "too-big" },
	{ "signature of 4 GiB", FIELD(signature_length), 0xffffffff, -EFBIG,
	  "too-big" },
	{ "reserved", FIELD(reserved), 1, -EBADMSG, "malformed-object" },
	{ "end of reserved", FIELD(reserved) + 4, 0x80000000, -EBADMSG,
	  "malformed-object" },
};

static const char *check_field(const void *any)
{
	const struct test_field *row = any;
	__le32 value = cpu_to_le32(row->value);
	struct test_parsed parsed;
	size_t size;
	u8 *data = make_object(OBJECT_CONTENT, OBJECT_DER, &size);

	memcpy(data + row->offset, &value, sizeof(value));
	parse_object(&parsed, data, size);
	cordon_test_free(data);
	return refused(&parsed, row->err, row->word, size);
}

/* The largest that may be announced, and one byte more. */
static const char *check_measure(const void *none)
{
	const u32 largest = CORDON_OBJECT_MAX - CORDON_SIGNATURE_MAX -
			    (u32)OBJECT_HEADER;
	struct cordon_object_header header = {
		.magic = CORDON_OBJECT_MAGIC,
		.format = cpu_to_le32(CORDON_OBJECT_FORMAT),
		.kind = cpu_to_le32(CORDON_OBJECT_POLICY),
		.content_length = cpu_to_le32(largest),
		.signature_length = cpu_to_le32(CORDON_SIGNATURE_MAX),
	};
	struct cordon_fault fault = { };
	const char *wrong;
	size_t size = 0;

	wrong = TEST_EQUAL(0, cordon_object_measure(&header, &size, &fault)) ?:
		TEST_EQUAL(CORDON_OBJECT_MAX, size);
	header.content_length = cpu_to_le32(largest + 1);
	return wrong ?:
	       TEST_EQUAL(-EFBIG, cordon_object_measure(&header, &size, &fault)) ?:
	       TEST_TEXT("too-big", fault.word);
}

/* A signature whose DER is longer or shorter than its part, or is none. */
static const struct test_der {
	const char *title;
	const char *bytes;
	u32 length;
	bool good;
} ders[] = {
	{ "short", "\x30\x02\x01\x02", 4, true },
	{ "empty", "\x30\x00", 2, true },
	{ "long", "\x30\x81\x02\x01\x02", 5, true },
	{ "tag alone", "\x30", 1, false },
	{ "nothing follows", "\x30\x01", 2, false },
	{ "cut", "\x30\x03\x01\x02", 4, false },
	{ "something behind it", "\x30\x01\x01\x02", 4, false },
	{ "a SET", "\x31\x02\x01\x02", 4, false },
	{ "not constructed", "\x10\x02\x01\x02", 4, false },
	{ "indefinite, cut", "\x30\x80", 2, false },
	{ "indefinite, empty", "\x30\x80\x00\x00", 4, false },
	{ "indefinite", "\x30\x80\x01\x02\x00\x00", 6, false },
	{ "no length", "\x30\x81", 2, false },
	{ "length cut", "\x30\x82\x00", 3, false },
	{ "long, cut", "\x30\x81\x03\x01\x02", 5, false },
	{ "length in four", "\x30\x84\x00\x00\x00\x02\x01\x02", 8, false },
	{ "reserved", "\x30\xff\x01\x02", 4, false },
	{ "huge", "\x30\x83\xff\xff\xff", 5, false },
	{ "zeroes", "\0\0\0\0", 4, false },
};

static const char *check_der(const void *any)
{
	const struct test_der *row = any;
	struct cordon_object_header *header;
	struct test_parsed parsed;
	size_t before;
	u8 *object = make_object(8, 0, &before);
	u8 *data = cordon_test_alloc(before + row->length);

	memcpy(data, object, before);
	memcpy(data + before, row->bytes, row->length);
	header = (void *)data;
	header->signature_length = cpu_to_le32(row->length);
	parse_object(&parsed, data, before + row->length);
	cordon_test_free(data);
	cordon_test_free(object);
	return TEST_EQUAL(row->good ? 0 : -EBADMSG, parsed.err);
}

/* 0x80 is no length, even where so many bytes follow. */
static const char *check_indefinite(const void *none)
{
	struct cordon_object_header *header;
	struct test_parsed good, bad;
	size_t size;
	u8 *data = make_object(8, 0x80, &size);

	parse_object(&good, data, size);
	data[OBJECT_HEADER + 8 + 1] = 0x80;
	header = (void *)data;
	header->signature_length = cpu_to_le32(0x82);
	parse_object(&bad, data, size - 1);
	cordon_test_free(data);
	return TEST_EQUAL(0, good.err) ?: TEST_EQUAL(-EBADMSG, bad.err);
}

static const struct cordon_test_case object_cases[] = {
	TEST_TABLE(parts, check_part),
	TEST_ONCE(check_cut),
	TEST_ONCE(check_longer),
	TEST_ONCE(check_flipped),
	TEST_TABLE(fields, check_field),
	TEST_ONCE(check_measure),
	TEST_TABLE(ders, check_der),
	TEST_ONCE(check_indefinite),
};

#endif /* _CORDON_ENGINE_TESTS_OBJECT_CASES_H */
