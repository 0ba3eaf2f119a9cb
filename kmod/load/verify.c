// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - verify: who signed an object, before anything in it counts
 */
#include <linux/string.h>

#include "verify.h"

/**
 * cordon_object_may_be_unsigned - is this a build that accepts unsigned objects
 *
 * Return: whether it is.
 */
bool cordon_object_may_be_unsigned(void)
{
	return IS_ENABLED(CONFIG_SECURITY_CORDON_ALLOW_UNSIGNED);
}

/* Did anybody else sign it whom this kernel knows, but who has no say in it? */
static bool is_others(const struct cordon_object *object,
		      enum cordon_authority authority)
{
	int other;

	for (other = 0; other < CORDON_AUTHORITY_COUNT; other++)
		if (other != authority && !cordon_keyring_verify(other, object))
			return true;
	return false;
}

/* Returns 0 and the signer, or a negative errno. */
static int judge_signature(const struct cordon_object *object,
			   enum cordon_authority authority, char *signer,
			   struct cordon_fault *fault)
{
	int err;

	if (!object->signature_size) {
		if (!cordon_object_may_be_unsigned())
			return cordon_refuse(fault, "signature",
					     object->covered_size, -EKEYREJECTED);
		strscpy(signer, "unsigned", CORDON_SIGNER_MAX);
		return 0;
	}
	err = cordon_keyring_verify(authority, object);
	if (!err) {
		strscpy(signer, cordon_keyring_signer(authority),
			CORDON_SIGNER_MAX);
		return 0;
	}
	if (err == -ENOMEM)
		return cordon_refuse(fault, "no-memory", 0, err);
	if (err == -ENOKEY && !is_others(object, authority))
		return cordon_refuse(fault, "no-key", object->covered_size, err);
	return cordon_refuse(fault, "signature", object->covered_size,
			     -EKEYREJECTED);
}

/**
 * cordon_verify - take an object apart, and find out who vouches for it
 * @received: its bytes; gets its parts and its signer
 * @kind: set to what is to be done with it
 * @fault: set on error
 *
 * Not a byte of the content is looked at.
 *
 * Context: may sleep.
 *
 * Return: 0; -EBADMSG: malformed; -EOPNOTSUPP: no kind that is taken;
 * -EKEYREJECTED or -ENOKEY: the signature; -EFBIG or -ENOMEM.
 */
int cordon_verify(struct cordon_received *received,
		  const struct cordon_kind **kind, struct cordon_fault *fault)
{
	int err;

	err = cordon_object_parse(received->data, received->size,
				  &received->object, fault);
	if (err)
		return err;
	*kind = cordon_kind_of(received->object.kind);
	if (!*kind)
		return cordon_refuse(fault, "kind",
				     offsetof(struct cordon_object_header, kind),
				     -EOPNOTSUPP);
	return judge_signature(&received->object, (*kind)->authority,
			       received->signer, fault);
}
