/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - daemon: what the parts share
 */
#ifndef _CORDOND_DAEMON_H
#define _CORDOND_DAEMON_H

#include "cordond/loop.h"
#include "cordond/object.h"
#include "cordond/resolvers.h"
#include "cordond/state.h"
#include "cordond/store.h"
#include "libcordon/device/sysfs.h"
#include "uapi/cordon.h"

/**
 * struct daemon - the whole of it
 * @sysfs: the kernel's nodes
 * @loop: the event loop
 * @state: the directories
 * @resolvers: see there
 * @boot_object: the object that came with the device
 * @inbox_watch: inotify of the inbox
 * @signals: signalfd of the signals that end it or make it look again
 * @watchdog_timer: when to give the service manager a sign of life
 * @audit: audit stream, or -1
 * @probe: socket of the probe
 * @retry_timer: an object waits for another loader
 * @retries: how often it has waited
 * @status_timer: when it expires the status line is brought up to date
 * @status_pending: the timer runs
 * @booted: the boot policy is settled
 * @ready: READY=1 was sent
 * @refusals: records of refusals seen
 * @overruns: how often the audit stream lost records
 * @word: last word of load_object(); its verdict points here
 * @note: what else the status line says; may be empty
 */
struct daemon {
	struct cordon_sysfs sysfs;
	struct loop loop;
	struct state state;
	struct resolvers resolvers;
	const char *boot_object;
	int inbox_watch;
	int signals;
	int watchdog_timer;
	int audit;
	int probe;
	int retry_timer;
	unsigned int retries;
	int status_timer;
	bool status_pending;
	bool booted;
	bool ready;
	u64 refusals;
	u64 overruns;
	char word[CORDON_LOAD_WORD_MAX];
	char note[200];
};

/* Room for describe_policy(). */
#define DESCRIPTION_MAX	256U

/* load.c */
int load_object(struct daemon *daemon, const struct object *object,
		const char *name, struct verdict *verdict);
u64 version_in_force(const struct daemon *daemon);
bool is_boot_policy(const struct daemon *daemon);
void describe_policy(const struct daemon *daemon, char text[DESCRIPTION_MAX]);
void prove_enforcement(const struct daemon *daemon);

/* boot.c */
int boot_load(struct daemon *daemon);

/* inbox.c */
int inbox_open(struct daemon *daemon);
void inbox_changed(void *context);
void inbox_retry(void *context);
void inbox_begin(struct daemon *daemon);

/* status.c */
void status_send(struct daemon *daemon);
void status_soon(struct daemon *daemon);
void status_due(void *context);

/* watch.c */
void watch_records(void *context);

#endif /* _CORDOND_DAEMON_H */
