/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - QUIC Initials of clients
 */
#ifndef _CORDON_ENGINE_TESTS_QUIC_CASES_H
#define _CORDON_ENGINE_TESTS_QUIC_CASES_H

#include "quic_packets.h"
#include "reader.h"
#include "engine/names/quic.h"

/* RFC 9001 A.1, RFC 9369 A.1, and A.1 of draft-ietf-quic-tls-29. */
static const struct test_keys {
	const char *title;
	u32 version;
	struct cordon_quic_keys keys;
} keyses[] = {
	{ "version 1", 1, {
		{ 0x1f, 0x36, 0x96, 0x13, 0xdd, 0x76, 0xd5, 0x46,
		  0x77, 0x30, 0xef, 0xcb, 0xe3, 0xb1, 0xa2, 0x2d },
		{ 0xfa, 0x04, 0x4b, 0x2f, 0x42, 0xa3, 0xfd, 0x3b,
		  0x46, 0xfb, 0x25, 0x5c },
		{ 0x9f, 0x50, 0x44, 0x9e, 0x04, 0xa0, 0xe8, 0x10,
		  0x28, 0x3a, 0x1e, 0x99, 0x33, 0xad, 0xed, 0xd2 },
	} },
	{ "version 2", 0x6b3343cf, {
		{ 0x8b, 0x1a, 0x0b, 0xc1, 0x21, 0x28, 0x42, 0x90,
		  0xa2, 0x9e, 0x09, 0x71, 0xb5, 0xcd, 0x04, 0x5d },
		{ 0x91, 0xf7, 0x3e, 0x23, 0x51, 0xd8, 0xfa, 0x91,
		  0x66, 0x0e, 0x90, 0x9f },
		{ 0x45, 0xb9, 0x5e, 0x15, 0x23, 0x5d, 0x6f, 0x45,
		  0xa6, 0xb1, 0x9c, 0xbc, 0xb0, 0x29, 0x4b, 0xa9 },
	} },
	{ "draft 29", 0xff00001d, {
		{ 0x17, 0x52, 0x57, 0xa3, 0x1e, 0xb0, 0x9d, 0xea,
		  0x93, 0x66, 0xd8, 0xbb, 0x79, 0xad, 0x80, 0xba },
		{ 0x6b, 0x26, 0x11, 0x4b, 0x9c, 0xba, 0x2b, 0x63,
		  0xa9, 0xe8, 0xdd, 0x4f },
		{ 0x9d, 0xdd, 0x12, 0xc9, 0x94, 0xc0, 0x69, 0x8b,
		  0x89, 0x37, 0x4a, 0x9c, 0x07, 0x7a, 0x30, 0x77 },
	} },
};

static const char *check_keys(const void *any)
{
	static const struct cordon_quic_id id = {
		8, { 0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08 }
	};
	const struct test_keys *row = any;
	struct cordon_quic_keys keys;

	cordon_quic_derive(&keys, cordon_quic_version(row->version), &id);
	return TEST_HOLDS(!memcmp(&row->keys, &keys, sizeof(keys)));
}

/* Which version is read at all; by the salt it has. */
static const struct test_known {
	const char *title;
	u32 version;
	u32 like;			/* the version whose salt it has; 0: none */
	bool same;			/* or it is the one that it has not */
} knowns[] = {
	{ "negotiation", 0, 0, true },
	{ "2", 2, 0, true },
	{ "draft 21", 0xff000015, 0, true },
	{ "draft 35", 0xff000023, 0, true },
	{ "a version to be refused", 0x1a2a3a4a, 0, true },
	{ "mvfst 0", 0xfaceb000, 0, true },
	{ "mvfst 256", 0xfaceb100, 0, true },
	{ "draft 34", 0xff000022, 1, true },
	{ "mvfst 4", 0xfaceb004, 1, true },
	{ "draft 32", 0xff000020, 1, false },
	{ "mvfst 2", 0xfaceb002, 0xff00001c, true },
	{ "draft 29", 0xff00001d, 0xff00001c, false },
};

static const char *check_known(const void *any)
{
	const struct test_known *row = any;
	const struct cordon_quic_version *known = cordon_quic_version(row->version);

	if (!row->like)
		return TEST_HOLDS(!known);
	return TEST_HOLDS(known) ?:
	       TEST_EQUAL(row->same, known == cordon_quic_version(row->like));
}

static struct {
	struct cordon_quic quic;
	u8 memory[CORDON_QUIC_MEMORY];
} quic_reader;

static void begin(void)
{
	cordon_quic_init(&quic_reader.quic, quic_reader.memory);
}

/* Memory of just the size that is needed: so a byte too many is noticed. */
static enum cordon_quic_read feed(const u8 *bytes, size_t length)
{
	size_t size = CORDON_QUIC_SCRATCH(length);
	u8 *datagram = cordon_test_copy(bytes, length);
	u8 *scratch = cordon_test_alloc(size);
	enum cordon_quic_read read;

