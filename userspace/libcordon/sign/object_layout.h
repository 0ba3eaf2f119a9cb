/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - object_layout: tell objects and blobs apart, and lay objects out
 */
#ifndef _LIBCORDON_OBJECT_LAYOUT_H
#define _LIBCORDON_OBJECT_LAYOUT_H

#include "engine/policy/object.h"

bool cordon_object_is(const void *data, size_t size);
bool cordon_blob_is(const void *data, size_t size);
void *cordon_object_build(u32 kind, const void *content, size_t content_size,
			  size_t signature_size, size_t *size);

#endif /* _LIBCORDON_OBJECT_LAYOUT_H */
