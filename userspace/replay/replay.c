// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - replay: captures through the engine, the same as on a handset
 */
#include <errno.h>
#include <stdlib.h>

#include "replay/judge.h"
#include "replay/pipeline.h"
#include "replay/progress.h"
#include "replay/replay.h"

/* Who refused a session's address. */
#define BY_POLICY	1U
#define BY_OLDER	2U

/**
 * struct replay - a run
 * @run: what to do
 * @tally: what was counted
 * @clock: what time it is for both
 * @judge: the policy
 * @was: the older one, or NULL
 * @names: reader
 * @pipeline: what feeds it
 * @capture: the file that is being read
 * @progress: the line on the terminal
 */
struct replay {
	const struct replay_run *run;
	struct replay_tally *tally;
	struct replay_clock clock;
	struct replay_judge *judge;
	struct replay_judge *was;
	struct replay_names *names;
	struct replay_pipeline *pipeline;
	const char *capture;
	struct replay_progress progress;
};

static struct replay_service_tally *
service_of(struct replay_tally *tally, struct replay_service_tally *list,
	   const struct cordon_decision *decision)
{
	return decision->service == CORDON_NO_SERVICE ? &tally->other :
							list + decision->service;
}

static bool refuses(const struct cordon_decision *decision)
{
	return decision && decision->verdict == CORDON_DENY;
}

static bool is_broken(const struct cordon_decision *decision)
{
	return decision->reason == CORDON_REASON_DNS_MALFORMED;
}

/* Count a name or an address, and tell it. */
static void tell(struct replay *replay, const struct replay_sighting *sighting,
		 const struct cordon_decision *decision,
		 const struct cordon_decision *was)
{
	struct replay_tally *tally = replay->tally;
	struct replay_service_tally *service =
		service_of(tally, tally->service, decision);
	const struct replay_line line = {
		.capture = replay->capture,
		.sighting = sighting,
		.decision = decision,
		.was = was,
		.changed = was && was->verdict != decision->verdict,
	};

	if (sighting->host->kind != CORDON_HOST_NONE)
		tally->layer[sighting->layer]++;
	if (decision->kind != CORDON_RULE_NONE || refuses(decision))
		service->names++;
	if (decision->verdict == CORDON_INSPECT)
		service->inspected++;
	if (refuses(decision)) {
		service->refused++;
		if (line.changed)
			service->newly++;
	} else if (refuses(was)) {
		service_of(tally, tally->was_service, was)->no_longer++;
	}
	replay->run->line(replay->run->data, &line);
}

/* A session is marked once something of it is refused. */
static void count_refused(struct replay *replay, struct replay_session *session)
{
	if (session->marked)
		return;
	session->marked = true;
	replay->tally->refused_flows++;
}

/* What becomes of a session, by both policies. Returns whether one refuses it. */
static bool judge_session(const struct replay *replay,
			  const struct replay_session *session,
			  struct cordon_decision *decision,
			  struct cordon_decision *was)
{
	replay_judge_session(replay->judge, session, decision);
	if (!replay->was)
		return refuses(decision);
	replay_judge_session(replay->was, session, was);
	return refuses(decision) || refuses(was);
}

/* Where the capture does not say who is the client, either may have been refused. */
static bool judge_both_ways(const struct replay *replay,
			    struct replay_session *session,
			    struct cordon_decision *decision,
			    struct cordon_decision *was)
{
	if (judge_session(replay, session, decision, was))
		return true;
	if (!session->guessed)
		return false;
	replay_session_reverse(session);
	if (judge_session(replay, session, decision, was))
		return true;
	replay_session_reverse(session);
	return judge_session(replay, session, decision, was);
}

static void on_session(void *data, struct replay_session *session,
		       const struct replay_packet *packet)
{
	struct replay *replay = data;
	struct cordon_host host = { .kind = CORDON_HOST_ADDRESS };
	struct replay_sighting sighting = {
		.packet = packet,
		.session = session,
		.layer = CORDON_LAYER_ADDRESS,
		.host = &host,
	};
	struct cordon_decision decision, was;
	bool refused = judge_both_ways(replay, session, &decision, &was);

	replay->tally->flows++;
	if (decision.verdict == CORDON_INSPECT)
		replay->tally->inspected_flows++;
	if (refuses(&decision))
		count_refused(replay, session);
	session->refused = (refuses(&decision) ? BY_POLICY : 0) |
			(replay->was && refuses(&was) ? BY_OLDER : 0);
	if (!refused)
		return;
	host.address = session->end[1].address;
	tell(replay, &sighting, &decision, replay->was ? &was : NULL);
}

