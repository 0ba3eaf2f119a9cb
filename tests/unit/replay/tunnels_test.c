// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tunnels: each form, its broken twin, each cut at every byte, many in each
 * other
 */
#include "packet.h"
#include "replay/tunnels.h"
#include "kselftest_harness.h"

#define RAW	101

/* What to do to the header for the twin, and what then comes out. */
enum twin {
	PLAIN,		/* the datagram around it */
	OUTER,		/* a packet of the tunnel's protocol, counted */
};

/**
 * struct form - a tunnel
 * @what: for the log
 * @protocol: of the IP packet around it
 * @port: where it goes, if that is UDP
 * @header: what stands before the packet inside
 * @at: byte of @header to change for the broken twin
 * @to: what to
 * @twin: what the twin then is
 * @why: how it is counted, if it is
 * @version: of the packet inside
 */
struct form {
	const char *what;
	u8 protocol;
	u16 port;
	struct {
		const char *text;
		size_t length;
	} header;
	size_t at;
	u8 to;
	enum twin twin;
	enum replay_unread why;
	unsigned int version;
};

#define HEADER(text)	{ text, sizeof(text) - 1 }
#define MACS		"\2\0\0\0\0\1\2\0\0\0\0\2"
/* The packet inside is 33 bytes long in version 4, 53 in version 6. */

