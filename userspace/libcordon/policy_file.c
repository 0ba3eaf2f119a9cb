// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - policy file: a policy in whichever form it is at hand
 */
#include "policy_file.h"

#include <stdlib.h>

#include "engine/policy/validate.h"

static int refuse(const char *name, const char *what,
		  const struct cordon_fault *fault,
		  struct cordon_diagnostics *diag)
{
	struct cordon_where where = { .file = name };

	cordon_diagnose(diag, CORDON_ERROR, &where,
			"it is cut off, damaged or changed: fetch it again, or compile and sign its source again",
			"not a valid %s: %s at byte %llu", what, fault->word,
			(unsigned long long)fault->offset);
	return -EBADMSG;
}

/**
 * cordon_policy_open_data() - open a blob or an object that is in memory
 * @file: for cordon_policy_close()
 * @data: the bytes, from malloc(); owned by @file, also after an error
 * @size: how many
 * @name: what messages call it
 * @diag: gets the error
 *
 * A signature is not verified.
 *
 * Return: 0; -EBADMSG if it is not valid; -EINVAL if it is neither.
 */
int cordon_policy_open_data(struct cordon_policy_file *file, void *data,
			    size_t size, const char *name,
			    struct cordon_diagnostics *diag)
{
	struct cordon_where where = { .file = name };
	struct cordon_fault fault = { 0 };
	const void *blob = data;

	memset(file, 0, sizeof(*file));
	file->data = data;
	file->size = size;
	if (cordon_object_is(data, size)) {
		file->is_object = true;
		if (cordon_object_parse(data, size, &file->object, &fault))
			return refuse(name, "object", &fault, diag);
		blob = file->object.content;
		size = file->object.content_size;
	} else if (!cordon_blob_is(data, size)) {
		cordon_diagnose(diag, CORDON_ERROR, &where,
				"a blob comes from cordonc compile, an object from cordonc sign",
				"neither a policy blob nor an object");
		return -EINVAL;
	}
	if (cordon_blob_open(&file->blob, blob, size, &fault))
		return refuse(name, "policy blob", &fault, diag);
	return 0;
}

/**
 * cordon_policy_close() - forget a policy
 * @file: may be zeroed; is zeroed afterwards
 */
void cordon_policy_close(struct cordon_policy_file *file)
{
	free(file->data);
	free(file->names);
	memset(file, 0, sizeof(*file));
}
