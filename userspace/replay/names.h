/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - names: packets in, the names that are in them out
 */
#ifndef _REPLAY_NAMES_H
#define _REPLAY_NAMES_H

#include "replay/watch.h"

struct replay_names;

struct replay_names *replay_names_new(const struct replay_watch *watch);
void replay_names_packet(struct replay_names *names,
			 const struct replay_packet *packet);
void replay_names_free(struct replay_names *names);

#endif /* _REPLAY_NAMES_H */
