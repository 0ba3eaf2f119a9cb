/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - judge: what a policy would have said of what a capture shows
 *
 * The engine decides. As on a handset, what it decides of an address depends on
 * the answers of name servers that came before.
 */
#ifndef _REPLAY_JUDGE_H
#define _REPLAY_JUDGE_H

#include "engine/policy/verdict.h"
#include "replay/clock.h"
#include "replay/watch.h"

struct replay_judge;

struct replay_judge *replay_judge_new(const struct cordon_blob *blob,
				      const struct replay_clock *clock);
void replay_judge_free(struct replay_judge *judge);
const struct cordon_blob *replay_judge_blob(const struct replay_judge *judge);
int replay_judge_message(struct replay_judge *judge,
			 const struct replay_session *session,
			 unsigned int sender,
			 const struct replay_packet *packet);
void replay_judge_session(const struct replay_judge *judge,
			  const struct replay_session *session,
			  struct cordon_decision *decision);
void replay_judge_name(const struct replay_judge *judge,
		       const struct replay_sighting *sighting, bool refused,
		       struct cordon_decision *decision);

#endif /* _REPLAY_JUDGE_H */
