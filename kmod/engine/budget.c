// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - budget: which records are told, merged, or dropped
 */
#include "budget.h"

/* The clock may be coarse, but never goes back. */
static bool is_over(u64 since, u64 now)
{
	return now - since >= CORDON_BUDGET_WINDOW_MS;
}

static bool event_waits(const struct cordon_budget_event *event)
{
	return event->repeats;
}

static bool user_waits(const struct cordon_budget_user *user)
{
	u32 i;

	for (i = 0; i < CORDON_BUDGET_MERGED; i++)
		if (event_waits(user->event + i))
			return true;
	return false;
}

/*
 * The slot of @uid: his own, a free one, or one whose second is over and whom
 * nothing is owed: he loses nothing by it, as he would begin anew.
 */
static struct cordon_budget_user *slot_of(struct cordon_budget *budget,
					  u32 uid, u64 now)
{
	struct cordon_budget_user *idle = NULL;
	u32 i;

	for (i = 0; i < CORDON_BUDGET_USERS; i++) {
		struct cordon_budget_user *user = budget->user + i;

		if (user->used && user->uid == uid)
			return user;
		if (!idle && (!user->used ||
			      (is_over(user->since, now) && !user_waits(user))))
			idle = user;
	}
	if (!idle)
		return &budget->crowd;
	memset(idle, 0, sizeof(*idle));
	idle->used = true;
	idle->uid = uid;
	idle->since = now;
	return idle;
}

static struct cordon_budget_event *find_event(struct cordon_budget_user *user,
					      u64 what)
{
	u32 i;

	for (i = 0; i < CORDON_BUDGET_MERGED; i++)
		if (user->event[i].what == what)
			return user->event + i;
	return NULL;
}

/* Where to remember an event that is told now: the oldest that waits for none. */
static struct cordon_budget_event *oldest_event(struct cordon_budget_user *user)
{
	struct cordon_budget_event *oldest = NULL;
	u32 i;

	for (i = 0; i < CORDON_BUDGET_MERGED; i++) {
		struct cordon_budget_event *event = user->event + i;

		if (!event_waits(event) &&
		    (!oldest || event->since < oldest->since))
			oldest = event;
	}
	return oldest;
}

/**
 * cordon_budget_ask - may a record be told
 * @budget: where @uid belongs, always the same for one
 * @uid: whose budget pays
 * @kind: of the record
 * @what: hash of all that makes events equal, under a key that nobody knows;
 *	never 0
 * @now: milliseconds
 * @merged: for CORDON_BUDGET_MERGE the event that it adds to: if its text is
 *	NULL the caller sets it, or it stays NULL when he has no memory
 *
 * Return: TELL: at once; MERGE: it is counted, and cordon_budget_next_due() will
 * tell; DROP: the budget is used up.
 */
enum cordon_budget_answer
cordon_budget_ask(struct cordon_budget *budget, u32 uid,
		  enum cordon_budget_kind kind, u64 what, u64 now,
		  struct cordon_budget_event **merged)
{
	struct cordon_budget_user *user = slot_of(budget, uid, now);
	struct cordon_budget_event *event = find_event(user, what);

	if (event && (event_waits(event) || !is_over(event->since, now))) {
		if (event->repeats < ~0U)
			event->repeats++;
		*merged = event;
		return CORDON_BUDGET_MERGE;
	}
	if (is_over(user->since, now)) {
		user->since = now;
		memset(user->told, 0, sizeof(user->told));
	}
	if (user->told[kind] >= CORDON_BUDGET_RECORDS)
		return CORDON_BUDGET_DROP;
	user->told[kind]++;
	if (!event)
		event = oldest_event(user);
	if (event) {
		event->what = what;
		event->since = now;
	}
	return CORDON_BUDGET_TELL;
}

static bool user_next_due(struct cordon_budget_user *user, u64 now,
			  struct cordon_budget_due *due)
{
	u32 i;

	for (i = 0; i < CORDON_BUDGET_MERGED; i++) {
		struct cordon_budget_event *event = user->event + i;

		if (!event_waits(event) || !is_over(event->since, now))
			continue;
		due->count = event->repeats;
		due->text = event->text;
		event->repeats = 0;
		event->text = NULL;
		event->since = now;
		return true;
	}
	return false;
}

/**
 * cordon_budget_next_due - the next repetitions whose second is over
 * @budget: budgets
 * @now: milliseconds; far ahead for all that wait
 * @due: filled in
 *
 * Another second begins for them: what repeats without end is told once a second.
 *
 * Return: whether there were some.
 */
bool cordon_budget_next_due(struct cordon_budget *budget, u64 now,
			    struct cordon_budget_due *due)
{
	u32 i;

	for (i = 0; i < CORDON_BUDGET_USERS; i++)
		if (user_next_due(budget->user + i, now, due))
			return true;
	return user_next_due(&budget->crowd, now, due);
}

/**
 * cordon_budget_waits - does anything wait for its second to be over
 * @budget: budgets
 *
 * Return: whether something does.
 */
bool cordon_budget_waits(const struct cordon_budget *budget)
{
	u32 i;

	for (i = 0; i < CORDON_BUDGET_USERS; i++)
		if (user_waits(budget->user + i))
			return true;
	return user_waits(&budget->crowd);
}
