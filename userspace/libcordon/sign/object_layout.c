// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - object_layout: tell objects and blobs apart, and lay objects out
 */
#include "object_layout.h"

#include <stdlib.h>

static bool begins(const void *data, size_t size, const char *magic)
{
	return size >= 8 && !memcmp(data, magic, 8);
}

/**
 * cordon_object_is() - do bytes begin as an object does
 * @data: the bytes
 * @size: how many
 *
 * Return: true if they do.
 */
bool cordon_object_is(const void *data, size_t size)
{
	return begins(data, size, CORDON_OBJECT_MAGIC);
}

/**
 * cordon_blob_is() - do bytes begin as a policy blob does
 * @data: the bytes
 * @size: how many
 *
 * Return: true if they do.
 */
bool cordon_blob_is(const void *data, size_t size)
{
	return begins(data, size, CORDON_BLOB_MAGIC);
}

/**
 * cordon_object_build() - lay out an object whose signature is still to come
 * @kind: enum cordon_object_kind
 * @content: what goes in
 * @content_size: bytes of @content
 * @signature_size: bytes that the signature will have
 * @size: gets the object's bytes
 *
 * Return: the object with zeros for its signature, for free(); NULL without
 * memory or if it would be larger than the kernel takes.
 */
void *cordon_object_build(u32 kind, const void *content, size_t content_size,
			  size_t signature_size, size_t *size)
{
	struct cordon_object_header header = {
		.magic = CORDON_OBJECT_MAGIC,
		.format = htole32(CORDON_OBJECT_FORMAT),
		.kind = htole32(kind),
		.content_length = htole32((u32)content_size),
		.signature_length = htole32((u32)signature_size),
	};
	char *object;

	if (signature_size > CORDON_SIGNATURE_MAX ||
	    content_size > CORDON_OBJECT_MAX - sizeof(header) - signature_size)
		return NULL;
	*size = sizeof(header) + content_size + signature_size;
	object = calloc(1, *size);
	if (!object)
		return NULL;
	memcpy(object, &header, sizeof(header));
	memcpy(object + sizeof(header), content, content_size);
	return object;
}
