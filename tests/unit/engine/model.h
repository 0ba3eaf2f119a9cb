/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Horribly simple models of what the engine does in clever ways, and random
 * numbers that are the same on every run
 *
 * Nothing here calls the engine: a model that shared its code would share its
 * faults.
 */
#ifndef _TESTS_ENGINE_MODEL_H
#define _TESTS_ENGINE_MODEL_H

#include "engine/port.h"
#include "uapi/cordon.h"

#define MODEL_LABELS_MAX	127

/**
 * struct model_name - a name, label by label
 * @count: labels
 * @length: bytes of each
 * @label: their bytes
 */
struct model_name {
	int count;
	u8 length[MODEL_LABELS_MAX];
	u8 label[MODEL_LABELS_MAX][63];
};

/**
 * struct model_prefix - a prefix rule
 * @address: first address
 * @length: of 128
 */
struct model_prefix {
	struct cordon_address address;
	int length;
};

u64 model_random(u64 *state);
u32 model_below(u64 *state, u32 bound);
bool model_name_read(struct model_name *name, const u8 *wire, size_t length);
bool model_name_covers(const struct model_name *suffix,
		       const struct model_name *name);
bool model_prefix_covers(const struct model_prefix *prefix,
			 const struct cordon_address *address);
bool model_path_matches(const char *pattern, const char *path);
bool model_component_matches(const char *pattern, size_t pattern_length,
			     const char *text, size_t text_length);

#endif /* _TESTS_ENGINE_MODEL_H */
