/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cli - output: results and errors, for people and for programs
 */
#ifndef _CLI_OUTPUT_H
#define _CLI_OUTPUT_H

#include <json-c/json.h>
#include <stdbool.h>

#include "libcordon/diagnostics.h"
#include "libcordon/exit_status.h"

extern const char *program_name;
extern bool json_wanted;

bool colours_wanted(int fd);
int print_json(struct json_object *object, int status);
void print_error(bool json, const char *verb, int status, const char *hint,
		 const char *text);
int __printf(2, 3) usage_error(const char *verb, const char *format, ...);
int finish_output(int status);

#endif /* _CLI_OUTPUT_H */
