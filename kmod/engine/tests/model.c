// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine's tests - simple models of what the engine does in clever ways
 *
 * Patterns are matched by filling a table, one row for each part of the
 * pattern: no walk goes back, so there is nothing to get wrong in going back.
 */
#include "model.h"

static bool is_stars(const char *at, size_t length)
{
	return length == 2 && at[0] == '*' && at[1] == '*';
}

/* Row p says which prefixes of the text the first p bytes match. */
static bool component_matches(const char *pattern, size_t pattern_length,
			      const char *text, size_t text_length)
{
	bool row[MODEL_TEXT_MAX + 1] = { true };
	size_t p, t;

	for (p = 0; p < pattern_length; p++) {
		if (pattern[p] == '*') {
			for (t = 1; t <= text_length; t++)
				row[t] |= row[t - 1];
			continue;
		}
		for (t = text_length; t > 0; t--)
			row[t] = row[t - 1] && (pattern[p] == '?' ||
						pattern[p] == text[t - 1]);
		row[0] = false;
	}
	return row[text_length];
}

/* Small: two lists of them stand on the stack. */
struct component {
	u16 at;
	u16 length;
};

static size_t split(const char *text, struct component *list)
{
	size_t count = 0, at = 0;

	while (text[at] && count < MODEL_COMPONENTS_MAX) {
		if (text[at] == '/') {
			at++;
			continue;
		}
		list[count].at = (u16)at;
		list[count].length = (u16)strcspn(text + at, "/");
		at += list[count++].length;
	}
	return count;
}

/**
 * cordon_model_path_matches - does a pattern match a whole path
 * @pattern: see engine/policy/path.h
 * @path: absolute
 *
 * Return: whether it does.
 */
bool cordon_model_path_matches(const char *pattern, const char *path)
{
	struct component want[MODEL_COMPONENTS_MAX], have[MODEL_COMPONENTS_MAX];
	bool row[MODEL_COMPONENTS_MAX + 1] = { true };
	size_t wants = split(pattern, want), haves = split(path, have);
	size_t p, t;

	if (strlen(path) > MODEL_TEXT_MAX || haves == MODEL_COMPONENTS_MAX ||
	    wants == MODEL_COMPONENTS_MAX)
		cordon_test_give_up("too long for the model: %s", path);
	for (p = 0; p < wants; p++) {
		if (is_stars(pattern + want[p].at, want[p].length)) {
			for (t = 1; t <= haves; t++)
				row[t] |= row[t - 1];
			continue;
		}
		for (t = haves; t > 0; t--)
			row[t] = row[t - 1] &&
				 component_matches(pattern + want[p].at,
						   want[p].length,
						   path + have[t - 1].at,
						   have[t - 1].length);
		row[0] = false;
	}
	return row[haves];
}

/* Only deny and restrict refuse. */
static bool refuses(const struct cordon_blob *blob, u16 service)
{
	u8 action = blob->services[service].action;

	return action == CORDON_ACTION_DENY || action == CORDON_ACTION_RESTRICT;
}

/**
 * cordon_model_exec_is_denied - does any path rule refuse a path
 * @blob: policy
 * @path: absolute
 *
 * Return: whether one does.
 */
bool cordon_model_exec_is_denied(const struct cordon_blob *blob,
				 const char *path)
{
	char pattern[MODEL_TEXT_MAX];
	u32 i, length;

	for (i = 0; i < blob->path_count; i++) {
		const struct cordon_path_record *record = blob->paths + i;

		length = le32_to_cpu(record->pattern.length);
		if (length >= sizeof(pattern) || !refuses(blob, le16_to_cpu(record->service)))
			continue;
		memcpy(pattern, blob->strings + le32_to_cpu(record->pattern.offset),
		       length);
		pattern[length] = '\0';
		if (cordon_model_path_matches(pattern, path))
			return true;
	}
	return false;
}

/**
 * cordon_model_name_read - take a wire name apart
 * @name: the result
 * @wire: the name, without the root's byte
 * @length: its bytes
 *
 * Return: whether it is a name.
 */
