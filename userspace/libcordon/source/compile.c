// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - compile: policy source in, policy blob out
 */
#include "compile.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/policy/validate.h"
#include "blob_write.h"
#include "libcordon/file.h"
#include "lint.h"
#include "never_block.h"

static void count_rules(const struct cordon_source *source,
			const struct cordon_resolved *resolved,
			struct cordon_compiled *out)
{
	size_t i;

	for (i = 0; i < resolved->count; i++) {
		const struct cordon_rule *rule = resolved->rules[i];

		switch (rule->kind) {
		case CORDON_RULE_DOMAIN:
			if (rule->flags & CORDON_DOMAIN_EXCEPT)
				out->excepts++;
			else
				out->domains++;
			break;
		case CORDON_RULE_PREFIX:
			out->prefixes++;
			break;
		case CORDON_RULE_PATH:
			out->paths++;
			break;
		case CORDON_RULE_PACKAGE:
			out->packages++;
			break;
		case CORDON_RULE_NONE:
			break;
		}
	}
	out->services = (u32)source->service_count;
	out->shared = (u32)source->shared.count;
	out->resolvers = source->resolver_count;
	out->yielded = resolved->yielded;
	out->version = source->version;
}

static int write_blob(const struct cordon_source *source,
		      const struct cordon_resolved *resolved,
		      struct cordon_compiled *out)
{
	struct cordon_where where = { .file = source->path };
	int error;

	error = cordon_blob_write(source, resolved, &out->blob, &out->size);
	if (error == -EFBIG)
		cordon_diagnose(source->diag, CORDON_ERROR, &where,
				"leave out lists that are not needed",
				"the policy is too large: a kernel takes objects of %u MiB",
				CORDON_OBJECT_MAX >> 20);
	if (error == -E2BIG)
		cordon_diagnose(source->diag, CORDON_ERROR, &where,
				"that does not happen by chance: please report it with the source",
				"no key keeps the hashes of the names apart");
	return error == -EFBIG || error == -E2BIG ? -EINVAL : error;
}

/* The kernel reads with the same code: what it refuses never leaves here. */
static int check_blob(const struct cordon_source *source,
		      const struct cordon_compiled *out,
		      struct cordon_blob *blob)
{
	struct cordon_where where = { .file = source->path };
	struct cordon_fault fault = { 0 };

	if (!cordon_blob_open(blob, out->blob, out->size, &fault))
		return 0;
	cordon_diagnose(source->diag, CORDON_ERROR, &where,
			"this is a fault in the compiler: please report it with the source",
			"the compiled policy is not valid: %s at byte %llu",
			fault.word, (unsigned long long)fault.offset);
	return -EINVAL;
}

/* The domain rules outlive the source, which the blob does not need. */
static int keep_names(const struct cordon_resolved *resolved,
		      struct cordon_compiled *out)
{
	size_t bytes = 0, i;
	u8 *wires;

	for (i = 0; i < resolved->count; i++)
		if (resolved->rules[i]->kind == CORDON_RULE_DOMAIN)
			bytes += sizeof(*out->names) + resolved->rules[i]->length;
	out->names = calloc(1, bytes + 1);
	if (!out->names)
		return -ENOMEM;
	wires = (u8 *)(out->names + out->domains + out->excepts);
	for (i = 0; i < resolved->count; i++) {
		const struct cordon_rule *rule = resolved->rules[i];
		struct cordon_compiled_name *name = out->names + out->name_count;

		if (rule->kind != CORDON_RULE_DOMAIN)
			continue;
		memcpy(wires, rule->wire, rule->length);
		*name = (struct cordon_compiled_name) {
			.wire = wires, .length = rule->length,
			.flags = rule->flags, .service = rule->service,
		};
		out->name_count++;
		wires += rule->length;
	}
	return 0;
}

static int compile_source(struct cordon_source *source,
			  const struct cordon_compile_options *options,
			  const struct cordon_never_block *never,
			  struct cordon_compiled *out)
{
	struct cordon_resolved resolved = { 0 };
	struct cordon_blob blob;
	int error;

	error = cordon_resolve(source, &resolved);
	if (!error)
		error = write_blob(source, &resolved, out);
	if (!error)
		error = check_blob(source, out, &blob);
	if (!error) {
		count_rules(source, &resolved, out);
		out->name = strdup(source->name);
		if (!out->name)
			error = -ENOMEM;
	}
	if (!error && options->names)
		error = keep_names(&resolved, out);
	if (!error && options->lint)
		cordon_lint_source(source, &resolved, &blob);
	if (!error && options->never_block) {
		cordon_never_block_check(never, source, &resolved, &blob);
		out->never_block = never->entries;
	}
	cordon_resolved_free(&resolved);
	if (!error && cordon_source_failed(source))
		error = -EINVAL;
	return error;
}

/* The blob would take the place of what it was made from. */
static int check_output(const struct cordon_source *source, const char *output)
{
	struct cordon_where where = { .file = output };
	struct stat to, from;
	size_t i;

	if (cordon_file_is_standard(output) || stat(output, &to))
		return 0;
	for (i = 0; i < source->file_count; i++) {
		if (stat(source->files[i].path, &from) ||
		    from.st_dev != to.st_dev || from.st_ino != to.st_ino)
			continue;
		cordon_diagnose(source->diag, CORDON_ERROR, &where,
				"name another file for the blob",
				"it is a file of the source");
		return -EEXIST;
	}
	return 0;
}

int cordon_compile_with(const char *source_path,
			const struct cordon_compile_options *options,
			struct cordon_diagnostics *diag,
			struct cordon_compiled *out)
{
	struct cordon_never_block never = { 0 };
	struct cordon_source source = { 0 };
	int error = 0;

	memset(out, 0, sizeof(*out));
	if (options->never_block)
		error = cordon_never_block_read(options->never_block, diag,
						&never);
	if (!error)
		error = cordon_source_read(source_path, options->text,
					   options->text_size, diag, &source);
	if (!error && options->output)
		error = check_output(&source, options->output);
	if (!error)
		error = compile_source(&source, options, &never, out);
	cordon_source_free(&source);
	cordon_never_block_free(&never);
	if (error)
		cordon_compiled_free(out);
	return error;
}

int cordon_compile(const char *source_path, struct cordon_diagnostics *diag,
		   struct cordon_compiled *out)
{
	const struct cordon_compile_options options = { .lint = false };

	return cordon_compile_with(source_path, &options, diag, out);
}

int cordon_lint(const char *source_path, struct cordon_diagnostics *diag,
		struct cordon_compiled *out)
{
	const struct cordon_compile_options options = { .lint = true };

	return cordon_compile_with(source_path, &options, diag, out);
}

void cordon_compiled_free(struct cordon_compiled *compiled)
{
	free(compiled->blob);
	free(compiled->name);
	free(compiled->names);
	memset(compiled, 0, sizeof(*compiled));
}
