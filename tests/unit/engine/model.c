// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Horribly simple models of what the engine does in clever ways
 */
#include "model.h"

/**
 * model_random - a random number
 * @state: the generator, begun with any number; SplitMix64
 *
 * Return: 64 random bits.
 */
u64 model_random(u64 *state)
{
	u64 z = *state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

/**
 * model_below - a random number below a bound
 * @state: the generator
 * @bound: not 0
 *
 * Return: the number.
 */
u32 model_below(u64 *state, u32 bound)
{
	return (u32)(model_random(state) % bound);
}

/**
 * model_name_read - take a wire name apart
 * @name: the result
 * @wire: the name, without the root's byte
 * @length: its bytes
 *
 * Return: whether it is a name.
 */
bool model_name_read(struct model_name *name, const u8 *wire, size_t length)
{
	size_t at = 0;

	name->count = 0;
	if (length > 254)
		return false;
	while (at < length) {
		u8 bytes = wire[at++];

		if (!bytes || bytes > 63 || at + bytes > length)
			return false;
		name->length[name->count] = bytes;
		memcpy(name->label[name->count], wire + at, bytes);
		name->count++;
		at += bytes;
	}
	return true;
}

/**
 * model_name_covers - is a name the same as another one or under it
 * @suffix: one
 * @name: the other
 *
 * Return: whether the last labels of @name are those of @suffix.
 */
bool model_name_covers(const struct model_name *suffix,
		       const struct model_name *name)
{
	int i;

	if (suffix->count > name->count)
		return false;
	for (i = 1; i <= suffix->count; i++) {
		int a = suffix->count - i;
		int b = name->count - i;

		if (suffix->length[a] != name->length[b] ||
		    memcmp(suffix->label[a], name->label[b], suffix->length[a]))
			return false;
	}
	return true;
}

static int bit(const struct cordon_address *address, int index)
{
	return address->byte[index / 8] >> (7 - index % 8) & 1;
}

/**
 * model_prefix_covers - does a prefix cover an address
 * @prefix: the prefix
 * @address: the address
 *
 * Return: whether the first bits are the same.
 */
bool model_prefix_covers(const struct model_prefix *prefix,
			 const struct cordon_address *address)
{
	int i;

	for (i = 0; i < prefix->length; i++) {
		if (bit(&prefix->address, i) != bit(address, i))
			return false;
	}
	return true;
}

/**
 * model_component_matches - does a component's pattern match a component
 * @pattern: with "*" and "?"
 * @pattern_length: its bytes
 * @text: the component
 * @text_length: its bytes
 *
 * Return: whether it does.
 */
bool model_component_matches(const char *pattern, size_t pattern_length,
			     const char *text, size_t text_length)
{
	if (!pattern_length)
		return !text_length;
	if (*pattern == '*')
		return model_component_matches(pattern + 1, pattern_length - 1,
					       text, text_length) ||
		       (text_length &&
			model_component_matches(pattern, pattern_length,
						text + 1, text_length - 1));
	return text_length && (*pattern == '?' || *pattern == *text) &&
	       model_component_matches(pattern + 1, pattern_length - 1,
				       text + 1, text_length - 1);
}

/* Both begin with a component or are at their end (NULL). */
static bool components_match(const char *pattern, const char *path)
{
	size_t pattern_length;
	size_t path_length;

	if (!pattern)
		return !path;
	pattern_length = strcspn(pattern, "/");
	if (pattern_length == 2 && !memcmp(pattern, "**", 2)) {
		const char *rest = pattern[2] ? pattern + 3 : NULL;

		if (components_match(rest, path))
			return true;
		if (!path)
			return false;
		path = strchr(path, '/');
		return components_match(pattern, path ? path + 1 : NULL);
	}
	if (!path)
		return false;
	path_length = strcspn(path, "/");
	if (!model_component_matches(pattern, pattern_length, path, path_length))
		return false;
	return components_match(pattern[pattern_length] ?
				pattern + pattern_length + 1 : NULL,
				path[path_length] ?
				path + path_length + 1 : NULL);
}

/**
 * model_path_matches - does a pattern match a whole path
 * @pattern: see path.h
 * @path: absolute
 *
 * Return: whether it does.
 */
bool model_path_matches(const char *pattern, const char *path)
{
	return components_match(*pattern == '/' ? pattern + 1 : pattern,
				path + 1);
}
