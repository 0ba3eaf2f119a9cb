/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - tls: read the ClientHellos of a client's TLS stream
 * (RFC 8446 5; the records are those of TLS 1.0 to 1.2, too)
 */
#ifndef _CORDON_ENGINE_TLS_H
#define _CORDON_ENGINE_TLS_H

#include "tls_hello.h"

#define CORDON_TLS_RECORD_HEAD	5U
/* Type of the records that a ClientHello comes in. */
#define CORDON_TLS_HANDSHAKE	22U
/* Longest record that is not encrypted. */
#define CORDON_TLS_RECORD_MAX	16384U
/*
 * Early data that is passed over, the records' heads with it: twice what a server
 * that refuses it passes over, if it is OpenSSL's (SSL_CTX_set_max_early_data(3)).
 */
#define CORDON_TLS_EARLY_MAX	32768U
/*
 * Records that mean nothing and are passed over: OpenSSL takes 32 that are empty,
 * Go 16 warnings, GnuTLS some hundred change_cipher_spec.
 */
#define CORDON_TLS_PASSED_MAX	255U

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
	/* private: */
	u8 state;
	bool sure;		/* what is read can be nothing else that is right */
	bool in_hello;		/* one is begun and not complete */
	bool ciphered;		/* change_cipher_spec came behind the first one */
	u8 passed;		/* records that were passed over */
	u8 count;		/* bytes of @head */
	u8 head[CORDON_TLS_RECORD_HEAD];
	u16 left;		/* bytes of the record */
	u16 early;		/* bytes of early data that may still come */
};

void cordon_tls_init(struct cordon_tls *tls);
enum cordon_read cordon_tls_read(struct cordon_tls *tls, const u8 *bytes,
				 size_t length, size_t *used);

#endif /* _CORDON_ENGINE_TLS_H */
