// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - session: the conversations of a capture, so many and no more
 */
#include <stddef.h>
#include <stdlib.h>
#include <sys/random.h>

#include "engine/policy/domain_hash.h"
#include "replay/session.h"

#define NONE		0xffffffffU
#define BUCKETS		(REPLAY_SESSIONS_MAX * 2)

/* Two orders of age: of all sessions, and of those that keep bytes. */
enum { ALL, READING, LISTS };

/**
 * struct replay_sessions - the table
 * @drop: tells what keeps bytes for a session to let go
 * @data: handed to it
 * @key: random, of the hash
 * @numbered: sessions so far
 * @kept: bytes that are kept for all sessions together
 * @used: slots in use, from the first on
 * @count: members of each list
 * @oldest: of each list
 * @newest: of each list
 * @bucket: first session of each
 * @slot: the sessions
 */
struct replay_sessions {
	replay_session_drop *drop;
	void *data;
	__le64 key[2];
	u64 numbered;
	u64 kept;
	u32 used;
	u32 count[LISTS];
	u32 oldest[LISTS];
	u32 newest[LISTS];
	u32 bucket[BUCKETS];
	struct replay_session slot[REPLAY_SESSIONS_MAX];
};

static u32 index_of(const struct replay_sessions *sessions,
		    const struct replay_session *session)
{
	return (u32)(session - sessions->slot);
}

static void unlist(struct replay_sessions *sessions,
		   struct replay_session *session, int list)
{
	u32 older = session->older[list], newer = session->newer[list];

	if (!session->listed[list])
		return;
	if (older == NONE)
		sessions->oldest[list] = newer;
	else
		sessions->slot[older].newer[list] = newer;
	if (newer == NONE)
		sessions->newest[list] = older;
	else
		sessions->slot[newer].older[list] = older;
	session->listed[list] = false;
	sessions->count[list]--;
}

static void list_newest(struct replay_sessions *sessions,
			struct replay_session *session, int list)
{
	u32 slot = index_of(sessions, session);

	if (session->listed[list] && sessions->newest[list] == slot)
		return;
	unlist(sessions, session, list);
	session->older[list] = sessions->newest[list];
	session->newer[list] = NONE;
	if (sessions->newest[list] == NONE)
		sessions->oldest[list] = slot;
	else
		sessions->slot[sessions->newest[list]].newer[list] = slot;
	sessions->newest[list] = slot;
	session->listed[list] = true;
	sessions->count[list]++;
}

/**
 * replay_sessions_new() - an empty table
 * @drop: called before a session is forgotten
 * @data: handed to @drop
 *
 * Return: the table, which takes memory as it fills; NULL: no memory.
 */
struct replay_sessions *replay_sessions_new(replay_session_drop *drop,
					    void *data)
{
	struct replay_sessions *sessions = calloc(1, sizeof(*sessions));

	if (!sessions)
		return NULL;
	sessions->drop = drop;
	sessions->data = data;
	if (getrandom(sessions->key, sizeof(sessions->key), 0) !=
	    sizeof(sessions->key))
		memset(sessions->key, 0, sizeof(sessions->key));
	memset(sessions->oldest, 0xff, sizeof(sessions->oldest));
	memset(sessions->newest, 0xff, sizeof(sessions->newest));
	memset(sessions->bucket, 0xff, sizeof(sessions->bucket));
	return sessions;
}

/**
 * replay_sessions_free() - forget all sessions
 * @sessions: may be NULL
 */
void replay_sessions_free(struct replay_sessions *sessions)
{
	u32 i;

	if (!sessions)
		return;
	for (i = 0; i < sessions->used; i++)
		sessions->drop(sessions->data, &sessions->slot[i]);
	free(sessions);
}

/* Keyed, so that nobody can choose sessions that share a bucket. */
static u64 hash_end(const struct replay_sessions *sessions,
		    const struct cordon_address *address, u16 port, u8 protocol)
{
	struct cordon_hash_state hash;

	cordon_hash_start(&hash, sessions->key);
	cordon_hash_absorb(&hash, cordon_get_le64(address->byte));
	cordon_hash_absorb(&hash, cordon_get_le64(address->byte + 8));
	cordon_hash_absorb(&hash, (u64)protocol << 16 | port);
	return cordon_hash_finish(hash);
}

/* The same for both directions. */
static u32 hash_packet(const struct replay_sessions *sessions,
		       const struct replay_packet *packet)
{
	return (u32)(hash_end(sessions, &packet->source, packet->source_port,
			      packet->protocol) +
		     hash_end(sessions, &packet->destination,
			      packet->destination_port, packet->protocol));
}

static bool is_end(const struct replay_end *end,
		   const struct cordon_address *address, u16 port)
{
	return end->port == port && cordon_address_equal(&end->address, address);
}

/* Which end sent it; -1: it is of another session. */
static int sender_of(const struct replay_session *session,
		     const struct replay_packet *packet)
{
	int i;

	if (session->protocol != packet->protocol)
		return -1;
	for (i = 0; i < 2; i++)
		if (is_end(&session->end[i], &packet->source,
			   packet->source_port) &&
		    is_end(&session->end[!i], &packet->destination,
			   packet->destination_port))
			return i;
	return -1;
}

/* What was kept for it is gone. */
static void give_up(struct replay_sessions *sessions,
		    struct replay_session *session)
{
	sessions->kept -= session->kept;
	session->kept = 0;
	unlist(sessions, session, READING);
}

