// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - tunnels: packets inside packets
 *
 * A tunnel that IP itself names is one. One over UDP is only guessed from the
 * port, so all of it must fit, down to the IP header inside; else it is UDP.
 */
#include "replay/frame.h"
#include "replay/tunnels.h"

#define BROKEN(span, needed) \
	replay_span_short(span, needed, REPLAY_BAD_TUNNEL)

/* RFC 2784, RFC 2890; with version 1 RFC 2637, 4.1. */
#define GRE_CHECKSUM	0x8000
#define GRE_ROUTING	0x4000
#define GRE_KEY		0x2000
#define GRE_SEQUENCE	0x1000
#define GRE_ACKNOWLEDGED	0x0080
#define GRE_VERSION	0x0007

#define TYPE_ETHERNET	0x6558
#define TYPE_PPP	0x880b
#define TYPE_ERSPAN	0x88be	/* Cisco's mirrored ports, types I and II */
#define TYPE_ERSPAN_3	0x22eb

#define PORT_L2TP	1701
#define PORT_GTP	2152
#define PORT_TEREDO	3544
#define PORT_VXLAN	4789
#define PORT_GENEVE	6081
#define PORT_VXLAN_LINUX	8472

/* A frame of Ethernet that a switch mirrored, behind a header of its own. */
static enum replay_unread read_erspan(struct replay_span *span, u16 flags,
				      u16 type)
{
	size_t header = 0;
	enum replay_unread why;

	if (type == TYPE_ERSPAN_3) {
		why = BROKEN(span, 12);
		if (why)
			return why;
		header = span->bytes[11] & 1 ? 20 : 12;
	} else if (flags & GRE_SEQUENCE) {
		header = 8;
	}
	why = BROKEN(span, header);
	if (why)
		return why;
	replay_span_skip(span, header);
	return replay_frame_link(span, REPLAY_LINK_ETHERNET);
}

static enum replay_unread read_gre(struct replay_span *span)
{
	enum replay_unread why = BROKEN(span, 4);
	u16 flags, type, length;
	size_t header = 4;

	if (why)
		return why;
	flags = cordon_get_be16(span->bytes);
	type = cordon_get_be16(span->bytes + 2);
	/* Nobody sends source routes, and RFC 2784 took them out. */
	if (flags & GRE_ROUTING || (flags & GRE_VERSION) > 1)
		return REPLAY_BAD_TUNNEL;
	header += 4 * (!!(flags & GRE_CHECKSUM) + !!(flags & GRE_KEY) +
		       !!(flags & GRE_SEQUENCE));
	if (!(flags & GRE_VERSION)) {
		why = BROKEN(span, header);
		if (why)
			return why;
		replay_span_skip(span, header);
		if (type == TYPE_ERSPAN || type == TYPE_ERSPAN_3)
			return read_erspan(span, flags, type);
		return replay_frame_ethertype(span, type);
	}

	header += 4 * !!(flags & GRE_ACKNOWLEDGED);
	if (type != TYPE_PPP || !(flags & GRE_KEY) || flags & GRE_CHECKSUM)
		return REPLAY_BAD_TUNNEL;
	why = BROKEN(span, header);
	if (why)
		return why;
	length = cordon_get_be16(span->bytes + 4);
	replay_span_skip(span, header);
	if (length > span->whole)
		return REPLAY_BAD_TUNNEL;
	replay_span_limit(span, length);
	return length ? replay_frame_ppp(span) : REPLAY_NOT_IP;
}

/**
 * replay_tunnel_ip() - look for a tunnel that a protocol of IP is
 * @span: what the IP packet carries; afterwards the IP packet inside
 * @protocol: its protocol
 * @why: gets why there is no IP packet inside
 *
 * Return: what it is.
 */
enum replay_inside replay_tunnel_ip(struct replay_span *span, u8 protocol,
				    enum replay_unread *why)
{
	u8 version;

	switch (protocol) {
	case REPLAY_IPIP:	/* RFC 2003 */
	case REPLAY_IPV6:	/* RFC 4213 */
		*why = BROKEN(span, 1);
		if (*why)
			return REPLAY_INSIDE_NOTHING;
		version = span->bytes[0] >> 4;
		if (version == (protocol == REPLAY_IPIP ? 4 : 6))
			return REPLAY_INSIDE_IP;
		*why = REPLAY_BAD_TUNNEL;
		return REPLAY_INSIDE_NOTHING;
	case REPLAY_GRE:
		*why = read_gre(span);
		return *why ? REPLAY_INSIDE_NOTHING : REPLAY_INSIDE_IP;
	default:
		return REPLAY_NO_TUNNEL;
	}
}

