/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - object: the parts of what the kernel's loader accepts
 */
#ifndef _CORDON_ENGINE_OBJECT_H
#define _CORDON_ENGINE_OBJECT_H

#include "engine/fault.h"
#include "uapi/cordon.h"

/**
 * struct cordon_object - the parts of an object
 *
 * Borrowed pointers into the memory given to cordon_object_parse().
 *
 * @kind: enum cordon_object_kind
 * @covered: what the signature covers: header and content
 * @covered_size: bytes of @covered
 * @content: what is inside, e.g. a blob
 * @content_size: bytes of @content
 * @signature: PKCS#7 in DER
 * @signature_size: bytes of @signature; 0 in an unsigned object
 */
struct cordon_object {
	u32 kind;
	const u8 *covered;
	size_t covered_size;
	const u8 *content;
	size_t content_size;
	const u8 *signature;
	size_t signature_size;
};

int cordon_object_measure(const struct cordon_object_header *header,
			  size_t *size, struct cordon_fault *fault);
int cordon_object_parse(const void *data, size_t size,
			struct cordon_object *object,
			struct cordon_fault *fault);

#endif /* _CORDON_ENGINE_OBJECT_H */
