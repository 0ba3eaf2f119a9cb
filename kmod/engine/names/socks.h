/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - socks: read the request of a client's SOCKS stream: version 5
 * (RFC 1928, RFC 1929), 4 and 4a, which no RFC describes
 */
#ifndef _CORDON_ENGINE_SOCKS_H
#define _CORDON_ENGINE_SOCKS_H

#include "host.h"
#include "reader.h"

#define CORDON_SOCKS_CONNECT		1
#define CORDON_SOCKS_BIND		2
#define CORDON_SOCKS_UDP_ASSOCIATE	3
/* Tor's own: look a name up, or an address. */
#define CORDON_SOCKS_RESOLVE		0xf0
#define CORDON_SOCKS_RESOLVE_PTR	0xf1

/**
 * struct cordon_socks - a request, and how far the stream has been read
 * @host: what the proxy is asked to reach
 * @port: there
 * @version: 4 or 5
 * @command: CORDON_SOCKS_CONNECT and the like
 *
 * The others are private; the result holds after CORDON_READ_DONE.
 */
struct cordon_socks {
	struct cordon_host host;
	u16 port;
	u8 version;
	u8 command;
	/* private: */
	u8 state;
	u8 left;		/* bytes of the field that are missing */
	u8 count;		/* bytes of @field; of the user's name in version 4 */
	u8 offered;		/* what the greeting offered */
	u8 field[16];
};

void cordon_socks_init(struct cordon_socks *socks);
enum cordon_read cordon_socks_read(struct cordon_socks *socks, const u8 *bytes,
				   size_t length, size_t *used);

#endif /* _CORDON_ENGINE_SOCKS_H */
