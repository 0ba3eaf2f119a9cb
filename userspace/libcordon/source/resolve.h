/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - resolve: what the rules of all services mean together
 */
#ifndef _LIBCORDON_RESOLVE_H
#define _LIBCORDON_RESOLVE_H

#include "source.h"

/**
 * struct cordon_resolved - the rules in force, each owned by one service
 * @rules: the rules, sorted by cordon_rule_compare(), yielded ones left out;
 *	they belong to the source
 * @count: how many
 * @yielded: rules given up by `yields-to`
 */
struct cordon_resolved {
	const struct cordon_rule **rules;
	size_t count;
	u32 yielded;
};

int cordon_resolve(struct cordon_source *source,
		   struct cordon_resolved *resolved);
void cordon_resolved_free(struct cordon_resolved *resolved);
const struct cordon_rule *
cordon_resolved_find(const struct cordon_resolved *resolved,
		     const struct cordon_rule *like);
const struct cordon_rule *
cordon_resolved_covering(const struct cordon_resolved *resolved,
			 const struct cordon_rule *domain);

/* Between the resolver's own files: */
int cordon_resolve_yields(struct cordon_source *source);
int cordon_resolve_canary(struct cordon_source *source);

#endif /* _LIBCORDON_RESOLVE_H */
