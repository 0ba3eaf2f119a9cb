/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - clock: what time it was for the handset, by the dates of the packets
 */
#ifndef _REPLAY_CLOCK_H
#define _REPLAY_CLOCK_H

#include "engine/port.h"

/**
 * struct replay_clock - a clock that never goes back; all zero to begin with
 * @now: milliseconds since the first packet
 * @last: the latest date that was believed, milliseconds
 * @doubted: a date far from @last, if @doubts
 * @runs: there was a packet
 * @doubts: the packet before was dated far away
 */
struct replay_clock {
	u64 now;
	u64 last;
	u64 doubted;
	bool runs;
	bool doubts;
};

void replay_clock_tick(struct replay_clock *clock, u64 time);

#endif /* _REPLAY_CLOCK_H */
