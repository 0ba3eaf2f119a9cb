/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - refusal: what a word of load/error means and what to do about it
 */
#ifndef _LIBCORDON_REFUSAL_H
#define _LIBCORDON_REFUSAL_H

/**
 * struct cordon_refusal - an object's refusal, in words
 * @word: the stable word; for words not known, NULL
 * @meaning: what is wrong
 * @advice: what to do
 */
struct cordon_refusal {
	const char *word;
	const char *meaning;
	const char *advice;
};

const struct cordon_refusal *cordon_refusal_find(const char *word);

#endif /* _LIBCORDON_REFUSAL_H */