static void forget(struct replay_sessions *sessions,
		   struct replay_session *session)
{
	u32 *link = sessions->bucket + (session->hash & (BUCKETS - 1));

	sessions->drop(sessions->data, session);
	while (*link != index_of(sessions, session))
		link = &sessions->slot[*link].next;
	*link = session->next;
	give_up(sessions, session);
	unlist(sessions, session, ALL);
}

/*
 * Who asked whom: the first packet seen tells, unless it is an answer; then the
 * capture began in the middle.
 */
static bool is_answer(const struct replay_packet *packet)
{
	if (packet->protocol == REPLAY_TCP && packet->flags & REPLAY_TCP_SYN)
		return packet->flags & REPLAY_TCP_ACK;
	return packet->source_port < 1024 &&
	       packet->destination_port >= 1024;
}

/* Of TCP a SYN says it; without ports there is no guessing. */
static bool is_guess(const struct replay_packet *packet)
{
	if (packet->protocol == REPLAY_TCP)
		return !(packet->flags & REPLAY_TCP_SYN);
	return is_answer(packet);
}

/* Nothing is left of the session that had the slot; both its pointers are NULL. */
static void begin(struct replay_sessions *sessions,
		  struct replay_session *session,
		  const struct replay_packet *packet)
{
	int from = is_answer(packet);

	memset(session, 0, offsetof(struct replay_session, kept));
	session->number = ++sessions->numbered;
	session->end[from].address = packet->source;
	session->end[from].port = packet->source_port;
	session->end[!from].address = packet->destination;
	session->end[!from].port = packet->destination_port;
	session->protocol = packet->protocol;
	session->depth = packet->depth;
	session->guessed = is_guess(packet);
}

/**
 * replay_session_sender() - which end sent a packet
 * @session: any
 * @packet: one of its packets
 *
 * Return: index of the end.
 */
unsigned int replay_session_sender(const struct replay_session *session,
				   const struct replay_packet *packet)
{
	return (unsigned int)sender_of(session, packet);
}

/**
 * replay_session_reverse() - the other end is the client
 * @session: one that has just begun, by a guess
 */
void replay_session_reverse(struct replay_session *session)
{
	const struct replay_end end = session->end[0];

	session->end[0] = session->end[1];
	session->end[1] = end;
}

/**
 * replay_session_of() - the session that a packet belongs to
 * @sessions: table
 * @packet: any
 * @sender: set to the index of the end that sent it
 * @fresh: set to whether it is the session's first
 *
 * Return: the session; valid until the next call.
 */
struct replay_session *replay_session_of(struct replay_sessions *sessions,
					 const struct replay_packet *packet,
					 unsigned int *sender, bool *fresh)
{
	u32 hash = hash_packet(sessions, packet), slot;
	u32 *bucket = sessions->bucket + (hash & (BUCKETS - 1));
	struct replay_session *session;
	int from;

	*fresh = false;
	for (slot = *bucket; slot != NONE; slot = session->next) {
		session = sessions->slot + slot;
		from = session->hash == hash ? sender_of(session, packet) : -1;
		if (from >= 0) {
			*sender = (unsigned int)from;
			list_newest(sessions, session, ALL);
			if (session->listed[READING])
				list_newest(sessions, session, READING);
			return session;
		}
	}
	if (sessions->used < REPLAY_SESSIONS_MAX) {
		slot = sessions->used++;
	} else {
		slot = sessions->oldest[ALL];
		forget(sessions, sessions->slot + slot);
	}
	session = sessions->slot + slot;
	begin(sessions, session, packet);
	session->hash = hash;
	session->next = *bucket;
	*bucket = slot;
	list_newest(sessions, session, ALL);
	*sender = replay_session_sender(session, packet);
	*fresh = true;
	return session;
}

/**
 * replay_session_renew() - the same ends begin again
 * @sessions: table
 * @session: the session of @packet
 * @packet: a SYN that is not the first one's repetition
 *
 * Return: @session, with a number of its own.
 */
struct replay_session *replay_session_renew(struct replay_sessions *sessions,
					    struct replay_session *session,
					    const struct replay_packet *packet)
{
	sessions->drop(sessions->data, session);
	give_up(sessions, session);
	begin(sessions, session, packet);
	return session;
}

/**
 * replay_session_keeps() - more bytes are kept for a session
 * @sessions: table
 * @session: of it
 * @size: how many
 */
void replay_session_keeps(struct replay_sessions *sessions,
			  struct replay_session *session, u32 size)
{
	session->kept += size;
	sessions->kept += size;
	list_newest(sessions, session, READING);
}

/**
 * replay_session_crowded() - is too much kept
 * @sessions: table
 * @session: of it; what is kept for it stays
 *
 * Return: the session that must give up what is kept for it, the one that was silent
 * for longest; NULL: none.
 */
struct replay_session *replay_session_crowded(struct replay_sessions *sessions,
					      const struct replay_session *session)
{
	struct replay_session *oldest = sessions->slot + sessions->oldest[READING];

	if ((sessions->count[READING] <= REPLAY_READING_MAX &&
	     sessions->kept <= REPLAY_KEPT_MAX) || oldest == session)
		return NULL;
	give_up(sessions, oldest);
	return oldest;
}

/**
 * replay_session_rests() - fewer bytes are kept for a session
 * @sessions: table
 * @session: of it
 * @size: how many
 */
void replay_session_rests(struct replay_sessions *sessions,
			  struct replay_session *session, u32 size)
{
	session->kept -= size;
	sessions->kept -= size;
	if (!session->kept)
		unlist(sessions, session, READING);
}
