// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - validate_canary: nothing in a policy softens the canary
 *
 * Whoever asks whether a refusal is real goes by the reserved service. So no
 * other service and no shared range may have a word on its prefixes, nor another
 * service on its name. For its path that needs no check: of several rules that
 * match a file the canary's decides.
 */
#include "domain.h"
#include "engine/address.h"
#include "prefix.h"
#include "validate_parts.h"

/* Does a prefix meet one of the canary's: around it, inside it, or the same. */
static bool meets(const struct cordon_prefix_record *record)
{
	/* CORDON_CANARY_PREFIX4 and CORDON_CANARY_PREFIX6 */
	static const struct {
		struct cordon_address address;
		u8 length;
	} reserved[] = {
		{ { { [10] = 0xff, 0xff, 203, 0, 113, 222 } }, 128 },
		{ { { 0x20, 0x01, 0x0d, 0xb8, 0xc0, 0xde } }, 48 },
	};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(reserved); i++)
		if (cordon_prefix_contains(&record->address,
					   min_t(u8, record->length,
						 reserved[i].length),
					   &reserved[i].address))
			return true;
	return false;
}

/**
 * cordon_validate_canary - check that the reserved service has its rules alone
 * @blob: all else of it is valid
 * @fault: says what is wrong
 *
 * A blob without that service passes: nobody can take it for one that refuses.
 *
 * Return: 0, or -EBADMSG.
 */
int cordon_validate_canary(const struct cordon_blob *blob,
			   struct cordon_fault *fault)
{
	static const u8 wire[] = "\015cordon-canary\4test";
	struct cordon_domain_match match;
	u16 service;
	u32 i;

	static_assert(sizeof(wire) == sizeof("." CORDON_CANARY_DOMAIN),
		      "the wire form of CORDON_CANARY_DOMAIN");
	if (!cordon_blob_find_service(blob, CORDON_CANARY_SERVICE,
				      sizeof(CORDON_CANARY_SERVICE) - 1, &service))
		return 0;
	if (blob->services[service].action != CORDON_ACTION_DENY)
		return validate_refuse(fault, "blob-canary", blob, blob->services + service);
	for (i = 0; i < blob->prefix_count; i++)
		if (meets(blob->prefixes + i) &&
		    le16_to_cpu(blob->prefixes[i].service) != service)
			return validate_refuse(fault, "blob-canary", blob, blob->prefixes + i);
	if (cordon_domain_find(blob, wire, sizeof(wire) - 1, &match) &&
	    (match.service != service || match.flags & CORDON_DOMAIN_EXCEPT))
		return validate_refuse(fault, "blob-canary", blob, blob->domain);
	return 0;
}
