/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - words: what verdicts, reasons and rules are called
 *
 * Records, sysfs and programs use these words and no others.
 */
#ifndef _CORDON_ENGINE_WORDS_H
#define _CORDON_ENGINE_WORDS_H

#include "verdict.h"

const char *cordon_verdict_word(enum cordon_verdict verdict);
const char *cordon_reason_word(enum cordon_reason reason);
const char *cordon_action_word(u8 action);
const char *cordon_mode_word(u8 mode);
size_t cordon_rule_text(const struct cordon_blob *blob,
			enum cordon_rule_kind kind, u32 rule, char *text,
			size_t size);
size_t cordon_decision_text(const struct cordon_blob *blob,
			    const struct cordon_decision *decision, char *text,
			    size_t size);

#endif /* _CORDON_ENGINE_WORDS_H */
