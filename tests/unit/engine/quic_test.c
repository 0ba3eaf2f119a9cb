// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * QUIC: the vectors of the RFCs, versions, and what a datagram may hold
 */
#include "engine/tests/quic_cases.h"
#include "cases.h"
#include "quic_reader.h"
#include "kselftest_harness.h"

#define RFC_ID	"\x83\x94\xc8\xf0\x3e\x51\x57\x08"
#define NAME	"www.example.com"

TEST(cases)
{
	EXPECT_EQ(0, cases_faults(quic_cases, ARRAY_SIZE(quic_cases)));
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
