/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - address text: addresses as people write them
 *
 * Our own: the kernel's in6_pton() and %pI6c differ from inet_pton() and
 * inet_ntop() in what they take and in what they write, and what a capture is said
 * to hold must be what the kernel reads.
 */
#ifndef _CORDON_ENGINE_ADDRESS_TEXT_H
#define _CORDON_ENGINE_ADDRESS_TEXT_H

#include "address.h"

/* Room for any address with its NUL. */
#define CORDON_ADDRESS_TEXT_MAX	48U

bool cordon_address_read_ipv4(struct cordon_address *address, const u8 *text,
			      size_t length);
bool cordon_address_read_ipv6(struct cordon_address *address, const u8 *text,
			      size_t length);
bool cordon_address_read(struct cordon_address *address, const char *text,
			 size_t length);
size_t cordon_address_to_text(const struct cordon_address *address, char *text,
			      size_t size);

#endif /* _CORDON_ENGINE_ADDRESS_TEXT_H */
