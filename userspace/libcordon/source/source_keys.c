// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - source: the keys of the .ini file, and what takes their values
 */
#include <stdlib.h>

#include "engine/address_text.h"
#include "source_keys.h"
#include "libcordon/suggest.h"

static void complain(const struct cordon_value *value, size_t offset,
		     const char *hint, const char *text)
{
	struct cordon_where where = value->where;

	where.offset += offset;
	cordon_diagnose(value->source->diag, CORDON_ERROR, &where, hint, "%s",
			text);
}

static const char *keep(const struct cordon_value *value)
{
	return cordon_arena_copy(&value->source->arena, value->text,
				 strlen(value->text));
}

/* Index of the word among @words, or -1 and an error. */
static int choose(const struct cordon_value *value, const char * const *words,
		  size_t count)
{
	const char *nearest;
	char hint[128] = "";
	size_t i;

	for (i = 0; i < count; i++)
		if (!strcmp(value->text, words[i]))
			return (int)i;
	for (i = 0; i < count; i++) {
		strncat(hint, i ? ", " : "one of: ",
			sizeof(hint) - strlen(hint) - 1);
		strncat(hint, words[i], sizeof(hint) - strlen(hint) - 1);
	}
	nearest = cordon_suggest(value->text, words, count);
	cordon_diagnose(value->source->diag, CORDON_ERROR, &value->where, hint,
			nearest ? "'%s' is no value of '%s'; did you mean '%s'?" :
				  "'%s' is no value of '%s'",
			value->text, value->key, nearest);
	return -1;
}

static int set_name(struct cordon_value *value)
{
	size_t length = strlen(value->text), i;

	if (length > CORDON_POLICY_NAME_MAX)
		complain(value, CORDON_POLICY_NAME_MAX, NULL,
			 "the policy's name has more than 64 bytes");
	for (i = 0; i < length; i++) {
		char c = value->text[i];

		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
		    (i && (c == '-' || c == '_' || c == '.')))
			continue;
		complain(value, i, "e.g. name = met-handset",
			 "a policy's name has a-z, 0-9, '-', '_' and '.', and begins with a letter or a digit");
		break;
	}
	value->source->name = keep(value);
	return value->source->name ? 0 : -ENOMEM;
}

static int set_version(struct cordon_value *value)
{
	u64 version = 0;
	size_t i;

	for (i = 0; value->text[i]; i++) {
		char c = value->text[i];

		if (c < '0' || c > '9' || (!i && c == '0'))
			break;
		if (version > ((u64)INT64_MAX - (u64)(c - '0')) / 10)
			break;
		version = version * 10 + (u64)(c - '0');
	}
	if (value->text[i])
		complain(value, i,
			 "each version that is given out has a larger number than the one before",
			 "a version is a number from 1 to 9223372036854775807");
	else
		value->source->version = version;
	return 0;
}

static int set_mode(struct cordon_value *value)
{
	static const char * const words[] = { "monitor", "enforce" };
	int choice = choose(value, words, ARRAY_SIZE(words));

	if (choice >= 0)
		value->source->mode = (u8)(CORDON_MODE_MONITOR + choice);
	return 0;
}

static int set_dns(struct cordon_value *value)
{
	static const char * const words[] = { "learn", "refuse" };
	int choice = choose(value, words, ARRAY_SIZE(words));

	if (choice >= 0)
		value->source->dns = (u8)(CORDON_DNS_LEARN + choice);
	return 0;
}

static int set_other_resolvers(struct cordon_value *value)
{
	static const char * const words[] = { "refuse", "allow" };
	int choice = choose(value, words, ARRAY_SIZE(words));

	if (choice >= 0)
		value->source->other_resolvers =
			(u8)(CORDON_OTHER_RESOLVERS_REFUSE + choice);
	return 0;
}

static int set_action(struct cordon_value *value)
{
	static const char * const words[] = {
		"deny", "restrict", "audit", "allow",
	};
	int choice = choose(value, words, ARRAY_SIZE(words));

	if (choice < 0)
		return 0;
	if (value->section->type == CORDON_SECTION_OF_DEFAULTS)
		value->source->action = (u8)(CORDON_ACTION_DENY + choice);
	else
		value->section->action = (u8)(CORDON_ACTION_DENY + choice);
	return 0;
}

