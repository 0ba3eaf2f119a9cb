/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - object: make a policy of received bytes, or say what is wrong
 */
#ifndef _CORDON_OBJECT_H
#define _CORDON_OBJECT_H

#include "engine/blob.h"
#include "policy.h"

int cordon_object_size(const struct cordon_object_header *header, size_t *size,
		       struct cordon_fault *fault);
struct cordon_policy *cordon_object_open(void *object, size_t size,
					 struct cordon_fault *fault);
bool cordon_object_may_be_unsigned(void);

#endif /* _CORDON_OBJECT_H */
