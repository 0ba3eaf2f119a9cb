// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - clock: what time it was for the handset, by the dates of the packets
 */
#include "replay/clock.h"

#define NS_PER_MS	1000000U
/* A date that is farther away, before or after, needs two witnesses. */
#define LEAP_MS		(24U * 3600 * 1000)

static bool is_near(u64 a, u64 b)
{
	return (a > b ? a - b : b - a) <= LEAP_MS;
}

/**
 * replay_clock_tick() - a packet goes by
 * @clock: clock
 * @time: the packet's date, nanoseconds
 *
 * To be called once a packet. One from far ahead, as a broken clock dates it, would
 * end all that was learned and let nothing end afterwards; one from long ago as the
 * first would do the same. So a date that leaps is believed when the next packet
 * has it, too. Where captures go back in time the clock stands still.
 */
void replay_clock_tick(struct replay_clock *clock, u64 time)
{
	u64 date = time / NS_PER_MS;

	if (!clock->runs) {
		clock->runs = true;
		clock->last = date;
		return;
	}
	if (is_near(date, clock->last)) {
		clock->doubts = false;
		if (date <= clock->last)
			return;
	} else if (!clock->doubts || !is_near(date, clock->doubted)) {
		clock->doubts = true;
		clock->doubted = date;
		return;
	}
	if (date > clock->last)
		clock->now += date - clock->last;
	clock->last = date;
	clock->doubts = false;
}
