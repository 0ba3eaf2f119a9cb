/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - json: values that are valid JSON whatever they were made of
 */
#ifndef _LIBCORDON_JSON_H
#define _LIBCORDON_JSON_H

#include <json-c/json.h>

#include "diagnostics.h"

struct json_object *cordon_json_text(const char *text, size_t length);
void cordon_json_add_text(struct json_object *object, const char *key,
			  const char *text);
void cordon_json_add_number(struct json_object *object, const char *key,
			    unsigned long long number);
struct json_object *
cordon_json_diagnostics(const struct cordon_diagnostics *diag);

#endif /* _LIBCORDON_JSON_H */
