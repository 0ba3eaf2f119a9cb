/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - safe text: text that came from outside, as a terminal may see it
 */
#ifndef _LIBCORDON_SAFE_TEXT_H
#define _LIBCORDON_SAFE_TEXT_H

#include <stddef.h>

/* Bytes of one character, or of the "\xNN" that stands for a byte. */
#define CORDON_SAFE_TEXT_MAX	4U

size_t cordon_safe_text_next(const char *text, size_t length,
			     char safe[CORDON_SAFE_TEXT_MAX], size_t *safe_length);

#endif /* _LIBCORDON_SAFE_TEXT_H */
