/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - session: the conversations of a capture, so many and no more
 *
 * A table of fixed size. When it is full, the session that was silent for longest
 * is forgotten: memory is bounded whatever the captures hold.
 */
#ifndef _REPLAY_SESSION_H
#define _REPLAY_SESSION_H

#include "replay/blind.h"
#include "replay/packet.h"

/*
 * Sessions known at a time, those whose bytes are being read at a time, and the
 * memory that this takes together.
 */
#define REPLAY_SESSIONS_MAX	65536U
#define REPLAY_READING_MAX	1024U
#define REPLAY_KEPT_MAX		(208U << 20)
/* Questions of a session that are remembered. */
#define REPLAY_ASKED_MAX	8U

struct cordon_flow_connection;
struct replay_stream;

/**
 * struct replay_end - one end of a session
 * @address: as it stands in the packets
 * @port: of TCP and UDP
 */
struct replay_end {
	struct cordon_address address;
	u16 port;
};

/**
 * struct replay_session - a conversation
 * @number: counts from 1, in the order of the first packets
 * @end: both ends; the first one is the client's
 * @protocol: REPLAY_TCP, REPLAY_UDP or another of IP
 * @depth: tunnels that it goes through
 * @blind: bits of enum replay_blind, each told once
 * @begun: of TCP, each end's bytes are known from some number on
 * @opened: of TCP, and by a client's SYN
 * @first: of TCP, number of each end's first byte, if @begun
 * @read: of TCP, reading of each end's bytes began
 * @guessed: the ports alone tell which end is the client
 * @marked: for whoever watches: cleared when the session begins, and left alone
 * @refused: so is this: who refused its address, a bit a policy
 * @carries: something went by, not only the signs of a beginning and an end
 * @known: a name was told, or what was said was read and names nobody
 * @no_dns: DNS is spoken here by the ports, and something else is
 * @asked: of DNS, the questions seen last, as hashes: an answer repeats them
 * @stream: of TCP, what each end sends; NULL while nothing is read
 * @named: of TCP, and a name was found in it
 * @connections: of UDP, the QUIC connections that each end has begun
 *
 * Private to session.c: the rest.
 */
struct replay_session {
	u64 number;
	struct replay_end end[2];
	u8 protocol;
	u8 depth;
	u32 blind;
	bool guessed;
	bool marked;
	u8 refused;
	bool carries;
	bool known;
	bool no_dns;
	u32 asked[REPLAY_ASKED_MAX];
	bool begun[2];
	bool opened[2];
	u32 first[2];
	bool read[2];
	struct replay_stream *stream[2];
	bool named[2];
	struct cordon_flow_connection *connections[2];

	/* What follows stays when the same ends begin again. */
	u32 kept;
	u32 hash;
	u32 next;
	u32 older[2];
	u32 newer[2];
	bool listed[2];
};

struct replay_sessions;

/* A session is about to be forgotten: both pointers are NULL when this returns. */
typedef void replay_session_drop(void *data, struct replay_session *session);

struct replay_sessions *replay_sessions_new(replay_session_drop *drop,
					    void *data);
void replay_sessions_free(struct replay_sessions *sessions);
struct replay_session *replay_session_of(struct replay_sessions *sessions,
					 const struct replay_packet *packet,
					 unsigned int *sender, bool *fresh);
unsigned int replay_session_sender(const struct replay_session *session,
				   const struct replay_packet *packet);
void replay_session_reverse(struct replay_session *session);
struct replay_session *replay_session_renew(struct replay_sessions *sessions,
					    struct replay_session *session,
					    const struct replay_packet *packet);
void replay_session_keeps(struct replay_sessions *sessions,
			  struct replay_session *session, u32 size);
struct replay_session *replay_session_crowded(struct replay_sessions *sessions,
					      const struct replay_session *session);
void replay_session_rests(struct replay_sessions *sessions,
			  struct replay_session *session, u32 size);

#endif /* _REPLAY_SESSION_H */
