/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - utf8: characters of text that a person wrote
 */
#ifndef _LIBCORDON_UTF8_H
#define _LIBCORDON_UTF8_H

#include <stdbool.h>
#include <stddef.h>

unsigned int cordon_utf8_next(const char *text, size_t length,
			      unsigned int *character);
bool cordon_utf8_is_printable(unsigned int character);

#endif /* _LIBCORDON_UTF8_H */
