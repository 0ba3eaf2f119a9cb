/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - suggest: the word that was probably meant
 */
#ifndef _LIBCORDON_SUGGEST_H
#define _LIBCORDON_SUGGEST_H

#include <stddef.h>

const char *cordon_suggest(const char *word, const char * const *known,
			   size_t count);

#endif /* _LIBCORDON_SUGGEST_H */
