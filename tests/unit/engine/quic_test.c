// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * QUIC: the vectors of the RFCs, versions, and what a datagram may hold
 */
#include "quic_reader.h"
#include "kselftest_harness.h"

#define RFC_ID	"\x83\x94\xc8\xf0\x3e\x51\x57\x08"
#define NAME	"www.example.com"

/* RFC 9001 A.1, RFC 9369 A.1, and A.1 of draft-ietf-quic-tls-29. */
TEST(keys_are_those_of_the_rfcs)
{
	static const struct {
		u32 version;
		struct cordon_quic_keys keys;
	} rows[] = {
		{ QUIC_V1, {
			{ 0x1f, 0x36, 0x96, 0x13, 0xdd, 0x76, 0xd5, 0x46,
			  0x77, 0x30, 0xef, 0xcb, 0xe3, 0xb1, 0xa2, 0x2d },
			{ 0xfa, 0x04, 0x4b, 0x2f, 0x42, 0xa3, 0xfd, 0x3b,
			  0x46, 0xfb, 0x25, 0x5c },
			{ 0x9f, 0x50, 0x44, 0x9e, 0x04, 0xa0, 0xe8, 0x10,
			  0x28, 0x3a, 0x1e, 0x99, 0x33, 0xad, 0xed, 0xd2 },
		} },
		{ QUIC_V2, {
			{ 0x8b, 0x1a, 0x0b, 0xc1, 0x21, 0x28, 0x42, 0x90,
			  0xa2, 0x9e, 0x09, 0x71, 0xb5, 0xcd, 0x04, 0x5d },
			{ 0x91, 0xf7, 0x3e, 0x23, 0x51, 0xd8, 0xfa, 0x91,
			  0x66, 0x0e, 0x90, 0x9f },
			{ 0x45, 0xb9, 0x5e, 0x15, 0x23, 0x5d, 0x6f, 0x45,
			  0xa6, 0xb1, 0x9c, 0xbc, 0xb0, 0x29, 0x4b, 0xa9 },
		} },
		{ QUIC_DRAFT_29, {
			{ 0x17, 0x52, 0x57, 0xa3, 0x1e, 0xb0, 0x9d, 0xea,
			  0x93, 0x66, 0xd8, 0xbb, 0x79, 0xad, 0x80, 0xba },
			{ 0x6b, 0x26, 0x11, 0x4b, 0x9c, 0xba, 0x2b, 0x63,
			  0xa9, 0xe8, 0xdd, 0x4f },
			{ 0x9d, 0xdd, 0x12, 0xc9, 0x94, 0xc0, 0x69, 0x8b,
			  0x89, 0x37, 0x4a, 0x9c, 0x07, 0x7a, 0x30, 0x77 },
		} },
	};
	struct cordon_quic_id id = { 8, RFC_ID };
	struct cordon_quic_keys keys;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		cordon_quic_derive(&keys, cordon_quic_version(rows[i].version),
				   &id);
		EXPECT_EQ(0, memcmp(&keys, &rows[i].keys, sizeof(keys)));
	}
}

