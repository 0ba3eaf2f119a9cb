// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - mend: try again what is in trouble, and look at it meanwhile
 *
 * Soon at first, then twice as late each time, but not later than every minute.
 * What cannot be announced is looked at every second. And as long as no policy is
 * in force there is nothing more important than to find one.
 */
#include "cordond/daemon.h"

#define FIRST_MS	1000U
#define LAST_MS		60000U
#define POLL_MS		1000U

/* Looked at anew by what asks the kernel for policies and directories. */
static const enum trouble of_work[] = {
	TROUBLE_LOADER, TROUBLE_STATE, TROUBLE_ACCEPTED, TROUBLE_LIST,
	TROUBLE_LEFT, TROUBLE_INBOX, TROUBLES,
};

static const enum trouble of_probe[] = {
	TROUBLE_CANARY, TROUBLE_PROBE, TROUBLES,
};

static const enum trouble of_resolvers[] = {
	TROUBLE_TELL, TROUBLE_RESOLV_CONF, TROUBLE_WATCH, TROUBLES,
};

/* Ends with TROUBLES. */
static bool is_any_on(const struct daemon *daemon, const enum trouble *list)
{
	while (*list != TROUBLES) {
		if (trouble_is_on(&daemon->troubles, *list++))
			return true;
	}
	return false;
}

static bool is_audit_to_mend(const struct daemon *daemon)
{
	return trouble_is_on(&daemon->troubles, TROUBLE_AUDIT) &&
	       !daemon->audit_never;
}

static bool is_work_to_do(const struct daemon *daemon)
{
	return is_any_on(daemon, of_work) || !cordon_in_force_version(&daemon->sysfs);
}

static void start_mending(struct daemon *daemon)
{
	u64 wait = LAST_MS;

	if (daemon->mended < 6)
		wait = min_t(u64, FIRST_MS << daemon->mended, LAST_MS);
	timer_start(&daemon->mend_timer, wait);
}

static void mend_all(void *context)
{
	struct daemon *daemon = context;

	daemon->mended++;
	/* The resolvers before a policy that may refuse all others. */
	if (is_any_on(daemon, of_resolvers))
		resolvers_update(&daemon->resolvers);
	if (is_audit_to_mend(daemon))
		watch_join(daemon);
	if (is_work_to_do(daemon))
		work_on(daemon);
	if (is_any_on(daemon, of_probe))
		canary_prove(daemon);
	status_send(daemon);
	if (is_any_on(daemon, of_resolvers) || is_audit_to_mend(daemon) ||
	    is_work_to_do(daemon) || is_any_on(daemon, of_probe) ||
	    trouble_is_on(&daemon->troubles, TROUBLE_MANAGER) || !daemon->ready)
		start_mending(daemon);
}

static void look_around(void *context)
{
	struct daemon *daemon = context;

	if (trouble_is_on(&daemon->troubles, TROUBLE_WATCH))
		resolvers_update(&daemon->resolvers);
	if (trouble_is_on(&daemon->troubles, TROUBLE_INBOX) && inbox_poll(daemon))
		work_on(daemon);
	if (trouble_is_on(&daemon->troubles, TROUBLE_WATCH) ||
	    trouble_is_on(&daemon->troubles, TROUBLE_INBOX))
		timer_start(&daemon->poll_timer, POLL_MS);
}

static void trouble_began(void *context)
{
	struct daemon *daemon = context;

	daemon->mended = 0;
	start_mending(daemon);
	if (!daemon->poll_timer.due)
		timer_start(&daemon->poll_timer, POLL_MS);
	status_soon(daemon);
}

/**
 * mend_begin() - from now on, try again what is in trouble
 * @daemon: its loop is there
 */
void mend_begin(struct daemon *daemon)
{
	timer_add(&daemon->loop, &daemon->mend_timer, mend_all, daemon);
	timer_add(&daemon->loop, &daemon->poll_timer, look_around, daemon);
	daemon->troubles.begun = trouble_began;
	daemon->troubles.context = daemon;
	/* For what has begun already, and for a phone without a policy. */
	trouble_began(daemon);
}
