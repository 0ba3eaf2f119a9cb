// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From the header of a link to the packet: each form, its broken twin, each
 * cut at every byte
 */
#include "packet.h"
#include "replay/frame.h"
#include "kselftest_harness.h"

/**
 * struct form - a way to carry an IP packet
 * @what: for the log
 * @link: LINKTYPE_*
 * @header: what stands before the IP packet
 * @at: byte of @header to change for the broken twin
 * @to: what to
 * @why: what the twin then is
 * @version: of IP
 */
struct form {
	const char *what;
	u32 link;
	struct {
		const char *text;
		size_t length;
	} header;
	size_t at;
	u8 to;
	enum replay_unread why;
	unsigned int version;
};

#define HEADER(text)	{ text, sizeof(text) - 1 }
#define MACS		"\2\0\0\0\0\1\2\0\0\0\0\2"
/* The IP packet is 20 + 8 + 5 bytes long in version 4, 53 in version 6. */
#define IPV4_LENGTH	"\0\x21"
#define PPP_LENGTH	"\0\x23"
#define LLC_LENGTH	"\0\x29"
#define SLL		"\0\0\0\1\0\6\2\0\0\0\0\1\0\0"
#define SLL2(type)	type "\0\0\0\0\0\2\0\1\0\6\2\0\0\0\0\1\0\0"
#define LLC_SNAP	"\xaa\xaa\3\0\0\0"
#define WIFI		"\2\0\0\0\0\1\2\0\0\0\0\2\2\0\0\0\0\3\x10\0"

