// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - source: the sections of the .ini file
 */
#include "ini.h"
#include "source_keys.h"
#include "libcordon/suggest.h"

static const char * const section_names[CORDON_SECTION_TYPES] = {
	[CORDON_SECTION_OF_POLICY] = "policy",
	[CORDON_SECTION_OF_DEFAULTS] = "defaults",
	[CORDON_SECTION_OF_SERVICE] = "service NAME",
	[CORDON_SECTION_OF_NETWORK] = "network",
};

/* The state of cordon_source_read_keys(). */
struct reading {
	struct cordon_source *source;
	struct cordon_lines *lines;
	struct cordon_section_source *section;
	int error;
};

static struct cordon_where place(const struct reading *reading,
				 const struct cordon_line *line, size_t offset)
{
	struct cordon_where where = {
		.file = reading->lines->path,
		.line = line->number,
		.offset = offset,
		.source = line->text,
		.source_length = line->length,
	};

	return where;
}

/* "service NAME" becomes CORDON_SECTION_OF_SERVICE, with @name set; -1 if unknown. */
static int section_type(const char *text, const char **name)
{
	int i;

	*name = NULL;
	if (!strncmp(text, "service ", 8)) {
		*name = text + 8;
		return CORDON_SECTION_OF_SERVICE;
	}
	for (i = 0; i < CORDON_SECTION_TYPES; i++)
		if (i != CORDON_SECTION_OF_SERVICE && !strcmp(text, section_names[i]))
			return i;
	return -1;
}

