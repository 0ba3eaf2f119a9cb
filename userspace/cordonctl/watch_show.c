// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * cordonctl - watch_show: one record, for a person or a program
 */
#include <string.h>
#include <time.h>

#include "cordonctl/watch.h"
#include "libcordon/json.h"
#include "libcordon/device/refusal.h"
#include "engine/utf8.h"

static bool is_utf8(const char *text)
{
	size_t length = strlen(text);

	while (length) {
		unsigned int used = cordon_utf8_next(text, length, NULL);

		if (!used)
			return false;
		text += used;
		length -= used;
	}
	return true;
}

/* JSON has no bytes: for a text that is no UTF-8, KEY_hex holds the truth. */
static void add_hex(struct json_object *object, const char *key,
		    const char *text)
{
	static const char digits[] = "0123456789abcdef";
	char hex[2 * CORDON_RECORD_TEXT_MAX + 1];
	char hex_key[64];
	size_t i;

	for (i = 0; text[i]; i++) {
		hex[2 * i] = digits[(unsigned char)text[i] >> 4];
		hex[2 * i + 1] = digits[text[i] & 0xf];
	}
	hex[2 * i] = '\0';
	snprintf(hex_key, sizeof(hex_key), "%s_hex", key);
	cordon_json_add_text(object, hex_key, hex);
}

static void add_time(struct json_object *object,
		     const struct cordon_record *record)
{
	time_t seconds = record->seconds;
	char day[32], text[64];
	struct tm utc;

	if (!gmtime_r(&seconds, &utc) ||
	    !strftime(day, sizeof(day), "%Y-%m-%dT%H:%M:%S", &utc))
		return;
	snprintf(text, sizeof(text), "%s.%03uZ", day, record->milliseconds);
	cordon_json_add_text(object, "time", text);
}

/**
 * record_to_json() - a record for a program
 * @record: the record
 *
 * Return: an object with the record's own field names.
 */
struct json_object *record_to_json(const struct cordon_record *record)
{
	struct json_object *object = json_object_new_object();
	int field;

	cordon_json_add_text(object, "schema", RECORD_SCHEMA);
	add_time(object, record);
	cordon_json_add_number(object, "serial", record->serial);
	cordon_json_add_text(object, "record",
			     cordon_record_kind_word(record->kind));
	for (field = 0; field < CORDON_FIELDS; field++) {
		const char *name = cordon_record_field_name(field);

		if (!record->text[field])
			continue;
		if (cordon_record_field_is_number(field)) {
			cordon_json_add_number(object, name,
					       record->number[field]);
			continue;
		}
		cordon_json_add_text(object, name, record->text[field]);
		if (!is_utf8(record->text[field]))
			add_hex(object, name, record->text[field]);
	}
	return object;
}

static const char *text_of(const struct cordon_record *record,
			   enum cordon_record_field field)
{
	return record->text[field] ? record->text[field] : "?";
}

static void print_field(const struct cordon_record *record, const char *before,
			enum cordon_record_field field, const char *after)
{
	if (!record->text[field])
		return;
	fputs(before, stdout);
	cordon_safe_text_write(stdout, record->text[field]);
	fputs(after, stdout);
}

static void print_time(const struct cordon_record *record)
{
	time_t seconds = record->seconds;
	char text[32];
	struct tm local;

	if (localtime_r(&seconds, &local) &&
	    strftime(text, sizeof(text), "%H:%M:%S", &local))
		printf("%s  ", text);
}

static void print_kind(const struct session *session,
		       const struct cordon_record *record)
{
	static const char *const colours[CORDON_RECORD_KINDS] = {
		[CORDON_RECORD_DENIED] = "\033[1;31m",
		[CORDON_RECORD_INSPECT] = "\033[33m",
		[CORDON_RECORD_AUDIT] = "\033[36m",
		[CORDON_RECORD_WOULD_DENY] = "\033[35m",
		[CORDON_RECORD_NEVER_BLOCK] = "\033[1;34m",
		[CORDON_RECORD_LOADED] = "\033[32m",
		[CORDON_RECORD_REFUSED] = "\033[1;31m",
	};

	printf("%s%-11s%s  ", session->colour ? colours[record->kind] : "",
	       cordon_record_kind_word(record->kind),
	       session->colour ? "\033[0m" : "");
}

