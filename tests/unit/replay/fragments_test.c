// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fragments: in any order, again, against each other, never finished
 */
#include "packet.h"
#include "replay/fragments.h"
#include "kselftest_harness.h"

#define RAW	101
#define PIECES	4U

FIXTURE(fragments) {
	struct replay_pipeline *pipeline;
	const struct replay_counters *counters;
	u64 time;
	struct packet_taken taken;
	struct packet whole;
	struct packet piece;
};

FIXTURE_VARIANT(fragments) {
	unsigned int version;
};

FIXTURE_VARIANT_ADD(fragments, ipv4) { .version = 4 };
FIXTURE_VARIANT_ADD(fragments, ipv6) { .version = 6 };

/* A datagram of so many bytes, its header of UDP included. */
static void build(struct packet *packet, size_t length)
{
	static u8 payload[1U << 16];
	size_t i;

	for (i = 0; i < sizeof(payload); i++)
		payload[i] = (u8)(i * 7 + i / 256);
	packet_begin(packet, payload, length - 8);
	packet_udp(packet, 5000, 53);
}

FIXTURE_SETUP(fragments)
{
	self->pipeline = replay_pipeline_new(packet_take, &self->taken);
	ASSERT_NE(NULL, self->pipeline);
	self->counters = replay_pipeline_counters(self->pipeline);
	self->time = 1700000000000000000ULL;
	build(&self->whole, 61);
}

FIXTURE_TEARDOWN(fragments)
{
	replay_pipeline_free(self->pipeline);
}

static void give(FIXTURE_DATA(fragments) * self, const struct packet *packet)
{
	struct replay_frame frame = packet_frame(RAW, packet->bytes,
						 packet->length,
						 packet->length);

	frame.time = self->time;
	replay_pipeline_frame(self->pipeline, &frame);
}

static void give_piece(FIXTURE_DATA(fragments) * self, unsigned int version,
		       u32 id, size_t from, size_t to)
{
	packet_piece(&self->piece, &self->whole, version, id, from, to);
	give(self, &self->piece);
}

/* Is what came last the datagram? */
static bool is_whole(const FIXTURE_DATA(fragments) * self)
{
	return self->taken.packet.length == self->whole.length - 8 &&
	       self->taken.packet.destination_port == 53 &&
	       !self->taken.packet.cut &&
	       !memcmp(self->taken.payload, self->whole.bytes + 8,
		       self->whole.length - 8);
}

static u64 unread(const FIXTURE_DATA(fragments) * self, enum replay_unread why)
{
	return self->counters->unread[why];
}

TEST_F(fragments, in_every_order)
{
	static const size_t edge[PIECES + 1] = { 0, 8, 24, 56, 61 };
	u32 order, id = 0;

	for (order = 0; order < 256; order++) {
		u32 place[PIECES], seen = 0, i;

		for (i = 0; i < PIECES; i++) {
			place[i] = order >> 2 * i & 3;
			seen |= 1U << place[i];
		}
		if (seen != 15)
			continue;
		id++;
		for (i = 0; i < PIECES; i++) {
			ASSERT_EQ(id - 1, self->taken.count);
			give_piece(self, variant->version, id, edge[place[i]],
				   edge[place[i] + 1]);
		}
		ASSERT_EQ(id, self->taken.count);
		EXPECT_TRUE(is_whole(self));
	}
	EXPECT_EQ(24, id);
	EXPECT_EQ(24, self->counters->reassembled);
	replay_pipeline_finish(self->pipeline);
	EXPECT_EQ(0, unread(self, REPLAY_FRAGMENT_LOST));
}