	memset(scratch, 0xa5, size);
	read = cordon_quic_client(&quic_reader.quic, datagram, length, scratch, size);
	cordon_test_free(datagram);
	cordon_test_free(scratch);
	return read;
}

#define FEED(packet)	feed(packet, sizeof(packet))

static const char *is_named(void)
{
	return TEST_TEXT("www.example.com",
			 cordon_test_host(&quic_reader.quic.hello.host));
}

static const char *check_whole(const void *none)
{
	begin();
	return TEST_HOLDS(cordon_quic_is_initial(quic_whole, sizeof(quic_whole))) ?:
	       TEST_EQUAL(CORDON_QUIC_DONE, FEED(quic_whole)) ?:
	       is_named() ?:
	       TEST_EQUAL(CORDON_QUIC_AGAIN, FEED(quic_whole)) ?:
	       /* The same hello in a draft, but the id stays: it may be one. */
	       TEST_EQUAL(CORDON_QUIC_AGAIN, FEED(quic_draft)) ?:
	       /* No third version. */
	       TEST_EQUAL(CORDON_QUIC_ANOTHER, FEED(quic_v2_begin));
}

static const char *check_halves(const void *none)
{
	begin();
	return TEST_EQUAL(CORDON_QUIC_MORE, FEED(quic_v2_end)) ?:
	       TEST_EQUAL(CORDON_QUIC_DONE, FEED(quic_v2_begin)) ?:
	       is_named();
}

static const char *check_decoy(const void *none)
{
	u8 decoy[sizeof(quic_whole)];

	memcpy(decoy, quic_whole, sizeof(decoy));
	decoy[sizeof(decoy) - 1] ^= 1;
	begin();
	return TEST_EQUAL(CORDON_QUIC_SEALED, FEED(decoy)) ?:
	       TEST_EQUAL(CORDON_QUIC_DONE, FEED(quic_whole)) ?:
	       is_named();
}

/* A cleared fixed bit, which some servers allow (RFC 9287): the tag covers it. */
static const char *check_fixed_bit(const void *none)
{
	u8 cleared[sizeof(quic_whole)];

	memcpy(cleared, quic_whole, sizeof(cleared));
	cleared[0] ^= 0x40;
	begin();
	return TEST_EQUAL(CORDON_QUIC_SEALED, FEED(cleared)) ?:
	       TEST_EQUAL(CORDON_QUIC_DONE, FEED(quic_whole));
}

static const char *check_cut(const void *none)
{
	const char *fault = NULL;
	size_t length;

	begin();
	for (length = 0; length < sizeof(quic_whole) && !fault; length++)
		fault = TEST_EQUAL(length < 5 ? CORDON_QUIC_OTHER : CORDON_QUIC_MALFORMED,
				   feed(quic_whole, length));
	return fault ?: TEST_EQUAL(CORDON_QUIC_DONE, FEED(quic_whole));
}

/* RFC 9001 A.3 and A.4: what comes from the server is no client's Initial. */
static const char *check_server_packets(const void *none)
{
	static const u8 initial[] = {
		0xcf, 0x00, 0x00, 0x00, 0x01, 0x00, 0x08, 0xf0, 0x67, 0xa5, 0x50, 0x2a,
		0x42, 0x62, 0xb5, 0x00, 0x40, 0x75, 0xc0, 0xd9, 0x5a, 0x48, 0x2c, 0xd0,
		0x99, 0x1c, 0xd2, 0x5b, 0x0a, 0xac, 0x40, 0x6a, 0x58, 0x16, 0xb6, 0x39,
		0x41, 0x00, 0xf3, 0x7a, 0x1c, 0x69, 0x79, 0x75, 0x54, 0x78, 0x0b, 0xb3,
		0x8c, 0xc5, 0xa9, 0x9f, 0x5e, 0xde, 0x4c, 0xf7, 0x3c, 0x3e, 0xc2, 0x49,
		0x3a, 0x18, 0x39, 0xb3, 0xdb, 0xcb, 0xa3, 0xf6, 0xea, 0x46, 0xc5, 0xb7,
		0x68, 0x4d, 0xf3, 0x54, 0x8e, 0x7d, 0xde, 0xb9, 0xc3, 0xbf, 0x9c, 0x73,
		0xcc, 0x3f, 0x3b, 0xde, 0xd7, 0x4b, 0x56, 0x2b, 0xfb, 0x19, 0xfb, 0x84,
		0x02, 0x2f, 0x8e, 0xf4, 0xcd, 0xd9, 0x37, 0x95, 0xd7, 0x7d, 0x06, 0xed,
		0xbb, 0x7a, 0xaf, 0x2f, 0x58, 0x89, 0x18, 0x50, 0xab, 0xbd, 0xca, 0x3d,
		0x20, 0x39, 0x8c, 0x27, 0x64, 0x56, 0xcb, 0xc4, 0x21, 0x58, 0x40, 0x7d,
		0xd0, 0x74, 0xee,
	};
	static const u8 retry[] = {
		0xff, 0x00, 0x00, 0x00, 0x01, 0x00, 0x08, 0xf0, 0x67, 0xa5, 0x50, 0x2a,
		0x42, 0x62, 0xb5, 0x74, 0x6f, 0x6b, 0x65, 0x6e, 0x04, 0xa2, 0x65, 0xba,
		0x2e, 0xff, 0x4d, 0x82, 0x90, 0x58, 0xfb, 0x3f, 0x0f, 0x24, 0x96, 0xba,
	};

	begin();
	return TEST_EQUAL(CORDON_QUIC_SEALED, FEED(initial)) ?:
	       TEST_EQUAL(CORDON_QUIC_SILENT, FEED(retry)) ?:
	       TEST_HOLDS(!cordon_quic_is_initial(retry, sizeof(retry))) ?:
	       TEST_EQUAL(0, quic_reader.quic.hellos);
}

