// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - source: a policy as it is written, and what stands in it
 */
#include "source.h"

#include <stdlib.h>

#include "libcordon/suggest.h"

/**
 * cordon_source_failed() - has an error been found in a source
 * @source: the source
 *
 * Return: true if there was one since cordon_source_read() began.
 */
bool cordon_source_failed(const struct cordon_source *source)
{
	return source->diag->errors > source->errors;
}

/**
 * cordon_source_path() - a path as the source means it
 * @source: where paths count from
 * @path: as written; absolute, or beside the source
 *
 * Return: the path, in the source's arena; NULL without memory.
 */
const char *cordon_source_path(struct cordon_source *source, const char *path)
{
	size_t before = path[0] == '/' ? 0 : strlen(source->directory);
	size_t length = strlen(path);
	char *whole = cordon_arena_alloc(&source->arena, before + length + 1);

	if (!whole)
		return NULL;
	memcpy(whole, source->directory, before);
	memcpy(whole + before, path, length);
	return whole;
}

/**
 * cordon_source_service() - find a service
 * @source: its services, sorted
 * @name: its name
 *
 * Return: the service, or NULL.
 */
struct cordon_service_source *
cordon_source_service(const struct cordon_source *source, const char *name)
{
	size_t low = 0, high = source->service_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(source->services[middle].name, name);

		if (!order)
			return source->services + middle;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

/**
 * cordon_source_nearest_service() - the service that was probably meant
 * @source: its services
 * @name: a name that none has
 *
 * Return: a service's name, or NULL.
 */
const char *cordon_source_nearest_service(const struct cordon_source *source,
					  const char *name)
{
	const char *nearest = NULL;
	const char **names;
	size_t i;

	names = calloc(source->service_count + 1, sizeof(*names));
	if (!names)
		return NULL;
	for (i = 0; i < source->service_count; i++)
		names[i] = source->services[i].name;
	nearest = cordon_suggest(name, names, source->service_count);
	free(names);
	return nearest;
}

/**
 * cordon_source_free() - forget a source
 * @source: may be zeroed; is zeroed afterwards
 */
void cordon_source_free(struct cordon_source *source)
{
	size_t i;

	for (i = 0; i < source->file_count; i++)
		cordon_lines_close(source->files + i);
	for (i = 0; i < source->section_count; i++)
		free(source->sections[i]->yields.list);
	free(source->files);
	free(source->sections);
	free(source->services);
	free(source->rules.list);
	free(source->shared.list);
	free(source->must_work.list);
	free(source->service_globs.list);
	free(source->shared_files.list);
	free(source->must_work_files.list);
	cordon_arena_free(&source->arena);
	memset(source, 0, sizeof(*source));
}
