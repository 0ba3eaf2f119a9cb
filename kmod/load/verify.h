/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - verify: who signed an object, before anything in it counts
 */
#ifndef _CORDON_VERIFY_H
#define _CORDON_VERIFY_H

#include "kinds.h"

bool cordon_object_may_be_unsigned(void);
int cordon_verify(struct cordon_received *received,
		  const struct cordon_kind **kind, struct cordon_fault *fault);

#endif /* _CORDON_VERIFY_H */
