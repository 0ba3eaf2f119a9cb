/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - layer: where in a packet a name stood
 */
#ifndef _CORDON_ENGINE_LAYER_H
#define _CORDON_ENGINE_LAYER_H

/* The words of cordon_layer_word() are a contract. */
enum cordon_layer {
	CORDON_LAYER_DNS,		/* "dns": a question */
	CORDON_LAYER_CNAME,		/* "cname": a CNAME or DNAME leads there */
	CORDON_LAYER_SVCB,		/* "svcb": an SVCB or HTTPS record does */
	CORDON_LAYER_SNI,		/* "sni": a ClientHello over TCP */
	CORDON_LAYER_QUIC,		/* "quic": a ClientHello over QUIC */
	CORDON_LAYER_HTTP,		/* "http": a request's Host, or its URI */
	CORDON_LAYER_CONNECT,		/* "connect": asked of an HTTP proxy */
	CORDON_LAYER_SOCKS,		/* "socks": asked of a SOCKS proxy */
	CORDON_LAYER_ADDRESS,		/* "addr": no name at all */
	CORDON_LAYER_COUNT,
};

const char *cordon_layer_word(enum cordon_layer layer);

#endif /* _CORDON_ENGINE_LAYER_H */
