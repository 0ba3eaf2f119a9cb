// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Policy sources for tests: a temporary directory with files in it
 */
#include "source_tree.h"

#include <ftw.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "libcordon/file.h"

int source_tree_make(struct source_tree *tree)
{
	char services[96];

	snprintf(tree->directory, sizeof(tree->directory),
		 "/tmp/cordon-test-XXXXXX");
	if (!mkdtemp(tree->directory))
		return -errno;
	snprintf(tree->ini, sizeof(tree->ini), "%s/test.ini", tree->directory);
	snprintf(services, sizeof(services), "%s/services", tree->directory);
	return mkdir(services, 0755) ? -errno : 0;
}

int source_tree_write(const struct source_tree *tree, const char *name,
		      const void *data, size_t size)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", tree->directory, name);
	return cordon_file_write(path, data, size, 0644);
}

int source_tree_text(const struct source_tree *tree, const char *name,
		     const char *text)
{
	return source_tree_write(tree, name, text, strlen(text));
}

static int remove_one(const char *path, const struct stat *info, int type,
		      struct FTW *walk)
{
	(void)info;
	(void)type;
	(void)walk;
	return remove(path);
}

void source_tree_remove(struct source_tree *tree)
{
	nftw(tree->directory, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* The finding whose text has @text in it, or NULL. */
const struct cordon_diagnostic *
source_finding(const struct cordon_diagnostics *diag, const char *text)
{
	size_t i;

	for (i = 0; i < diag->count; i++)
		if (diag->list[i].text && strstr(diag->list[i].text, text))
			return diag->list + i;
	return NULL;
}

void source_show(const struct cordon_diagnostics *diag)
{
	size_t i;

	for (i = 0; i < diag->count; i++) {
		char *text = cordon_diagnostic_format(diag->list + i, false);

		fputs(text, stderr);
		free(text);
	}
}

static int compile_case(const char *ini, size_t ini_size, const char *list,
			size_t list_size, struct cordon_diagnostics *diag)
{
	struct cordon_compiled compiled = { 0 };
	struct source_tree tree;
	char *whole;
	int error;

	whole = malloc(sizeof(SOURCE_POLICY) + ini_size);
	error = source_tree_make(&tree);
	if (!whole || error) {
		free(whole);
		return error ? error : -ENOMEM;
	}
	memcpy(whole, SOURCE_POLICY, sizeof(SOURCE_POLICY));
	memcpy(whole + sizeof(SOURCE_POLICY) - 1, ini, ini_size);
	error = source_tree_write(&tree, "test.ini", whole,
				  sizeof(SOURCE_POLICY) - 1 + ini_size);
	free(whole);
	if (!error)
		error = source_tree_write(&tree, "services/a.list", list,
					  list_size);
	if (!error)
		error = cordon_compile(tree.ini, diag, &compiled);
	if (error && compiled.blob)
		error = 1;
	cordon_compiled_free(&compiled);
	source_tree_remove(&tree);
	return error;
}

/* The bad source is refused for the right reason, and its twin compiles. */
bool source_case_holds(const struct source_case *c)
{
	const char *good_ini = c->good_ini ? c->good_ini : c->ini;
	const char *good_list = c->good_list ? c->good_list : c->list;
	struct cordon_diagnostics diag = { 0 };
	const struct cordon_diagnostic *found;
	bool good = true;
	int error;

	error = compile_case(c->ini, c->ini_size, c->list, c->list_size, &diag);
	found = source_finding(&diag, c->error);
	if (error != -EINVAL || !found || !diag.errors ||
	    (c->line && (found->line != c->line ||
			 found->column != c->column))) {
		fprintf(stderr, "# %s: error %d, wanted '%s' at %u:%u, got\n",
			c->what, error, c->error, c->line, c->column);
		source_show(&diag);
		good = false;
	}
	cordon_diagnostics_free(&diag);
	error = compile_case(good_ini, c->good_ini ? strlen(good_ini) :
			     c->ini_size, good_list, c->good_list ?
			     strlen(good_list) : c->list_size, &diag);
	if (error) {
		fprintf(stderr, "# %s: its twin is refused, too (%d)\n",
			c->what, error);
		source_show(&diag);
		good = false;
	}
	cordon_diagnostics_free(&diag);
	return good;
}