/* What a blob can hold of a text. */
static void limit_text(struct cordon_value *value)
{
	if (strlen(value->text) > CORDON_TEXT_MAX)
		complain(value, CORDON_TEXT_MAX, "say it in fewer words",
			 "more than 2048 bytes");
}

static int set_message(struct cordon_value *value)
{
	limit_text(value);
	value->section->message = keep(value);
	return value->section->message ? 0 : -ENOMEM;
}

static int set_help(struct cordon_value *value)
{
	static const char hint[] = "e.g. help = https://intranet.example/ask";
	const char *help = keep(value);
	size_t i;

	if (!help)
		return -ENOMEM;
	limit_text(value);
	if (!strchr(value->text, ':'))
		complain(value, 0, hint, "help is a URL");
	for (i = 0; value->text[i]; i++) {
		if (value->text[i] > ' ' && value->text[i] < 0x7f)
			continue;
		complain(value, i, hint,
			 "a URL has neither spaces nor letters outside ASCII");
		break;
	}
	if (value->section->type == CORDON_SECTION_OF_DEFAULTS)
		value->source->help = help;
	else
		value->section->help = help;
	return 0;
}

/* Split a comma list; an item that is empty or stands twice is an error. */
static int split(struct cordon_value *value, struct cordon_items *items)
{
	const char *at = value->text;
	size_t i;

	for (;;) {
		size_t length = strcspn(at, ",");
		const char *comma = at + length;
		struct cordon_item item = { .where = value->where };

		while (length && *at == ' ') {
			at++;
			length--;
		}
		while (length && at[length - 1] == ' ')
			length--;
		item.where.offset += (size_t)(at - value->text);
		item.text = cordon_arena_copy(&value->source->arena, at, length);
		if (!item.text ||
		    !cordon_array_grow(&items->list, items->count, sizeof(item)))
			return -ENOMEM;
		for (i = 0; i < items->count; i++)
			if (!strcmp(items->list[i].text, item.text))
				break;
		if (!length)
			complain(value, (size_t)(at - value->text), NULL,
				 "an empty item between commas");
		else if (i < items->count)
			complain(value, (size_t)(at - value->text),
				 "write it once", "this item stands twice");
		else
			items->list[items->count++] = item;
		if (!*comma)
			return 0;
		at = comma + 1;
	}
}

static int set_services(struct cordon_value *value)
{
	return split(value, &value->source->service_globs);
}

static int set_must_work(struct cordon_value *value)
{
	return split(value, &value->source->must_work_files);
}

static int set_shared(struct cordon_value *value)
{
	return split(value, &value->source->shared_files);
}

static int set_yields_to(struct cordon_value *value)
{
	return split(value, &value->section->yields);
}

static int compare_addresses(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct cordon_address));
}

static void add_resolver(struct cordon_source *source,
			 const struct cordon_item *item)
{
	struct cordon_address address;
	u32 i;

	if (!cordon_address_read(&address, item->text, strlen(item->text))) {
		cordon_diagnose(source->diag, CORDON_ERROR, &item->where,
				"an IPv4 or IPv6 address without a port, e.g. 10.20.0.53",
				"'%s' is not an address", item->text);
		return;
	}
	cordon_address_normalise(&address, NULL);
	for (i = 0; i < source->resolver_count; i++) {
		if (!cordon_address_equal(source->resolvers + i, &address))
			continue;
		cordon_diagnose(source->diag, CORDON_ERROR, &item->where,
				"write it once", "this resolver stands twice");
		return;
	}
	if (source->resolver_count == CORDON_RESOLVERS_MAX) {
		cordon_diagnose(source->diag, CORDON_ERROR, &item->where, NULL,
				"more than %u resolvers", CORDON_RESOLVERS_MAX);
		return;
	}
	source->resolvers[source->resolver_count++] = address;
}

