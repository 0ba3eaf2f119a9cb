// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - names: packets in, the names that are in them out
 */
#include <stdlib.h>

#include "engine/names/dns.h"
#include "engine/names/dns_names.h"
#include "engine/names/quic.h"
#include "replay/reading.h"

#define MDNS_PORT	5353
#define LLMNR_PORT	5355

/**
 * struct replay_names - reader of packets
 * @watch: who is told
 * @sessions: the table
 * @scratch: for reading one datagram
 * @walk: for reading one answer of DNS
 */
struct replay_names {
	struct replay_watch watch;
	struct replay_sessions *sessions;
	void *scratch;
	struct cordon_dns_walk walk;
};

static void let_go(struct replay_session *session)
{
	replay_stream_drop(session);
	replay_datagrams_drop(session);
}

static bool waits(const struct replay_session *session)
{
	return replay_stream_waits(session) || replay_datagrams_wait(session);
}

/* Of TCP: neither end's first bytes are in the capture. */
static bool began_before(const struct replay_session *session)
{
	return session->protocol == REPLAY_TCP && !session->opened[0] &&
	       !session->opened[1];
}

/* A session is forgotten: for its age, or since the captures end. */
static void drop(void *data, struct replay_session *session)
{
	const struct replay_reading reading = {
		.names = data, .session = session,
	};

	if (waits(session))
		replay_tell_blind(&reading, REPLAY_BLIND_UNFINISHED);
	else if (session->carries && !session->known && !session->blind)
		replay_tell_blind(&reading, began_before(session) ?
				  REPLAY_BLIND_BEGAN : REPLAY_BLIND_UNNAMED);
	let_go(session);
}

/**
 * replay_names_new() - a reader of packets
 * @watch: who is told what; copied
 *
 * Return: the reader; NULL: no memory.
 */
struct replay_names *replay_names_new(const struct replay_watch *watch)
{
	struct replay_names *names = calloc(1, sizeof(*names));

	if (!names)
		return NULL;
	names->watch = *watch;
	names->sessions = replay_sessions_new(drop, names);
	names->scratch = malloc(CORDON_QUIC_SCRATCH(REPLAY_SCRATCH));
	if (!names->sessions || !names->scratch) {
		replay_names_free(names);
		return NULL;
	}
	return names;
}

/**
 * replay_names_free() - forget all
 * @names: may be NULL
 */
void replay_names_free(struct replay_names *names)
{
	if (!names)
		return;
	replay_sessions_free(names->sessions);
	free(names->scratch);
	free(names);
}

static void tell_name(const struct replay_reading *reading,
		      enum cordon_layer layer, const struct cordon_host *host)
{
	const struct replay_sighting sighting = {
		.packet = reading->packet,
		.session = reading->session,
		.sender = reading->sender,
		.layer = layer,
		.host = host,
	};

	reading->session->known = true;
	reading->names->watch.name(reading->names->watch.data, &sighting);
}

/**
 * replay_tell_blind() - something of a session cannot be seen
 * @reading: packet that shows it
 * @why: what
 */
void replay_tell_blind(const struct replay_reading *reading,
		       enum replay_blind why)
{
	struct replay_session *session = reading->session;

	if (session->blind & 1U << why)
		return;
	session->blind |= 1U << why;
	reading->names->watch.blind(reading->names->watch.data, session, why);
}

static u32 hash_question(const struct cordon_dns_names *names)
{
	u32 hash = 2166136261U ^ names->type;
	u8 i;

	/* FNV-1a: a chance hit costs one line. */
	for (i = 0; i < names->length; i++)
		hash = (hash ^ names->name[i]) * 16777619U;
	return hash ? hash : 1;
}

/* An answer repeats its question; that is told once. */
static bool was_asked(const struct replay_reading *reading,
		      const struct cordon_dns_names *names)
{
	struct replay_session *session = reading->session;
	u32 hash = hash_question(names);
	unsigned int i;

	for (i = 0; reading->sender && i < REPLAY_ASKED_MAX; i++)
		if (session->asked[i] == hash)
			return true;
	memmove(session->asked + 1, session->asked,
		sizeof(session->asked) - sizeof(session->asked[0]));
	session->asked[0] = hash;
	return false;
}

/**
 * replay_is_dns() - is DNS spoken here, by the ports
 * @session: of TCP or UDP
 *
 * Return: whether it is a name server's port, or one of mDNS or LLMNR.
 */
