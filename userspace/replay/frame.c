// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - frame: from the header of a link to the IP packet behind it
 *
 * A header says what the next one is, so this is one loop over steps. Every
 * step takes bytes off the span, which is what ends it.
 */
#include "replay/frame.h"

#define BROKEN(span, needed)	replay_span_short(span, needed, REPLAY_BAD_FRAME)

/* What the first byte that is left belongs to. */
enum step {
	AT_ETHERNET,
	AT_TYPE,	/* the type is known, its content is next */
	AT_LLC,
	AT_MPLS,
	AT_PPPOE,
	AT_PPP,
	AT_IP,
};

/* Types of Ethernet below are lengths (IEEE 802.3, 3.2.6). */
#define TYPE_FIRST	0x0600

enum ethertype {
	TYPE_IPV4 = 0x0800,
	TYPE_TRANSPARENT = 0x6558,	/* RFC 1701: Ethernet over GRE */
	TYPE_VLAN = 0x8100,
	TYPE_PPP = 0x880b,		/* RFC 2637 */
	TYPE_IPV6 = 0x86dd,
	TYPE_MPLS = 0x8847,
	TYPE_MPLS_MULTICAST = 0x8848,
	TYPE_PPPOE = 0x8864,
	TYPE_SERVICE_VLAN = 0x88a8,
	TYPE_QINQ_1 = 0x9100,		/* before 802.1ad gave one */
	TYPE_QINQ_2 = 0x9200,
	TYPE_QINQ_3 = 0x9300,
};

static enum replay_unread take_ethernet(struct replay_span *span, u16 *type)
{
	enum replay_unread why = BROKEN(span, 14);

	if (!why) {
		*type = cordon_get_be16(span->bytes + 12);
		replay_span_skip(span, 14);
	}
	return why;
}

static enum replay_unread take_vlan(struct replay_span *span, u16 *type)
{
	enum replay_unread why = BROKEN(span, 4);

	if (!why) {
		*type = cordon_get_be16(span->bytes + 2);
		replay_span_skip(span, 4);
	}
	return why;
}

/* IEEE 802.2, and SNAP (RFC 1042). */
static enum replay_unread take_llc(struct replay_span *span, enum step *step,
				   u16 *type)
{
	static const u8 snap[3] = { 0xaa, 0xaa, 3 }, ip[3] = { 6, 6, 3 };
	enum replay_unread why = BROKEN(span, 3);

	if (why)
		return why;
	if (!memcmp(span->bytes, ip, sizeof(ip))) {
		replay_span_skip(span, 3);
		*step = AT_IP;
		return REPLAY_READ;
	}
	if (memcmp(span->bytes, snap, sizeof(snap)))
		return REPLAY_NOT_IP;
	why = BROKEN(span, 8);
	if (why)
		return why;
	/* The organisations of RFC 1042 and of bridged tunnels (802.1H). */
	if (span->bytes[3] || span->bytes[4] ||
	    (span->bytes[5] && span->bytes[5] != 0xf8))
		return REPLAY_NOT_IP;
	*type = cordon_get_be16(span->bytes + 6);
	replay_span_skip(span, 8);
	*step = AT_TYPE;
	return *type < TYPE_FIRST ? REPLAY_NOT_IP : REPLAY_READ;
}

/* RFC 3032: nothing says what is behind the last label; IP says it itself. */
static enum replay_unread take_mpls(struct replay_span *span, enum step *step)
{
	enum replay_unread why = BROKEN(span, 4);
	bool last;

	if (why)
		return why;
	last = span->bytes[2] & 1;
	replay_span_skip(span, 4);
	if (!last)
		return REPLAY_READ;
	if (!replay_frame_looks_like_ip(span))
		return replay_span_short(span, 6, REPLAY_NOT_IP) ?:
			       REPLAY_NOT_IP;
	*step = AT_IP;
	return REPLAY_READ;
}

/* RFC 2516, 4. */
static enum replay_unread take_pppoe(struct replay_span *span, enum step *step)
{
	enum replay_unread why = BROKEN(span, 6);
	u16 length;

	if (why)
		return why;
	if (span->bytes[0] != 0x11)
		return REPLAY_BAD_FRAME;
	if (span->bytes[1])
		return REPLAY_NOT_IP;
	length = cordon_get_be16(span->bytes + 4);
	replay_span_skip(span, 6);
	if (length > span->whole)
		return REPLAY_BAD_FRAME;
	replay_span_limit(span, length);
	*step = AT_PPP;
	return REPLAY_READ;
}

/*
 * RFC 1661, 2; the two bytes of RFC 1662 before it and the upper byte of the
 * protocol are often left out.
 */
