// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - rivals: the same questions, answered the ordinary way
 */
#include <fnmatch.h>
#include <malloc.h>
#include <stdlib.h>

#include "../bench.h"
#include "engine/name.h"
#include "engine/policy/prefix.h"
#include "rivals.h"

/* One string and what it stands for: an index into the rules. */
struct node {
	struct node *next;
	u32 value;
	u32 length;
	char key[];
};

struct table {
	struct node **bucket;
	u32 mask;
	size_t bytes;			/* as malloc() counts them */
};

struct rivals {
	const struct cordon_blob *blob;
	struct table names;
	struct table prefixes;		/* key: length, masked address */
	struct table paths;		/* key: last component */
	u8 lengths4[129];		/* prefix lengths in use, longest first, then 0 */
	u8 lengths6[129];
	char **name;
	char **pattern;
};

/* FNV-1a */
static u32 hash(const void *key, size_t length)
{
	const u8 *byte = key;
	u32 value = 0x811c9dc5;

	while (length--)
		value = (value ^ *byte++) * 0x01000193;
	return value;
}

static void table_make(struct table *table, u32 count)
{
	u32 buckets = 1;

	while (buckets < count)
		buckets *= 2;
	table->bucket = bench_alloc(buckets * sizeof(*table->bucket));
	table->mask = buckets - 1;
	table->bytes = malloc_usable_size(table->bucket);
}

static void table_add(struct table *table, const void *key, size_t length,
		      u32 value)
{
	struct node **bucket = table->bucket + (hash(key, length) & table->mask);
	struct node *node = bench_alloc(sizeof(*node) + length);

	node->next = *bucket;
	node->value = value;
	node->length = (u32)length;
	memcpy(node->key, key, length);
	*bucket = node;
	table->bytes += malloc_usable_size(node);
}

static const struct node *table_find(const struct table *table, const void *key,
				     size_t length)
{
	const struct node *node = table->bucket[hash(key, length) & table->mask];

	while (node && (node->length != length || memcmp(node->key, key, length)))
		node = node->next;
	return node;
}

static void make_names(struct rivals *rivals,
		       const struct cordon_compiled_name *list)
{
	const struct cordon_blob *blob = rivals->blob;
	char text[CORDON_NAME_TEXT_MAX];
	u32 i;

	table_make(&rivals->names, blob->domain_count);
	rivals->name = bench_alloc(blob->domain_count * sizeof(*rivals->name));
	for (i = 0; i < blob->domain_count; i++) {
		size_t length = cordon_name_to_text(list[i].wire, list[i].length,
						    text, sizeof(text));

		table_add(&rivals->names, text, length, i);
		rivals->name[i] = strdup(text);
	}
}

struct prefix_key {
	u8 length;
	struct cordon_address address;
};

/* Clears the bits behind the prefix. */
static struct prefix_key prefix_key(const struct cordon_address *address, u8 length)
{
	struct prefix_key key = { .length = length };

	memcpy(&key.address, address, length / 8U);
	if (length % 8U)
		key.address.byte[length / 8U] = address->byte[length / 8U] &
						(u8)(0xff00U >> length % 8U);
	return key;
}

static void make_lengths(u8 *lengths, const bool *used, int longest, int shortest)
{
	int length;

	for (length = longest; length >= shortest; length--)
		if (used[length])
			*lengths++ = (u8)length;
}

static void make_prefixes(struct rivals *rivals)
{
	const struct cordon_blob *blob = rivals->blob;
	bool used4[129] = { false }, used6[129] = { false };
	u32 i;

	table_make(&rivals->prefixes, blob->prefix_count);
	for (i = 0; i < blob->prefix_count; i++) {
		const struct cordon_prefix_record *record = blob->prefixes + i;
		struct prefix_key key = prefix_key(&record->address, record->length);

		table_add(&rivals->prefixes, &key, sizeof(key), i);
		if (cordon_address_is_ipv4(&record->address) && record->length >= 96)
			used4[record->length] = true;
		else
			used6[record->length] = true;
	}
	make_lengths(rivals->lengths4, used4, 128, 96);
	make_lengths(rivals->lengths6, used6, 128, 1);
}

static char *path_pattern(const struct cordon_blob *blob, u32 index)
{
	u32 length;
	const char *text = cordon_blob_text(blob, &blob->paths[index].pattern,
					    &length);

	return strndup(text, length);
}

