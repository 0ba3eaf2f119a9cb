/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - utf8: characters of text that a person wrote
 */
#ifndef _CORDON_ENGINE_UTF8_H
#define _CORDON_ENGINE_UTF8_H

#include "port.h"

unsigned int cordon_utf8_next(const char *text, size_t length,
			      unsigned int *character);
bool cordon_utf8_is_printable(unsigned int character);

#endif /* _CORDON_ENGINE_UTF8_H */
