/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - pipeline: from a packet of a capture to one of a transport protocol
 */
#ifndef _REPLAY_PIPELINE_H
#define _REPLAY_PIPELINE_H

#include "replay/capture.h"
#include "replay/packet.h"

/* Tunnels in each other that are followed. */
#define REPLAY_DEPTH_MAX	8U

struct replay_pipeline;

/* Takes a packet; what it points to is gone when it returns. */
typedef void replay_take(void *data, const struct replay_packet *packet);

struct replay_pipeline *replay_pipeline_new(replay_take *take, void *data);
void replay_pipeline_frame(struct replay_pipeline *pipeline,
			   const struct replay_frame *frame);
void replay_pipeline_finish(struct replay_pipeline *pipeline);
const struct replay_counters *
replay_pipeline_counters(const struct replay_pipeline *pipeline);
void replay_pipeline_free(struct replay_pipeline *pipeline);

#endif /* _REPLAY_PIPELINE_H */
