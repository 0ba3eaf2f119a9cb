// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - quic: the name in a client's QUIC Initials
 *
 * Whatever this reader's keys open adds to the same bytes, and two different
 * bytes at one place end it. So no order of packets, decoy, Retry or change of
 * version shows a server another hello than this reader.
 */
#include "quic.h"
#include "quic_frame.h"
#include "quic_packet.h"

/* Nobody puts more together; each that fails costs two derivations of keys. */
#define PACKETS_MAX	16

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

/**
 * cordon_quic_is_long - is this what a reader has something to say of
 * @datagram: what is sent
 * @length: bytes of it
 *
 * As cheap; but an Initial may stand behind a packet of another kind, and of
 * versions that are not read the reader says so.
 *
 * Return: whether it begins with a long header of QUIC, broken or not.
 */
bool cordon_quic_is_long(const u8 *datagram, size_t length)
{
	struct cordon_quic_packet packet;
	enum cordon_quic_kind kind;

	kind = cordon_quic_packet_read(&packet, datagram, length);
	return kind != CORDON_QUIC_SHORT && kind != CORDON_QUIC_NONE;
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
	struct cordon_quic_crypto crypto;
	int more;

	if (quic->malformed)
		return CORDON_QUIC_MALFORMED;
	if (plain->number >= quic->next)
		quic->next = plain->number + 1;
	do {
		more = cordon_quic_next_crypto(&at, end, &crypto);
	} while (more > 0 &&
		 cordon_window_add(&quic->window, crypto.offset, crypto.bytes,
				   crypto.length) == CORDON_WINDOW_TAKEN);
	/* No frame at all is an error as well (RFC 9000 12.4). */
	result = more || !plain->length ? CORDON_QUIC_MALFORMED :
					  read_hello(quic);
	quic->malformed = result == CORDON_QUIC_MALFORMED;
	return result;
}

static bool is_same(const struct cordon_quic_id *a,
		    const struct cordon_quic_id *b)
{
	return a->length == b->length && !memcmp(a->byte, b->byte, a->length);
}

static bool has_source(const struct cordon_quic *quic, u32 version,
		       const struct cordon_quic_id *id)
{
	unsigned int i;

	for (i = 0; i < quic->sources; i++)
		if (quic->source[i].version == version &&
		    is_same(&quic->source[i].id, id))
			return true;
	return false;
}

static void make_source(struct cordon_quic_source *source,
			const struct cordon_quic_packet *packet,
			const struct cordon_quic_id *id)
{
	source->version = packet->number;
	source->id = *id;
	cordon_quic_derive(&source->keys, packet->version, id);
}

/* What the CRYPTO frames of an Initial say of what was read before. */
enum agreement {
	NO_CRYPTO,
	FRESH,				/* all bytes are behind what was read */
	SAME,				/* some were read, and are the same */
	DIFFERENT,
};

static enum agreement compare(const struct cordon_quic *quic,
			      const struct cordon_quic_plain *plain)
{
	const u8 *at = plain->bytes, *end = at + plain->length;
	enum agreement agreement = NO_CRYPTO;
	struct cordon_quic_crypto crypto;
	u64 ready = quic->window.ready;
	size_t known;
	int more;

	while ((more = cordon_quic_next_crypto(&at, end, &crypto)) > 0) {
		if (!crypto.length)
			continue;
		if (crypto.offset >= ready) {
			agreement = agreement == SAME ? SAME : FRESH;
			continue;
		}
		known = min_t(u64, ready - crypto.offset, crypto.length);
		if (memcmp(quic->window.bytes + crypto.offset, crypto.bytes,
			   known))
			return DIFFERENT;
		agreement = SAME;
	}
	return more ? DIFFERENT : agreement;
}

/*
 * After a Retry the same hello comes again, with a token (RFC 9000 17.2.5). The
 * Retry need not be seen, but a token may be of an earlier connection, too.
 */
static bool follows_retry(const struct cordon_quic *quic,
			  const struct cordon_quic_packet *packet,
			  enum agreement agreement)
{
	if (quic->has_retry)
		return is_same(&packet->destination, &quic->retry);
	return packet->token && agreement == SAME;
}

