// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - enforce: an event is recorded, counted, refused
 *
 * Everybody's last step, whatever was tried and by what door: a hook finds out
 * who asks what, the engine decides, and here it is carried out.
 */
#include <linux/errno.h>

#include "enforce.h"
#include "stats.h"

/* Which counters an operation has. */
struct counters {
	enum cordon_stat denied;
	enum cordon_stat inspected;	/* or CORDON_STAT_COUNT */
};

static const struct counters counters[CORDON_OP_COUNT] = {
	[CORDON_OP_EXEC] = { CORDON_STAT_EXEC_DENIED, CORDON_STAT_COUNT },
	[CORDON_OP_CONNECT] = { CORDON_STAT_CONNECT_DENIED,
				CORDON_STAT_CONNECT_INSPECTED },
	[CORDON_OP_SENDMSG] = { CORDON_STAT_CONNECT_DENIED,
				CORDON_STAT_CONNECT_INSPECTED },
	[CORDON_OP_DNS] = { CORDON_STAT_DNS_REFUSED, CORDON_STAT_COUNT },
};

/**
 * cordon_enforce - carry out what was decided
 * @event: what was decided
 *
 * Context: any but hard interrupt, rcu_read_lock() held for the event's policy;
 * never sleeps.
 *
 * Return: 0, or -EACCES: refuse.
 */
int cordon_enforce(const struct cordon_event *event)
{
	const struct counters *count = counters + event->operation;

	/* Whatever is refused or inspected is worth a record. */
	if (!event->decision->record)
		return 0;
	cordon_record(event);
	if (event->decision->verdict == CORDON_INSPECT &&
	    count->inspected != CORDON_STAT_COUNT)
		cordon_count(count->inspected);
	if (!cordon_event_refuses(event))
		return 0;
	cordon_count(count->denied);
	return -EACCES;
}
