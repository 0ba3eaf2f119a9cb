// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - flow: a first flight, from its bytes to what becomes of them
 */
#include "flow.h"
#include "names/dns_names.h"
#include "names/quic_packet.h"

enum stage {
	STAGE_UNKNOWN,			/* DNS by its port; too little to tell */
	STAGE_DNS,
	STAGE_FLIGHT,
	STAGE_END,
};

static struct cordon_flight *flight_of(struct cordon_flow *flow)
{
	return (struct cordon_flight *)flow->reader;
}

static struct cordon_dns_stream *dns_of(struct cordon_flow *flow)
{
	return (struct cordon_dns_stream *)flow->reader;
}

static void begin_flight(struct cordon_flow *flow)
{
	flow->stage = STAGE_FLIGHT;
	cordon_flight_init(flight_of(flow));
}

/**
 * cordon_flow_init - begin to read a stream
 * @flow: CORDON_FLOW_SIZE(@room) bytes; set up
 * @room: bytes that are kept of a message of DNS
 * @dns: it goes to where DNS is spoken: what is no DNS is read as any other stream
 */
void cordon_flow_init(struct cordon_flow *flow, u32 room, bool dns)
{
	flow->protocol = CORDON_FLOW_UNKNOWN;
	flow->http_2 = false;
	flow->told = false;
	flow->stage = STAGE_UNKNOWN;
	flow->says = CORDON_FLOW_WAIT;
	flow->count = 0;
	flow->room = room;
	if (!dns)
		begin_flight(flow);
}

static enum cordon_flow_says finish(struct cordon_flow *flow,
				    enum cordon_flow_says says)
{
	flow->stage = STAGE_END;
	flow->says = (u8)says;
	return says;
}

/* Whether what was just read names somebody who is refused. */
static bool is_refused(struct cordon_flight *flight,
		       const struct cordon_flow_calls *calls, void *data)
{
	const struct cordon_flow_name name = {
		.layer = flight->layer,
		.host = flight->host,
		.hello = flight->layer == CORDON_LAYER_SNI ?
			 &flight->tls.hello : NULL,
		.http = flight->layer == CORDON_LAYER_HTTP ||
			flight->layer == CORDON_LAYER_CONNECT ?
			&flight->http : NULL,
	};

	return calls->name(data, &name);
}

static enum cordon_flow_protocol protocol_of(const struct cordon_flight *flight)
{
	switch (flight->stage) {
	case CORDON_FLIGHT_TLS:
		return CORDON_FLOW_TLS;
	case CORDON_FLIGHT_HTTP:
		return CORDON_FLOW_HTTP;
	case CORDON_FLIGHT_SOCKS:
		return CORDON_FLOW_SOCKS;
	default:
		return CORDON_FLOW_UNKNOWN;
	}
}

/*
 * Behind a message the reader is asked once more also when there is no other byte: a
 * request may be malformed for what comes next, whatever that is.
 */
static enum cordon_flow_says read_flight(struct cordon_flow *flow,
					 const u8 *bytes, size_t length,
					 const struct cordon_flow_calls *calls,
					 void *data)
{
	struct cordon_flight *flight = flight_of(flow);
	enum cordon_read read;
	size_t used;

	do {
		read = cordon_flight_read(flight, bytes, length, &used);
		if (flow->protocol == CORDON_FLOW_UNKNOWN)
			flow->protocol = protocol_of(flight);
		if (read == CORDON_READ_DONE) {
			flow->told = true;
			if (is_refused(flight, calls, data))
				return finish(flow, CORDON_FLOW_REFUSE);
		}
		bytes += used;
		length -= used;
	} while (read == CORDON_READ_DONE);
	if (read == CORDON_READ_MALFORMED)
		return finish(flow, CORDON_FLOW_UNREADABLE);
	if (read == CORDON_READ_MORE)
		return CORDON_FLOW_WAIT;
	flow->http_2 = flight->http_2;
	if (!flow->told)
		flow->protocol = CORDON_FLOW_UNKNOWN;
	return finish(flow, CORDON_FLOW_ALLOW);
}

