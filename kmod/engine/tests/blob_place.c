// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine's tests - where in a blob a fault has to be
 */
#include "blob_place.h"
#include "engine/policy/blob.h"
#include "engine/policy/validate.h"

static bool is_in(const u8 *blob, enum cordon_section section, u64 offset)
{
	const struct cordon_blob_header *header = (const void *)blob;
	size_t entry = offsetof(struct cordon_blob_header, section) +
		       section * sizeof(header->section[0]);
	size_t from = le32_to_cpu(header->section[section].offset);
	size_t bytes = le32_to_cpu(header->section[section].count) *
		       cordon_blob_element_size(section);

	return (offset >= from && offset < from + bytes) ||
	       (offset >= entry && offset < entry + sizeof(header->section[0]));
}

/**
 * cordon_test_is_placed - is a fault where its word says
 * @blob: a blob whose header can be read
 * @size: its bytes
 * @fault: why it was refused
 *
 * Return: whether the offset lies in a section that the word names, or in its
 * entry; of a word that names none, in the blob.
 */
bool cordon_test_is_placed(const u8 *blob, size_t size,
			   const struct cordon_fault *fault)
{
	static const struct {
		const char *word;
		enum cordon_section section;
	} words[] = {
		{ "blob-policy", CORDON_SECTION_POLICY },
		{ "blob-service", CORDON_SECTION_SERVICES },
		{ "blob-bucket", CORDON_SECTION_DOMAIN_BLOCKS },
		{ "blob-bucket", CORDON_SECTION_DOMAIN_BUCKETS },
		{ "blob-domain", CORDON_SECTION_DOMAIN_SET },
		{ "blob-domain", CORDON_SECTION_DOMAIN_VALUES },
		{ "blob-domain", CORDON_SECTION_DOMAIN_TAGS },
		{ "blob-domain", CORDON_SECTION_DOMAIN_RESTS },
		{ "blob-proof", CORDON_SECTION_DOMAIN_PROOFS },
		{ "blob-prefix", CORDON_SECTION_PREFIXES },
		{ "blob-path", CORDON_SECTION_PATHS },
		{ "blob-package", CORDON_SECTION_PACKAGES },
		{ "blob-resolver", CORDON_SECTION_RESOLVERS },
		{ "blob-canary", CORDON_SECTION_SERVICES },
		{ "blob-canary", CORDON_SECTION_PREFIXES },
		{ "blob-canary", CORDON_SECTION_DOMAIN_SET },
	};
	bool known = false;
	size_t i;

	for (i = 0; i < ARRAY_SIZE(words); i++) {
		if (strcmp(words[i].word, fault->word))
			continue;
		if (is_in(blob, words[i].section, fault->offset))
			return true;
		known = true;
	}
	return !known && fault->offset <= size;
}
