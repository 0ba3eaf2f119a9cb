/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordonctl - facts: what the kernel decides by
 */
#ifndef _CORDONCTL_FACTS_H
#define _CORDONCTL_FACTS_H

#include "cordonctl/cordonctl.h"
#include "libcordon/explain.h"
#include "libcordon/policy_file.h"

/**
 * struct facts - the policy in force, what was learned, what is never refused
 *
 * Zero it before its first use.
 *
 * @explain: for cordon_explain(); points into the rest
 * @policy: the object in force
 * @told: the resolvers in use
 * @unread_learned: lines of `learned` that do not count
 * @unread_told: lines of `resolvers` that do not count
 * @never_block: the firmware's list, in order
 * @never_text: what it was read from
 * @never_memory: what it stands in
 */
struct facts {
	struct cordon_explain_facts explain;
	struct cordon_policy_file policy;
	struct cordon_resolvers told;
	unsigned int unread_learned;
	unsigned int unread_told;
	struct cordon_never_index never_block;
	void *never_text;
	void *never_memory;
};

int facts_read(const struct session *session, const struct cordon_sysfs *sysfs,
	       struct facts *facts);
int facts_read_learned(const struct session *session,
		       const struct cordon_sysfs *sysfs, struct facts *facts);
void facts_tell_unread(const struct session *session, const struct facts *facts,
		       struct json_object *object);
void facts_free(struct facts *facts);

#endif /* _CORDONCTL_FACTS_H */