static bool service_name_is_valid(const char *name)
{
	size_t i;

	for (i = 0; name[i]; i++) {
		char c = name[i];

		if (!(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9') &&
		    !(i && (c == '-' || c == '_')))
			return false;
	}
	return i && i <= CORDON_SERVICE_NAME_MAX;
}

static bool is_new_section(const struct reading *reading, int type,
			   const char *name, const struct cordon_where *where)
{
	const struct cordon_source *source = reading->source;
	size_t i;

	for (i = 0; i < source->section_count; i++) {
		const struct cordon_section_source *other = source->sections[i];

		if ((int)other->type != type ||
		    (name && strcmp(name, other->name)))
			continue;
		cordon_diagnose(source->diag, CORDON_ERROR, where,
				"put the keys of both into one",
				"this section stands twice; the first is on line %u",
				other->where.line);
		return false;
	}
	return true;
}

static bool check_section(const struct reading *reading, const char *text,
			  int type, const char *name,
			  const struct cordon_where *where)
{
	const char *nearest;

	if (type < 0) {
		nearest = cordon_suggest(text, section_names, CORDON_SECTION_TYPES);
		cordon_diagnose(reading->source->diag, CORDON_ERROR, where,
				"the sections are [policy], [defaults], [service NAME] and [network]",
				nearest ? "unknown section '%s'; did you mean '%s'?" :
					  "unknown section '%s'",
				text, nearest);
		return false;
	}
	if (name && !service_name_is_valid(name)) {
		cordon_diagnose(reading->source->diag, CORDON_ERROR, where,
				"its list file's name without .list: a-z, 0-9, '-' and '_', 40 bytes at most",
				"'%s' is no service's name", name);
		return false;
	}
	return is_new_section(reading, type, name, where);
}

static bool begin_section(void *context, const char *text,
			  const struct cordon_line *line)
{
	struct reading *reading = context;
	struct cordon_source *source = reading->source;
	struct cordon_where where = place(reading, line, 1);
	struct cordon_section_source *section;
	const char *name;
	int type = section_type(text, &name);

	if (!check_section(reading, text, type, name, &where))
		return false;
	section = cordon_arena_alloc(&source->arena, sizeof(*section));
	if (section && name)
		section->name = cordon_arena_copy(&source->arena, name,
						  strlen(name));
	if (!section || (name && !section->name) ||
	    !cordon_array_grow(&source->sections, source->section_count,
			       sizeof(*source->sections))) {
		reading->error = -ENOMEM;
		return false;
	}
	section->type = (u32)type;
	section->where = where;
	source->sections[source->section_count++] = section;
	reading->section = section;
	return true;
}

/* Lists the keys of a section in @hint, the words themselves in @words. */
static size_t known_keys(enum cordon_section_type type, const char **words,
			 char *hint, size_t size)
{
	size_t count = 0, key_count, i;
	const struct cordon_key *keys = cordon_source_keys(&key_count);

	snprintf(hint, size, "the keys of [%s] are", section_names[type]);
	for (i = 0; i < key_count; i++) {
		size_t used = strlen(hint);

		if (keys[i].section != type)
			continue;
		snprintf(hint + used, size - used, "%s %s", count ? "," : "",
			 keys[i].syntax.key);
		words[count++] = keys[i].syntax.key;
	}
	return count;
}

static void complain_about_key(const struct reading *reading, const char *key,
			       const struct cordon_where *where)
{
	const char *words[CORDON_SOURCE_KEYS];
	const char *nearest;
	char hint[160];
	size_t count;

	count = known_keys(reading->section->type, words, hint, sizeof(hint));
	nearest = cordon_suggest(key, words, count);
	cordon_diagnose(reading->source->diag, CORDON_ERROR, where, hint,
			nearest ? "unknown key '%s'; did you mean '%s'?" :
				  "unknown key '%s'", key, nearest);
}

static const struct cordon_key *
find_key(const struct reading *reading, const char *name, unsigned int **seen)
{
	unsigned int number = 0;
	size_t key_count, i;
	const struct cordon_key *keys = cordon_source_keys(&key_count);

	for (i = 0; i < key_count; i++) {
		if (keys[i].section != reading->section->type)
			continue;
		*seen = reading->section->seen + number++;
		if (!strcmp(name, keys[i].syntax.key))
			return keys + i;
	}
	return NULL;
}

static void take_key(void *context, const char *name, const char *text,
		     const struct cordon_line *line, size_t offset)
{
	struct reading *reading = context;
	struct cordon_where where = place(reading, line, 0);
	struct cordon_value value = {
		.source = reading->source,
		.section = reading->section,
		.key = name,
		.text = text,
		.where = place(reading, line, offset),
	};
	unsigned int *seen = NULL;
	const struct cordon_key *key = find_key(reading, name, &seen);
	int error;

	if (!key) {
		complain_about_key(reading, name, &where);
		return;
	}
	if (*seen) {
		cordon_diagnose(reading->source->diag, CORDON_ERROR, &where,
				"write it once",
				"the key '%s' stands twice; the first is on line %u",
				name, *seen);
		return;
	}
	*seen = line->number;
	if (!*text) {
		cordon_diagnose(reading->source->diag, CORDON_ERROR,
				&value.where, "leave out a key that has none",
				"the key '%s' has no value", name);
		return;
	}
	error = key->set(&value);
	if (error)
		reading->error = error;
}

static void check_missing(struct cordon_source *source)
{
	const struct cordon_section_source *policy = NULL;
	struct cordon_where where = { .file = source->path };
	unsigned int number = 0;
	size_t key_count, i;
	const struct cordon_key *keys = cordon_source_keys(&key_count);
	char hint[160];

	for (i = 0; i < source->section_count; i++)
		if (source->sections[i]->type == CORDON_SECTION_OF_POLICY)
			policy = source->sections[i];
	if (!policy) {
		cordon_diagnose(source->diag, CORDON_ERROR, &where,
				"it holds name, version, mode and services; see cordonc help policy",
				"the section [policy] is missing");
		return;
	}
	for (i = 0; i < key_count; i++) {
		if (keys[i].section != CORDON_SECTION_OF_POLICY)
			continue;
		if (policy->seen[number++] || keys[i].syntax.fallback)
			continue;
		snprintf(hint, sizeof(hint), "%s = %s: %s", keys[i].syntax.key,
			 keys[i].syntax.value, keys[i].syntax.meaning);
		cordon_diagnose(source->diag, CORDON_ERROR, &policy->where,
				hint, "[policy] has no key '%s'",
				keys[i].syntax.key);
	}
}

/**
 * cordon_source_read_keys() - read the .ini file itself
 * @source: gets its sections and keys
 * @lines: the file
 *
 * Return: 0, errors in the diagnostics or not; -ENOMEM.
 */
int cordon_source_read_keys(struct cordon_source *source,
			    struct cordon_lines *lines)
{
	static const struct cordon_ini_handler handler = {
		.section = begin_section,
		.key = take_key,
	};
	struct reading reading = { .source = source, .lines = lines };
	int error;

	source->action = CORDON_ACTION_RESTRICT;
	source->dns = CORDON_DNS_LEARN;
	source->other_resolvers = CORDON_OTHER_RESOLVERS_REFUSE;
	error = cordon_ini_read(lines, &handler, &reading, source->diag);
	if (!error)
		error = reading.error;
	if (!error)
		check_missing(source);
	return error;
}
