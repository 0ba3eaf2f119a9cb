// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - package: names of Android's packages
 */
#include "package.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/**
 * cordon_package_check - is a text a package's name
 * @name: bytes
 * @length: how many
 * @place: set to the byte that is wrong, or past the one that must not be last
 *
 * Words of letters, digits and '_' that begin with a letter, two at least, with
 * a dot between each two of them.
 *
 * Return: CORDON_PACKAGE_GOOD, or why not.
 */
enum cordon_package_fault cordon_package_check(const char *name, size_t length,
					       size_t *place)
{
	bool begins = true, dot = false;
	size_t i;

	*place = min_t(size_t, length, CORDON_PACKAGE_MAX);
	if (!length || length > CORDON_PACKAGE_MAX)
		return CORDON_PACKAGE_LENGTH;
	for (i = 0; i < length; i++) {
		char c = name[i];

		if (c == '.' && !begins) {
			begins = true;
			dot = true;
		} else if (is_letter(c) ||
			   (!begins && ((c >= '0' && c <= '9') || c == '_'))) {
			begins = false;
		} else {
			*place = i;
			return CORDON_PACKAGE_BYTE;
		}
	}
	return begins || !dot ? CORDON_PACKAGE_ONE_WORD : CORDON_PACKAGE_GOOD;
}
