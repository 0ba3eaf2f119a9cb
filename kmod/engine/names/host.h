/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - host: whom a protocol's text names, a name or an address
 */
#ifndef _CORDON_ENGINE_HOST_H
#define _CORDON_ENGINE_HOST_H

#include "engine/address.h"
#include "engine/name.h"

/* Longest text that can be a host: a name of 253 bytes and the root's dot. */
#define CORDON_HOST_TEXT_MAX	254U

enum cordon_host_kind {
	CORDON_HOST_NONE,		/* nothing was named */
	CORDON_HOST_NAME,
	CORDON_HOST_ADDRESS,		/* a literal */
};

/**
 * struct cordon_host - a host as some protocol names it
 * @kind: which of the others holds
 * @length: bytes of @name
 * @name: wire name, A-Z folded
 * @address: as it was written, not normalised
 */
struct cordon_host {
	enum cordon_host_kind kind;
	u8 length;
	u8 name[CORDON_NAME_MAX];
	struct cordon_address address;
};

static_assert(CORDON_NAME_MAX <= 0xff, "cordon_host.length");
static_assert(CORDON_HOST_TEXT_MAX <= CORDON_NAME_MAX, "cordon_host.name");

int cordon_host_from_text(struct cordon_host *host, const u8 *text,
			  size_t length);
bool cordon_host_ends_in_number(const u8 *text, size_t length);

#endif /* _CORDON_ENGINE_HOST_H */