static const struct form forms[] = {
	{ "Ethernet", 1, HEADER(MACS "\x08\0"), 13, 6, REPLAY_NOT_IP, 4 },
	{ "Ethernet, IPv6", 1, HEADER(MACS "\x86\xdd"), 13, 0xde,
	  REPLAY_NOT_IP, 6 },
	{ "VLAN", 1, HEADER(MACS "\x81\0\0\5\x08\0"), 17, 6, REPLAY_NOT_IP, 4 },
	{ "VLAN in VLAN", 1, HEADER(MACS "\x88\xa8\0\5\x81\0\0\6\x08\0"), 21, 6,
	  REPLAY_NOT_IP, 4 },
	{ "three old VLANs", 1,
	  HEADER(MACS "\x91\0\0\5\x92\0\0\6\x93\0\0\7\x86\xdd"), 25, 0,
	  REPLAY_NOT_IP, 6 },
	{ "LLC and SNAP", 1, HEADER(MACS LLC_LENGTH LLC_SNAP "\x08\0"), 14, 0xab,
	  REPLAY_NOT_IP, 4 },
	{ "LLC and SNAP of 802.1H", 1,
	  HEADER(MACS LLC_LENGTH "\xaa\xaa\3\0\0\xf8\x08\0"), 19, 0x0c,
	  REPLAY_NOT_IP, 4 },
	{ "SNAP with a length for a type", 1,
	  HEADER(MACS LLC_LENGTH LLC_SNAP "\x08\0"), 20, 5, REPLAY_NOT_IP, 4 },
	{ "LLC of IP", 1, HEADER(MACS "\0\x24\6\6\3"), 16, 0x7f, REPLAY_NOT_IP,
	  4 },
	{ "a length that hides the packet", 1,
	  HEADER(MACS "\0\x24\6\6\3"), 13, 3, REPLAY_BAD_IP, 4 },
	{ "MPLS", 1, HEADER(MACS "\x88\x47\0\1\0\x40\0\2\1\x40"), 16, 1,
	  REPLAY_NOT_IP, 4 },
	{ "MPLS, IPv6", 1, HEADER(MACS "\x88\x48\0\2\1\x40"), 16, 0,
	  REPLAY_NOT_IP, 6 },
	{ "PPPoE", 1, HEADER(MACS "\x88\x64\x11\0\0\7" PPP_LENGTH "\0\x21"), 14,
	  0x12, REPLAY_BAD_FRAME, 4 },
	{ "PPPoE longer than the frame", 1,
	  HEADER(MACS "\x88\x64\x11\0\0\7" PPP_LENGTH "\0\x21"), 19, 0x24,
	  REPLAY_BAD_FRAME, 4 },
	{ "PPPoE discovery", 1,
	  HEADER(MACS "\x88\x64\x11\0\0\7" PPP_LENGTH "\0\x21"), 15, 9,
	  REPLAY_NOT_IP, 4 },
	{ "VLAN and PPPoE", 1,
	  HEADER(MACS "\x81\0\0\5\x88\x64\x11\0\0\7" PPP_LENGTH "\0\x21"), 25,
	  0x23, REPLAY_NOT_IP, 4 },
	{ "raw, of pcap", 12, HEADER(""), 0, 0x50, REPLAY_BAD_IP, 4 },
	{ "raw, of a file", 101, HEADER(""), 0, 0x30, REPLAY_BAD_IP, 6 },
	{ "IPv4", 228, HEADER(""), 0, 0x44, REPLAY_BAD_IP, 4 },
	{ "IPv6", 229, HEADER(""), 0, 0x70, REPLAY_BAD_IP, 6 },
	{ "BSD's loopback", 0, HEADER("\2\0\0\0"), 0, 3, REPLAY_NOT_IP, 4 },
	{ "the other byte order", 0, HEADER("\0\0\0\2"), 3, 7, REPLAY_NOT_IP,
	  4 },
	{ "Darwin's IPv6", 0, HEADER("\x1e\0\0\0"), 0, 1, REPLAY_NOT_IP, 6 },
	{ "OpenBSD's", 108, HEADER("\0\0\0\x18"), 3, 1, REPLAY_NOT_IP, 6 },
	{ "cooked", 113, HEADER(SLL "\x08\0"), 15, 6, REPLAY_NOT_IP, 4 },
	{ "cooked VLAN", 113, HEADER(SLL "\x81\0\0\5\x86\xdd"), 19, 0,
	  REPLAY_NOT_IP, 6 },
	{ "cooked LLC", 113, HEADER(SLL "\0\4" LLC_SNAP "\x08\0"), 15, 1,
	  REPLAY_NOT_IP, 4 },
	{ "cooked v2", 276, HEADER(SLL2("\x08\0")), 1, 6, REPLAY_NOT_IP, 4 },
	{ "cooked v2, IPv6", 276, HEADER(SLL2("\x86\xdd")), 0, 0,
	  REPLAY_NOT_IP, 6 },
	{ "PPP", 9, HEADER("\0\x21"), 1, 0x22, REPLAY_NOT_IP, 4 },
	{ "PPP with its HDLC", 9, HEADER("\xff\3\0\x57"), 2, 0xc0,
	  REPLAY_NOT_IP, 6 },
	{ "PPP, compressed", 50, HEADER("\xff\3\x21"), 2, 0x23, REPLAY_NOT_IP,
	  4 },
	{ "PPP with MPLS", 50, HEADER("\xff\3\2\x81\0\2\1\x40"), 2, 3,
	  REPLAY_NOT_IP, 4 },
	{ "PPP with a direction", 204, HEADER("\1\xff\3\0\x21"), 3, 1,
	  REPLAY_NOT_IP, 4 },
	{ "Cisco's HDLC", 50, HEADER("\x0f\0\x08\0"), 2, 0x20, REPLAY_NOT_IP,
	  4 },
	{ "Cisco's HDLC by its type", 104, HEADER("\x8f\0\x86\xdd"), 2, 1,
	  REPLAY_NOT_IP, 6 },
	{ "PPPoE without Ethernet", 51,
	  HEADER("\x11\0\0\7" PPP_LENGTH "\0\x21"), 0, 0x21, REPLAY_BAD_FRAME,
	  4 },
	{ "a logger of Linux", 239,
	  HEADER("\2\0\0\0\5\0\x0a\0\0\0\0\0\x25\0\x09\0"), 14, 8,
	  REPLAY_BAD_FRAME, 4 },
	{ "a logger of the other byte order", 239,
	  HEADER("\2\0\0\0\0\5\0\x0a\0\0\0\0\0\x25\0\x09"), 13, 3,
	  REPLAY_BAD_FRAME, 4 },
	{ "Darwin's tap", 258,
	  HEADER("\x0c\0\0\0\1\0\0\0\1\0\0\0" MACS "\x08\0"), 0, 0x0b,
	  REPLAY_BAD_FRAME, 4 },
	{ "Darwin's tap in itself", 258,
	  HEADER("\x0c\0\0\0\1\0\0\0\x0c\0\0\0"), 9, 0x01, REPLAY_UNKNOWN_LINK,
	  4 },
	{ "Wi-Fi", 105, HEADER("\x08\1\0\0" WIFI LLC_SNAP "\x08\0"), 0, 0x48,
	  REPLAY_NOT_IP, 4 },
	{ "Wi-Fi, encrypted", 105,
	  HEADER("\x08\1\0\0" WIFI LLC_SNAP "\x08\0"), 1, 0x41,
	  REPLAY_ENCRYPTED_WIFI, 4 },
	{ "Wi-Fi, in pieces", 105, HEADER("\x08\1\0\0" WIFI LLC_SNAP "\x08\0"),
	  22, 0x11, REPLAY_UNKNOWN_LINK, 4 },
	{ "Wi-Fi with QoS", 105,
	  HEADER("\x88\2\0\0" WIFI "\0\0" LLC_SNAP "\x86\xdd"), 24, 0x80,
	  REPLAY_UNKNOWN_LINK, 6 },
	{ "Wi-Fi of four addresses", 105,
	  HEADER("\x08\3\0\0" WIFI "\2\0\0\0\0\4" LLC_SNAP "\x08\0"), 0, 0x80,
	  REPLAY_NOT_IP, 4 },
	{ "radiotap", 127,
	  HEADER("\0\0\x12\0\3\0\0\0\0\0\0\0\0\0\0\0\0\0"
		 "\x08\1\0\0" WIFI LLC_SNAP "\x08\0"), 0, 1,
	  REPLAY_BAD_FRAME, 4 },
	{ "radiotap with more words", 127,
	  HEADER("\0\0\x0d\0\2\0\0\x80\0\0\0\0\0"
		 "\x08\1\0\0" WIFI LLC_SNAP "\x08\0"), 11, 0x80,
	  REPLAY_BAD_FRAME, 4 },
	{ "radiotap with a time that is aligned", 127,
	  HEADER("\0\0\x19\0\3\0\0\x80\0\0\0\0????????????\x20"
		 "\x88\2\0\0" WIFI "\0\0\0\0" LLC_SNAP "\x08\0"), 24, 0,
	  REPLAY_NOT_IP, 4 },
	{ "radiotap without the flags that it has", 127,
	  HEADER("\0\0\x09\0\2\0\0\0\0"
		 "\x08\1\0\0" WIFI LLC_SNAP "\x08\0"), 2, 8,
	  REPLAY_BAD_FRAME, 4 },
	{ "radiotap with padding behind QoS", 127,
	  HEADER("\0\0\x09\0\2\0\0\0\x20"
		 "\x88\2\0\0" WIFI "\0\0\0\0" LLC_SNAP "\x08\0"), 8, 0,
	  REPLAY_NOT_IP, 4 },
};

