// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - names: packets in, the names that are in them out
 */
#include <stdlib.h>

#include "engine/names/dns.h"
#include "engine/names/dns_names.h"
#include "engine/names/quic.h"
#include "replay/reading.h"

/**
 * struct replay_names - reader of packets
 * @watch: who is told
 * @flows: the table
 * @scratch: for reading one datagram
 */
struct replay_names {
	struct replay_watch watch;
	struct replay_flows *flows;
	void *scratch;
};

static void let_go(struct replay_flow *flow)
{
	replay_stream_drop(flow);
	replay_datagrams_drop(flow);
}

static bool waits(const struct replay_flow *flow)
{
	return replay_stream_waits(flow) || replay_datagrams_wait(flow);
}

/* A flow is forgotten: for its age, or since the captures end. */
static void drop(void *data, struct replay_flow *flow)
{
	const struct replay_reading reading = { .names = data, .flow = flow };

	if (waits(flow))
		replay_tell_blind(&reading, REPLAY_BLIND_UNFINISHED);
	let_go(flow);
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
	names->flows = replay_flows_new(drop, names);
	names->scratch = malloc(CORDON_QUIC_SCRATCH(REPLAY_SCRATCH));
	if (!names->flows || !names->scratch) {
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
	replay_flows_free(names->flows);
	free(names->scratch);
	free(names);
}

/**
 * replay_tell_name() - a name was read
 * @reading: packet that completed it
 * @layer: where it stands
 * @host: the name; not CORDON_HOST_NONE
 */
void replay_tell_name(const struct replay_reading *reading,
		      enum cordon_layer layer, const struct cordon_host *host)
{
	const struct replay_sighting sighting = {
		.packet = reading->packet,
		.flow = reading->flow,
		.sender = reading->sender,
		.layer = layer,
		.host = host,
	};

	reading->names->watch.name(reading->names->watch.data, &sighting);
}

/**
 * replay_tell_hello() - a ClientHello was read
 * @reading: packet that completed it
 * @layer: what carries it
 * @hello: the hello
 */
void replay_tell_hello(const struct replay_reading *reading,
		       enum cordon_layer layer,
		       const struct cordon_tls_hello *hello)
{
	if (hello->host.kind == CORDON_HOST_NONE)
		replay_tell_blind(reading, REPLAY_BLIND_NO_SNI);
	else
		replay_tell_name(reading, layer, &hello->host);
	if (hello->flags & CORDON_TLS_ECH)
		replay_tell_blind(reading, REPLAY_BLIND_ECH);
	if (hello->alpn & (CORDON_ALPN_DOT | CORDON_ALPN_DOQ))
		replay_tell_blind(reading, REPLAY_BLIND_DNS);
}

/**
 * replay_tell_blind() - something of a flow cannot be seen
 * @reading: packet that shows it
 * @why: what
 */
void replay_tell_blind(const struct replay_reading *reading,
		       enum replay_blind why)
{
	struct replay_flow *flow = reading->flow;

	if (flow->blind & 1U << why)
		return;
	flow->blind |= 1U << why;
	reading->names->watch.blind(reading->names->watch.data, flow, why);
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
static bool was_asked(struct replay_flow *flow,
		      const struct cordon_dns_names *names)
{
	u32 hash = hash_question(names);
	unsigned int i;

	for (i = 0; names->response && i < REPLAY_ASKED_MAX; i++)
		if (flow->asked[i] == hash)
			return true;
	memmove(flow->asked + 1, flow->asked,
		sizeof(flow->asked) - sizeof(flow->asked[0]));
	flow->asked[0] = hash;
	return false;
}

/**
 * replay_read_dns() - read a DNS message
 * @reading: packet that completed it
 * @message: the message, from its id on
 * @length: its bytes
 *
 * Return: whether it could be read to its end.
 */
bool replay_read_dns(const struct replay_reading *reading, const u8 *message,
		     size_t length)
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
		.flow = reading->flow,
		.sender = reading->sender,
		.host = &host,
	};
	struct cordon_dns_names names;
	int more;

	if (cordon_dns_names_start(&names, message, length))
		return false;
	while ((more = cordon_dns_names_next(&names)) > 0) {
		if (names.role == CORDON_DNS_ASKED &&
		    was_asked(reading->flow, &names))
			continue;
		host.length = names.length;
		memcpy(host.name, names.name, names.length);
		sighting.layer = layers[names.role];
		sighting.dns_type = names.type;
		sighting.response = names.response;
		watch->name(watch->data, &sighting);
	}
	if (reading->packet->protocol == REPLAY_UDP)
		watch->message(watch->data, reading->flow, reading->packet);
	return !more;
}

/**
 * replay_keep() - memory to read a flow with
 * @reading: packet of the flow
 * @size: bytes
 *
 * Another flow may lose its memory.
 *
 * Return: the memory, which free() takes; NULL: there is none, and the flow is
 * told to be blind.
 */
void *replay_keep(const struct replay_reading *reading, size_t size)
{
	struct replay_reading other = *reading;
	void *memory = malloc(size);
	bool waited;

	if (!memory) {
		replay_tell_blind(reading, REPLAY_BLIND_CROWDED);
		return NULL;
	}
	other.flow = replay_flow_keeps(reading->names->flows, reading->flow);
	if (other.flow) {
		waited = waits(other.flow);
		let_go(other.flow);
		if (waited)
			replay_tell_blind(&other, REPLAY_BLIND_CROWDED);
	}
	return memory;
}

/**
 * replay_rest() - nothing is kept for a flow any more
 * @reading: packet of the flow
 */
void replay_rest(const struct replay_reading *reading)
{
	replay_flow_rests(reading->names->flows, reading->flow);
}

/* The same ends, another connection: a SYN that repeats no earlier one. */
static bool is_another(const struct replay_flow *flow, unsigned int sender,
		       const struct replay_packet *packet)
{
	return packet->protocol == REPLAY_TCP &&
	       (packet->flags & (REPLAY_TCP_SYN | REPLAY_TCP_ACK)) == REPLAY_TCP_SYN &&
	       flow->begun[sender] && flow->first[sender] != packet->sequence + 1;
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

	reading.flow = replay_flow_of(names->flows, packet, &reading.sender,
				      &fresh);
	if (!fresh && is_another(reading.flow, reading.sender, packet)) {
		reading.flow = replay_flow_renew(names->flows, reading.flow,
						 packet);
		reading.sender = 0;
		fresh = true;
	}
	if (fresh) {
		names->watch.flow(names->watch.data, reading.flow, packet);
		if (packet->protocol == REPLAY_ESP)
			replay_tell_blind(&reading, REPLAY_BLIND_VPN);
		else if (reading.flow->end[1].port == CORDON_DNS_TLS_PORT)
			replay_tell_blind(&reading, REPLAY_BLIND_DNS);
	}
	if (packet->protocol == REPLAY_TCP)
		replay_stream_read(&reading);
	else if (packet->protocol == REPLAY_UDP)
		replay_datagrams_read(&reading, names->scratch);
}
