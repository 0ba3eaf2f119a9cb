// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - quic: the name in a client's QUIC Initials
 *
 * What a server may take for one hello is read as one here: whatever goes
 * through this reader's keys adds to the same bytes, and two different bytes at
 * one place end it. So no order of packets, decoy, Retry or change of version
 * shows this reader another hello than the server.
 */
#include "quic.h"
#include "quic_packet.h"

/* Nobody puts more together; each that fails costs two derivations of keys. */
#define PACKETS_MAX	16

/* Frames that an Initial may hold (RFC 9000 12.4). */
#define FRAME_PADDING		0x00
#define FRAME_PING		0x01
#define FRAME_ACK		0x02
#define FRAME_ACK_ECN		0x03
#define FRAME_CRYPTO		0x06
#define FRAME_CLOSE		0x1c

struct crypto {
	u64 offset;
	const u8 *bytes;
	u32 length;
};

/**
 * cordon_quic_init - start reading a connection
 * @quic: set up
 * @memory: CORDON_QUIC_MEMORY bytes, which the caller owns and which must
 *	outlive the reader
 */
void cordon_quic_init(struct cordon_quic *quic, void *memory)
{
	memset(quic, 0, sizeof(*quic));
	cordon_window_init(&quic->window, memory, CORDON_QUIC_WINDOW);
	cordon_tls_hello_init(&quic->hello);
}

/**
 * cordon_quic_is_initial - may this be a client's first datagram
 * @datagram: what is sent
 * @length: bytes of it
 *
 * A look at the header alone: nothing is derived or opened.
 *
 * Return: whether it begins with an Initial of a version that is read.
 */
bool cordon_quic_is_initial(const u8 *datagram, size_t length)
{
	struct cordon_quic_packet packet;

	return cordon_quic_packet_read(&packet, datagram, length) ==
	       CORDON_QUIC_INITIAL;
}

static bool skip_numbers(const u8 **at, const u8 *end, u64 count)
{
	u64 value;

	for (; count; count--)
		if (!cordon_quic_varint(at, end, &value))
			return false;
	return true;
}

/* RFC 9000 19.3 */
static bool skip_ack(const u8 **at, const u8 *end, bool ecn)
{
	u64 ranges;

	return skip_numbers(at, end, 2) &&
	       cordon_quic_varint(at, end, &ranges) &&
	       skip_numbers(at, end, 1 + 2 * ranges + (ecn ? 3 : 0));
}

/* RFC 9000 19.19 */
static bool skip_close(const u8 **at, const u8 *end)
{
	u64 length;

	if (!skip_numbers(at, end, 2) ||
	    !cordon_quic_varint(at, end, &length) || length > (u64)(end - *at))
		return false;
	*at += length;
	return true;
}

/* RFC 9000 19.6 */
static bool read_crypto(const u8 **at, const u8 *end, struct crypto *crypto)
{
	u64 length;

	if (!cordon_quic_varint(at, end, &crypto->offset) ||
	    !cordon_quic_varint(at, end, &length) || length > (u64)(end - *at))
		return false;
	crypto->bytes = *at;
	crypto->length = (u32)length;
	*at += length;
	return true;
}

/* Returns 1 with the next CRYPTO frame, 0 behind the last, -1 if broken. */
static int next_crypto(const u8 **at, const u8 *end, struct crypto *crypto)
{
	u8 type;

	while (*at < end) {
		type = *(*at)++;
		switch (type) {
		case FRAME_PADDING:
		case FRAME_PING:
			break;
		case FRAME_ACK:
		case FRAME_ACK_ECN:
			if (!skip_ack(at, end, type == FRAME_ACK_ECN))
				return -1;
			break;
		case FRAME_CRYPTO:
			return read_crypto(at, end, crypto) ? 1 : -1;
		case FRAME_CLOSE:
			if (!skip_close(at, end))
				return -1;
			break;
		default:
			return -1;
		}
	}
	return 0;
}

/*
 * A client sends nothing behind a hello before the server has answered it. So
 * bytes that follow one at once hide from whom only its name is asked.
 */
static enum cordon_quic_read read_hello(struct cordon_quic *quic)
{
	enum cordon_quic_read result = quic->hellos ? CORDON_QUIC_AGAIN :
						      CORDON_QUIC_MORE;
	const u8 *bytes;
	size_t used;
	u32 length;

