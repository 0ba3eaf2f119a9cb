// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - status: one line that says how it stands
 */
#include <stdio.h>
#include <string.h>

#include "cordond/daemon.h"
#include "cordond/log.h"
#include "cordond/notify.h"

/* Refusals come in bursts; the line is brought up to date this much later. */
#define SETTLE_MS	1000U

/**
 * status_send() - tell the service manager how it stands
 * @daemon: the daemon
 *
 * The first call that finds the boot policy settled also says READY=1: Cordon
 * then either enforces or is plainly inactive.
 */
void status_send(struct daemon *daemon)
{
	char policy[DESCRIPTION_MAX];
	char line[800];
	char mode[32];
	bool inactive;
	int n;

	if (cordon_sysfs_read(&daemon->sysfs, "mode", mode, sizeof(mode)) < 0)
		snprintf(mode, sizeof(mode), "unknown");
	inactive = !strcmp(mode, "inactive");
	describe_policy(daemon, policy);
	n = snprintf(line, sizeof(line), "%s: %s; refusals seen: %llu", mode,
		     inactive ? "no valid policy, nothing is refused" : policy,
		     (unsigned long long)daemon->refusals);
	if (daemon->audit < 0)
		n += snprintf(line + n, sizeof(line) - n,
			      "; the audit stream cannot be read");
	if (daemon->overruns)
		n += snprintf(line + n, sizeof(line) - n,
			      "; records were lost %llu times",
			      (unsigned long long)daemon->overruns);
	if (*daemon->note)
		snprintf(line + n, sizeof(line) - n, "; %s", daemon->note);

	if (daemon->ready || !daemon->booted) {
		notify_send("STATUS=%s", line);
		return;
	}
	daemon->ready = true;
	notify_send("READY=1\nSTATUS=%s", line);
	if (inactive)
		log_warning("%s", line);
	else
		log_notice("%s", line);
}

/**
 * status_soon() - the line is out of date
 * @daemon: the daemon
 */
void status_soon(struct daemon *daemon)
{
	/* A steady stream must not put it off for ever. */
	if (daemon->status_pending)
		return;
	daemon->status_pending = true;
	timer_set(daemon->status_timer, SETTLE_MS, false);
}

/**
 * status_due() - the timer of status_soon() has expired
 * @context: the daemon
 */
void status_due(void *context)
{
	struct daemon *daemon = context;

	if (!timer_expired(daemon->status_timer))
		return;
	daemon->status_pending = false;
	status_send(daemon);
}
