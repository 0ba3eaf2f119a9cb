// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - path: does a pattern match a path, component by component
 *
 * Both levels use the same walk: on a mismatch only the last wildcard takes one
 * more, which is enough because an earlier one could not do better.
 */
#include "path.h"

/* A cursor over the components of a path or a pattern. */
struct cursor {
	const char *at;			/* first byte of the component */
	size_t length;			/* of the component */
	const char *end;		/* of the whole text */
};

static void find_component(struct cursor *cursor, const char *at)
{
	const char *slash;

	while (at < cursor->end && *at == '/')
		at++;
	cursor->at = at;
	slash = memchr(at, '/', (size_t)(cursor->end - at));
	cursor->length = (size_t)((slash ? slash : cursor->end) - at);
}

static void next_component(struct cursor *cursor)
{
	find_component(cursor, cursor->at + cursor->length);
}

static bool is_double_star(const struct cursor *cursor)
{
	return cursor->length == 2 && cursor->at[0] == '*' &&
	       cursor->at[1] == '*';
}

/* "?" and "*" inside one component. */
static bool component_matches(const struct cursor *pattern,
			      const struct cursor *text)
{
	size_t p = 0, t = 0, star_p = 0, star_t = 0;
	bool star = false;

	while (t < text->length) {
		if (p < pattern->length && pattern->at[p] == '*') {
			star = true;
			star_p = ++p;
			star_t = t;
		} else if (p < pattern->length &&
			   (pattern->at[p] == '?' || pattern->at[p] == text->at[t])) {
			p++;
			t++;
		} else if (star) {
			p = star_p;
			t = ++star_t;
		} else {
			return false;
		}
	}
	while (p < pattern->length && pattern->at[p] == '*')
		p++;
	return p == pattern->length;
}

/**
 * cordon_path_matches - does a pattern match a whole path
 * @pattern: valid pattern, see cordon_path_check_pattern()
 * @pattern_length: its bytes
 * @path: absolute path
 * @path_length: its bytes
 *
 * Work grows with the product of both lengths at the worst.
 *
 * Return: whether it does.
 */
bool cordon_path_matches(const char *pattern, size_t pattern_length,
			 const char *path, size_t path_length)
{
	struct cursor p = { .end = pattern + pattern_length };
	struct cursor t = { .end = path + path_length };
	struct cursor star_p = { 0 }, star_t = { 0 };

	find_component(&p, pattern);
	find_component(&t, path);
	while (t.length) {
		if (is_double_star(&p)) {
			next_component(&p);
			star_p = p;
			star_t = t;
		} else if (p.length && component_matches(&p, &t)) {
			next_component(&p);
			next_component(&t);
		} else if (star_p.end) {
			p = star_p;
			next_component(&star_t);
			t = star_t;
		} else {
			return false;
		}
	}
	while (is_double_star(&p))
		next_component(&p);
	return !p.length;
}

/**
 * cordon_path_check_pattern - is a text a valid pattern
 * @pattern: the text
 * @length: its bytes
 * @why: set to a phrase that says what is wrong; static storage
 *
 * Return: 1 when the last component has a wildcard, 0 when it has none,
 * -EINVAL when the pattern is not valid.
 */
int cordon_path_check_pattern(const char *pattern, size_t length,
			      const char **why)
{
	struct cursor part = { .end = pattern + length };
	const char *at = pattern;
	size_t i;

	*why = "must begin with / or **/ and be at most 1023 bytes long";
	if (length < 2 || length > CORDON_PATH_PATTERN_MAX)
		return -EINVAL;
	if (pattern[0] != '/' && (length < 4 || memcmp(pattern, "**/", 3)))
		return -EINVAL;
	*why = "has a control byte";
	for (i = 0; i < length; i++)
		if ((u8)pattern[i] < 0x20 || pattern[i] == 0x7f)
			return -EINVAL;
	if (*at == '/')
		at++;
	*why = "has an empty component, or one that is . or ..";
	for (;;) {
		const char *slash = memchr(at, '/', (size_t)(part.end - at));

		part.at = at;
		part.length = (size_t)((slash ? slash : part.end) - at);
		if (!part.length || (part.length <= 2 && at[0] == '.' &&
				     at[part.length - 1] == '.'))
			return -EINVAL;
		for (i = 1; i < part.length && part.length > 2; i++) {
			if (at[i - 1] != '*' || at[i] != '*')
				continue;
			*why = "has ** inside a component; ** stands alone between slashes";
			return -EINVAL;
		}
		if (!slash)
			break;
		at = slash + 1;
	}
	return memchr(part.at, '*', part.length) ||
	       memchr(part.at, '?', part.length);
}

/**
 * cordon_path_hash - the hash of a pattern's or a path's last component
 * @component: its bytes
 * @length: how many
 *
 * FNV-1a, 32 bits.
 *
 * Return: the hash.
 */
u32 cordon_path_hash(const char *component, size_t length)
{
	u32 hash = 0x811c9dc5;
	size_t i;

	for (i = 0; i < length; i++)
		hash = (hash ^ (u8)component[i]) * 0x01000193;
	return hash;
}

static bool record_matches(const struct cordon_blob *blob, u32 index,
			   const char *path, size_t length)
{
	u32 pattern_length;
	const char *pattern = cordon_blob_text(blob, &blob->paths[index].pattern,
					       &pattern_length);

	return cordon_path_matches(pattern, pattern_length, path, length);
}

/* The first record in [low, high) whose hash is not below @hash. */
static u32 lower_bound(const struct cordon_blob *blob, u32 low, u32 hash)
{
	u32 high = blob->path_count;

	while (low < high) {
		u32 middle = low + (high - low) / 2;

		if (le32_to_cpu(blob->paths[middle].hash) < hash)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/**
 * cordon_path_next - the next path rule that matches
 * @blob: policy
 * @path: absolute path inside its filesystem
 * @length: its bytes
 * @from: 0, or one more than the index that the last call returned
 *
 * Return: its index, or @blob->path_count when no further one matches.
 */
u32 cordon_path_next(const struct cordon_blob *blob, const char *path,
		     size_t length, u32 from)
{
	size_t start = length;
	u32 hash, i, first;

	for (i = from; i < blob->path_wild_count; i++)
		if (record_matches(blob, i, path, length))
			return i;
	while (start && path[start - 1] != '/')
		start--;
	hash = cordon_path_hash(path + start, length - start);
	first = lower_bound(blob, blob->path_wild_count, hash);
	for (i = from > first ? from : first; i < blob->path_count &&
	     le32_to_cpu(blob->paths[i].hash) == hash; i++)
		if (record_matches(blob, i, path, length))
			return i;
	return blob->path_count;
}