	while ((length = cordon_window_peek(&quic->window, &bytes))) {
		if (result == CORDON_QUIC_DONE || quic->hellos == 2)
			return CORDON_QUIC_MALFORMED;
		if (!quic->in_hello)
			cordon_tls_hello_init(&quic->hello);
		quic->in_hello = true;
		switch (cordon_tls_hello_read(&quic->hello, bytes, length,
					      &used)) {
		case CORDON_READ_MORE:
			break;
		case CORDON_READ_DONE:
			quic->hellos++;
			quic->in_hello = false;
			result = CORDON_QUIC_DONE;
			break;
		default:
			return CORDON_QUIC_MALFORMED;
		}
		cordon_window_advance(&quic->window, (u32)used);
	}
	return quic->in_hello ? CORDON_QUIC_MORE : result;
}

/* The frames of an Initial of this connection. */
static enum cordon_quic_read take(struct cordon_quic *quic,
				  const struct cordon_quic_plain *plain)
{
	const u8 *at = plain->bytes, *end = at + plain->length;
	enum cordon_quic_read result;
	struct crypto crypto;
	int more;

	if (plain->number >= quic->next)
		quic->next = plain->number + 1;
	do {
		more = next_crypto(&at, end, &crypto);
	} while (more > 0 &&
		 cordon_window_add(&quic->window, crypto.offset, crypto.bytes,
				   crypto.length) == CORDON_WINDOW_TAKEN);
	/* No frame at all is an error as well (RFC 9000 12.4). */
	result = more || !plain->length ? CORDON_QUIC_MALFORMED :
					  read_hello(quic);
	quic->malformed = result == CORDON_QUIC_MALFORMED;
	return result;
}

/*
 * Could this Initial be a part of what was read? Then it repeats the hello's
 * bytes; what is @beyond them may be there, too.
 */
static bool agrees(const struct cordon_quic *quic,
		   const struct cordon_quic_plain *plain, bool beyond)
{
	const u8 *at = plain->bytes, *end = at + plain->length;
	struct crypto crypto;
	u64 ready = quic->window.ready;
	int more;

	while ((more = next_crypto(&at, end, &crypto)) > 0) {
		u64 known = 0;

		if (crypto.offset < ready)
			known = min_t(u64, ready - crypto.offset,
				      crypto.length);
		if (known < crypto.length && !beyond)
			return false;
		if (known && memcmp(quic->window.bytes + crypto.offset,
				    crypto.bytes, known))
			return false;
	}
	return !more;
}

static bool is_same(const struct cordon_quic_id *a,
		    const struct cordon_quic_id *b)
{
	return a->length == b->length && !memcmp(a->byte, b->byte, a->length);
}

static void use_id(struct cordon_quic *quic,
		   const struct cordon_quic_packet *packet)
{
	if (quic->opened) {
		quic->has_retry = true;
		quic->retry = packet->destination;
	}
	quic->id = packet->destination;
}

static void use_keys(struct cordon_quic *quic,
		     const struct cordon_quic_packet *packet,
		     const struct cordon_quic_keys *keys)
{
	quic->keys = *keys;
	quic->version = packet->number;
	quic->opened = true;
}

/*
 * After a Retry the same hello comes again, with a token, and sealed with keys of
 * the id that the Retry told (RFC 9000 17.2.5). The Retry need not be seen, but
 * a token may also be of an earlier connection.
 */
static bool follows_retry(const struct cordon_quic *quic,
			  const struct cordon_quic_packet *packet,
			  const struct cordon_quic_plain *plain)
{
	if (quic->has_retry)
		return is_same(&packet->destination, &quic->retry);
	return packet->token && agrees(quic, plain, !quic->hellos);
}

/*
 * With the connection's keys. Its version may change while the hello and the id
 * of the keys stay (RFC 9369 4.1); a client that starts anew with a version that
 * the server speaks may keep the id as well, but not the hello.
 */
static enum cordon_quic_read read_known(struct cordon_quic *quic,
					const struct cordon_quic_packet *packet,
					void *scratch)
{
	bool changed = packet->number != quic->version;
	struct cordon_quic_keys keys = quic->keys;
	struct cordon_quic_plain plain;

	if (changed)
		cordon_quic_derive(&keys, packet->version, &quic->id);
	if (!cordon_quic_packet_open(packet, &keys, quic->next, scratch,
				     &plain))
		return CORDON_QUIC_SEALED;
	if (changed && !agrees(quic, &plain, true))
		return CORDON_QUIC_ANOTHER;
	use_keys(quic, packet, &keys);
	return take(quic, &plain);
}

