// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - lookup: where a name leads now
 *
 * Asked as any program of the device asks, /etc/hosts included. Not with
 * getaddrinfo(): it connects to what it found, to sort it, and what is refused
 * then would stand in the records.
 */
#include <netdb.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "cordonctl/lookup.h"

static void add(struct lookup *lookup, const struct hostent *host)
{
	char **at;

	for (at = host->h_addr_list; *at && lookup->count < LOOKUP_MAX; at++) {
		struct cordon_address *address = lookup->address + lookup->count++;

		if (host->h_addrtype == AF_INET)
			cordon_address_from_ipv4(address, (const u8 *)*at);
		else
			memcpy(address->byte, *at, sizeof(address->byte));
	}
}

/**
 * lookup_name() - ask the device's resolver for the addresses of a name
 * @name: the name
 * @lookup: filled in
 *
 * A resolver that is silent is waited for some seconds.
 */
void lookup_name(const char *name, struct lookup *lookup)
{
	static const int families[] = { AF_INET, AF_INET6 };
	const struct hostent *host;
	size_t i;

	memset(lookup, 0, sizeof(*lookup));
	setenv("RES_OPTIONS", "timeout:2 attempts:1", 0);
	for (i = 0; i < ARRAY_SIZE(families); i++) {
		host = gethostbyname2(name, families[i]);
		if (host)
			add(lookup, host);
		else if (!i)
			lookup->failure = hstrerror(h_errno);
	}
	if (lookup->count)
		lookup->failure = NULL;
	else if (!lookup->failure)
		lookup->failure = hstrerror(NO_DATA);
}
