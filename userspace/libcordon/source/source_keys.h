/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - source: the table of the keys, between the source's own files
 */
#ifndef _LIBCORDON_SOURCE_KEYS_H
#define _LIBCORDON_SOURCE_KEYS_H

#include "source.h"

enum cordon_section_type {
	CORDON_SECTION_OF_POLICY,
	CORDON_SECTION_OF_DEFAULTS,
	CORDON_SECTION_OF_SERVICE,
	CORDON_SECTION_OF_NETWORK,
	CORDON_SECTION_TYPES,
};

/**
 * struct cordon_value - a value on its way into the source
 * @source: where it goes
 * @section: the section it stands in
 * @key: its key
 * @text: the value
 * @where: its place
 */
struct cordon_value {
	struct cordon_source *source;
	struct cordon_section_source *section;
	const char *key;
	const char *text;
	struct cordon_where where;
};

/**
 * struct cordon_key - a key, the sections it stands in, and its setter
 * @section: the section's type
 * @syntax: for help
 * @set: takes a value that is not empty; returns 0 or -ENOMEM
 */
struct cordon_key {
	enum cordon_section_type section;
	struct cordon_key_syntax syntax;
	int (*set)(struct cordon_value *value);
};

const struct cordon_key *cordon_source_keys(size_t *count);

#endif /* _LIBCORDON_SOURCE_KEYS_H */
