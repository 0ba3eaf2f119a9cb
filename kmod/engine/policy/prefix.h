/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - prefix: every prefix rule that covers an address
 */
#ifndef _CORDON_ENGINE_PREFIX_H
#define _CORDON_ENGINE_PREFIX_H

#include "engine/address.h"
#include "blob.h"

bool cordon_prefix_contains(const struct cordon_address *prefix, u8 length,
			    const struct cordon_address *address);
void cordon_prefix_index(struct cordon_blob *blob);
u32 cordon_prefix_find(const struct cordon_blob *blob,
		       const struct cordon_address *address);
u32 cordon_prefix_parent(const struct cordon_blob *blob, u32 index);

#endif /* _CORDON_ENGINE_PREFIX_H */
