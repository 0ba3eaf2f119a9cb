// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - names: packets in, the names that are in them out
 */
#include <stdlib.h>

#include "engine/names/quic.h"
#include "replay/datagrams.h"
#include "replay/keep.h"
#include "replay/names.h"
#include "replay/stream.h"
#include "replay/tell.h"

/**
 * struct replay_names - reader of packets
 * @watch: who is told
 * @sessions: the table
 * @scratch: for reading one datagram
 * @walk: for reading one answer of DNS
 */
struct replay_names {
	struct replay_watch watch;
	struct replay_sessions *sessions;
	void *scratch;
	struct cordon_dns_walk walk;
};

/* Of TCP: neither end's first bytes are in the capture. */
static bool began_before(const struct replay_session *session)
{
	return session->protocol == REPLAY_TCP && !session->opened[0] &&
	       !session->opened[1];
}

/* A session is forgotten: for its age, or since the captures end. */
static void drop(void *data, struct replay_session *session)
{
	const struct replay_names *names = data;
	const struct replay_reading reading = {
		.watch = &names->watch, .session = session,
	};

	if (replay_kept_waits(session))
		replay_tell_blind(&reading, REPLAY_BLIND_UNFINISHED);
	else if (session->carries && !session->known && !session->blind)
		replay_tell_blind(&reading, began_before(session) ?
				  REPLAY_BLIND_BEGAN : REPLAY_BLIND_UNNAMED);
	replay_kept_drop(session);
}

/**
 * replay_names_new() - a reader of packets
 * @watch: who is told what; copied
 *
 * Return: the reader; NULL: no memory.
 */
struct replay_names *replay_names_new(const struct replay_watch *watch)
{
	struct replay_names *names = calloc(1, sizeof(*names));

	if (!names)
		return NULL;
	names->watch = *watch;
	names->sessions = replay_sessions_new(drop, names);
	names->scratch = malloc(CORDON_QUIC_SCRATCH(REPLAY_SCRATCH));
	if (!names->sessions || !names->scratch) {
		replay_names_free(names);
		return NULL;
	}
	return names;
}

/**
 * replay_names_free() - forget all
 * @names: may be NULL
 */
void replay_names_free(struct replay_names *names)
{
	if (!names)
		return;
	replay_sessions_free(names->sessions);
	free(names->scratch);
	free(names);
}

/* The same ends, another connection: a SYN that repeats no earlier one. */
static bool is_another(const struct replay_session *session, unsigned int sender,
		       const struct replay_packet *packet)
{
	return packet->protocol == REPLAY_TCP &&
	       (packet->flags & (REPLAY_TCP_SYN | REPLAY_TCP_ACK)) == REPLAY_TCP_SYN &&
	       session->begun[sender] &&
	       session->first[sender] != packet->sequence + 1;
}

/**
 * replay_names_packet() - read a packet
 * @names: reader
 * @packet: from the pipeline
 *
 * Tells names->watch of all that is found. What it tells is valid during the
 * call.
 */
void replay_names_packet(struct replay_names *names,
			 const struct replay_packet *packet)
{
	struct replay_reading reading = {
		.watch = &names->watch,
		.sessions = names->sessions,
		.walk = &names->walk,
		.packet = packet,
	};
	bool fresh;

	reading.session = replay_session_of(names->sessions, packet,
					    &reading.sender, &fresh);
	if (!fresh && is_another(reading.session, reading.sender, packet)) {
		reading.session = replay_session_renew(names->sessions,
						       reading.session, packet);
		fresh = true;
	}
	if (packet->length && (packet->protocol == REPLAY_TCP ||
			       packet->protocol == REPLAY_UDP))
		reading.session->carries = true;
	if (fresh) {
		names->watch.session(names->watch.data, reading.session, packet);
		reading.sender = replay_session_sender(reading.session, packet);
		if (packet->protocol == REPLAY_ESP)
			replay_tell_blind(&reading, REPLAY_BLIND_VPN);
		else if (reading.session->end[1].port == CORDON_DNS_TLS_PORT)
			replay_tell_blind(&reading, REPLAY_BLIND_DNS);
	}
	if (packet->protocol == REPLAY_TCP)
		replay_stream_read(&reading);
	else if (packet->protocol == REPLAY_UDP && packet->length)
		replay_datagrams_read(&reading, names->scratch);
}
