/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - word: short words as numbers
 *
 * A reader that sees a byte at a time keeps a word that it may know in a number,
 * its last byte lowest, beside its length: no room for text, one comparison.
 */
#ifndef _CORDON_ENGINE_WORD_H
#define _CORDON_ENGINE_WORD_H

#include "engine/port.h"

#define CORDON_WORD_MAX		8U

/**
 * cordon_word - a word as a number
 * @text: at most CORDON_WORD_MAX bytes
 *
 * Return: the number. Words of different length have different numbers.
 */
static inline u64 cordon_word(const char *text)
{
	u64 word = 0;

	while (*text)
		word = word << 8 | (u8)*text++;
	return word;
}

#endif /* _CORDON_ENGINE_WORD_H */
