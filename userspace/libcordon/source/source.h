/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - source: a policy as it is written
 *
 * cordon_source_read() takes in the .ini file and every file it names. What
 * the rules of several services mean together is resolve.h's business.
 */
#ifndef _LIBCORDON_SOURCE_H
#define _LIBCORDON_SOURCE_H

#include "lines.h"
#include "rule.h"

/* Keys that a section can have. */
#define CORDON_SOURCE_KEYS	8U
/* Bytes of a service's name: "[service NAME]" must fit inih. */
#define CORDON_SERVICE_NAME_MAX	40U
/* Bytes of a policy's name. */
#define CORDON_POLICY_NAME_MAX	64U
/* Bytes of a line of a .list file. */
#define CORDON_LIST_LINE_MAX	1100U

/**
 * struct cordon_item - one item of a list of values
 * @text: the item
 * @where: its place
 * @service: for yields-to: index of the service
 * @given: for yields-to: rules given up that the service has, too
 */
struct cordon_item {
	const char *text;
	struct cordon_where where;
	u16 service;
	u32 given;
};

/**
 * struct cordon_items - items as they stand in the source
 * @list: from malloc()
 * @count: how many
 */
struct cordon_items {
	struct cordon_item *list;
	size_t count;
};

/**
 * struct cordon_section_source - a [section]
 * @type: index of the section's type, see source_keys.c
 * @name: of [service NAME]; else NULL
 * @where: its line
 * @seen: line of each key that stands in it, 0 for those that do not
 * @action: enum cordon_action; 0 if not given
 * @message: may be NULL
 * @help: may be NULL
 * @yields: services it yields to
 */
struct cordon_section_source {
	u32 type;
	const char *name;
	struct cordon_where where;
	unsigned int seen[CORDON_SOURCE_KEYS];
	u8 action;
	const char *message;
	const char *help;
	struct cordon_items yields;
};

/**
 * struct cordon_service_source - a service: its list file and its section
 * @name: its name
 * @path: its list file; NULL for the reserved service
 * @section: NULL if it has none
 * @rules: rules in its list file
 */
struct cordon_service_source {
	const char *name;
	const char *path;
	struct cordon_section_source *section;
	u32 rules;
};

/**
 * struct cordon_rules - rules in the order they were read
 * @list: from malloc()
 * @count: how many
 */
struct cordon_rules {
	struct cordon_rule *list;
	size_t count;
};

/**
 * struct cordon_source - a policy as it is written
 *
 * Zero it before its first use; cordon_source_free() when done.
 *
 * @arena: keeps names, paths, sections and rules' texts
 * @diag: gets every finding; borrowed
 * @errors: errors that @diag had before
 * @path: the .ini file
 * @directory: where paths count from; with its slash, or empty
 * @files: every file read, kept for messages
 * @file_count: how many
 * @sections: in the order read
 * @section_count: how many
 * @services: sorted by name, the reserved one included
 * @service_count: how many
 * @rules: of all services; index into @services
 * @shared: shared ranges
 * @must_work: names that must stay reachable, as domain rules
 * @service_globs: value of the key `services`
 * @shared_files: value of the key `shared`
 * @must_work_files: value of the key `must-work`
 * @resolvers: sorted
 * @resolver_count: how many
 * @name: the policy's name
 * @version: 0 if not given
 * @mode: enum cordon_mode
 * @dns: enum cordon_dns
 * @other_resolvers: enum cordon_other_resolvers
 * @action: enum cordon_action of services that do not say
 * @help: of services that do not say; may be NULL
 */
struct cordon_source {
	struct cordon_arena arena;
	struct cordon_diagnostics *diag;
	unsigned int errors;
	const char *path;
	const char *directory;
	struct cordon_lines *files;
	size_t file_count;
	struct cordon_section_source **sections;
	size_t section_count;
	struct cordon_service_source *services;
	size_t service_count;
	struct cordon_rules rules;
	struct cordon_rules shared;
	struct cordon_rules must_work;
	struct cordon_items service_globs;
	struct cordon_items shared_files;
	struct cordon_items must_work_files;
	struct cordon_address resolvers[CORDON_RESOLVERS_MAX];
	u32 resolver_count;
	const char *name;
	u64 version;
	u8 mode;
	u8 dns;
	u8 other_resolvers;
	u8 action;
	const char *help;
};

/**
 * struct cordon_key_syntax - a key, for help and for the reader
 * @section: the section it stands in
 * @key: its name
 * @value: what may stand behind it
 * @fallback: what holds without it; NULL if it must stand
 * @meaning: one sentence
 */
struct cordon_key_syntax {
	const char *section;
	const char *key;
	const char *value;
	const char *fallback;
	const char *meaning;
};

int cordon_source_read(const char *path, const char *text, size_t size,
		       struct cordon_diagnostics *diag,
		       struct cordon_source *source);
bool cordon_source_failed(const struct cordon_source *source);
void cordon_source_free(struct cordon_source *source);
const struct cordon_key_syntax *cordon_key_syntaxes(size_t *count);

/* Between the source's own files: */
int cordon_source_read_keys(struct cordon_source *source,
			    struct cordon_lines *lines);
int cordon_source_find_services(struct cordon_source *source);
struct cordon_service_source *
cordon_source_service(const struct cordon_source *source, const char *name);
const char *cordon_source_nearest_service(const struct cordon_source *source,
					  const char *name);
const char *cordon_source_path(struct cordon_source *source, const char *path);

#endif /* _LIBCORDON_SOURCE_H */
