// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - object: the parts of what the kernel's loader accepts
 *
 * Only the outside is looked at: what is inside counts for nothing until its
 * signature is verified.
 */
#include "object.h"

#define AT(member)	offsetof(struct cordon_object_header, member)

/**
 * cordon_object_measure - how many bytes an object has, by its header
 * @header: the header
 * @size: set to the number
 * @fault: set on error: malformed-object, kind or too-big
 *
 * Return: 0; -EBADMSG: no header of an object; -EOPNOTSUPP: of a kind that this
 * Cordon does not take; -EFBIG: over CORDON_OBJECT_MAX.
 */
int cordon_object_measure(const struct cordon_object_header *header,
			  size_t *size, struct cordon_fault *fault)
{
	static const u8 zero[sizeof(header->reserved)];
	u64 content = le32_to_cpu(header->content_length);
	u64 signature = le32_to_cpu(header->signature_length);
	u64 total = sizeof(*header) + content + signature;

	if (memcmp(header->magic, CORDON_OBJECT_MAGIC, sizeof(header->magic)))
		return cordon_refuse(fault, "malformed-object", 0, -EBADMSG);
	if (le32_to_cpu(header->format) != CORDON_OBJECT_FORMAT)
		return cordon_refuse(fault, "malformed-object", AT(format),
				     -EBADMSG);
	if (memcmp(header->reserved, zero, sizeof(zero)))
		return cordon_refuse(fault, "malformed-object", AT(reserved),
				     -EBADMSG);
	if (le32_to_cpu(header->kind) != CORDON_OBJECT_POLICY)
		return cordon_refuse(fault, "kind", AT(kind), -EOPNOTSUPP);
	if (total > CORDON_OBJECT_MAX)
		return cordon_refuse(fault, "too-big", AT(content_length), -EFBIG);
	if (!content)
		return cordon_refuse(fault, "malformed-object",
				     AT(content_length), -EBADMSG);
	if (signature > CORDON_SIGNATURE_MAX)
		return cordon_refuse(fault, "malformed-object",
				     AT(signature_length), -EBADMSG);
	*size = (size_t)total;
	return 0;
}

/*
 * PKCS#7 parsers ignore what follows the outermost SEQUENCE, so its length is
 * compared here (X.690, 8.1.3: definite form).
 */
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
 * cordon_object_parse - find the parts of an object
 * @data: the object, aligned to 8 bytes
 * @size: its bytes, exactly
 * @object: gets the parts
 * @fault: set on error
 *
 * The signature is not verified.
 *
 * Return: 0, or an error of cordon_object_measure(); -EBADMSG also when the
 * lengths do not add up to @size or the signature's DER does not fill its part.
 */
int cordon_object_parse(const void *data, size_t size,
			struct cordon_object *object,
			struct cordon_fault *fault)
{
	const struct cordon_object_header *header = data;
	size_t expected;
	int err;

	if (size < sizeof(*header))
		return cordon_refuse(fault, "malformed-object", size, -EBADMSG);
	err = cordon_object_measure(header, &expected, fault);
	if (err)
		return err;
	if (size != expected)
		return cordon_refuse(fault, "malformed-object", size, -EBADMSG);
	object->kind = le32_to_cpu(header->kind);
	object->covered = data;
	object->content = object->covered + sizeof(*header);
	object->content_size = le32_to_cpu(header->content_length);
	object->covered_size = sizeof(*header) + object->content_size;
	object->signature = object->content + object->content_size;
	object->signature_size = le32_to_cpu(header->signature_length);
	if (object->signature_size &&
	    !der_fills(object->signature, object->signature_size))
		return cordon_refuse(fault, "malformed-object",
				     object->covered_size, -EBADMSG);
	return 0;
}
