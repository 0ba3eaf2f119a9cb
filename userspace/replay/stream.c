// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - stream: the names in what each end of a TCP connection sends
 *
 * Both ends are read alike: the one that sends a ClientHello or a request is
 * the client. A capture may miss bytes and begin anywhere, so a stream that
 * could not be read is looked at again wherever a segment begins like a
 * ClientHello or a request.
 */
#include "engine/names/stream.h"
#include "replay/keep.h"
#include "replay/stream.h"
#include "replay/tell.h"

/* A message of DNS is kept whole: answers are read as well. */
#define MESSAGE_MAX	65535U

/**
 * struct replay_stream - what one end sends, while it is read
 * @stream: its bytes by their numbers
 * @flow: what reads them
 * @memory: of @stream
 */
struct replay_stream {
	struct cordon_stream stream;
	u64 flow[CORDON_FLOW_SIZE(MESSAGE_MAX) / 8];
	u8 memory[CORDON_WINDOW_MEMORY(CORDON_STREAM_WINDOW)];
};

static const struct cordon_flow_calls calls = {
	.name = replay_tell_flow_name,
	.message = replay_tell_flow_message,
};

static struct cordon_flow *flow_of(struct replay_stream *stream)
{
	return (struct cordon_flow *)stream->flow;
}

static void rest(const struct replay_reading *reading)
{
	struct replay_session *session = reading->session;

	replay_rest(reading, session->stream[reading->sender],
		    sizeof(*session->stream[0]));
	session->stream[reading->sender] = NULL;
}

static void begin(const struct replay_reading *reading, u32 first)
{
	struct replay_session *session = reading->session;
	struct replay_stream *stream = replay_keep(reading, sizeof(*stream));

	if (!stream)
		return;
	cordon_stream_init(&stream->stream, first, stream->memory,
			   CORDON_STREAM_WINDOW);
	session->named[reading->sender] = false;
	cordon_flow_init(flow_of(stream), MESSAGE_MAX, replay_is_dns(session));
	session->stream[reading->sender] = stream;
	session->read[reading->sender] = true;
}

/* Read all that can be; returns whether there may be more to come. */
static bool pump(const struct replay_reading *reading,
		 struct replay_stream *stream)
{
	struct cordon_window *window = &stream->stream.window;
	struct cordon_flow *flow = flow_of(stream);
	enum cordon_flow_says says;
	const u8 *bytes;
	u32 length;

	do {
		length = cordon_window_peek(window, &bytes);
		says = cordon_flow_read(flow, bytes, length, &calls,
					(void *)reading);
		cordon_window_advance(window, length);
	} while (says == CORDON_FLOW_WAIT && length);
	reading->session->named[reading->sender] |= flow->told;
	/* What was read is kept for as long as there is room. */
	if (window->read - window->start > window->size / 2)
		cordon_window_release(window);
	if (says == CORDON_FLOW_UNREADABLE)
		replay_tell_blind(reading, REPLAY_BLIND_MALFORMED);
	if (flow->http_2)
		replay_tell_blind(reading, REPLAY_BLIND_HTTP2);
	return says == CORDON_FLOW_WAIT;
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
	cordon_flow_init(flow_of(stream), MESSAGE_MAX, false);
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