FIXTURE(frame) {
	struct replay_pipeline *pipeline;
	const struct replay_counters *counters;
	struct packet_taken taken;
	struct packet packet;
};

FIXTURE_SETUP(frame)
{
	self->pipeline = replay_pipeline_new(packet_take, &self->taken);
	ASSERT_NE(NULL, self->pipeline);
	self->counters = replay_pipeline_counters(self->pipeline);
}

FIXTURE_TEARDOWN(frame)
{
	replay_pipeline_free(self->pipeline);
}

static void build(struct packet *packet, const struct form *form)
{
	packet_begin(packet, "hello", 5);
	packet_udp(packet, 5000, 53);
	if (form->version == 4)
		packet_ipv4(packet, "192.0.2.1", "192.0.2.2", REPLAY_UDP);
	else
		packet_ipv6(packet, "2001:db8::1", "2001:db8::2", REPLAY_UDP);
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

TEST_F(frame, each_form_and_its_broken_twin)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		const struct form *form = forms + i;
		u64 before = self->counters->unread[form->why];

		self->taken = (struct packet_taken){ 0 };
		build(&self->packet, form);
		packet_give(self->pipeline, form->link, &self->packet,
			    self->packet.length);
		/* The link inside is what this twin is about. */
		if (strcmp(form->what, "Darwin's tap in itself")) {
			EXPECT_EQ(1, self->taken.count) {
				TH_LOG("%s", form->what);
			}
			EXPECT_EQ(53, self->taken.packet.destination_port);
			EXPECT_EQ(5, self->taken.packet.length);
			EXPECT_EQ(0, memcmp(self->taken.payload, "hello", 5));
		}
		self->packet.bytes[form->at] = form->to;
		self->taken.count = 0;
		packet_give(self->pipeline, form->link, &self->packet,
			    self->packet.length);
		EXPECT_EQ(0, self->taken.count);
		EXPECT_EQ(before + 1, self->counters->unread[form->why]) {
			TH_LOG("%s", form->what);
		}
	}
}