/* What was asked for: a file, or an address and the name that led there. */
static void print_target(const struct cordon_record *record)
{
	const char *dest = record->text[CORDON_FIELD_DEST];

	cordon_safe_text_write(stdout, text_of(record, CORDON_FIELD_OPERATION));
	print_field(record, " ", CORDON_FIELD_PATH, "");
	if (dest) {
		print_field(record, " ", CORDON_FIELD_PROTO, "");
		fputs(strchr(dest, ':') ? " [" : " ", stdout);
		cordon_safe_text_write(stdout, dest);
		fputs(strchr(dest, ':') ? "]" : "", stdout);
		print_field(record, ":", CORDON_FIELD_PORT, "");
	}
	print_field(record, " (", CORDON_FIELD_NAME, ")");
}

static void print_who(const struct cordon_record *record)
{
	if (!record->text[CORDON_FIELD_COMM] && !record->text[CORDON_FIELD_UID])
		return;
	fputs("  by", stdout);
	print_field(record, " ", CORDON_FIELD_COMM, "");
	print_field(record, "[", CORDON_FIELD_PID, "]");
	print_field(record, " uid ", CORDON_FIELD_UID, "");
}

/* "(restrict: prefix X)", "(restrict, learned: domain X)", "(other-resolver)" */
static void print_rule(const struct cordon_record *record)
{
	const char *action = record->text[CORDON_FIELD_ACTION];
	const char *reason = record->text[CORDON_FIELD_REASON];
	const char *rule = record->text[CORDON_FIELD_RULE];

	if (!action && !reason && !rule)
		return;
	/* A rule that begins with the reason's word says it already. */
	if (reason && rule && !strncmp(rule, reason, strlen(reason)))
		reason = NULL;
	fputs("  (", stdout);
	if (action)
		cordon_safe_text_write(stdout, action);
	if (action && reason)
		fputs(", ", stdout);
	if (reason)
		cordon_safe_text_write(stdout, reason);
	if ((action || reason) && rule)
		fputs(": ", stdout);
	if (rule)
		cordon_safe_text_write(stdout, rule);
	putchar(')');
}

static void print_loaded(const struct cordon_record *record)
{
	print_field(record, "policy ", CORDON_FIELD_POLICY, "");
	print_field(record, " version ", CORDON_FIELD_VERSION, "");
	print_field(record, ", generation ", CORDON_FIELD_GENERATION, "");
	print_field(record, ", signed by ", CORDON_FIELD_SIGNER, "");
}

static void print_refused(const struct cordon_record *record)
{
	const char *word = text_of(record, CORDON_FIELD_ERROR);
	char place[CORDON_REFUSAL_PLACE_MAX];

	fputs("an object: ", stdout);
	cordon_safe_text_write(stdout, word);
	printf("%s: %s",
	       cordon_refusal_place(word, record->number[CORDON_FIELD_OFFSET],
				    place),
	       cordon_refusal_find(word)->meaning);
}

/**
 * record_print() - a record for a person, on one line
 * @session: whether in colour
 * @record: the record
 */
void record_print(const struct session *session,
		  const struct cordon_record *record)
{
	print_time(record);
	print_kind(session, record);
	if (record->kind == CORDON_RECORD_LOADED) {
		print_loaded(record);
	} else if (record->kind == CORDON_RECORD_REFUSED) {
		print_refused(record);
	} else {
		cordon_safe_text_write(stdout, record->text[CORDON_FIELD_SERVICE] ?
				       record->text[CORDON_FIELD_SERVICE] : "-");
		fputs("  ", stdout);
		print_target(record);
	}
	print_who(record);
	print_rule(record);
	if (record->kind == CORDON_RECORD_NEVER_BLOCK)
		fputs("  let through: on the firmware's never-block list",
		      stdout);
	print_field(record, "  ", CORDON_FIELD_COUNT, " more of the same");
	putchar('\n');
	fflush(stdout);
}