bool replay_is_dns(const struct replay_session *session)
{
	int i;

	for (i = 0; i < 2; i++)
		if (session->end[i].port == MDNS_PORT ||
		    session->end[i].port == LLMNR_PORT)
			return true;
	return session->end[1].port == CORDON_DNS_PORT;
}

/* What a client sends is judged whether it names somebody or not. */
static void tell_message(const struct replay_reading *reading,
			 const struct replay_message *message)
{
	static const struct cordon_host nobody = { .kind = CORDON_HOST_NONE };
	const struct replay_watch *watch = &reading->names->watch;
	const struct replay_sighting sighting = {
		.packet = reading->packet,
		.session = reading->session,
		.sender = reading->sender,
		.layer = CORDON_LAYER_DNS,
		.host = &nobody,
		.message = message,
	};

	watch->name(watch->data, &sighting);
}

/* Returns 0 at the message's end, or -EBADMSG. */
static int tell_names(const struct replay_reading *reading,
		      const struct replay_message *message, bool *asks)
{
	static const enum cordon_layer layers[] = {
		[CORDON_DNS_ASKED] = CORDON_LAYER_DNS,
		[CORDON_DNS_CNAME_TARGET] = CORDON_LAYER_CNAME,
		[CORDON_DNS_SVCB_TARGET] = CORDON_LAYER_SVCB,
	};
	const struct replay_watch *watch = &reading->names->watch;
	struct cordon_host host = { .kind = CORDON_HOST_NAME };
	struct replay_sighting sighting = {
		.packet = reading->packet,
		.session = reading->session,
		.sender = reading->sender,
		.host = &host,
		.message = message,
	};
	struct cordon_dns_names names;
	int more;

	if (cordon_dns_names_start(&names, message->bytes, message->length))
		return -EBADMSG;
	while ((more = cordon_dns_names_next(&names)) > 0) {
		if (names.role == CORDON_DNS_ASKED && was_asked(reading, &names))
			continue;
		*asks |= names.role == CORDON_DNS_ASKED;
		host.length = names.length;
		memcpy(host.name, names.name, names.length);
		sighting.layer = layers[names.role];
		watch->name(watch->data, &sighting);
	}
	return more;
}

/* Would a handset read the addresses of an answer, if it asked for them? */
static bool is_answer_whole(struct replay_names *names,
			    const struct replay_message *message)
{
	struct cordon_dns_question question;

	return cordon_dns_read_question(message->bytes, message->length, true,
					&question) < 0 ||
	       !cordon_dns_walk_start(&names->walk, message->bytes,
				      message->length, &question);
}

/* Returns whether the message could be read to its end. */
static bool read_dns(const struct replay_reading *reading, const u8 *bytes,
		     size_t length)
{
	const struct replay_watch *watch = &reading->names->watch;
	const struct replay_message message = {
		.bytes = bytes,
		.length = length,
		.cut = reading->packet->cut,
	};
	bool asks = false;
	int error = tell_names(reading, &message, &asks);

	if (!asks && !reading->sender)
		tell_message(reading, &message);
	if (reading->packet->protocol == REPLAY_UDP)
		watch->message(watch->data, reading->session, reading->sender,
			       reading->packet);
	reading->session->known |= !error;
	return !error && is_answer_whole(reading->names, &message);
}

/**
 * replay_tell_no_dns() - a datagram to where DNS is spoken is something else
 * @reading: packet
 */
void replay_tell_no_dns(const struct replay_reading *reading)
{
	const struct replay_message message = {
		.bytes = reading->packet->payload,
		.length = reading->packet->length,
		.cut = reading->packet->cut,
	};

	if (!reading->sender)
		tell_message(reading, &message);
}

/* Too much is kept: the one that was silent for longest is read no more. */
static void make_room(const struct replay_reading *reading)
{
	struct replay_reading other = *reading;
	bool waited;

	while ((other.session = replay_session_crowded(reading->names->sessions,
						       reading->session))) {
		waited = waits(other.session);
		let_go(other.session);
		if (waited)
			replay_tell_blind(&other, REPLAY_BLIND_CROWDED);
	}
}

/**
 * replay_keep() - memory to read a session with
 * @reading: packet of the session
 * @size: bytes
 *
 * Other sessions may lose their memory.
 *
 * Return: the memory, for replay_rest(); NULL: there is none, and the session is told
 * to be blind.
 */
