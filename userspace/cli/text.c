// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cli - text: text that came from outside, as a terminal may see it
 */
#include <string.h>

#include "cli/text.h"
#include "engine/utf8.h"

/**
 * print_text() - print text that came from outside
 * @out: where to
 * @text: any bytes; what does not print, and could steer a terminal, is shown
 *	as \xNN
 */
void print_text(FILE *out, const char *text)
{
	size_t length = strlen(text);

	while (length) {
		unsigned int character;
		unsigned int used = cordon_utf8_next(text, length, &character);

		if (used && cordon_utf8_is_printable(character)) {
			fwrite(text, 1, used, out);
		} else {
			used = 1;
			fprintf(out, "\\x%02x", (unsigned char)*text);
		}
		text += used;
		length -= used;
	}
}
