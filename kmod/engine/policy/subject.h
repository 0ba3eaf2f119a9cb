/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - subject: who asks
 */
#ifndef _CORDON_ENGINE_SUBJECT_H
#define _CORDON_ENGINE_SUBJECT_H

#include "blob.h"

/**
 * struct cordon_subject - who asks
 * @uid: in the initial user namespace, or CORDON_NO_UID
 * @package: index into the policy's packages, or CORDON_NO_PACKAGE
 * @tag: service that the process belongs to, or CORDON_NO_SERVICE
 */
struct cordon_subject {
	u32 uid;
	u32 package;
	u16 tag;
};

#define CORDON_NO_UID		0xffffffffU
#define CORDON_NO_PACKAGE	0xffffffffU

/* Nobody in particular: no permission is meant for him. */
#define CORDON_NOBODY { \
	.uid = CORDON_NO_UID, \
	.package = CORDON_NO_PACKAGE, \
	.tag = CORDON_NO_SERVICE, \
}

#endif /* _CORDON_ENGINE_SUBJECT_H */
