/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - enforce: an event is recorded, counted, refused
 */
#ifndef _CORDON_ENFORCE_H
#define _CORDON_ENFORCE_H

#include "record.h"

/**
 * cordon_event_refuses - is what was tried refused
 * @event: what was decided
 *
 * Return: whether it is: a policy that only monitors refuses nothing, nor does
 * any refuse what it must never.
 */
static inline bool cordon_event_refuses(const struct cordon_event *event)
{
	return event->decision->verdict == CORDON_DENY && !event->never_block &&
	       cordon_enforces(event->policy);
}

int cordon_enforce(const struct cordon_event *event);

#endif /* _CORDON_ENFORCE_H */