/* There is no end to the messages of a stream. */
static enum cordon_flow_says read_dns(struct cordon_flow *flow,
				      const u8 *bytes, size_t length,
				      const struct cordon_flow_calls *calls,
				      void *data)
{
	struct cordon_dns_stream *dns = dns_of(flow);
	u8 *message = (u8 *)(dns + 1);
	enum cordon_read read;
	size_t used;

	do {
		read = cordon_dns_stream_read(dns, message, flow->room, bytes,
					      length, &used);
		bytes += used;
		length -= used;
		if (read != CORDON_READ_DONE)
			continue;
		flow->told = true;
		if (calls->message(data, message,
				   min_t(u32, dns->length, flow->room),
				   dns->length))
			return finish(flow, CORDON_FLOW_REFUSE);
	} while (read == CORDON_READ_DONE);
	return CORDON_FLOW_WAIT;
}

static enum cordon_flow_says read_on(struct cordon_flow *flow,
				     const u8 *bytes, size_t length,
				     const struct cordon_flow_calls *calls,
				     void *data)
{
	switch ((enum stage)flow->stage) {
	case STAGE_DNS:
		return read_dns(flow, bytes, length, calls, data);
	case STAGE_FLIGHT:
		return read_flight(flow, bytes, length, calls, data);
	default:
		return (enum cordon_flow_says)flow->says;
	}
}

/* Enough bytes to tell whether this is DNS. */
static void choose(struct cordon_flow *flow)
{
	if (!cordon_dns_stream_fits(flow->head)) {
		begin_flight(flow);
		return;
	}
	flow->stage = STAGE_DNS;
	flow->protocol = CORDON_FLOW_DNS;
	cordon_dns_stream_init(dns_of(flow));
}

/**
 * cordon_flow_read - the next bytes of a stream
 * @flow: begun with cordon_flow_init()
 * @bytes: what is sent
 * @length: how many; all are read
 * @calls: asked about what is found, in its order
 * @data: handed to them
 *
 * Return: see enum cordon_flow_says. If the bytes are not sent after all, go on with
 * a copy of @flow from before; if only some are, hand in these to that copy.
 */
enum cordon_flow_says cordon_flow_read(struct cordon_flow *flow,
				       const u8 *bytes, size_t length,
				       const struct cordon_flow_calls *calls,
				       void *data)
{
	size_t some;

	if (flow->stage == STAGE_UNKNOWN) {
		some = min_t(size_t, length, sizeof(flow->head) - flow->count);
		memcpy(flow->head + flow->count, bytes, some);
		flow->count = (u8)(flow->count + some);
		if (flow->count < sizeof(flow->head))
			return CORDON_FLOW_WAIT;
		choose(flow);
		read_on(flow, flow->head, sizeof(flow->head), calls, data);
		bytes += some;
		length -= some;
	}
	return read_on(flow, bytes, length, calls, data);
}

/**
 * cordon_flow_is_dns - is a datagram to a port of DNS to be taken for DNS
 * @datagram: what is sent
 * @length: bytes of it
 *
 * Return: false if it begins as QUIC does, and is no message that can be read.
 */
bool cordon_flow_is_dns(const u8 *datagram, size_t length)
{
	return !cordon_quic_is_long(datagram, length) ||
	       cordon_dns_is_whole(datagram, length);
}

static bool is_named_so(const struct cordon_flow_connection *one,
			const struct cordon_quic_packet *first)
{
	const struct cordon_quic_source *source = one->quic.source;
	unsigned int i;

	for (i = 0; i < one->quic.sources; i++, source++)
		if (source->version == first->number &&
		    source->id.length == first->destination.length &&
		    !memcmp(source->id.byte, first->destination.byte,
			    source->id.length))
			return true;
	return false;
}

/* The connection that the datagram is certainly of, if there is one. */
static struct cordon_flow_connection *
find_connection(struct cordon_flow_connection *one,
		const struct cordon_flow_datagram *datagram)
{
	struct cordon_quic_packet first;

	if (cordon_quic_packet_read(&first, datagram->bytes, datagram->length) !=
	    CORDON_QUIC_INITIAL)
		return NULL;
	while (one && !is_named_so(one, &first))
		one = one->next;
	return one;
}

static enum cordon_quic_read show(struct cordon_flow_connection *one,
				  const struct cordon_flow_datagram *datagram)
{
	return cordon_quic_client(&one->quic, datagram->bytes, datagram->length,
				  datagram->scratch,
				  CORDON_QUIC_SCRATCH(datagram->length));
}

