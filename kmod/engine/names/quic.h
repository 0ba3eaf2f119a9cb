/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - quic: the name in a client's QUIC Initials
 *
 * RFC 9000, 9001 and 9369, and the drafts before them. A datagram at a time, in
 * any order; the hello may be spread over many.
 */
#ifndef _CORDON_ENGINE_QUIC_H
#define _CORDON_ENGINE_QUIC_H

#include "quic_keys.h"
#include "tls_hello.h"
#include "window.h"

/* A hello's place, both of them if the server asks for a second one. */
#define CORDON_QUIC_WINDOW	16384U
#define CORDON_QUIC_MEMORY	CORDON_WINDOW_MEMORY(CORDON_QUIC_WINDOW)
/* What reading a datagram of @length bytes needs beside it. */
#define CORDON_QUIC_SCRATCH(length) (sizeof(struct cordon_cipher) + (length))

/**
 * enum cordon_quic_read - what the reader says of a datagram
 * @CORDON_QUIC_OTHER: not QUIC, or nothing that tells it from other protocols
 *	(a short header, before any Initial was opened)
 * @CORDON_QUIC_SILENT: QUIC, but no Initial in it: 0-RTT, Handshake, 1-RTT; it
 *	names nobody
 * @CORDON_QUIC_UNKNOWN: QUIC of a version that is not read
 * @CORDON_QUIC_SEALED: an Initial that no key opens: a decoy, or of a
 *	connection whose first Initial was not seen; nothing in it counts
 * @CORDON_QUIC_MORE: an Initial was opened, the hello is not complete
 * @CORDON_QUIC_AGAIN: an Initial was opened, it adds nothing to the hello that
 *	was complete before
 * @CORDON_QUIC_ANOTHER: an Initial that its own keys open: of another connection
 *	than this reader's; nothing in it counts here
 * @CORDON_QUIC_DONE: a hello is complete with this datagram; the first one, or
 *	the second that the server asked for
 * @CORDON_QUIC_MALFORMED: QUIC, but broken; or an opened Initial contradicts
 *	what was sent before or holds no hello, and then so does all that follows
 *	in Initials of this connection
 *
 * In rising order of what prevails when several packets share the datagram.
 */
enum cordon_quic_read {
	CORDON_QUIC_OTHER,
	CORDON_QUIC_SILENT,
	CORDON_QUIC_UNKNOWN,
	CORDON_QUIC_SEALED,
	CORDON_QUIC_AGAIN,
	CORDON_QUIC_MORE,
	CORDON_QUIC_ANOTHER,
	CORDON_QUIC_DONE,
	CORDON_QUIC_MALFORMED,
};

/**
 * struct cordon_quic_source - what keys are made from, and the keys
 * @version: version number
 * @id: destination connection id of the first Initial sealed with them
 * @keys: of both
 */
struct cordon_quic_source {
	u32 version;
	struct cordon_quic_id id;
	struct cordon_quic_keys keys;
};

/**
 * struct cordon_quic - a reader of one connection
 * @hello: what was read; holds after CORDON_QUIC_DONE, until the next call
 * @hellos: how many were complete; 2 after a HelloRetryRequest
 * @sources: how many of @source hold; 0 until an Initial was opened
 * @in_hello: one is begun and not complete
 * @malformed: an Initial of it was; nothing more is read
 * @source: of its keys; a Retry or another version brings a second one
 *
 * The others are private.
 */
struct cordon_quic {
	struct cordon_tls_hello hello;
	u8 hellos;
	u8 sources;
	bool in_hello;
	bool malformed;
	bool closed;			/* no other source is taken any more */
	bool has_retry;
	struct cordon_quic_id retry;	/* the id that a Retry told to use */
	struct cordon_quic_source source[2];
	u64 next;			/* packet number */
	struct cordon_window window;	/* CRYPTO bytes; never released */
};

void cordon_quic_init(struct cordon_quic *quic, void *memory);
bool cordon_quic_is_initial(const u8 *datagram, size_t length);
bool cordon_quic_is_long(const u8 *datagram, size_t length);
enum cordon_quic_read cordon_quic_client(struct cordon_quic *quic,
					 const u8 *datagram, size_t length,
					 void *scratch, size_t scratch_size);
void cordon_quic_server(struct cordon_quic *quic, const u8 *datagram,
			size_t length);

#endif /* _CORDON_ENGINE_QUIC_H */
