/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - packet: what the capture half hands on, and what it could not read
 */
#ifndef _REPLAY_PACKET_H
#define _REPLAY_PACKET_H

#include "engine/address.h"

/* The flags of a TCP header (RFC 9293, 3.1). */
#define REPLAY_TCP_FIN	0x01
#define REPLAY_TCP_SYN	0x02
#define REPLAY_TCP_RST	0x04
#define REPLAY_TCP_PSH	0x08
#define REPLAY_TCP_ACK	0x10
#define REPLAY_TCP_URG	0x20

/* Protocols of IP that have a meaning here (IANA's numbers). */
enum replay_protocol {
	REPLAY_HOP_BY_HOP = 0,
	REPLAY_ICMP = 1,
	REPLAY_IPIP = 4,
	REPLAY_TCP = 6,
	REPLAY_UDP = 17,
	REPLAY_IPV6 = 41,
	REPLAY_ROUTING = 43,
	REPLAY_FRAGMENT = 44,
	REPLAY_GRE = 47,
	REPLAY_ESP = 50,
	REPLAY_AH = 51,
	REPLAY_ICMPV6 = 58,
	REPLAY_NO_NEXT = 59,
	REPLAY_DESTINATION = 60,
	REPLAY_MOBILITY = 135,
	REPLAY_HIP = 139,
	REPLAY_SHIM6 = 140,
};

/**
 * struct replay_packet - a packet of a transport protocol
 * @time: nanoseconds since 1970 by the clock of the capture
 * @number: of the packet in its file, from 1, as tshark's frame.number; a
 *	datagram put together from fragments has that of the fragment that came last
 * @source: its address; of the innermost header where there are tunnels
 * @destination: where it goes
 * @source_port: of TCP and UDP; else 0
 * @destination_port: of TCP and UDP; else 0
 * @protocol: number of the IP protocol
 * @depth: tunnels that it came through
 * @cut: the capture holds only a part of it: @length < @whole
 * @flags: of TCP: REPLAY_TCP_*
 * @sequence: of TCP: number of the first byte; of the SYN if it is set
 * @acknowledged: of TCP
 * @window: of TCP, not scaled
 * @urgent: of TCP: the urgent pointer
 * @payload: what the transport header carries, or all behind the IP headers if
 *	the protocol is neither TCP nor UDP; valid until the callback returns
 * @length: bytes at @payload
 * @whole: how many there were on the wire
 */
struct replay_packet {
	u64 time;
	u64 number;
	struct cordon_address source;
	struct cordon_address destination;
	u16 source_port;
	u16 destination_port;
	u8 protocol;
	u8 depth;
	bool cut;
	u8 flags;
	u32 sequence;
	u32 acknowledged;
	u16 window;
	u16 urgent;
	const u8 *payload;
	size_t length;
	size_t whole;
};

/**
 * enum replay_unread - why something of a capture could not be read
 *
 * Each has a stable word and a sentence: replay_unread_word(), _reason().
 *
 * @REPLAY_READ: it was read; its counter stays 0
 * @REPLAY_CUT: the capture cut the packet off; its names may be in what is lost
 * @REPLAY_UNKNOWN_LINK: a type of link, or a form of it, that is not known here
 * @REPLAY_BAD_FRAME: the header of the link is broken
 * @REPLAY_NOT_IP: the frame, or the tunnel, carries something else than IP: ARP
 * @REPLAY_ENCRYPTED_WIFI: a frame of 802.11 that its network encrypted
 * @REPLAY_BAD_IP: the IP header, or one that extends it, is broken
 * @REPLAY_JUMBO: a jumbogram (RFC 2675)
 * @REPLAY_FRAGMENT_BAD: a fragment that no sender makes: empty, past the largest
 *	datagram, in a fragment, in IPv6 not of eights
 * @REPLAY_FRAGMENT_OVERLAP: fragments that contradict each other
 * @REPLAY_FRAGMENT_LOST: a datagram of which fragments are missing
 * @REPLAY_BAD_TRANSPORT: the header of TCP or UDP is broken
 * @REPLAY_BAD_TUNNEL: the header of a tunnel is broken; given to the callback
 *	as well, as a packet of the tunnel's protocol
 * @REPLAY_TOO_DEEP: more tunnels in each other than are followed
 * @REPLAY_ENCRYPTED_ESP: IPsec; given to the callback as well
 * @REPLAY_OTHER_PROTOCOL: neither TCP nor UDP; given to the callback as well
 * @REPLAY_UNREAD_COUNT: how many there are
 */
enum replay_unread {
	REPLAY_READ,
	REPLAY_CUT,
	REPLAY_UNKNOWN_LINK,
	REPLAY_BAD_FRAME,
	REPLAY_NOT_IP,
	REPLAY_ENCRYPTED_WIFI,
	REPLAY_BAD_IP,
	REPLAY_JUMBO,
	REPLAY_FRAGMENT_BAD,
	REPLAY_FRAGMENT_OVERLAP,
	REPLAY_FRAGMENT_LOST,
	REPLAY_BAD_TRANSPORT,
	REPLAY_BAD_TUNNEL,
	REPLAY_TOO_DEEP,
	REPLAY_ENCRYPTED_ESP,
	REPLAY_OTHER_PROTOCOL,
	REPLAY_UNREAD_COUNT,
};

/**
 * struct replay_counters - how much there was, and what of it was not read
 * @frames: packets of the captures
 * @bytes: of them, as captured
 * @packets: given to the callback
 * @reassembled: datagrams put together from fragments
 * @unread: for each enum replay_unread, how often. A packet counts once;
 *	fragments that are thrown away count once a datagram.
 */
struct replay_counters {
	u64 frames;
	u64 bytes;
	u64 packets;
	u64 reassembled;
	u64 unread[REPLAY_UNREAD_COUNT];
};

/**
 * struct replay_span - bytes of a packet that are still to be read
 * @bytes: the first
 * @length: how many the capture holds
 * @whole: how many there were on the wire; never less
 */
struct replay_span {
	const u8 *bytes;
	size_t length;
	size_t whole;
};

u64 replay_unreadable_packets(const struct replay_counters *counters);
const char *replay_unread_word(enum replay_unread why);
const char *replay_unread_reason(enum replay_unread why);
bool replay_span_skip(struct replay_span *span, size_t count);
void replay_span_limit(struct replay_span *span, size_t whole);
enum replay_unread replay_span_short(const struct replay_span *span,
				     size_t needed,
				     enum replay_unread otherwise);

#endif /* _REPLAY_PACKET_H */