static enum replay_unread take_ppp(struct replay_span *span, enum step *step,
				   u16 *type)
{
	enum replay_unread why = BROKEN(span, 2);
	u16 protocol;

	if (!why && span->bytes[0] == 0xff && span->bytes[1] == 3) {
		replay_span_skip(span, 2);
		why = BROKEN(span, 2);
	}
	if (why)
		return why;
	if (span->bytes[0] & 1) {
		protocol = span->bytes[0];
		replay_span_skip(span, 1);
	} else {
		protocol = cordon_get_be16(span->bytes);
		replay_span_skip(span, 2);
	}
	switch (protocol) {
	case 0x0021:	/* RFC 1332 */
	case 0x0057:	/* RFC 5072 */
		*step = AT_IP;
		return REPLAY_READ;
	case 0x0281:	/* RFC 3032, 4.3 */
		*type = TYPE_MPLS;
		*step = AT_TYPE;
		return REPLAY_READ;
	default:
		return REPLAY_NOT_IP;
	}
}

static enum replay_unread take_type(struct replay_span *span, enum step *step,
				    u16 *type)
{
	switch (*type) {
	case TYPE_IPV4:
	case TYPE_IPV6:
		*step = AT_IP;
		return REPLAY_READ;
	case TYPE_VLAN:
	case TYPE_SERVICE_VLAN:
	case TYPE_QINQ_1:
	case TYPE_QINQ_2:
	case TYPE_QINQ_3:
		return take_vlan(span, type);
	case TYPE_MPLS:
	case TYPE_MPLS_MULTICAST:
		*step = AT_MPLS;
		return REPLAY_READ;
	case TYPE_PPPOE:
		*step = AT_PPPOE;
		return REPLAY_READ;
	case TYPE_PPP:
		*step = AT_PPP;
		return REPLAY_READ;
	case TYPE_TRANSPARENT:
		*step = AT_ETHERNET;
		return REPLAY_READ;
	default:
		if (*type > 1500)
			return REPLAY_NOT_IP;
		/* Padding behind the length belongs to nobody. */
		replay_span_limit(span, *type);
		*step = AT_LLC;
		return REPLAY_READ;
	}
}

static enum replay_unread walk(struct replay_span *span, enum step step,
			       u16 type)
{
	enum replay_unread why = REPLAY_READ;

	while (!why && step != AT_IP) {
		switch (step) {
		case AT_ETHERNET:
			why = take_ethernet(span, &type);
			step = AT_TYPE;
			break;
		case AT_TYPE:
			why = take_type(span, &step, &type);
			break;
		case AT_LLC:
			why = take_llc(span, &step, &type);
			break;
		case AT_MPLS:
			why = take_mpls(span, &step);
			break;
		case AT_PPPOE:
			why = take_pppoe(span, &step);
			break;
		case AT_PPP:
			why = take_ppp(span, &step, &type);
			break;
		case AT_IP:
			break;
		}
	}
	return why;
}

/**
 * replay_frame_looks_like_ip() - do these bytes look like an IP packet
 * @span: what may be one
 *
 * Return: whether there is the beginning of a header of IPv4 or IPv6 whose
 * length fits.
 */
bool replay_frame_looks_like_ip(const struct replay_span *span)
{
	const u8 *byte = span->bytes;
	u16 length;

	if (span->length < 6)
		return false;
	if (byte[0] >> 4 == 6)
		return cordon_get_be16(byte + 4) + 40U <= span->whole;
	length = cordon_get_be16(byte + 2);
	return byte[0] >> 4 == 4 && (byte[0] & 15) >= 5 &&
	       length >= (byte[0] & 15) * 4 && length <= span->whole;
}

/**
 * replay_frame_ethertype() - go on where a type of Ethernet says what follows
 * @span: what follows; afterwards the IP packet
 * @type: the type
 *
 * Return: REPLAY_READ, or why there is no IP packet.
 */
enum replay_unread replay_frame_ethertype(struct replay_span *span, u16 type)
{
	return type < TYPE_FIRST ? REPLAY_NOT_IP : walk(span, AT_TYPE, type);
}

/**
 * replay_frame_ppp() - go on at the header of PPP
 * @span: from there; afterwards the IP packet
 *
 * Return: REPLAY_READ, or why there is no IP packet.
 */
enum replay_unread replay_frame_ppp(struct replay_span *span)
{
	return walk(span, AT_PPP, 0);
}

/* Cisco's HDLC: an address, a zero, a type of Ethernet. */
static enum replay_unread read_hdlc(struct replay_span *span)
{
	enum replay_unread why = BROKEN(span, 4);
	u16 type;

	if (why)
		return why;
	type = cordon_get_be16(span->bytes + 2);
	replay_span_skip(span, 4);
	return replay_frame_ethertype(span, type);
}

static enum replay_unread read_ppp_serial(struct replay_span *span)
{
	if (span->length >= 2 && !span->bytes[1] &&
	    (span->bytes[0] == 0x0f || span->bytes[0] == 0x8f))
		return read_hdlc(span);
	return walk(span, AT_PPP, 0);
}

/* A small number in the byte order of whoever wrote it. */
static u32 get_any32(const u8 *byte)
{
	u32 value = cordon_get_be32(byte);

	return value > 0xffff ? __builtin_bswap32(value) : value;
}

