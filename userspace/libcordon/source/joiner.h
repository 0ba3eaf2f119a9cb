/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - joiner: characters that do not show, but change their neighbours
 */
#ifndef _LIBCORDON_JOINER_H
#define _LIBCORDON_JOINER_H

#include <stdbool.h>
#include <stddef.h>

/* ZERO WIDTH NON-JOINER and ZERO WIDTH JOINER. */
#define CORDON_NON_JOINER	0x200cU
#define CORDON_JOINER		0x200dU

/**
 * cordon_is_joiner() - is a character one of the two joiners
 * @character: its code point
 *
 * Return: true if it is.
 */
static inline bool cordon_is_joiner(unsigned int character)
{
	return character == CORDON_NON_JOINER || character == CORDON_JOINER;
}

bool cordon_joiner_shows(const char *text, size_t length, size_t at);

#endif /* _LIBCORDON_JOINER_H */
