/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cordonctl - lookup: where a name leads now
 */
#ifndef _CORDONCTL_LOOKUP_H
#define _CORDONCTL_LOOKUP_H

#include "engine/address.h"

/* Addresses of one name that are kept. */
#define LOOKUP_MAX	64U

/**
 * struct lookup - an answer of the device's resolver
 * @address: as it was given, IPv4 mapped
 * @count: how many
 * @failure: why there are none; static storage
 */
struct lookup {
	struct cordon_address address[LOOKUP_MAX];
	u32 count;
	const char *failure;
};

void lookup_name(const char *name, struct lookup *lookup);

#endif /* _CORDONCTL_LOOKUP_H */
