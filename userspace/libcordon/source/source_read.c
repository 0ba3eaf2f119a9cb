// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - source_read: a policy's .ini file and all that it names, read
 */
#include <stdlib.h>

#include "libcordon/file.h"
#include "libcordon/suggest.h"
#include "source.h"

static int add_file(struct cordon_source *source, const char *path,
		    const struct cordon_where *named_at,
		    struct cordon_lines **lines)
{
	int error;

	if (!cordon_array_grow(&source->files, source->file_count,
			       sizeof(*source->files)))
		return -ENOMEM;
	*lines = source->files + source->file_count;
	error = cordon_lines_open(*lines, path, named_at, source->diag);
	if (!error)
		source->file_count++;
	return error;
}

/* The .ini file. @path is what the user wrote. */
static int add_ini(struct cordon_source *source, const char *path,
		   const char *text, size_t size, struct cordon_lines **lines)
{
	int error;

	if (!text)
		return add_file(source, path, NULL, lines);
	if (!cordon_array_grow(&source->files, source->file_count,
			       sizeof(*source->files)))
		return -ENOMEM;
	*lines = source->files + source->file_count;
	error = cordon_lines_take(*lines, source->path, text, size);
	if (!error)
		source->file_count++;
	return error;
}

static void complain_about_kind(struct cordon_source *source,
				const struct cordon_lines *lines,
				const struct cordon_line *line, size_t length,
				const char *only)
{
	const char *words[8];
	const char *nearest;
	char word[32], hint[96];
	size_t count, i;
	const struct cordon_rule_syntax *syntax = cordon_rule_syntaxes(&count);

	snprintf(hint, sizeof(hint), "a line is ");
	for (i = 0; i < count && i < ARRAY_SIZE(words); i++) {
		words[i] = syntax[i].word;
		if (only && strcmp(only, syntax[i].word))
			continue;
		snprintf(hint + strlen(hint), sizeof(hint) - strlen(hint),
			 "%s, ", words[i]);
	}
	snprintf(hint + strlen(hint), sizeof(hint) - strlen(hint),
		 "or a comment after #");
	snprintf(word, sizeof(word), "%.*s", (int)length, line->text);
	nearest = cordon_suggest(word, words, i);
	if (only || (nearest && !strcmp(word, nearest)))
		nearest = only;
	cordon_line_complain(lines, line, 0, source->diag, hint,
			     nearest ? "'%s' is no rule here; did you mean '%s'?" :
				       "'%s' is no rule here", word, nearest);
}

/* Bytes of the kind's word at the start of a line; "except domain" is one. */
static size_t kind_length(const struct cordon_line *line)
{
	const char *space = memchr(line->text, ' ', line->length);
	size_t length = space ? (size_t)(space - line->text) : line->length;

	if (length != 6 || memcmp(line->text, "except", 6) || !space)
		return length;
	space = memchr(line->text + 7, ' ', line->length - 7);
	return space ? (size_t)(space - line->text) : line->length;
}

static int read_rule(struct cordon_source *source,
		     const struct cordon_lines *lines,
		     const struct cordon_line *line, const char *only,
		     struct cordon_rule *rule)
{
	struct cordon_mistake mistake = { 0 };
	size_t length = kind_length(line), at = length;
	int error;

	if (line->text[0] == ';') {
		cordon_line_complain(lines, line, 0, source->diag,
				     "write # instead",
				     "a comment in a list begins with #");
		return -EINVAL;
	}
	while (at < line->length && line->text[at] == ' ')
		at++;
	error = only && (strlen(only) != length ||
			 memcmp(only, line->text, length)) ? -ENOENT :
		cordon_rule_parse(line->text, length, line->text + at,
				  line->length - at, &source->arena, rule,
				  &mistake);
	if (error == -ENOENT)
		complain_about_kind(source, lines, line, length, only);
	else if (error == -EINVAL)
		cordon_line_complain(lines, line, at + mistake.offset,
				     source->diag,
				     mistake.hint[0] ? mistake.hint : NULL,
				     "%s", mistake.text);
	rule->line = line->number;
	rule->offset = (unsigned int)at;
	rule->file = lines->path;
	rule->source = line->text;
	rule->source_length = (u16)line->length;
	return error;
}

