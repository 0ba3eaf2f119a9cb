/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cordon benchmarks - policy: names as the engine holds them, in a policy's blob
 */
#ifndef _BENCH_POLICY_H
#define _BENCH_POLICY_H

#include "engine/policy/blob.h"
#include "sets.h"

/**
 * struct policy - a policy in force
 * @blob: validated
 * @names: its names
 */
struct policy {
	struct cordon_blob blob;
	const struct made_names *names;
};

double policy_make_million(struct policy *policy, const struct made_names *names,
			   const char *cordonc, const char *work);
struct made_names *policy_make_real(struct policy *policy, const char *ini);
double policy_validate(const struct policy *policy, double *least_s);
const u8 *policy_set(const struct cordon_blob *blob);
size_t policy_set_bytes(const struct cordon_blob *blob);

/* For a struct set, whose self is the policy. */
void *policy_make(struct set *set, const struct made_names *names);
int policy_find(const void *self, const struct made_name *name);
int policy_service(const void *self, int found);

#endif /* _BENCH_POLICY_H */