TEST_F(frame, each_form_cut_at_every_byte)
{
	size_t cut;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		build(&self->packet, forms + i);
		for (cut = 0; cut < self->packet.length; cut++) {
			u64 before = all_unread(self->counters);

			packet_give(self->pipeline, forms[i].link,
				    &self->packet, cut);
			ASSERT_EQ(before + 1, all_unread(self->counters)) {
				TH_LOG("%s, %zu bytes", forms[i].what, cut);
			}
		}
	}
	/* What is cut is called cut, whatever else is wrong with it. */
	EXPECT_GT(self->counters->unread[REPLAY_CUT], 2000);
}

TEST_F(frame, each_form_that_ends_at_every_byte)
{
	size_t length;
	u32 i;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		build(&self->packet, forms + i);
		length = self->packet.length;
		while (self->packet.length--) {
			u64 before = all_unread(self->counters);

			packet_give(self->pipeline, forms[i].link,
				    &self->packet, self->packet.length);
			ASSERT_EQ(before + 1, all_unread(self->counters));
		}
		self->packet.length = length;
	}
}

TEST_F(frame, any_byte_of_a_header_may_be_anything)
{
	static const u8 value[] = { 0, 1, 0x7f, 0x80, 0xfe, 0xff };
	u32 i, j;
	size_t at;

	for (i = 0; i < ARRAY_SIZE(forms); i++) {
		for (at = 0; at < forms[i].header.length + 28; at++) {
			for (j = 0; j < ARRAY_SIZE(value); j++) {
				build(&self->packet, forms + i);
				self->packet.bytes[at] = value[j];
				packet_give(self->pipeline, forms[i].link,
					    &self->packet, self->packet.length);
			}
		}
	}
	EXPECT_LT(0, self->counters->packets);
	EXPECT_LT(self->counters->packets, self->counters->frames);
}

TEST_F(frame, unknown_links_are_counted)
{
	build(&self->packet, forms);
	packet_give(self->pipeline, 147, &self->packet, self->packet.length);
	packet_give(self->pipeline, 0x10001, &self->packet,
		    self->packet.length);
	EXPECT_EQ(0, self->taken.count);
	EXPECT_EQ(2, self->counters->unread[REPLAY_UNKNOWN_LINK]);
	EXPECT_EQ(2, self->counters->frames);
	EXPECT_EQ(2 * self->packet.length, self->counters->bytes);
}

TEST_F(frame, thousands_of_tags_end)
{
	static const u8 tag[4] = { 0, 5, 0x81, 0 };
	u32 i;

	packet_begin(&self->packet, "", 0);
	for (i = 0; i < 16000; i++)
		packet_put(&self->packet, tag, sizeof(tag));
	packet_ethernet(&self->packet, 0x8100);
	packet_give(self->pipeline, 1, &self->packet, self->packet.length);
	EXPECT_EQ(1, self->counters->unread[REPLAY_BAD_FRAME]);
}

TEST_F(frame, padding_is_no_payload)
{
	static const u8 padding[18];
	struct packet *packet = &self->packet;
	u8 ip[33];

	build(packet, forms);
	memcpy(ip, packet->bytes + 14, sizeof(ip));
	packet_begin(packet, padding, sizeof(padding));
	packet_put(packet, ip, sizeof(ip));
	packet_ethernet(packet, 0x0800);
	packet_give(self->pipeline, 1, packet, packet->length);
	EXPECT_EQ(1, self->taken.count);
	EXPECT_EQ(5, self->taken.packet.length);
	EXPECT_FALSE(self->taken.packet.cut);
	/* Cut inside the padding: nothing is lost. */
	packet_give(self->pipeline, 1, packet, packet->length - 9);
	EXPECT_EQ(2, self->taken.count);
	EXPECT_FALSE(self->taken.packet.cut);
	EXPECT_EQ(0, all_unread(self->counters));
}

TEST(every_reason_has_a_word)
{
	u32 i, j;

	for (i = 0; i < REPLAY_UNREAD_COUNT; i++) {
		ASSERT_NE(NULL, replay_unread_word(i));
		ASSERT_NE(NULL, replay_unread_reason(i));
		for (j = 0; j < i; j++)
			EXPECT_STRNE(replay_unread_word(i),
				     replay_unread_word(j));
	}
}

TEST_HARNESS_MAIN
