// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordond - load: hand the kernel an object, and see that it took effect
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "cordond/daemon.h"
#include "cordond/log.h"
#include "libcordon/device/refusal.h"
#include "libcordon/safe_text.h"

/* What is not the object's fault, and may be over in a moment. */
static bool is_transient(const char *word)
{
	return !strcmp(word, "busy") || !strcmp(word, "no-memory") ||
	       !strcmp(word, "io");
}

/**
 * load_later() - an object cannot be read just now: keep in mind why
 * @daemon: the daemon: its @waits
 * @name: what to call it in messages
 * @word: from object_read()
 * @error: the same, for which object_is_passing()
 */
void load_later(struct daemon *daemon, const char *name, const char *word,
		int error)
{
	char safe[NAME_PART_MAX];	/* the reason has to have room behind it */

	snprintf(daemon->waits, sizeof(daemon->waits), "%s: %s (%s)",
		 cordon_safe_text(name, safe, sizeof(safe)),
		 cordon_refusal_find(word)->meaning, strerror(-error));
}

/**
 * load_object() - hand the kernel an object
 * @daemon: the daemon
 * @object: the object
 * @name: what to call it in messages
 * @verdict: why it was refused; valid until the next call
 *
 * Return: 1 if it is in force; 0 if it was refused; -EAGAIN if it is to be
 * tried again later: daemon->waits says why.
 */
int load_object(struct daemon *daemon, const struct object *object,
		const char *name, struct verdict *verdict)
{
	struct cordon_load_result result;
	char policy[CORDON_IN_FORCE_MAX];
	char safe[CORDON_SAFE_NAME_MAX];
	int r;

	r = cordon_sysfs_load(&daemon->sysfs, object->data, object->size,
			      &result);
	if (r == 0) {
		canary_prove(daemon);
		cordon_in_force_describe(&daemon->sysfs, policy);
		log_notice("%s: accepted; in force: %s",
			   cordon_safe_text(name, safe, sizeof(safe)), policy);
		return 1;
	}
	memcpy(daemon->word, result.word, sizeof(daemon->word));
	verdict->word = daemon->word;
	verdict->offset = result.offset;
	verdict->error = -r;
	if (!is_transient(daemon->word))
		return 0;
	snprintf(daemon->waits, sizeof(daemon->waits), "%s",
		 cordon_refusal_find(daemon->word)->meaning);
	return -EAGAIN;
}
