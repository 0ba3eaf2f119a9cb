// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Packets for tests, built from the inside out
 */
#include <arpa/inet.h>

#include "packet.h"

/**
 * packet_begin() - begin with the innermost bytes
 * @packet: the packet; whatever it held is gone
 * @payload: the bytes
 * @length: how many
 */
void packet_begin(struct packet *packet, const void *payload, size_t length)
{
	packet->bytes = packet->room + sizeof(packet->room);
	packet->length = 0;
	packet_put(packet, payload, length);
}

/**
 * packet_put() - put a header before what is there
 * @packet: the packet
 * @header: the header
 * @length: its length
 */
void packet_put(struct packet *packet, const void *header, size_t length)
{
	if (packet->length + length > sizeof(packet->room))
		abort();
	packet->bytes -= length;
	packet->length += length;
	if (length)
		memcpy(packet->bytes, header, length);
}

/**
 * packet_put16() - put a number before what is there
 * @packet: the packet
 * @value: the number
 */
void packet_put16(struct packet *packet, u16 value)
{
	u8 bytes[2] = { (u8)(value >> 8), (u8)value };

	packet_put(packet, bytes, sizeof(bytes));
}

/**
 * packet_udp() - put a header of UDP before what is there
 * @packet: the packet
 * @source: its port
 * @destination: its port
 */
void packet_udp(struct packet *packet, u16 source, u16 destination)
{
	u16 length = (u16)(packet->length + 8);

	packet_put16(packet, 0);
	packet_put16(packet, length);
	packet_put16(packet, destination);
	packet_put16(packet, source);
}

/**
 * packet_tcp() - put a header of TCP before what is there
 * @packet: the packet
 * @source: its port
 * @destination: its port
 * @sequence: number of the first byte
 * @flags: REPLAY_TCP_*
 */
void packet_tcp(struct packet *packet, u16 source, u16 destination,
		u32 sequence, u8 flags)
{
	packet_put16(packet, 0);			/* urgent */
	packet_put16(packet, 0);
	packet_put16(packet, 65535);			/* window */
	packet_put16(packet, (u16)(0x5000 | flags));
	packet_put16(packet, 0);			/* acknowledged */
	packet_put16(packet, 0);
	packet_put16(packet, (u16)sequence);
	packet_put16(packet, (u16)(sequence >> 16));
	packet_put16(packet, destination);
	packet_put16(packet, source);
}

static void put_ipv4(struct packet *packet, const char *source,
		     const char *destination, u8 protocol, u16 id, u16 fragment)
{
	u16 length = (u16)(packet->length + 20);
	u8 addresses[8];

	inet_pton(AF_INET, source, addresses);
	inet_pton(AF_INET, destination, addresses + 4);
	packet_put(packet, addresses, sizeof(addresses));
	packet_put16(packet, 0);
	packet_put16(packet, (u16)(64 << 8 | protocol));
	packet_put16(packet, fragment);
	packet_put16(packet, id);
	packet_put16(packet, length);
	packet_put16(packet, 0x4500);
}

/**
 * packet_ipv4() - put a header of IPv4 before what is there
 * @packet: the packet
 * @source: its address
 * @destination: where it goes
 * @protocol: of what is there
 */
void packet_ipv4(struct packet *packet, const char *source,
		 const char *destination, u8 protocol)
{
	put_ipv4(packet, source, destination, protocol, 0, 0);
}

/**
 * packet_ipv6() - put a header of IPv6 before what is there
 * @packet: the packet
 * @source: its address
 * @destination: where it goes
 * @next: protocol of what is there
 */
void packet_ipv6(struct packet *packet, const char *source,
		 const char *destination, u8 next)
{
	u16 length = (u16)packet->length;
	u8 addresses[32];

	inet_pton(AF_INET6, source, addresses);
	inet_pton(AF_INET6, destination, addresses + 16);
	packet_put(packet, addresses, sizeof(addresses));
	packet_put16(packet, (u16)(next << 8 | 64));
	packet_put16(packet, length);
	packet_put16(packet, 0);
	packet_put16(packet, 0x6000);
}

/**
 * packet_piece() - a fragment of UDP
 * @packet: becomes the fragment, an IP packet
 * @whole: what the datagram carries, its header of UDP included
 * @version: of IP: 4 or 6
 * @id: which datagram
 * @from: first byte of @whole that is in it
 * @to: the byte behind the last; more follow if @whole has that
 */
void packet_piece(struct packet *packet, const struct packet *whole,
		  unsigned int version, u32 id, size_t from, size_t to)
{
	bool more = to < whole->length;
	u8 header[8] = {
		REPLAY_UDP, 0, (u8)(from >> 8), (u8)((from & 0xf8) | more),
		(u8)(id >> 24), (u8)(id >> 16), (u8)(id >> 8), (u8)id,
	};

	packet_begin(packet, whole->bytes + from, to - from);
	if (version == 4) {
		put_ipv4(packet, "192.0.2.1", "192.0.2.2", REPLAY_UDP, (u16)id,
			 (u16)((more ? 0x2000 : 0) | from / 8));
		return;
	}
	packet_put(packet, header, sizeof(header));
	packet_ipv6(packet, "2001:db8::1", "2001:db8::2", REPLAY_FRAGMENT);
}

/**
 * packet_ethernet() - put a header of Ethernet before what is there
 * @packet: the packet
 * @type: of what is there
 */
void packet_ethernet(struct packet *packet, u16 type)
{
	static const u8 addresses[12] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2 };

	packet_put16(packet, type);
	packet_put(packet, addresses, sizeof(addresses));
}

void packet_take(void *data, const struct replay_packet *packet)
{
	struct packet_taken *taken = data;

	taken->count++;
	taken->packet = *packet;
	taken->packet.payload = taken->payload;
	memcpy(taken->payload, packet->payload,
	       min_t(size_t, packet->length, sizeof(taken->payload)));
}
