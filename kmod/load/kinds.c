// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - kinds: what the loader does with objects of each kind
 *
 * One row a kind; each has a file of its own, kind_*.c.
 */
#include <linux/kernel.h>

#include "kinds.h"

static const struct cordon_kind * const kinds[] = {
	&cordon_kind_policy,
};

/**
 * cordon_kind_of - how objects of a kind are loaded
 * @kind: as their header says
 *
 * Return: the row, or NULL: this Cordon takes no such objects.
 */
const struct cordon_kind *cordon_kind_of(u32 kind)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(kinds); i++)
		if (kinds[i]->kind == kind)
			return kinds[i];
	return NULL;
}
