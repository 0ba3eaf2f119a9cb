// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - rule: say what is wrong with a value
 */
#include "rule.h"

#include <stdarg.h>

/**
 * cordon_mistaken() - say what is wrong with a value
 * @mistake: what to fill
 * @offset: bytes of the value before the wrong place
 * @hint: what to write instead; may be NULL
 * @format: printf format of the text
 *
 * Return: -EINVAL.
 */
int cordon_mistaken(struct cordon_mistake *mistake, size_t offset,
		    const char *hint, const char *format, ...)
{
	va_list args;

	mistake->offset = offset;
	va_start(args, format);
	vsnprintf(mistake->text, sizeof(mistake->text), format, args);
	va_end(args);
	snprintf(mistake->hint, sizeof(mistake->hint), "%s", hint ? hint : "");
	return -EINVAL;
}