static void make_paths(struct rivals *rivals)
{
	const struct cordon_blob *blob = rivals->blob;
	u32 i;

	table_make(&rivals->paths, blob->path_count);
	rivals->pattern = bench_alloc(blob->path_count * sizeof(*rivals->pattern));
	for (i = 0; i < blob->path_count; i++) {
		char *pattern = path_pattern(blob, i);
		const char *last = strrchr(pattern, '/') + 1;

		rivals->pattern[i] = pattern;
		if (i >= blob->path_wild_count)
			table_add(&rivals->paths, last, strlen(last), i);
	}
}

/**
 * rivals_make() - fill the tables and lists
 * @blob: from it; borrowed
 *
 * Return: the rivals, never freed.
 */
struct rivals *rivals_make(const struct cordon_blob *blob,
			   const struct cordon_compiled_name *names)
{
	struct rivals *rivals = bench_alloc(sizeof(*rivals));

	rivals->blob = blob;
	make_names(rivals, names);
	make_prefixes(rivals);
	make_paths(rivals);
	return rivals;
}

/**
 * rivals_name_table_bytes() - memory of the hash table of names
 * @rivals: the rivals
 *
 * Return: bytes.
 */
size_t rivals_name_table_bytes(const struct rivals *rivals)
{
	return rivals->names.bytes;
}

/**
 * rivals_hash_name() - look a name up, and then each name above it
 * @rivals: the rivals
 * @name: in lower case, dotted
 *
 * Return: whether a rule covers it.
 */
bool rivals_hash_name(const struct rivals *rivals, const char *name)
{
	size_t length = strlen(name);

	for (;;) {
		const char *dot;

		if (table_find(&rivals->names, name, length))
			return true;
		dot = memchr(name, '.', length);
		if (!dot)
			return false;
		length -= (size_t)(dot + 1 - name);
		name = dot + 1;
	}
}

/**
 * rivals_scan_name() - compare the end of a name with each rule
 * @rivals: the rivals
 * @name: in lower case, dotted
 *
 * Return: whether a rule covers it.
 */
bool rivals_scan_name(const struct rivals *rivals, const char *name)
{
	size_t length = strlen(name);
	u32 i;

	for (i = 0; i < rivals->blob->domain_count; i++) {
		size_t rule = strlen(rivals->name[i]);

		if (rule <= length && !strcmp(name + length - rule, rivals->name[i]) &&
		    (rule == length || name[length - rule - 1] == '.'))
			return true;
	}
	return false;
}

/**
 * rivals_hash_address() - look an address up with each prefix length in turn
 * @rivals: the rivals
 * @address: normalised
 *
 * Return: whether a rule covers it.
 */
bool rivals_hash_address(const struct rivals *rivals,
			 const struct cordon_address *address)
{
	const u8 *length = cordon_address_is_ipv4(address) ? rivals->lengths4 :
							     rivals->lengths6;

	for (; *length; length++) {
		struct prefix_key key = prefix_key(address, *length);

		if (table_find(&rivals->prefixes, &key, sizeof(key)))
			return true;
	}
	return false;
}

/**
 * rivals_scan_address() - compare an address with each prefix
 * @rivals: the rivals
 * @address: normalised
 *
 * Return: whether a rule covers it.
 */
bool rivals_scan_address(const struct rivals *rivals,
			 const struct cordon_address *address)
{
	const struct cordon_blob *blob = rivals->blob;
	u32 i;

	for (i = 0; i < blob->prefix_count; i++)
		if (cordon_prefix_contains(&blob->prefixes[i].address,
					   blob->prefixes[i].length, address))
			return true;
	return false;
}

/**
 * rivals_scan_path() - fnmatch(3) with each pattern
 * @rivals: the rivals
 * @path: absolute
 *
 * Return: whether a rule matches.
 */
bool rivals_scan_path(const struct rivals *rivals, const char *path)
{
	u32 i;

	for (i = 0; i < rivals->blob->path_count; i++)
		if (!fnmatch(rivals->pattern[i], path, 0))
			return true;
	return false;
}

/**
 * rivals_hash_path() - look the last component up; fnmatch(3) what is found
 * @rivals: the rivals
 * @path: absolute
 *
 * Patterns that end in a wildcard are gone through first.
 *
 * Return: whether a rule matches.
 */
bool rivals_hash_path(const struct rivals *rivals, const char *path)
{
	const char *last = strrchr(path, '/') + 1;
	size_t length = strlen(last);
	const struct node *node;
	u32 i;

	for (i = 0; i < rivals->blob->path_wild_count; i++)
		if (!fnmatch(rivals->pattern[i], path, 0))
			return true;
	node = table_find(&rivals->paths, last, length);
	for (; node; node = node->next)
		if (node->length == length && !memcmp(node->key, last, length) &&
		    !fnmatch(rivals->pattern[node->value], path, 0))
			return true;
	return false;
}
