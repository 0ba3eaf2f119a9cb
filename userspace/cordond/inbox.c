// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - inbox: load what is moved in, lowest version first
 *
 * Every event leads to a look at the whole inbox, so an event that was lost or
 * came twice makes no difference, and neither does a restart.
 *
 * What was loaded or refused and cannot be moved, because the directory is
 * read-only or the disk full, is remembered: the kernel is not asked again, only
 * the move is tried again.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#include "cordond/daemon.h"
#include "cordond/log.h"
#include "libcordon/device/refusal.h"
#include "libcordon/safe_text.h"

enum outcome {
	SETTLED,	/* it lies in accepted/ or refused/ now */
	STUCK,		/* it could not be moved there */
	LATER,		/* it cannot be read just now; others can */
	WAIT,		/* the kernel takes none just now */
};

struct entry {
	char *name;
	u64 version;
};

static struct left *find_left(struct inbox *inbox, u64 identity)
{
	unsigned int i;

	for (i = 0; i < inbox->left_count; i++) {
		if (inbox->left[i].identity == identity)
			return &inbox->left[i];
	}
	return NULL;
}

/* The last one takes its place. */
static void remove_left(struct inbox *inbox, u64 identity)
{
	struct left *left = find_left(inbox, identity);

	if (!left)
		return;
	*left = inbox->left[--inbox->left_count];
	left->verdict.word = left->word;
}

/* @verdict: why it was refused; NULL if it is in force. */
static void add_left(struct inbox *inbox, u64 identity,
		     const struct verdict *verdict)
{
	struct left *left = find_left(inbox, identity);

	if (!left && inbox->left_count == NAMES_MAX)
		return;		/* then it is loaded again at the next look */
	if (!left)
		left = &inbox->left[inbox->left_count++];
	memset(left, 0, sizeof(*left));
	left->identity = identity;
	left->accepted = !verdict;
	if (verdict) {
		left->verdict = *verdict;
		snprintf(left->word, sizeof(left->word), "%s", verdict->word);
	}
	left->verdict.word = left->word;
}

static enum outcome stuck(struct daemon *daemon, const char *name, u64 identity,
			  const struct verdict *verdict, int error)
{
	char safe[CORDON_SAFE_NAME_MAX];

	if (!find_left(&daemon->inbox, identity))
		log_error("%s: %s: %s; it stays in the inbox",
			  cordon_safe_text(name, safe, sizeof(safe)), verdict ?
			  "refused, but cannot be moved into refused/" :
			  "in force, but cannot be kept in accepted/",
			  strerror(-error));
	add_left(&daemon->inbox, identity, verdict);
	daemon->inbox.left_error = error;
	return STUCK;
}

/* Where to find one whose name was not free. */
static void tell_place(const char *name, const char *place)
{
	char safe_name[CORDON_SAFE_NAME_MAX];
	char safe_place[CORDON_SAFE_NAME_MAX];

	log_info("%s: lies in refused/ as %s",
		 cordon_safe_text(name, safe_name, sizeof(safe_name)),
		 cordon_safe_text(place, safe_place, sizeof(safe_place)));
}

static enum outcome set_aside(struct daemon *daemon, const char *name,
			      u64 identity, const struct verdict *verdict)
{
	char policy[CORDON_IN_FORCE_MAX];
	char place[PLACE_MAX];
	int r;

	cordon_in_force_describe(&daemon->sysfs, policy);
	r = store_refuse(&daemon->state, name, verdict, policy, place);
	if (r < 0 && r != -ENOENT)
		return stuck(daemon, name, identity, verdict, r);
	if (r == 0 && strcmp(place, name))
		tell_place(name, place);
	remove_left(&daemon->inbox, identity);
	return SETTLED;
}

static enum outcome settle_refused(struct daemon *daemon, const char *name,
				   u64 identity, const struct verdict *verdict)
{
	const struct cordon_refusal *refusal = cordon_refusal_find(verdict->word);
	char place[CORDON_REFUSAL_PLACE_MAX];
	char policy[CORDON_IN_FORCE_MAX];
	char safe[CORDON_SAFE_NAME_MAX];

	cordon_in_force_describe(&daemon->sysfs, policy);
	log_warning("%s: refused: %s%s (%s): %s; %s; in force: %s",
		    cordon_safe_text(name, safe, sizeof(safe)), verdict->word,
		    cordon_refusal_place(verdict->word, verdict->offset, place),
		    strerror(verdict->error), refusal->meaning,
		    refusal->advice, policy);
	return set_aside(daemon, name, identity, verdict);
}

static enum outcome keep(struct daemon *daemon, const char *name, u64 identity,
			 const struct object *object)
{
	int r = store_accept(&daemon->state, name, object);

	if (r < 0)
		return stuck(daemon, name, identity, NULL, r);
	remove_left(&daemon->inbox, identity);
	return SETTLED;
}

/* One that the kernel has spoken about: only the move is left to do. */
static enum outcome move(struct daemon *daemon, const char *name,
			 const struct left *left)
{
	enum outcome outcome = STUCK;
	struct left copy = *left;
	struct object object;
	const char *word;

	copy.verdict.word = copy.word;
	if (!copy.accepted)
		return set_aside(daemon, name, copy.identity, &copy.verdict);
	if (object_read(daemon->state.inbox, name, &object, &word) == 0)
		outcome = keep(daemon, name, copy.identity, &object);
	object_free(&object);
	return outcome;
}

