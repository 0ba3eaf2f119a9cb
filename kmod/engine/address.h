/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - address: one form for every address
 *
 * See struct cordon_address for the form.
 */
#ifndef _CORDON_ENGINE_ADDRESS_H
#define _CORDON_ENGINE_ADDRESS_H

#include "port.h"
#include "uapi/cordon.h"

#define CORDON_NAT64_MAX	4U

/**
 * struct cordon_nat64 - NAT64 prefixes seen in use (RFC 6052)
 * @prefix: the prefix, rest zero
 * @length: 32, 40, 48, 56, 64 or 96
 * @count: how many are in use
 * @next: which one makes room when all are
 *
 * The well-known 64:ff9b::/96 needs no entry.
 */
struct cordon_nat64 {
	struct cordon_address prefix[CORDON_NAT64_MAX];
	u8 length[CORDON_NAT64_MAX];
	u8 count;
	u8 next;
};

void cordon_address_from_ipv4(struct cordon_address *address, const u8 ipv4[4]);
bool cordon_address_is_ipv4(const struct cordon_address *address);
bool cordon_address_equal(const struct cordon_address *a,
			  const struct cordon_address *b);
void cordon_address_normalise(struct cordon_address *address,
			      const struct cordon_nat64 *nat64);
bool cordon_address_is_local(const struct cordon_address *address);
bool cordon_address_is_learnable(const struct cordon_address *address);
bool cordon_nat64_discover(struct cordon_nat64 *nat64,
			   const struct cordon_address *answer);

#endif /* _CORDON_ENGINE_ADDRESS_H */
