/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - tell: what was found in a packet, to whoever watches
 */
#ifndef _REPLAY_TELL_H
#define _REPLAY_TELL_H

#include "engine/flow.h"
#include "replay/reading.h"

bool replay_is_dns(const struct replay_session *session);
void replay_tell_blind(const struct replay_reading *reading,
		       enum replay_blind why);
void replay_tell_no_dns(const struct replay_reading *reading);
bool replay_tell_flow_name(void *data, const struct cordon_flow_name *name);
bool replay_tell_flow_message(void *data, const u8 *message, size_t kept,
			      size_t length);

#endif /* _REPLAY_TELL_H */
