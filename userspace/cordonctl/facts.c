// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - facts: read out of the kernel what it decides by
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cordonctl/facts.h"
#include "engine/address_text.h"
#include "engine/name.h"
#include "libcordon/json.h"

/* Most of what `learned` and `resolvers` can hold. */
#define TEXT_MAX	(16U << 20)
/* More is no time that something is in use for: no answer of DNS can say it. */
#define SECONDS_MAX	0xffffffffU

static int read_policy(const struct session *session,
		       const struct cordon_sysfs *sysfs, struct facts *facts)
{
	struct cordon_diagnostics diag = { 0 };
	size_t size;
	void *data;
	int r;

	r = cordon_sysfs_read_bytes(sysfs, "policy/object", CORDON_OBJECT_MAX,
				    &data, &size);
	if (r == -EACCES)
		return fail(session, CORDON_EXIT_FAILED, "run it as root",
			    "only root may read the policy in force");
	if (r < 0)
		return fail(session, CORDON_EXIT_FAILED, NULL,
			    "cannot read the policy in force: %s",
			    strerror(-r));
	if (!size) {
		free(data);
		return fail(session, CORDON_EXIT_POLICY,
			    "load one with cordonctl load, or ask a policy at hand with cordonc explain",
			    "inactive: no policy is in force, nothing is refused");
	}
	r = cordon_policy_open_data(&facts->policy, data, size,
				    "the policy in force", &diag);
	if (r < 0)
		r = fail(session, CORDON_EXIT_FAILED,
			 "use the cordonctl of the kernel part's release",
			 "%s", diag.count ? diag.list[0].text :
			 "the policy in force cannot be read");
	cordon_diagnostics_free(&diag);
	return r;
}

/* 0 where the kernel cannot tell: nothing was learned there, then. */
static u64 own_namespace(void)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	socklen_t length = sizeof(u64);
	u64 cookie = 0;

	if (fd < 0)
		return 0;
	if (getsockopt(fd, SOL_SOCKET, SO_NETNS_COOKIE, &cookie, &length) < 0)
		cookie = 0;
	close(fd);
	return cookie;
}

/* One line of `learned`: ADDRESS NAME SECONDS_LEFT NETNS_COOKIE, and no more. */
static bool learn_line(char *line, struct facts *facts,
		       struct cordon_learned *learned)
{
	char *part[4], *rest = NULL;
	struct cordon_address address;
	u8 wire[CORDON_NAME_MAX];
	u64 seconds, cookie;
	int length;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(part); i++) {
		part[i] = strtok_r(i ? NULL : line, " ", &rest);
		if (!part[i])
			return false;
	}
	length = cordon_name_from_text(part[1], strlen(part[1]), wire);
	if (length < 0 || strtok_r(NULL, " ", &rest) ||
	    !cordon_address_read(&address, part[0], strlen(part[0])) ||
	    !cordon_sysfs_number(part[2], &seconds) || seconds > SECONDS_MAX ||
	    !cordon_sysfs_number(part[3], &cookie))
		return false;
	/* Now is 0 here; what has less than a second left is still in use. */
	cordon_learned_add(learned, facts->explain.blob, cookie, &address, wire,
			   length, seconds * 1000 + 999, 0);
	return true;
}

/**
 * facts_read_learned() - read the learned addresses out of the kernel
 * @session: how to say what is wrong
 * @sysfs: the kernel's nodes
 * @facts: hold the policy in force; what was learned before goes
 *
 * Return: 0 or an exit status, the message is out.
 */
int facts_read_learned(const struct session *session,
		       const struct cordon_sysfs *sysfs, struct facts *facts)
{
	struct cordon_learned *learned;
	char *line, *rest = NULL;
	size_t size;
	void *text;
	int r;

	r = cordon_sysfs_read_bytes(sysfs, "learned", TEXT_MAX, &text, &size);
	if (r < 0)
		return fail(session, CORDON_EXIT_FAILED,
			    r == -EACCES ? "run it as root" : NULL,
			    "cannot read the learned addresses: %s",
			    strerror(-r));
	learned = malloc(cordon_learned_size());
	if (!learned) {
		free(text);
		return fail(session, CORDON_EXIT_FAILED, NULL, "out of memory");
	}
	cordon_learned_init(learned, arc4random());
	free((void *)facts->explain.learned);
	facts->explain.learned = learned;
	facts->explain.net = own_namespace();
	facts->unread_learned = 0;
	for (line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest))
		facts->unread_learned += !learn_line(line, facts, learned);
	free(text);
	return 0;
}

