// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - policy open: a policy in whichever form it is at hand, a source too
 *
 * In a file of its own: who compiles nothing, as cordonctl, does not link the
 * compiler, nor what the compiler needs.
 */
#include "libcordon/policy_file.h"

#include <stdlib.h>

#include "libcordon/file.h"
#include "libcordon/source/compile.h"

/* @text: what @path holds; a pipe could not be read once more. */
static int open_source(struct cordon_policy_file *file, const char *path,
		       const char *text, size_t size,
		       struct cordon_diagnostics *diag)
{
	const struct cordon_compile_options wanted = {
		.names = true, .text = text, .text_size = size,
	};
	struct cordon_compiled compiled;
	void *blob;
	int error;

	error = cordon_compile_with(path, &wanted, diag, &compiled);
	if (error)
		return error;
	blob = compiled.blob;
	compiled.blob = NULL;
	error = cordon_policy_open_data(file, blob, compiled.size, path, diag);
	file->names = compiled.names;
	file->name_count = compiled.name_count;
	compiled.names = NULL;
	cordon_compiled_free(&compiled);
	return error;
}

/**
 * cordon_policy_open() - open a blob, an object or, if wanted, a source
 * @file: for cordon_policy_close(), also after an error
 * @path: the file; "-" for the standard input
 * @may_be_source: what is neither blob nor object is compiled
 * @diag: gets the errors
 *
 * Return: 0; -EBADMSG or -EINVAL if it is not valid; -ENOMEM; what reading
 * failed with. All but -ENOMEM are in @diag.
 */
int cordon_policy_open(struct cordon_policy_file *file, const char *path,
		       bool may_be_source, struct cordon_diagnostics *diag)
{
	struct cordon_where where = { .file = cordon_file_title(path) };
	char *data;
	size_t size;
	int error;

	memset(file, 0, sizeof(*file));
	error = cordon_file_read_named(path, CORDON_OBJECT_MAX, &data, &size);
	if (error) {
		cordon_diagnose(diag, CORDON_ERROR, &where,
				cordon_file_advice(error),
				"cannot read it: %s", strerror(-error));
		return error;
	}
	/* What has no name may be anything; but a source has no such byte. */
	if (cordon_file_is_standard(path) && memchr(data, 0, size))
		may_be_source = false;
	if (!may_be_source || cordon_object_is(data, size) ||
	    cordon_blob_is(data, size))
		return cordon_policy_open_data(file, data, size, where.file,
					       diag);
	error = open_source(file, path, data, size, diag);
	free(data);
	return error;
}
