// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - lines: a text file, and what may stand in a line of it
 */
#include "lines.h"

#include <stdarg.h>
#include <stdlib.h>

#include "libcordon/file.h"
#include "engine/utf8.h"
#include "joiner.h"

/**
 * cordon_lines_open() - read a source file
 * @lines: what to fill; for cordon_lines_close()
 * @path: the file; must outlive @lines
 * @named_at: where the source names the file; NULL if the user did, and then
 *	"-" is the standard input
 * @diag: gets the error if it cannot be read
 *
 * Return: 0, or a negative errno that is in @diag.
 */
int cordon_lines_open(struct cordon_lines *lines, const char *path,
		      const struct cordon_where *named_at,
		      struct cordon_diagnostics *diag)
{
	int error;

	memset(lines, 0, sizeof(*lines));
	if (named_at) {
		lines->path = path;
		error = cordon_file_read(path, CORDON_LINES_FILE_MAX,
					 &lines->data, &lines->size);
	} else {
		lines->path = cordon_file_title(path);
		error = cordon_file_read_named(path, CORDON_LINES_FILE_MAX,
					       &lines->data, &lines->size);
	}
	if (error)
		cordon_diagnose(diag, CORDON_ERROR, named_at,
				named_at ? "a path counts from the directory of the source" :
				cordon_file_advice(error),
				"cannot read '%s': %s", lines->path,
				strerror(-error));
	return error;
}

/**
 * cordon_lines_take() - a source file that has been read already
 * @lines: what to fill; for cordon_lines_close()
 * @path: as messages name it; must outlive @lines
 * @text: its bytes; copied
 * @size: how many
 *
 * Return: 0; -ENOMEM.
 */
int cordon_lines_take(struct cordon_lines *lines, const char *path,
		      const char *text, size_t size)
{
	memset(lines, 0, sizeof(*lines));
	lines->path = path;
	lines->data = malloc(size + 1);
	if (!lines->data)
		return -ENOMEM;
	memcpy(lines->data, text, size);
	lines->data[size] = '\0';
	lines->size = size;
	return 0;
}

/**
 * cordon_lines_next() - the next line, unchecked
 * @lines: the file
 * @line: gets the line; valid until cordon_lines_close()
 *
 * Return: false at the end of the file.
 */
bool cordon_lines_next(struct cordon_lines *lines, struct cordon_line *line)
{
	const char *start = lines->data + lines->next;
	size_t left = lines->size - lines->next;
	const char *end;

	if (!left)
		return false;
	end = memchr(start, '\n', left);
	line->text = start;
	line->length = end ? (size_t)(end - start) : left;
	line->number = ++lines->number;
	lines->next += line->length + (end ? 1 : 0);
	return true;
}

/**
 * cordon_line_complain() - report an error at a place of a line
 * @lines: the file
 * @line: the line
 * @offset: bytes before the place
 * @diag: gets the error
 * @hint: what to do; may be NULL
 * @format: printf format of the text
 */
void cordon_line_complain(const struct cordon_lines *lines,
			  const struct cordon_line *line, size_t offset,
			  struct cordon_diagnostics *diag, const char *hint,
			  const char *format, ...)
{
	struct cordon_where where = {
		.file = lines->path,
		.line = line->number,
		.offset = offset,
		.source = line->text,
		.source_length = line->length,
	};
	va_list args;
	char *text;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	cordon_diagnose(diag, CORDON_ERROR, &where, hint, "%s",
			text ? text : "out of memory");
	free(text);
}

static void complain_about_byte(const struct cordon_lines *lines,
				const struct cordon_line *line, size_t offset,
				struct cordon_diagnostics *diag)
{
	unsigned char byte = (unsigned char)line->text[offset];

	if (!byte)
		cordon_line_complain(lines, line, offset, diag,
				     "remove it: what follows it would be lost",
				     "NUL byte");
	else if (byte == '\t')
		cordon_line_complain(lines, line, offset, diag,
				     "write spaces", "tab");
	else if (byte < 0x20 || byte == 0x7f)
		cordon_line_complain(lines, line, offset, diag, "remove it",
				     "control byte 0x%02x", byte);
	else
		cordon_line_complain(lines, line, offset, diag,
				     "save the file as UTF-8",
				     "byte 0x%02x is not valid UTF-8", byte);
}

static bool begins_with(const struct cordon_line *line, const char *word)
{
	size_t length = strlen(word);

	return line->length > length && !memcmp(line->text, word, length);
}

static bool names_domain(const struct cordon_line *line)
{
	return begins_with(line, "domain ") ||
	       begins_with(line, "except domain ");
}

static const char hidden_in_name[] =
	"copy the name anew; if it does belong there, write the label as it is asked for: xn--...";
