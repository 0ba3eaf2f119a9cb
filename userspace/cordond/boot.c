// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - boot: the newest acceptable policy that lies on the device
 *
 * Those that were accepted before, and the one that came with the device. After
 * a restart the kernel may have the same one still: it then changes nothing. A
 * kernel with a boot policy compiled in may have a newer one than the device:
 * what is older is not even tried, for it could only be refused.
 */
#include <errno.h>
#include <string.h>

#include "cordond/daemon.h"
#include "cordond/log.h"
#include "libcordon/device/refusal.h"

/* One that was accepted, or with @name NULL the one of the device. */
struct candidate {
	const char *name;
	u64 version;
	bool tried;
};

static int read_candidate(const struct daemon *daemon,
			  const struct candidate *candidate,
			  struct object *object, const char **word)
{
	if (candidate->name)
		return object_read(daemon->state.accepted, candidate->name,
				   object, word);
	return object_read_path(daemon->boot_object, object, word);
}

static void add(const struct daemon *daemon, struct candidate *candidate,
		const char *name)
{
	struct object object;
	const char *word;
	int r;

	candidate->name = name;
	candidate->tried = false;
	r = read_candidate(daemon, candidate, &object, &word);
	candidate->version = object.version;
	if (r < 0) {
		candidate->tried = true;
		if (name || r != -ENOENT)
			log_warning("%s: %s (%s); %s",
				    name ? name : daemon->boot_object,
				    cordon_refusal_find(word)->meaning,
				    strerror(-r),
				    cordon_refusal_find(word)->advice);
	}
	object_free(&object);
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

/* As load_object(), and says why one was refused. */
static int try_candidate(struct daemon *daemon, struct candidate *candidate)
{
	const char *name = candidate->name ? candidate->name : daemon->boot_object;
	char place[CORDON_REFUSAL_PLACE_MAX];
	struct verdict verdict = { 0 };
	struct object object;
	int r;

	candidate->tried = true;
	r = read_candidate(daemon, candidate, &object, &verdict.word);
	if (r < 0) {
		verdict.error = -r;
		r = 0;
	} else {
		r = load_object(daemon, &object, name, &verdict);
		object_free(&object);
	}
	if (r == 0)
		log_warning("%s: refused: %s%s (%s): %s; %s", name, verdict.word,
			    cordon_refusal_place(verdict.word, verdict.offset,
						 place),
			    strerror(verdict.error),
			    cordon_refusal_find(verdict.word)->meaning,
			    cordon_refusal_find(verdict.word)->advice);
	return r;
}

/* Older than what is in force. A version that cannot be read is 0. */
static bool is_older(const struct candidate *candidate, u64 in_force)
{
	return candidate->version && candidate->version < in_force;
}

/* Nothing on the device took the place of what is in force, if anything is. */
static void stay(const struct daemon *daemon, u64 in_force,
		 const struct candidate *older)
{
	char policy[DESCRIPTION_MAX];

	if (!in_force)
		return;
	describe_policy(daemon, policy);
	if (!older)
		log_info("nothing on the device takes its place: %s stays in force",
			 policy);
	else if (is_boot_policy(daemon))
		log_info("the kernel's boot policy, version %llu, is newer: it stays in force",
			 (unsigned long long)in_force);
	else
		log_info("the policy in force, %s, is newer: it stays in force",
			 policy);
	prove_enforcement(daemon);
}

/**
 * boot_load() - load the newest acceptable policy
 * @daemon: the daemon; the kernel knows the resolvers already
 *
 * Ends the process as load_object() does, also if the kernel had a policy
 * before and keeps it.
 *
 * Return: 0, whether there was one or not; -EAGAIN if it is to be called again
 * later, because another program is loading.
 */
int boot_load(struct daemon *daemon)
{
	struct candidate list[NAMES_MAX + 1];
	u64 in_force = version_in_force(daemon);
	struct candidate *candidate;
	unsigned int count = 0;
	struct names names;
	int r;

	r = names_read(&names, daemon->state.accepted);
	if (r < 0)
		log_warning("cannot list the accepted objects: %s", strerror(-r));
	while (count < names.count) {
		add(daemon, &list[count], names.name[count]);
		count++;
	}
	add(daemon, &list[count++], NULL);

	r = 0;
	while (r == 0 && (candidate = newest(list, count)) &&
	       !is_older(candidate, in_force))
		r = try_candidate(daemon, candidate);
	if (r == 0)
		stay(daemon, in_force, candidate);
	names_free(&names);
	return r < 0 ? r : 0;
}
