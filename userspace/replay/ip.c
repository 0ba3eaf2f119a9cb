// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - ip: the headers of IPv4, IPv6, TCP and UDP
 *
 * Checksums are not looked at: a machine that leaves them to its network card
 * captures its own packets with wrong ones. tshark does not look either.
 */
#include "replay/ip.h"

#define BROKEN(span, needed)	replay_span_short(span, needed, REPLAY_BAD_IP)

/*
 * A header that claims more than the frame had: whatever wrote the file has
 * forgotten how long the frame was, so this one is cut.
 */
static void set_whole(struct replay_span *span, size_t whole)
{
	replay_span_limit(span, whole);
	span->whole = whole;
}

/* RFC 791, 3.1. */
static enum replay_unread read_v4(struct replay_ip *ip)
{
	struct replay_span *span = &ip->payload;
	const u8 *byte = span->bytes;
	enum replay_unread why = BROKEN(span, 20);
	size_t header, whole;
	u16 fragment;

	if (why)
		return why;
	header = (byte[0] & 15) * 4U;
	whole = cordon_get_be16(byte + 2);
	/* Segments that the network card is to cut up are captured without. */
	if (!whole)
		whole = span->whole;
	if (header < 20 || header > whole)
		return REPLAY_BAD_IP;
	set_whole(span, whole);
	why = BROKEN(span, header);
	if (why)
		return why;
	cordon_address_from_ipv4(&ip->source, byte + 12);
	cordon_address_from_ipv4(&ip->destination, byte + 16);
	ip->protocol = byte[9];
	ip->id = cordon_get_be16(byte + 4);
	fragment = cordon_get_be16(byte + 6);
	ip->more = fragment & 0x2000;
	ip->offset = (u16)(fragment << 3);
	ip->is_fragment = ip->more || ip->offset;
	replay_span_skip(span, header);
	return REPLAY_READ;
}

/* RFC 8200, 3. */
static enum replay_unread read_v6(struct replay_ip *ip)
{
	struct replay_span *span = &ip->payload;
	const u8 *byte = span->bytes;
	enum replay_unread why = BROKEN(span, 40);
	size_t whole;

	if (why)
		return why;
	ip->protocol = byte[6];
	whole = cordon_get_be16(byte + 4);
	if (!whole && ip->protocol == REPLAY_HOP_BY_HOP)
		return REPLAY_JUMBO;
	set_whole(span, whole + 40);
	memcpy(ip->source.byte, byte + 8, 16);
	memcpy(ip->destination.byte, byte + 24, 16);
	replay_span_skip(span, 40);
	return REPLAY_READ;
}

/* RFC 8200, 4.5. One that is whole (RFC 6946) is a fragment of nothing. */
static enum replay_unread read_fragment(struct replay_ip *ip)
{
	struct replay_span *span = &ip->payload;
	enum replay_unread why = BROKEN(span, 8);
	u16 fragment;

	if (why)
		return why;
	ip->protocol = span->bytes[0];
	fragment = cordon_get_be16(span->bytes + 2);
	ip->more = fragment & 1;
	ip->offset = fragment & 0xfff8;
	ip->id = cordon_get_be32(span->bytes + 4);
	ip->is_fragment = ip->more || ip->offset;
	replay_span_skip(span, 8);
	return REPLAY_READ;
}

static bool is_extension(const struct replay_ip *ip)
{
	switch (ip->protocol) {
	case REPLAY_AH:
		return true;
	case REPLAY_HOP_BY_HOP:
	case REPLAY_ROUTING:
	case REPLAY_FRAGMENT:
	case REPLAY_DESTINATION:
	case REPLAY_MOBILITY:
	case REPLAY_HIP:
	case REPLAY_SHIM6:
		return ip->version == 6;
	default:
		return false;
	}
}

/**
 * replay_ip_extensions() - go past the headers between IP and the transport
 * @ip: where its protocol and payload stand now; afterwards those of the
 *	transport, or of a fragment
 *
 * Called again for a datagram that was put together: more may be inside.
 *
 * Return: REPLAY_READ, or why it cannot be read.
 */
enum replay_unread replay_ip_extensions(struct replay_ip *ip)
{
	struct replay_span *span = &ip->payload;
	enum replay_unread why = REPLAY_READ;
	size_t length;

