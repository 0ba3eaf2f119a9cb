// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - quic_frame: the frames of an Initial (RFC 9000 12.4, 19)
 */
#include "quic_frame.h"

#define FRAME_PADDING		0x00
#define FRAME_PING		0x01
#define FRAME_ACK		0x02
#define FRAME_ACK_ECN		0x03
#define FRAME_CRYPTO		0x06
#define FRAME_CLOSE		0x1c

/**
 * cordon_quic_varint - read a number of variable length (RFC 9000 16)
 * @at: where it begins; moved behind it
 * @end: where the bytes end
 * @value: set to it
 *
 * Return: whether there was one.
 */
bool cordon_quic_varint(const u8 **at, const u8 *end, u64 *value)
{
	unsigned int length, i;

	if (*at == end)
		return false;
	length = 1U << (**at >> 6);
	if ((size_t)(end - *at) < length)
		return false;
	*value = **at & 0x3f;
	for (i = 1; i < length; i++)
		*value = *value << 8 | (*at)[i];
	*at += length;
	return true;
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
static bool read_crypto(const u8 **at, const u8 *end,
			struct cordon_quic_crypto *crypto)
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

/**
 * cordon_quic_next_crypto - the next CRYPTO frame of an Initial
 * @at: where to look on; moved behind it
 * @end: where the frames end
 * @crypto: filled in
 *
 * The other frames that may stand in an Initial say nothing that matters here.
 *
 * Return: 1, 0 when there is no other one, or -EBADMSG for a frame that is
 * broken or may not stand in an Initial.
 */
int cordon_quic_next_crypto(const u8 **at, const u8 *end,
			    struct cordon_quic_crypto *crypto)
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
				return -EBADMSG;
			break;
		case FRAME_CRYPTO:
			return read_crypto(at, end, crypto) ? 1 : -EBADMSG;
		case FRAME_CLOSE:
			if (!skip_close(at, end))
				return -EBADMSG;
			break;
		default:
			return -EBADMSG;
		}
	}
	return 0;
}
