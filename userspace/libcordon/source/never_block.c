// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - never_block: does a policy refuse what must never be blocked
 */
#include "never_block.h"

#include <stdlib.h>

/* The whole line around a place of the text. */
static struct cordon_where place(const struct cordon_never_block *never,
				 const struct cordon_never_entry *entry)
{
	const struct cordon_lines *file = &never->file;
	const char *end = file->data + file->size;
	const char *start = entry->value, *stop;

	while (start > file->data && start[-1] != '\n')
		start--;
	stop = memchr(entry->value, '\n', (size_t)(end - entry->value));
	return (struct cordon_where) {
		.file = file->path,
		.line = entry->line,
		.offset = (size_t)(entry->value - start),
		.source = start,
		.source_length = (size_t)((stop ? stop : end) - start),
	};
}

static void complain(const struct cordon_never_block *never,
		     const struct cordon_never_entry *entry, const char *why,
		     const char *hint, struct cordon_diagnostics *diag)
{
	struct cordon_where where = place(never, entry);

	cordon_diagnose(diag, CORDON_ERROR, &where, hint, "%s", why);
}

/* Every line that is no entry, not the first alone; then what stands twice. */
static int check_text(struct cordon_never_block *never,
		      struct cordon_diagnostics *diag)
{
	const struct cordon_lines *file = &never->file;
	struct cordon_where whole = { .file = file->path };
	struct cordon_never_reader reader;
	struct cordon_never_entry entry;
	const char *why = NULL;
	bool good = true;
	int found;

	cordon_never_start(&reader, file->data, file->size);
	while ((found = cordon_never_next(&reader, &entry, &why))) {
		if (found > 0) {
			never->entries++;
			continue;
		}
		complain(never, &entry, why,
			 "a line is one of: path /usr/bin/dialer, uid 1001, package com.android.phone, or a comment after #",
			 diag);
		good = false;
	}
	if (!good)
		return -EINVAL;
	never->memory = malloc(cordon_never_index_size(file->size));
	if (!never->memory)
		return -ENOMEM;
	found = cordon_never_index_make(&never->index, never->memory, file->data,
					file->size, &entry, &why);
	if (found == -EFBIG)
		cordon_diagnose(diag, CORDON_ERROR, &whole, NULL, "%s", why);
	else if (found)
		complain(never, &entry, why, "keep one of them", diag);
	return found ? -EINVAL : 0;
}

/**
 * cordon_never_block_read() - read a never-block file
 * @path: the file; must outlive @never
 * @diag: gets every error
 * @never: filled in; for cordon_never_block_free(), also after an error
 *
 * Return: 0; -EINVAL if it has errors; what reading it failed with.
 */
int cordon_never_block_read(const char *path, struct cordon_diagnostics *diag,
			    struct cordon_never_block *never)
{
	int error;

	memset(never, 0, sizeof(*never));
	error = cordon_lines_open(&never->file, path, NULL, diag);
	return error ? error : check_text(never, diag);
}

/*
 * The source's rule behind the blob's; NULL for one of the reserved service.
 * Paths are in the blob's order by now, so all are looked at.
 */
static const struct cordon_rule *
rule_of(const struct cordon_blob *blob, const struct cordon_resolved *resolved,
	const struct cordon_never_hit *hit)
{
	struct cordon_rule like = { .kind = hit->kind };
	u32 length;
	size_t i;

	like.text = cordon_blob_text(blob, hit->kind == CORDON_RULE_PATH ?
				     &blob->paths[hit->rule].pattern :
				     &blob->packages[hit->rule].name, &length);
	like.text_length = (u16)length;
	for (i = 0; i < resolved->count; i++)
		if (!cordon_rule_compare(resolved->rules[i], &like))
			return resolved->rules[i]->line ? resolved->rules[i] :
							  NULL;
	return NULL;
}

static const char *word_of(const struct cordon_never_entry *entry)
{
	return entry->kind == CORDON_NEVER_PATH ? "path" : "package";
}

/* No policy can be without the reserved rules: the entry has to go. */
static void tell_reserved(const struct cordon_never_block *never,
			  const struct cordon_source *source,
			  const struct cordon_never_hit *hit)
{
	struct cordon_where where = place(never, &hit->entry);

	cordon_diagnose(source->diag, CORDON_ERROR, &where, "remove the line",
			"every policy refuses '%s %.*s', so that a device can be tested",
			word_of(&hit->entry), (int)hit->entry.length,
			hit->entry.value);
}

static void tell(const struct cordon_never_block *never,
		 const struct cordon_source *source,
		 const struct cordon_resolved *resolved,
		 const struct cordon_blob *blob,
		 const struct cordon_never_hit *hit)
{
	const struct cordon_rule *rule = rule_of(blob, resolved, hit);
	struct cordon_where where;
	char *hint;

	if (!rule) {
		tell_reserved(never, source, hit);
		return;
	}
	where = cordon_rule_where(rule);
	if (asprintf(&hint,
		     "%s:%u names it; narrow the rule or remove it, or let the service's action be audit or allow",
		     never->file.path, hit->entry.line) < 0)
		hint = NULL;
	cordon_diagnose(source->diag, CORDON_ERROR, &where, hint,
			"'%s %s' of the service '%s' refuses '%s %.*s', which must never be blocked",
			cordon_rule_word(rule), rule->text,
			source->services[rule->service].name,
			word_of(&hit->entry), (int)hit->entry.length,
			hit->entry.value);
	free(hint);
}

/**
 * cordon_never_block_check() - look for what a policy would refuse
 * @never: the file
 * @source: the source; its diagnostics get an error for each entry hit
 * @resolved: its rules in force
 * @blob: what they were compiled to
 */
void cordon_never_block_check(const struct cordon_never_block *never,
			      const struct cordon_source *source,
			      const struct cordon_resolved *resolved,
			      const struct cordon_blob *blob)
{
	struct cordon_never_reader reader;
	struct cordon_never_hit hit;

	cordon_never_start(&reader, never->file.data, never->file.size);
	while (cordon_never_next_hit(&reader, blob, &hit) > 0)
		tell(never, source, resolved, blob, &hit);
}

/**
 * cordon_never_block_free() - forget the file
 * @never: may be zeroed; is zeroed afterwards
 */
void cordon_never_block_free(struct cordon_never_block *never)
{
	cordon_lines_close(&never->file);
	free(never->memory);
	memset(never, 0, sizeof(*never));
}
