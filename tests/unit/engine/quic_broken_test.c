// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * QUIC: datagrams that end too early, lengths that lie, bits that are turned
 */
#include "quic_reader.h"
#include "kselftest_harness.h"

#define NAME	"www.example.com"
#define HELLO	200

static void make_datagram(struct quic_bytes *datagram)
{
	struct quic_spec spec = {
		.version = QUIC_V1, .to = "12345678", .from = "abcd",
		.token = "a token", .number_size = 2,
	};
	static struct quic_bytes hello, frames;

	quic_make_hello(&hello, NAME, 1, HELLO);
	frames.length = 0;
	quic_put_crypto(&frames, 0, hello.bytes, HELLO);
	datagram->length = 0;
	quic_seal(datagram, &spec, &frames);
}

TEST(cut_at_every_byte)
{
	static struct quic_bytes datagram;
	static struct quic_reader reader;
	enum cordon_quic_read read;
	size_t at;

	make_datagram(&datagram);
	quic_reader_init(&reader);
	for (at = 0; at < datagram.length; at++) {
		read = quic_feed_bytes(&reader, datagram.bytes, at);
		EXPECT_EQ(at < 5 ? CORDON_QUIC_OTHER : CORDON_QUIC_MALFORMED,
			  read)
			TH_LOG("%zu bytes", at);
		EXPECT_FALSE(cordon_quic_is_initial(datagram.bytes, at));
	}
	/* None of them was opened: so nothing is spoilt. */
	EXPECT_EQ(CORDON_QUIC_DONE, quic_feed(&reader, &datagram));
	EXPECT_TRUE(quic_names(&reader, NAME));
}

/* A bit of the header, of the sealed bytes or of the tag. */
TEST(every_bit_counts)
{
	static struct quic_bytes datagram;
	static struct quic_reader reader;
	enum cordon_quic_read read;
	size_t bit;

	make_datagram(&datagram);
	for (bit = 0; bit < 8 * datagram.length; bit++) {
		quic_reader_init(&reader);
		datagram.bytes[bit / 8] ^= (u8)(1 << bit % 8);
		read = quic_feed(&reader, &datagram);
		EXPECT_NE(CORDON_QUIC_DONE, read)
			TH_LOG("bit %zu", bit);
		EXPECT_NE(CORDON_QUIC_MORE, read);
		EXPECT_EQ(0, reader.quic.sources);
		datagram.bytes[bit / 8] ^= (u8)(1 << bit % 8);
	}
}

/* Where the lengths of a header stand, and what may stand there. */
TEST(header_lengths)
{
	static const u64 extremes[] = {
		0, 1, 19, 20, 21, 63, 64, 255, 16383, 16384, 65535,
		(1ULL << 30) - 1, 1ULL << 30, (1ULL << 32) - 1,
		(1ULL << 62) - 1,
	};
	static const u8 head[] = { 0xc0, 0, 0, 0, 1, 1, 'x', 1, 'y' };
	static struct quic_bytes datagram;
	static struct quic_reader reader;
	size_t token, length;

	quic_reader_init(&reader);
	for (token = 0; token < ARRAY_SIZE(extremes); token++) {
		for (length = 0; length < ARRAY_SIZE(extremes); length++) {
			bool fits = extremes[token] < 64 &&
				    extremes[length] < 64;

			datagram.length = 0;
			quic_put(&datagram, head, sizeof(head));
			quic_put_varint(&datagram, extremes[token]);
			if (fits)
				quic_put_padding(&datagram, extremes[token]);
			quic_put_varint(&datagram, extremes[length]);
			if (fits)
				quic_put_padding(&datagram, extremes[length]);
			EXPECT_EQ(fits && extremes[length] >= 20 ?
				  CORDON_QUIC_SEALED : CORDON_QUIC_MALFORMED,
				  quic_feed(&reader, &datagram))
				TH_LOG("%zu, %zu", token, length);
		}
	}
}

FIXTURE(frames) {
	struct quic_reader reader;
	struct quic_bytes hello;
	struct quic_bytes frames;
	struct quic_spec spec;
};

FIXTURE_SETUP(frames)
{
	memset(&self->spec, 0, sizeof(self->spec));
	self->spec.version = QUIC_V1;
	self->spec.to = "12345678";
	quic_make_hello(&self->hello, NAME, 1, HELLO);
}

FIXTURE_TEARDOWN(frames)
{
}

/* What a new reader says of these frames. */
static enum cordon_quic_read feed(struct quic_reader *reader,
				  const struct quic_spec *spec,
				  const struct quic_bytes *frames)
{
	quic_reader_init(reader);
	return quic_feed_packet(reader, spec, frames);
}

