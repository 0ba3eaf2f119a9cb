/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - frame: from the header of a link to the IP packet behind it
 */
#ifndef _REPLAY_FRAME_H
#define _REPLAY_FRAME_H

#include "replay/packet.h"

/* Types of links: LINKTYPE_* of pcap files; 12 and 14 are its DLT_RAW. */
enum replay_link {
	REPLAY_LINK_NULL = 0,
	REPLAY_LINK_ETHERNET = 1,
	REPLAY_LINK_PPP = 9,
	REPLAY_LINK_RAW_12 = 12,
	REPLAY_LINK_RAW_14 = 14,
	REPLAY_LINK_PPP_SERIAL = 50,
	REPLAY_LINK_PPP_ETHER = 51,
	REPLAY_LINK_RAW = 101,
	REPLAY_LINK_CISCO_HDLC = 104,
	REPLAY_LINK_WIFI = 105,
	REPLAY_LINK_LOOP = 108,
	REPLAY_LINK_SLL = 113,
	REPLAY_LINK_WIFI_RADIOTAP = 127,
	REPLAY_LINK_PPP_WITH_DIRECTION = 204,
	REPLAY_LINK_IPV4 = 228,
	REPLAY_LINK_IPV6 = 229,
	REPLAY_LINK_NFLOG = 239,
	REPLAY_LINK_PKTAP = 258,
	REPLAY_LINK_SLL2 = 276,
};

enum replay_unread replay_frame_link(struct replay_span *span, u32 link_type);
enum replay_unread replay_frame_ethertype(struct replay_span *span, u16 type);
enum replay_unread replay_frame_ppp(struct replay_span *span);
enum replay_unread replay_wifi(struct replay_span *span, bool radiotap);
bool replay_frame_looks_like_ip(const struct replay_span *span);

#endif /* _REPLAY_FRAME_H */
