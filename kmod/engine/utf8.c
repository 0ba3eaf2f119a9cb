// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - utf8: characters of text that a person wrote
 */
#include "utf8.h"

/**
 * cordon_utf8_next - decode one character (RFC 3629)
 * @text: bytes
 * @length: how many
 * @character: gets the code point; may be NULL
 *
 * Return: bytes used, 1 to 4; 0 if @text does not begin with valid UTF-8.
 */
unsigned int cordon_utf8_next(const char *text, size_t length,
			      unsigned int *character)
{
	static const unsigned int least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const u8 *byte = (const u8 *)text;
	unsigned int value, bytes, i;

	if (!length)
		return 0;
	if (byte[0] < 0x80) {
		bytes = 1;
		value = byte[0];
	} else if (byte[0] >= 0xc2 && byte[0] <= 0xdf) {
		bytes = 2;
		value = byte[0] & 0x1f;
	} else if (byte[0] >= 0xe0 && byte[0] <= 0xef) {
		bytes = 3;
		value = byte[0] & 0x0f;
	} else if (byte[0] >= 0xf0 && byte[0] <= 0xf4) {
		bytes = 4;
		value = byte[0] & 0x07;
	} else {
		return 0;
	}
	if (bytes > length)
		return 0;
	for (i = 1; i < bytes; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return 0;
		value = value << 6 | (byte[i] & 0x3f);
	}
	if (value < least[bytes] || value > 0x10ffff ||
	    (value >= 0xd800 && value <= 0xdfff))
		return 0;
	if (character)
		*character = value;
	return bytes;
}

/**
 * cordon_utf8_is_printable - does a character show as what it is
 * @character: the code point
 *
 * Control characters do not, nor do those that are invisible or turn the
 * direction of writing: with them a line can read as another than it is.
 *
 * Return: true if it does.
 */
bool cordon_utf8_is_printable(unsigned int character)
{
	if (character < 0x20 || (character >= 0x7f && character < 0xa0))
		return false;
	if (character == 0xad || character == 0x61c || character == 0xfeff)
		return false;
	if ((character >= 0x200b && character <= 0x200f) ||
	    (character >= 0x2028 && character <= 0x202e) ||
	    (character >= 0x2060 && character <= 0x206f))
		return false;
	return (character & 0xfffe) != 0xfffe;
}
