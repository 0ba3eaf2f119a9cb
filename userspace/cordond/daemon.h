/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordond - daemon: what the parts share
 */
#ifndef _CORDOND_DAEMON_H
#define _CORDOND_DAEMON_H

#include "cordond/loop.h"
#include "cordond/object_file.h"
#include "cordond/resolvers.h"
#include "cordond/state.h"
#include "cordond/store.h"
#include "cordond/trouble.h"
#include "libcordon/device/in_force.h"
#include "libcordon/device/sysfs.h"
#include "uapi/cordon.h"

/* Objects that the kernel refused at boot, and is not asked about again. */
#define REFUSED_MAX	32U
/* Room for the reason why an object waits. */
#define WAITS_MAX	320U

/**
 * struct left - an object that could not be moved out of the inbox
 * @identity: of the file, see object_identity()
 * @accepted: it goes to accepted/, else to refused/ with @verdict
 * @verdict: why it was refused; its word is @word
 * @word: see there
 */
struct left {
	u64 identity;
	bool accepted;
	struct verdict verdict;
	char word[CORDON_LOAD_WORD_MAX];
};

/**
 * struct inbox - what is known of the inbox
 * @notify: inotify instance, or -1
 * @left: what is to be moved out of it still
 * @left_count: how many of those
 * @left_error: -errno of the last one's move
 * @seen: what it held when it was polled last
 * @done: what it held when it was looked at last
 */
struct inbox {
	int notify;
	struct left left[NAMES_MAX];
	unsigned int left_count;
	int left_error;
	u64 seen;
	u64 done;
};

/**
 * struct daemon - the whole of it
 * @sysfs: the kernel's nodes
 * @loop: the event loop
 * @troubles: what does not work just now
 * @state: the directories; open while they are in order
 * @state_path: the directory above them
 * @state_made: 0, or -errno of making what was missing of them, as root
 * @inbox: see there
 * @resolvers: see there
 * @device_object: the object that came with the device
 * @device_file: the same, opened as root, or -1
 * @refused: identities of objects that the kernel refused at boot
 * @refused_count: how many were ever noted
 * @signals: signalfd of the signals that end it or make it look again, or -1
 * @audit: socket for the audit stream, or -1
 * @audit_joined: it has joined
 * @audit_never: this kernel has none, or not for us
 * @probe: socket of the probe, or -1
 * @mend_timer: what is in trouble is tried again
 * @mended: how often that was done in vain
 * @poll_timer: what is not announced is looked at
 * @status_timer: the status line is brought up to date
 * @probe_timer: the canary is asked for again
 * @watchdog_timer: the service manager gets a sign of life
 * @watchdog_ms: how often
 * @settled: whether the device's policy is, in force or not
 * @ready: READY=1 was sent
 * @announced: and said in the log
 * @refusals: records of refusals seen
 * @overruns: how often the audit stream lost records
 * @word: last word of load_object(); its verdict points here
 * @waits: why the last object that waits does, in words
 */
struct daemon {
	struct cordon_sysfs sysfs;
	struct loop loop;
	struct troubles troubles;
	struct state state;
	const char *state_path;
	int state_made;
	struct inbox inbox;
	struct resolvers resolvers;
	const char *device_object;
	int device_file;
	u64 refused[REFUSED_MAX];
	unsigned int refused_count;
	int signals;
	int audit;
	bool audit_joined;
	bool audit_never;
	int probe;
	struct timer mend_timer;
	unsigned int mended;
	struct timer poll_timer;
	struct timer status_timer;
	struct timer probe_timer;
	struct timer watchdog_timer;
	u64 watchdog_ms;
	bool settled;
	bool ready;
	bool announced;
	u64 refusals;
	u64 overruns;
	char word[CORDON_LOAD_WORD_MAX];
	char waits[WAITS_MAX];
};

/* load.c */
void load_later(struct daemon *daemon, const char *name, const char *word,
		int error);
int load_object(struct daemon *daemon, const struct object *object,
		const char *name, struct verdict *verdict);

/* canary.c */
void canary_begin(struct daemon *daemon);
void canary_prove(struct daemon *daemon);

/* boot.c */
int boot_load(struct daemon *daemon);

/* inbox.c */
int inbox_look(struct daemon *daemon);
void inbox_forget(struct daemon *daemon);
bool inbox_poll(struct daemon *daemon);

/* work.c */
void work_again(struct daemon *daemon);
void work_on(struct daemon *daemon);

/* mend.c */
void mend_begin(struct daemon *daemon);

/* mounts.c */
void mounts_begin(struct daemon *daemon);

/* status.c */
void status_begin(struct daemon *daemon);
void status_send(struct daemon *daemon);
void status_soon(struct daemon *daemon);

/* watch.c */
void watch_open(struct daemon *daemon);
void watch_join(struct daemon *daemon);

#endif /* _CORDOND_DAEMON_H */
