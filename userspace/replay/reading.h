/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - reading: a packet that is being read for its names
 */
#ifndef _REPLAY_READING_H
#define _REPLAY_READING_H

#include "engine/names/dns.h"
#include "replay/watch.h"

/* What reading one datagram may need beside it. */
#define REPLAY_SCRATCH	(64U << 10)

/**
 * struct replay_reading - a packet that is being read
 * @watch: who is told what is in it
 * @sessions: the table that @session stands in
 * @walk: for reading one answer of DNS
 * @session: its session
 * @sender: the end of @session that sent it
 * @packet: the packet; NULL when the session ends
 */
struct replay_reading {
	const struct replay_watch *watch;
	struct replay_sessions *sessions;
	struct cordon_dns_walk *walk;
	struct replay_session *session;
	unsigned int sender;
	const struct replay_packet *packet;
};

#endif /* _REPLAY_READING_H */