static const char hidden_in_path[] =
	"copy the path anew; if it does belong there, write a ? for each of its bytes";

/* In a name and in a path it may be meant: without it another one is written. */
static const char *hint_about_hidden(const struct cordon_line *line)
{
	if (names_domain(line))
		return hidden_in_name;
	if (begins_with(line, "path "))
		return hidden_in_path;
	return "remove it: the line would not read as what it says";
}

/* Does the line read as what it says with the character at @at? */
static bool shows(const struct cordon_line *line, size_t at,
		  unsigned int character)
{
	if (cordon_is_joiner(character) &&
	    (names_domain(line) || cordon_line_is_comment(line)))
		return cordon_joiner_shows(line->text, line->length, at);
	return cordon_utf8_is_printable(character);
}

static bool check_bytes(const struct cordon_lines *lines,
			const struct cordon_line *line,
			struct cordon_diagnostics *diag)
{
	size_t at = 0;

	while (at < line->length) {
		unsigned int character = 0;
		unsigned int used = cordon_utf8_next(line->text + at,
						     line->length - at,
						     &character);

		if (!used || character < 0x20 || character == 0x7f) {
			complain_about_byte(lines, line, at, diag);
			return false;
		}
		if (character == 0xfeff && !at && line->number == 1) {
			cordon_line_complain(lines, line, 0, diag,
					     "save the file as UTF-8 without one",
					     "byte order mark");
			return false;
		}
		if (!shows(line, at, character)) {
			cordon_line_complain(lines, line, at, diag,
					     hint_about_hidden(line),
					     "character U+%04X, which does not show",
					     character);
			return false;
		}
		at += used;
	}
	return true;
}

/* Trailing blanks mean nothing; DOS line ends are reported once a file. */
static bool trim_end(struct cordon_lines *lines, struct cordon_line *line,
		     struct cordon_diagnostics *diag)
{
	bool good = true;

	if (line->length && line->text[line->length - 1] == '\r') {
		good = false;
		line->length--;
		if (!lines->told_crlf)
			cordon_line_complain(lines, line, line->length, diag,
					     "save the file with Unix line ends, e.g. with dos2unix",
					     "the line ends in CR LF");
		lines->told_crlf = true;
	}
	while (line->length && line->text[line->length - 1] == ' ')
		line->length--;
	return good;
}

/* " ;" and " #" begin a comment for some readers of INI and not for others. */
static bool check_inline_comment(const struct cordon_lines *lines,
				 const struct cordon_line *line,
				 struct cordon_diagnostics *diag)
{
	size_t at;

	for (at = 1; at < line->length; at++) {
		char byte = line->text[at];

		if (line->text[at - 1] != ' ' || (byte != ';' && byte != '#'))
			continue;
		cordon_line_complain(lines, line, at, diag,
				     "a comment stands on a line of its own",
				     "'%c' after a space would begin a comment",
				     byte);
		return false;
	}
	return true;
}

/**
 * cordon_lines_check() - is a line fit to be looked at
 * @lines: the file
 * @line: its trailing blanks are cut off
 * @limit: most bytes it may have
 * @limit_hint: what to do about a longer one
 * @diag: gets the first error of the line
 *
 * Return: true if it is; a comment or an empty line is, too.
 */
bool cordon_lines_check(struct cordon_lines *lines, struct cordon_line *line,
			size_t limit, const char *limit_hint,
			struct cordon_diagnostics *diag)
{
	size_t whole = line->length;
	bool good = trim_end(lines, line, diag);

	if (whole > limit) {
		line->length = whole;
		cordon_line_complain(lines, line, limit, diag, limit_hint,
				     "the line has %zu bytes; %zu is the limit",
				     whole, limit);
		return false;
	}
	if (!check_bytes(lines, line, diag))
		return false;
	if (line->length && line->text[0] == ' ') {
		cordon_line_complain(lines, line, 0, diag,
				     "begin it in the first column: an indented line would continue the one before",
				     "the line begins with a space");
		return false;
	}
	if (!cordon_line_is_comment(line) &&
	    !check_inline_comment(lines, line, diag))
		return false;
	return good;
}

/**
 * cordon_line_is_comment() - is there nothing to read in a checked line
 * @line: the line
 *
 * Return: true if it is empty or a comment.
 */
bool cordon_line_is_comment(const struct cordon_line *line)
{
	return !line->length || line->text[0] == '#' || line->text[0] == ';';
}

/**
 * cordon_lines_close() - forget the file
 * @lines: may be zeroed; is zeroed afterwards
 */
void cordon_lines_close(struct cordon_lines *lines)
{
	free(lines->data);
	memset(lines, 0, sizeof(*lines));
}