/* What none can open, none ever will; and what opens none is none. */
static struct cordon_flow_connection *
begin_connection(struct cordon_flow_connection **connections,
		 struct cordon_flow_datagram *datagram,
		 const struct cordon_flow_calls *calls, void *data)
{
	struct cordon_flow_connection *one = calls->begin(data);

	if (!one)
		return NULL;
	one->refused = false;
	cordon_quic_init(&one->quic, one->memory);
	datagram->quic = show(one, datagram);
	if (!one->quic.sources) {
		calls->end(data, one);
		return NULL;
	}
	one->next = *connections;
	*connections = one;
	return one;
}

/*
 * The first connection that knows what to do with the datagram. What all others call
 * another's is shown to a new one.
 */
static struct cordon_flow_connection *
read_quic(struct cordon_flow_connection **connections,
	  struct cordon_flow_datagram *datagram,
	  const struct cordon_flow_calls *calls, void *data)
{
	struct cordon_flow_connection *one;
	enum cordon_quic_read read = CORDON_QUIC_ANOTHER;
	bool is_first = true;

	one = find_connection(*connections, datagram);
	if (one) {
		datagram->quic = show(one, datagram);
		return one;
	}
	for (one = *connections; one; one = one->next) {
		datagram->quic = show(one, datagram);
		if (datagram->quic != CORDON_QUIC_ANOTHER &&
		    datagram->quic != CORDON_QUIC_SEALED)
			return one;
		if (is_first || datagram->quic == CORDON_QUIC_ANOTHER)
			read = datagram->quic;
		is_first = false;
	}
	datagram->quic = read;
	if (read != CORDON_QUIC_ANOTHER)
		return NULL;
	return begin_connection(connections, datagram, calls, data);
}

/* What becomes of a datagram of a connection, or of one that is of none. */
static enum cordon_flow_says decide_quic(struct cordon_flow_connection *one,
					 const struct cordon_flow_datagram *datagram,
					 const struct cordon_flow_calls *calls,
					 void *data)
{
	struct cordon_flow_name name = { .layer = CORDON_LAYER_QUIC };

	if (one && datagram->quic == CORDON_QUIC_DONE) {
		name.host = &one->quic.hello.host;
		name.hello = &one->quic.hello;
		one->refused |= calls->name(data, &name);
	}
	if (one && one->refused)
		return CORDON_FLOW_REFUSE;
	switch (datagram->quic) {
	case CORDON_QUIC_UNKNOWN:
	case CORDON_QUIC_SEALED:
	case CORDON_QUIC_ANOTHER:
	case CORDON_QUIC_MALFORMED:
		return CORDON_FLOW_UNREADABLE;
	case CORDON_QUIC_MORE:
		return CORDON_FLOW_WAIT;
	default:
		return CORDON_FLOW_ALLOW;
	}
}

/**
 * cordon_flow_send - a datagram is sent
 * @connections: those that are known of this peer, the newest first; one may be added
 * @datagram: what is sent
 * @calls: asked about what is found
 * @data: handed to them
 *
 * Each datagram is decided for itself, since one pair of ports may carry any number of
 * connections: CORDON_FLOW_WAIT is said of a hello's beginning, and of what names nobody
 * CORDON_FLOW_ALLOW with @datagram->quic as it is.
 *
 * Return: see enum cordon_flow_says.
 */
enum cordon_flow_says
cordon_flow_send(struct cordon_flow_connection **connections,
		 struct cordon_flow_datagram *datagram,
		 const struct cordon_flow_calls *calls, void *data)
{
	struct cordon_flow_connection *one;

	datagram->quic = CORDON_QUIC_OTHER;
	if (datagram->dns &&
	    cordon_flow_is_dns(datagram->bytes, datagram->length))
		return calls->message(data, datagram->bytes, datagram->length,
				      datagram->length) ?
		       CORDON_FLOW_REFUSE : CORDON_FLOW_ALLOW;
	if (!cordon_quic_is_long(datagram->bytes, datagram->length))
		return CORDON_FLOW_ALLOW;
	one = read_quic(connections, datagram, calls, data);
	return decide_quic(one, datagram, calls, data);
}

/**
 * cordon_flow_receive - look at a datagram from the peer
 * @connections: those that are known of it
 * @datagram: what it sent
 * @length: bytes of it
 *
 * Never needed, see cordon_quic_server().
 *
 * Return: whether there is a connection that the peer may be the server of.
 */
bool cordon_flow_receive(struct cordon_flow_connection *connections,
			 const u8 *datagram, size_t length)
{
	struct cordon_flow_connection *one;

	for (one = connections; one; one = one->next)
		cordon_quic_server(&one->quic, datagram, length);
	return connections;
}
