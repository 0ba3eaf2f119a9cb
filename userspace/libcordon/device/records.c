// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - records: take the text of an audit record apart
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "libcordon/device/records.h"

static const char *const kind_words[CORDON_RECORD_KINDS] = {
	[CORDON_RECORD_DENIED]		= "DENIED",
	[CORDON_RECORD_INSPECT]		= "INSPECT",
	[CORDON_RECORD_AUDIT]		= "AUDIT",
	[CORDON_RECORD_WOULD_DENY]	= "WOULD-DENY",
	[CORDON_RECORD_NEVER_BLOCK]	= "NEVER-BLOCK",
	[CORDON_RECORD_LOADED]		= "LOADED",
	[CORDON_RECORD_REFUSED]		= "REFUSED",
};

static const struct field {
	const char *name;
	bool number;
} fields[CORDON_FIELDS] = {
	[CORDON_FIELD_OPERATION]	= { .name = "operation" },
	[CORDON_FIELD_SERVICE]		= { .name = "service" },
	[CORDON_FIELD_ACTION]		= { .name = "action" },
	[CORDON_FIELD_REASON]		= { .name = "reason" },
	[CORDON_FIELD_RULE]		= { .name = "rule" },
	[CORDON_FIELD_PATH]		= { .name = "path" },
	[CORDON_FIELD_DEST]		= { .name = "dest" },
	[CORDON_FIELD_PORT]		= { .name = "port", .number = true },
	[CORDON_FIELD_PROTO]		= { .name = "proto" },
	[CORDON_FIELD_NAME]		= { .name = "name" },
	[CORDON_FIELD_ERROR]		= { .name = "error" },
	[CORDON_FIELD_OFFSET]		= { .name = "offset", .number = true },
	[CORDON_FIELD_ERRNO]		= { .name = "errno", .number = true },
	[CORDON_FIELD_PID]		= { .name = "pid", .number = true },
	[CORDON_FIELD_UID]		= { .name = "uid", .number = true },
	[CORDON_FIELD_COMM]		= { .name = "comm" },
	[CORDON_FIELD_POLICY]		= { .name = "policy" },
	[CORDON_FIELD_VERSION]		= { .name = "version", .number = true },
	[CORDON_FIELD_MODE]		= { .name = "mode" },
	[CORDON_FIELD_DIGEST]		= { .name = "digest" },
	[CORDON_FIELD_SIGNER]		= { .name = "signer" },
	[CORDON_FIELD_GENERATION]	= { .name = "generation", .number = true },
	[CORDON_FIELD_COUNT]		= { .name = "count", .number = true },
};

/**
 * cordon_record_kind_word() - the word that a record's cordon= field holds
 * @kind: what happened
 *
 * Return: the word, static storage.
 */
const char *cordon_record_kind_word(enum cordon_record_kind kind)
{
	return kind_words[kind];
}

/**
 * cordon_record_field_name() - a field's name, as records and JSON have it
 * @field: which
 *
 * Return: the name, static storage.
 */
const char *cordon_record_field_name(enum cordon_record_field field)
{
	return fields[field].name;
}

/**
 * cordon_record_field_is_number() - is a field's value a number?
 * @field: which
 *
 * Return: true for a number, false for a string.
 */
bool cordon_record_field_is_number(enum cordon_record_field field)
{
	return fields[field].number;
}

