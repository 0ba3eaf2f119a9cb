// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cli - text: text that came from outside, as a terminal may see it
 */
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
	cordon_safe_text_write(out, text);
}