/* BSD's loopback: the family of addresses, which no two systems number alike. */
static enum replay_unread read_null(struct replay_span *span)
{
	enum replay_unread why = BROKEN(span, 4);
	u32 family;

	if (why)
		return why;
	family = get_any32(span->bytes);
	replay_span_skip(span, 4);
	switch (family) {
	case 2:		/* everywhere */
	case 10:	/* Linux */
	case 24:	/* NetBSD, OpenBSD */
	case 28:	/* FreeBSD */
	case 30:	/* Darwin */
		return REPLAY_READ;
	default:
		return REPLAY_NOT_IP;
	}
}

/* Linux's cooked forms, where small numbers are no lengths. */
static enum replay_unread read_cooked(struct replay_span *span, size_t header,
				      size_t type_at)
{
	enum replay_unread why = BROKEN(span, header);
	u16 type;

	if (why)
		return why;
	type = cordon_get_be16(span->bytes + type_at);
	replay_span_skip(span, header);
	if (type == 4)	/* ETH_P_802_2 */
		return walk(span, AT_LLC, 0);
	return replay_frame_ethertype(span, type);
}

/*
 * What Linux hands to a logger: a family, and attributes in the byte order of
 * the machine, of which number 9 is the packet.
 */
static enum replay_unread read_nflog(struct replay_span *span)
{
	enum replay_unread why = BROKEN(span, 4);

	if (why)
		return why;
	replay_span_skip(span, 4);
	for (;;) {
		u16 length, kind;

		why = BROKEN(span, 4);
		if (why)
			return why;
		length = (u16)(span->bytes[0] | span->bytes[1] << 8);
		kind = (u16)(span->bytes[2] | span->bytes[3] << 8);
		if (kind > 0xff) {
			length = __builtin_bswap16(length);
			kind = __builtin_bswap16(kind);
		}
		if (length < 4)
			return REPLAY_BAD_FRAME;
		if (kind == 9) {
			replay_span_skip(span, 4);
			replay_span_limit(span, length - 4U);
			return REPLAY_READ;
		}
		why = BROKEN(span, (length + 3U) & ~3U);
		if (why)
			return why;
		replay_span_skip(span, (length + 3U) & ~3U);
	}
}

/* Darwin's: the length of its header, and the type of link behind it. */
static enum replay_unread take_pktap(struct replay_span *span, u32 *link_type)
{
	enum replay_unread why = BROKEN(span, 12);
	u32 length;

	if (why)
		return why;
	length = get_any32(span->bytes);
	*link_type = get_any32(span->bytes + 8);
	if (length < 12 || *link_type == REPLAY_LINK_PKTAP)
		return REPLAY_BAD_FRAME;
	why = BROKEN(span, length);
	replay_span_skip(span, length);
	return why;
}

/**
 * replay_frame_link() - find the IP packet in a frame
 * @span: the frame; afterwards the IP packet
 * @link_type: what the frame begins with: LINKTYPE_*
 *
 * Return: REPLAY_READ, or why there is no IP packet.
 */
enum replay_unread replay_frame_link(struct replay_span *span, u32 link_type)
{
	enum replay_unread why = REPLAY_READ;

	if (link_type == REPLAY_LINK_PKTAP)
		why = take_pktap(span, &link_type);
	if (why)
		return why;
	switch (link_type) {
	case REPLAY_LINK_ETHERNET:
		return walk(span, AT_ETHERNET, 0);
	case REPLAY_LINK_RAW_12:
	case REPLAY_LINK_RAW_14:
	case REPLAY_LINK_RAW:
	case REPLAY_LINK_IPV4:
	case REPLAY_LINK_IPV6:
		return REPLAY_READ;
	case REPLAY_LINK_NULL:
	case REPLAY_LINK_LOOP:
		return read_null(span);
	case REPLAY_LINK_SLL:
		return read_cooked(span, 16, 14);
	case REPLAY_LINK_SLL2:
		return read_cooked(span, 20, 0);
	case REPLAY_LINK_PPP_WITH_DIRECTION:
		why = BROKEN(span, 1);
		if (why)
			return why;
		replay_span_skip(span, 1);
		return read_ppp_serial(span);
	case REPLAY_LINK_PPP:
	case REPLAY_LINK_PPP_SERIAL:
		return read_ppp_serial(span);
	case REPLAY_LINK_PPP_ETHER:
		return walk(span, AT_PPPOE, 0);
	case REPLAY_LINK_CISCO_HDLC:
		return read_hdlc(span);
	case REPLAY_LINK_NFLOG:
		return read_nflog(span);
	case REPLAY_LINK_WIFI:
		why = replay_wifi(span, false);
		return why ? why : walk(span, AT_LLC, 0);
	case REPLAY_LINK_WIFI_RADIOTAP:
		why = replay_wifi(span, true);
		return why ? why : walk(span, AT_LLC, 0);
	default:
		return REPLAY_UNKNOWN_LINK;
	}
}
