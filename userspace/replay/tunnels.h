/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - tunnels: packets inside packets
 */
#ifndef _REPLAY_TUNNELS_H
#define _REPLAY_TUNNELS_H

#include "replay/packet.h"

/**
 * enum replay_inside - what a payload turned out to be
 * @REPLAY_NO_TUNNEL: an ordinary payload; the span is as it was
 * @REPLAY_INSIDE_IP: a tunnel; the span is the IP packet inside
 * @REPLAY_INSIDE_NOTHING: a tunnel whose content is no IP packet; why is set
 */
enum replay_inside {
	REPLAY_NO_TUNNEL,
	REPLAY_INSIDE_IP,
	REPLAY_INSIDE_NOTHING,
};

enum replay_inside replay_tunnel_ip(struct replay_span *span, u8 protocol,
				    enum replay_unread *why);
enum replay_inside replay_tunnel_udp(struct replay_span *span, u16 source_port,
				     u16 destination_port);

#endif /* _REPLAY_TUNNELS_H */
