// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - KUnit: QUIC Initials, with the kernel's ciphers
 */
#include "engine/names/cipher.h"
#include "engine/names/quic.h"
#include "fixture.h"
#include "quic_packets.h"

static void test_sha256(struct kunit *test)
{
	/* FIPS 180-4: "abc" */
	static const u8 expected[CORDON_SHA256_SIZE] = {
		0xba, 0x78, 0x16, 0xbf, 0x8f, 0x01, 0xcf, 0xea, 0x41, 0x41, 0x40,
		0xde, 0x5d, 0xae, 0x22, 0x23, 0xb0, 0x03, 0x61, 0xa3, 0x96, 0x17,
		0x7a, 0x9c, 0xb4, 0x10, 0xff, 0x61, 0xf2, 0x00, 0x15, 0xad,
	};
	u8 digest[CORDON_SHA256_SIZE];

	cordon_sha256("abc", 3, digest);
	KUNIT_EXPECT_EQ(test, 0, memcmp(expected, digest, sizeof(digest)));
}

static void test_aes(struct kunit *test)
{
	/* FIPS 197 C.1 */
	static const u8 expected[CORDON_AES_BLOCK] = {
		0x69, 0xc4, 0xe0, 0xd8, 0x6a, 0x7b, 0x04, 0x30,
		0xd8, 0xcd, 0xb7, 0x80, 0x70, 0xb4, 0xc5, 0x5a,
	};
	struct cordon_cipher *cipher = kunit_kzalloc(test, sizeof(*cipher),
						     GFP_KERNEL);
	u8 key[CORDON_AES_KEY], block[CORDON_AES_BLOCK];
	int i;

	KUNIT_ASSERT_NOT_NULL(test, cipher);
	for (i = 0; i < CORDON_AES_BLOCK; i++) {
		key[i] = i;
		block[i] = i * 0x11;
	}
	cordon_aes_encrypt(cipher, key, block, block);
	KUNIT_EXPECT_EQ(test, 0, memcmp(expected, block, sizeof(block)));
}

/* Case 4 of the paper that GCM was proposed with. */
static const u8 gcm_key[CORDON_AES_KEY] = {
	0xfe, 0xff, 0xe9, 0x92, 0x86, 0x65, 0x73, 0x1c, 0x6d, 0x6a, 0x8f, 0x94,
	0x67, 0x30, 0x83, 0x08,
};

static const u8 gcm_nonce[CORDON_GCM_NONCE] = {
	0xca, 0xfe, 0xba, 0xbe, 0xfa, 0xce, 0xdb, 0xad, 0xde, 0xca, 0xf8, 0x88,
};

static const u8 gcm_header[] = {
	0xfe, 0xed, 0xfa, 0xce, 0xde, 0xad, 0xbe, 0xef, 0xfe, 0xed, 0xfa, 0xce,
	0xde, 0xad, 0xbe, 0xef, 0xab, 0xad, 0xda, 0xd2,
};

static const u8 gcm_plain[] = {
	0xd9, 0x31, 0x32, 0x25, 0xf8, 0x84, 0x06, 0xe5, 0xa5, 0x59, 0x09, 0xc5,
	0xaf, 0xf5, 0x26, 0x9a, 0x86, 0xa7, 0xa9, 0x53, 0x15, 0x34, 0xf7, 0xda,
	0x2e, 0x4c, 0x30, 0x3d, 0x8a, 0x31, 0x8a, 0x72, 0x1c, 0x3c, 0x0c, 0x95,
	0x95, 0x68, 0x09, 0x53, 0x2f, 0xcf, 0x0e, 0x24, 0x49, 0xa6, 0xb5, 0x25,
	0xb1, 0x6a, 0xed, 0xf5, 0xaa, 0x0d, 0xe6, 0x57, 0xba, 0x63, 0x7b, 0x39,
};