/* The CRYPTO frame of RFC 9001 A.2, which RFC 9369 A.2 shares. */
static const u8 rfc_frame[] = {
	0x06, 0x00, 0x40, 0xf1, 0x01, 0x00, 0x00, 0xed, 0x03, 0x03, 0xeb, 0xf8,
	0xfa, 0x56, 0xf1, 0x29, 0x39, 0xb9, 0x58, 0x4a, 0x38, 0x96, 0x47, 0x2e,
	0xc4, 0x0b, 0xb8, 0x63, 0xcf, 0xd3, 0xe8, 0x68, 0x04, 0xfe, 0x3a, 0x47,
	0xf0, 0x6a, 0x2b, 0x69, 0x48, 0x4c, 0x00, 0x00, 0x04, 0x13, 0x01, 0x13,
	0x02, 0x01, 0x00, 0x00, 0xc0, 0x00, 0x00, 0x00, 0x10, 0x00, 0x0e, 0x00,
	0x00, 0x0b, 0x65, 0x78, 0x61, 0x6d, 0x70, 0x6c, 0x65, 0x2e, 0x63, 0x6f,
	0x6d, 0xff, 0x01, 0x00, 0x01, 0x00, 0x00, 0x0a, 0x00, 0x08, 0x00, 0x06,
	0x00, 0x1d, 0x00, 0x17, 0x00, 0x18, 0x00, 0x10, 0x00, 0x07, 0x00, 0x05,
	0x04, 0x61, 0x6c, 0x70, 0x6e, 0x00, 0x05, 0x00, 0x05, 0x01, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x33, 0x00, 0x26, 0x00, 0x24, 0x00, 0x1d, 0x00, 0x20,
	0x93, 0x70, 0xb2, 0xc9, 0xca, 0xa4, 0x7f, 0xba, 0xba, 0xf4, 0x55, 0x9f,
	0xed, 0xba, 0x75, 0x3d, 0xe1, 0x71, 0xfa, 0x71, 0xf5, 0x0f, 0x1c, 0xe1,
	0x5d, 0x43, 0xe9, 0x94, 0xec, 0x74, 0xd7, 0x48, 0x00, 0x2b, 0x00, 0x03,
	0x02, 0x03, 0x04, 0x00, 0x0d, 0x00, 0x10, 0x00, 0x0e, 0x04, 0x03, 0x05,
	0x03, 0x06, 0x03, 0x02, 0x03, 0x08, 0x04, 0x08, 0x05, 0x08, 0x06, 0x00,
	0x2d, 0x00, 0x02, 0x01, 0x01, 0x00, 0x1c, 0x00, 0x02, 0x40, 0x01, 0x00,
	0x39, 0x00, 0x32, 0x04, 0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
	0xff, 0x05, 0x04, 0x80, 0x00, 0xff, 0xff, 0x07, 0x04, 0x80, 0x00, 0xff,
	0xff, 0x08, 0x01, 0x10, 0x01, 0x04, 0x80, 0x00, 0x75, 0x30, 0x09, 0x01,
	0x10, 0x0f, 0x08, 0x83, 0x94, 0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08, 0x06,
	0x04, 0x80, 0x00, 0xff, 0xff,
};

/*
 * RFC 9001 A.2 and RFC 9369 A.2: of the sealed packets' 1,200 bytes the first 32
 * and the tag, which covers all others.
 */
TEST(initials_are_those_of_the_rfcs)
{
	static const struct {
		u32 version;
		u8 head[32], tag[16];
	} rows[] = {
		{ QUIC_V1,
		  { 0xc0, 0x00, 0x00, 0x00, 0x01, 0x08, 0x83, 0x94,
		    0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08, 0x00, 0x00,
		    0x44, 0x9e, 0x7b, 0x9a, 0xec, 0x34, 0xd1, 0xb1,
		    0xc9, 0x8d, 0xd7, 0x68, 0x9f, 0xb8, 0xec, 0x11 },
		  { 0xe2, 0x21, 0xaf, 0x44, 0x86, 0x00, 0x18, 0xab,
		    0x08, 0x56, 0x97, 0x2e, 0x19, 0x4c, 0xd9, 0x34 } },
		{ QUIC_V2,
		  { 0xd7, 0x6b, 0x33, 0x43, 0xcf, 0x08, 0x83, 0x94,
		    0xc8, 0xf0, 0x3e, 0x51, 0x57, 0x08, 0x00, 0x00,
		    0x44, 0x9e, 0xa0, 0xc9, 0x5e, 0x82, 0xff, 0xe6,
		    0x7b, 0x6a, 0xbc, 0xdb, 0x42, 0x98, 0xb4, 0x85 },
		  { 0xa1, 0x8b, 0x2f, 0xaa, 0x74, 0x5b, 0x6f, 0xe1,
		    0x89, 0xcf, 0x77, 0x2a, 0x9f, 0x84, 0xcb, 0xfc } },
	};
	static struct quic_bytes frames, datagram;
	static struct quic_reader reader;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct quic_spec spec = {
			.version = rows[i].version, .to = RFC_ID, .number = 2,
			.number_size = 4,
		};

		frames.length = 0;
		quic_put(&frames, rfc_frame, sizeof(rfc_frame));
		quic_put_padding(&frames, 1162 - frames.length);
		datagram.length = 0;
		quic_seal(&datagram, &spec, &frames);
		ASSERT_EQ(1200, datagram.length);
		ASSERT_EQ(0, memcmp(datagram.bytes, rows[i].head, 32));
		ASSERT_EQ(0, memcmp(datagram.bytes + 1184, rows[i].tag, 16));
		quic_reader_init(&reader);
		EXPECT_TRUE(cordon_quic_is_initial(datagram.bytes, 1200));
		EXPECT_EQ(CORDON_QUIC_DONE, quic_feed(&reader, &datagram));
		EXPECT_TRUE(quic_names(&reader, "example.com"));
		EXPECT_EQ(rows[i].version, reader.quic.source[0].version);
		EXPECT_EQ(CORDON_ALPN_OTHER, reader.quic.hello.alpn);
		EXPECT_TRUE(reader.quic.hello.flags & CORDON_TLS_13);
	}
}

