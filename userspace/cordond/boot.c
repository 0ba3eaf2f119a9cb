// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - boot: the newest acceptable policy that lies on the device
 *
 * Those that were accepted before, and the one that came with the device. After
 * a restart the kernel may have the same one still: it then changes nothing. A
 * kernel with a boot policy compiled in may have a newer one than the device:
 * what is older is not even tried, for it could only be refused.
 *
 * One that cannot be had keeps no other from being put in force. What the kernel
 * refused is not offered again before it has changed.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

#include "cordond/daemon.h"
#include "cordond/log.h"
#include "libcordon/device/refusal.h"
#include "libcordon/safe_text.h"

/* One that was accepted, or with @name NULL the one of the device. */
struct candidate {
	const char *name;
	u64 identity;
	u64 version;
	bool tried;
};

static const char *name_of(const struct daemon *daemon,
			   const struct candidate *candidate)
{
	return candidate->name ? candidate->name : daemon->device_object;
}

static bool was_refused(const struct daemon *daemon, u64 identity)
{
	unsigned int i;

	for (i = 0; i < REFUSED_MAX && i < daemon->refused_count; i++) {
		if (daemon->refused[i] == identity)
			return true;
	}
	return false;
}

/* In the place of the one that was noted first, when there are many. */
static void note_refused(struct daemon *daemon, u64 identity)
{
	daemon->refused[daemon->refused_count++ % REFUSED_MAX] = identity;
}

/* One that only root may read is read from where root opened it. */
static int read_device_object(const struct daemon *daemon, struct object *object,
			      const char **word)
{
	int r = object_read_path(daemon->device_object, object, word);

	if ((r == -EACCES || r == -EPERM) && daemon->device_file >= 0)
		r = object_read_file(daemon->device_file, object, word);
	return r;
}

static int read_candidate(const struct daemon *daemon,
			  const struct candidate *candidate,
			  struct object *object, const char **word)
{
	if (candidate->name)
		return object_read(daemon->state.accepted, candidate->name,
				   object, word);
	return read_device_object(daemon, object, word);
}

/* What cannot even be looked at is told apart by the reason. */
static u64 identify(const struct daemon *daemon, const char *name)
{
	u64 identity;

	if (name)
		identity = object_identity(daemon->state.accepted, name,
					   AT_SYMLINK_NOFOLLOW);
	else
		identity = object_identity(AT_FDCWD, daemon->device_object, 0);
	return identity ? identity : (u64)errno;
}

static void tell_unreadable(const struct daemon *daemon,
			    const struct candidate *candidate, const char *word,
			    int error)
{
	char safe[CORDON_SAFE_NAME_MAX];

	log_warning("%s: %s (%s); %s",
		    cordon_safe_text(name_of(daemon, candidate), safe,
				     sizeof(safe)),
		    cordon_refusal_find(word)->meaning, strerror(-error),
		    cordon_refusal_find(word)->advice);
}

/* Returns 0; -EAGAIN if it cannot be read just now. */
static int add(struct daemon *daemon, struct candidate *candidate,
	       const char *name)
{
	struct object object;
	const char *word;
	int r;

	candidate->name = name;
	candidate->version = 0;
	candidate->identity = identify(daemon, name);
	candidate->tried = was_refused(daemon, candidate->identity);
	if (candidate->tried)
		return 0;
	r = read_candidate(daemon, candidate, &object, &word);
	if (r == 0) {
		candidate->version = object.version;
		object_free(&object);
		return 0;
	}
	candidate->tried = true;
	if (r == -ENOENT)
		return 0;
	if (object_is_passing(r)) {
		load_later(daemon, name_of(daemon, candidate), word, r);
		return -EAGAIN;
	}
	tell_unreadable(daemon, candidate, word, r);
	note_refused(daemon, candidate->identity);
	return 0;
}

static struct candidate *newest(struct candidate *list, unsigned int count)
{
	struct candidate *best = NULL;
	unsigned int i;

	for (i = 0; i < count; i++) {
		if (!list[i].tried &&
		    (!best || list[i].version > best->version))
			best = &list[i];
	}
	return best;
}