/**
 * read_list() - read a list of rules
 * @source: keeps the file; its diagnostics get the errors
 * @path: the file, in the source's arena
 * @named_at: where the source names it
 * @only: the one kind of rule that may stand in it; NULL for any
 * @service: service of the rules
 * @rules: the rules are added here
 *
 * A list without a rule is an error.
 *
 * Return: 0, errors in the diagnostics or not; -ENOMEM.
 */
static int read_list(struct cordon_source *source, const char *path,
		     const struct cordon_where *named_at, const char *only,
		     u16 service, struct cordon_rules *rules)
{
	struct cordon_where where = { .file = path };
	struct cordon_lines *lines;
	struct cordon_line line;
	bool empty = true;
	int error;

	error = add_file(source, path, named_at, &lines);
	if (error)
		return error == -ENOMEM ? error : 0;
	while (cordon_lines_next(lines, &line)) {
		struct cordon_rule rule = { .service = service };

		if (!cordon_lines_check(lines, &line, CORDON_LIST_LINE_MAX,
					"shorten it, or split a long comment",
					source->diag)) {
			empty = false;
			continue;
		}
		if (!line.length || line.text[0] == '#')
			continue;
		empty = false;
		error = read_rule(source, lines, &line, only, &rule);
		if (error == -ENOMEM)
			return error;
		if (error)
			continue;
		if (!cordon_array_grow(&rules->list, rules->count,
				       sizeof(rule)))
			return -ENOMEM;
		rules->list[rules->count++] = rule;
	}
	if (empty)
		cordon_diagnose(source->diag, CORDON_ERROR, &where,
				"a list that is not needed is better removed: an empty one may be a damaged one",
				"the list has no rule");
	return 0;
}

static int read_lists(struct cordon_source *source,
		      const struct cordon_items *files, const char *only,
		      struct cordon_rules *rules)
{
	size_t i;
	int error;

	for (i = 0; i < files->count; i++) {
		const char *path = cordon_source_path(source,
						      files->list[i].text);

		if (!path)
			return -ENOMEM;
		error = read_list(source, path, &files->list[i].where, only,
				  CORDON_NO_SERVICE, rules);
		if (error)
			return error;
	}
	return 0;
}

static int read_services(struct cordon_source *source)
{
	size_t i;

	for (i = 0; i < source->service_count; i++) {
		struct cordon_service_source *service = source->services + i;
		size_t before = source->rules.count;
		int error;

		if (!service->path)
			continue;
		error = read_list(source, service->path, NULL, NULL, (u16)i,
				  &source->rules);
		if (error)
			return error;
		service->rules = (u32)(source->rules.count - before);
	}
	return 0;
}

static int set_path(struct cordon_source *source, const char *path)
{
	const char *title = cordon_file_title(path);
	const char *slash = strrchr(path, '/');

	source->path = cordon_arena_copy(&source->arena, title, strlen(title));
	source->directory = cordon_arena_copy(&source->arena, path,
					      slash ? (size_t)(slash - path) + 1 :
					      0);
	return source->path && source->directory ? 0 : -ENOMEM;
}

/**
 * cordon_source_read() - read a policy as it is written
 * @path: the .ini file; "-" for the standard input, paths then count from the
 *	working directory; must outlive @source
 * @text: the file's bytes, if they have been read already; else NULL
 * @size: how many
 * @diag: gets every error found in it and in the files it names
 * @source: zeroed; for cordon_source_free(), also after an error
 *
 * Return: 0; -EINVAL if there were errors; -ENOMEM; what reading @path itself
 * failed with, which is in @diag, too.
 */
int cordon_source_read(const char *path, const char *text, size_t size,
		       struct cordon_diagnostics *diag,
		       struct cordon_source *source)
{
	struct cordon_lines *lines;
	size_t i;
	int error;

	source->diag = diag;
	source->errors = diag->errors;
	error = set_path(source, path);
	if (!error)
		error = add_ini(source, path, text, size, &lines);
	if (!error)
		error = cordon_source_read_keys(source, lines);
	if (!error)
		error = cordon_source_find_services(source);
	if (!error)
		error = read_services(source);
	if (!error)
		error = read_lists(source, &source->shared_files, "prefix",
				   &source->shared);
	for (i = 0; i < source->shared.count; i++)
		source->shared.list[i].flags = CORDON_PREFIX_SHARED;
	if (!error)
		error = read_lists(source, &source->must_work_files, "domain",
				   &source->must_work);
	if (error)
		return error;
	return cordon_source_failed(source) ? -EINVAL : 0;
}
