/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - watch: what whoever reads names tells of them
 */
#ifndef _REPLAY_WATCH_H
#define _REPLAY_WATCH_H

#include "engine/names/host.h"
#include "engine/names/layer.h"
#include "replay/session.h"

/**
 * struct replay_message - a DNS message
 * @bytes: from its id on
 * @length: bytes of it
 * @cut: the capture has no more of it
 */
struct replay_message {
	const u8 *bytes;
	size_t length;
	bool cut;
};

/**
 * struct replay_sighting - a name, and where it was seen
 * @packet: completed what the name stands in; has its time and number
 * @session: whose packet it is
 * @sender: which end of @session sent it
 * @layer: where the name stands
 * @host: name, or address literal; CORDON_HOST_NONE for a message of DNS that a
 *	client sends and that asks for nothing which can be read
 * @message: of the layers of DNS: what it stands in; else NULL
 */
struct replay_sighting {
	const struct replay_packet *packet;
	struct replay_session *session;
	unsigned int sender;
	enum cordon_layer layer;
	const struct cordon_host *host;
	const struct replay_message *message;
};

/**
 * struct replay_watch - who is told what
 * @session: a session begins, with this packet; one that is guessed may be reversed
 * @name: a name was seen
 * @message: a DNS message over UDP was seen; its names are told before. Returns
 *	false if there was no room for it
 * @blind: a session is blind in this way; once a session and way
 * @data: handed to all
 */
struct replay_watch {
	void (*session)(void *data, struct replay_session *session,
			const struct replay_packet *packet);
	void (*name)(void *data, const struct replay_sighting *sighting);
	bool (*message)(void *data, const struct replay_session *session,
			unsigned int sender, const struct replay_packet *packet);
	void (*blind)(void *data, const struct replay_session *session,
		      enum replay_blind why);
	void *data;
};

#endif /* _REPLAY_WATCH_H */
