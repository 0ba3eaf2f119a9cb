/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - explain: the sentences of an answer
 */
#ifndef _LIBCORDON_EXPLAIN_WORDS_H
#define _LIBCORDON_EXPLAIN_WORDS_H

#include "explain.h"

const char *cordon_explain_operation(enum cordon_operation operation);
const char *cordon_explain_because(const struct cordon_explanation *explanation);
const char *cordon_explain_effect(const struct cordon_explanation *explanation);
char *cordon_explain_advice(const struct cordon_explanation *explanation);

#endif /* _LIBCORDON_EXPLAIN_WORDS_H */
