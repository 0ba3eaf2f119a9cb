// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - diagnostics: collect findings, and lay one out for a reader
 */
#include "diagnostics.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/utf8.h"
#include "source/joiner.h"

/* Characters of a source line shown on either side of the caret. */
#define CLIP_BEFORE	60U
#define CLIP_AFTER	80U

#define COLOUR_BOLD	"\033[1m"
#define COLOUR_RED	"\033[1;31m"
#define COLOUR_YELLOW	"\033[1;33m"
#define COLOUR_CYAN	"\033[1;36m"
#define COLOUR_OFF	"\033[0m"

/**
 * cordon_severity_word() - a severity as the word that messages use
 * @severity: the severity
 *
 * Return: the word; static storage.
 */
const char *cordon_severity_word(enum cordon_severity severity)
{
	switch (severity) {
	case CORDON_NOTE:
		return "note";
	case CORDON_WARNING:
		return "warning";
	case CORDON_ERROR:
		break;
	}
	return "error";
}

/* Characters before byte @offset; a byte that is no UTF-8 is one character. */
static unsigned int characters(const char *line, size_t length, size_t offset)
{
	unsigned int count = 0;
	size_t at = 0;

	while (at < offset && at < length) {
		unsigned int used = cordon_utf8_next(line + at, length - at,
						     NULL);

		at += used ? used : 1;
		count++;
	}
	return count;
}

/*
 * A joiner is shown as it is, so that a name that is copied from a message is
 * the one that was written; where it is what the message is about, it is not.
 */
static bool is_shown(unsigned int character, bool at_caret)
{
	if (cordon_is_joiner(character))
		return !at_caret;
	return cordon_utf8_is_printable(character);
}

/* Copies the characters near the caret; what cannot be shown becomes "?". */
static void set_source(struct cordon_diagnostic *diagnostic,
		       const struct cordon_where *where)
{
	unsigned int caret = diagnostic->column ? diagnostic->column - 1 : 0;
	unsigned int first = caret > CLIP_BEFORE ? caret - CLIP_BEFORE : 0;
	unsigned int number = 0, joiners = 0;
	size_t at = 0;
	FILE *out;
	size_t size;

	out = open_memstream(&diagnostic->source, &size);
	if (!out)
		return;
	if (first)
		fputs("...", out);
	while (at < where->source_length && number < caret + CLIP_AFTER) {
		const char *from = where->source + at;
		unsigned int character = 0;
		unsigned int used = cordon_utf8_next(from,
						     where->source_length - at,
						     &character);

		if (number++ >= first) {
			if (used && is_shown(character, number == caret + 1))
				fwrite(from, 1, used, out);
			else
				fputc('?', out);
			joiners += cordon_is_joiner(character) && number <= caret;
		}
		at += used ? used : 1;
	}
	if (at < where->source_length)
		fputs("...", out);
	if (fclose(out)) {
		free(diagnostic->source);
		diagnostic->source = NULL;
	}
	/* A joiner takes no room. */
	diagnostic->caret = caret - first - joiners + (first ? 3 : 0);
}

static unsigned int *counter(struct cordon_diagnostics *diag,
			     enum cordon_severity severity)
{
	switch (severity) {
	case CORDON_NOTE:
		return &diag->notes;
	case CORDON_WARNING:
		return &diag->warnings;
	case CORDON_ERROR:
		break;
	}
	return &diag->errors;
}

/* The room for one more finding of this severity, or NULL if it has none. */
static struct cordon_diagnostic *add(struct cordon_diagnostics *diag,
				     enum cordon_severity severity)
{
	struct cordon_diagnostic *list;
	bool room;

	++*counter(diag, severity);
	if (severity == CORDON_ERROR)
		room = diag->errors <= CORDON_DIAGNOSTICS_ERRORS;
	else
		room = diag->warnings + diag->notes <=
		       CORDON_DIAGNOSTICS_REMARKS;
	if (!room)
		return NULL;
	list = reallocarray(diag->list, diag->count + 1, sizeof(*list));
	if (!list)
		return NULL;
	diag->list = list;
	list += diag->count++;
	memset(list, 0, sizeof(*list));
	list->severity = severity;
	return list;
}

/**
 * cordon_diagnose() - add a finding
 * @diag: where it goes
 * @severity: how bad it is
 * @where: what it is about; NULL for nothing in particular
 * @hint: what to do; may be NULL
 * @format: printf format of the text: one line, no full stop
 *
 * Everything is copied. Without memory the finding is counted, not kept.
 */
void cordon_diagnose(struct cordon_diagnostics *diag,
		     enum cordon_severity severity,
		     const struct cordon_where *where, const char *hint,
		     const char *format, ...)
{
	struct cordon_diagnostic *diagnostic = add(diag, severity);
	va_list args;

	if (!diagnostic)
		return;
	va_start(args, format);
	if (vasprintf(&diagnostic->text, format, args) < 0)
		diagnostic->text = NULL;
	va_end(args);
	if (hint)
		diagnostic->hint = strdup(hint);
	if (!where)
		return;
	if (where->file)
		diagnostic->file = strdup(where->file);
	diagnostic->line = where->line;
	if (!where->line || !where->source)
		return;
	diagnostic->column = 1 + characters(where->source,
					    where->source_length,
					    where->offset);
	set_source(diagnostic, where);
}

/**
 * cordon_diagnostic_format() - a finding as the lines that a terminal shows
 * @diagnostic: the finding
 * @colour: whether to use terminal colours
 *
 * Return: FILE:LINE:COLUMN: error: TEXT, the source line with a caret, and the
 * hint, each line with its end; for free(); NULL without memory.
 */
char *cordon_diagnostic_format(const struct cordon_diagnostic *diagnostic,
			       bool colour)
{
	static const char * const hue[] = {
		[CORDON_NOTE] = COLOUR_CYAN,
		[CORDON_WARNING] = COLOUR_YELLOW,
		[CORDON_ERROR] = COLOUR_RED,
	};
	const char *off = colour ? COLOUR_OFF : "";
	char *text = NULL;
	size_t size;
	FILE *out;

	out = open_memstream(&text, &size);
	if (!out)
		return NULL;
	if (diagnostic->file) {
		fprintf(out, "%s%s:", colour ? COLOUR_BOLD : "",
			diagnostic->file);
		if (diagnostic->line)
			fprintf(out, "%u:", diagnostic->line);
		if (diagnostic->column)
			fprintf(out, "%u:", diagnostic->column);
		fprintf(out, "%s ", off);
	}
	fprintf(out, "%s%s:%s %s\n", colour ? hue[diagnostic->severity] : "",
		cordon_severity_word(diagnostic->severity), off,
		diagnostic->text ? diagnostic->text : "out of memory");
	if (diagnostic->source)
		fprintf(out, "  %s\n  %*s%s^%s\n", diagnostic->source,
			(int)diagnostic->caret, "",
			colour ? hue[diagnostic->severity] : "", off);
	if (diagnostic->hint)
		fprintf(out, "  hint: %s\n", diagnostic->hint);
	if (fclose(out)) {
		free(text);
		return NULL;
	}
	return text;
}

/**
 * cordon_diagnostics_free() - forget all findings
 * @diag: may be zeroed; is zeroed afterwards
 */
void cordon_diagnostics_free(struct cordon_diagnostics *diag)
{
	size_t i;

	for (i = 0; i < diag->count; i++) {
		free(diag->list[i].file);
		free(diag->list[i].text);
		free(diag->list[i].source);
		free(diag->list[i].hint);
	}
	free(diag->list);
	memset(diag, 0, sizeof(*diag));
}
