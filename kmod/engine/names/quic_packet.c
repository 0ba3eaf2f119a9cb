// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - quic_packet: one packet of a datagram, and what it seals
 */
#include "quic_frame.h"
#include "quic_packet.h"

#define LONG_HEADER	0x80
#define FIXED_BIT	0x40
#define TYPE_SHIFT	4
#define TYPE_MASK	3
/* The header protection is made from these (RFC 9001 5.4.2). */
#define SAMPLE_AT	4
#define SAMPLE_END	(SAMPLE_AT + CORDON_AES_BLOCK)

/* Returns the id's length, which may be too much to keep; or -1. */
static int read_id(struct cordon_quic_id *id, const u8 **at, const u8 *end)
{
	int length;

	id->length = 0;
	if (*at == end)
		return -1;
	length = *(*at)++;
	if (end - *at < length)
		return -1;
	if (length <= CORDON_QUIC_ID_MAX) {
		id->length = (u8)length;
		memcpy(id->byte, *at, length);
	}
	*at += length;
	return length;
}

/* Versions that exist or are made up to be refused, and are not read. */
static bool is_foreign_version(u32 version)
{
	return (version & 0x0f0f0f0f) == 0x0a0a0a0a ||	/* RFC 9000 15 */
	       version >> 8 == 0xff0000 ||		/* drafts */
	       version >> 16 == 0x5130 ||		/* gQUIC: Q0.. */
	       version >> 16 == 0x5430 ||		/* and T0.. */
	       version >> 16 == 0xff02 ||		/* drafts of version 2 */
	       version == 0x709a50c4;
}

/*
 * Any other number may be a version that is yet to come, or no QUIC at all. The
 * fixed bit tells it from RTP, short ids and a full first datagram from most of
 * what looks random.
 */
static enum cordon_quic_kind read_foreign(const struct cordon_quic_packet *packet,
					  bool ids_fit, size_t length)
{
	if (!packet->number)
		return CORDON_QUIC_NONE;	/* the server's: negotiation */
	if (!(packet->bytes[0] & FIXED_BIT))
		return CORDON_QUIC_NONE;
	if (is_foreign_version(packet->number))
		return CORDON_QUIC_FOREIGN;
	return ids_fit && length >= CORDON_QUIC_DATAGRAM_MIN ?
		CORDON_QUIC_FOREIGN : CORDON_QUIC_NONE;
}

/* Behind the ids; @at is there. */
static enum cordon_quic_kind read_rest(struct cordon_quic_packet *packet,
				       const u8 *at, const u8 *end)
{
	u8 type = packet->bytes[0] >> TYPE_SHIFT & TYPE_MASK;
	enum cordon_quic_kind kind;
	u64 length;

	kind = (type - packet->version->initial) & TYPE_MASK;
	if (kind == CORDON_QUIC_RETRY) {
		packet->length = end - packet->bytes;
		return kind;
	}
	if (kind == CORDON_QUIC_INITIAL) {
		if (!cordon_quic_varint(&at, end, &length) ||
		    length > (u64)(end - at))
			return CORDON_QUIC_BROKEN;
		packet->token = length > 0;
		at += length;
	}
	if (!cordon_quic_varint(&at, end, &length) ||
	    length > (u64)(end - at) || length < SAMPLE_END)
		return CORDON_QUIC_BROKEN;
	packet->header = at - packet->bytes;
	packet->length = packet->header + (size_t)length;
	return kind;
}

/**
 * cordon_quic_packet_read - read the header of a packet
 * @packet: filled in, as far as the kind of packet goes
 * @bytes: where it begins in the datagram; borrowed
 * @length: bytes from there to the datagram's end
 *
 * The fixed bit of a long header is not asked for where the version is known:
 * a server may have allowed to clear it (RFC 9287).
 *
 * Return: what kind it is.
 */
enum cordon_quic_kind cordon_quic_packet_read(struct cordon_quic_packet *packet,
					      const u8 *bytes, size_t length)
{
	const u8 *at, *end = bytes + length;
	int destination, source;
	bool fit;

	packet->bytes = bytes;
	packet->token = false;
	if (!length)
		return CORDON_QUIC_NONE;
	if (!(bytes[0] & LONG_HEADER))
		return bytes[0] & FIXED_BIT ? CORDON_QUIC_SHORT :
			CORDON_QUIC_NONE;
	if (length < 5)
		return CORDON_QUIC_NONE;
	packet->number = cordon_get_be32(bytes + 1);
	packet->version = cordon_quic_version(packet->number);
	at = bytes + 5;
	destination = read_id(&packet->destination, &at, end);
	source = destination < 0 ? -1 : read_id(&packet->source, &at, end);
	fit = source >= 0 && source <= CORDON_QUIC_ID_MAX &&
	      destination <= CORDON_QUIC_ID_MAX;
	if (!packet->version)
		return source < 0 ? CORDON_QUIC_NONE :
			read_foreign(packet, fit, length);
	return fit ? read_rest(packet, at, end) : CORDON_QUIC_BROKEN;
}

/* The number nearest to the expected one that ends so (RFC 9000 A.3). */
static u64 whole_number(u64 next, u32 end, unsigned int bits)
{
	u64 size = 1ULL << bits, half = size / 2;
	u64 number = (next & ~(size - 1)) | end;

	if (number + half <= next && number < (1ULL << 62) - size)
		return number + size;
	if (number > next + half && number >= size)
		return number - size;
	return number;
}

/**
 * cordon_quic_packet_open - take off a packet's protection (RFC 9001 5.3, 5.4)
 * @packet: as read: an Initial
 * @keys: what it may be sealed with
 * @next: the packet number that is expected
 * @scratch: aligned for a u64; a struct cordon_cipher and behind it as many
 *	bytes as the packet has
 * @plain: filled in
 *
 * Return: whether its tag says that these are its keys.
 */
bool cordon_quic_packet_open(const struct cordon_quic_packet *packet,
			     const struct cordon_quic_keys *keys, u64 next,
			     void *scratch, struct cordon_quic_plain *plain)
{
	struct cordon_cipher *cipher = scratch;
	u8 mask[CORDON_AES_BLOCK], nonce[CORDON_GCM_NONCE];
	u8 *header = (u8 *)(cipher + 1);
	unsigned int size, i;
	size_t length;
	u32 number = 0;

	cordon_aes_encrypt(cipher, keys->hp,
			   packet->bytes + packet->header + SAMPLE_AT, mask);
	size = ((packet->bytes[0] ^ mask[0]) & 3) + 1;
	length = packet->header + size;
	memcpy(header, packet->bytes, length);
	header[0] ^= mask[0] & 0x0f;
	for (i = 0; i < size; i++) {
		header[packet->header + i] ^= mask[1 + i];
		number = number << 8 | header[packet->header + i];
	}
	plain->number = whole_number(next, number, 8 * size);
	memcpy(nonce, keys->iv, sizeof(nonce));
	for (i = 0; i < 8; i++)
		nonce[4 + i] ^= (u8)(plain->number >> (56 - 8 * i));
	plain->bytes = header + length;
	plain->length = packet->length - length - CORDON_GCM_TAG;
	return cordon_gcm_open(cipher, keys->key, nonce, header, length,
			       packet->bytes + length, packet->length - length,
			       header + length);
}
