/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - tls: read the ClientHellos of a client's TLS stream (RFC 8446 5)
 */
#ifndef _CORDON_ENGINE_TLS_H
#define _CORDON_ENGINE_TLS_H

#include "tls_hello.h"

/**
 * struct cordon_tls - a client's stream, and how far it has been read
 * @hello: the ClientHello; holds after CORDON_READ_DONE, until the next call
 * @hellos: how many were complete; 2 after a HelloRetryRequest
 *
 * The others are private.
 */
struct cordon_tls {
	struct cordon_tls_hello hello;
	u8 hellos;
	u8 state;
	u8 count;		/* bytes of @head */
	bool in_hello;		/* a ClientHello is begun and not complete */
	bool sure;		/* it cannot be anything but TLS */
	u8 head[5];		/* of the record */
	u16 left;		/* bytes of the record */
};

void cordon_tls_init(struct cordon_tls *tls);
enum cordon_read cordon_tls_read(struct cordon_tls *tls, const u8 *bytes,
				 size_t length, size_t *used);

#endif /* _CORDON_ENGINE_TLS_H */
