/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - validate_parts: what the files of the validator share
 */
#ifndef _CORDON_ENGINE_VALIDATE_PARTS_H
#define _CORDON_ENGINE_VALIDATE_PARTS_H

#include "blob.h"
#include "engine/fault.h"

static inline int validate_refuse(struct cordon_fault *fault, const char *word,
				  const struct cordon_blob *blob,
				  const void *where)
{
	return cordon_refuse(fault, word,
			     (size_t)((const u8 *)where - blob->data), -EBADMSG);
}

static inline bool validate_is_zero(const u8 *bytes, size_t length)
{
	while (length)
		if (bytes[--length])
			return false;
	return true;
}

int cordon_validate_domains(struct cordon_blob *blob, struct cordon_fault *fault);
int cordon_validate_canary(const struct cordon_blob *blob,
			   struct cordon_fault *fault);

#endif /* _CORDON_ENGINE_VALIDATE_PARTS_H */
