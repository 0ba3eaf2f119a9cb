// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The headers of IPv4, IPv6, TCP and UDP: right, broken, cut
 */
#include "engine/address_text.h"
#include "packet.h"
#include "replay/ip.h"
#include "kselftest_harness.h"

#define RAW	101

FIXTURE(ip) {
	struct replay_pipeline *pipeline;
	const struct replay_counters *counters;
	struct packet_taken taken;
	struct packet packet;
};

FIXTURE_SETUP(ip)
{
	self->pipeline = replay_pipeline_new(packet_take, &self->taken);
	ASSERT_NE(NULL, self->pipeline);
	self->counters = replay_pipeline_counters(self->pipeline);
}

FIXTURE_TEARDOWN(ip)
{
	replay_pipeline_free(self->pipeline);
}

/* Gives all of the packet; returns whether it came out. */
static bool comes(FIXTURE_DATA(ip) * self)
{
	unsigned int before = self->taken.count;

	packet_give(self->pipeline, RAW, &self->packet, self->packet.length);
	return self->taken.count == before + 1;
}

static void build_udp(struct packet *packet)
{
	packet_begin(packet, "hello", 5);
	packet_udp(packet, 5000, 53);
}

static void put_v4(struct packet *packet, u8 protocol)
{
	packet_ipv4(packet, "192.0.2.1", "192.0.2.2", protocol);
}

static void put_v6(struct packet *packet, u8 next)
{
	packet_ipv6(packet, "2001:db8::1", "2001:db8::2", next);
}

static void build_tcp(struct packet *packet)
{
	packet_begin(packet, "hello", 5);
	packet_tcp(packet, 5000, 443, 0x12345678,
		   REPLAY_TCP_ACK | REPLAY_TCP_PSH);
}

static const char *text_of(const struct cordon_address *address)
{
	static char text[CORDON_ADDRESS_TEXT_MAX];

	cordon_address_to_text(address, text, sizeof(text));
	return text;
}

TEST_F(ip, tcp_has_all_its_fields)
{
	const struct replay_packet *packet = &self->taken.packet;

	build_tcp(&self->packet);
	self->packet.bytes[8] = 0xa1;		/* acknowledged */
	self->packet.bytes[19] = 7;		/* urgent */
	put_v4(&self->packet, REPLAY_TCP);
	ASSERT_TRUE(comes(self));
	EXPECT_EQ(REPLAY_TCP, packet->protocol);
	EXPECT_STREQ("192.0.2.1", text_of(&packet->source));
	EXPECT_STREQ("192.0.2.2", text_of(&packet->destination));
	EXPECT_EQ(5000, packet->source_port);
	EXPECT_EQ(443, packet->destination_port);
	EXPECT_EQ(0x12345678, packet->sequence);
	EXPECT_EQ(0xa1000000, packet->acknowledged);
	EXPECT_EQ(REPLAY_TCP_ACK | REPLAY_TCP_PSH, packet->flags);
	EXPECT_EQ(65535, packet->window);
	EXPECT_EQ(7, packet->urgent);
	EXPECT_EQ(5, packet->length);
	EXPECT_EQ(5, packet->whole);
	EXPECT_EQ(0, packet->depth);
	EXPECT_EQ(1, packet->number);
	EXPECT_EQ(1700000000000000000ULL, packet->time);
	EXPECT_EQ(0, memcmp(self->taken.payload, "hello", 5));
}

TEST_F(ip, tcp_options_are_passed)
{
	build_tcp(&self->packet);
	self->packet.bytes[12] = 0x60;
	put_v6(&self->packet, REPLAY_TCP);
	ASSERT_TRUE(comes(self));
	EXPECT_STREQ("2001:db8::1", text_of(&self->taken.packet.source));
	EXPECT_EQ(1, self->taken.packet.length);
	EXPECT_EQ('o', self->taken.payload[0]);
}

TEST_F(ip, what_is_behind_the_end_is_nobodys)
{
	unsigned int version;
	u8 copy[128] = { 0 };

	for (version = 4; version <= 6; version += 2) {
		build_tcp(&self->packet);
		if (version == 4)
			put_v4(&self->packet, REPLAY_TCP);
		else
			put_v6(&self->packet, REPLAY_TCP);
		memcpy(copy, self->packet.bytes, self->packet.length);
		packet_begin(&self->packet, copy, self->packet.length + 9);
		ASSERT_TRUE(comes(self));
		EXPECT_EQ(5, self->taken.packet.length);
		EXPECT_EQ(5, self->taken.packet.whole);
	}
}

TEST_F(ip, a_data_offset_must_fit)
{
	unsigned int words;

	for (words = 0; words < 16; words++) {
		build_tcp(&self->packet);
		self->packet.bytes[12] = (u8)(words << 4);
		put_v4(&self->packet, REPLAY_TCP);
		EXPECT_EQ(words == 5 || words == 6, comes(self));
	}
	EXPECT_EQ(14, self->counters->unread[REPLAY_BAD_TRANSPORT]);
}