static const struct form forms[] = {
	{ "IPv4 in IP", 4, 0, HEADER(""), 0, 0x55, OUTER, REPLAY_BAD_TUNNEL, 4 },
	{ "IPv6 in IP", 41, 0, HEADER(""), 0, 0x45, OUTER, REPLAY_BAD_TUNNEL,
	  6 },
	{ "GRE", 47, 0, HEADER("\0\0\x08\0"), 2, 9, OUTER, REPLAY_NOT_IP, 4 },
	{ "GRE, IPv6", 47, 0, HEADER("\0\0\x86\xdd"), 1, 7, OUTER,
	  REPLAY_BAD_TUNNEL, 6 },
	{ "GRE with all", 47, 0,
	  HEADER("\xb0\0\x08\0\1\2\0\0\0\0\0\1\0\0\0\2"), 0, 0xf0, OUTER,
	  REPLAY_BAD_TUNNEL, 4 },
	{ "GRE with a key", 47, 0, HEADER("\x20\0\x08\0\0\0\0\1"), 3, 1, OUTER,
	  REPLAY_NOT_IP, 4 },
	{ "GRE with Ethernet", 47, 0, HEADER("\0\0\x65\x58" MACS "\x08\0"), 16,
	  9, OUTER, REPLAY_NOT_IP, 4 },
	{ "GRE with MPLS", 47, 0, HEADER("\0\0\x88\x47\0\2\1\x40"), 6, 0, OUTER,
	  REPLAY_NOT_IP, 6 },
	{ "ERSPAN I", 47, 0, HEADER("\0\0\x88\xbe" MACS "\x08\0"), 17, 6, OUTER,
	  REPLAY_NOT_IP, 4 },
	{ "ERSPAN II", 47, 0,
	  HEADER("\x10\0\x88\xbe\0\0\0\1\x10\0\0\0\0\0\0\0" MACS "\x08\0"), 29,
	  6, OUTER, REPLAY_NOT_IP, 4 },
	{ "ERSPAN III", 47, 0,
	  HEADER("\x10\0\x22\xeb\0\0\0\1\x20\0\0\0\0\0\0\0\0\0\0\0" MACS
		 "\x86\xdd"), 33, 0, OUTER, REPLAY_NOT_IP, 6 },
	{ "ERSPAN III with more", 47, 0,
	  HEADER("\x10\0\x22\xeb\0\0\0\1\x20\0\0\0\0\0\0\0\0\0\0\1"
		 "\0\0\0\0\0\0\0\0" MACS "\x08\0"), 40, 6, OUTER,
	  REPLAY_NOT_IP, 4 },
	{ "PPTP", 47, 0,
	  HEADER("\x30\x81\x88\x0b\0\x25\0\1\0\0\0\1\0\0\0\2\xff\3\0\x21"), 5,
	  0x26, OUTER, REPLAY_BAD_TUNNEL, 4 },
	{ "PPTP without a key", 47, 0,
	  HEADER("\x20\x01\x88\x0b\0\x23\0\1\0\x21"), 0, 0, OUTER,
	  REPLAY_BAD_TUNNEL, 4 },
	{ "PPTP, encrypted", 47, 0, HEADER("\x20\x01\x88\x0b\0\x22\0\1\x21"), 8,
	  0xfd, OUTER, REPLAY_NOT_IP, 4 },
	{ "GTP", 17, 2152, HEADER("\x30\xff\0\x21\0\0\0\1"), 1, 1, PLAIN, 0,
	  4 },
	{ "GTP of another length", 17, 2152, HEADER("\x30\xff\0\x21\0\0\0\1"),
	  3, 0x22, PLAIN, 0, 4 },
	{ "GTP with a sequence", 17, 2152,
	  HEADER("\x32\xff\0\x39\0\0\0\1\0\7\0\0"), 0, 0x52, PLAIN, 0, 6 },
	{ "GTP with extensions", 17, 2152,
	  HEADER("\x34\xff\0\x31\0\0\0\1\0\0\0\x85\1\0\1\x40\2\0\0\0\0\0\0\0"),
	  16, 0, PLAIN, 0, 4 },
	{ "GTP with an extension that is too long", 17, 2152,
	  HEADER("\x34\xff\0\x29\0\0\0\1\0\0\0\x85\1\0\1\0"), 12, 99, PLAIN, 0,
	  4 },
	{ "GTP with something else", 17, 2152,
	  HEADER("\x30\xff\0\x21\0\0\0\1"), 8, 0x25, PLAIN, 0, 4 },
	{ "VXLAN", 17, 4789, HEADER("\x08\0\0\0\0\0\1\0" MACS "\x08\0"), 0, 0,
	  PLAIN, 0, 4 },
	{ "VXLAN of Linux", 17, 8472,
	  HEADER("\x08\0\0\0\0\0\1\0" MACS "\x86\xdd"), 7, 1, PLAIN, 0, 6 },
	{ "VXLAN with a policy", 17, 4789,
	  HEADER("\x88\0\0\1\0\0\1\0" MACS "\x81\0\0\1\x08\0"), 25, 6, PLAIN,
	  0, 4 },
	{ "Geneve", 17, 6081, HEADER("\0\0\x65\x58\0\0\1\0" MACS "\x08\0"), 0,
	  0x40, PLAIN, 0, 4 },
	{ "Geneve with options", 17, 6081,
	  HEADER("\1\0\x86\xdd\0\0\1\0\1\2\3\4"), 0, 63, PLAIN, 0, 6 },
	{ "Teredo", 17, 3544, HEADER(""), 0, 0x50, PLAIN, 0, 6 },
	{ "Teredo with all", 17, 3544,
	  HEADER("\0\1\1\2iaannnnnnnn\0\0\0pp\1\2\3\4"), 2, 0xff,
	  PLAIN, 0, 6 },
	{ "Teredo of another length", 17, 3544, HEADER(""), 5, 0xff, PLAIN, 0,
	  6 },
	{ "L2TP", 17, 1701, HEADER("\0\2\0\1\0\2\xff\3\0\x21"), 1, 3, PLAIN, 0,
	  4 },
	{ "L2TP with all", 17, 1701,
	  HEADER("\x4a\2\0\x35\0\1\0\2\0\3\0\4\0\2??\xff\3\0\x21"), 3, 0x36,
	  PLAIN, 0, 4 },
	{ "L2TP, its own messages", 17, 1701, HEADER("\0\2\0\1\0\2\0\x57"), 0,
	  0x80, PLAIN, 0, 6 },
};

FIXTURE(tunnels) {
	struct replay_pipeline *pipeline;
	const struct replay_counters *counters;
	struct packet_taken taken;
	struct packet packet;
};

FIXTURE_SETUP(tunnels)
{
	self->pipeline = replay_pipeline_new(packet_take, &self->taken);
	ASSERT_NE(NULL, self->pipeline);
	self->counters = replay_pipeline_counters(self->pipeline);
}

FIXTURE_TEARDOWN(tunnels)
{
	replay_pipeline_free(self->pipeline);
}

static void build_inner(struct packet *packet, unsigned int version)
{
	packet_begin(packet, "hello", 5);
	packet_udp(packet, 5000, 53);
	if (version == 4)
		packet_ipv4(packet, "192.0.2.1", "192.0.2.2", REPLAY_UDP);
	else
		packet_ipv6(packet, "2001:db8::1", "2001:db8::2", REPLAY_UDP);
}

/* What the tunnel's packet carries, with @form's header. */
static void wrap(struct packet *packet, const struct form *form, u16 source)
{
	if (form->protocol == REPLAY_UDP)
		packet_udp(packet, source, form->port);
	packet_ipv4(packet, "198.51.100.1", "198.51.100.2", form->protocol);
}

