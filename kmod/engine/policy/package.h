/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - package: names of Android's packages
 */
#ifndef _CORDON_ENGINE_PACKAGE_H
#define _CORDON_ENGINE_PACKAGE_H

#include "engine/port.h"
#include "uapi/cordon.h"

/* Bytes of a package's name. */
#define CORDON_PACKAGE_MAX	223U
static_assert(CORDON_PACKAGE_MAX <= CORDON_TEXT_MAX, "a package is a text");

/**
 * enum cordon_package_fault - why a text is no package's name
 * @CORDON_PACKAGE_GOOD: it is one
 * @CORDON_PACKAGE_LENGTH: it has no byte, or more than CORDON_PACKAGE_MAX
 * @CORDON_PACKAGE_BYTE: a byte that cannot stand where it stands
 * @CORDON_PACKAGE_ONE_WORD: it is one word, or ends in a dot
 */
enum cordon_package_fault {
	CORDON_PACKAGE_GOOD,
	CORDON_PACKAGE_LENGTH,
	CORDON_PACKAGE_BYTE,
	CORDON_PACKAGE_ONE_WORD,
};

enum cordon_package_fault cordon_package_check(const char *name, size_t length,
					       size_t *place);

#endif /* _CORDON_ENGINE_PACKAGE_H */
