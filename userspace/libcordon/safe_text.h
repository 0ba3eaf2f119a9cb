/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - safe text: text that came from outside, as a terminal may see it
 */
#ifndef _LIBCORDON_SAFE_TEXT_H
#define _LIBCORDON_SAFE_TEXT_H

#include <stddef.h>
#include <stdio.h>

/* Bytes of one character, or of the "\xNN" that stands for a byte. */
#define CORDON_SAFE_TEXT_MAX	4U
/* Room for cordon_safe_text() of the longest name that a file can have. */
#define CORDON_SAFE_NAME_MAX	(255U * CORDON_SAFE_TEXT_MAX + 1U)

size_t cordon_safe_text_next(const char *text, size_t length,
			     char safe[CORDON_SAFE_TEXT_MAX], size_t *safe_length);
const char *cordon_safe_text(const char *text, char *safe, size_t size);
void cordon_safe_text_write(FILE *out, const char *text);

#endif /* _LIBCORDON_SAFE_TEXT_H */