	while (!why && !ip->is_fragment && is_extension(ip)) {
		if (ip->protocol == REPLAY_FRAGMENT) {
			why = read_fragment(ip);
			continue;
		}
		why = BROKEN(span, 8);
		if (why)
			break;
		/* RFC 4302, 2.2 counts otherwise than RFC 8200, 4.2. */
		length = ip->protocol == REPLAY_AH ?
				 (span->bytes[1] + 2U) * 4 :
				 (span->bytes[1] + 1U) * 8;
		why = BROKEN(span, length);
		if (why)
			break;
		ip->protocol = span->bytes[0];
		replay_span_skip(span, length);
	}
	return why;
}

/**
 * replay_ip_read() - read the headers of an IP packet
 * @ip: set
 * @span: the packet, from its first byte
 *
 * Return: REPLAY_READ, or why it cannot be read.
 */
enum replay_unread replay_ip_read(struct replay_ip *ip, struct replay_span span)
{
	enum replay_unread why = BROKEN(&span, 1);

	if (why)
		return why;
	*ip = (struct replay_ip){ .payload = span };
	ip->version = span.bytes[0] >> 4;
	if (ip->version == 4)
		why = read_v4(ip);
	else if (ip->version == 6)
		why = read_v6(ip);
	else
		why = REPLAY_BAD_IP;
	return why ? why : replay_ip_extensions(ip);
}

/* RFC 9293, 3.1. */
static enum replay_unread read_tcp(struct replay_packet *packet,
				   struct replay_span *span)
{
	enum replay_unread why = replay_span_short(span, 20,
						   REPLAY_BAD_TRANSPORT);
	const u8 *byte = span->bytes;
	size_t header;

	if (why)
		return why;
	header = (byte[12] >> 4) * 4U;
	if (header < 20 || header > span->whole)
		return REPLAY_BAD_TRANSPORT;
	packet->source_port = cordon_get_be16(byte);
	packet->destination_port = cordon_get_be16(byte + 2);
	packet->sequence = cordon_get_be32(byte + 4);
	packet->acknowledged = cordon_get_be32(byte + 8);
	packet->flags = byte[13];
	packet->window = cordon_get_be16(byte + 14);
	packet->urgent = cordon_get_be16(byte + 18);
	/* Options that are cut off hide nothing that is wanted. */
	if (!replay_span_skip(span, header)) {
		span->whole -= header;
		span->length = 0;
	}
	return REPLAY_READ;
}

/*
 * RFC 768. A length of 0 belongs into jumbograms of IPv6 (RFC 2675, 4), but
 * Linux takes it from any packet of IPv6.
 */
static enum replay_unread read_udp(struct replay_packet *packet,
				   struct replay_span *span)
{
	enum replay_unread why = replay_span_short(span, 8,
						   REPLAY_BAD_TRANSPORT);
	u16 length;

	if (why)
		return why;
	length = cordon_get_be16(span->bytes + 4);
	if (!length && !cordon_address_is_ipv4(&packet->source))
		length = (u16)span->whole;
	if (length < 8 || length > span->whole)
		return REPLAY_BAD_TRANSPORT;
	packet->source_port = cordon_get_be16(span->bytes);
	packet->destination_port = cordon_get_be16(span->bytes + 2);
	replay_span_limit(span, length);
	replay_span_skip(span, 8);
	return REPLAY_READ;
}

/**
 * replay_transport_read() - read the header of TCP or UDP
 * @packet: its protocol and addresses are set; gets ports, the fields of TCP, and the payload
 * @span: what the IP packet carries
 *
 * The payload of another protocol is all of it.
 *
 * Return: REPLAY_READ, or why it cannot be read.
 */
enum replay_unread replay_transport_read(struct replay_packet *packet,
					 struct replay_span span)
{
	enum replay_unread why = REPLAY_READ;

	if (packet->protocol == REPLAY_TCP)
		why = read_tcp(packet, &span);
	else if (packet->protocol == REPLAY_UDP)
		why = read_udp(packet, &span);
	packet->payload = span.bytes;
	packet->length = span.length;
	packet->whole = span.whole;
	packet->cut = span.length < span.whole;
	return why;
}