TEST_F(ip, a_length_of_udp_must_fit)
{
	unsigned int length;

	for (length = 0; length <= 0xffff; length++) {
		build_udp(&self->packet);
		self->packet.bytes[4] = (u8)(length >> 8);
		self->packet.bytes[5] = (u8)length;
		put_v4(&self->packet, REPLAY_UDP);
		ASSERT_EQ(length >= 8 && length <= 13, comes(self));
		if (length >= 8 && length <= 13)
			EXPECT_EQ(length - 8, self->taken.packet.length);
	}
	EXPECT_EQ(65530, self->counters->unread[REPLAY_BAD_TRANSPORT]);
	/* None is only in IPv6 a length. */
	for (length = 0; length < 8; length++) {
		build_udp(&self->packet);
		self->packet.bytes[5] = (u8)length;
		put_v6(&self->packet, REPLAY_UDP);
		ASSERT_EQ(!length, comes(self));
	}
	EXPECT_EQ(5, self->taken.packet.length);
}

TEST_F(ip, every_header_length_and_total_length_of_ipv4)
{
	unsigned int words, total;

	for (words = 0; words < 16; words++) {
		for (total = 0; total < 200; total++) {
			build_udp(&self->packet);
			put_v4(&self->packet, REPLAY_ICMP);
			self->packet.bytes[0] = (u8)(0x40 | words);
			self->packet.bytes[3] = (u8)total;
			/* 0 is the length of the frame: 33. */
			ASSERT_EQ(words >= 5 &&
				  words * 4 <= (total ? total : 33) &&
				  words * 4 <= 33, comes(self)) {
				TH_LOG("%u words, %u bytes", words, total);
			}
		}
	}
	EXPECT_LT(0, self->counters->unread[REPLAY_BAD_IP]);
	/* What claims to be longer than the frame is cut. */
	EXPECT_LT(0, self->counters->unread[REPLAY_CUT]);
	self->packet.bytes[0] = 0x45;
	self->packet.bytes[2] = 0xff;
	self->packet.bytes[9] = REPLAY_UDP;
	EXPECT_TRUE(comes(self));
	EXPECT_FALSE(self->taken.packet.cut);
	self->packet.bytes[25] = 14;
	EXPECT_TRUE(comes(self));
	EXPECT_TRUE(self->taken.packet.cut);
	EXPECT_EQ(5, self->taken.packet.length);
	EXPECT_EQ(6, self->taken.packet.whole);
}

TEST_F(ip, segments_for_the_network_card_have_no_length)
{
	build_tcp(&self->packet);
	put_v4(&self->packet, REPLAY_TCP);
	self->packet.bytes[3] = 0;
	ASSERT_TRUE(comes(self));
	EXPECT_EQ(5, self->taken.packet.length);
	/* In IPv6 that is what it says. */
	build_tcp(&self->packet);
	put_v6(&self->packet, REPLAY_TCP);
	self->packet.bytes[5] = 0;
	EXPECT_FALSE(comes(self));
	EXPECT_EQ(1, self->counters->unread[REPLAY_BAD_TRANSPORT]);
}

TEST_F(ip, a_jumbogram_is_not_read)
{
	static const u8 jumbo[8] = { REPLAY_TCP, 0, 0xc2, 4, 0, 0, 0, 33 };

	build_tcp(&self->packet);
	packet_put(&self->packet, jumbo, sizeof(jumbo));
	put_v6(&self->packet, REPLAY_HOP_BY_HOP);
	ASSERT_TRUE(comes(self));
	self->packet.bytes[5] = 0;
	EXPECT_FALSE(comes(self));
	EXPECT_EQ(1, self->counters->unread[REPLAY_JUMBO]);
}

/* A header of each kind, @length bytes long, before what is there. */
static void put_extension(struct packet *packet, u8 kind, u8 next, u8 length)
{
	u8 header[64] = { next };

	header[1] = kind == REPLAY_AH ? length / 4 - 2 : length / 8 - 1;
	if (kind == REPLAY_FRAGMENT)
		header[1] = 0;
	packet_put(packet, header, length);
}

static const struct {
	u8 kind;
	u8 length;
} extensions[] = {
	{ REPLAY_HOP_BY_HOP, 8 }, { REPLAY_DESTINATION, 16 },
	{ REPLAY_ROUTING, 24 }, { REPLAY_FRAGMENT, 8 }, { REPLAY_AH, 12 },
	{ REPLAY_AH, 24 }, { REPLAY_MOBILITY, 8 }, { REPLAY_HIP, 40 },
	{ REPLAY_SHIM6, 8 }, { REPLAY_DESTINATION, 64 },
};

static void build_chain(struct packet *packet)
{
	u8 next = REPLAY_UDP;
	u32 i;

	build_udp(packet);
	for (i = ARRAY_SIZE(extensions); i--;) {
		put_extension(packet, extensions[i].kind, next,
			      extensions[i].length);
		next = extensions[i].kind;
	}
	put_v6(packet, next);
}