/*
 * The version changes and hello and id stay (RFC 9369 4.1); then a second hello
 * may be the first thing in it. Who starts anew with a version that the server
 * speaks may keep the id as well, but makes another hello.
 */
static bool follows_version(const struct cordon_quic *quic,
			    enum agreement agreement)
{
	return agreement == SAME || (agreement == FRESH && quic->hellos);
}

/*
 * Keys that are new here opened an Initial: are they this connection's? The first
 * stranger closes the question: else one reader might get a half of a hello, and
 * the next one its other half.
 */
static bool is_ours(const struct cordon_quic *quic,
		    const struct cordon_quic_source *source,
		    const struct cordon_quic_packet *packet,
		    enum agreement agreement)
{
	if (quic->closed || quic->sources == ARRAY_SIZE(quic->source))
		return false;
	return is_same(&source->id, &quic->source[0].id) ?
		follows_version(quic, agreement) :
		follows_retry(quic, packet, agreement);
}

static enum cordon_quic_read add_nothing(const struct cordon_quic *quic)
{
	if (quic->malformed)
		return CORDON_QUIC_MALFORMED;
	return quic->hellos ? CORDON_QUIC_AGAIN : CORDON_QUIC_MORE;
}

static enum cordon_quic_read admit(struct cordon_quic *quic,
				   const struct cordon_quic_source *source,
				   const struct cordon_quic_packet *packet,
				   const struct cordon_quic_plain *plain)
{
	enum agreement agreement;

	if (quic->sources) {
		agreement = compare(quic, plain);
		/* What only acknowledges may come in either version. */
		if (agreement == NO_CRYPTO && !quic->closed &&
		    is_same(&source->id, &quic->source[0].id))
			return add_nothing(quic);
		if (!is_ours(quic, source, packet, agreement)) {
			quic->closed = true;
			return CORDON_QUIC_ANOTHER;
		}
	}
	quic->source[quic->sources++] = *source;
	return take(quic, plain);
}

static enum cordon_quic_read read_initial(struct cordon_quic *quic,
					  const struct cordon_quic_packet *packet,
					  void *scratch)
{
	const struct cordon_quic_id *first = &quic->source[0].id;
	struct cordon_quic_source source;
	struct cordon_quic_plain plain;
	unsigned int i;

	for (i = 0; i < quic->sources; i++)
		if (quic->source[i].version == packet->number &&
		    cordon_quic_packet_open(packet, &quic->source[i].keys,
					    quic->next, scratch, &plain))
			return take(quic, &plain);
	if (quic->sources && !has_source(quic, packet->number, first)) {
		make_source(&source, packet, first);
		if (cordon_quic_packet_open(packet, &source.keys, quic->next,
					    scratch, &plain))
			return admit(quic, &source, packet, &plain);
	}
	/* Keys that were tried already. */
	if (quic->sources &&
	    (is_same(&packet->destination, first) ||
	     has_source(quic, packet->number, &packet->destination)))
		return CORDON_QUIC_SEALED;
	make_source(&source, packet, &packet->destination);
	if (!cordon_quic_packet_open(packet, &source.keys, quic->next, scratch,
				     &plain))
		return CORDON_QUIC_SEALED;
	return admit(quic, &source, packet, &plain);
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
		return quic->sources ? CORDON_QUIC_SILENT : CORDON_QUIC_OTHER;
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
 * to be shown to the next. Where nothing may get by unnamed, only what brings
 * CORDON_QUIC_MORE, _AGAIN or _DONE may leave, and _SILENT after that.
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

	if (scratch_size < CORDON_QUIC_SCRATCH(length))
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
 * Learns from a Retry which id the client will use, so that no other is taken
 * for it. It is never needed. Nor is the Retry's tag verified: a forged one only
 * makes an Initial CORDON_QUIC_ANOTHER, or a contradiction CORDON_QUIC_MALFORMED.
 */
void cordon_quic_server(struct cordon_quic *quic, const u8 *datagram,
			size_t length)
{
	struct cordon_quic_packet packet;

	if (!quic->sources || quic->has_retry ||
	    cordon_quic_packet_read(&packet, datagram, length) !=
	    CORDON_QUIC_RETRY)
		return;
	quic->retry = packet.source;
	quic->has_retry = true;
}
