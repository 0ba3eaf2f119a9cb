// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - blob: read a validated policy in place
 */
#include "blob.h"

/**
 * cordon_blob_element_size - how large the elements of a section are
 * @section: which
 *
 * Return: bytes.
 */
u32 cordon_blob_element_size(enum cordon_section section)
{
	static const u8 sizes[CORDON_SECTION_COUNT] = {
		[CORDON_SECTION_STRINGS] = 1,
		[CORDON_SECTION_POLICY] = sizeof(struct cordon_policy_record),
		[CORDON_SECTION_SERVICES] = sizeof(struct cordon_service_record),
		[CORDON_SECTION_DOMAIN_SET] =
			sizeof(struct cordon_domain_set_record),
		[CORDON_SECTION_DOMAIN_VALUES] =
			sizeof(struct cordon_domain_value),
		[CORDON_SECTION_DOMAIN_BLOCKS] = sizeof(__le16),
		[CORDON_SECTION_DOMAIN_BUCKETS] = 1,
		[CORDON_SECTION_DOMAIN_TAGS] = 1,
		[CORDON_SECTION_DOMAIN_RESTS] = 1,
		[CORDON_SECTION_DOMAIN_PROOFS] = sizeof(__le64),
		[CORDON_SECTION_PREFIXES] = sizeof(struct cordon_prefix_record),
		[CORDON_SECTION_PATHS] = sizeof(struct cordon_path_record),
		[CORDON_SECTION_PACKAGES] = sizeof(struct cordon_package_record),
		[CORDON_SECTION_RESOLVERS] = sizeof(struct cordon_address),
	};

	return sizes[section];
}

/**
 * cordon_blob_text - the bytes behind a text reference
 * @blob: validated
 * @text: a reference inside it
 * @length: set to the number of bytes
 *
 * Return: the first byte; not terminated.
 */
const char *cordon_blob_text(const struct cordon_blob *blob,
			     const struct cordon_text *text, u32 *length)
{
	*length = le32_to_cpu(text->length);
	return (const char *)blob->strings + le32_to_cpu(text->offset);
}

/**
 * cordon_blob_refuses - does a service's action refuse
 * @blob: validated
 * @service: index of a service
 *
 * Return: whether it is deny or restrict.
 */
bool cordon_blob_refuses(const struct cordon_blob *blob, u16 service)
{
	return blob->services[service].action <= CORDON_ACTION_RESTRICT;
}

/**
 * cordon_blob_find_service - find a service by its name
 * @blob: validated
 * @name: its name
 * @length: bytes of @name
 * @service: set to the service's index
 *
 * Return: whether there is one.
 */
bool cordon_blob_find_service(const struct cordon_blob *blob, const char *name,
			      size_t length, u16 *service)
{
	u32 i, name_length;

	for (i = 0; i < blob->service_count; i++) {
		const char *text = cordon_blob_text(blob, &blob->services[i].name,
						    &name_length);

		if (name_length == length && !memcmp(text, name, length)) {
			*service = (u16)i;
			return true;
		}
	}
	return false;
}