static void build(struct packet *packet, const struct form *form)
{
	build_inner(packet, form->version);
	packet_put(packet, form->header.text, form->header.length);
}

static u64 all_unread(const struct replay_counters *counters)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; i < REPLAY_UNREAD_COUNT; i++)
		sum += counters->unread[i];
	return sum;
}

static void give(FIXTURE_DATA(tunnels) * self)
{
	packet_give(self->pipeline, RAW, &self->packet, self->packet.length);
}

TEST_F(tunnels, each_form)
{
	const struct replay_packet *packet = &self->taken.packet;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		self->taken = (struct packet_taken){ 0 };
		build(&self->packet, forms + i);
		wrap(&self->packet, forms + i, 40000);
		give(self);
		EXPECT_EQ(1, self->taken.count) {
			TH_LOG("%s", forms[i].what);
		}
		EXPECT_EQ(53, packet->destination_port) {
			TH_LOG("%s", forms[i].what);
		}
		EXPECT_EQ(1, packet->depth);
		EXPECT_EQ(5, packet->length);
		EXPECT_FALSE(packet->cut);
		EXPECT_EQ(forms[i].version == 4,
			  cordon_address_is_ipv4(&packet->source));
	}
	EXPECT_EQ(0, all_unread(self->counters));
}

TEST_F(tunnels, each_broken_twin)
{
	const struct replay_packet *packet = &self->taken.packet;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		const struct form *form = forms + i;
		u64 before = self->counters->unread[form->why];

		self->taken = (struct packet_taken){ 0 };
		build(&self->packet, form);
		self->packet.bytes[form->at] = form->to;
		wrap(&self->packet, form, 40000);
		give(self);
		ASSERT_EQ(1, self->taken.count);
		EXPECT_EQ(0, packet->depth) {
			TH_LOG("%s", form->what);
		}
		EXPECT_EQ(form->protocol, packet->protocol);
		EXPECT_EQ(form->port, packet->destination_port);
		EXPECT_LT(form->header.length + 32, packet->length);
		if (form->twin == OUTER)
			EXPECT_EQ(before + 1,
				  self->counters->unread[form->why]) {
				TH_LOG("%s", form->what);
			}
	}
}

TEST_F(tunnels, each_form_cut_at_every_byte)
{
	size_t cut;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		build(&self->packet, forms + i);
		wrap(&self->packet, forms + i, 40000);
		for (cut = 0; cut < self->packet.length; cut++) {
			u64 before = self->counters->unread[REPLAY_CUT];

			packet_give(self->pipeline, RAW, &self->packet, cut);
			ASSERT_EQ(before + 1,
				  self->counters->unread[REPLAY_CUT]) {
				TH_LOG("%s, %zu bytes", forms[i].what, cut);
			}
		}
	}
	EXPECT_EQ(self->counters->unread[REPLAY_CUT],
		  all_unread(self->counters));
}

TEST_F(tunnels, each_form_that_ends_at_every_byte)
{
	size_t inside, end, header;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		build(&self->packet, forms + i);
		inside = self->packet.length;
		for (end = 0; end < inside; end++) {
			struct packet *packet = &self->packet;

			build(packet, forms + i);
			/* Moved to where it ends. */
			header = inside - end;
			memmove(packet->bytes + header, packet->bytes, end);
			packet->bytes += header;
			packet->length = end;
			wrap(packet, forms + i, 40000);
			give(self);
		}
	}
	EXPECT_LT(0, self->counters->packets);
	EXPECT_LT(0, self->counters->unread[REPLAY_BAD_TUNNEL]);
}

TEST_F(tunnels, any_byte_of_a_header_may_be_anything)
{
	static const u8 value[] = { 0, 1, 4, 0x7f, 0x80, 0xfe, 0xff };
	size_t at;
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		for (at = 0; at < forms[i].header.length + 28; at++) {
			for (j = 0; j < ARRAY_SIZE(value); j++) {
				build(&self->packet, forms + i);
				self->packet.bytes[at] = value[j];
				wrap(&self->packet, forms + i, 40000);
				give(self);
			}
		}
	}
	EXPECT_LT(0, self->counters->packets);
}

TEST_F(tunnels, the_port_may_be_on_either_side)
{
	static const struct form gtp = {
		.protocol = REPLAY_UDP, .port = 50000,
	};

	build_inner(&self->packet, 4);
	packet_put(&self->packet, "\x30\xff\0\x21\0\0\0\1", 8);
	wrap(&self->packet, &gtp, 2152);
	give(self);
	EXPECT_EQ(1, self->taken.packet.depth);
	build_inner(&self->packet, 4);
	packet_put(&self->packet, "\x30\xff\0\x21\0\0\0\1", 8);
	wrap(&self->packet, &gtp, 2153);
	give(self);
	EXPECT_EQ(0, self->taken.packet.depth);
	EXPECT_EQ(50000, self->taken.packet.destination_port);
}

