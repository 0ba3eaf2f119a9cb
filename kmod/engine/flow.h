/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - flow: a first flight, from its bytes to what becomes of them
 *
 * A flow is one connection, or one UDP peer, from its first byte until its names are
 * known. Whoever drives it hands in the bytes of one direction as they are sent, and
 * is told at once whether they may go: names are decided by a call back, where the
 * policy and the subject are. The kernel does so in a socket before the protocol has
 * the bytes, replay with what a capture holds.
 *
 * All memory is the caller's. The state of a stream holds no pointer that is used
 * again: it may be copied between two calls, so that bytes are read from a copy which
 * is kept once they were sent, and thrown away if they were not.
 */
#ifndef _CORDON_ENGINE_FLOW_H
#define _CORDON_ENGINE_FLOW_H

#include "names/dns.h"
#include "names/dns_stream.h"
#include "names/flight.h"
#include "names/quic.h"

/**
 * enum cordon_flow_says - what becomes of the bytes that were handed in
 * @CORDON_FLOW_WAIT: nothing speaks against them; what follows may name somebody
 * @CORDON_FLOW_ALLOW: neither does anything, and what follows is of no interest: a
 *	stream is decided for good, a datagram for itself
 * @CORDON_FLOW_REFUSE: the call back refused a name in them
 * @CORDON_FLOW_UNREADABLE: broken, contradicting itself, too long, or more than
 *	there is memory for; whether that is refused depends on whom it goes to and
 *	on what it began as
 *
 * Of a stream all but the first are final: nothing more is read of it.
 */
enum cordon_flow_says {
	CORDON_FLOW_WAIT,
	CORDON_FLOW_ALLOW,
	CORDON_FLOW_REFUSE,
	CORDON_FLOW_UNREADABLE,
};

/* What a stream began as; while it waits, what it seems to be by its first byte. */
enum cordon_flow_protocol {
	CORDON_FLOW_UNKNOWN,		/* too few bytes to tell, or none of these */
	CORDON_FLOW_DNS,
	CORDON_FLOW_TLS,
	CORDON_FLOW_HTTP,
	CORDON_FLOW_SOCKS,
};

/**
 * struct cordon_flow_name - whom a message in a flow names
 * @layer: where the name stands
 * @host: the name; CORDON_HOST_NONE if the message could name somebody and did not
 * @hello: of CORDON_LAYER_SNI and _QUIC: all that the ClientHello said; else NULL
 * @http: of CORDON_LAYER_HTTP and _CONNECT: all that the request said; else NULL
 */
struct cordon_flow_name {
	enum cordon_layer layer;
	const struct cordon_host *host;
	const struct cordon_tls_hello *hello;
	const struct cordon_http *http;
};

struct cordon_flow_connection;

/**
 * struct cordon_flow_calls - what a flow asks of who drives it
 * @name: somebody is named; returns whether that is refused
 * @message: a question of DNS is sent, @length bytes of which @kept are there, or what
 *	is sent to a port of DNS and is nothing else that is known; returns whether it
 *	is refused
 * @begin: memory for another QUIC connection; NULL if there is none
 * @end: that memory is not needed after all; it is in no list
 *
 * None may hand in more bytes of the same flow.
 */
struct cordon_flow_calls {
	bool (*name)(void *data, const struct cordon_flow_name *name);
	bool (*message)(void *data, const u8 *message, size_t kept,
			size_t length);
	struct cordon_flow_connection *(*begin)(void *data);
	void (*end)(void *data, struct cordon_flow_connection *connection);
};

/**
 * struct cordon_flow - a stream that is being read
 * @protocol: what it began as
 * @http_2: it is HTTP/2 without TLS, in which nothing is read
 * @told: a message was complete that named somebody, or could have
 *
 * CORDON_FLOW_SIZE() bytes; the rest is private.
 */
struct cordon_flow {
	enum cordon_flow_protocol protocol;
	bool http_2;
	bool told;
	/* private: */
	u8 stage;
	u8 says;		/* once nothing more is read */
	u8 count;		/* bytes of @head */
	u8 head[CORDON_DNS_STREAM_HEAD];
	u32 room;
	u64 reader[];		/* a flight; or a DNS stream, and @room bytes */
};

/* With room for so many bytes of a message of DNS: CORDON_DNS_QUESTION_MAX does. */
#define CORDON_FLOW_SIZE(room)						\
	(sizeof(struct cordon_flow) +					\
	 sizeof(union {							\
		struct cordon_flight flight;				\
		struct {						\
			struct cordon_dns_stream dns;			\
			u64 message[((room) + 7) / 8];			\
		} stream;						\
	 }))

void cordon_flow_init(struct cordon_flow *flow, u32 room, bool dns);
enum cordon_flow_says cordon_flow_read(struct cordon_flow *flow,
				       const u8 *bytes, size_t length,
				       const struct cordon_flow_calls *calls,
				       void *data);

/**
 * struct cordon_flow_connection - a QUIC connection of a peer
 * @next: an older one; for who forgets connections, by age or for want of room
 * @quic: its reader
 * @refused: it named somebody who is refused; private
 * @memory: of @quic
 *
 * It is read from its first Initial on, and known for as long as it is in the list:
 * then what its hello named still counts when that is sent again.
 */
struct cordon_flow_connection {
	struct cordon_flow_connection *next;
	struct cordon_quic quic;
	bool refused;
	u8 memory[CORDON_QUIC_MEMORY];
};

/**
 * struct cordon_flow_datagram - a datagram that is sent
 * @bytes: its payload
 * @length: bytes of it
 * @scratch: CORDON_QUIC_SCRATCH(@length) bytes, aligned for a u64
 * @dns: it goes to where DNS is spoken
 * @quic: what the reader of QUIC said; CORDON_QUIC_OTHER if it was not asked
 */
struct cordon_flow_datagram {
	const u8 *bytes;
	size_t length;
	void *scratch;
	bool dns;
	enum cordon_quic_read quic;
};

bool cordon_flow_is_dns(const u8 *datagram, size_t length);
enum cordon_flow_says
cordon_flow_send(struct cordon_flow_connection **connections,
		 struct cordon_flow_datagram *datagram,
		 const struct cordon_flow_calls *calls, void *data);
bool cordon_flow_receive(struct cordon_flow_connection *connections,
			 const u8 *datagram, size_t length);

#endif /* _CORDON_ENGINE_FLOW_H */
