/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - names: packets in, the names that are in them out
 */
#ifndef _REPLAY_NAMES_H
#define _REPLAY_NAMES_H

#include "engine/names/host.h"
#include "engine/names/layer.h"
#include "replay/flow.h"

/**
 * struct replay_sighting - a name, and where it was seen
 * @packet: completed what the name stands in; has its time and number
 * @flow: whose packet it is
 * @sender: which end of @flow sent it
 * @layer: where the name stands
 * @host: name, or address literal; never CORDON_HOST_NONE
 * @dns_type: of the layers of DNS: type of the question or of the record
 * @response: of the layers of DNS: it stands in a response
 */
struct replay_sighting {
	const struct replay_packet *packet;
	struct replay_flow *flow;
	unsigned int sender;
	enum cordon_layer layer;
	const struct cordon_host *host;
	u16 dns_type;
	bool response;
};

/**
 * struct replay_watch - who is told what
 * @flow: a flow begins, with this packet
 * @name: a name was seen
 * @message: a DNS message over UDP was seen; its names are told before
 * @blind: a flow is blind in this way; once a flow and way
 * @data: handed to all
 */
struct replay_watch {
	void (*flow)(void *data, struct replay_flow *flow,
		     const struct replay_packet *packet);
	void (*name)(void *data, const struct replay_sighting *sighting);
	void (*message)(void *data, const struct replay_flow *flow,
			const struct replay_packet *packet);
	void (*blind)(void *data, const struct replay_flow *flow,
		      enum replay_blind why);
	void *data;
};

struct replay_names;

struct replay_names *replay_names_new(const struct replay_watch *watch);
void replay_names_packet(struct replay_names *names,
			 const struct replay_packet *packet);
void replay_names_free(struct replay_names *names);

#endif /* _REPLAY_NAMES_H */