/* RFC 9001 A.3 and A.4: what comes from the server is no client's Initial. */
TEST(server_packets_name_nobody)
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
	static struct quic_reader reader;

	quic_reader_init(&reader);
	EXPECT_EQ(CORDON_QUIC_SEALED,
		  quic_feed_bytes(&reader, initial, sizeof(initial)));
	EXPECT_EQ(CORDON_QUIC_SILENT,
		  quic_feed_bytes(&reader, retry, sizeof(retry)));
	EXPECT_FALSE(cordon_quic_is_initial(retry, sizeof(retry)));
	EXPECT_EQ(0, reader.quic.hellos);
}

/* A hello in one Initial, and what of the reader is left for a second one. */
FIXTURE(quic) {
	struct quic_reader reader;
	struct quic_reader other;
	struct quic_bytes hello;
	struct quic_bytes frames;
	struct quic_bytes datagram;
	struct quic_spec spec;
};

FIXTURE_SETUP(quic)
{
	quic_reader_init(&self->reader);
	quic_reader_init(&self->other);
	memset(&self->spec, 0, sizeof(self->spec));
	self->spec.version = QUIC_V1;
	self->spec.to = "12345678";
	self->frames.length = 0;
	self->datagram.length = 0;
	quic_make_hello(&self->hello, NAME, 1, 300);
}

FIXTURE_TEARDOWN(quic)
{
}

TEST_F(quic, every_version)
{
	static const u32 versions[] = {
		QUIC_V1, QUIC_V2, 0xff000016, 0xff000017, 0xff00001b,
		QUIC_DRAFT_28, QUIC_DRAFT_29, 0xff000020, 0xff000021,
		0xff000022, 0xfaceb001, QUIC_MVFST, 0xfaceb003, 0xfaceb00e,
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(versions); i++) {
		quic_reader_init(&self->reader);
		self->spec.version = versions[i];
		EXPECT_EQ(CORDON_QUIC_DONE,
			  quic_feed_crypto(&self->reader, &self->spec,
					   &self->hello, 0, 300))
			TH_LOG("version %08x", versions[i]);
		EXPECT_TRUE(quic_names(&self->reader, NAME));
		EXPECT_EQ(CORDON_ALPN_HTTP_3, self->reader.quic.hello.alpn);
	}
}

/* Which version is read at all; by the salt it has. */
TEST(versions)
{
	const struct cordon_quic_version *one = cordon_quic_version(QUIC_V1);

	EXPECT_EQ(NULL, cordon_quic_version(0));
	EXPECT_EQ(NULL, cordon_quic_version(2));
	EXPECT_EQ(NULL, cordon_quic_version(0xff000015));
	EXPECT_EQ(NULL, cordon_quic_version(0xff000023));
	EXPECT_EQ(NULL, cordon_quic_version(0x1a2a3a4a));
	EXPECT_EQ(NULL, cordon_quic_version(0xfaceb000));
	EXPECT_EQ(NULL, cordon_quic_version(0xfaceb100));
	EXPECT_EQ(one, cordon_quic_version(0xff000022));
	EXPECT_EQ(one, cordon_quic_version(0xfaceb004));
	EXPECT_NE(one, cordon_quic_version(0xff000020));
	EXPECT_EQ(cordon_quic_version(QUIC_DRAFT_28),
		  cordon_quic_version(QUIC_MVFST));
	EXPECT_NE(cordon_quic_version(QUIC_DRAFT_28),
		  cordon_quic_version(QUIC_DRAFT_29));
}

static void put_header(struct quic_bytes *out, u8 first, u32 version, u8 to,
		       u8 from, size_t size)
{
	out->length = 0;
	quic_put_byte(out, first);
	quic_put_byte(out, (u8)(version >> 24));
	quic_put_byte(out, (u8)(version >> 16));
	quic_put_byte(out, (u8)(version >> 8));
	quic_put_byte(out, (u8)version);
	quic_put_byte(out, to);
	quic_put_padding(out, to);
	quic_put_byte(out, from);
	quic_put_padding(out, size - out->length);
}

