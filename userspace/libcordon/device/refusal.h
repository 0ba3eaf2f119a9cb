/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - refusal: what a word of load/error means and what to do about it
 */
#ifndef _LIBCORDON_REFUSAL_H
#define _LIBCORDON_REFUSAL_H

/**
 * struct cordon_refusal - an object's refusal, in words
 * @word: the stable word; for words not known, NULL
 * @number: what the number beside the word is, with a blank on each
 *	side: " at byte "; NULL if it is nothing
 * @meaning: what is wrong
 * @advice: what to do
 */
struct cordon_refusal {
	const char *word;
	const char *number;
	const char *meaning;
	const char *advice;
};

/* Room for cordon_refusal_place(). */
#define CORDON_REFUSAL_PLACE_MAX	32U

const struct cordon_refusal *cordon_refusal_find(const char *word);
const char *cordon_refusal_place(const char *word, unsigned long long number,
				 char place[CORDON_REFUSAL_PLACE_MAX]);

#endif /* _LIBCORDON_REFUSAL_H */
