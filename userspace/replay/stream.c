// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - stream: the names in what each end of a TCP connection sends
 *
 * Both ends are read alike: the one that sends a ClientHello or a request is
 * the client. A capture may miss bytes and begin anywhere, so a stream that
 * could not be read is looked at again wherever a segment begins like a
 * ClientHello or a request.
 */
#include <stdlib.h>

#include "engine/names/dns_stream.h"
#include "engine/names/flight.h"
#include "engine/names/stream.h"
#include "replay/reading.h"

/* What reads a stream. */
enum reader {
	READS_UNKNOWN,			/* DNS by its port; too little to tell */
	READS_DNS,
	READS_FLIGHT,
};

/**
 * struct replay_stream - what one end sends, while it is read
 * @stream: its bytes by their numbers
 * @named: a name was found
 * @reader: @dns or @flight, or none yet
 * @flight: reader
 * @dns: reader
 * @message: where @dns puts a message together
 * @memory: of @stream
 */
struct replay_stream {
	struct cordon_stream stream;
	bool named;
	enum reader reader;
	union {
		struct cordon_flight flight;
		struct {
			struct cordon_dns_stream dns;
			u8 message[65535];
		};
	};
	u8 memory[CORDON_WINDOW_MEMORY(CORDON_STREAM_WINDOW)];
};

static void rest(const struct replay_reading *reading)
{
	struct replay_session *session = reading->session;

	replay_rest(reading, session->stream[reading->sender],
		    sizeof(*session->stream[0]));
	session->stream[reading->sender] = NULL;
}

/**
 * replay_stream_waits() - is a name still waited for
 * @session: any
 *
 * Return: whether an end of it has sent something and named nobody yet.
 */
bool replay_stream_waits(const struct replay_session *session)
{
	int i;

	for (i = 0; i < 2; i++)
		if (session->stream[i] && !session->stream[i]->named)
			return true;
	return false;
}

/**
 * replay_stream_drop() - let go what is kept for a connection
 * @session: any
 */
void replay_stream_drop(struct replay_session *session)
{
	int i;

	for (i = 0; i < 2; i++) {
		free(session->stream[i]);
		session->stream[i] = NULL;
	}
}

static void begin_reader(struct replay_stream *stream, enum reader reader)
{
	stream->reader = reader;
	if (reader == READS_DNS)
		cordon_dns_stream_init(&stream->dns);
	else if (reader == READS_FLIGHT)
		cordon_flight_init(&stream->flight);
}

/* On a port of DNS: what is no DNS is read as anything else is. */
static void choose_reader(struct replay_stream *stream)
{
	const u8 *bytes;

	if (cordon_window_peek(&stream->stream.window, &bytes) <
	    CORDON_DNS_STREAM_HEAD)
		return;
	begin_reader(stream, cordon_dns_stream_fits(bytes) ? READS_DNS :
							     READS_FLIGHT);
}

static void begin(const struct replay_reading *reading, u32 first)
{
	struct replay_session *session = reading->session;
	struct replay_stream *stream = replay_keep(reading, sizeof(*stream));

	if (!stream)
		return;
	cordon_stream_init(&stream->stream, first, stream->memory,
			   CORDON_STREAM_WINDOW);
	stream->named = false;
	begin_reader(stream, replay_is_dns(session) ? READS_UNKNOWN :
						      READS_FLIGHT);
	session->stream[reading->sender] = stream;
	session->read[reading->sender] = true;
}

static void tell_flight(const struct replay_reading *reading,
			const struct cordon_flight *flight)
{
	if (flight->layer == CORDON_LAYER_SNI)
		replay_tell_hello(reading, flight->layer, &flight->tls.hello);
	else if (flight->host->kind != CORDON_HOST_NONE)
		replay_tell_name(reading, flight->layer, flight->host);
}

static enum cordon_read read_some(const struct replay_reading *reading,
				  struct replay_stream *stream,
				  const u8 *bytes, u32 length, size_t *used)
{
	enum cordon_read read;

	*used = 0;
	if (stream->reader == READS_UNKNOWN)
		return CORDON_READ_MORE;
	if (stream->reader == READS_FLIGHT) {
		read = cordon_flight_read(&stream->flight, bytes, length, used);
		if (read == CORDON_READ_DONE)
			tell_flight(reading, &stream->flight);
		return read;
	}
	read = cordon_dns_stream_read(&stream->dns, stream->message,
				      sizeof(stream->message), bytes, length,
				      used);
	if (read == CORDON_READ_DONE &&
	    !replay_read_dns(reading, stream->message, stream->dns.length))
		replay_tell_blind(reading, REPLAY_BLIND_MALFORMED);
	return read;
}

/* Read all that can be; returns whether there may be more to come. */
static bool pump(const struct replay_reading *reading,
		 struct replay_stream *stream)
{
	struct cordon_window *window = &stream->stream.window;
	enum cordon_read read;
	const u8 *bytes;
	size_t used;
	u32 length;

