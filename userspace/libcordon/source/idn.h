/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - idn: names in other scripts (UTS 46)
 */
#ifndef _LIBCORDON_IDN_H
#define _LIBCORDON_IDN_H

#include <stdbool.h>
#include <stddef.h>

int cordon_idn_to_ascii(const char *text, size_t length, char *ascii,
			size_t size, size_t *offset, const char **why);
bool cordon_idn_is_valid(const char *label, size_t length);

#endif /* _LIBCORDON_IDN_H */
