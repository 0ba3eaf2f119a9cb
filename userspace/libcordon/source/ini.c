// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - ini: the strict reader of INI files, on top of inih
 */
#include "ini.h"

#include <ini.h>

#define LINE_HINT \
	"the INI reader would cut it and take the rest for a line of its own: shorten it"

/**
 * struct reader - the state of one run
 * @lines: the file
 * @line: the line that inih has got last
 * @handler: who gets what stands there
 * @context: for @handler
 * @diag: gets errors
 * @in_section: a section has begun
 * @wanted: the keys of the section are wanted
 */
struct reader {
	struct cordon_lines *lines;
	struct cordon_line line;
	const struct cordon_ini_handler *handler;
	void *context;
	struct cordon_diagnostics *diag;
	bool in_section;
	bool wanted;
};

/* Returns whether the section's keys are to be looked at. */
static bool begin_section(struct reader *reader)
{
	const struct cordon_line *line = &reader->line;
	const char *end = memchr(line->text, ']', line->length);
	char name[CORDON_INI_SECTION_MAX + 1];
	size_t length;

	if (!end) {
		cordon_line_complain(reader->lines, line, line->length,
				     reader->diag, NULL,
				     "']' is missing at the end of the section's name");
		return false;
	}
	length = (size_t)(end - line->text) - 1;
	if (length + 2 != line->length) {
		cordon_line_complain(reader->lines, line, length + 2,
				     reader->diag,
				     "a section's line ends with its ']'",
				     "more after the section's name");
		return false;
	}
	if (length > CORDON_INI_SECTION_MAX) {
		cordon_line_complain(reader->lines, line,
				     CORDON_INI_SECTION_MAX + 1, reader->diag,
				     "shorten it: the INI reader would cut it",
				     "the section's name has %zu bytes; %u is the limit",
				     length, CORDON_INI_SECTION_MAX);
		return false;
	}
	memcpy(name, line->text + 1, length);
	name[length] = '\0';
	return reader->handler->section(reader->context, name, line);
}

static bool check_key_line(struct reader *reader)
{
	const struct cordon_line *line = &reader->line;
	size_t at = 0;

	if (!reader->in_section) {
		cordon_line_complain(reader->lines, line, 0, reader->diag,
				     "begin the file with [policy]",
				     "this line stands before the first section");
		return false;
	}
	while (at < line->length && line->text[at] != '=' &&
	       line->text[at] != ':')
		at++;
	if (at == line->length) {
		cordon_line_complain(reader->lines, line, line->length,
				     reader->diag,
				     "a line is [section], key = value, or a comment that begins with #",
				     "'=' is missing");
		return false;
	}
	if (line->text[at] == ':') {
		cordon_line_complain(reader->lines, line, at, reader->diag,
				     "write key = value", "':' instead of '='");
		return false;
	}
	if (!at) {
		cordon_line_complain(reader->lines, line, 0, reader->diag,
				     "write key = value",
				     "the key is missing before '='");
		return false;
	}
	return true;
}

/* Whether inih may see the line. */
static bool admit(struct reader *reader, size_t limit)
{
	struct cordon_line *line = &reader->line;

	/* A section that is not understood must not lend its keys to the one before. */
	if (line->length && line->text[0] == '[') {
		reader->in_section = true;
		reader->wanted = false;
	}
	if (!cordon_lines_check(reader->lines, line, limit, LINE_HINT,
				reader->diag))
		return false;
	if (cordon_line_is_comment(line))
		return false;
	if (line->text[0] == '[') {
		reader->wanted = begin_section(reader);
		return reader->wanted;
	}
	return check_key_line(reader) && reader->wanted;
}

/* What inih calls instead of fgets(); a line it may not see becomes empty. */
static char *read_line(char *buffer, int size, void *context)
{
	struct reader *reader = context;
	size_t limit = size > 2 ? (size_t)size - 2 : 0;
	size_t length;

	if (!cordon_lines_next(reader->lines, &reader->line))
		return NULL;
	length = admit(reader, limit) ? reader->line.length : 0;
	memcpy(buffer, reader->line.text, length);
	memcpy(buffer + length, "\n", 2);
	return buffer;
}

/* What inih calls for a key. */
static int take_key(void *context, const char *section, const char *key,
		    const char *value)
{
	struct reader *reader = context;
	const struct cordon_line *line = &reader->line;
	const char *equals = memchr(line->text, '=', line->length);
	size_t key_length = strlen(key);
	size_t at = equals ? (size_t)(equals - line->text) + 1 : line->length;

	(void)section;
	while (at < line->length && line->text[at] == ' ')
		at++;
	if (strlen(value) != line->length - at ||
	    memcmp(value, line->text + at, line->length - at) ||
	    key_length >= line->length || memcmp(key, line->text, key_length)) {
		cordon_line_complain(reader->lines, line, at, reader->diag,
				     "write it more simply",
				     "the INI reader takes this line for another than it is");
		return 1;
	}
	reader->handler->key(reader->context, key, value, line, at);
	return 1;
}

/**
 * cordon_ini_read() - read an INI file strictly
 * @lines: the file, just opened
 * @handler: gets what stands in it
 * @context: for @handler
 * @diag: gets the errors; the rest of the file is read all the same
 *
 * Return: 0, errors in @diag or not; -ENOMEM.
 */
int cordon_ini_read(struct cordon_lines *lines,
		    const struct cordon_ini_handler *handler, void *context,
		    struct cordon_diagnostics *diag)
{
	struct reader reader = {
		.lines = lines,
		.handler = handler,
		.context = context,
		.diag = diag,
	};
	int bad;

	bad = ini_parse_stream(read_line, &reader, take_key, &reader);
	if (bad == -2)
		return -ENOMEM;
	if (bad) {
		struct cordon_where where = {
			.file = lines->path,
			.line = bad > 0 ? (unsigned int)bad : 0,
		};

		cordon_diagnose(diag, CORDON_ERROR, &where, NULL,
				"the INI reader does not understand this line");
	}
	return 0;
}