/* With keys of its own. */
static enum cordon_quic_read read_first(struct cordon_quic *quic,
					const struct cordon_quic_packet *packet,
					void *scratch)
{
	struct cordon_quic_plain plain;
	struct cordon_quic_keys keys;

	cordon_quic_derive(&keys, packet->version, &packet->destination);
	if (!cordon_quic_packet_open(packet, &keys, quic->next, scratch,
				     &plain))
		return CORDON_QUIC_SEALED;
	if (quic->opened && !follows_retry(quic, packet, &plain))
		return CORDON_QUIC_ANOTHER;
	use_id(quic, packet);
	use_keys(quic, packet, &keys);
	return take(quic, &plain);
}

static enum cordon_quic_read read_initial(struct cordon_quic *quic,
					  const struct cordon_quic_packet *packet,
					  void *scratch)
{
	enum cordon_quic_read result;

	if (quic->opened) {
		result = read_known(quic, packet, scratch);
		if (result != CORDON_QUIC_SEALED ||
		    is_same(&packet->destination, &quic->id))
			return result;
	}
	return read_first(quic, packet, scratch);
}

static enum cordon_quic_read read_packet(struct cordon_quic *quic,
					 enum cordon_quic_kind kind,
					 const struct cordon_quic_packet *packet,
					 void *scratch)
{
	switch (kind) {
	case CORDON_QUIC_INITIAL:
		return read_initial(quic, packet, scratch);
	case CORDON_QUIC_ZERO_RTT:
	case CORDON_QUIC_HANDSHAKE:
	case CORDON_QUIC_RETRY:
		return CORDON_QUIC_SILENT;
	case CORDON_QUIC_SHORT:
		return quic->opened ? CORDON_QUIC_SILENT : CORDON_QUIC_OTHER;
	case CORDON_QUIC_FOREIGN:
		return CORDON_QUIC_UNKNOWN;
	case CORDON_QUIC_BROKEN:
		return CORDON_QUIC_MALFORMED;
	default:
		return CORDON_QUIC_OTHER;	/* padding, at the end */
	}
}

/**
 * cordon_quic_client - read a datagram from the client
 * @quic: the connection
 * @datagram: what the client sent
 * @length: bytes of it
 * @scratch: aligned for a u64; nothing in it is kept
 * @scratch_size: CORDON_QUIC_SCRATCH(@length) at least
 *
 * When an address pair carries several connections, each has a reader; a
 * datagram that is CORDON_QUIC_ANOTHER or CORDON_QUIC_SEALED to one of them is
 * to be shown to the next.
 *
 * Return: see enum cordon_quic_read.
 */
enum cordon_quic_read cordon_quic_client(struct cordon_quic *quic,
					 const u8 *datagram, size_t length,
					 void *scratch, size_t scratch_size)
{
	enum cordon_quic_read result = CORDON_QUIC_OTHER, one;
	bool ours = false, another = false;
	struct cordon_quic_packet packet;
	enum cordon_quic_kind kind;
	unsigned int count = 0;

	if (quic->malformed || scratch_size < CORDON_QUIC_SCRATCH(length))
		return CORDON_QUIC_MALFORMED;
	while (length) {
		kind = cordon_quic_packet_read(&packet, datagram, length);
		one = count++ < PACKETS_MAX ?
			read_packet(quic, kind, &packet, scratch) :
			CORDON_QUIC_MALFORMED;
		ours |= one == CORDON_QUIC_AGAIN || one == CORDON_QUIC_MORE ||
			one == CORDON_QUIC_DONE;
		another |= one == CORDON_QUIC_ANOTHER;
		if (one > result)
			result = one;
		if (kind > CORDON_QUIC_HANDSHAKE ||
		    result == CORDON_QUIC_MALFORMED)
			break;
		datagram += packet.length;
		length -= packet.length;
	}
	/* Two connections never share a datagram (RFC 9000 12.2). */
	return ours && another ? CORDON_QUIC_MALFORMED : result;
}

/**
 * cordon_quic_server - look at a datagram from the server
 * @quic: the connection
 * @datagram: what the server sent
 * @length: bytes of it
 *
 * Learns from a Retry which id the client will use. It is never needed: without
 * it, a client's Initial after a Retry is known by its token and its hello. Nor
 * is the Retry's tag verified: what it may bring about is only that another
 * hello is CORDON_QUIC_MALFORMED instead of CORDON_QUIC_ANOTHER.
 */
void cordon_quic_server(struct cordon_quic *quic, const u8 *datagram,
			size_t length)
{
	struct cordon_quic_packet packet;

	if (!quic->opened || quic->has_retry ||
	    cordon_quic_packet_read(&packet, datagram, length) !=
	    CORDON_QUIC_RETRY)
		return;
	quic->retry = packet.source;
	quic->has_retry = true;
}
