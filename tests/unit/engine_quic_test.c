// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * QUIC: the vectors of the RFCs, versions, and what a datagram may hold
 */
#include "quic_reader.h"
#include "kselftest_harness.h"

#define RFC_ID	"\x83\x94\xc8\xf0\x3e\x51\x57\x08"
#define NAME	"www.example.com"

static void from_hex(struct quic_bytes *out, const char *hex)
{
	unsigned int byte;

	for (out->length = 0; *hex; hex += 2) {
		sscanf(hex, "%2x", &byte);
		quic_put_byte(out, (u8)byte);
	}
}

/* RFC 9001 A.1, RFC 9369 A.1, and A.1 of draft-ietf-quic-tls-29. */
TEST(keys_are_those_of_the_rfcs)
{
	static const struct {
		u32 version;
		const char *key, *iv, *hp;
	} rows[] = {
		{ QUIC_V1, "1f369613dd76d5467730efcbe3b1a22d",
		  "fa044b2f42a3fd3b46fb255c",
		  "9f50449e04a0e810283a1e9933adedd2" },
		{ QUIC_V2, "8b1a0bc121284290a29e0971b5cd045d",
		  "91f73e2351d8fa91660e909f",
		  "45b95e15235d6f45a6b19cbcb0294ba9" },
		{ QUIC_DRAFT_29, "175257a31eb09dea9366d8bb79ad80ba",
		  "6b26114b9cba2b63a9e8dd4f",
		  "9ddd12c994c0698b89374a9c077a3077" },
	};
	struct cordon_quic_id id = { 8, RFC_ID };
	struct cordon_quic_keys keys;
	struct quic_bytes bytes;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		cordon_quic_derive(&keys, cordon_quic_version(rows[i].version),
				   &id);
		from_hex(&bytes, rows[i].key);
		EXPECT_EQ(0, memcmp(keys.key, bytes.bytes, 16));
		from_hex(&bytes, rows[i].iv);
		EXPECT_EQ(0, memcmp(keys.iv, bytes.bytes, 12));
		from_hex(&bytes, rows[i].hp);
		EXPECT_EQ(0, memcmp(keys.hp, bytes.bytes, 16));
	}
}

/* The CRYPTO frame of RFC 9001 A.2, which RFC 9369 A.2 shares. */
static const char rfc_frame[] =
	"060040f1010000ed0303ebf8fa56f12939b9584a3896472ec40bb863cfd3e86804fe3a47"
	"f06a2b69484c00000413011302010000c000000010000e00000b6578616d706c652e636f"
	"6dff01000100000a00080006001d0017001800100007000504616c706e00050005010000"
	"0000003300260024001d00209370b2c9caa47fbabaf4559fedba753de171fa71f50f1ce1"
	"5d43e994ec74d748002b0003020304000d0010000e040305030603020308040805080600"
	"2d00020101001c00024001003900320408ffffffffffffffff05048000ffff07048000ff"
	"ff0801100104800075300901100f088394c8f03e51570806048000ffff";

/*
 * RFC 9001 A.2 and RFC 9369 A.2: of the sealed packets' 1,200 bytes the first 34
 * and the tag, which covers all others.
 */
TEST(initials_are_those_of_the_rfcs)
{
	static const struct {
		u32 version;
		const char *head, *tag;
	} rows[] = {
		{ QUIC_V1,
		  "c000000001088394c8f03e5157080000449e7b9aec34d1b1c98dd7689fb8ec11",
		  "e221af44860018ab0856972e194cd934" },
		{ QUIC_V2,
		  "d76b3343cf088394c8f03e5157080000449ea0c95e82ffe67b6abcdb4298b485",
		  "a18b2faa745b6fe189cf772a9f84cbfc" },
	};
	static struct quic_bytes frames, datagram, bytes;
	static struct quic_reader reader;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct quic_spec spec = {
			.version = rows[i].version, .to = RFC_ID, .number = 2,
			.number_size = 4,
		};

		from_hex(&frames, rfc_frame);
		quic_put_padding(&frames, 1162 - frames.length);
		datagram.length = 0;
		quic_seal(&datagram, &spec, &frames);
		ASSERT_EQ(1200, datagram.length);
		from_hex(&bytes, rows[i].head);
		ASSERT_EQ(0, memcmp(datagram.bytes, bytes.bytes, bytes.length));
		from_hex(&bytes, rows[i].tag);
		ASSERT_EQ(0, memcmp(datagram.bytes + 1184, bytes.bytes, 16));
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
	static struct quic_bytes datagram;
	static struct quic_reader reader;

	quic_reader_init(&reader);
	from_hex(&datagram,
		 "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a"
		 "5816b6394100f37a1c69797554780bb38cc5a99f5ede4cf73c3ec2493a1839b3"
		 "dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f3bded74b562bfb19fb84"
		 "022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc4"
		 "2158407dd074ee");
	EXPECT_EQ(CORDON_QUIC_SEALED, quic_feed(&reader, &datagram));
	from_hex(&datagram, "ff000000010008f067a5502a4262b5746f6b656e04a265ba2eff4d829058fb3f0f2496ba");
	EXPECT_EQ(CORDON_QUIC_SILENT, quic_feed(&reader, &datagram));
	EXPECT_FALSE(cordon_quic_is_initial(datagram.bytes, datagram.length));
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
