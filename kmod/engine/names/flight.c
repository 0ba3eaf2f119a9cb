// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - flight: the names in what a client sends first
 */
#include "flight.h"

/* The types of TLS's records: servers pass over some before a ClientHello. */
#define TLS_RECORD_MIN	20U
#define TLS_RECORD_MAX	24U
/* Of a ClientHello in the form of SSL 2.0. */
#define SSL_2_HEAD	0x80U

/**
 * cordon_flight_init - begin to read a client's stream
 * @flight: set up
 */
void cordon_flight_init(struct cordon_flight *flight)
{
	flight->stage = CORDON_FLIGHT_START;
	flight->host = NULL;
	flight->tunnels = 0;
	flight->http_2 = false;
	flight->host_next = false;
	flight->tunnel_next = false;
}

/* One byte is enough to leave one reader; that one then makes sure. */
static void choose(struct cordon_flight *flight, u8 first)
{
	if ((first >= TLS_RECORD_MIN && first <= TLS_RECORD_MAX) ||
	    first & SSL_2_HEAD) {
		flight->stage = CORDON_FLIGHT_TLS;
		cordon_tls_init(&flight->tls);
	} else if (first == 4 || first == 5) {
		flight->stage = CORDON_FLIGHT_SOCKS;
		cordon_socks_init(&flight->socks);
	} else {
		flight->stage = CORDON_FLIGHT_HTTP;
		cordon_http_init(&flight->http);
	}
}

static enum cordon_read found(struct cordon_flight *flight,
			      enum cordon_layer layer,
			      const struct cordon_host *host)
{
	flight->layer = layer;
	flight->host = host;
	return CORDON_READ_DONE;
}

/* Behind the proxy's request the client speaks with somebody else. */
static enum cordon_read enter_tunnel(struct cordon_flight *flight)
{
	if (flight->tunnels == CORDON_FLIGHT_TUNNELS) {
		flight->stage = CORDON_FLIGHT_TOO_DEEP;
		return CORDON_READ_MALFORMED;
	}
	flight->tunnels++;
	flight->stage = CORDON_FLIGHT_START;
	return CORDON_READ_MORE;
}

static enum cordon_read read_socks(struct cordon_flight *flight,
				   const u8 *bytes, size_t length, size_t *used)
{
	enum cordon_read read = cordon_socks_read(&flight->socks, bytes, length,
						  used);

	if (read != CORDON_READ_DONE)
		return read;
	flight->tunnel_next = true;
	return found(flight, CORDON_LAYER_SOCKS, &flight->socks.host);
}

/*
 * A request names its host twice at most: in the target and in Host. One name
 * is given out once, CONNECT's in its own layer.
 */
static enum cordon_read read_http(struct cordon_flight *flight,
				  const u8 *bytes, size_t length, size_t *used)
{
	struct cordon_http *http = &flight->http;
	enum cordon_read read = cordon_http_read(http, bytes, length, used);

	flight->http_2 = read == CORDON_READ_OTHER &&
			 http->flags & CORDON_HTTP_2;
	if (read != CORDON_READ_DONE)
		return read;
	flight->tunnel_next = http->flags & CORDON_HTTP_CONNECT &&
			      !(http->flags & CORDON_HTTP_BROKEN);
	if (http->target.kind == CORDON_HOST_NONE)
		return found(flight, CORDON_LAYER_HTTP, &http->host);
	flight->host_next = http->flags & CORDON_HTTP_HOST &&
			    http->flags & (CORDON_HTTP_CONNECT |
					   CORDON_HTTP_CONFLICT);
	return found(flight, http->flags & CORDON_HTTP_CONNECT ?
		     CORDON_LAYER_CONNECT : CORDON_LAYER_HTTP, &http->target);
}

/**
 * cordon_flight_read - the next bytes of a stream
 * @flight: begun
 * @bytes: what comes next
 * @length: how many; may be 0 to ask for another name of the last message
 * @used: set to how many were taken
 *
 * Return: CORDON_READ_DONE with @flight->layer and @flight->host set, once for
 * each host that a message names, and once for a ClientHello that names none;
 * CORDON_READ_OTHER when nothing (more) can be read; see enum cordon_read.
 */
enum cordon_read cordon_flight_read(struct cordon_flight *flight,
				    const u8 *bytes, size_t length,
				    size_t *used)
{
	enum cordon_read read = CORDON_READ_MORE;
	size_t taken;

	*used = 0;
	if (flight->host_next) {
		flight->host_next = false;
		return found(flight, CORDON_LAYER_HTTP, &flight->http.host);
	}
	if (flight->tunnel_next) {
		flight->tunnel_next = false;
		read = enter_tunnel(flight);
		if (read != CORDON_READ_MORE)
			return read;
	}
	do {
		taken = 0;
		if (flight->stage == CORDON_FLIGHT_START) {
			if (*used == length)
				return CORDON_READ_MORE;
			flight->host = NULL;
			choose(flight, bytes[*used]);
		}
		switch (flight->stage) {
		case CORDON_FLIGHT_TLS:
			read = cordon_tls_read(&flight->tls, bytes + *used,
					       length - *used, &taken);
			if (read == CORDON_READ_DONE)
				found(flight, CORDON_LAYER_SNI,
				      &flight->tls.hello.host);
			break;
		case CORDON_FLIGHT_HTTP:
			read = read_http(flight, bytes + *used, length - *used,
					 &taken);
			break;
		case CORDON_FLIGHT_SOCKS:
			read = read_socks(flight, bytes + *used, length - *used,
					  &taken);
			break;
		case CORDON_FLIGHT_TOO_DEEP:
			return CORDON_READ_MALFORMED;
		default:
			return CORDON_READ_OTHER;
		}
		*used += taken;
	} while (read == CORDON_READ_MORE &&
		 flight->stage == CORDON_FLIGHT_START);
	if (read == CORDON_READ_OTHER)
		flight->stage = CORDON_FLIGHT_END;
	return read;
}
