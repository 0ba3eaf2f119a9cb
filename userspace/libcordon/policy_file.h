/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - policy file: a policy in whichever form it is at hand
 */
#ifndef _LIBCORDON_POLICY_FILE_H
#define _LIBCORDON_POLICY_FILE_H

#include "diagnostics.h"
#include "engine/policy/blob.h"
#include "libcordon/sign/object_layout.h"

/* Of libcordon/source/compile.h, for who compiles. */
struct cordon_compiled_name;

/**
 * struct cordon_policy_file - an opened policy
 * @data: the file's bytes, or what its source was compiled to
 * @size: bytes of @data
 * @is_object: it is an object; @object holds its parts
 * @object: borrows from @data
 * @blob: borrows from @data
 * @names: of a source, its domain rules; a blob does not spell them out
 * @name_count: how many
 */
struct cordon_policy_file {
	void *data;
	size_t size;
	bool is_object;
	struct cordon_object object;
	struct cordon_blob blob;
	struct cordon_compiled_name *names;
	size_t name_count;
};

int cordon_policy_open(struct cordon_policy_file *file, const char *path,
		       bool may_be_source, struct cordon_diagnostics *diag);
int cordon_policy_open_data(struct cordon_policy_file *file, void *data,
			    size_t size, const char *name,
			    struct cordon_diagnostics *diag);
void cordon_policy_close(struct cordon_policy_file *file);

#endif /* _LIBCORDON_POLICY_FILE_H */