TEST_F(ip, each_extension_alone_and_all_of_them)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(extensions); i++) {
		build_udp(&self->packet);
		put_extension(&self->packet, extensions[i].kind, REPLAY_UDP,
			      extensions[i].length);
		put_v6(&self->packet, extensions[i].kind);
		ASSERT_TRUE(comes(self));
		EXPECT_EQ(53, self->taken.packet.destination_port);
	}
	build_chain(&self->packet);
	ASSERT_TRUE(comes(self));
	EXPECT_EQ(53, self->taken.packet.destination_port);
	EXPECT_EQ(5, self->taken.packet.length);
}

TEST_F(ip, an_extension_must_end_in_the_packet)
{
	u32 i, length;

	for (i = 0; i < ARRAY_SIZE(extensions); i++) {
		if (extensions[i].kind == REPLAY_FRAGMENT)
			continue;
		for (length = 0; length < 256; length++) {
			bool fits;

			packet_begin(&self->packet, NULL, 0);
			put_extension(&self->packet, extensions[i].kind,
				      REPLAY_NO_NEXT, extensions[i].length);
			self->packet.bytes[1] = (u8)length;
			put_v6(&self->packet, extensions[i].kind);
			fits = (extensions[i].kind == REPLAY_AH ?
					(length + 2) * 4 : (length + 1) * 8) <=
				       extensions[i].length;
			ASSERT_EQ(fits, comes(self));
		}
	}
	EXPECT_LT(2000, self->counters->unread[REPLAY_BAD_IP]);
}

TEST_F(ip, an_extension_of_ipv6_is_none_in_ipv4)
{
	build_udp(&self->packet);
	put_extension(&self->packet, REPLAY_DESTINATION, REPLAY_UDP, 8);
	put_v4(&self->packet, REPLAY_DESTINATION);
	ASSERT_TRUE(comes(self));
	EXPECT_EQ(REPLAY_DESTINATION, self->taken.packet.protocol);
	build_udp(&self->packet);
	put_extension(&self->packet, REPLAY_AH, REPLAY_UDP, 24);
	put_v4(&self->packet, REPLAY_AH);
	ASSERT_TRUE(comes(self));
	EXPECT_EQ(REPLAY_UDP, self->taken.packet.protocol);
}

TEST_F(ip, a_chain_cut_at_every_byte)
{
	size_t cut;

	build_chain(&self->packet);
	for (cut = 0; cut < self->packet.length; cut++)
		packet_give(self->pipeline, RAW, &self->packet, cut);
	EXPECT_EQ(self->packet.length, self->counters->unread[REPLAY_CUT]);
	/* All that had their header of UDP. */
	EXPECT_EQ(5, self->taken.count);
	EXPECT_TRUE(self->taken.packet.cut);
	EXPECT_EQ(4, self->taken.packet.length);
	EXPECT_EQ(5, self->taken.packet.whole);
}

TEST_F(ip, tcp_cut_in_its_options_keeps_its_numbers)
{
	u8 options[12] = { 0 };

	build_tcp(&self->packet);
	memcpy(options, self->packet.bytes + 12, 8);
	self->packet.bytes[12] = 0x60;
	put_v4(&self->packet, REPLAY_TCP);
	packet_give(self->pipeline, RAW, &self->packet, 41);
	ASSERT_EQ(1, self->taken.count);
	EXPECT_EQ(0x12345678, self->taken.packet.sequence);
	EXPECT_EQ(0, self->taken.packet.length);
	EXPECT_EQ(1, self->taken.packet.whole);
	EXPECT_TRUE(self->taken.packet.cut);
	packet_give(self->pipeline, RAW, &self->packet, 39);
	EXPECT_EQ(1, self->taken.count);
	EXPECT_EQ(2, self->counters->unread[REPLAY_CUT]);
}

TEST_F(ip, other_protocols_are_given_too)
{
	build_udp(&self->packet);
	put_v4(&self->packet, REPLAY_ESP);
	ASSERT_TRUE(comes(self));
	EXPECT_EQ(REPLAY_ESP, self->taken.packet.protocol);
	EXPECT_EQ(0, self->taken.packet.source_port);
	EXPECT_EQ(13, self->taken.packet.length);
	EXPECT_EQ(1, self->counters->unread[REPLAY_ENCRYPTED_ESP]);
	build_udp(&self->packet);
	put_v6(&self->packet, REPLAY_ESP);
	ASSERT_TRUE(comes(self));
	EXPECT_EQ(2, self->counters->unread[REPLAY_ENCRYPTED_ESP]);
	build_udp(&self->packet);
	put_v6(&self->packet, REPLAY_ICMPV6);
	ASSERT_TRUE(comes(self));
	EXPECT_EQ(1, self->counters->unread[REPLAY_OTHER_PROTOCOL]);
}

TEST_F(ip, what_an_icmp_error_quotes_is_not_read)
{
	static const u8 unreachable[8] = { 3, 1 };

	build_udp(&self->packet);
	put_v4(&self->packet, REPLAY_UDP);
	packet_put(&self->packet, unreachable, sizeof(unreachable));
	put_v4(&self->packet, REPLAY_ICMP);
	ASSERT_TRUE(comes(self));
	EXPECT_EQ(REPLAY_ICMP, self->taken.packet.protocol);
	EXPECT_EQ(0, self->taken.packet.destination_port);
}

TEST_HARNESS_MAIN
