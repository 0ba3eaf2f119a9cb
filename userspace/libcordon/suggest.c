// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - suggest: the word that was probably meant
 */
#include "suggest.h"

#include <string.h>

#define WORD_MAX	64U

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Levenshtein's distance; words longer than WORD_MAX are far from all. */
static size_t distance(const char *a, const char *b)
{
	size_t a_length = strlen(a), b_length = strlen(b);
	size_t row[WORD_MAX + 1];
	size_t i, j;

	if (a_length > WORD_MAX || b_length > WORD_MAX)
		return WORD_MAX;
	for (j = 0; j <= b_length; j++)
		row[j] = j;
	for (i = 0; i < a_length; i++) {
		size_t corner = row[0];

		row[0] = i + 1;
		for (j = 0; j < b_length; j++) {
			size_t change = corner + (a[i] != b[j]);

			corner = row[j + 1];
			row[j + 1] = least(change,
					   least(corner, row[j]) + 1);
		}
	}
	return row[b_length];
}

/**
 * cordon_suggest() - find the known word that is nearest to an unknown one
 * @word: the unknown word
 * @known: the words there are
 * @count: how many
 *
 * Return: one of @known; NULL if none is near enough.
 */
const char *cordon_suggest(const char *word, const char * const *known,
			   size_t count)
{
	size_t nearest = least(3, strlen(word) / 2 + 1);
	const char *best = NULL;
	size_t i;

	for (i = 0; i < count; i++) {
		size_t far = distance(word, known[i]);

		if (far >= nearest)
			continue;
		nearest = far;
		best = known[i];
	}
	return best;
}