TEST_F(fragments, each_twice_is_one_datagram)
{
	give_piece(self, variant->version, 1, 0, 24);
	give_piece(self, variant->version, 1, 0, 24);
	give_piece(self, variant->version, 1, 24, 61);
	ASSERT_EQ(1, self->taken.count);
	EXPECT_TRUE(is_whole(self));
	give_piece(self, variant->version, 1, 24, 61);
	EXPECT_EQ(1, self->taken.count);
	/* The id comes again, with a datagram of another length. */
	build(&self->whole, 50);
	give_piece(self, variant->version, 1, 0, 24);
	give_piece(self, variant->version, 1, 24, 50);
	ASSERT_EQ(2, self->taken.count);
	EXPECT_TRUE(is_whole(self));
	replay_pipeline_finish(self->pipeline);
	EXPECT_EQ(0, unread(self, REPLAY_FRAGMENT_OVERLAP));
	EXPECT_EQ(0, unread(self, REPLAY_FRAGMENT_LOST));
}

TEST_F(fragments, other_bytes_at_the_same_place)
{
	give_piece(self, variant->version, 1, 0, 32);
	self->whole.bytes[9] ^= 1;
	give_piece(self, variant->version, 1, 0, 32);
	EXPECT_EQ(1, unread(self, REPLAY_FRAGMENT_OVERLAP));
	self->whole.bytes[9] ^= 1;
	/* Those to come are not believed either, and not counted again. */
	give_piece(self, variant->version, 1, 0, 32);
	give_piece(self, variant->version, 1, 32, 61);
	EXPECT_EQ(0, self->taken.count);
	replay_pipeline_finish(self->pipeline);
	EXPECT_EQ(1, unread(self, REPLAY_FRAGMENT_OVERLAP));
	EXPECT_EQ(0, unread(self, REPLAY_FRAGMENT_LOST));
}

TEST_F(fragments, the_same_bytes_in_two_pieces)
{
	give_piece(self, variant->version, 1, 0, 32);
	give_piece(self, variant->version, 1, 24, 61);
	if (variant->version == 4) {
		ASSERT_EQ(1, self->taken.count);
		EXPECT_TRUE(is_whole(self));
	} else {
		EXPECT_EQ(0, self->taken.count);
		EXPECT_EQ(1, unread(self, REPLAY_FRAGMENT_OVERLAP));
	}
}

TEST_F(fragments, two_ends)
{
	give_piece(self, variant->version, 1, 32, 61);
	self->whole.length = 48;
	give_piece(self, variant->version, 1, 32, 48);
	EXPECT_EQ(1, unread(self, REPLAY_FRAGMENT_OVERLAP));
	self->whole.length = 61;
	/* Bytes behind the end, before and after it is known. */
	give_piece(self, variant->version, 2, 32, 56);
	self->whole.length = 48;
	give_piece(self, variant->version, 2, 40, 48);
	EXPECT_EQ(2, unread(self, REPLAY_FRAGMENT_OVERLAP));
	give_piece(self, variant->version, 3, 40, 48);
	self->whole.length = 61;
	give_piece(self, variant->version, 3, 40, 56);
	EXPECT_EQ(3, unread(self, REPLAY_FRAGMENT_OVERLAP));
	EXPECT_EQ(0, self->taken.count);
}

TEST_F(fragments, what_no_sender_makes)
{
	u64 bad = variant->version == 6 ? 7 : 0;
	size_t odd;

	/* None but the last may be of another length than eights. */
	for (odd = 1; odd < 8; odd++)
		give_piece(self, variant->version, 1, 0, 16 + odd);
	EXPECT_EQ(bad, unread(self, REPLAY_FRAGMENT_BAD));
	give_piece(self, variant->version, 1, 16, 61);
	EXPECT_EQ(variant->version == 4, self->taken.count);
	EXPECT_EQ(variant->version == 4, is_whole(self));
	give_piece(self, variant->version, 1, 8, 8);
	give_piece(self, variant->version, 2, 8, 8);
	EXPECT_EQ(bad + 2, unread(self, REPLAY_FRAGMENT_BAD));
	give_piece(self, variant->version, 1, 0, 16);
	give_piece(self, variant->version, 1, 16, 61);
	EXPECT_TRUE(is_whole(self));
}

