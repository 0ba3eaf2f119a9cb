// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - keep: the memory that sessions are read with
 */
#include <stdlib.h>

#include "engine/flow.h"
#include "replay/keep.h"
#include "replay/tell.h"

static bool hello_waits(const struct cordon_flow_connection *one)
{
	for (; one; one = one->next)
		if (!one->quic.hellos && !one->quic.malformed)
			return true;
	return false;
}

/**
 * replay_kept_waits() - is a name still waited for
 * @session: any
 *
 * Return: whether an end of it has begun to say something and named nobody yet.
 */
bool replay_kept_waits(const struct replay_session *session)
{
	int i;

	for (i = 0; i < 2; i++)
		if ((session->stream[i] && !session->named[i]) ||
		    hello_waits(session->connections[i]))
			return true;
	return false;
}

/**
 * replay_kept_drop() - let go what is kept for a session
 * @session: any
 */
void replay_kept_drop(struct replay_session *session)
{
	struct cordon_flow_connection *one;
	int i;

	for (i = 0; i < 2; i++) {
		free(session->stream[i]);
		session->stream[i] = NULL;
		while ((one = session->connections[i])) {
			session->connections[i] = one->next;
			free(one);
		}
	}
}

/* Too much is kept: the one that was silent for longest is read no more. */
static void make_room(const struct replay_reading *reading)
{
	struct replay_reading other = *reading;
	bool waited;

	while ((other.session = replay_session_crowded(reading->sessions,
						       reading->session))) {
		waited = replay_kept_waits(other.session);
		replay_kept_drop(other.session);
		if (waited)
			replay_tell_blind(&other, REPLAY_BLIND_CROWDED);
	}
}

/**
 * replay_keep() - memory to read a session with
 * @reading: packet of the session
 * @size: bytes
 *
 * Other sessions may lose their memory.
 *
 * Return: the memory, for replay_rest(); NULL: there is none, and the session is told
 * to be blind.
 */
void *replay_keep(const struct replay_reading *reading, u32 size)
{
	void *memory = malloc(size);

	if (!memory) {
		replay_tell_blind(reading, REPLAY_BLIND_CROWDED);
		return NULL;
	}
	replay_session_keeps(reading->sessions, reading->session, size);
	make_room(reading);
	return memory;
}

/**
 * replay_rest() - memory is no longer needed
 * @reading: packet of the session
 * @memory: from replay_keep()
 * @size: its bytes
 */
void replay_rest(const struct replay_reading *reading, void *memory, u32 size)
{
	replay_session_rests(reading->sessions, reading->session, size);
	free(memory);
}