/* Versions that are not read, and what is no QUIC. */
TEST_F(quic, foreign)
{
	static const struct {
		u8 first;
		u32 version;
		u8 to, from;
		size_t size;
		enum cordon_quic_read read;
	} rows[] = {
		{ 0xc0, 0x1a2a3a4a, 8, 8, 1200, CORDON_QUIC_UNKNOWN },
		{ 0xc0, 0xfafafafa, 255, 0, 300, CORDON_QUIC_UNKNOWN },
		{ 0xc0, 0xff000012, 8, 8, 300, CORDON_QUIC_UNKNOWN },
		{ 0xc0, 0x51303436, 0x50, 8, 1200, CORDON_QUIC_UNKNOWN },
		{ 0xc0, 0x54303531, 8, 0, 1200, CORDON_QUIC_UNKNOWN },
		{ 0xc0, 0x709a50c4, 8, 0, 1200, CORDON_QUIC_UNKNOWN },
		{ 0xc0, 0x12345678, 8, 20, 1200, CORDON_QUIC_UNKNOWN },
		{ 0xc0, 0x12345678, 8, 20, 1199, CORDON_QUIC_OTHER },
		{ 0xc0, 0x12345678, 21, 0, 1200, CORDON_QUIC_OTHER },
		{ 0x80, 0x12345678, 8, 20, 1200, CORDON_QUIC_OTHER },
		{ 0x80, 0x1a2a3a4a, 8, 8, 1200, CORDON_QUIC_OTHER },
		{ 0xc0, 0, 8, 8, 1200, CORDON_QUIC_OTHER },
		{ 0x40, 1, 8, 8, 1200, CORDON_QUIC_OTHER },	/* short */
		{ 0x00, 1, 8, 8, 1200, CORDON_QUIC_OTHER },
		{ 0xc0, 1, 21, 8, 1200, CORDON_QUIC_MALFORMED },
		{ 0xc0, 1, 8, 21, 1200, CORDON_QUIC_MALFORMED },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		put_header(&self->datagram, rows[i].first, rows[i].version,
			   rows[i].to, rows[i].from, rows[i].size);
		EXPECT_EQ(rows[i].read,
			  quic_feed(&self->reader, &self->datagram))
			TH_LOG("row %zu", i);
		EXPECT_FALSE(cordon_quic_is_initial(self->datagram.bytes,
						    rows[i].size));
	}
	EXPECT_EQ(CORDON_QUIC_DONE,
		  quic_feed_crypto(&self->reader, &self->spec, &self->hello, 0,
				   300));
}

/* Ids from none to the longest, tokens, and packet numbers of every size. */
TEST_F(quic, headers)
{
	static const char *const ids[] = {
		"", "1", "12345678", "12345678901234567890",
	};
	static char token[1000];
	size_t i, j;

	memset(token, 't', sizeof(token) - 1);
	for (i = 0; i < ARRAY_SIZE(ids); i++) {
		for (j = 0; j < 16; j++) {
			self->spec.to = ids[i];
			self->spec.from = ids[j % 4];
			self->spec.token = j & 4 ? token : NULL;
			self->spec.number_size = 1 + j % 4;
			self->spec.number = 100;
			quic_reader_init(&self->reader);
			EXPECT_EQ(CORDON_QUIC_DONE,
				  quic_feed_crypto(&self->reader, &self->spec,
						   &self->hello, 0, 300));
			EXPECT_TRUE(quic_names(&self->reader, NAME));
		}
	}
}

