// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - never_block_index: a never-block list, put in order once
 */
#include "never_block_index.h"

/* Bytes of the shortest line that is an entry: "uid 1" and its end. */
#define ENTRY_MIN	6U

static_assert(CORDON_NEVER_LINE_MAX <= 0xffff, "a length fits its record");

/**
 * cordon_never_index_size - memory that an index takes at most
 * @text_size: bytes of the text
 *
 * Return: bytes, never 0; of a text that is too long those of the longest.
 */
size_t cordon_never_index_size(size_t text_size)
{
	size_t size = min_t(size_t, text_size, CORDON_NEVER_TEXT_MAX);

	return (size / ENTRY_MIN + 1) * sizeof(struct cordon_never_record);
}

/* By kind and key, then by text: whatever the keys, equal entries meet. */
static int compare_values(const struct cordon_never_record *a,
			  const struct cordon_never_record *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	return memcmp(a->value, b->value, a->length);
}

/* Of equal ones, the one that stands above comes first. */
static int compare_records(const void *a, const void *b)
{
	const struct cordon_never_record *one = a, *other = b;
	int order = compare_values(one, other);

	if (order)
		return order;
	return one->value < other->value ? -1 : one->value > other->value;
}

static struct cordon_never_record record_of(enum cordon_never_kind kind,
					    const char *value, size_t length)
{
	return (struct cordon_never_record) {
		.value = value,
		.key = cordon_crc32(value, length),
		.length = (u16)length,
		.kind = kind,
	};
}

static struct cordon_never_record record_of_uid(const char *value, u32 uid)
{
	return (struct cordon_never_record) {
		.value = value, .key = uid, .kind = CORDON_NEVER_UID,
	};
}

/* The uppermost entry that stands above itself already, or NULL. */
static const struct cordon_never_record *
find_repeated(const struct cordon_never_record *record, u32 count)
{
	const struct cordon_never_record *found = NULL;
	u32 i;

	for (i = 1; i < count; i++)
		if (!compare_values(record + i - 1, record + i) &&
		    (!found || record[i].value < found->value))
			found = record + i;
	return found;
}

static int refuse_repeated(const struct cordon_never_record *record,
			   const char *text, struct cordon_never_entry *entry,
			   const char **why)
{
	const char *at;

	entry->kind = record->kind;
	entry->line = 1;
	for (at = text; at < record->value; at++)
		entry->line += *at == '\n';
	entry->value = record->value;
	entry->length = 0;
	entry->uid = record->kind == CORDON_NEVER_UID ? record->key : 0;
	*why = "the entry stands above already";
	return -EBADMSG;
}

static void find_kinds(struct cordon_never_index *index, u32 count)
{
	u32 kind, at = 0;

	for (kind = 0; kind <= CORDON_NEVER_KINDS; kind++) {
		while (at < count && index->record[at].kind < kind)
			at++;
		index->first[kind] = at;
	}
}

/**
 * cordon_never_index_make - read a text once, and put it in order
 * @index: filled in; empty after an error
 * @memory: cordon_never_index_size() bytes, aligned for a pointer; the index
 *	stands in it
 * @text: the text; must outlive @index
 * @size: its bytes
 * @entry: the first line that is wrong, as from cordon_never_next()
 * @why: what is wrong with it
 *
 * Return: 0; -EBADMSG for a line that is no entry, or that says what one above
 * it says; -EFBIG for a text over CORDON_NEVER_TEXT_MAX bytes, of which no line
 * is wrong.
 */
int cordon_never_index_make(struct cordon_never_index *index, void *memory,
			    const char *text, size_t size,
			    struct cordon_never_entry *entry, const char **why)
{
	struct cordon_never_record *record = memory;
	const struct cordon_never_record *repeated;
	struct cordon_never_reader reader;
	u32 count = 0;
	int found;

	memset(index, 0, sizeof(*index));
	if (size > CORDON_NEVER_TEXT_MAX) {
		*why = "the text has more than 65536 bytes";
		return -EFBIG;
	}
	cordon_never_start(&reader, text, size);
	while ((found = cordon_never_next(&reader, entry, why)) > 0)
		record[count++] = entry->kind == CORDON_NEVER_UID ?
			record_of_uid(entry->value, entry->uid) :
			record_of(entry->kind, entry->value, entry->length);
	cordon_sort(record, count, sizeof(*record), compare_records);
	/* It stands above the line that is no entry, if there is one. */
	repeated = find_repeated(record, count);
	if (repeated)
		return refuse_repeated(repeated, text, entry, why);
	if (found)
		return found;
	index->record = record;
	find_kinds(index, count);
	return 0;
}

/**
 * cordon_never_count - how many entries there are
 * @index: the list
 * @kind: of which kind
 *
 * Return: the number.
 */
u32 cordon_never_count(const struct cordon_never_index *index,
		       enum cordon_never_kind kind)
{
	return index->first[kind + 1] - index->first[kind];
}

static bool has(const struct cordon_never_index *index,
		const struct cordon_never_record *wanted)
{
	u32 low = index->first[wanted->kind];
	u32 high = index->first[wanted->kind + 1];

	while (low < high) {
		u32 middle = low + (high - low) / 2;
		int order = compare_values(wanted, index->record + middle);

		if (!order)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

/**
 * cordon_never_has_uid - does an entry name a user
 * @index: the list
 * @uid: in the initial user namespace
 *
 * Return: whether one does.
 */
bool cordon_never_has_uid(const struct cordon_never_index *index, u32 uid)
{
	const struct cordon_never_record wanted = record_of_uid("", uid);

	return has(index, &wanted);
}

/**
 * cordon_never_has - does an entry name a path or a package
 * @index: the list
 * @kind: which of them
 * @value: absolute path inside its filesystem, or a package's name
 * @length: its bytes
 *
 * Return: whether one does.
 */
bool cordon_never_has(const struct cordon_never_index *index,
		      enum cordon_never_kind kind, const char *value,
		      size_t length)
{
	struct cordon_never_record wanted;

	if (length > CORDON_NEVER_LINE_MAX)
		return false;
	wanted = record_of(kind, value, length);
	return has(index, &wanted);
}
