// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Cordon benchmarks - names_million: as many names as wanted, made from real ones
 *
 * A made name has the number of labels and the last label of a real one. The
 * label before the last is two words of real names, sometimes with a hyphen or
 * a number, as registered names have them; what stands before that is a label
 * of a real name. The service is that of the first word. Always the same.
 */
#include <dirent.h>
#include <err.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "../bench.h"
#include "names_million.h"
#include "uapi/cordon.h"

#define WORDS_MAX	8192U
#define LABEL_ROOM	64U

struct word {
	char text[LABEL_ROOM];
	u16 service;
};

/* What the real names are made of. */
struct stock {
	struct word words[WORDS_MAX];		/* registered labels */
	struct word hosts[WORDS_MAX];		/* what stands before them */
	struct word ends[WORDS_MAX];		/* the last labels */
	u8 labels[WORDS_MAX];			/* of each real name */
	u32 word_count, host_count, end_count, name_count;
};

static struct stock stock;
static u32 *table, table_mask;

static u64 next(u64 *state)
{
	u64 z = *state += 0x9e3779b97f4a7c15ULL;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9ULL;
	z = (z ^ z >> 27) * 0x94d049bb133111ebULL;
	return z ^ z >> 31;
}

static void add_word(struct word *list, u32 *count, const char *text,
		     u16 service)
{
	if (*count == WORDS_MAX || strlen(text) >= LABEL_ROOM)
		return;
	memcpy(list[*count].text, text, strlen(text) + 1);
	list[(*count)++].service = service;
}

static void add_real(char *name, u16 service)
{
	char *label[CORDON_NAME_LABELS], *rest = name;
	u32 count = 0, i;

	while ((label[count] = strsep(&rest, ".")))
		count++;
	if (count < 2 || stock.name_count == WORDS_MAX)
		return;
	stock.labels[stock.name_count++] = (u8)count;
	add_word(stock.ends, &stock.end_count, label[count - 1], service);
	add_word(stock.words, &stock.word_count, label[count - 2], service);
	for (i = 0; i + 2 < count; i++)
		add_word(stock.hosts, &stock.host_count, label[i], service);
}

static void read_list(const char *path, u16 service)
{
	FILE *file = fopen(path, "re");
	char line[1024], name[1024];

	if (!file)
		err(1, "%s", path);
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "domain %1023s", name) == 1)
			add_real(name, service);
	fclose(file);
}

static int is_list(const struct dirent *entry)
{
	const char *dot = strrchr(entry->d_name, '.');

	return dot && !strcmp(dot, ".list");
}

static void read_lists(struct made_names *names, const char *directory)
{
	struct dirent **entries;
	char path[1024];
	int count, i;

	snprintf(path, sizeof(path), "%s/services", directory);
	count = scandir(path, &entries, is_list, alphasort);
	if (count <= 0 || (size_t)count > ARRAY_SIZE(names->services))
		errx(1, "%s: no lists", path);
	for (i = 0; i < count; i++) {
		snprintf(path, sizeof(path), "%s/services/%s", directory,
			 entries[i]->d_name);
		read_list(path, (u16)i);
		*strrchr(entries[i]->d_name, '.') = '\0';
		names->services[i] = strdup(entries[i]->d_name);
		free(entries[i]);
	}
	free(entries);
	names->service_count = (u32)count;
}

static const struct word *pick(const struct word *list, u32 count, u64 *state)
{
	return list + next(state) % count;
}

/* Writes a name; returns its service. */
static u16 make_name(u64 *state, char *text)
{
	const struct word *first = pick(stock.words, stock.word_count, state);
	const struct word *second = pick(stock.words, stock.word_count, state);
	u32 labels = stock.labels[next(state) % stock.name_count];
	u64 form = next(state) % 16;
	char label[2 * LABEL_ROOM + 8];
	char *to = text;

	while (labels-- > 2)
		to += sprintf(to, "%s.",
			      pick(stock.hosts, stock.host_count, state)->text);
	sprintf(label, "%.27s%s%.27s", first->text, form < 4 ? "-" : "",
		second->text);
	if (form >= 12)
		sprintf(label + strlen(label), "%u", (u32)next(state) % 1000);
	sprintf(to, "%s.%s", label,
		pick(stock.ends, stock.end_count, state)->text);
	return first->service;
}

static u32 hash(const u8 *byte, size_t length)
{
	u64 value = 0xcbf29ce484222325ULL;

	while (length--)
		value = (value ^ *byte++) * 0x100000001b3ULL;
	return (u32)(value >> 20);
}

/* The slot of a name, or the empty one where it would go. */
static u32 *find(const struct made_names *names, const u8 *wire, size_t length)
{
	u32 at = hash(wire, length) & table_mask;

	for (; table[at]; at = (at + 1) & table_mask) {
		const struct made_name *name = names->list + table[at] - 1;

		if (name->length == length && !memcmp(name->wire, wire, length))
			break;
	}
	return table + at;
}