bool cordon_model_name_read(struct cordon_model_name *name, const u8 *wire,
			    size_t length)
{
	size_t at = 0;

	name->count = 0;
	if (length > CORDON_NAME_MAX)
		return false;
	memcpy(name->wire, wire, length);
	while (at < length) {
		u8 bytes = wire[at];

		if (!bytes || bytes > 63 || at + 1 + bytes > length)
			return false;
		name->start[name->count++] = (u8)at;
		at += 1U + bytes;
	}
	return true;
}

/**
 * cordon_model_name_covers - is a name the same as another one or under it
 * @suffix: one
 * @name: the other
 *
 * Return: whether the last labels of @name are those of @suffix.
 */
bool cordon_model_name_covers(const struct cordon_model_name *suffix,
			      const struct cordon_model_name *name)
{
	int i;

	if (suffix->count > name->count)
		return false;
	for (i = 1; i <= suffix->count; i++) {
		const u8 *a = suffix->wire + suffix->start[suffix->count - i];
		const u8 *b = name->wire + name->start[name->count - i];

		if (*a != *b || memcmp(a + 1, b + 1, *a))
			return false;
	}
	return true;
}

/**
 * cordon_model_domain - the longest domain rule that covers a name
 * @policy: policy
 * @wire: valid folded wire name
 * @length: its bytes
 *
 * Return: the rule, or NULL.
 */
const struct cordon_test_name *
cordon_model_domain(const struct cordon_test_policy *policy, const u8 *wire,
		    size_t length)
{
	const struct cordon_test_name *best = NULL;
	struct cordon_model_name asked, rule;
	u32 i;

	if (!cordon_model_name_read(&asked, wire, length))
		return NULL;
	for (i = 0; i < policy->name_count; i++) {
		const struct cordon_test_name *name = policy->names + i;

		if (best && name->length <= best->length)
			continue;
		cordon_model_name_read(&rule, name->wire, name->length);
		if (cordon_model_name_covers(&rule, &asked))
			best = name;
	}
	return best;
}

/**
 * cordon_model_name_verdict - may a name be reached
 * @policy: policy
 * @wire: valid folded wire name
 * @length: its bytes
 *
 * Return: allow or deny.
 */
enum cordon_verdict
cordon_model_name_verdict(const struct cordon_test_policy *policy, const u8 *wire,
			  size_t length)
{
	const struct cordon_test_name *name;

	name = cordon_model_domain(policy, wire, length);
	if (!name || name->flags & CORDON_DOMAIN_EXCEPT)
		return CORDON_ALLOW;
	return refuses(&policy->blob, name->service) ? CORDON_DENY :
						       CORDON_ALLOW;
}

static int bit(const struct cordon_address *address, int index)
{
	return address->byte[index / 8] >> (7 - index % 8) & 1;
}

/**
 * cordon_model_prefix_covers - does a prefix cover an address
 * @prefix: the prefix
 * @address: the address
 *
 * Return: whether the first bits are the same.
 */
bool cordon_model_prefix_covers(const struct cordon_model_prefix *prefix,
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
 * cordon_model_record_covers - does a prefix of a policy cover an address
 * @record: the prefix
 * @address: the address
 *
 * Return: whether the first bits are the same.
 */
bool cordon_model_record_covers(const struct cordon_prefix_record *record,
				const struct cordon_address *address)
{
	const struct cordon_model_prefix prefix = {
		record->address, record->length,
	};

	return cordon_model_prefix_covers(&prefix, address);
}

/**
 * cordon_model_address - may an address be connected to, with nothing learned
 * @blob: policy
 * @address: normalised
 *
 * Return: the verdict.
 */
enum cordon_verdict cordon_model_address(const struct cordon_blob *blob,
					 const struct cordon_address *address)
{
	bool refused = false, open = false;
	u32 i;

	for (i = 0; i < blob->prefix_count; i++) {
		const struct cordon_prefix_record *record = blob->prefixes + i;

		if (!cordon_model_record_covers(record, address))
			continue;
		if (record->flags & CORDON_PREFIX_SHARED)
			continue;
		if (refuses(blob, le16_to_cpu(record->service)))
			refused = true;
		else
			open = true;
	}
	if (!refused)
		return CORDON_ALLOW;
	return open ? CORDON_INSPECT : CORDON_DENY;
}
