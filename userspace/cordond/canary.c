// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - canary: see that a kernel which says enforce refuses
 *
 * A mode is a word; the probe is the deed. A kernel that says enforce and lets the
 * canary through protects nobody, and nobody would know. That is an alarm, and no
 * reason to end: without cordond the phone would be as open, and resolvers and
 * policies would go untold.
 */
#include <stdio.h>
#include <string.h>

#include "cordond/daemon.h"
#include "cordond/log.h"
#include "libcordon/device/probe.h"

/* A kernel may cease to refuse while nothing is loaded. */
#define PROBE_MS	300000U

/* Where to look when a kernel does not do what it says. */
static const char *suspicion(const struct daemon *daemon)
{
	char backend[32];

	if (cordon_sysfs_read(&daemon->sysfs, "backend", backend,
			      sizeof(backend)) >= 0 && !strcmp(backend, "lsm"))
		return "no setting does that: report it, with the kernel's log";
	return "is the backend attached (/sys/fs/bpf/cordon)? start cordond again: it attaches it";
}

static void open_probe(struct daemon *daemon)
{
	int r;

	if (daemon->probe >= 0)
		return;
	r = cordon_probe_open();
	if (r < 0)
		trouble_begin(&daemon->troubles, TROUBLE_PROBE,
			      "cannot make the probe's socket: %s; nobody sees whether refusals are real",
			      strerror(-r));
	else
		daemon->probe = r;
}

/* As cordon_probe_run(), and -1 with a trouble if nothing can be told. */
static int ask(struct daemon *daemon)
{
	int r;

	open_probe(daemon);
	if (daemon->probe < 0)
		return -1;
	r = cordon_probe_run(daemon->probe);
	if (r < 0) {
		trouble_begin(&daemon->troubles, TROUBLE_PROBE,
			      "the probe of the canary address %s failed: %s; nobody sees whether refusals are real",
			      CORDON_PROBE_ADDRESS, strerror(-r));
		return -1;
	}
	trouble_end(&daemon->troubles, TROUBLE_PROBE);
	return r;
}

/**
 * canary_prove() - if the kernel says enforce, see whether it refuses
 * @daemon: the daemon
 */
void canary_prove(struct daemon *daemon)
{
	char mode[32];
	int r;

	timer_start(&daemon->probe_timer, PROBE_MS);
	r = cordon_sysfs_read(&daemon->sysfs, "mode", mode, sizeof(mode));
	if (r < 0) {
		trouble_begin(&daemon->troubles, TROUBLE_PROBE,
			      "cannot read the kernel's mode: %s; nobody sees whether refusals are real",
			      strerror(-r));
		return;
	}
	if (strcmp(mode, "enforce")) {
		trouble_end(&daemon->troubles, TROUBLE_PROBE);
		if (trouble_end(&daemon->troubles, TROUBLE_CANARY))
			log_notice("the alarm is over: the kernel's mode is %s",
				   mode);
		return;
	}
	r = ask(daemon);
	if (r == 0)
		trouble_begin(&daemon->troubles, TROUBLE_CANARY,
			      "NOT ENFORCING: the kernel's mode is enforce, but it lets %s through; %s",
			      CORDON_PROBE_ADDRESS, suspicion(daemon));
	else if (r > 0 && trouble_end(&daemon->troubles, TROUBLE_CANARY))
		log_notice("the alarm is over: the canary is refused again");
}

static void prove_again(void *context)
{
	struct daemon *daemon = context;
	bool was_on = trouble_is_on(&daemon->troubles, TROUBLE_CANARY);

	canary_prove(daemon);
	if (trouble_is_on(&daemon->troubles, TROUBLE_CANARY) != was_on)
		status_soon(daemon);
}

/**
 * canary_begin() - get ready to ask, and to ask again from time to time
 * @daemon: its loop is there
 */
void canary_begin(struct daemon *daemon)
{
	daemon->probe = -1;
	open_probe(daemon);
	timer_add(&daemon->loop, &daemon->probe_timer, prove_again, daemon);
}
