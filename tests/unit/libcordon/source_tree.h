/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Policy sources for tests: a temporary directory with files in it
 */
#ifndef _TESTS_SOURCE_TREE_H
#define _TESTS_SOURCE_TREE_H

#include "libcordon/source/compile.h"

/* What every source begins with; sections may follow. */
#define SOURCE_POLICY \
	"[policy]\nname = test\nversion = 1\nmode = enforce\n" \
	"services = services/*.list\n"

/**
 * struct source_tree - a directory with test.ini and services/ in it
 * @directory: its path
 * @ini: path of test.ini
 */
struct source_tree {
	char directory[64];
	char ini[96];
};

int source_tree_make(struct source_tree *tree);
int source_tree_write(const struct source_tree *tree, const char *name,
		      const void *data, size_t size);
int source_tree_text(const struct source_tree *tree, const char *name,
		     const char *text);
void source_tree_remove(struct source_tree *tree);

/**
 * struct source_case - a source that is refused, and its twin that is not
 * @what: for the log
 * @ini: appended to SOURCE_POLICY
 * @ini_size: bytes of @ini
 * @list: services/a.list
 * @list_size: bytes of @list
 * @error: part of the first error's text
 * @line: where it is said to be; 0 for anywhere
 * @column: see @line
 * @good_ini: what to write instead of @ini
 * @good_list: what to write instead of @list
 */
struct source_case {
	const char *what;
	const char *ini;
	size_t ini_size;
	const char *list;
	size_t list_size;
	const char *error;
	unsigned int line;
	unsigned int column;
	const char *good_ini;
	const char *good_list;
};

bool source_case_holds(const struct source_case *c);
const struct cordon_diagnostic *
source_finding(const struct cordon_diagnostics *diag, const char *text);
void source_show(const struct cordon_diagnostics *diag);

#endif /* _TESTS_SOURCE_TREE_H */
