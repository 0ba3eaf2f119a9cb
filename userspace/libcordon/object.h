/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - object: the outside of what the kernel's loader accepts
 */
#ifndef _LIBCORDON_OBJECT_H
#define _LIBCORDON_OBJECT_H

#include "engine/blob.h"

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

bool cordon_object_is(const void *data, size_t size);
bool cordon_blob_is(const void *data, size_t size);
int cordon_object_parse(const void *data, size_t size,
			struct cordon_object *object,
			struct cordon_fault *fault);
void *cordon_object_build(u32 kind, const void *content, size_t content_size,
			  size_t signature_size, size_t *size);

#endif /* _LIBCORDON_OBJECT_H */
