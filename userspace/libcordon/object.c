// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - object: the outside of what the kernel's loader accepts
 */
#include "object.h"

#include <stdlib.h>

static int refuse(struct cordon_fault *fault, const char *word, size_t offset,
		  int error)
{
	fault->word = word;
	fault->offset = offset;
	return error;
}

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

/* The outermost SEQUENCE ends where the signature does (X.690, 8.1.3). */
static bool der_fills(const u8 *der, size_t length)
{
	size_t octets, claimed = 0, i;

	if (length < 2 || der[0] != 0x30)
		return false;
	if (der[1] < 0x80)
		return length == 2U + der[1];
	octets = der[1] & 0x7f;
	if (!octets || octets > 3 || length < 2 + octets)
		return false;
	for (i = 0; i < octets; i++)
		claimed = claimed << 8 | der[2 + i];
	return length == 2 + octets + claimed;
}

/**
 * cordon_object_parse() - find the parts of an object
 * @data: the object
 * @size: its bytes, exactly
 * @object: gets the parts
 * @fault: says why it is refused: the kernel's own words
 *
 * The signature is not verified.
 *
 * Return: 0, or -EBADMSG.
 */
int cordon_object_parse(const void *data, size_t size,
			struct cordon_object *object,
			struct cordon_fault *fault)
{
	static const u8 zero[8];
	struct cordon_object_header header;
	u64 content, signature;

	if (size < sizeof(header))
		return refuse(fault, "malformed-object", size, -EBADMSG);
	memcpy(&header, data, sizeof(header));
	content = le32_to_cpu(header.content_length);
	signature = le32_to_cpu(header.signature_length);
	if (!cordon_object_is(data, size))
		return refuse(fault, "malformed-object", 0, -EBADMSG);
	if (le32_to_cpu(header.format) != CORDON_OBJECT_FORMAT)
		return refuse(fault, "malformed-object",
			      offsetof(struct cordon_object_header, format),
			      -EBADMSG);
	if (memcmp(header.reserved, zero, sizeof(zero)))
		return refuse(fault, "malformed-object",
			      offsetof(struct cordon_object_header, reserved),
			      -EBADMSG);
	if (le32_to_cpu(header.kind) != CORDON_OBJECT_POLICY)
		return refuse(fault, "kind",
			      offsetof(struct cordon_object_header, kind),
			      -EBADMSG);
	if (!content || signature > CORDON_SIGNATURE_MAX ||
	    sizeof(header) + content + signature > CORDON_OBJECT_MAX)
		return refuse(fault, "malformed-object",
			      offsetof(struct cordon_object_header,
				       content_length), -EBADMSG);
	if (sizeof(header) + content + signature != size)
		return refuse(fault, "malformed-object", size, -EBADMSG);
	object->kind = le32_to_cpu(header.kind);
	object->covered = data;
	object->covered_size = sizeof(header) + content;
	object->content = object->covered + sizeof(header);
	object->content_size = content;
	object->signature = object->content + content;
	object->signature_size = signature;
	if (signature && !der_fills(object->signature, signature))
		return refuse(fault, "malformed-object", object->covered_size,
			      -EBADMSG);
	return 0;
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
