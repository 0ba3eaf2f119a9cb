/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * cli - text: text that came from outside, as a terminal may see it
 */
#ifndef _CLI_TEXT_H
#define _CLI_TEXT_H

#include <stdio.h>

void print_text(FILE *out, const char *text);

#endif /* _CLI_TEXT_H */
