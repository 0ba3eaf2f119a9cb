// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - datagrams: the names in UDP: DNS by its ports, QUIC on any
 */
#include <stdlib.h>

#include "engine/names/dns.h"
#include "engine/names/quic.h"
#include "replay/reading.h"

#define MDNS_PORT		5353
#define LLMNR_PORT		5355
#define IKE_PORT		500
#define IKE_NAT_PORT		4500
#define OPENVPN_PORT		1194

/* Connections that one flow may have; more are no browser's. */
#define CONNECTIONS_MAX		4U

/**
 * struct replay_datagrams - the readers of a flow's QUIC connections
 * @next: an older one
 * @client: which end is the client
 * @opened: an Initial of it was opened
 * @quic: reader
 * @memory: of @quic
 */
struct replay_datagrams {
	struct replay_datagrams *next;
	unsigned int client;
	bool opened;
	struct cordon_quic quic;
	u8 memory[CORDON_QUIC_MEMORY];
};

/**
 * replay_datagrams_wait() - is a hello still waited for
 * @flow: any
 *
 * Return: whether a hello of it has begun and not ended.
 */
bool replay_datagrams_wait(const struct replay_flow *flow)
{
	const struct replay_datagrams *one;

	for (one = flow->datagrams; one; one = one->next)
		if (one->opened && !one->quic.hellos)
			return true;
	return false;
}

/**
 * replay_datagrams_drop() - let go what is kept for a flow
 * @flow: any
 */
void replay_datagrams_drop(struct replay_flow *flow)
{
	while (flow->datagrams) {
		struct replay_datagrams *one = flow->datagrams;

		flow->datagrams = one->next;
		free(one);
	}
}

static bool is_port(const struct replay_packet *packet, u16 port)
{
	return packet->source_port == port || packet->destination_port == port;
}

static bool is_dns(const struct replay_packet *packet)
{
	return is_port(packet, CORDON_DNS_PORT) || is_port(packet, MDNS_PORT) ||
	       is_port(packet, LLMNR_PORT);
}

/*
 * WireGuard's first message on any port, OpenVPN's and IKE's on theirs; by the
 * shape of what begins them.
 */
static bool is_vpn(const struct replay_packet *packet)
{
	static const u8 wireguard[] = { 1, 0, 0, 0 };
	const u8 *bytes = packet->payload;
	size_t ike = 0;

	if (packet->length == 148 && !memcmp(bytes, wireguard, 4))
		return true;
	if (is_port(packet, OPENVPN_PORT))
		return packet->length >= 14 && (bytes[0] == 0x38 || bytes[0] == 0x50);
	if (is_port(packet, IKE_NAT_PORT))
		ike = 4;
	else if (!is_port(packet, IKE_PORT))
		return false;
	return packet->length >= ike + 28 && !memcmp(bytes, "\0\0\0", ike) &&
	       (bytes[ike + 17] == 0x10 || bytes[ike + 17] == 0x20);
}

static struct replay_datagrams *add_reader(const struct replay_reading *reading)
{
	struct replay_flow *flow = reading->flow;
	struct replay_datagrams *one;
	unsigned int count = 0;

	for (one = flow->datagrams; one; one = one->next)
		count++;
	if (count == CONNECTIONS_MAX) {
		replay_tell_blind(reading, REPLAY_BLIND_CROWDED);
		return NULL;
	}
	one = replay_keep(reading, sizeof(*one));
	if (!one)
		return NULL;
	one->client = reading->sender;
	one->opened = false;
	cordon_quic_init(&one->quic, one->memory);
	one->next = flow->datagrams;
	flow->datagrams = one;
	return one;
}

/*
 * The first reader that knows what to do with the datagram. What all others call
 * another's is shown to a new one; what none can open, none ever will.
 */
static enum cordon_quic_read read_client(const struct replay_reading *reading,
					 void *scratch,
					 struct replay_datagrams **by)
{
	const struct replay_packet *packet = reading->packet;
	enum cordon_quic_read read = CORDON_QUIC_ANOTHER, one_says;
	struct replay_datagrams *one;
	bool is_new = true;

	for (one = reading->flow->datagrams; one; one = one->next) {
		if (one->client != reading->sender)
			continue;
		*by = one;
		one_says = cordon_quic_client(&one->quic, packet->payload,
					      packet->length, scratch,
					      CORDON_QUIC_SCRATCH(packet->length));
		if (one_says != CORDON_QUIC_ANOTHER &&
		    one_says != CORDON_QUIC_SEALED)
			return one_says;
		if (is_new || one_says == CORDON_QUIC_ANOTHER)
			read = one_says;
		is_new = false;
	}
	if (read != CORDON_QUIC_ANOTHER)
		return read;
	*by = add_reader(reading);
	if (!*by)
		return CORDON_QUIC_OTHER;
	return cordon_quic_client(&(*by)->quic, packet->payload, packet->length,
				  scratch, CORDON_QUIC_SCRATCH(packet->length));
}

static void forget_reader(const struct replay_reading *reading)
{
	struct replay_datagrams *one = reading->flow->datagrams;

	reading->flow->datagrams = one->next;
	free(one);
	if (!reading->flow->datagrams)
		replay_rest(reading);
}

static void read_quic(const struct replay_reading *reading, void *scratch)
{
	const struct replay_packet *packet = reading->packet;
	struct replay_datagrams *one;
	bool is_server = false;

	for (one = reading->flow->datagrams; one; one = one->next) {
		if (one->client == reading->sender)
			continue;
		cordon_quic_server(&one->quic, packet->payload, packet->length);
		is_server |= one->opened;
	}
	if (is_server || !cordon_quic_is_long(packet->payload, packet->length))
		return;
	switch (read_client(reading, scratch, &one)) {
	case CORDON_QUIC_MORE:
	case CORDON_QUIC_AGAIN:
		one->opened = true;
		return;
	case CORDON_QUIC_DONE:
		one->opened = true;
		replay_tell_hello(reading, CORDON_LAYER_QUIC, &one->quic.hello);
		return;
	case CORDON_QUIC_UNKNOWN:
		replay_tell_blind(reading, REPLAY_BLIND_QUIC_VERSION);
		break;
	case CORDON_QUIC_SEALED:
		/* The server's own Initials look so, too. */
		if (!reading->sender)
			replay_tell_blind(reading, REPLAY_BLIND_QUIC_SEALED);
		break;
	case CORDON_QUIC_MALFORMED:
		replay_tell_blind(reading, REPLAY_BLIND_MALFORMED);
		return;
	default:
		break;
	}
	/* A reader that has opened nothing knows nothing. */
	if (one && one == reading->flow->datagrams && !one->opened)
		forget_reader(reading);
}

/**
 * replay_datagrams_read() - a datagram of UDP
 * @reading: the packet
 * @scratch: CORDON_QUIC_SCRATCH(REPLAY_SCRATCH) bytes
 */
void replay_datagrams_read(const struct replay_reading *reading, void *scratch)
{
	const struct replay_packet *packet = reading->packet;

	if (is_dns(packet)) {
		if (!replay_read_dns(reading, packet->payload, packet->length))
			replay_tell_blind(reading, packet->cut ?
					  REPLAY_BLIND_LOST :
					  REPLAY_BLIND_MALFORMED);
		return;
	}
	if (is_vpn(packet)) {
		replay_tell_blind(reading, REPLAY_BLIND_VPN);
		return;
	}
	if (packet->length <= REPLAY_SCRATCH)
		read_quic(reading, scratch);
}
