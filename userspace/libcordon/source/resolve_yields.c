// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - resolve: who yields to whom
 */
#include <stdlib.h>

#include "resolve.h"

static void find_one(struct cordon_source *source, const char *name,
		     struct cordon_item *item)
{
	const struct cordon_service_source *service;
	const char *nearest;

	service = cordon_source_service(source, item->text);
	if (!service || !service->path) {
		nearest = cordon_source_nearest_service(source, item->text);
		cordon_diagnose(source->diag, CORDON_ERROR, &item->where,
				"a service is named as its list file is, without .list",
				nearest ? "there is no service '%s'; did you mean '%s'?" :
					  "there is no service '%s'",
				item->text, nearest);
		return;
	}
	item->service = (u16)(service - source->services);
	if (!strcmp(service->name, name))
		cordon_diagnose(source->diag, CORDON_ERROR, &item->where,
				"remove it", "'%s' yields to itself", name);
}

/* A walk along yields-to; @state: 0 new, 1 on the way, 2 done. */
static bool leads_back(const struct cordon_source *source, size_t from,
		       char *state, const struct cordon_item **back)
{
	const struct cordon_section_source *section =
		source->services[from].section;
	size_t i;

	if (state[from])
		return state[from] == 1;
	state[from] = 1;
	for (i = 0; section && i < section->yields.count; i++) {
		const struct cordon_item *item = section->yields.list + i;

		if (leads_back(source, item->service, state, back)) {
			if (!*back)
				*back = item;
			return true;
		}
	}
	state[from] = 2;
	return false;
}

static int check_cycles(struct cordon_source *source)
{
	const struct cordon_item *back = NULL;
	char *state = calloc(source->service_count + 1, 1);
	size_t i;

	if (!state)
		return -ENOMEM;
	for (i = 0; i < source->service_count; i++)
		if (!state[i] && leads_back(source, i, state, &back))
			break;
	free(state);
	if (back)
		cordon_diagnose(source->diag, CORDON_ERROR, &back->where,
				"the service that is yielded to must keep the rule: break the circle",
				"yields-to leads in a circle through '%s'",
				source->services[back->service].name);
	return 0;
}

/**
 * cordon_resolve_yields() - look up the services that yields-to names
 * @source: its items get their service
 *
 * Return: 0; -EINVAL if there were errors; -ENOMEM.
 */
int cordon_resolve_yields(struct cordon_source *source)
{
	size_t i, j;
	int error;

	for (i = 0; i < source->section_count; i++)
		for (j = 0; j < source->sections[i]->yields.count; j++)
			find_one(source, source->sections[i]->name,
				 source->sections[i]->yields.list + j);
	if (cordon_source_failed(source))
		return -EINVAL;
	error = check_cycles(source);
	if (error)
		return error;
	return cordon_source_failed(source) ? -EINVAL : 0;
}
