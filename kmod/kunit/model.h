/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - simple models of what the engine does in clever ways
 *
 * They look at every record of a policy and call nothing of the engine: a model
 * that shared its code would share its faults.
 */
#ifndef _CORDON_KUNIT_MODEL_H
#define _CORDON_KUNIT_MODEL_H

#include "engine/policy/verdict.h"
#include "fixture.h"

/* Longest text that the path model takes. */
#define MODEL_TEXT_MAX		256
#define MODEL_COMPONENTS_MAX	32

bool cordon_model_path_matches(const char *pattern, const char *path);
bool cordon_model_exec_is_denied(const struct cordon_blob *blob,
				 const char *path);
const struct cordon_test_name *
cordon_model_domain(const struct cordon_test_policy *policy, const u8 *wire,
		    size_t length);
enum cordon_verdict cordon_model_name(const struct cordon_test_policy *policy,
				      const u8 *wire, size_t length);
bool cordon_model_prefix_covers(const struct cordon_prefix_record *prefix,
				const struct cordon_address *address);
enum cordon_verdict cordon_model_address(const struct cordon_blob *blob,
					 const struct cordon_address *address);

#endif /* _CORDON_KUNIT_MODEL_H */