static int read_told(const struct session *session,
		     const struct cordon_sysfs *sysfs, struct facts *facts)
{
	char *line, *rest = NULL;
	size_t size;
	void *text;
	int r;

	r = cordon_sysfs_read_bytes(sysfs, "resolvers", TEXT_MAX, &text, &size);
	if (r < 0)
		return fail(session, CORDON_EXIT_FAILED,
			    r == -EACCES ? "run it as root" : NULL,
			    "cannot read the resolvers: %s", strerror(-r));
	for (line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		struct cordon_resolvers *told = &facts->told;

		if (told->count < CORDON_RESOLVERS_MAX &&
		    cordon_address_read(&told->address[told->count], line,
					strlen(line)))
			told->count++;
		else
			facts->unread_told++;
	}
	free(text);
	facts->explain.told = &facts->told;
	return 0;
}

/* Only a built-in Cordon whose firmware names a list has this node. */
static int read_never_block(const struct session *session,
			    const struct cordon_sysfs *sysfs,
			    struct facts *facts)
{
	struct cordon_never_entry entry = { 0 };
	const char *why;
	size_t size;
	int r;

	r = cordon_sysfs_read_bytes(sysfs, "never_block", CORDON_NEVER_TEXT_MAX,
				    &facts->never_text, &size);
	if (r == -ENOENT)
		return 0;
	if (r < 0)
		return fail(session, CORDON_EXIT_FAILED,
			    r == -EACCES ? "run it as root" : NULL,
			    "cannot read the firmware's never-block list: %s",
			    strerror(-r));
	facts->never_memory = malloc(cordon_never_index_size(size));
	if (!facts->never_memory)
		return fail(session, CORDON_EXIT_FAILED, NULL, "out of memory");
	r = cordon_never_index_make(&facts->never_block, facts->never_memory,
				    facts->never_text, size, &entry, &why);
	if (r)
		return fail(session, CORDON_EXIT_FAILED,
			    "use the cordonctl of the kernel part's release",
			    "cannot read the firmware's never-block list: line %u: %s",
			    entry.line, why);
	facts->explain.never_block = &facts->never_block;
	return 0;
}

/**
 * facts_read() - read out of the kernel what it decides by
 * @session: how to say what is wrong
 * @sysfs: the kernel's nodes
 * @facts: filled in; for facts_free(), also after an error
 *
 * Return: 0 or an exit status, the message is out.
 */
int facts_read(const struct session *session, const struct cordon_sysfs *sysfs,
	       struct facts *facts)
{
	int r = read_policy(session, sysfs, facts);

	if (r)
		return r;
	facts->explain.blob = &facts->policy.blob;
	r = facts_read_learned(session, sysfs, facts);
	if (!r)
		r = read_told(session, sysfs, facts);
	return r ? r : read_never_block(session, sysfs, facts);
}

static char *unread_text(const struct session *session, const char *node,
			 unsigned int count)
{
	char *text = NULL;

	if (asprintf(&text, "%u line%s of %s/%s cannot be read: %s not count",
		     count, count == 1 ? "" : "s", session->root, node,
		     count == 1 ? "it does" : "they do") < 0)
		return NULL;
	return text;
}

static void tell_unread(const struct session *session, const char *node,
			unsigned int count, struct json_object *warnings)
{
	static const char hint[] =
		"ask again, as it changes while it is read; "
		"else use the cordonctl of the kernel's release";
	struct json_object *warning;
	char *text;

	if (!count)
		return;
	text = unread_text(session, node, count);
	if (warnings) {
		warning = json_object_new_object();
		cordon_json_add_text(warning, "text", text);
		cordon_json_add_text(warning, "hint", hint);
		json_object_array_add(warnings, warning);
	} else {
		print_error(false, NULL, CORDON_EXIT_OK, hint, text);
	}
	free(text);
}

/**
 * facts_tell_unread() - say what of the kernel's lists does not count
 * @session: how to say it
 * @facts: what was read
 * @object: of the answer; gets `warnings`, if there are any; NULL: they are printed
 */
void facts_tell_unread(const struct session *session, const struct facts *facts,
		       struct json_object *object)
{
	struct json_object *warnings = object ? json_object_new_array() : NULL;

	tell_unread(session, "learned", facts->unread_learned, warnings);
	tell_unread(session, "resolvers", facts->unread_told, warnings);
	if (!warnings)
		return;
	if (json_object_array_length(warnings))
		json_object_object_add(object, "warnings", warnings);
	else
		json_object_put(warnings);
}

/**
 * facts_free() - give back what facts_read() made
 * @facts: may be zeroed
 */
void facts_free(struct facts *facts)
{
	free((void *)facts->explain.learned);
	free(facts->never_text);
	free(facts->never_memory);
	cordon_policy_close(&facts->policy);
}
