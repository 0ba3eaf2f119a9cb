// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - inbox: load what is moved in, lowest version first
 *
 * Every event leads to a look at the whole inbox, so an event that was lost or
 * came twice makes no difference, and neither does a restart.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "cordond/daemon.h"
#include "cordond/log.h"
#include "libcordon/device/refusal.h"

/* An object that finds another loader at work waits this often and this long. */
#define RETRIES_MAX	30U
#define RETRY_MS	2000U

enum outcome {
	SETTLED,	/* it lies in accepted/ or refused/ now */
	STUCK,		/* it could not be moved there */
	WAIT,		/* it is to be tried again */
};

struct entry {
	char *name;
	u64 version;
};

/**
 * inbox_open() - watch the inbox
 * @daemon: its @state is open
 *
 * Return: 0 or -errno.
 */
int inbox_open(struct daemon *daemon)
{
	char path[32];

	daemon->inbox_watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
	if (daemon->inbox_watch < 0)
		return -errno;
	/* By descriptor: the directory that was checked, whatever its name. */
	snprintf(path, sizeof(path), "/proc/self/fd/%d", daemon->state.inbox);
	if (inotify_add_watch(daemon->inbox_watch, path,
			      IN_MOVED_TO | IN_CLOSE_WRITE) < 0)
		return -errno;
	return 0;
}

static enum outcome settle_refused(struct daemon *daemon, const char *name,
				   const struct verdict *verdict)
{
	const struct cordon_refusal *refusal = cordon_refusal_find(verdict->word);
	char place[CORDON_REFUSAL_PLACE_MAX];
	char policy[DESCRIPTION_MAX];
	int r;

	describe_policy(daemon, policy);
	log_warning("%s: refused: %s%s (%s): %s; %s; in force: %s", name,
		    verdict->word,
		    cordon_refusal_place(verdict->word, verdict->offset, place),
		    strerror(verdict->error), refusal->meaning,
		    refusal->advice, policy);
	r = store_refuse(&daemon->state, name, verdict, policy);
	if (r == 0)
		return SETTLED;
	log_error("%s: cannot move it into refused/: %s; it stays in the inbox: remove it by hand",
		  name, strerror(-r));
	return STUCK;
}

static enum outcome take(struct daemon *daemon, const char *name)
{
	struct verdict verdict = { 0 };
	struct object object;
	int r;

	r = object_read(daemon->state.inbox, name, &object, &verdict.word);
	if (r == -ENOENT)
		return SETTLED;
	if (r < 0) {
		verdict.error = -r;
		return settle_refused(daemon, name, &verdict);
	}
	r = load_object(daemon, &object, name, &verdict);
	if (r < 0) {
		object_free(&object);
		return WAIT;
	}
	if (r == 0) {
		object_free(&object);
		return settle_refused(daemon, name, &verdict);
	}
	r = store_accept(&daemon->state, name, &object);
	object_free(&object);
	if (r == 0)
		return SETTLED;
	log_error("%s: in force, but cannot be kept in accepted/: %s; it stays in the inbox",
		  name, strerror(-r));
	return STUCK;
}

static int compare_entries(const void *left, const void *right)
{
	const struct entry *a = left;
	const struct entry *b = right;

	if (a->version != b->version)
		return a->version < b->version ? -1 : 1;
	return strcmp(a->name, b->name);
}

static void sort_by_version(const struct daemon *daemon,
			    const struct names *names, struct entry *entries)
{
	unsigned int i;

	for (i = 0; i < names->count; i++) {
		struct object object;
		const char *word;

		object_read(daemon->state.inbox, names->name[i], &object, &word);
		entries[i].name = names->name[i];
		entries[i].version = object.version;
		object_free(&object);
	}
	qsort(entries, names->count, sizeof(*entries), compare_entries);
}

/* One look. Returns WAIT; or SETTLED if there is reason for another look. */
static enum outcome look(struct daemon *daemon)
{
	struct entry entries[NAMES_MAX];
	enum outcome outcome = STUCK;
	unsigned int settled = 0;
	struct names names;
	unsigned int i;
	int r;

	r = names_read(&names, daemon->state.inbox);
	if (r < 0)
		log_error("cannot list the inbox: %s", strerror(-r));
	sort_by_version(daemon, &names, entries);
	for (i = 0; i < names.count && outcome != WAIT; i++) {
		outcome = take(daemon, entries[i].name);
		settled += outcome == SETTLED;
	}
	if (outcome != WAIT)
		outcome = names.more && settled ? SETTLED : STUCK;
	names_free(&names);
	return outcome;
}

static void wait_for_loader(struct daemon *daemon, const char *what)
{
	if (daemon->retries++ < RETRIES_MAX) {
		timer_set(daemon->retry_timer, RETRY_MS, false);
		snprintf(daemon->note, sizeof(daemon->note),
			 "%s: %s; trying again", what,
			 cordon_refusal_find(daemon->word)->meaning);
		return;
	}
	snprintf(daemon->note, sizeof(daemon->note),
		 "%s: gave up after %u seconds: %s", what,
		 RETRIES_MAX * RETRY_MS / 1000,
		 cordon_refusal_find(daemon->word)->meaning);
	log_error("%s; tried again at the next object, SIGHUP or start",
		  daemon->note);
}

/* Loads the boot policy if that is still to do; false if it must wait. */
static bool settle_boot(struct daemon *daemon)
{
	if (!daemon->booted)
		daemon->booted = boot_load(daemon) == 0;
	return daemon->booted;
}

/*
 * The boot policy if that is still to do, then the inbox; and the service
 * manager hears of the state that results.
 */
static void work_on(struct daemon *daemon)
{
	enum outcome outcome;

	if (!settle_boot(daemon)) {
		wait_for_loader(daemon, "the boot policy waits");
		status_send(daemon);
		return;
	}
	do {
		outcome = look(daemon);
	} while (outcome == SETTLED);
	if (outcome == WAIT) {
		wait_for_loader(daemon, "an object in the inbox waits");
	} else {
		daemon->retries = 0;
		*daemon->note = '\0';
	}
	status_send(daemon);
}

/**
 * inbox_begin() - look at once, with all retries before us
 * @daemon: the daemon
 */
void inbox_begin(struct daemon *daemon)
{
	daemon->retries = 0;
	timer_set(daemon->retry_timer, 0, false);
	work_on(daemon);
}

static bool is_left_in_place(const struct inotify_event *event)
{
	return event->mask & IN_CLOSE_WRITE && event->len && *event->name != '.';
}

/**
 * inbox_changed() - something was moved into the inbox
 * @context: the daemon
 */
void inbox_changed(void *context)
{
	union {
		struct inotify_event event;
		char bytes[4096];
	} events;
	struct daemon *daemon = context;
	bool work = false;
	ssize_t n;

	while ((n = read(daemon->inbox_watch, &events, sizeof(events))) > 0) {
		const struct inotify_event *event;
		ssize_t at;

		for (at = 0; at < n; at += sizeof(*event) + event->len) {
			event = (const struct inotify_event *)(events.bytes + at);
			if (!is_left_in_place(event))
				work = true;
			else
				log_notice("%s: written in place; move it into the inbox (mv) to load it",
					   event->name);
		}
	}
	if (work)
		inbox_begin(daemon);
}

/**
 * inbox_retry() - the timer of an object that waits has expired
 * @context: the daemon
 */
void inbox_retry(void *context)
{
	struct daemon *daemon = context;

	if (timer_expired(daemon->retry_timer))
		work_on(daemon);
}
