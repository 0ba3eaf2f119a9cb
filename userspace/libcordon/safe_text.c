// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - safe text: text that came from outside, as a terminal may see it
 */
#include <string.h>

#include "engine/utf8.h"
#include "libcordon/safe_text.h"

/**
 * cordon_safe_text_next() - the next character, as a terminal may see it
 * @text: any bytes
 * @length: how many, not 0
 * @safe: gets the character; of what does not print, and could steer a terminal,
 *	a byte as \xNN
 * @safe_length: gets the bytes written, at most CORDON_SAFE_TEXT_MAX
 *
 * Return: bytes of @text that this was.
 */
size_t cordon_safe_text_next(const char *text, size_t length,
			     char safe[CORDON_SAFE_TEXT_MAX], size_t *safe_length)
{
	static const char digits[] = "0123456789abcdef";
	unsigned char byte = *text;
	unsigned int character;
	size_t used = cordon_utf8_next(text, length, &character);

	if (used && cordon_utf8_is_printable(character)) {
		memcpy(safe, text, used);
		*safe_length = used;
		return used;
	}
	safe[0] = '\\';
	safe[1] = 'x';
	safe[2] = digits[byte >> 4];
	safe[3] = digits[byte & 15];
	*safe_length = 4;
	return 1;
}

/**
 * cordon_safe_text() - a whole text, as a terminal may see it, in one line
 * @text: any bytes
 * @safe: gets the text, cut between characters if it is too long
 * @size: room there, not 0
 *
 * Newlines do not print either: nothing in @text begins another line.
 *
 * Return: @safe.
 */
const char *cordon_safe_text(const char *text, char *safe, size_t size)
{
	size_t length = strlen(text), done = 0, used, safe_length;
	char character[CORDON_SAFE_TEXT_MAX];

	for (; length; text += used, length -= used) {
		used = cordon_safe_text_next(text, length, character, &safe_length);
		if (safe_length >= size - done)
			break;
		memcpy(safe + done, character, safe_length);
		done += safe_length;
	}
	safe[done] = '\0';
	return safe;
}

/**
 * cordon_safe_text_write() - write text that came from outside for a terminal
 * @out: where to
 * @text: any bytes; what does not print, and could steer a terminal, is written
 *	as \xNN
 */
void cordon_safe_text_write(FILE *out, const char *text)
{
	size_t length = strlen(text), used, safe_length;
	char safe[CORDON_SAFE_TEXT_MAX];

	for (; length; text += used, length -= used) {
		used = cordon_safe_text_next(text, length, safe, &safe_length);
		fwrite(safe, 1, safe_length, out);
	}
}
