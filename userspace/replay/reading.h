/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - reading: what the files that read names share; nobody else's
 */
#ifndef _REPLAY_READING_H
#define _REPLAY_READING_H

#include "engine/flow.h"
#include "replay/names.h"

/* What reading one datagram may need beside it. */
#define REPLAY_SCRATCH	(64U << 10)

/**
 * struct replay_reading - a packet that is being read
 * @names: whose
 * @session: its session
 * @sender: the end of @session that sent it
 * @packet: the packet
 */
struct replay_reading {
	struct replay_names *names;
	struct replay_session *session;
	unsigned int sender;
	const struct replay_packet *packet;
};

/* names.c */
extern const struct cordon_flow_calls replay_flow_calls;
void replay_tell_blind(const struct replay_reading *reading,
		       enum replay_blind why);
bool replay_is_dns(const struct replay_session *session);
void replay_tell_no_dns(const struct replay_reading *reading);
void *replay_keep(const struct replay_reading *reading, u32 size);
void replay_rest(const struct replay_reading *reading, void *memory, u32 size);

/* stream.c: TCP */
void replay_stream_read(const struct replay_reading *reading);
bool replay_stream_waits(const struct replay_session *session);
void replay_stream_drop(struct replay_session *session);

/* datagrams.c: UDP */
struct cordon_flow_connection *
replay_begin_connection(const struct replay_reading *reading);
void replay_end_connection(const struct replay_reading *reading,
			   struct cordon_flow_connection *connection);
void replay_datagrams_read(const struct replay_reading *reading, void *scratch);
bool replay_datagrams_wait(const struct replay_session *session);
void replay_datagrams_drop(struct replay_session *session);

#endif /* _REPLAY_READING_H */
