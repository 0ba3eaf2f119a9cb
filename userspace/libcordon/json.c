// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - json: values that are valid JSON whatever they were made of
 */
#include "json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/utf8.h"

/* U+FFFD stands for a byte that is no UTF-8. */
#define REPLACEMENT	"\357\277\275"

/**
 * cordon_json_text() - a string
 * @text: bytes, of whatever kind
 * @length: how many
 *
 * Return: a JSON string in which a byte that is no UTF-8 became U+FFFD; NULL
 * without memory.
 */
struct json_object *cordon_json_text(const char *text, size_t length)
{
	struct json_object *string = NULL;
	char *valid = NULL;
	size_t size, at = 0;
	FILE *out = open_memstream(&valid, &size);

	if (!out)
		return NULL;
	while (at < length) {
		unsigned int used = cordon_utf8_next(text + at, length - at,
						     NULL);

		if (used)
			fwrite(text + at, 1, used, out);
		else
			fputs(REPLACEMENT, out);
		at += used ? used : 1;
	}
	if (!fclose(out))
		string = json_object_new_string_len(valid, (int)size);
	free(valid);
	return string;
}

/**
 * cordon_json_add_text() - add a string to an object
 * @object: the object
 * @key: its key
 * @text: see cordon_json_text(); NULL gives null
 */
void cordon_json_add_text(struct json_object *object, const char *key,
			  const char *text)
{
	json_object_object_add(object, key,
			       text ? cordon_json_text(text, strlen(text)) :
			       NULL);
}

/**
 * cordon_json_add_number() - add a number to an object
 * @object: the object
 * @key: its key
 * @number: the number
 */
void cordon_json_add_number(struct json_object *object, const char *key,
			    unsigned long long number)
{
	json_object_object_add(object, key, json_object_new_uint64(number));
}

static struct json_object *one(const struct cordon_diagnostic *diagnostic)
{
	struct json_object *object = json_object_new_object();

	cordon_json_add_text(object, "severity",
			     cordon_severity_word(diagnostic->severity));
	if (diagnostic->file)
		cordon_json_add_text(object, "file", diagnostic->file);
	if (diagnostic->line)
		cordon_json_add_number(object, "line", diagnostic->line);
	if (diagnostic->column)
		cordon_json_add_number(object, "column", diagnostic->column);
	cordon_json_add_text(object, "text", diagnostic->text);
	if (diagnostic->hint)
		cordon_json_add_text(object, "hint", diagnostic->hint);
	return object;
}

/**
 * cordon_json_diagnostics() - findings as an array
 * @diag: the findings
 *
 * Return: an array of objects with severity, text and, where there is one,
 * file, line, column and hint; NULL without memory.
 */
struct json_object *
cordon_json_diagnostics(const struct cordon_diagnostics *diag)
{
	struct json_object *array = json_object_new_array();
	size_t i;

	for (i = 0; array && i < diag->count; i++)
		json_object_array_add(array, one(diag->list + i));
	return array;
}