TEST_F(fragments, the_largest_and_what_is_larger)
{
	build(&self->whole, 65535);
	give_piece(self, variant->version, 1, 0, 32768);
	give_piece(self, variant->version, 1, 32768, 65528);
	give_piece(self, variant->version, 1, 65528, 65535);
	ASSERT_EQ(1, self->taken.count);
	EXPECT_TRUE(is_whole(self));
	self->whole.length = 65536;
	packet_piece(&self->piece, &self->whole, variant->version, 2, 65528,
		     65536);
	give(self, &self->piece);
	EXPECT_EQ(1, unread(self, REPLAY_FRAGMENT_BAD));
	replay_pipeline_finish(self->pipeline);
	EXPECT_EQ(0, unread(self, REPLAY_FRAGMENT_LOST));
}

TEST_F(fragments, patience_ends)
{
	u64 second = 1000000000ULL;

	give_piece(self, variant->version, 1, 0, 24);
	self->time += 30 * second;
	give_piece(self, variant->version, 1, 24, 61);
	EXPECT_EQ(1, self->taken.count);
	give_piece(self, variant->version, 2, 0, 24);
	self->time += 31 * second;
	give_piece(self, variant->version, 2, 24, 61);
	EXPECT_EQ(1, self->taken.count);
	EXPECT_EQ(1, unread(self, REPLAY_FRAGMENT_LOST));
	/* A clock that was set back is no reason to wait for ever. */
	self->time -= 31 * second;
	give_piece(self, variant->version, 2, 0, 24);
	EXPECT_EQ(2, unread(self, REPLAY_FRAGMENT_LOST));
	self->time -= 30 * second;
	give_piece(self, variant->version, 2, 24, 61);
	EXPECT_EQ(2, self->taken.count);
}

TEST_F(fragments, never_finished)
{
	u32 id;

	build(&self->whole, 40000);
	for (id = 0; id < 100000; id++) {
		give_piece(self, variant->version, id << 16 | (id & 0xffff),
			   id % 3 * 8000, 8000 + id % 3 * 8000);
		self->time += 1000;
	}
	EXPECT_EQ(0, self->taken.count);
	EXPECT_LT(99000, unread(self, REPLAY_FRAGMENT_LOST));
	/* And there is room for one that is. */
	give_piece(self, variant->version, 1, 0, 24000);
	give_piece(self, variant->version, 1, 24000, 40000);
	EXPECT_EQ(1, self->taken.count);
	EXPECT_TRUE(is_whole(self));
	replay_pipeline_finish(self->pipeline);
	EXPECT_LE(99999, unread(self, REPLAY_FRAGMENT_LOST));
	EXPECT_GE(100000, unread(self, REPLAY_FRAGMENT_LOST));
}

TEST_F(fragments, as_many_as_there_is_room_for)
{
	u32 id;

	build(&self->whole, 16000);
	for (id = 0; id < REPLAY_FRAGMENTS_DATAGRAMS; id++)
		give_piece(self, variant->version, id, 0, 8000);
	EXPECT_EQ(0, unread(self, REPLAY_FRAGMENT_LOST));
	for (id = 0; id < REPLAY_FRAGMENTS_DATAGRAMS; id++)
		give_piece(self, variant->version, id, 8000, 16000);
	EXPECT_EQ(REPLAY_FRAGMENTS_DATAGRAMS, self->taken.count);
	/* One more makes the oldest of those that wait go, no other. */
	for (id = 1000; id <= 1000 + REPLAY_FRAGMENTS_DATAGRAMS; id++)
		give_piece(self, variant->version, id, 0, 800);
	EXPECT_EQ(1, unread(self, REPLAY_FRAGMENT_LOST));
	give_piece(self, variant->version, 1001, 800, 16000);
	EXPECT_EQ(REPLAY_FRAGMENTS_DATAGRAMS + 1, self->taken.count);
}

TEST_F(fragments, the_bytes_of_all_are_bounded)
{
	u32 id;

	/* 4 MiB are 64 of them. */
	build(&self->whole, 65535);
	for (id = 0; id < 100; id++) {
		give_piece(self, variant->version, id, 0, 32768);
		give_piece(self, variant->version, id, 32768, 65528);
	}
	EXPECT_LE(100 - 64, unread(self, REPLAY_FRAGMENT_LOST));
	EXPECT_GE(100 - 60, unread(self, REPLAY_FRAGMENT_LOST));
	give_piece(self, variant->version, 99, 65528, 65535);
	ASSERT_EQ(1, self->taken.count);
	EXPECT_TRUE(is_whole(self));
}

