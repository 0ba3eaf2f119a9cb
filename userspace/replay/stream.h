/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - stream: the names in what each end of a TCP connection sends
 */
#ifndef _REPLAY_STREAM_H
#define _REPLAY_STREAM_H

#include "replay/reading.h"

void replay_stream_read(const struct replay_reading *reading);

#endif /* _REPLAY_STREAM_H */
