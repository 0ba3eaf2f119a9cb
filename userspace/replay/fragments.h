/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - fragments: datagrams put together, in memory of a fixed size
 */
#ifndef _REPLAY_FRAGMENTS_H
#define _REPLAY_FRAGMENTS_H

#include "replay/ip.h"

/* Datagrams that are put together at the same time. */
#define REPLAY_FRAGMENTS_DATAGRAMS	256U
/* Bytes of them in all. */
#define REPLAY_FRAGMENTS_BYTES		(4U << 20)
/* How long one waits, by the clock of the capture. */
#define REPLAY_FRAGMENTS_SECONDS	30U

struct replay_fragments;

struct replay_fragments *replay_fragments_new(struct replay_counters *counters);
bool replay_fragments_add(struct replay_fragments *fragments,
			  struct replay_ip *ip, u64 time);
void replay_fragments_drop_all(struct replay_fragments *fragments);
void replay_fragments_free(struct replay_fragments *fragments);

#endif /* _REPLAY_FRAGMENTS_H */
