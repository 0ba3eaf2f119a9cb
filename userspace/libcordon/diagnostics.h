/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - diagnostics: what is wrong, where, and what to do about it
 *
 * The library never prints: whatever reads something that a person wrote
 * collects its findings here, and the program shows them.
 */
#ifndef _LIBCORDON_DIAGNOSTICS_H
#define _LIBCORDON_DIAGNOSTICS_H

#include <stdbool.h>
#include <stddef.h>

#ifndef __printf
#define __printf(a, b) \
	__attribute__((		\
		__format__(__printf__, a, b)))
#endif

/* Errors kept of one run; later ones are only counted. */
#define CORDON_DIAGNOSTICS_ERRORS	20U
/* Warnings and notes kept of one run; later ones are only counted. */
#define CORDON_DIAGNOSTICS_REMARKS	200U

enum cordon_severity {
	CORDON_NOTE,
	CORDON_WARNING,
	CORDON_ERROR,
};

/**
 * struct cordon_diagnostic - one finding
 * @severity: how bad it is
 * @file: path as the user would type it; NULL if it is about no file
 * @line: counts from 1; 0 if it is about no line
 * @column: counts characters from 1; 0 if it is about no column
 * @text: one line, no full stop
 * @source: the line of the file, made printable and clipped; may be NULL
 * @caret: columns of @source before the caret
 * @hint: what to do; may be NULL
 */
struct cordon_diagnostic {
	enum cordon_severity severity;
	char *file;
	unsigned int line;
	unsigned int column;
	char *text;
	char *source;
	unsigned int caret;
	char *hint;
};

/**
 * struct cordon_diagnostics - the findings of one run, in the order found
 *
 * Zero it before its first use; cordon_diagnostics_free() when done.
 *
 * @list: the findings kept
 * @count: how many are in @list
 * @errors: errors in all, those not kept included
 * @warnings: warnings in all
 * @notes: notes in all
 */
struct cordon_diagnostics {
	struct cordon_diagnostic *list;
	size_t count;
	unsigned int errors;
	unsigned int warnings;
	unsigned int notes;
};

/**
 * struct cordon_where - the place a finding is about
 * @file: see struct cordon_diagnostic
 * @line: counts from 1; 0 for none
 * @offset: bytes of the line before the place
 * @source: the bytes of the line, without its end; may be NULL
 * @source_length: bytes of @source
 */
struct cordon_where {
	const char *file;
	unsigned int line;
	size_t offset;
	const char *source;
	size_t source_length;
};

void __printf(5, 6)
cordon_diagnose(struct cordon_diagnostics *diag, enum cordon_severity severity,
		const struct cordon_where *where, const char *hint,
		const char *format, ...);
char *cordon_diagnostic_format(const struct cordon_diagnostic *diagnostic,
			       bool colour);
const char *cordon_severity_word(enum cordon_severity severity);
void cordon_diagnostics_free(struct cordon_diagnostics *diag);

#endif /* _LIBCORDON_DIAGNOSTICS_H */
