/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - kinds: what the loader does with objects of each kind
 */
#ifndef _CORDON_KINDS_H
#define _CORDON_KINDS_H

#include "engine/policy/object.h"
#include "keyring.h"
#include "policy.h"

/**
 * struct cordon_received - an object whose signature was verified
 * @data: its bytes, from kvmalloc(), aligned for any format
 * @size: how many
 * @object: its parts, which borrow from @data
 * @signer: who vouches for it
 */
struct cordon_received {
	void *data;
	size_t size;
	struct cordon_object object;
	char signer[CORDON_SIGNER_MAX];
};

/**
 * struct cordon_kind - how objects of one kind come into force
 * @kind: of enum cordon_object_kind
 * @authority: who may sign them
 * @check: looks at the content, and makes of it what can be published; takes
 *	@data over when it succeeds. An error pointer and @fault else
 * @publish: puts it in force, under cordon_policy_mutex; takes it over in any
 *	case. 0: in force, also if it was before; a negative errno and @fault else
 */
struct cordon_kind {
	u32 kind;
	enum cordon_authority authority;
	void *(*check)(struct cordon_received *received,
		       struct cordon_fault *fault);
	int (*publish)(void *checked, struct cordon_fault *fault);
};

extern const struct cordon_kind cordon_kind_policy;

const struct cordon_kind *cordon_kind_of(u32 kind);

struct cordon_policy *cordon_policy_check(struct cordon_received *received,
					  struct cordon_fault *fault);

#endif /* _CORDON_KINDS_H */
