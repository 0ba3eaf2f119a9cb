// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - record: what was decided, told to the kernel's audit
 *
 * A decision never waits for its record: memory comes from GFP_ATOMIC, budgets
 * of our own keep a busy app from filling the queue (engine/budget.h), and what
 * was not told is counted.
 */
#include <linux/audit.h>
#include <linux/kernel.h>
#include <linux/pid.h>
#include <linux/random.h>
#include <linux/sched.h>
#include <linux/siphash.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/timekeeping.h>
#include <linux/workqueue.h>

#include "engine/budget.h"
#include "record.h"
#include "record_text.h"
#include "stats.h"

/* Users are spread over these by their id, which they cannot choose. */
#define SHARES	32

static struct share {
	spinlock_t lock;		/* of the budget */
	struct cordon_budget budget;
} shares[SHARES];

/* Nobody can find two events that are not equal and hash alike. */
static siphash_key_t key __ro_after_init;

static void tell_due(struct work_struct *work);
static DECLARE_DELAYED_WORK(due_work, tell_due);

static u64 now_ms(void)
{
	return ktime_to_ms(ktime_get_coarse_boottime());
}

/* Tell a text to the audit, which stands for @count events. */
static void tell(struct audit_context *context, const char *text, u32 count)
{
	struct audit_buffer *ab = audit_log_start(context, GFP_ATOMIC, AUDIT_AVC);

	if (!ab) {
		cordon_count_many(CORDON_STAT_RECORDS_DROPPED, count);
		return;
	}
	cordon_count(CORDON_STAT_RECORDS);
	cordon_count_many(CORDON_STAT_RECORDS_MERGED, count - 1);
	audit_log_format(ab, "%s", text);
	if (count > 1)
		audit_log_format(ab, " count=%u", count);
	audit_log_end(ab);
}

/* The repetitions whose second is over, or all with @now far ahead. */
static bool tell_all_due(u64 now)
{
	struct cordon_budget_due due;
	bool there, waits = false;
	struct share *share;

	for (share = shares; share < shares + SHARES; share++) {
		for (;;) {
			spin_lock_bh(&share->lock);
			there = cordon_budget_next_due(&share->budget, now, &due);
			waits |= !there && cordon_budget_waits(&share->budget);
			spin_unlock_bh(&share->lock);
			if (!there)
				break;
			if (due.text)
				tell(NULL, due.text, due.count);
			else
				cordon_count_many(CORDON_STAT_RECORDS_DROPPED,
						  due.count);
			kfree(due.text);
		}
	}
	return waits;
}

static void tell_due(struct work_struct *work)
{
	if (tell_all_due(now_ms()))
		schedule_delayed_work(&due_work, HZ / 4);
}

/**
 * cordon_record_init - set the budgets up
 */
void __init cordon_record_init(void)
{
	int i;

	for (i = 0; i < SHARES; i++)
		spin_lock_init(&shares[i].lock);
	get_random_bytes(&key, sizeof(key));
}

/**
 * cordon_record_exit - tell what still waits
 *
 * Context: process; no hook is left.
 */
void cordon_record_exit(void)
{
	cancel_delayed_work_sync(&due_work);
	tell_all_due(U64_MAX);
}

static enum cordon_budget_kind kind_of(const struct cordon_event *event)
{
	switch (event->decision->verdict) {
	case CORDON_DENY:
		return CORDON_BUDGET_REFUSAL;
	case CORDON_INSPECT:
		return CORDON_BUDGET_INSPECTION;
	case CORDON_ALLOW:
		break;
	}
	return CORDON_BUDGET_AUDIT;
}