TEST_F(tunnels, a_question_from_a_tunnels_port_is_a_question)
{
	static const u16 port[] = { 1701, 2152, 3544, 4789, 6081, 8472 };
	static const char question[] =
		"\x08\0\0\0\0\1\0\0\0\0\0\0\3www\7example\3com\0\0\1\0\1";
	u32 i, id;

	for (i = 0; i < ARRAY_SIZE(port); i++) {
		for (id = 0; id < 65536; id += 5) {
			packet_begin(&self->packet, question,
				     sizeof(question) - 1);
			self->packet.bytes[0] = (u8)(id >> 8);
			self->packet.bytes[1] = (u8)id;
			packet_udp(&self->packet, port[i], 53);
			packet_ipv4(&self->packet, "192.0.2.1", "192.0.2.2",
				    REPLAY_UDP);
			give(self);
			ASSERT_EQ(0, self->taken.packet.depth);
			ASSERT_EQ(53, self->taken.packet.destination_port);
		}
	}
}

TEST_F(tunnels, so_deep_and_no_deeper)
{
	static const struct form form = { .protocol = REPLAY_IPIP };
	u32 depth, i;

	for (depth = 0; depth <= REPLAY_DEPTH_MAX + 1; depth++) {
		build_inner(&self->packet, 4);
		for (i = 0; i < depth; i++)
			wrap(&self->packet, &form, 0);
		give(self);
		if (depth <= REPLAY_DEPTH_MAX) {
			EXPECT_EQ(depth + 1, self->taken.count);
			EXPECT_EQ(depth, self->taken.packet.depth);
		}
	}
	EXPECT_EQ(REPLAY_DEPTH_MAX + 1, self->taken.count);
	EXPECT_EQ(1, self->counters->unread[REPLAY_TOO_DEEP]);
}

TEST_F(tunnels, three_thousand_in_each_other)
{
	static const struct form kind[] = {
		{ .protocol = REPLAY_IPIP },
		{ .protocol = REPLAY_GRE, .header = HEADER("\0\0\x08\0") },
		{ .protocol = REPLAY_UDP, .port = 2152 },
	};
	u32 i, j;

	for (i = 0; i < ARRAY_SIZE(kind); i++) {
		build_inner(&self->packet, 4);
		for (j = 0; j < 3000 && self->packet.length < 65000; j++) {
			u16 length = (u16)self->packet.length;

			packet_put(&self->packet, kind[i].header.text,
				   kind[i].header.length);
			if (kind[i].port) {
				packet_put(&self->packet, "\0\0\0\1", 4);
				packet_put16(&self->packet, length);
				packet_put(&self->packet, "\x30\xff", 2);
			}
			wrap(&self->packet, kind + i, 40000);
		}
		give(self);
	}
	EXPECT_EQ(0, self->taken.count);
	EXPECT_EQ(3, self->counters->unread[REPLAY_TOO_DEEP]);
}

TEST_F(tunnels, fragments_of_a_tunnel_of_fragments)
{
	static struct packet whole, inner, piece;
	size_t at, half, i;

	/* Two fragments inside GTP, each in two fragments of their own. */
	packet_begin(&whole, "hello, my dear world", 20);
	packet_udp(&whole, 5000, 53);
	for (at = 0; at < whole.length; at += 16) {
		packet_piece(&inner, &whole, 6, 9, at,
			     at + 16 < whole.length ? at + 16 : whole.length);
		half = inner.length;
		packet_put(&inner, "\0\0\0\1", 4);
		packet_put16(&inner, (u16)half);
		packet_put(&inner, "\x30\xff", 2);
		packet_udp(&inner, 2152, 2152);
		for (i = 0; i < 2; i++) {
			EXPECT_EQ(0, self->taken.count);
			packet_piece(&piece, &inner, 4, (u32)at, i * 32,
				     i ? inner.length : 32);
			packet_give(self->pipeline, RAW, &piece, piece.length);
		}
	}
	ASSERT_EQ(1, self->taken.count);
	EXPECT_EQ(1, self->taken.packet.depth);
	EXPECT_EQ(20, self->taken.packet.length);
	EXPECT_EQ(0, memcmp(self->taken.payload, "hello, my dear world", 20));
	EXPECT_EQ(3, self->counters->reassembled);
}

TEST_HARNESS_MAIN