void *replay_keep(const struct replay_reading *reading, u32 size)
{
	void *memory = malloc(size);

	if (!memory) {
		replay_tell_blind(reading, REPLAY_BLIND_CROWDED);
		return NULL;
	}
	replay_session_keeps(reading->names->sessions, reading->session, size);
	make_room(reading);
	return memory;
}

/**
 * replay_rest() - memory is no longer needed
 * @reading: packet of the session
 * @memory: from replay_keep()
 * @size: its bytes
 */
void replay_rest(const struct replay_reading *reading, void *memory, u32 size)
{
	replay_session_rests(reading->names->sessions, reading->session, size);
	free(memory);
}

static void tell_hello(const struct replay_reading *reading,
		       const struct cordon_tls_hello *hello)
{
	if (hello->host.kind == CORDON_HOST_NONE)
		replay_tell_blind(reading, REPLAY_BLIND_NO_SNI);
	if (hello->flags & CORDON_TLS_ECH)
		replay_tell_blind(reading, REPLAY_BLIND_ECH);
	if (hello->alpn & (CORDON_ALPN_DOT | CORDON_ALPN_DOQ))
		replay_tell_blind(reading, REPLAY_BLIND_DNS);
}

/* A capture shows what was sent; whether it may be is not asked here. */
static bool on_name(void *data, const struct cordon_flow_name *name)
{
	const struct replay_reading *reading = data;

	if (name->host->kind != CORDON_HOST_NONE)
		tell_name(reading, name->layer, name->host);
	if (name->hello)
		tell_hello(reading, name->hello);
	return false;
}

/* What is cut off is missing in the capture, and no fault of who sent it. */
static bool on_message(void *data, const u8 *message, size_t kept,
		       size_t length)
{
	const struct replay_reading *reading = data;
	bool is_datagram = reading->packet->protocol == REPLAY_UDP;

	(void)length;
	if (!read_dns(reading, message, kept))
		replay_tell_blind(reading, is_datagram && reading->packet->cut ?
				  REPLAY_BLIND_LOST : REPLAY_BLIND_MALFORMED);
	return false;
}

static struct cordon_flow_connection *on_begin(void *data)
{
	return replay_begin_connection(data);
}

static void on_end(void *data, struct cordon_flow_connection *connection)
{
	replay_end_connection(data, connection);
}

const struct cordon_flow_calls replay_flow_calls = {
	.name = on_name,
	.message = on_message,
	.begin = on_begin,
	.end = on_end,
};

/* The same ends, another connection: a SYN that repeats no earlier one. */
static bool is_another(const struct replay_session *session, unsigned int sender,
		       const struct replay_packet *packet)
{
	return packet->protocol == REPLAY_TCP &&
	       (packet->flags & (REPLAY_TCP_SYN | REPLAY_TCP_ACK)) == REPLAY_TCP_SYN &&
	       session->begun[sender] &&
	       session->first[sender] != packet->sequence + 1;
}

/**
 * replay_names_packet() - read a packet
 * @names: reader
 * @packet: from the pipeline
 *
 * Tells names->watch of all that is found. What it tells is valid during the
 * call.
 */
void replay_names_packet(struct replay_names *names,
			 const struct replay_packet *packet)
{
	struct replay_reading reading = {
		.names = names,
		.packet = packet,
	};
	bool fresh;

	reading.session = replay_session_of(names->sessions, packet,
					    &reading.sender, &fresh);
	if (!fresh && is_another(reading.session, reading.sender, packet)) {
		reading.session = replay_session_renew(names->sessions,
						       reading.session, packet);
		reading.sender = 0;
		fresh = true;
	}
	if (packet->length && (packet->protocol == REPLAY_TCP ||
			       packet->protocol == REPLAY_UDP))
		reading.session->carries = true;
	if (fresh) {
		names->watch.session(names->watch.data, reading.session, packet);
		if (packet->protocol == REPLAY_ESP)
			replay_tell_blind(&reading, REPLAY_BLIND_VPN);
		else if (reading.session->end[1].port == CORDON_DNS_TLS_PORT)
			replay_tell_blind(&reading, REPLAY_BLIND_DNS);
	}
	if (packet->protocol == REPLAY_TCP)
		replay_stream_read(&reading);
	else if (packet->protocol == REPLAY_UDP && packet->length)
		replay_datagrams_read(&reading, names->scratch);
}
