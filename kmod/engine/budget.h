/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - budget: which records are told, merged, or dropped
 *
 * Each user has a budget of his own for each kind of record, so that nobody
 * hides what others do, and a flood of what is let through hides no refusal.
 * Equal events within a second are told once, and then once a second with their
 * number. Memory is bounded and handed in; the caller serialises the calls for
 * one struct cordon_budget.
 */
#ifndef _CORDON_ENGINE_BUDGET_H
#define _CORDON_ENGINE_BUDGET_H

#include "port.h"

/* A user's records of one kind in a second. */
#define CORDON_BUDGET_RECORDS	100U
#define CORDON_BUDGET_WINDOW_MS	1000U
/* Users of one struct who can have a budget in the same second. */
#define CORDON_BUDGET_USERS	8U
/* Different events of one user whose repetitions are merged at a time. */
#define CORDON_BUDGET_MERGED	4U

enum cordon_budget_kind {
	CORDON_BUDGET_REFUSAL,		/* refused, or would be, or is never */
	CORDON_BUDGET_INSPECTION,
	CORDON_BUDGET_AUDIT,
	CORDON_BUDGET_KINDS,
};

enum cordon_budget_answer {
	CORDON_BUDGET_TELL,
	CORDON_BUDGET_MERGE,
	CORDON_BUDGET_DROP,
};

/**
 * struct cordon_budget_event - an event that was told, and those equal to it
 * @what: hash of all that makes events equal; 0: nothing is here
 * @since: when it was told, in milliseconds
 * @repeats: how many came since
 * @text: the caller's, to tell them by; NULL until he sets it
 */
struct cordon_budget_event {
	u64 what;
	u64 since;
	u32 repeats;
	void *text;
};

/**
 * struct cordon_budget_user - what one user has used of his second
 * @uid: who
 * @used: is this slot anybody's
 * @since: when the second began, in milliseconds
 * @told: records in it, by kind
 * @event: what was told last
 */
struct cordon_budget_user {
	u32 uid;
	bool used;
	u64 since;
	u16 told[CORDON_BUDGET_KINDS];
	struct cordon_budget_event event[CORDON_BUDGET_MERGED];
};

static_assert(CORDON_BUDGET_RECORDS <= 0xffff, "cordon_budget_user.told");

/**
 * struct cordon_budget - the budgets of some users; zeroed to begin with
 * @user: each his own
 * @crowd: shared by those who come in the same second when all slots are taken
 */
struct cordon_budget {
	struct cordon_budget_user user[CORDON_BUDGET_USERS];
	struct cordon_budget_user crowd;
};

/**
 * struct cordon_budget_due - repetitions to be told
 * @count: how many
 * @text: as the caller set it, his again
 */
struct cordon_budget_due {
	u32 count;
	void *text;
};

enum cordon_budget_answer
cordon_budget_ask(struct cordon_budget *budget, u32 uid,
		  enum cordon_budget_kind kind, u64 what, u64 now,
		  struct cordon_budget_event **merged);
bool cordon_budget_next_due(struct cordon_budget *budget, u64 now,
			    struct cordon_budget_due *due);
bool cordon_budget_waits(const struct cordon_budget *budget);

#endif /* _CORDON_ENGINE_BUDGET_H */