/* Numbers are sent short once the higher ones are known (RFC 9000 17.1). */
TEST_F(quic, numbers_go_on)
{
	static const struct {
		u64 number;
		unsigned int size;
	} rows[] = {
		{ 0xaaaaaa, 4 }, { 0xaaab29, 1 }, { 0xaaab00, 1 },
		{ 0xaab300, 2 }, { 0xaaaaab, 2 }, { 0x1aab300, 4 },
		{ 0x2000001, 3 }, { 0x2000080, 1 }, { 0xfffffff0, 4 },
		{ 0x100000005, 1 }, { 0x100000004, 4 }, { 0xffffffff, 2 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		self->spec.number = rows[i].number;
		self->spec.number_size = rows[i].size;
		EXPECT_EQ(CORDON_QUIC_MORE,
			  quic_feed_crypto(&self->reader, &self->spec,
					   &self->hello, i, i + 1))
			TH_LOG("row %zu", i);
	}
	/* Too far from what was seen to be read right: nobody can. */
	self->spec.number = 0x100000305;
	self->spec.number_size = 1;
	EXPECT_EQ(CORDON_QUIC_SEALED,
		  quic_feed_crypto(&self->reader, &self->spec, &self->hello, 0,
				   300));
}

/* A cleared fixed bit, which some servers allow (RFC 9287). */
TEST_F(quic, fixed_bit)
{
	u8 *first = self->datagram.bytes;

	quic_put_crypto(&self->frames, 0, self->hello.bytes, 300);
	quic_seal(&self->datagram, &self->spec, &self->frames);
	*first ^= 0x40;
	/* It is covered by the tag: here it was sealed with the bit. */
	EXPECT_EQ(CORDON_QUIC_SEALED, quic_feed(&self->reader, &self->datagram));
	*first ^= 0x40;
	EXPECT_EQ(CORDON_QUIC_DONE, quic_feed(&self->reader, &self->datagram));
}

/* All frames that may stand in an Initial, and none that may not. */
TEST_F(quic, frames)
{
	unsigned int type;

	quic_put_padding(&self->frames, 3);
	quic_put_byte(&self->frames, 1);
	quic_put_ack(&self->frames, 0, false);
	quic_put_crypto(&self->frames, 100, self->hello.bytes + 100, 200);
	quic_put_ack(&self->frames, 30, true);
	quic_put_close(&self->frames);
	quic_put_crypto(&self->frames, 0, self->hello.bytes, 0);
	quic_put_crypto(&self->frames, 0, self->hello.bytes, 100);
	quic_put_padding(&self->frames, 300);
	EXPECT_EQ(CORDON_QUIC_DONE,
		  quic_feed_packet(&self->reader, &self->spec, &self->frames));
	EXPECT_TRUE(quic_names(&self->reader, NAME));
	for (type = 4; type < 256; type++) {
		if (type == 6 || type == 0x1c)
			continue;
		quic_reader_init(&self->reader);
		self->frames.length = 0;
		quic_put_crypto(&self->frames, 0, self->hello.bytes, 300);
		quic_put_byte(&self->frames, (u8)type);
		quic_put_padding(&self->frames, 100);
		EXPECT_EQ(CORDON_QUIC_MALFORMED,
			  quic_feed_packet(&self->reader, &self->spec,
					   &self->frames))
			TH_LOG("type %u", type);
		/* And so it stays. */
		EXPECT_EQ(CORDON_QUIC_MALFORMED,
			  quic_feed_crypto(&self->reader, &self->spec,
					   &self->hello, 0, 300));
	}
}

/* Packets that share a datagram, with padding behind them (RFC 9000 12.2). */
TEST_F(quic, coalesced)
{
	struct quic_spec zero_rtt = self->spec, handshake = self->spec;
	struct quic_spec second = self->spec;

	zero_rtt.type = QUIC_ZERO_RTT;
	handshake.type = QUIC_HANDSHAKE;
	second.number = 1;
	quic_put_padding(&self->frames, 50);
	quic_seal(&self->datagram, &zero_rtt, &self->frames);
	EXPECT_EQ(CORDON_QUIC_SILENT, quic_feed(&self->reader, &self->datagram));
	quic_seal(&self->datagram, &handshake, &self->frames);
	EXPECT_EQ(CORDON_QUIC_SILENT, quic_feed(&self->reader, &self->datagram));
	self->frames.length = 0;
	quic_put_crypto(&self->frames, 150, self->hello.bytes + 150, 150);
	quic_seal(&self->datagram, &self->spec, &self->frames);
	quic_seal(&self->datagram, &zero_rtt, &self->frames);
	self->frames.length = 0;
	quic_put_crypto(&self->frames, 0, self->hello.bytes, 150);
	quic_seal(&self->datagram, &second, &self->frames);
	quic_put_padding(&self->datagram, 100);
	EXPECT_EQ(CORDON_QUIC_DONE, quic_feed(&self->reader, &self->datagram));
	EXPECT_TRUE(quic_names(&self->reader, NAME));
	EXPECT_EQ(1, self->reader.quic.hellos);
	self->datagram.bytes[0] = 0x41;
	EXPECT_EQ(CORDON_QUIC_SILENT, quic_feed(&self->reader, &self->datagram));
}

TEST_HARNESS_MAIN