TEST_F(frames, cut_at_every_byte)
{
	struct quic_bytes *frames = &self->frames;
	size_t length, ack, crypto;

	frames->length = 0;
	quic_put_padding(frames, 4);
	quic_put_ack(frames, 3, true);
	ack = frames->length;
	quic_put_crypto(frames, 0, self->hello.bytes, HELLO);
	crypto = frames->length;
	quic_put_close(frames);
	length = frames->length;
	for (frames->length = 4; frames->length <= length; frames->length++) {
		bool whole = frames->length == 4 || frames->length == ack ||
			     frames->length == crypto ||
			     frames->length == length;

		EXPECT_EQ(!whole ? CORDON_QUIC_MALFORMED :
			  frames->length < crypto ? CORDON_QUIC_MORE :
			  CORDON_QUIC_DONE,
			  feed(&self->reader, &self->spec, frames))
			TH_LOG("%zu bytes", frames->length);
	}
}

TEST_F(frames, none_at_all)
{
	self->spec.number_size = 4;
	self->frames.length = 0;
	EXPECT_EQ(CORDON_QUIC_MALFORMED,
		  feed(&self->reader, &self->spec, &self->frames));
	quic_put_padding(&self->frames, 1);
	EXPECT_EQ(CORDON_QUIC_MORE,
		  feed(&self->reader, &self->spec, &self->frames));
}

/* Numbers at their extremes, in each field that holds one. */
TEST_F(frames, lengths)
{
	static const u64 extremes[] = {
		5, 16384, 65535, (1ULL << 32) - 1, 1ULL << 32,
		(1ULL << 61) - 1, 1ULL << 61, (1ULL << 62) - 1,
	};
	/* A frame's type, how many numbers it has, which one is a length. */
	static const struct {
		u8 type, count, length;
	} rows[] = {
		{ 2, 4, 2 }, { 3, 4, 2 }, { 6, 2, 0 }, { 6, 2, 1 },
		{ 0x1c, 3, 2 },
	};
	size_t i, j, k;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		for (j = 0; j < ARRAY_SIZE(extremes); j++) {
			self->frames.length = 0;
			quic_put_byte(&self->frames, rows[i].type);
			for (k = 0; k < rows[i].count; k++)
				quic_put_varint(&self->frames,
						k == rows[i].length ?
						extremes[j] : 1);
			/* One byte of CRYPTO at offset 5 is well. */
			if (rows[i].type == 6 && !rows[i].length)
				quic_put_byte(&self->frames, 0xff);
			EXPECT_EQ(rows[i].type == 6 && !rows[i].length && !j ?
				  CORDON_QUIC_MORE : CORDON_QUIC_MALFORMED,
				  feed(&self->reader, &self->spec,
				       &self->frames))
				TH_LOG("row %zu, extreme %zu", i, j);
		}
	}
}

/* Too little memory is the caller's mistake; it lets nothing through. */
TEST_F(frames, scratch)
{
	static u64 scratch[CORDON_QUIC_SCRATCH(2048) / sizeof(u64)];
	static struct quic_bytes datagram;
	size_t size;

	make_datagram(&datagram);
	size = CORDON_QUIC_SCRATCH(datagram.length);
	quic_reader_init(&self->reader);
	EXPECT_EQ(CORDON_QUIC_MALFORMED,
		  cordon_quic_client(&self->reader.quic, datagram.bytes,
				     datagram.length, scratch, size - 1));
	EXPECT_EQ(CORDON_QUIC_DONE,
		  cordon_quic_client(&self->reader.quic, datagram.bytes,
				     datagram.length, scratch, size));
}

/* Bytes that mean nothing: no state but what is true comes of them. */
TEST_F(frames, noise)
{
	static struct quic_bytes datagram;
	u32 state = 1;
	size_t i, j;

	quic_reader_init(&self->reader);
	for (i = 0; i < 20000; i++) {
		datagram.length = 0;
		for (j = 0; j < i % 97; j++) {
			state = state * 1664525 + 1013904223;
			quic_put_byte(&datagram, (u8)(state >> 24));
		}
		/* Mostly with a header that is taken for one. */
		if (i % 4 && datagram.length > 6) {
			datagram.bytes[0] |= 0xc0;
			memcpy(datagram.bytes + 1, "\0\0\0\1", 4);
			datagram.bytes[5] &= 15;
		}
		EXPECT_NE(CORDON_QUIC_DONE, quic_feed(&self->reader, &datagram));
	}
	EXPECT_EQ(0, self->reader.quic.sources);
}

TEST_HARNESS_MAIN