/* Headers of versions that are not read, and of what is no QUIC. */
static const struct test_foreign {
	const char *title;
	u8 first;
	u32 version;
	u8 to;				/* bytes of the ids */
	u8 from;
	size_t size;
	enum cordon_quic_read read;
} foreigns[] = {
	{ "a version to be refused",
	  0xc0, 0x1a2a3a4a, 8, 8, 1200, CORDON_QUIC_UNKNOWN },
	{ "ids of 255 and none",
	  0xc0, 0xfafafafa, 255, 0, 300, CORDON_QUIC_UNKNOWN },
	{ "draft 18",
	  0xc0, 0xff000012, 8, 8, 300, CORDON_QUIC_UNKNOWN },
	{ "gQUIC 46",
	  0xc0, 0x51303436, 0x50, 8, 1200, CORDON_QUIC_UNKNOWN },
	{ "gQUIC T051",
	  0xc0, 0x54303531, 8, 0, 1200, CORDON_QUIC_UNKNOWN },
	{ "version of a company",
	  0xc0, 0x709a50c4, 8, 0, 1200, CORDON_QUIC_UNKNOWN },
	{ "any",
	  0xc0, 0x12345678, 8, 20, 1200, CORDON_QUIC_UNKNOWN },
	{ "any, a byte too short",
	  0xc0, 0x12345678, 8, 20, 1199, CORDON_QUIC_OTHER },
	{ "any, a long id",
	  0xc0, 0x12345678, 21, 0, 1200, CORDON_QUIC_OTHER },
	{ "any, no fixed bit",
	  0x80, 0x12345678, 8, 20, 1200, CORDON_QUIC_OTHER },
	{ "a version to be refused, no fixed bit",
	  0x80, 0x1a2a3a4a, 8, 8, 1200, CORDON_QUIC_OTHER },
	{ "negotiation",
	  0xc0, 0, 8, 8, 1200, CORDON_QUIC_OTHER },
	{ "short header",
	  0x40, 1, 8, 8, 1200, CORDON_QUIC_OTHER },
	{ "short header, no fixed bit",
	  0x00, 1, 8, 8, 1200, CORDON_QUIC_OTHER },
	{ "version 1, a long id",
	  0xc0, 1, 21, 8, 1200, CORDON_QUIC_MALFORMED },
	{ "version 1, a long source id",
	  0xc0, 1, 8, 21, 1200, CORDON_QUIC_MALFORMED },
};

static const char *check_foreign(const void *any)
{
	static u8 datagram[1200];
	const struct test_foreign *row = any;
	size_t i;

	memset(datagram, 0, sizeof(datagram));
	datagram[0] = row->first;
	for (i = 0; i < 4; i++)
		datagram[1 + i] = (u8)(row->version >> (24 - 8 * i));
	datagram[5] = row->to;
	datagram[6 + row->to] = row->from;
	begin();
	return TEST_EQUAL(row->read, feed(datagram, row->size)) ?:
	       TEST_HOLDS(!cordon_quic_is_initial(datagram, row->size)) ?:
	       /* It leaves nothing behind. */
	       TEST_EQUAL(CORDON_QUIC_DONE, FEED(quic_whole));
}

static const struct cordon_test_case quic_cases[] = {
	TEST_TABLE(keyses, check_keys),
	TEST_TABLE(knowns, check_known),
	TEST_ONCE(check_whole),
	TEST_ONCE(check_halves),
	TEST_ONCE(check_decoy),
	TEST_ONCE(check_fixed_bit),
	TEST_ONCE(check_cut),
	TEST_ONCE(check_server_packets),
	TEST_TABLE(foreigns, check_foreign),
};

#endif /* _CORDON_ENGINE_TESTS_QUIC_CASES_H */
