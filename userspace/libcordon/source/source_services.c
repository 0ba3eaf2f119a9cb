// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - source: which services there are
 */
#include <glob.h>
#include <stdlib.h>

#include "source.h"

#define LIST_SUFFIX	".list"

/* The bytes of a directory's name that glob() would take for a pattern. */
static char *escape(const char *text)
{
	char *escaped = malloc(2 * strlen(text) + 1);
	char *to = escaped;

	if (!escaped)
		return NULL;
	for (; *text; text++) {
		if (strchr("*?[]\\", *text))
			*to++ = '\\';
		*to++ = *text;
	}
	*to = '\0';
	return escaped;
}

/* "dir/NAME.list" gives NAME; NULL after an error. */
static const char *service_name(struct cordon_source *source, const char *path,
				const struct cordon_where *where)
{
	const char *slash = strrchr(path, '/');
	const char *base = slash ? slash + 1 : path;
	size_t length = strlen(base), suffix = strlen(LIST_SUFFIX), i;

	if (length <= suffix || strcmp(base + length - suffix, LIST_SUFFIX)) {
		cordon_diagnose(source->diag, CORDON_ERROR, where,
				"services are files called NAME.list",
				"'%s' is no list file", path);
		return NULL;
	}
	length -= suffix;
	for (i = 0; i < length; i++) {
		char c = base[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    !(i && (c == '-' || c == '_')))
			break;
	}
	if (i < length || length > CORDON_SERVICE_NAME_MAX) {
		cordon_diagnose(source->diag, CORDON_ERROR, where,
				"rename it: a service's name has a-z, 0-9, '-' and '_', 40 bytes at most",
				"'%s' names no service", path);
		return NULL;
	}
	return cordon_arena_copy(&source->arena, base, length);
}

static int add_service(struct cordon_source *source, const char *path,
		       const struct cordon_where *where)
{
	struct cordon_service_source service = { 0 };
	size_t i;

	for (i = 0; i < source->service_count; i++)
		if (!strcmp(source->services[i].path, path))
			return 0;
	service.name = service_name(source, path, where);
	if (!service.name)
		return 0;
	service.path = cordon_arena_copy(&source->arena, path, strlen(path));
	if (!service.path ||
	    !cordon_array_grow(&source->services, source->service_count,
			       sizeof(service)))
		return -ENOMEM;
	source->services[source->service_count++] = service;
	return 0;
}

static int expand(struct cordon_source *source, const struct cordon_item *item)
{
	char *directory = escape(item->text[0] == '/' ? "" : source->directory);
	char *pattern = NULL;
	glob_t found = { 0 };
	size_t i;
	int error;

	if (!directory ||
	    asprintf(&pattern, "%s%s", directory, item->text) < 0) {
		free(directory);
		return -ENOMEM;
	}
	free(directory);
	error = glob(pattern, GLOB_ERR, NULL, &found);
	free(pattern);
	if (error == GLOB_NOSPACE)
		return -ENOMEM;
	if (error) {
		cordon_diagnose(source->diag, CORDON_ERROR, &item->where,
				"a path counts from the directory of the source",
				error == GLOB_NOMATCH ? "no list file matches '%s'" :
				"cannot read the directory of '%s'",
				item->text);
		return 0;
	}
	for (i = 0; i < found.gl_pathc && !error; i++)
		error = add_service(source, found.gl_pathv[i], &item->where);
	globfree(&found);
	return error;
}

static int compare_services(const void *a, const void *b)
{
	const struct cordon_service_source *one = a, *other = b;
	int order = strcmp(one->name, other->name);

	if (order || !one->path || !other->path)
		return order;
	return strcmp(one->path, other->path);
}

static int add_canary(struct cordon_source *source)
{
	struct cordon_service_source service = {
		.name = CORDON_CANARY_SERVICE,
	};

	if (!cordon_array_grow(&source->services, source->service_count,
			       sizeof(service)))
		return -ENOMEM;
	source->services[source->service_count++] = service;
	return 0;
}

static void check_names(struct cordon_source *source)
{
	size_t i;

	for (i = 1; i < source->service_count; i++) {
		const struct cordon_service_source *a = source->services + i - 1;
		const struct cordon_service_source *b = a + 1;
		struct cordon_where where = { 0 };

		if (strcmp(a->name, b->name))
			continue;
		where.file = b->path ? b->path : a->path;
		if (!a->path || !b->path)
			cordon_diagnose(source->diag, CORDON_ERROR, &where,
					"rename the list file",
					"the service '%s' is reserved for tests",
					a->name);
		else
			cordon_diagnose(source->diag, CORDON_ERROR, &where,
					"rename one of them",
					"the service '%s' has another list file: %s",
					a->name, a->path);
	}
}

/* Tie a section to its service; it is an error if there is none. */
static void place_section(struct cordon_source *source,
			  struct cordon_section_source *section)
{
	struct cordon_service_source *service;
	const char *nearest;

	service = cordon_source_service(source, section->name);
	if (service && service->path) {
		service->section = section;
		return;
	}
	if (service) {
		cordon_diagnose(source->diag, CORDON_ERROR, &section->where,
				"every policy carries it, with action deny",
				"the service '%s' is reserved for tests",
				section->name);
		return;
	}
	nearest = cordon_source_nearest_service(source, section->name);
	cordon_diagnose(source->diag, CORDON_ERROR, &section->where,
			"a service is a list file that the key 'services' finds",
			nearest ? "no list file for the service '%s'; did you mean '%s'?" :
				  "no list file for the service '%s'",
			section->name, nearest);
}

/**
 * cordon_source_find_services() - find the list files
 * @source: its keys have been read; gets its services
 *
 * Return: 0, errors in the diagnostics or not; -ENOMEM.
 */
int cordon_source_find_services(struct cordon_source *source)
{
	size_t i;
	int error;

	for (i = 0; i < source->service_globs.count; i++) {
		error = expand(source, source->service_globs.list + i);
		if (error)
			return error;
	}
	if (source->service_count >= CORDON_SERVICES_MAX) {
		struct cordon_where where = { .file = source->path };

		cordon_diagnose(source->diag, CORDON_ERROR, &where, NULL,
				"more than %u services", CORDON_SERVICES_MAX - 1);
		return 0;
	}
	error = add_canary(source);
	if (error)
		return error;
	qsort(source->services, source->service_count,
	      sizeof(*source->services), compare_services);
	check_names(source);
	for (i = 0; i < source->section_count; i++)
		if (source->sections[i]->name)
			place_section(source, source->sections[i]);
	return 0;
}
