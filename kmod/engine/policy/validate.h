/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - validate: check a compiled policy once and for all
 */
#ifndef _CORDON_ENGINE_VALIDATE_H
#define _CORDON_ENGINE_VALIDATE_H

#include "blob.h"
#include "engine/fault.h"

int cordon_blob_open(struct cordon_blob *blob, const void *data, size_t size,
		     struct cordon_fault *fault);

#endif /* _CORDON_ENGINE_VALIDATE_H */
