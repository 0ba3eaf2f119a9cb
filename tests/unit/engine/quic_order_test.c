// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * QUIC: however a hello is cut, mixed and ordered, it is the same hello; and
 * whatever is missing, it is none
 */
#include "quic_reader.h"
#include "kselftest_harness.h"

#define NAME		"www.example.com"
#define HELLO		1800
#define PIECES_MAX	20
#define DATAGRAMS_MAX	8

static const u32 versions[] = { QUIC_V1, QUIC_V2, QUIC_DRAFT_29, QUIC_MVFST };

static u32 random_state;

static unsigned int pick(unsigned int bound)
{
	random_state = random_state * 1664525 + 1013904223;
	return (random_state >> 8) % bound;
}

struct piece {
	size_t from;
	size_t to;
};

/* @count pieces that are the whole; then in any order. */
static void cut(struct piece *pieces, unsigned int count)
{
	unsigned int i, j;

	for (i = 0; i < count; i++)
		pieces[i].from = i ? pick(HELLO) : 0;
	for (i = 1; i < count; i++)
		for (j = i; j && pieces[j].from < pieces[j - 1].from; j--) {
			struct piece swap = pieces[j];

			pieces[j] = pieces[j - 1];
			pieces[j - 1] = swap;
		}
	for (i = 0; i < count; i++)
		pieces[i].to = i + 1 < count ? pieces[i + 1].from : HELLO;
	for (i = count - 1; i; i--) {
		struct piece swap = pieces[i];

		j = pick(i + 1);
		pieces[i] = pieces[j];
		pieces[j] = swap;
	}
}

/* Some other frame, or a piece of what was or will be sent. */
static void put_noise(struct quic_bytes *frames, const struct quic_bytes *hello)
{
	size_t from = pick(HELLO), to = from + pick((unsigned int)(HELLO - from));

	switch (pick(6)) {
	case 0:
		quic_put_padding(frames, 1 + pick(50));
		break;
	case 1:
		quic_put_byte(frames, 1);
		break;
	case 2:
		quic_put_ack(frames, pick(5), pick(2));
		break;
	case 3:
		quic_put_crypto(frames, from, hello->bytes + from, to - from);
		break;
	default:
		break;
	}
}

struct script {
	struct quic_bytes hello;
	struct quic_bytes datagrams[DATAGRAMS_MAX];
	struct quic_bytes frames;
	unsigned int count;
};

/* Packets that say nothing, before or behind the Initial. */
static void put_other(struct script *script, const struct quic_spec *like,
		      struct quic_bytes *datagram)
{
	struct quic_spec spec = *like;

	spec.type = pick(2) ? QUIC_ZERO_RTT : QUIC_HANDSHAKE;
	script->frames.length = 0;
	quic_put_padding(&script->frames, 4 + pick(60));
	quic_seal(datagram, &spec, &script->frames);
}

static void write_script(struct script *script, struct quic_spec *spec)
{
	unsigned int pieces = 1 + pick(PIECES_MAX), i, done = 0;
	struct piece piece[PIECES_MAX];
	static struct quic_bytes frames;

	cut(piece, pieces);
	script->count = 1 + pick(DATAGRAMS_MAX);
	for (i = 0; i < script->count; i++) {
		struct quic_bytes *datagram = &script->datagrams[i];
		unsigned int until = i + 1 == script->count ? pieces :
			done + pick(pieces - done + 1);

		datagram->length = 0;
		frames.length = 0;
		quic_put_padding(&frames, 4);
		for (; done < until; done++) {
			quic_put_crypto(&frames, piece[done].from,
					script->hello.bytes + piece[done].from,
					piece[done].to - piece[done].from);
			put_noise(&frames, &script->hello);
		}
		if (!pick(4))
			put_other(script, spec, datagram);
		spec->number_size = 1 + pick(4);
		quic_seal(datagram, spec, &frames);
		spec->number++;
		if (!pick(4))
			put_other(script, spec, datagram);
		if (!pick(4))
			quic_put_padding(datagram, pick(100));
	}
}

TEST(every_order_gives_the_same)
{
	static struct quic_reader reader;
	static struct script script;
	unsigned int seed, i, at, done;

	for (seed = 0; seed < 600; seed++) {
		struct quic_spec spec = {
			.version = versions[seed % ARRAY_SIZE(versions)],
			.to = "12345678",
		};

		random_state = seed;
		quic_make_hello(&script.hello, NAME, (u8)seed, HELLO);
		write_script(&script, &spec);
		quic_reader_init(&reader);
		/* Twice around from any of them: some come again. */
		at = pick(script.count);
		for (i = 0, done = 0; i < 2 * script.count; i++) {
			const struct quic_bytes *datagram =
				&script.datagrams[(at + i) % script.count];
			enum cordon_quic_read read = quic_feed(&reader,
							       datagram);

			done += read == CORDON_QUIC_DONE;
			ASSERT_TRUE(read == CORDON_QUIC_DONE ||
				    read == (done ? CORDON_QUIC_AGAIN :
						    CORDON_QUIC_MORE))
				TH_LOG("seed %u: %d", seed, read);
			if (i >= script.count - 1)
				ASSERT_EQ(1, done)
					TH_LOG("seed %u", seed);
		}
		EXPECT_EQ(1, reader.quic.hellos);
		ASSERT_TRUE(quic_names(&reader, NAME));
		EXPECT_EQ(CORDON_ALPN_HTTP_3, reader.quic.hello.alpn);
	}
}

/* All places at which a hello can be cut in two, both halves first. */
TEST(every_cut)
{
	struct quic_spec spec = { .version = QUIC_V1, .to = "12345678" };
	static struct quic_reader reader;
	static struct quic_bytes hello;
	size_t at, half;

	quic_make_hello(&hello, NAME, 1, 200);
	for (at = 1; at < 200; at++) {
		for (half = 0; half < 2; half++) {
			quic_reader_init(&reader);
			ASSERT_EQ(CORDON_QUIC_MORE,
				  quic_feed_crypto(&reader, &spec, &hello,
						   half ? at : 0,
						   half ? 200 : at));
			ASSERT_EQ(CORDON_QUIC_DONE,
				  quic_feed_crypto(&reader, &spec, &hello,
						   half ? 0 : at,
						   half ? at : 200));
			EXPECT_TRUE(quic_names(&reader, NAME));
		}
	}
}

/* A byte that is missing, wherever, is no hello; with it, it is one. */
TEST(every_gap)
{
	struct quic_spec spec = { .version = QUIC_V2, .to = "12345678" };
	static struct quic_reader reader;
	static struct quic_bytes hello, frames;
	size_t at;

	quic_make_hello(&hello, NAME, 1, 200);
	for (at = 0; at < 200; at++) {
		frames.length = 0;
		quic_put_crypto(&frames, at + 1, hello.bytes + at + 1,
				199 - at);
		quic_put_crypto(&frames, 0, hello.bytes, at);
		quic_reader_init(&reader);
		ASSERT_EQ(CORDON_QUIC_MORE,
			  quic_feed_packet(&reader, &spec, &frames));
		ASSERT_EQ(CORDON_QUIC_DONE,
			  quic_feed_crypto(&reader, &spec, &hello, at, at + 1));
		EXPECT_TRUE(quic_names(&reader, NAME));
	}
}

TEST_HARNESS_MAIN