static void on_name(void *data, const struct replay_sighting *sighting)
{
	struct replay *replay = data;
	struct cordon_decision decision, was = { .reason = CORDON_REASON_NONE };

	replay_judge_name(replay->judge, sighting,
			  sighting->session->refused & BY_POLICY, &decision);
	if (replay->was)
		replay_judge_name(replay->was, sighting,
				  sighting->session->refused & BY_OLDER, &was);
	/* A message without a name has a line if it is refused for that. */
	if (sighting->host->kind == CORDON_HOST_NONE && !is_broken(&decision) &&
	    !is_broken(&was))
		return;
	if (refuses(&decision))
		count_refused(replay, sighting->session);
	tell(replay, sighting, &decision, replay->was ? &was : NULL);
}

static bool on_message(void *data, const struct replay_session *session,
		       unsigned int sender, const struct replay_packet *packet)
{
	struct replay *replay = data;
	int error = replay_judge_message(replay->judge, session, sender, packet);

	if (replay->was)
		error = replay_judge_message(replay->was, session, sender,
					     packet) ?: error;
	return !error;
}

static void on_blind(void *data, const struct replay_session *session,
		     enum replay_blind why)
{
	struct replay *replay = data;
	unsigned int i;

	replay->tally->blind[why]++;
	if (!replay_blind_is_unread(why))
		return;
	/* A session counts once. */
	for (i = 0; i < REPLAY_BLIND_COUNT; i++)
		if (i != why && session->blind & 1U << i &&
		    replay_blind_is_unread(i))
			return;
	replay->tally->unreadable_flows++;
}

static void on_packet(void *data, const struct replay_packet *packet)
{
	struct replay *replay = data;

	replay_clock_tick(&replay->clock, packet->time);
	replay_names_packet(replay->names, packet);
}

static void on_frame(void *data, const struct replay_frame *frame)
{
	struct replay *replay = data;

	replay_pipeline_frame(replay->pipeline, frame);
}

static void on_progress(void *data, u64 bytes)
{
	struct replay *replay = data;

	replay_progress_update(&replay->progress, bytes);
}

static int set_up(struct replay *replay)
{
	const struct replay_watch watch = {
		.session = on_session,
		.name = on_name,
		.message = on_message,
		.blind = on_blind,
		.data = replay,
	};
	const struct replay_run *run = replay->run;
	struct replay_tally *tally = replay->tally;

	memset(tally, 0, sizeof(*tally));
	tally->service = calloc(run->blob->service_count + 1U,
				sizeof(*tally->service));
	replay->judge = replay_judge_new(run->blob, &replay->clock);
	replay->names = replay_names_new(&watch);
	replay->pipeline = replay_pipeline_new(on_packet, replay);
	if (!tally->service || !replay->judge || !replay->names ||
	    !replay->pipeline)
		return -ENOMEM;
	if (!run->was)
		return 0;
	tally->was_service = calloc(run->was->service_count + 1U,
				    sizeof(*tally->was_service));
	replay->was = replay_judge_new(run->was, &replay->clock);
	return tally->was_service && replay->was ? 0 : -ENOMEM;
}

/**
 * replay_run() - run captures through a policy
 * @run: what to do
 * @tally: filled in; replay_tally_free() when done, after an error as well
 * @diag: gets an error for each capture that is damaged or cannot be read; what
 *	could be read of it counts
 *
 * A session may go on from one capture to the next, as it does where a capture is
 * written to several files. Memory does not grow with the captures.
 *
 * Return: 0; -ENOMEM; or the first error of a capture, after all were read.
 */
int replay_run(const struct replay_run *run, struct replay_tally *tally,
	       struct cordon_diagnostics *diag)
{
	struct replay replay = {
		.run = run,
		.tally = tally,
	};
	const struct replay_capture_calls calls = {
		.frame = on_frame,
		.progress = on_progress,
		.data = &replay,
	};
	int error = set_up(&replay), one;
	size_t i;

	replay_progress_start(&replay.progress, run->progress,
			      run->captures->bytes);
	for (i = 0; error != -ENOMEM && i < run->captures->count; i++) {
		replay.capture = run->captures->paths[i];
		one = replay_capture_read(replay.capture, &calls, diag);
		if (!error)
			error = one;
		replay_progress_next(&replay.progress);
	}
	replay_progress_hide(&replay.progress);
	if (replay.pipeline) {
		replay_pipeline_finish(replay.pipeline);
		tally->counters = *replay_pipeline_counters(replay.pipeline);
	}
	replay_pipeline_free(replay.pipeline);
	replay_names_free(replay.names);
	replay_judge_free(replay.judge);
	replay_judge_free(replay.was);
	return error;
}

/**
 * replay_tally_free() - free what a tally holds
 * @tally: filled in by replay_run()
 */
void replay_tally_free(struct replay_tally *tally)
{
	free(tally->service);
	free(tally->was_service);
	tally->service = NULL;
	tally->was_service = NULL;
}