/* All that makes two events equal: everything that their records would say. */
static u64 hash_of(const struct cordon_event *event)
{
	const struct cordon_decision *decision = event->decision;
	struct {
		u64 generation, names, path;
		struct cordon_address address;
		u32 rule, uid;
		s32 pid;
		u16 service, port;
		u8 operation, verdict, reason, kind, protocol, never_block;
	} what;

	memset(&what, 0, sizeof(what));
	what.generation = event->policy->generation;
	what.names = siphash(decision->name, decision->name_length, &key);
	if (event->path)
		what.path = siphash(event->path, event->path_length, &key);
	if (event->address)
		what.address = *event->address;
	what.rule = decision->rule;
	what.uid = event->subject->uid;
	what.pid = event->by_current ? task_tgid_nr(current) : 0;
	what.service = decision->service;
	what.port = event->port;
	what.operation = event->operation;
	what.verdict = decision->verdict;
	what.reason = decision->reason;
	what.kind = decision->kind;
	what.protocol = event->protocol;
	what.never_block = event->never_block;
	return siphash(&what, sizeof(what), &key) ?: 1;
}

/* A copy for the repetitions, or NULL when there is no memory. */
static char *text_of(const struct cordon_event *event)
{
	struct cordon_record_text *text;
	char *copy = NULL;

	text = kmalloc(sizeof(*text), GFP_ATOMIC | __GFP_NOWARN);
	if (!text)
		return NULL;
	cordon_record_text_event(text, event);
	if (cordon_record_text_fits(text))
		copy = kmemdup(text->bytes, text->length + 1,
			       GFP_ATOMIC | __GFP_NOWARN);
	kfree(text);
	return copy;
}

/* May a record be told at once? If not, it was counted one way or the other. */
static bool may_tell(const struct cordon_event *event)
{
	struct share *share = shares + event->owner % SHARES;
	u64 what = hash_of(event);
	struct cordon_budget_event *merged;
	enum cordon_budget_answer answer;

	spin_lock_bh(&share->lock);
	answer = cordon_budget_ask(&share->budget, event->owner, kind_of(event),
				   what, now_ms(), &merged);
	if (answer == CORDON_BUDGET_MERGE && !merged->text)
		merged->text = text_of(event);
	spin_unlock_bh(&share->lock);
	if (answer == CORDON_BUDGET_MERGE)
		schedule_delayed_work(&due_work, HZ);
	else if (answer == CORDON_BUDGET_DROP)
		cordon_count(CORDON_STAT_RECORDS_DROPPED);
	return answer == CORDON_BUDGET_TELL;
}

/* A text that was begun must be whole, or it is not told. */
static void tell_text(struct audit_context *context,
		      const struct cordon_record_text *text)
{
	if (cordon_record_text_fits(text))
		tell(context, text->bytes, 1);
	else
		cordon_count(CORDON_STAT_RECORDS_DROPPED);
}

/**
 * cordon_record - record a decision, if it is worth one
 * @event: what was decided
 *
 * Context: any but hard interrupt; never sleeps.
 */
void cordon_record(const struct cordon_event *event)
{
	struct cordon_record_text *text;

	if (!event->decision->record || !may_tell(event))
		return;
	text = kmalloc(sizeof(*text), GFP_ATOMIC | __GFP_NOWARN);
	if (!text) {
		cordon_count(CORDON_STAT_RECORDS_DROPPED);
		return;
	}
	cordon_record_text_event(text, event);
	tell_text(event->by_current ? audit_context() : NULL, text);
	kfree(text);
}

/**
 * cordon_record_load - record that a policy came into force
 * @policy: which
 *
 * Context: process.
 */
void cordon_record_load(const struct cordon_policy *policy)
{
	struct cordon_record_text *text = kmalloc(sizeof(*text), GFP_KERNEL);

	if (!text) {
		cordon_count(CORDON_STAT_RECORDS_DROPPED);
		return;
	}
	cordon_record_text_loaded(text, policy);
	tell_text(audit_context(), text);
	kfree(text);
}

/**
 * cordon_record_load_refusal - record that an object was refused
 * @fault: why
 * @err: negative errno that the loader gets
 *
 * Context: process.
 */
void cordon_record_load_refusal(const struct cordon_fault *fault, int err)
{
	struct cordon_record_text *text = kmalloc(sizeof(*text), GFP_KERNEL);

	if (!text) {
		cordon_count(CORDON_STAT_RECORDS_DROPPED);
		return;
	}
	cordon_record_text_refused(text, fault, err);
	tell_text(audit_context(), text);
	kfree(text);
}
