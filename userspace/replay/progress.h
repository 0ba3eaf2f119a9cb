/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - progress: a line on the terminal while large files are read
 */
#ifndef _REPLAY_PROGRESS_H
#define _REPLAY_PROGRESS_H

#include <stdio.h>

#include "engine/port.h"

/**
 * struct replay_progress - the progress line
 * @out: where it stands; NULL if it is never to be seen
 * @total: bytes to be read in all; 0 if nobody knows
 * @before: bytes of the files that are done
 * @now: bytes read in all
 * @started: private: time of the start, nanoseconds
 * @drawn: private: time of the last drawing
 * @shown: private: it stands on the terminal
 *
 * Private but for reading.
 */
struct replay_progress {
	FILE *out;
	u64 total;
	u64 before;
	u64 now;
	u64 started;
	u64 drawn;
	bool shown;
};

void replay_progress_start(struct replay_progress *progress, FILE *out,
			   u64 total);
void replay_progress_update(struct replay_progress *progress, u64 bytes);
void replay_progress_next(struct replay_progress *progress);
void replay_progress_hide(struct replay_progress *progress);
size_t replay_progress_text(const struct replay_progress *progress, u64 elapsed,
			    unsigned int width, char *text, size_t size);

#endif /* _REPLAY_PROGRESS_H */
