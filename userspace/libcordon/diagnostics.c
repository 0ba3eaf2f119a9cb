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
#include "safe_text.h"
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

/* Bytes of a character; a byte that is no UTF-8 is one. */
static size_t character_size(const char *text, size_t length)
{
	unsigned int used = cordon_utf8_next(text, length, NULL);

	return used ? used : 1;
}

/* Characters before byte @offset. */
static unsigned int characters(const char *line, size_t length, size_t offset)
{
	unsigned int count = 0;
	size_t at = 0;

	while (at < offset && at < length) {
		at += character_size(line + at, length - at);
		count++;
	}
	return count;
}

/*
 * The next character as a terminal may see it. Returns its bytes; @columns gets
 * how much room it takes. A joiner is shown as it is, so that a name that is copied
 * from a message is the one that was written, and takes none; where it is what the
 * message is about (@at_caret), it is shown as its bytes.
 */
static size_t put_character(FILE *out, const char *text, size_t length,
			    bool at_caret, unsigned int *columns)
{
	unsigned int character = 0, width = 0;
	size_t used = cordon_utf8_next(text, length, &character);
	size_t at = 0, safe_length;
	char safe[CORDON_SAFE_TEXT_MAX];

	if (used && cordon_is_joiner(character) && !at_caret) {
		*columns = 0;
		fwrite(text, 1, used, out);
		return used;
	}
	/* One column, or the four of \xNN for each of its bytes. */
	do {
		at += cordon_safe_text_next(text + at, length - at, safe,
					    &safe_length);
		fwrite(safe, 1, safe_length, out);
		width += *safe == '\\' && safe_length > 1 ? safe_length : 1;
	} while (at < used);
	*columns = width;
	return at;
}

/* What is not a line of the program's own: names, and what was made of them. */
static void put_text(FILE *out, const char *text)
{
	size_t length = strlen(text), at = 0;
	unsigned int columns;

	while (at < length)
		at += put_character(out, text + at, length - at, false,
				    &columns);
}

/* Copies the characters near the caret. */
static void set_source(struct cordon_diagnostic *diagnostic,
		       const struct cordon_where *where)
{
	unsigned int caret = diagnostic->column ? diagnostic->column - 1 : 0;
	unsigned int first = caret > CLIP_BEFORE ? caret - CLIP_BEFORE : 0;
	unsigned int number, columns;
	size_t at = 0;
	FILE *out;
	size_t size;

	out = open_memstream(&diagnostic->source, &size);
	if (!out)
		return;
	for (number = 0; number < first && at < where->source_length; number++)
		at += character_size(where->source + at,
				     where->source_length - at);
	if (first)
		fputs("...", out);
	diagnostic->caret = first ? 3 : 0;
	for (; at < where->source_length && number < caret + CLIP_AFTER; number++) {
		at += put_character(out, where->source + at,
				    where->source_length - at,
				    number == caret, &columns);
		if (number < caret)
			diagnostic->caret += columns;
	}
	if (at < where->source_length)
		fputs("...", out);
	if (fclose(out)) {
		free(diagnostic->source);
		diagnostic->source = NULL;
	}
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

/* FILE:LINE:COLUMN:, as far as it has them. */
static void put_place(FILE *out, const struct cordon_diagnostic *diagnostic,
		      bool colour)
{
	fputs(colour ? COLOUR_BOLD : "", out);
	/* Nothing is no place: one could not tell what the message is about. */
	put_text(out, *diagnostic->file ? diagnostic->file : "''");
	fputc(':', out);
	if (diagnostic->line)
		fprintf(out, "%u:", diagnostic->line);
	if (diagnostic->column)
		fprintf(out, "%u:", diagnostic->column);
	fprintf(out, "%s ", colour ? COLOUR_OFF : "");
}

/**
 * cordon_diagnostic_format() - a finding as the lines that a terminal shows
 * @diagnostic: the finding
 * @colour: whether to use terminal colours
 *
 * Return: FILE:LINE:COLUMN: error: TEXT, the source line with a caret, and the
 * hint, each line with its end, and no byte that could steer a terminal but the
 * colours; for free(); NULL without memory.
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
	if (diagnostic->file)
		put_place(out, diagnostic, colour);
	fprintf(out, "%s%s:%s ", colour ? hue[diagnostic->severity] : "",
		cordon_severity_word(diagnostic->severity), off);
	put_text(out, diagnostic->text ? diagnostic->text : "out of memory");
	fputc('\n', out);
	if (diagnostic->source)
		fprintf(out, "  %s\n  %*s%s^%s\n", diagnostic->source,
			(int)diagnostic->caret, "",
			colour ? hue[diagnostic->severity] : "", off);
	if (diagnostic->hint) {
		fputs("  hint: ", out);
		put_text(out, diagnostic->hint);
		fputc('\n', out);
	}
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