static void tell_refused(const char *name, const struct verdict *verdict)
{
	const struct cordon_refusal *refusal = cordon_refusal_find(verdict->word);
	char place[CORDON_REFUSAL_PLACE_MAX];
	char safe[CORDON_SAFE_NAME_MAX];

	log_warning("%s: refused: %s%s (%s): %s; %s",
		    cordon_safe_text(name, safe, sizeof(safe)), verdict->word,
		    cordon_refusal_place(verdict->word, verdict->offset, place),
		    strerror(verdict->error), refusal->meaning, refusal->advice);
}

/* As load_object(), and says why one was refused. */
static int try_candidate(struct daemon *daemon, struct candidate *candidate)
{
	const char *name = name_of(daemon, candidate);
	struct verdict verdict = { 0 };
	struct object object;
	int r;

	candidate->tried = true;
	r = read_candidate(daemon, candidate, &object, &verdict.word);
	if (object_is_passing(r)) {
		load_later(daemon, name, verdict.word, r);
		return -EAGAIN;
	}
	if (r < 0) {
		verdict.error = -r;
		r = 0;
	} else {
		r = load_object(daemon, &object, name, &verdict);
		object_free(&object);
	}
	if (r == 0) {
		tell_refused(name, &verdict);
		note_refused(daemon, candidate->identity);
	}
	return r;
}

/*
 * Older than what is in force. A version that cannot be read is 0; if that of what
 * is in force cannot, the kernel decides.
 */
static bool is_older(const struct candidate *candidate, long long in_force)
{
	return in_force > 0 && candidate->version &&
	       candidate->version < (u64)in_force;
}

/* Nothing on the device took the place of what is in force, if anything is. */
static void stay(struct daemon *daemon, long long in_force,
		 const struct candidate *older)
{
	char policy[CORDON_IN_FORCE_MAX];
	struct cordon_in_force now;

	if (!in_force)
		return;
	if (cordon_in_force_describe(&daemon->sysfs, policy) < 0)
		log_warning("nothing on the device took the place of what is in force, if anything is; the policy is %s",
			    policy);
	else if (!older)
		log_info("nothing on the device takes its place: %s stays in force",
			 policy);
	else if (!cordon_in_force_read(&daemon->sysfs, &now) &&
		 cordon_in_force_is_built_in(&now))
		log_info("the kernel's boot policy, version %llu, is newer: it stays in force",
			 (unsigned long long)in_force);
	else
		log_info("the policy in force, %s, is newer: it stays in force",
			 policy);
	canary_prove(daemon);
}

static void read_accepted(struct daemon *daemon, struct names *names)
{
	int r;

	names->count = 0;
	if (daemon->state.accepted < 0)
		return;
	r = names_read(names, daemon->state.accepted);
	if (r < 0)
		trouble_begin(&daemon->troubles, TROUBLE_ACCEPTED,
			      "cannot list the accepted objects: %s; going by the others",
			      strerror(-r));
	else
		trouble_end(&daemon->troubles, TROUBLE_ACCEPTED);
}

/* All that lie on the device. Returns how many; @waits: one cannot be read now. */
static unsigned int find_candidates(struct daemon *daemon,
				    const struct names *names,
				    struct candidate list[NAMES_MAX + 1],
				    bool *waits)
{
	unsigned int count;

	*waits = false;
	for (count = 0; count < names->count; count++)
		*waits |= add(daemon, &list[count], names->name[count]) < 0;
	*waits |= add(daemon, &list[count++], NULL) < 0;
	return count;
}

/**
 * boot_load() - load the newest acceptable policy
 * @daemon: the daemon; the kernel knows the resolvers already
 *
 * Without accepted/ the device's own is all there is.
 *
 * Return: 0, whether there was one or not; -EAGAIN if it is to be called again
 * later, because another program is loading or memory is short: daemon->waits
 * says why. Something older may be in force meanwhile.
 */
int boot_load(struct daemon *daemon)
{
	struct candidate list[NAMES_MAX + 1];
	long long in_force = cordon_in_force_version(&daemon->sysfs);
	struct candidate *candidate;
	struct names names;
	unsigned int count;
	bool waits;
	int r;

	read_accepted(daemon, &names);
	count = find_candidates(daemon, &names, list, &waits);
	r = 0;
	while (r <= 0 && (candidate = newest(list, count)) &&
	       !is_older(candidate, in_force)) {
		r = try_candidate(daemon, candidate);
		waits |= r < 0;
	}
	if (r <= 0 && waits)
		canary_prove(daemon);
	else if (r <= 0)
		stay(daemon, in_force, candidate);
	names_free(&names);
	return waits ? -EAGAIN : 0;
}
