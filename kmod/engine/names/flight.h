/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - flight: the names in what a client sends first
 *
 * Finds out from the first byte whether a stream is TLS, HTTP or SOCKS, on any
 * port, and goes on inside a tunnel that a proxy is asked for. DNS is told from
 * its port first: see dns_stream.h.
 */
#ifndef _CORDON_ENGINE_FLIGHT_H
#define _CORDON_ENGINE_FLIGHT_H

#include "http.h"
#include "layer.h"
#include "socks.h"
#include "tls.h"

/* Proxies that one stream may go through, one inside the other. */
#define CORDON_FLIGHT_TUNNELS	4U

/**
 * enum cordon_flight_stage - what a stream turned out to be
 */
enum cordon_flight_stage {
	CORDON_FLIGHT_START,		/* nothing was seen yet */
	CORDON_FLIGHT_TLS,
	CORDON_FLIGHT_HTTP,
	CORDON_FLIGHT_SOCKS,
	CORDON_FLIGHT_END,		/* nothing more is read */
	CORDON_FLIGHT_TOO_DEEP,		/* nor is it right: too many proxies */
};

/**
 * struct cordon_flight - a client's stream, and how far it has been read
 * @layer: of the name, after CORDON_READ_DONE
 * @host: the name, in one of the readers; CORDON_HOST_NONE when the message
 *	that could have named somebody did not
 * @stage: which of the readers is in use
 * @tunnels: proxies gone through
 * @http_2: the stream is HTTP/2 without TLS, in which nothing is read
 * @host_next: of an HTTP request, its Host is still to be given out
 * @tunnel_next: what follows goes through the proxy that was asked
 * @tls: the reader, and what the ClientHello said
 * @http: the reader, and what the request said
 * @socks: the reader, and what the request said
 *
 * @host and the readers' results hold until the next call, in this very structure: a
 * copy of it reads on, but its @host is not its own.
 */
struct cordon_flight {
	enum cordon_layer layer;
	const struct cordon_host *host;
	enum cordon_flight_stage stage;
	u8 tunnels;
	bool http_2;
	bool host_next;
	bool tunnel_next;
	union {
		struct cordon_tls tls;
		struct cordon_http http;
		struct cordon_socks socks;
	};
};

void cordon_flight_init(struct cordon_flight *flight);
enum cordon_read cordon_flight_read(struct cordon_flight *flight,
				    const u8 *bytes, size_t length,
				    size_t *used);

#endif /* _CORDON_ENGINE_FLIGHT_H */
