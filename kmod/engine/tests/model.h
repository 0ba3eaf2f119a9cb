/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - simple models of what the engine does in clever ways,
 * and random numbers that are the same on every run
 *
 * They look at every record of a policy and call nothing of the engine: a model
 * that shared its code would share its faults.
 */
#ifndef _CORDON_ENGINE_TESTS_MODEL_H
#define _CORDON_ENGINE_TESTS_MODEL_H

#include "engine/policy/verdict.h"
#include "small_policy.h"

/* Longest text that the path model takes. */
#define MODEL_TEXT_MAX		256
#define MODEL_COMPONENTS_MAX	32

#define MODEL_LABELS_MAX	127

/**
 * struct cordon_model_name - a name, label by label
 * @count: labels
 * @start: where each begins in @wire, with the byte of its length
 * @wire: the name
 */
struct cordon_model_name {
	int count;
	u8 start[MODEL_LABELS_MAX];
	u8 wire[CORDON_NAME_MAX];
};

/**
 * struct cordon_model_prefix - a prefix rule
 * @address: first address
 * @length: of 128
 */
struct cordon_model_prefix {
	struct cordon_address address;
	int length;
};

/**
 * model_random - a random number
 * @state: the generator, begun with any number; SplitMix64
 *
 * Return: 64 random bits.
 */
static inline u64 model_random(u64 *state)
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
static inline u32 model_below(u64 *state, u32 bound)
{
	/* Not all 64 bits: some processors cannot divide these. */
	return (u32)model_random(state) % bound;
}

bool cordon_model_name_read(struct cordon_model_name *name, const u8 *wire,
			    size_t length);
bool cordon_model_name_covers(const struct cordon_model_name *suffix,
			      const struct cordon_model_name *name);
bool cordon_model_path_matches(const char *pattern, const char *path);
bool cordon_model_exec_is_denied(const struct cordon_blob *blob,
				 const char *path);
const struct cordon_test_name *
cordon_model_domain(const struct cordon_test_policy *policy, const u8 *wire,
		    size_t length);
enum cordon_verdict
cordon_model_name_verdict(const struct cordon_test_policy *policy, const u8 *wire,
			  size_t length);
bool cordon_model_prefix_covers(const struct cordon_model_prefix *prefix,
				const struct cordon_address *address);
bool cordon_model_record_covers(const struct cordon_prefix_record *record,
				const struct cordon_address *address);
enum cordon_verdict cordon_model_address(const struct cordon_blob *blob,
					 const struct cordon_address *address);

#endif /* _CORDON_ENGINE_TESTS_MODEL_H */