	if (stream->reader == READS_UNKNOWN)
		choose_reader(stream);
	do {
		length = cordon_window_peek(window, &bytes);
		read = read_some(reading, stream, bytes, length, &used);
		stream->named |= read == CORDON_READ_DONE;
		cordon_window_advance(window, (u32)used);
	} while (read == CORDON_READ_DONE ||
		 (read == CORDON_READ_MORE && used));
	/* What was read is kept for as long as there is room. */
	if (window->read - window->start > window->size / 2)
		cordon_window_release(window);
	if (read == CORDON_READ_MALFORMED)
		replay_tell_blind(reading, REPLAY_BLIND_MALFORMED);
	if (read == CORDON_READ_OTHER && stream->flight.http_2)
		replay_tell_blind(reading, REPLAY_BLIND_HTTP2);
	return read == CORDON_READ_MORE;
}

/* A segment that begins a ClientHello or a request, by more than chance. */
static bool begins_anew(const u8 *bytes, size_t length)
{
	static const char *const methods[] = {
		"GET ", "POST ", "HEAD ", "PUT ", "DELETE ", "OPTIONS ",
		"CONNECT ", "PATCH ", "TRACE ",
	};
	size_t i, n;

	if (length >= 6 && bytes[0] == 22 && bytes[1] == 3 && bytes[2] <= 4 &&
	    bytes[5] == CORDON_TLS_CLIENT_HELLO)
		return true;
	for (i = 0; i < ARRAY_SIZE(methods); i++) {
		n = strlen(methods[i]);
		if (length > n && !memcmp(bytes, methods[i], n))
			return true;
	}
	return false;
}

/* The peer has got bytes that the capture has not: go on behind them. */
static bool skip_lost(const struct replay_reading *reading,
		      struct replay_stream *stream)
{
	const u8 *bytes;
	u32 length;

	replay_tell_blind(reading, REPLAY_BLIND_LOST);
	cordon_window_skip(&stream->stream.window);
	begin_reader(stream, READS_FLIGHT);
	length = cordon_window_peek(&stream->stream.window, &bytes);
	return begins_anew(bytes, length) && pump(reading, stream);
}

static void take_segment(const struct replay_reading *reading, u32 sequence)
{
	const struct replay_packet *packet = reading->packet;
	struct replay_stream *stream = reading->session->stream[reading->sender];
	bool urgent = packet->flags & REPLAY_TCP_URG;
	bool more = true;

	switch (cordon_stream_add(&stream->stream, sequence, packet->payload,
				  (u32)packet->length, urgent)) {
	case CORDON_STREAM_CONFLICT:
		replay_tell_blind(reading, REPLAY_BLIND_CONFLICT);
		return;
	case CORDON_STREAM_BEYOND:
		more = cordon_window_has_gap(&stream->stream.window) &&
		       skip_lost(reading, stream);
		break;
	case CORDON_STREAM_URGENT:
		replay_tell_blind(reading, REPLAY_BLIND_URGENT);
		more = pump(reading, stream);
		break;
	default:
		more = pump(reading, stream);
		break;
	}
	if (!more || packet->cut)
		rest(reading);
}

/* What the other end acknowledges, it has got. */
static void acknowledge(const struct replay_reading *reading)
{
	const struct replay_packet *packet = reading->packet;
	struct replay_reading other = *reading;
	struct replay_stream *stream;
	u32 got, missing;

	other.sender = !reading->sender;
	stream = reading->session->stream[other.sender];
	if (!stream || !cordon_window_has_gap(&stream->stream.window))
		return;
	missing = stream->stream.first + (u32)stream->stream.window.ready;
	got = packet->acknowledged - missing;
	if (got && got < 0x80000000U && !skip_lost(&other, stream))
		rest(&other);
}

/*
 * What a client sends after its SYN is the beginning, and so is what anybody
 * sends in DNS; in the middle of a stream anything may stand.
 */
static bool is_beginning(const struct replay_reading *reading)
{
	return reading->session->opened[reading->sender] ||
	       replay_is_dns(reading->session);
}

/**
 * replay_stream_read() - a segment of TCP
 * @reading: the packet
 */
void replay_stream_read(const struct replay_reading *reading)
{
	const struct replay_packet *packet = reading->packet;
	struct replay_session *session = reading->session;
	unsigned int sender = reading->sender;
	u32 sequence = packet->sequence;

	if (packet->flags & REPLAY_TCP_ACK)
		acknowledge(reading);
	if (packet->flags & REPLAY_TCP_SYN)
		sequence++;
	if (!session->begun[sender] &&
	    (packet->flags & REPLAY_TCP_SYN || packet->length)) {
		session->begun[sender] = true;
		session->opened[sender] = (packet->flags &
					   (REPLAY_TCP_SYN | REPLAY_TCP_ACK)) ==
				       REPLAY_TCP_SYN;
		session->first[sender] = sequence;
	}
	if (!packet->length)
		return;
	/* Not before there are bytes: a flood of SYNs takes no memory. */
	if (!session->read[sender] && is_beginning(reading))
		begin(reading, session->first[sender]);
	else if (!session->stream[sender] &&
		 begins_anew(packet->payload, packet->length))
		begin(reading, sequence);
	if (session->stream[sender])
		take_segment(reading, sequence);
}
