// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cli - text: text that came from outside, as a terminal may see it
 */
#include <string.h>

#include "cli/text.h"
#include "libcordon/safe_text.h"

/**
 * print_text() - print text that came from outside
 * @out: where to
 * @text: any bytes; what does not print, and could steer a terminal, is shown
 *	as \xNN
 */
void print_text(FILE *out, const char *text)
{
	size_t length = strlen(text), used, safe_length;
	char safe[CORDON_SAFE_TEXT_MAX];

	for (; length; text += used, length -= used) {
		used = cordon_safe_text_next(text, length, safe, &safe_length);
		fwrite(safe, 1, safe_length, out);
	}
}
