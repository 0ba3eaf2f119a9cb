// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - sets: other people's, as Debian has them
 */
#include <malloc.h>
#include <ndpi_api.h>
#include <stdlib.h>

#include "../bench.h"
#include "sets.h"
#include "sets_marisa.h"

struct marisa {
	void *trie;
	struct bits value;
};

static size_t reverse(char *to, const char *text)
{
	size_t length = strlen(text), i;

	for (i = 0; i < length; i++)
		to[i] = text[length - 1 - i];
	to[length] = '\0';
	return length;
}

/* See sets.h. */
void *marisa_make(struct set *set, const struct made_names *names)
{
	struct marisa *marisa = bench_alloc(sizeof(*marisa));
	char **keys = bench_alloc(names->count * sizeof(*keys));
	char *pool = bench_alloc(names->text_bytes + names->count), *to = pool;
	u32 i;

	for (i = 0; i < names->count; i++) {
		keys[i] = to;
		to += reverse(to, names->list[i].text) + 1;
	}
	marisa->trie = marisa_build((const char *const *)keys, names->count,
				    &set->bytes);
	set->bytes += bits_make(&marisa->value, names->count, value_width(names));
	for (i = 0; i < names->count; i++)
		bits_set(&marisa->value, marisa_id(marisa->trie, keys[i]),
			 names->list[i].service);
	free(keys);
	free(pool);
	return marisa;
}

/* See sets.h. */
int marisa_find(const void *self, const struct made_name *name)
{
	const struct marisa *marisa = self;
	char reversed[CORDON_NAME_MAX + 1];
	size_t length = reverse(reversed, name->text);
	u32 id;

	if (!marisa_longest(marisa->trie, reversed, length, &id))
		return -1;
	return (int)bits_get(&marisa->value, id);
}

/* nDPI's automaton over whole texts (Aho and Corasick). */
void *ndpi_make(struct set *set, const struct made_names *names)
{
	size_t before = mallinfo2().uordblks + mallinfo2().hblkhd;
	void *automaton = ndpi_init_automa();
	u32 i;

	for (i = 0; i < names->count; i++)
		if (ndpi_add_string_value_to_automa(automaton,
						    (char *)names->list[i].text,
						    names->list[i].service))
			break;
	ndpi_finalize_automa(automaton);
	set->bytes = mallinfo2().uordblks + mallinfo2().hblkhd - before;
	return automaton;
}

/* See sets.h. */
int ndpi_find(const void *self, const struct made_name *name)
{
	u32 service = 0;

	if (ndpi_match_string_value((void *)self, (char *)name->text,
				    (u_int)strlen(name->text), &service) < 0)
		return -1;
	return (int)service;
}
