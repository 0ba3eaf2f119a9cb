// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - sets: marisa-trie, Debian's
 *
 * The names stand reversed in it, so that one walk meets all suffixes of a
 * name. marisa numbers its keys; the values stand in a packed array.
 */
#include <marisa.h>

#include "sets_marisa.h"

void *marisa_build(const char *const *reversed, uint32_t count, size_t *bytes)
{
	marisa::Trie *trie = new marisa::Trie;
	marisa::Keyset keys;

	for (uint32_t i = 0; i < count; i++)
		keys.push_back(reversed[i]);
	trie->build(keys);
	*bytes = trie->io_size();
	return trie;
}

uint32_t marisa_id(const void *trie, const char *reversed)
{
	marisa::Agent agent;

	agent.set_query(reversed);
	if (!static_cast<const marisa::Trie *>(trie)->lookup(agent))
		return UINT32_MAX;
	return (uint32_t)agent.key().id();
}

int marisa_longest(const void *trie, const char *reversed, size_t length,
		   uint32_t *id)
{
	static marisa::Agent agent;
	int found = 0;

	agent.set_query(reversed, length);
	while (static_cast<const marisa::Trie *>(trie)->common_prefix_search(agent)) {
		size_t end = agent.key().length();

		if (end == length || reversed[end] == '.') {
			*id = (uint32_t)agent.key().id();
			found = 1;
		}
	}
	return found;
}