static enum outcome take(struct daemon *daemon, const char *name)
{
	u64 identity = object_identity(daemon->state.inbox, name,
				       AT_SYMLINK_NOFOLLOW);
	const struct left *left = find_left(&daemon->inbox, identity);
	struct verdict verdict = { 0 };
	enum outcome outcome = WAIT;
	struct object object;
	int r;

	if (left)
		return move(daemon, name, left);
	r = object_read(daemon->state.inbox, name, &object, &verdict.word);
	if (r == -ENOENT)
		return SETTLED;
	if (object_is_passing(r)) {
		load_later(daemon, name, verdict.word, r);
		return LATER;
	}
	if (r < 0) {
		verdict.error = -r;
		return settle_refused(daemon, name, identity, &verdict);
	}
	r = load_object(daemon, &object, name, &verdict);
	if (r > 0)
		outcome = keep(daemon, name, identity, &object);
	else if (r == 0)
		outcome = settle_refused(daemon, name, identity, &verdict);
	object_free(&object);
	return outcome;
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

/*
 * One look. Returns WAIT if something is to be tried again; or SETTLED if there is
 * reason for another look.
 */
static enum outcome look_once(struct daemon *daemon, const struct names *names)
{
	struct entry entries[NAMES_MAX];
	enum outcome outcome = STUCK;
	unsigned int settled = 0;
	bool later = false;
	unsigned int i;

	sort_by_version(daemon, names, entries);
	for (i = 0; i < names->count && outcome != WAIT; i++) {
		outcome = take(daemon, entries[i].name);
		settled += outcome == SETTLED;
		later |= outcome == LATER;
	}
	if (outcome == WAIT)
		return WAIT;
	if (names->more && settled)
		return SETTLED;
	return later ? WAIT : STUCK;
}

/* Forgets of those that were left the ones that are there no longer. */
static void sum_up_left(struct daemon *daemon, const struct names *names)
{
	struct inbox *inbox = &daemon->inbox;
	unsigned int i, j;

	for (i = inbox->left_count; i--;) {
		u64 identity = inbox->left[i].identity;

		for (j = 0; j < names->count; j++) {
			if (object_identity(daemon->state.inbox, names->name[j],
					    AT_SYMLINK_NOFOLLOW) == identity)
				break;
		}
		if (j == names->count && !names->more)
			remove_left(inbox, identity);
	}
	if (inbox->left_count)
		trouble_begin(&daemon->troubles, TROUBLE_LEFT,
			      "%u objects cannot be moved out of the inbox: %s",
			      inbox->left_count, strerror(-inbox->left_error));
	else
		trouble_end(&daemon->troubles, TROUBLE_LEFT);
}

/* What the directory holds, as one number. */
static u64 describe(const struct daemon *daemon, const struct names *names)
{
	u64 sum = names->count;
	unsigned int i;

	/* In whatever order they are listed. */
	for (i = 0; i < names->count; i++)
		sum += object_identity(daemon->state.inbox, names->name[i],
				       AT_SYMLINK_NOFOLLOW);
	return sum;
}

static int list_inbox(struct daemon *daemon, struct names *names)
{
	int r = names_read(names, daemon->state.inbox);

	if (r < 0)
		trouble_begin(&daemon->troubles, TROUBLE_LIST,
			      "cannot list the inbox: %s", strerror(-r));
	else
		trouble_end(&daemon->troubles, TROUBLE_LIST);
	return r;
}

/**
 * inbox_look() - load what lies in the inbox
 * @daemon: its inbox is open
 *
 * Return: 0; -EAGAIN if an object is to be tried again later: daemon->waits says
 * why; else -errno of listing it.
 */
int inbox_look(struct daemon *daemon)
{
	enum outcome outcome = STUCK;
	struct names names;
	int r;

	do {
		r = list_inbox(daemon, &names);
		if (r == 0)
			outcome = look_once(daemon, &names);
		names_free(&names);
	} while (r == 0 && outcome == SETTLED);
	if (r == 0)
		r = list_inbox(daemon, &names);
	if (r == 0) {
		sum_up_left(daemon, &names);
		daemon->inbox.done = describe(daemon, &names);
	}
	names_free(&names);
	return r == 0 && outcome == WAIT ? -EAGAIN : r;
}

/**
 * inbox_forget() - ask the kernel again about what was left in the inbox
 * @daemon: the daemon
 */
void inbox_forget(struct daemon *daemon)
{
	daemon->inbox.left_count = 0;
}

/**
 * inbox_poll() - has something come into the inbox, where nobody announces it?
 * @daemon: the daemon
 *
 * Nobody says either whether a file is whole. So what came counts when it has
 * not changed from one call to the next.
 *
 * Return: whether it is time for inbox_look().
 */
bool inbox_poll(struct daemon *daemon)
{
	struct inbox *inbox = &daemon->inbox;
	struct names names;
	u64 before = inbox->seen;

	if (daemon->state.inbox < 0)
		return false;
	if (list_inbox(daemon, &names) == 0)
		inbox->seen = describe(daemon, &names);
	names_free(&names);
	return inbox->seen == before && inbox->seen != inbox->done;
}