/* A copy that lies right behind the last one. */
static const void *keep(const void *bytes, size_t length)
{
	static char *pool;
	static size_t room;
	const void *copy;

	if (length > room) {
		room = 16U << 20;
		pool = bench_alloc(room);
	}
	copy = memcpy(pool, bytes, length);
	pool += length;
	room -= length;
	return copy;
}

/**
 * names_make() - make names
 * @directory: of the policy: its services/ have the real names
 * @count: how many
 *
 * Return: the names, never freed; made once in a program.
 */
struct made_names *names_make(const char *directory, u32 count)
{
	struct made_names *names = bench_alloc(sizeof(*names));
	char text[CORDON_NAME_TEXT_MAX];
	u8 wire[CORDON_NAME_MAX];
	u64 state = 1000000;

	read_lists(names, directory);
	for (table_mask = 1; table_mask < 2 * count; table_mask *= 2)
		;
	table = bench_alloc(table_mask-- * sizeof(*table));
	names->list = bench_alloc(count * sizeof(*names->list));
	while (names->count < count) {
		struct made_name *name = names->list + names->count;
		u16 service = make_name(&state, text);
		int length = cordon_name_from_text(text, strlen(text), wire);
		u32 *slot;

		if (length <= 0 || length > (int)CORDON_DOMAIN_MAX)
			continue;
		slot = find(names, wire, (size_t)length);
		if (*slot)
			continue;
		name->wire = keep(wire, (size_t)length);
		name->text = keep(text, strlen(text) + 1);
		name->length = (u8)length;
		name->service = service;
		names->text_bytes += strlen(text);
		*slot = ++names->count;
	}
	return names;
}

/**
 * names_have() - is a name one of them, or under one, exactly
 * @names: the names
 * @wire: wire name
 * @length: its bytes
 *
 * Return: whether it is.
 */
bool names_have(const struct made_names *names, const u8 *wire, size_t length)
{
	size_t at;

	for (at = 0; at < length; at += 1U + wire[at])
		if (*find(names, wire + at, length - at))
			return true;
	return false;
}

/* Eleven letters of a number: no word of a list, and each number another. */
static size_t put_number(u8 *wire, u64 number, size_t letters)
{
	size_t i;

	wire[0] = (u8)letters;
	for (i = 1; i <= letters; i++, number /= 26)
		wire[i] = (u8)('a' + number % 26);
	return 1 + letters;
}

/**
 * names_other() - make a name that is hardly one of them
 * @state: where the sequence stands; begun with any number
 * @name: gets the name
 * @wire: room for CORDON_NAME_MAX bytes
 *
 * Two to five labels, ending as a real name does. Ask names_have() to be sure.
 */
void names_other(u64 *state, struct made_name *name, u8 *wire)
{
	u64 number = next(state);
	u32 labels = 2 + (u32)(number >> 60) % 4;
	const char *end = pick(stock.ends, stock.end_count, state)->text;
	size_t at = 0, length = strlen(end);

	while (labels-- > 2)
		at += put_number(wire + at, number >> (labels * 8), 3);
	at += put_number(wire + at, number, 11);
	wire[at] = (u8)length;
	memcpy(wire + at + 1, end, length);
	name->wire = wire;
	name->length = (u8)(at + 1 + length);
}

/**
 * names_write() - write them as a policy's source
 * @names: the names
 * @directory: gets million.ini, and the lists in services/
 */
void names_write(const struct made_names *names, const char *directory)
{
	FILE *file[ARRAY_SIZE(names->services)];
	char path[1024];
	u32 i;

	snprintf(path, sizeof(path), "%s/services", directory);
	if ((mkdir(directory, 0777) && errno != EEXIST) ||
	    (mkdir(path, 0777) && errno != EEXIST))
		err(1, "%s", path);
	snprintf(path, sizeof(path), "%s/million.ini", directory);
	file[0] = fopen(path, "we");
	if (!file[0])
		err(1, "%s", path);
	fputs("[policy]\nname = million\nversion = 1\nmode = enforce\n"
	      "services = services/*.list\n[defaults]\naction = restrict\n",
	      file[0]);
	fclose(file[0]);
	for (i = 0; i < names->service_count; i++) {
		snprintf(path, sizeof(path), "%s/services/%s.list", directory,
			 names->services[i]);
		file[i] = fopen(path, "we");
		if (!file[i])
			err(1, "%s", path);
	}
	for (i = 0; i < names->count; i++)
		fprintf(file[names->list[i].service], "domain %s\n",
			names->list[i].text);
	for (i = 0; i < names->service_count; i++)
		if (fclose(file[i]))
			err(1, "cannot write the list of %s", names->services[i]);
}
