/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - keep: the memory that sessions are read with
 */
#ifndef _REPLAY_KEEP_H
#define _REPLAY_KEEP_H

#include "replay/reading.h"

void *replay_keep(const struct replay_reading *reading, u32 size);
void replay_rest(const struct replay_reading *reading, void *memory, u32 size);
bool replay_kept_waits(const struct replay_session *session);
void replay_kept_drop(struct replay_session *session);

#endif /* _REPLAY_KEEP_H */
