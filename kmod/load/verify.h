/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - verify: make a policy of received bytes, or say what is wrong
 */
#ifndef _CORDON_VERIFY_H
#define _CORDON_VERIFY_H

#include "engine/fault.h"
#include "policy.h"

struct cordon_policy *cordon_verify(void *data, size_t size,
				    struct cordon_fault *fault);
struct cordon_policy *cordon_verify_built_in(void *data, size_t size,
					     struct cordon_fault *fault);
bool cordon_object_may_be_unsigned(void);

#endif /* _CORDON_VERIFY_H */
