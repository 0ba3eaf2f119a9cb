/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - lines: a text file, and what may stand in a line of it
 *
 * Both forms of source, .ini and .list, are read through this, so both are
 * equally strict.
 */
#ifndef _LIBCORDON_LINES_H
#define _LIBCORDON_LINES_H

#include "libcordon/diagnostics.h"
#include "engine/port.h"

/* Bytes of the largest source file that is read. */
#define CORDON_LINES_FILE_MAX	(256U << 20)

/**
 * struct cordon_line - one line of a file
 * @text: its bytes, not terminated
 * @length: how many, without the line's end
 * @number: counts from 1
 */
struct cordon_line {
	const char *text;
	size_t length;
	unsigned int number;
};

/**
 * struct cordon_lines - a file, read line by line
 * @path: as messages name it; borrowed
 * @data: all of it
 * @size: bytes of @data
 * @next: private: offset of the next line
 * @number: private: number of the line read last
 * @told_crlf: private: the DOS line ends have been reported
 */
struct cordon_lines {
	const char *path;
	char *data;
	size_t size;
	size_t next;
	unsigned int number;
	bool told_crlf;
};

int cordon_lines_open(struct cordon_lines *lines, const char *path,
		      const struct cordon_where *named_at,
		      struct cordon_diagnostics *diag);
int cordon_lines_take(struct cordon_lines *lines, const char *path,
		      const char *text, size_t size);
bool cordon_lines_next(struct cordon_lines *lines, struct cordon_line *line);
bool cordon_lines_check(struct cordon_lines *lines, struct cordon_line *line,
			size_t limit, const char *limit_hint,
			struct cordon_diagnostics *diag);
bool cordon_line_is_comment(const struct cordon_line *line);
void cordon_line_complain(const struct cordon_lines *lines,
			  const struct cordon_line *line, size_t offset,
			  struct cordon_diagnostics *diag, const char *hint,
			  const char *format, ...) __printf(6, 7);
void cordon_lines_close(struct cordon_lines *lines);

#endif /* _LIBCORDON_LINES_H */
