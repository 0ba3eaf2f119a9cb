// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An input of the replay target, made a capture file
 */
#include "unit/replay/packet.h"
#include "replay/frame.h"
#include "replay/input.h"
#include "replay_input.h"

#define PACKETS_MAX	64U
#define PAYLOAD_MAX	1400U
#define FRAME_MAX	2048U

struct file {
	u8 *bytes;
	size_t length;
};

static void put32(struct file *file, u32 value)
{
	memcpy(file->bytes + file->length, &value, sizeof(value));
	file->length += sizeof(value);
}

static void begin(struct file *file, u32 link_type)
{
	put32(file, 0xa1b2c3d4);
	put32(file, 4 << 16 | 2);
	put32(file, 0);
	put32(file, 0);
	put32(file, 65535);
	put32(file, link_type);
}

static void put_packet(struct file *file, u32 seconds, const u8 *bytes,
		       size_t length, size_t whole)
{
	put32(file, seconds);
	put32(file, 0);
	put32(file, (u32)length);
	put32(file, (u32)whole);
	if (length)
		memcpy(file->bytes + file->length, bytes, length);
	file->length += length;
}

/* Packets as they stand in the input, each with its length before it. */
static void put_frames(struct file *file, struct fuzz_input *input)
{
	static const u32 links[] = {
		REPLAY_LINK_ETHERNET, REPLAY_LINK_RAW, REPLAY_LINK_NULL,
		REPLAY_LINK_PPP, REPLAY_LINK_PPP_ETHER, REPLAY_LINK_CISCO_HDLC,
		REPLAY_LINK_WIFI, REPLAY_LINK_WIFI_RADIOTAP, REPLAY_LINK_LOOP,
		REPLAY_LINK_SLL, REPLAY_LINK_SLL2, REPLAY_LINK_NFLOG,
		REPLAY_LINK_PKTAP, REPLAY_LINK_PPP_WITH_DIRECTION,
		REPLAY_LINK_IPV4, REPLAY_LINK_IPV6, REPLAY_LINK_PPP_SERIAL,
		REPLAY_LINK_RAW_12, 250,
	};
	unsigned int count;
	size_t length;

	begin(file, links[fuzz_byte(input) % ARRAY_SIZE(links)]);
	for (count = 0; count < PACKETS_MAX && input->left; count++) {
		u16 how = fuzz_16(input);
		const u8 *bytes = fuzz_take(input, how % FRAME_MAX, &length);

		put_packet(file, count, bytes, length,
			   length + (how & 0x8000 ? 100 : 0));
	}
}

/* Who speaks with whom: the lower half of @which is the flow. */
static void put_addresses(struct packet *packet, u8 which, bool back,
			  u8 protocol)
{
	static const char *const servers4[] = {
		"192.0.2.1", "198.51.100.2", "10.20.0.53", "203.0.113.222",
	};
	static const char *const servers6[] = {
		"2001:db8:1::1", "2001:db8:2::1", "2001:db8::53", "64:ff9b::c000:201",
	};
	const char *server = which & 4 ? servers6[which & 3] : servers4[which & 3];
	const char *client = which & 4 ? "2001:db8:9::1" : "192.168.0.2";

	(which & 4 ? packet_ipv6 : packet_ipv4)(packet, back ? server : client,
						 back ? client : server,
						 protocol);
}

/* One packet of a flow, whose headers are right. */
static void put_flow_packet(struct file *file, struct fuzz_input *input,
			    unsigned int number)
{
	static const u16 ports[] = { 443, 80, 53, 1080, 853, 5353, 4500, 2152 };
	static const u8 flags[] = {
		REPLAY_TCP_ACK, REPLAY_TCP_SYN, REPLAY_TCP_SYN | REPLAY_TCP_ACK,
		REPLAY_TCP_ACK | REPLAY_TCP_URG, REPLAY_TCP_ACK | REPLAY_TCP_FIN,
		REPLAY_TCP_RST, REPLAY_TCP_ACK | REPLAY_TCP_PSH, 0,
	};
	static struct packet packet;
	u8 which = fuzz_byte(input), how = fuzz_byte(input), more = fuzz_byte(input);
	u16 sequence = fuzz_16(input), port = ports[which >> 5];
	bool back = how & 1, udp = how & 2;
	u16 local = (u16)(40000 + (which >> 3 & 3));
	const u8 *bytes;
	size_t length;

	bytes = fuzz_take(input, fuzz_16(input) % PAYLOAD_MAX, &length);
	packet_begin(&packet, bytes, length);
	if (udp)
		packet_udp(&packet, back ? port : local, back ? local : port);
	else
		packet_tcp(&packet, back ? port : local, back ? local : port,
			   sequence, flags[how >> 2 & 7]);
	put_addresses(&packet, which, back, udp ? REPLAY_UDP : REPLAY_TCP);
	if (how & 0x80) {			/* in a tunnel */
		packet_put16(&packet, which & 4 ? 0x86dd : 0x0800);
		packet_put16(&packet, 0);
		put_addresses(&packet, which, back, REPLAY_GRE);
	}
	put_packet(file, number + more, packet.bytes, packet.length,
		   packet.length + (how & 0x40 ? 10 : 0));
}

/**
 * replay_input_capture - the capture that an input stands for
 * @data: the input
 * @size: its bytes
 * @file: room for REPLAY_INPUT_ROOM bytes
 *
 * Return: bytes of @file.
 */
size_t replay_input_capture(const u8 *data, size_t size, u8 *file)
{
	struct fuzz_input input = { data, size };
	struct file made = { file, 0 };
	unsigned int number;

	if (replay_format_of(data, size) != REPLAY_FORMAT_OTHER) {
		made.length = min_t(size_t, size, REPLAY_INPUT_ROOM);
		memcpy(file, data, made.length);
		return made.length;
	}
	if (fuzz_byte(&input) % REPLAY_INPUT_FORMS == REPLAY_INPUT_FRAMES) {
		put_frames(&made, &input);
		return made.length;
	}
	begin(&made, REPLAY_LINK_RAW);
	for (number = 0; number < PACKETS_MAX && input.left; number++)
		put_flow_packet(&made, &input, number);
	return made.length;
}
