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

/* Most of what `learned` and `resolvers` can hold. */
#define TEXT_MAX	(16U << 20)

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

/* One line of `learned`: ADDRESS NAME SECONDS_LEFT NETNS_COOKIE. */
static bool learn_line(char *line, struct facts *facts,
		       struct cordon_learned *learned)
{
	char *part[4], *rest = NULL;
	struct cordon_address address;
	u8 wire[CORDON_NAME_MAX];
	int length;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(part); i++) {
		part[i] = strtok_r(i ? NULL : line, " ", &rest);
		if (!part[i])
			return false;
	}
	length = cordon_name_from_text(part[1], strlen(part[1]), wire);
	if (length < 0 ||
	    !cordon_address_read(&address, part[0], strlen(part[0])))
		return false;
	/* Now is 0 here; what has less than a second left is still in use. */
	cordon_learned_add(learned, facts->explain.blob,
			   strtoull(part[3], NULL, 10), &address, wire, length,
			   strtoull(part[2], NULL, 10) * 1000 + 999, 0);
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
	for (line = strtok_r(text, "\n", &rest); line;
	     line = strtok_r(NULL, "\n", &rest)) {
		if (!learn_line(line, facts, learned))
			fputs("cordonctl: a learned address cannot be read: it does not count\n",
			      stderr);
	}
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
	for (line = strtok_r(text, "\n", &rest);
	     line && facts->told.count < CORDON_RESOLVERS_MAX;
	     line = strtok_r(NULL, "\n", &rest)) {
		if (cordon_address_read(&facts->told.address[facts->told.count],
					line, strlen(line)))
			facts->told.count++;
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
