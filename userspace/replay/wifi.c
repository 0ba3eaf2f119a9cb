// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * replay - wifi: frames of 802.11 that were heard in the air
 */
#include "replay/frame.h"

#define BROKEN(span, needed)	replay_span_short(span, needed, REPLAY_BAD_FRAME)

/* The two bytes of frame control (IEEE 802.11, 9.2.4.1). */
#define TYPE_MASK	0x0c
#define TYPE_DATA	0x08
#define SUBTYPE_EMPTY	0x40
#define SUBTYPE_QOS	0x80
#define FLAG_TO_AND_FROM	0x03
#define FLAG_MORE_FRAGMENTS	0x04
#define FLAG_PROTECTED	0x40
#define FLAG_ORDER	0x80

#define RADIOTAP_MORE		0x80000000
#define RADIOTAP_TIME		0x01
#define RADIOTAP_FLAGS		0x02
#define RADIOTAP_PADDED		0x20	/* among the flags */

static u32 get_le32(const u8 *byte)
{
	return __builtin_bswap32(cordon_get_be32(byte));
}

/*
 * What the receiver says of a frame: fields in the order of the bits that
 * announce them, each aligned to its size. Wanted is whether the header of
 * 802.11 is padded to four bytes.
 */
static enum replay_unread take_radiotap(struct replay_span *span, bool *padded)
{
	enum replay_unread why = BROKEN(span, 8);
	size_t length, at = 4;
	u32 present, more;

	if (why)
		return why;
	length = span->bytes[2] | span->bytes[3] << 8;
	if (span->bytes[0] || length < 8)
		return REPLAY_BAD_FRAME;
	why = BROKEN(span, length);
	if (why)
		return why;
	present = get_le32(span->bytes + 4);
	do {
		if (at + 4 > length)
			return REPLAY_BAD_FRAME;
		more = get_le32(span->bytes + at) & RADIOTAP_MORE;
		at += 4;
	} while (more);
	if (present & RADIOTAP_TIME)
		at = ((at + 7) & ~(size_t)7) + 8;
	if (present & RADIOTAP_FLAGS) {
		if (at >= length)
			return REPLAY_BAD_FRAME;
		*padded = span->bytes[at] & RADIOTAP_PADDED;
	}
	replay_span_skip(span, length);
	return REPLAY_READ;
}

/**
 * replay_wifi() - find what a data frame of 802.11 carries
 * @span: the frame; afterwards the LLC header in it
 * @radiotap: what the receiver says of it stands before it
 *
 * Return: REPLAY_READ, or why there is none. Frames in pieces or with several
 * packets in them are not read.
 */
enum replay_unread replay_wifi(struct replay_span *span, bool radiotap)
{
	enum replay_unread why = REPLAY_READ;
	bool padded = false, in_pieces, several = false;
	size_t header = 24;
	u8 control, flags;

	if (radiotap)
		why = take_radiotap(span, &padded);
	if (!why)
		why = BROKEN(span, 2);
	if (why)
		return why;
	control = span->bytes[0];
	flags = span->bytes[1];
	if (control & 3)
		return REPLAY_BAD_FRAME;
	if ((control & TYPE_MASK) != TYPE_DATA || control & SUBTYPE_EMPTY)
		return REPLAY_NOT_IP;
	if (flags & FLAG_PROTECTED)
		return REPLAY_ENCRYPTED_WIFI;
	if ((flags & FLAG_TO_AND_FROM) == FLAG_TO_AND_FROM)
		header += 6;
	if (control & SUBTYPE_QOS) {
		why = BROKEN(span, header + 2);
		if (why)
			return why;
		several = span->bytes[header] & 0x80;
		header += flags & FLAG_ORDER ? 6 : 2;
	}
	if (padded)
		header = (header + 3) & ~(size_t)3;
	why = BROKEN(span, header);
	if (why)
		return why;
	in_pieces = flags & FLAG_MORE_FRAGMENTS || span->bytes[22] & 15;
	replay_span_skip(span, header);
	return in_pieces || several ? REPLAY_UNKNOWN_LINK : REPLAY_READ;
}
