/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - domain: which domain rule is the longest that covers a name
 */
#ifndef _CORDON_ENGINE_DOMAIN_H
#define _CORDON_ENGINE_DOMAIN_H

#include "blob.h"

u32 cordon_domain_hash(const u8 *wire, size_t length);
bool cordon_domain_find(const struct cordon_blob *blob, const u8 *wire,
			size_t length, u32 *index);

#endif /* _CORDON_ENGINE_DOMAIN_H */
