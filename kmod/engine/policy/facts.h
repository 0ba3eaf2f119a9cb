/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - facts: all that a decision depends on beside the question
 *
 * Whoever asks fills them in once; every decision takes them together with the
 * subject that asks. They are borrowed for as long as the decision is made.
 */
#ifndef _CORDON_ENGINE_FACTS_H
#define _CORDON_ENGINE_FACTS_H

#include "blob.h"
#include "subject.h"

struct cordon_learned;
struct cordon_resolvers;

/**
 * struct cordon_clock - a clock that is read only when asked, and then once
 * @read: milliseconds of a clock that never goes back; NULL: @now is the time
 * @now: what it said
 */
struct cordon_clock {
	u64 (*read)(void);
	u64 now;
};

/* A clock that stands still. */
#define CORDON_AT(milliseconds) \
	(&(struct cordon_clock){ .now = (milliseconds) })

/**
 * cordon_clock_now - the time of this decision
 * @clock: read at the first call
 *
 * Return: milliseconds, the same at each call.
 */
static inline u64 cordon_clock_now(struct cordon_clock *clock)
{
	if (clock->read) {
		clock->now = clock->read();
		clock->read = NULL;
	}
	return clock->now;
}

/**
 * struct cordon_facts - what is known while one decision is made
 * @policy: the blob in force
 * @learned: addresses that answers tied to names, or NULL
 * @told: resolvers that cordond tells, or NULL for none
 * @net: cookie of the network namespace whose learned addresses count
 * @clock: the time; may be NULL where nothing is learned
 */
struct cordon_facts {
	const struct cordon_blob *policy;
	const struct cordon_learned *learned;
	const struct cordon_resolvers *told;
	u64 net;
	struct cordon_clock *clock;
};

/**
 * cordon_refuses - is a service refused to a subject
 * @facts: what is known
 * @subject: who asks
 * @service: index of the service
 *
 * The one place that knows: what opens a service to some is asked here.
 *
 * Return: whether it is.
 */
static inline bool cordon_refuses(const struct cordon_facts *facts,
				  const struct cordon_subject *subject,
				  u16 service)
{
	(void)subject;
	return cordon_blob_refuses(facts->policy, service);
}

#endif /* _CORDON_ENGINE_FACTS_H */