static const u8 gcm_sealed[sizeof(gcm_plain) + CORDON_GCM_TAG] = {
	0x42, 0x83, 0x1e, 0xc2, 0x21, 0x77, 0x74, 0x24, 0x4b, 0x72, 0x21, 0xb7,
	0x84, 0xd0, 0xd4, 0x9c, 0xe3, 0xaa, 0x21, 0x2f, 0x2c, 0x02, 0xa4, 0xe0,
	0x35, 0xc1, 0x7e, 0x23, 0x29, 0xac, 0xa1, 0x2e, 0x21, 0xd5, 0x14, 0xb2,
	0x54, 0x66, 0x93, 0x1c, 0x7d, 0x8f, 0x6a, 0x5a, 0xac, 0x84, 0xaa, 0x05,
	0x1b, 0xa3, 0x0b, 0x39, 0x6a, 0x0a, 0xac, 0x97, 0x3d, 0x58, 0xe0, 0x91,
	0x5b, 0xc9, 0x4f, 0xbc, 0x32, 0x21, 0xa5, 0xdb, 0x94, 0xfa, 0xe9, 0x5a,
	0xe7, 0x12, 0x1a, 0x47,
};

static void test_gcm(struct kunit *test)
{
	struct cordon_cipher *cipher = kunit_kzalloc(test, sizeof(*cipher),
						     GFP_KERNEL);
	u8 sealed[sizeof(gcm_sealed)], plain[sizeof(gcm_plain)];
	unsigned int bit;

	KUNIT_ASSERT_NOT_NULL(test, cipher);
	memcpy(sealed, gcm_sealed, sizeof(sealed));
	KUNIT_EXPECT_TRUE(test, cordon_gcm_open(cipher, gcm_key, gcm_nonce,
						gcm_header, sizeof(gcm_header),
						sealed, sizeof(sealed), plain));
	KUNIT_EXPECT_EQ(test, 0, memcmp(gcm_plain, plain, sizeof(plain)));
	for (bit = 0; bit < 8 * sizeof(sealed); bit++) {
		sealed[bit / 8] ^= 1 << bit % 8;
		KUNIT_EXPECT_FALSE(test,
				   cordon_gcm_open(cipher, gcm_key, gcm_nonce,
						   gcm_header,
						   sizeof(gcm_header), sealed,
						   sizeof(sealed), plain));
		sealed[bit / 8] ^= 1 << bit % 8;
	}
	KUNIT_EXPECT_FALSE(test, cordon_gcm_open(cipher, gcm_key, gcm_nonce,
						 gcm_header, 0, sealed,
						 CORDON_GCM_TAG - 1, plain));
}

static void test_keys(struct kunit *test)
{
	/* RFC 9001 A.1, RFC 9369 A.1: the first bytes of each key. */
	static const struct {
		u32 version;
		u8 key[4], iv[4], hp[4];
	} rows[] = {
		{ 0x00000001, { 0x1f, 0x36, 0x96, 0x13 },
		  { 0xfa, 0x04, 0x4b, 0x2f }, { 0x9f, 0x50, 0x44, 0x9e } },
		{ 0x6b3343cf, { 0x8b, 0x1a, 0x0b, 0xc1 },
		  { 0x91, 0xf7, 0x3e, 0x23 }, { 0x45, 0xb9, 0x5e, 0x15 } },
	};
	static const struct cordon_quic_id id = {
		8, { 0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08 }
	};
	struct cordon_quic_keys keys;
	int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		cordon_quic_derive(&keys, cordon_quic_version(rows[i].version),
				   &id);
		KUNIT_EXPECT_EQ(test, 0, memcmp(rows[i].key, keys.key, 4));
		KUNIT_EXPECT_EQ(test, 0, memcmp(rows[i].iv, keys.iv, 4));
		KUNIT_EXPECT_EQ(test, 0, memcmp(rows[i].hp, keys.hp, 4));
	}
}

struct reader {
	struct cordon_quic quic;
	u64 scratch[CORDON_QUIC_SCRATCH(512) / sizeof(u64)];
	u8 memory[CORDON_QUIC_MEMORY];
};

