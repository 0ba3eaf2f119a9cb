/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Cordon - keyring: who may sign what
 */
#ifndef _CORDON_KEYRING_H
#define _CORDON_KEYRING_H

#include "engine/policy/object.h"

enum cordon_authority {
	CORDON_AUTHORITY_POLICY,
	CORDON_AUTHORITY_GRANT,
	CORDON_AUTHORITY_COUNT,
};

int cordon_keyring_init(void);
void cordon_keyring_exit(void);
int cordon_keyring_verify(enum cordon_authority authority,
			  const struct cordon_object *object);
const char *cordon_keyring_signer(enum cordon_authority authority);

#endif /* _CORDON_KEYRING_H */
