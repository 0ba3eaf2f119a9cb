// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - datagrams: the names in UDP: DNS by its ports, QUIC on any
 */
#include "engine/names/dns_names.h"
#include "replay/datagrams.h"
#include "replay/keep.h"
#include "replay/tell.h"

#define IKE_PORT		500
#define IKE_NAT_PORT		4500
#define OPENVPN_PORT		1194

/*
 * Connections of one session that are read at a time. One whose hello was read, or
 * cannot be, makes room for the next; it is kept so long for a second hello.
 */
#define CONNECTIONS_MAX		32U

static bool is_port(const struct replay_packet *packet, u16 port)
{
	return packet->source_port == port || packet->destination_port == port;
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

static bool is_done(const struct cordon_flow_connection *one)
{
	return one->quic.malformed || (one->quic.hellos && !one->quic.in_hello);
}

/* Of those that one end has begun, the oldest that waits for nothing, or of all. */
static void make_room(const struct replay_reading *reading)
{
	struct cordon_flow_connection **link, **oldest = NULL, **done = NULL;
	struct cordon_flow_connection *one;
	unsigned int count = 0;

	link = reading->session->connections + reading->sender;
	for (; *link; link = &(*link)->next) {
		oldest = link;
		if (is_done(*link))
			done = link;
		count++;
	}
	if (count < CONNECTIONS_MAX)
		return;
	if (!done)
		replay_tell_blind(reading, REPLAY_BLIND_CROWDED);
	link = done ? done : oldest;
	one = *link;
	*link = one->next;
	replay_rest(reading, one, sizeof(*one));
}

static struct cordon_flow_connection *begin_connection(void *data)
{
	make_room(data);
	return replay_keep(data, sizeof(struct cordon_flow_connection));
}

static void end_connection(void *data, struct cordon_flow_connection *connection)
{
	replay_rest(data, connection, sizeof(*connection));
}

static const struct cordon_flow_calls calls = {
	.name = replay_tell_flow_name,
	.message = replay_tell_flow_message,
	.begin = begin_connection,
	.end = end_connection,
};

static void tell_unread(const struct replay_reading *reading,
			enum cordon_quic_read read)
{
	switch (read) {
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
		break;
	default:
		break;
	}
}

/* On a port of DNS: is it something else that is known here? */
static bool is_no_dns(const struct replay_reading *reading)
{
	const struct replay_packet *packet = reading->packet;
	struct replay_session *session = reading->session;

	if (!session->no_dns && !is_vpn(packet) &&
	    cordon_flow_is_dns(packet->payload, packet->length))
		return false;
	if (cordon_dns_is_whole(packet->payload, packet->length))
		return false;
	/* A handset says of each that it is no question; once is enough here. */
	if (!session->no_dns)
		replay_tell_no_dns(reading);
	session->no_dns = true;
	return true;
}

/**
 * replay_datagrams_read() - a datagram of UDP that carries something
 * @reading: the packet
 * @scratch: CORDON_QUIC_SCRATCH(REPLAY_SCRATCH) bytes
 */
void replay_datagrams_read(const struct replay_reading *reading, void *scratch)
{
	const struct replay_packet *packet = reading->packet;
	struct cordon_flow_connection **connections = reading->session->connections;
	struct cordon_flow_datagram datagram = {
		.bytes = packet->payload,
		.length = packet->length,
		.scratch = scratch,
		.dns = replay_is_dns(reading->session) && !is_no_dns(reading),
	};

	if (packet->length > REPLAY_SCRATCH)
		return;
	if (!datagram.dns) {
		if (is_vpn(packet)) {
			replay_tell_blind(reading, REPLAY_BLIND_VPN);
			return;
		}
		if (cordon_flow_receive(connections[!reading->sender],
					packet->payload, packet->length))
			return;
	}
	if (cordon_flow_send(connections + reading->sender, &datagram,
			     &calls, (void *)reading) ==
	    CORDON_FLOW_UNREADABLE)
		tell_unread(reading, datagram.quic);
}