static struct reader *new_reader(struct kunit *test)
{
	struct reader *reader = kunit_kzalloc(test, sizeof(*reader),
					      GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, reader);
	cordon_quic_init(&reader->quic, reader->memory);
	return reader;
}

static enum cordon_quic_read feed(struct reader *reader, const u8 *datagram,
				  size_t length)
{
	return cordon_quic_client(&reader->quic, datagram, length,
				  reader->scratch, sizeof(reader->scratch));
}

static void expect_name(struct kunit *test, const struct reader *reader)
{
	static const u8 wire[] = "\3www\7example\3com";
	const struct cordon_host *host = &reader->quic.hello.host;

	KUNIT_EXPECT_EQ(test, CORDON_HOST_NAME, host->kind);
	KUNIT_ASSERT_EQ(test, sizeof(wire) - 1, (size_t)host->length);
	KUNIT_EXPECT_EQ(test, 0, memcmp(wire, host->name, host->length));
}

static void test_whole(struct kunit *test)
{
	struct reader *reader = new_reader(test);

	KUNIT_EXPECT_TRUE(test, cordon_quic_is_initial(quic_whole,
						       sizeof(quic_whole)));
	KUNIT_EXPECT_EQ(test, CORDON_QUIC_DONE,
			feed(reader, quic_whole, sizeof(quic_whole)));
	expect_name(test, reader);
	KUNIT_EXPECT_EQ(test, CORDON_QUIC_AGAIN,
			feed(reader, quic_whole, sizeof(quic_whole)));
	/* The same hello in a draft, but the id stays: it may be one. */
	KUNIT_EXPECT_EQ(test, CORDON_QUIC_AGAIN,
			feed(reader, quic_draft, sizeof(quic_draft)));
	/* No third version. */
	KUNIT_EXPECT_EQ(test, CORDON_QUIC_ANOTHER,
			feed(reader, quic_v2_begin, sizeof(quic_v2_begin)));
}

static void test_halves(struct kunit *test)
{
	struct reader *reader = new_reader(test);

	KUNIT_EXPECT_EQ(test, CORDON_QUIC_MORE,
			feed(reader, quic_v2_end, sizeof(quic_v2_end)));
	KUNIT_EXPECT_EQ(test, CORDON_QUIC_DONE,
			feed(reader, quic_v2_begin, sizeof(quic_v2_begin)));
	expect_name(test, reader);
}

static void test_decoy(struct kunit *test)
{
	struct reader *reader = new_reader(test);
	u8 decoy[sizeof(quic_whole)];

	memcpy(decoy, quic_whole, sizeof(decoy));
	decoy[sizeof(decoy) - 1] ^= 1;
	KUNIT_EXPECT_EQ(test, CORDON_QUIC_SEALED,
			feed(reader, decoy, sizeof(decoy)));
	KUNIT_EXPECT_EQ(test, CORDON_QUIC_DONE,
			feed(reader, quic_whole, sizeof(quic_whole)));
	expect_name(test, reader);
}

static void test_cut(struct kunit *test)
{
	struct reader *reader = new_reader(test);
	size_t length;

	for (length = 0; length < sizeof(quic_whole); length++)
		KUNIT_EXPECT_EQ(test, length < 5 ? CORDON_QUIC_OTHER :
						   CORDON_QUIC_MALFORMED,
				feed(reader, quic_whole, length));
	KUNIT_EXPECT_EQ(test, CORDON_QUIC_DONE,
			feed(reader, quic_whole, sizeof(quic_whole)));
}

static struct kunit_case quic_cases[] = {
	KUNIT_CASE(test_sha256),
	KUNIT_CASE(test_aes),
	KUNIT_CASE(test_gcm),
	KUNIT_CASE(test_keys),
	KUNIT_CASE(test_whole),
	KUNIT_CASE(test_halves),
	KUNIT_CASE(test_decoy),
	KUNIT_CASE(test_cut),
	{}
};

static struct kunit_suite quic_suite = {
	.name = "cordon_quic",
	.test_cases = quic_cases,
};

kunit_test_suite(quic_suite);