TEST_F(fragments, one_that_is_cut)
{
	struct replay_frame frame;

	packet_piece(&self->piece, &self->whole, variant->version, 1, 0, 56);
	frame = packet_frame(RAW, self->piece.bytes, self->piece.length - 1,
			     self->piece.length);
	replay_pipeline_frame(self->pipeline, &frame);
	/* The length of UDP is that of the datagram: more than the fragment. */
	ASSERT_EQ(1, self->taken.count);
	EXPECT_TRUE(self->taken.packet.cut);
	EXPECT_EQ(47, self->taken.packet.length);
	EXPECT_EQ(53, self->taken.packet.whole);
	EXPECT_EQ(1, unread(self, REPLAY_CUT));
	packet_piece(&self->piece, &self->whole, variant->version, 1, 8, 56);
	frame = packet_frame(RAW, self->piece.bytes, self->piece.length - 1,
			     self->piece.length);
	replay_pipeline_frame(self->pipeline, &frame);
	EXPECT_EQ(1, self->taken.count);
	EXPECT_EQ(2, unread(self, REPLAY_CUT));
}

TEST(a_fragment_inside_a_fragment)
{
	static struct packet_taken taken;
	static struct packet inner, piece;
	struct replay_pipeline *pipeline = replay_pipeline_new(packet_take,
							       &taken);
	static const u8 header[8] = { REPLAY_UDP, 0, 0, 1 };

	packet_begin(&inner, "hello, world", 12);
	packet_udp(&inner, 5000, 53);
	packet_put(&inner, header, sizeof(header));
	packet_piece(&piece, &inner, 6, 1, 0, 16);
	piece.bytes[40] = REPLAY_FRAGMENT;
	packet_give(pipeline, RAW, &piece, piece.length);
	packet_piece(&piece, &inner, 6, 1, 16, inner.length);
	packet_give(pipeline, RAW, &piece, piece.length);
	EXPECT_EQ(0, taken.count);
	EXPECT_EQ(1, replay_pipeline_counters(pipeline)
			     ->unread[REPLAY_FRAGMENT_BAD]);
	replay_pipeline_free(pipeline);
}

TEST(different_datagrams_do_not_mix)
{
	static struct packet_taken taken;
	static struct packet whole, piece;
	struct replay_pipeline *pipeline = replay_pipeline_new(packet_take,
							       &taken);
	u32 i;

	build(&whole, 61);
	/* Another protocol, source, destination, id: each is missing a half. */
	for (i = 0; i < 4; i++) {
		static const u8 at[] = { 9, 15, 19, 5 };

		packet_piece(&piece, &whole, 4, 7, 0, 24);
		piece.bytes[at[i]]++;
		packet_give(pipeline, RAW, &piece, piece.length);
	}
	packet_piece(&piece, &whole, 4, 7, 24, 61);
	packet_give(pipeline, RAW, &piece, piece.length);
	EXPECT_EQ(0, taken.count);
	packet_piece(&piece, &whole, 4, 7, 0, 24);
	packet_give(pipeline, RAW, &piece, piece.length);
	EXPECT_EQ(1, taken.count);
	/* Addresses that differ at their beginning only. */
	for (i = 8; i <= 24; i += 16) {
		packet_piece(&piece, &whole, 6, 7, 0, 24);
		piece.bytes[i]++;
		packet_give(pipeline, RAW, &piece, piece.length);
		packet_piece(&piece, &whole, 6, 7, 24, 61);
		packet_give(pipeline, RAW, &piece, piece.length);
	}
	EXPECT_EQ(1, taken.count);
	replay_pipeline_finish(pipeline);
	EXPECT_EQ(7, replay_pipeline_counters(pipeline)
			     ->unread[REPLAY_FRAGMENT_LOST]);
	replay_pipeline_free(pipeline);
}

TEST_HARNESS_MAIN
