/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - ini: the strict reader of INI files, on top of inih
 *
 * inih alone would cut a line that is too long and read its tail as a new one,
 * cut a value at " ;", cut a section's name, join an indented line to the one
 * before and stop at a NUL. So it never sees such a line: it gets its lines
 * from a reader that refuses them, and what it makes of a line is compared with
 * what stands there.
 */
#ifndef _LIBCORDON_INI_H
#define _LIBCORDON_INI_H

#include "lines.h"

/* Bytes of a section's name; inih keeps 49. */
#define CORDON_INI_SECTION_MAX	48U

/**
 * struct cordon_ini_handler - who gets what stands in the file
 * @section: a section begins; returns whether its keys are wanted
 * @key: a key of a section that is wanted; @offset is the value's in @line
 *
 * Both may report errors of their own. @line is valid during the call.
 */
struct cordon_ini_handler {
	bool (*section)(void *context, const char *name,
			const struct cordon_line *line);
	void (*key)(void *context, const char *key, const char *value,
		    const struct cordon_line *line, size_t offset);
};

int cordon_ini_read(struct cordon_lines *lines,
		    const struct cordon_ini_handler *handler, void *context,
		    struct cordon_diagnostics *diag);

#endif /* _LIBCORDON_INI_H */
