// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - work: put in force what lies on the device and what is moved in
 *
 * The policy of the device if that is still to do, then the inbox; and the service
 * manager hears of the state that results. A state directory that is missing, read-only or
 * somebody else's is no reason to do without the rest.
 */
#include <errno.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "cordond/daemon.h"
#include "cordond/log.h"
#include "libcordon/safe_text.h"

static bool is_left_in_place(const struct inotify_event *event)
{
	return event->mask & IN_CLOSE_WRITE && event->len && *event->name != '.';
}

static void tell_left_in_place(const char *name)
{
	char safe[CORDON_SAFE_NAME_MAX];

	log_notice("%s: written in place; move it into the inbox (mv) to load it",
		   cordon_safe_text(name, safe, sizeof(safe)));
}

/* Something happened in the inbox, or to it. */
static void inbox_changed(void *context)
{
	union {
		struct inotify_event event;
		char bytes[4096];
	} events;
	struct daemon *daemon = context;
	bool work = false;
	ssize_t n;

	while ((n = read(daemon->inbox.notify, &events, sizeof(events))) > 0) {
		const struct inotify_event *event;
		ssize_t at;

		for (at = 0; at < n; at += sizeof(*event) + event->len) {
			event = (const struct inotify_event *)(events.bytes + at);
			if (!is_left_in_place(event))
				work = true;
			else
				tell_left_in_place(event->name);
		}
	}
	if (work)
		work_on(daemon);
}

static int open_inbox_notify(struct daemon *daemon)
{
	int r;

	if (daemon->inbox.notify >= 0)
		return 0;
	r = loop_add_inotify(&daemon->loop, inbox_changed, daemon);
	if (r < 0)
		return r;
	daemon->inbox.notify = r;
	return 0;
}

/* The directory that was checked, whatever its name; else, by its name. */
static int watch_inbox_directory(const struct daemon *daemon)
{
	const u32 events = IN_MOVED_TO | IN_CLOSE_WRITE | IN_DELETE_SELF |
			   IN_MOVE_SELF | IN_ONLYDIR;
	char path[4096];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", daemon->state.inbox);
	if (inotify_add_watch(daemon->inbox.notify, path, events) >= 0)
		return 0;
	if (errno != ENOENT)
		return -errno;
	snprintf(path, sizeof(path), "%s/inbox", daemon->state_path);
	return inotify_add_watch(daemon->inbox.notify, path, events) < 0 ?
	       -errno : 0;
}

/* Has the inbox announce what comes, anew if it is another directory now. */
static void watch_inbox(struct daemon *daemon)
{
	int r;

	if (daemon->state.inbox < 0)
		return;
	r = open_inbox_notify(daemon);
	if (r == 0)
		r = watch_inbox_directory(daemon);
	if (r < 0)
		trouble_begin(&daemon->troubles, TROUBLE_INBOX,
			      "cannot watch the inbox: %s; looking into it every second",
			      strerror(-r));
	else
		trouble_end(&daemon->troubles, TROUBLE_INBOX);
}

static void open_state(struct daemon *daemon)
{
	const char *what;
	int r;

	if (!state_is_current(&daemon->state, daemon->state_path)) {
		state_close(&daemon->state);
		r = state_open(&daemon->state, daemon->state_path, &what);
		/* That it is not there has a reason. */
		if (r == -ENOENT && daemon->state_made < 0)
			r = daemon->state_made;
		if (r < 0)
			trouble_begin(&daemon->troubles, TROUBLE_STATE,
				      "%s: cannot use %s as user %s: %s; nothing is kept there; `systemd-tmpfiles --create` makes it as it should be",
				      daemon->state_path, what, ACCOUNT_NAME,
				      strerror(-r));
		else
			trouble_end(&daemon->troubles, TROUBLE_STATE);
	}
	watch_inbox(daemon);
}

static void wait_for(struct daemon *daemon, const char *what)
{
	trouble_begin(&daemon->troubles, TROUBLE_LOADER,
		      "%s waits: %s; trying again", what, daemon->waits);
}

/**
 * work_on() - load what is to be loaded
 * @daemon: the daemon
 */
void work_on(struct daemon *daemon)
{
	const char *waits = NULL;

	open_state(daemon);
	if (!daemon->settled || !cordon_in_force_version(&daemon->sysfs)) {
		daemon->settled = boot_load(daemon) == 0;
		if (!daemon->settled)
			waits = "a policy of this device";
	}
	if (daemon->state.inbox >= 0 && inbox_look(daemon) == -EAGAIN)
		waits = "an object in the inbox";
	if (waits)
		wait_for(daemon, waits);
	else
		trouble_end(&daemon->troubles, TROUBLE_LOADER);
	/* Held open it would keep the file system from being replaced. */
	if (trouble_is_on(&daemon->troubles, TROUBLE_STATE))
		state_close(&daemon->state);
	status_send(daemon);
}

/**
 * work_again() - load what is to be loaded, also what was looked at before
 * @daemon: the daemon
 */
void work_again(struct daemon *daemon)
{
	daemon->settled = false;
	daemon->refused_count = 0;
	inbox_forget(daemon);
	work_on(daemon);
}
