// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - datagrams: the names in UDP: DNS by its ports, QUIC on any
 */
#include <stdlib.h>

#include "engine/names/dns_names.h"
#include "engine/names/quic.h"
#include "engine/names/quic_packet.h"
#include "replay/reading.h"

#define IKE_PORT		500
#define IKE_NAT_PORT		4500
#define OPENVPN_PORT		1194

/*
 * Connections of one session that are read at a time. One whose hello was read makes
 * room for the next; it is kept so long for a second hello.
 */
#define CONNECTIONS_MAX		32U

/**
 * struct replay_datagrams - the readers of a session's QUIC connections
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
 * @session: any
 *
 * Return: whether a hello of it has begun and not ended.
 */
bool replay_datagrams_wait(const struct replay_session *session)
{
	const struct replay_datagrams *one;

	for (one = session->datagrams; one; one = one->next)
		if (one->opened && !one->quic.hellos)
			return true;
	return false;
}

/**
 * replay_datagrams_drop() - let go what is kept for a session
 * @session: any
 */
void replay_datagrams_drop(struct replay_session *session)
{
	while (session->datagrams) {
		struct replay_datagrams *one = session->datagrams;

		session->datagrams = one->next;
		free(one);
	}
}

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

static bool is_done(const struct replay_datagrams *one)
{
	return one->quic.hellos && !one->quic.in_hello;
}

static void forget_reader(const struct replay_reading *reading,
			  struct replay_datagrams *one)
{
	struct replay_datagrams **link = &reading->session->datagrams;

	while (*link != one)
		link = &(*link)->next;
	*link = one->next;
	replay_rest(reading, one, sizeof(*one));
}

/* The oldest that has read its hello; or else the oldest of all. */
static void make_room(const struct replay_reading *reading)
{
	struct replay_datagrams *one, *oldest = NULL, *done = NULL;
	unsigned int count = 0;

	for (one = reading->session->datagrams; one; one = one->next) {
		oldest = one;
		if (is_done(one))
			done = one;
		count++;
	}
	if (count < CONNECTIONS_MAX)
		return;
	if (!done)
		replay_tell_blind(reading, REPLAY_BLIND_CROWDED);
	forget_reader(reading, done ? done : oldest);
}

static struct replay_datagrams *add_reader(const struct replay_reading *reading)
{
	struct replay_session *session = reading->session;
	struct replay_datagrams *one;

	make_room(reading);
	one = replay_keep(reading, sizeof(*one));
	if (!one)
		return NULL;
	one->client = reading->sender;
	one->opened = false;
	cordon_quic_init(&one->quic, one->memory);
	one->next = session->datagrams;
	session->datagrams = one;
	return one;
}

/* Is the datagram named as this connection's first one was? */
static bool is_named_so(const struct replay_datagrams *one,
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

/* The reader that is certainly the datagram's, if there is one. */
static struct replay_datagrams *find_reader(const struct replay_reading *reading)
{
	struct cordon_quic_packet first;
	struct replay_datagrams *one;

	if (cordon_quic_packet_read(&first, reading->packet->payload,
				    reading->packet->length) !=
	    CORDON_QUIC_INITIAL)
		return NULL;
	for (one = reading->session->datagrams; one; one = one->next)
		if (one->client == reading->sender && is_named_so(one, &first))
			return one;
	return NULL;
}

static enum cordon_quic_read read_with(const struct replay_reading *reading,
				       void *scratch,
				       struct replay_datagrams *one)
{
	const struct replay_packet *packet = reading->packet;

	return cordon_quic_client(&one->quic, packet->payload, packet->length,
				  scratch, CORDON_QUIC_SCRATCH(packet->length));
}

/*
 * The first reader that knows what to do with the datagram. What all others call
 * another's is shown to a new one; what none can open, none ever will.
 */
static enum cordon_quic_read read_client(const struct replay_reading *reading,
					 void *scratch,
					 struct replay_datagrams **by)
{
	enum cordon_quic_read read = CORDON_QUIC_ANOTHER, one_says;
	struct replay_datagrams *one = find_reader(reading);
	bool is_new = true;

	*by = one;
	if (one)
		return read_with(reading, scratch, one);
	for (one = reading->session->datagrams; one; one = one->next) {
		if (one->client != reading->sender)
			continue;
		*by = one;
		one_says = read_with(reading, scratch, one);
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
	return *by ? read_with(reading, scratch, *by) : CORDON_QUIC_OTHER;
}

static void read_quic(const struct replay_reading *reading, void *scratch)
{
	const struct replay_packet *packet = reading->packet;
	struct replay_datagrams *one;
	bool is_server = false;

	for (one = reading->session->datagrams; one; one = one->next) {
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
	if (one && one == reading->session->datagrams && !one->opened)
		forget_reader(reading, one);
}

static bool is_dns_whole(const struct replay_packet *packet)
{
	struct cordon_dns_names names;
	int more;

	if (cordon_dns_names_start(&names, packet->payload, packet->length))
		return false;
	do {
		more = cordon_dns_names_next(&names);
	} while (more > 0);
	return !more;
}

/* On a port of DNS: is it something else that is known here? */
static bool is_no_dns(const struct replay_reading *reading)
{
	const struct replay_packet *packet = reading->packet;
	struct replay_session *session = reading->session;

	if (!session->no_dns && !is_vpn(packet) &&
	    !cordon_quic_is_long(packet->payload, packet->length))
		return false;
	if (is_dns_whole(packet))
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

	if (replay_is_dns(reading->session) && !is_no_dns(reading)) {
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