/* What is left of the text to read, and of the store to fill. */
struct cursor {
	const char *at;
	const char *end;
	char *free;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool take(struct cursor *c, const char *literal)
{
	size_t length = strlen(literal);

	if ((size_t)(c->end - c->at) < length ||
	    memcmp(c->at, literal, length))
		return false;
	c->at += length;
	return true;
}

static bool take_number(struct cursor *c, u64 *number)
{
	const char *start = c->at;

	*number = 0;
	while (c->at < c->end && is_digit(*c->at)) {
		unsigned int digit = *c->at - '0';

		if (*number > (~0ULL - digit) / 10)
			return false;
		*number = *number * 10 + digit;
		c->at++;
	}
	return c->at > start;
}

/* Copies @length bytes into the store as a string, which a NUL inside is not. */
static const char *keep(struct cursor *c, const char *bytes, size_t length)
{
	char *string = c->free;

	if (memchr(bytes, '\0', length))
		return NULL;
	memcpy(string, bytes, length);
	string[length] = '\0';
	c->free += length + 1;
	return string;
}

static const char *take_quoted(struct cursor *c)
{
	const char *start = c->at + 1;
	const char *quote = memchr(start, '"', c->end - start);

	if (!quote)
		return NULL;
	c->at = quote + 1;
	return keep(c, start, quote - start);
}

static int hex_digit(char c)
{
	if (is_digit(c))
		return c - '0';
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static const char *decode_hex(struct cursor *c, const char *hex, size_t length)
{
	char *string = c->free;
	size_t i;

	if (length == 0 || length % 2)
		return NULL;
	for (i = 0; i < length; i += 2) {
		int high = hex_digit(hex[i]);
		int low = hex_digit(hex[i + 1]);

		if (high < 0 || low < 0 || !(high | low))
			return NULL;
		*c->free++ = high << 4 | low;
	}
	*c->free++ = '\0';
	return string;
}

/* A protocol without a name is told by its number, which is no hex. */
static const char *keep_digits(struct cursor *c, const char *digits,
			       size_t length)
{
	size_t i;

	for (i = 0; i < length; i++) {
		if (!is_digit(digits[i]))
			return NULL;
	}
	return length ? keep(c, digits, length) : NULL;
}

/* The store never runs out: what is kept is shorter than what it was made of. */
static int take_value(struct cursor *c, struct cordon_record *record, int field)
{
	const char *start = c->at;
	const char *value;

	if (c->at < c->end && *c->at == '"') {
		if (field >= 0 && fields[field].number)
			return -EBADMSG;
		value = take_quoted(c);
		if (!value)
			return -EBADMSG;
	} else {
		while (c->at < c->end && *c->at != ' ')
			c->at++;
		if (field < 0)
			return 0;
		if (fields[field].number) {
			struct cursor digits = { start, c->at, NULL };

			if (!take_number(&digits, &record->number[field]) ||
			    digits.at != c->at)
				return -EBADMSG;
			value = keep(c, start, c->at - start);
		} else if (field == CORDON_FIELD_PROTO) {
			value = keep_digits(c, start, c->at - start);
		} else {
			value = decode_hex(c, start, c->at - start);
		}
		if (!value)
			return -EBADMSG;
	}
	if (field >= 0)
		record->text[field] = value;
	return 0;
}

static int find_field(const char *name, size_t length)
{
	int i;

	for (i = 0; i < CORDON_FIELDS; i++) {
		if (strlen(fields[i].name) == length &&
		    !memcmp(fields[i].name, name, length))
			return i;
	}
	return -1;
}

/* One ` name=value`; a name that is not known is read over. */
static int take_field(struct cursor *c, struct cordon_record *record)
{
	const char *name;
	int field;

	if (!take(c, " "))
		return -EBADMSG;
	name = c->at;
	while (c->at < c->end && *c->at != '=' && *c->at != ' ' && *c->at != '"')
		c->at++;
	if (c->at == name || c->at == c->end || *c->at != '=')
		return -EBADMSG;
	field = find_field(name, c->at - name);
	if (field >= 0 && record->text[field])
		return -EBADMSG;
	c->at++;
	return take_value(c, record, field);
}

static int take_kind(struct cursor *c, struct cordon_record *record)
{
	const char *word = take_quoted(c);
	unsigned int i;

	if (!word)
		return -EBADMSG;
	for (i = 0; i < CORDON_RECORD_KINDS; i++) {
		if (!strcmp(word, kind_words[i])) {
			record->kind = i;
			return 0;
		}
	}
	return -EBADMSG;
}

/**
 * cordon_record_parse() - take the text of an audit record apart
 * @record: filled in; what is in it after an error means nothing
 * @text: the text, from `audit(` on; a NUL or newline at its end is let pass
 * @length: bytes of it
 *
 * A field that is not known is read over, so that a newer kernel may say more;
 * a field that stands there twice is an error.
 *
 * Return: 0; -ENOMSG if it is a record, but none of Cordon's; -EBADMSG if it is
 * malformed or cut off; -EMSGSIZE if it is longer than a record can be.
 */
int cordon_record_parse(struct cordon_record *record, const char *text,
			size_t length)
{
	struct cursor c = { text, text + length, record->store };
	u64 milliseconds;
	int r;

	while (length && (text[length - 1] == '\0' || text[length - 1] == '\n'))
		c.end = text + --length;
	if (length > CORDON_RECORD_TEXT_MAX)
		return -EMSGSIZE;
	memset(record->text, 0, sizeof(record->text));
	memset(record->number, 0, sizeof(record->number));

	if (!take(&c, "audit(") || !take_number(&c, &record->seconds) ||
	    !take(&c, ".") || !take_number(&c, &milliseconds) ||
	    !take(&c, ":") || !take_number(&c, &record->serial) ||
	    !take(&c, "):") || milliseconds > 999)
		return -EBADMSG;
	record->milliseconds = milliseconds;
	if (!take(&c, " cordon="))
		return -ENOMSG;
	if (c.at == c.end || *c.at != '"')
		return -EBADMSG;
	r = take_kind(&c, record);
	while (r == 0 && c.at < c.end)
		r = take_field(&c, record);
	return r;
}
