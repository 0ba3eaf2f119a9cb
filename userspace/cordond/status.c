// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - status: one line that says how it stands
 */
#include <stdio.h>
#include <string.h>

#include "cordond/daemon.h"
#include "cordond/log.h"
#include "cordond/notify.h"
#include "libcordon/safe_text.h"

/* Refusals come in bursts; the line is brought up to date this much later. */
#define SETTLE_MS	1000U
/*
 * A policy that has to wait holds up the boot for as many tries, half a minute:
 * longer than another loader can be idle, shorter than systemd waits.
 */
#define READY_TRIES	5U

static bool is_inactive(const char *mode)
{
	return !strcmp(mode, "inactive");
}

/* Mode, policy and counts. */
static void print_state(const struct daemon *daemon, const char *mode,
			char *line, size_t size)
{
	char policy[CORDON_IN_FORCE_MAX];
	int n;

	cordon_in_force_describe(&daemon->sysfs, policy);
	n = snprintf(line, size, "%s: %s; refusals seen: %llu", mode,
		     is_inactive(mode) ? "no valid policy, nothing is refused" :
					 policy,
		     (unsigned long long)daemon->refusals);
	if (daemon->overruns && (size_t)n < size)
		snprintf(line + n, size - n, "; records were lost %llu times",
			 (unsigned long long)daemon->overruns);
}

/**
 * status_send() - tell the service manager how it stands
 * @daemon: the daemon
 *
 * The first call that finds the device's policy settled also says READY=1: Cordon
 * then either enforces or is plainly inactive; or it has waited long enough.
 */
void status_send(struct daemon *daemon)
{
	bool begins = !daemon->ready &&
		      (daemon->settled || daemon->mended >= READY_TRIES);
	char alarms[1000], state[600], others[2000], line[3700], safe[4000];
	char mode[32];
	int r;

	if (cordon_sysfs_read(&daemon->sysfs, "mode", mode, sizeof(mode)) < 0)
		snprintf(mode, sizeof(mode), "unknown");
	trouble_alarms(&daemon->troubles, alarms, sizeof(alarms));
	print_state(daemon, mode, state, sizeof(state));
	trouble_others(&daemon->troubles, others, sizeof(others));
	snprintf(line, sizeof(line), "%s%s%s", alarms, state, others);
	/* A line of its own would be another word to the manager. */
	r = notify_send("%sSTATUS=%s", begins ? "READY=1\n" : "",
			cordon_safe_text(line, safe, sizeof(safe)));
	if (r < 0)
		trouble_begin(&daemon->troubles, TROUBLE_MANAGER,
			      "the service manager does not listen: %s",
			      strerror(-r));
	else
		trouble_end(&daemon->troubles, TROUBLE_MANAGER);
	if (!begins)
		return;
	if (!daemon->announced)
		log_message(is_inactive(mode) ? LOG_WARNING : LOG_NOTICE, "%s",
			    state);
	daemon->announced = true;
	daemon->ready = r == 0;
}

/**
 * status_soon() - the line is out of date
 * @daemon: the daemon
 */
void status_soon(struct daemon *daemon)
{
	/* A steady stream must not put it off for ever. */
	if (!daemon->status_timer.due)
		timer_start(&daemon->status_timer, SETTLE_MS);
}

static void status_due(void *context)
{
	status_send(context);
}

static void sign_of_life(void *context)
{
	struct daemon *daemon = context;

	notify_send("WATCHDOG=1");
	timer_start(&daemon->watchdog_timer, daemon->watchdog_ms);
}

/**
 * status_begin() - get ready to tell the service manager, also that it lives
 * @daemon: its loop is there
 */
void status_begin(struct daemon *daemon)
{
	u64 watchdog = notify_watchdog_usec();

	timer_add(&daemon->loop, &daemon->status_timer, status_due, daemon);
	timer_add(&daemon->loop, &daemon->watchdog_timer, sign_of_life, daemon);
	if (!watchdog)
		return;
	/* Twice as often as asked, as sd_watchdog_enabled(3) advises. */
	daemon->watchdog_ms = watchdog / 2000 ? watchdog / 2000 : 1;
	timer_start(&daemon->watchdog_timer, daemon->watchdog_ms);
}