static int set_resolvers(struct cordon_value *value)
{
	struct cordon_source *source = value->source;
	struct cordon_items items = { 0 };
	int error = split(value, &items);
	size_t i;

	for (i = 0; i < items.count; i++)
		add_resolver(source, items.list + i);
	qsort(source->resolvers, source->resolver_count,
	      sizeof(*source->resolvers), compare_addresses);
	free(items.list);
	return error;
}

static const struct cordon_key keys[] = {
	{ CORDON_SECTION_OF_POLICY, { "policy", "name", "NAME", NULL,
	  "what the policy is called; a-z, 0-9, '-', '_', '.'" }, set_name },
	{ CORDON_SECTION_OF_POLICY, { "policy", "version", "NUMBER", NULL,
	  "rises with each policy given out; a device takes no lower one" },
	  set_version },
	{ CORDON_SECTION_OF_POLICY, { "policy", "mode", "monitor|enforce", NULL,
	  "monitor: decide and record, refuse nothing" }, set_mode },
	{ CORDON_SECTION_OF_POLICY, { "policy", "services", "GLOB, ...", NULL,
	  "the list files, one a service, beside this file" }, set_services },
	{ CORDON_SECTION_OF_POLICY, { "policy", "must-work", "FILE, ...", "none",
	  "files of 'domain NAME' lines; lint fails if one is refused" },
	  set_must_work },
	{ CORDON_SECTION_OF_DEFAULTS, { "defaults", "action",
	  "deny|restrict|audit|allow", "restrict",
	  "what happens to a service that does not say" }, set_action },
	{ CORDON_SECTION_OF_DEFAULTS, { "defaults", "help", "URL", "none",
	  "where the user can ask" }, set_help },
	{ CORDON_SECTION_OF_SERVICE, { "service NAME", "action",
	  "deny|restrict|audit|allow", "[defaults]",
	  "deny: no grant lifts it; restrict: unless granted; audit: let through, recorded" },
	  set_action },
	{ CORDON_SECTION_OF_SERVICE, { "service NAME", "message", "TEXT", "none",
	  "why, in a sentence for the user" }, set_message },
	{ CORDON_SECTION_OF_SERVICE, { "service NAME", "help", "URL", "[defaults]",
	  "where the user can ask" }, set_help },
	{ CORDON_SECTION_OF_SERVICE, { "service NAME", "yields-to", "SERVICE, ...",
	  "none", "a rule that both have belongs to the other service" },
	  set_yields_to },
	{ CORDON_SECTION_OF_NETWORK, { "network", "resolvers", "ADDRESS, ...",
	  "the device's", "the resolvers whose answers are believed" },
	  set_resolvers },
	{ CORDON_SECTION_OF_NETWORK, { "network", "dns", "learn|refuse", "learn",
	  "learn: refuse the connect, not the question; refuse: the question" },
	  set_dns },
	{ CORDON_SECTION_OF_NETWORK, { "network", "other-resolvers", "refuse|allow",
	  "refuse", "DNS to other resolvers, over TCP or encrypted" },
	  set_other_resolvers },
	{ CORDON_SECTION_OF_NETWORK, { "network", "shared", "FILE, ...", "none",
	  "files of 'prefix' lines: ranges that unrelated names share (CDN)" },
	  set_shared },
};

/**
 * cordon_source_keys() - the table of the keys
 * @count: gets how many
 *
 * Return: the first; static storage.
 */
const struct cordon_key *cordon_source_keys(size_t *count)
{
	*count = ARRAY_SIZE(keys);
	return keys;
}

/**
 * cordon_key_syntaxes() - the keys there are
 * @count: gets how many
 *
 * Return: the first; copies in static storage, good until the next call.
 */
const struct cordon_key_syntax *cordon_key_syntaxes(size_t *count)
{
	static struct cordon_key_syntax list[ARRAY_SIZE(keys)];
	size_t i;

	for (i = 0; i < ARRAY_SIZE(keys); i++)
		list[i] = keys[i].syntax;
	*count = ARRAY_SIZE(keys);
	return list;
}