/* 3GPP TS 29.281, 5.1: user data of a phone. */
static bool read_gtp(struct replay_span *span)
{
	const u8 *byte = span->bytes;
	u8 next = 0;

	/* Version 1, GTP and not GTP', a G-PDU, and as long as it says. */
	if (span->length < 8 || byte[0] >> 4 != 3 || byte[1] != 255 ||
	    cordon_get_be16(byte + 2) + 8U != span->whole)
		return false;
	replay_span_skip(span, 8);
	/* If one of the three options is there, the room of all is. */
	if (byte[0] & 7) {
		if (span->length < 4)
			return false;
		if (byte[0] & 4)
			next = span->bytes[3];
		replay_span_skip(span, 4);
	}
	/* 5.2: a length in fours, and the next one's type at the end. */
	while (next) {
		size_t length = span->length ? span->bytes[0] * 4U : 0;

		if (!length || span->length < length)
			return false;
		next = span->bytes[length - 1];
		replay_span_skip(span, length);
	}
	return true;
}

/* RFC 7348, 5; the bits that it reserves are used by its extensions. */
static bool read_vxlan(struct replay_span *span)
{
	if (span->length < 8 || !(span->bytes[0] & 8) || span->bytes[7])
		return false;
	replay_span_skip(span, 8);
	return !replay_frame_link(span, REPLAY_LINK_ETHERNET);
}

/* RFC 8926, 3.4. */
static bool read_geneve(struct replay_span *span)
{
	size_t header;
	u16 type;

	if (span->length < 8 || span->bytes[0] >> 6 || span->bytes[7])
		return false;
	header = 8 + (span->bytes[0] & 63) * 4U;
	type = cordon_get_be16(span->bytes + 2);
	return replay_span_skip(span, header) &&
	       !replay_frame_ethertype(span, type);
}

/* RFC 4380, 5.1.1: an authentication and an origin may stand before. */
static bool read_teredo(struct replay_span *span)
{
	if (span->length >= 4 && !span->bytes[0] && span->bytes[1] == 1 &&
	    !replay_span_skip(span, 13U + span->bytes[2] + span->bytes[3]))
		return false;
	if (span->length >= 2 && !span->bytes[0] && !span->bytes[1] &&
	    !replay_span_skip(span, 8))
		return false;
	return span->length && span->bytes[0] >> 4 == 6;
}

/* RFC 2661, 3.1: a data message. */
static bool read_l2tp(struct replay_span *span)
{
	size_t header = 6;
	u16 flags;

	if (span->length < 6)
		return false;
	flags = cordon_get_be16(span->bytes);
	if ((flags & 0x800f) != 2)
		return false;
	if (flags & 0x4000) {
		u16 length = cordon_get_be16(span->bytes + 2);

		header += 2;
		if (length < header || length > span->whole)
			return false;
		replay_span_limit(span, length);
	}
	if (flags & 0x0800)
		header += 4;
	if (flags & 0x0200) {
		if (span->length < header + 2)
			return false;
		header += 2U + cordon_get_be16(span->bytes + header);
	}
	return replay_span_skip(span, header) && !replay_frame_ppp(span);
}

static bool read_port(struct replay_span *span, u16 port)
{
	switch (port) {
	case PORT_GTP:
		return read_gtp(span);
	case PORT_VXLAN:
	case PORT_VXLAN_LINUX:
		return read_vxlan(span);
	case PORT_GENEVE:
		return read_geneve(span);
	case PORT_TEREDO:
		return read_teredo(span);
	case PORT_L2TP:
		return read_l2tp(span);
	default:
		return false;
	}
}

static bool is_inside(struct replay_span *span, u16 port)
{
	struct replay_span inside = *span;

	if (!read_port(&inside, port) || !replay_frame_looks_like_ip(&inside))
		return false;
	*span = inside;
	return true;
}

/**
 * replay_tunnel_udp() - look for a tunnel in a datagram
 * @span: what it carries; afterwards the IP packet inside
 * @source_port: its port
 * @destination_port: its port; asked first
 *
 * Return: what it is; never REPLAY_INSIDE_NOTHING.
 */
enum replay_inside replay_tunnel_udp(struct replay_span *span, u16 source_port,
				     u16 destination_port)
{
	return is_inside(span, destination_port) ||
	       is_inside(span, source_port) ? REPLAY_INSIDE_IP :
					      REPLAY_NO_TUNNEL;
}
