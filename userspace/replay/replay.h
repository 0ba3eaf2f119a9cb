/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * replay - replay: captures through the engine, the same as on a handset
 */
#ifndef _REPLAY_REPLAY_H
#define _REPLAY_REPLAY_H

#include <stdio.h>

#include "engine/policy/verdict.h"
#include "replay/capture.h"
#include "replay/names.h"
#include "replay/packet.h"

/**
 * struct replay_line - a name or an address, and what becomes of it
 * @capture: the file
 * @sighting: where in it
 * @decision: of the policy
 * @was: of the older policy; NULL if there is none
 * @changed: both policies differ over what happens to it
 */
struct replay_line {
	const char *capture;
	const struct replay_sighting *sighting;
	const struct cordon_decision *decision;
	const struct cordon_decision *was;
	bool changed;
};

/**
 * struct replay_service_tally - what became of a service
 * @names: how often its names and addresses were seen
 * @refused: how often that was refused
 * @inspected: how often that was let through since the address could not tell
 * @newly: how often it is refused now and was not
 * @no_longer: the other way round; of the service that refused it
 */
struct replay_service_tally {
	u64 names;
	u64 refused;
	u64 inspected;
	u64 newly;
	u64 no_longer;
};

/**
 * struct replay_tally - all that was counted
 * @counters: of the packets
 * @sessions: conversations
 * @refused_flows: of these, with something refused
 * @inspected_flows: of these, whose address alone could not tell
 * @layer: names by layer
 * @blind: sessions by what could not be seen in them
 * @unreadable_flows: sessions in which something could not be read
 * @other: as for a service, what belongs to none: DNS that is refused for its
 *	resolver
 * @service: by index in the policy
 * @was_service: by index in the older policy; only no_longer counts
 */
struct replay_tally {
	struct replay_counters counters;
	u64 flows;
	u64 refused_flows;
	u64 inspected_flows;
	u64 layer[CORDON_LAYER_COUNT];
	u64 blind[REPLAY_BLIND_COUNT];
	u64 unreadable_flows;
	struct replay_service_tally other;
	struct replay_service_tally *service;
	struct replay_service_tally *was_service;
};

/**
 * struct replay_run - what to do
 * @captures: the files
 * @blob: policy
 * @was: older policy to compare with, or NULL
 * @line: told each name, and each session that its address refuses
 * @data: handed to it
 * @progress: where the progress line goes, or NULL
 */
struct replay_run {
	const struct replay_captures *captures;
	const struct cordon_blob *blob;
	const struct cordon_blob *was;
	void (*line)(void *data, const struct replay_line *line);
	void *data;
	FILE *progress;
};

int replay_run(const struct replay_run *run, struct replay_tally *tally,
	       struct cordon_diagnostics *diag);
void replay_tally_free(struct replay_tally *tally);

#endif /* _REPLAY_REPLAY_H */
