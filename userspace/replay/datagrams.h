/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - datagrams: the names in UDP: DNS by its ports, QUIC on any
 */
#ifndef _REPLAY_DATAGRAMS_H
#define _REPLAY_DATAGRAMS_H

#include "replay/reading.h"

void replay_datagrams_read(const struct replay_reading *reading, void *scratch);

#endif /* _REPLAY_DATAGRAMS_H */
