/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - record text: an event in the words of its record
 */
#ifndef _CORDON_RECORD_TEXT_H
#define _CORDON_RECORD_TEXT_H

#include "record.h"

/* Room for any record's text with its NUL. */
#define CORDON_RECORD_TEXT_MAX	4096

/**
 * struct cordon_record_text - a record's text as it is written
 * @length: bytes in @bytes; over its size: something did not fit
 * @bytes: `cordon="WORD"` and then ` key=value` each
 */
struct cordon_record_text {
	size_t length;
	char bytes[CORDON_RECORD_TEXT_MAX];
};

void cordon_record_text_event(struct cordon_record_text *text,
			      const struct cordon_event *event);
void cordon_record_text_loaded(struct cordon_record_text *text,
			       const struct cordon_policy *policy);
void cordon_record_text_refused(struct cordon_record_text *text,
				const struct cordon_fault *fault, int err);

/**
 * cordon_record_text_fits - is a text whole
 * @text: written
 *
 * Return: whether it is.
 */
static inline bool cordon_record_text_fits(const struct cordon_record_text *text)
{
	return text->length < sizeof(text->bytes);
}

#endif /* _CORDON_RECORD_TEXT_H */
