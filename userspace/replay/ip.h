/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - ip: the headers of IPv4 and IPv6
 */
#ifndef _REPLAY_IP_H
#define _REPLAY_IP_H

#include "replay/packet.h"

/**
 * struct replay_ip - what the headers of an IP packet say
 * @source: its address
 * @destination: where it goes
 * @protocol: of @payload
 * @version: 4 or 6
 * @is_fragment: @payload is a piece of a larger one
 * @more: of a fragment: others follow
 * @offset: of a fragment: where it begins, in bytes
 * @id: of a fragment: which datagram
 * @payload: what is behind the headers
 */
struct replay_ip {
	struct cordon_address source;
	struct cordon_address destination;
	u8 protocol;
	u8 version;
	bool is_fragment;
	bool more;
	u16 offset;
	u32 id;
	struct replay_span payload;
};

enum replay_unread replay_ip_read(struct replay_ip *ip,
				  struct replay_span span);
enum replay_unread replay_ip_extensions(struct replay_ip *ip);
enum replay_unread replay_transport_read(struct replay_packet *packet,
					 struct replay_span span);

#endif /* _REPLAY_IP_H */
