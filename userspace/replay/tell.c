// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - tell: what was found in a packet, to whoever watches
 */
#include "engine/names/dns_names.h"
#include "replay/tell.h"

#define MDNS_PORT	5353
#define LLMNR_PORT	5355

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
	reading->watch->name(reading->watch->data, &sighting);
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
	reading->watch->blind(reading->watch->data, session, why);
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

/* What a client sends is judged whether it names somebody or not. */
static void tell_message(const struct replay_reading *reading,
			 const struct replay_message *message)
{
	static const struct cordon_host nobody = { .kind = CORDON_HOST_NONE };
	const struct replay_watch *watch = reading->watch;
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
	const struct replay_watch *watch = reading->watch;
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
static bool is_answer_whole(const struct replay_reading *reading,
			    const struct replay_message *message)
{
	struct cordon_dns_question question;

	return cordon_dns_read_question(message->bytes, message->length, true,
					&question) < 0 ||
	       !cordon_dns_walk_start(reading->walk, message->bytes,
				      message->length, &question);
}

/* Returns whether the message could be read to its end. */
static bool read_dns(const struct replay_reading *reading, const u8 *bytes,
		     size_t length)
{
	const struct replay_watch *watch = reading->watch;
	const struct replay_message message = {
		.bytes = bytes,
		.length = length,
		.cut = reading->packet->cut,
	};
	bool asks = false;
	int error = tell_names(reading, &message, &asks);

	if (!asks && !reading->sender)
		tell_message(reading, &message);
	if (reading->packet->protocol == REPLAY_UDP &&
	    !watch->message(watch->data, reading->session, reading->sender,
			    reading->packet))
		replay_tell_blind(reading, REPLAY_BLIND_CROWDED);
	reading->session->known |= !error;
	return !error && is_answer_whole(reading, &message);
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

/**
 * replay_tell_flow_name() - a flow names somebody, for struct cordon_flow_calls
 * @data: the reading
 * @name: whom
 *
 * Return: false: a capture shows what was sent, whether it may be is not asked here.
 */
bool replay_tell_flow_name(void *data, const struct cordon_flow_name *name)
{
	const struct replay_reading *reading = data;

	if (name->host->kind != CORDON_HOST_NONE)
		tell_name(reading, name->layer, name->host);
	if (name->hello)
		tell_hello(reading, name->hello);
	return false;
}

/**
 * replay_tell_flow_message() - a flow has a DNS message, for struct
 * cordon_flow_calls
 * @data: the reading
 * @message: its bytes
 * @kept: as many as there are
 * @length: as many as it has
 *
 * Return: false: as above.
 */
bool replay_tell_flow_message(void *data, const u8 *message, size_t kept,
			      size_t length)
{
	const struct replay_reading *reading = data;
	bool is_datagram = reading->packet->protocol == REPLAY_UDP;

	(void)length;
	/* What is cut off is missing in the capture, and no fault of who sent it. */
	if (!read_dns(reading, message, kept))
		replay_tell_blind(reading, is_datagram && reading->packet->cut ?
				  REPLAY_BLIND_LOST : REPLAY_BLIND_MALFORMED);
	return false;
}
