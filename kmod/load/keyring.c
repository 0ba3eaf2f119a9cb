// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - keyring: who may sign what
 *
 * One keyring for each authority, filled from a certificate that is compiled
 * in. They belong to nobody's session, so no process can add a key.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/cache.h>
#include <linux/cred.h>
#include <linux/init.h>
#include <linux/key.h>
#include <linux/verification.h>

#include "certificates.h"
#include "keyring.h"

static const struct {
	const char *name;
	const u8 *start, *end;
} certificates[CORDON_AUTHORITY_COUNT] = {
	[CORDON_AUTHORITY_POLICY] = {
		".cordon_policy",
		cordon_policy_certificate, cordon_policy_certificate_end,
	},
	[CORDON_AUTHORITY_GRANT] = {
		".cordon_grant",
		cordon_grant_certificate, cordon_grant_certificate_end,
	},
};

static struct key *keyrings[CORDON_AUTHORITY_COUNT] __ro_after_init;
static struct key *keys[CORDON_AUTHORITY_COUNT] __ro_after_init;

static int __init add_authority(enum cordon_authority authority)
{
	const key_perm_t perm = (KEY_POS_ALL & ~KEY_POS_SETATTR) |
				KEY_USR_VIEW | KEY_USR_READ;
	struct key *keyring;
	key_ref_t key;

	keyring = keyring_alloc(certificates[authority].name, GLOBAL_ROOT_UID,
				GLOBAL_ROOT_GID, current_cred(), perm,
				KEY_ALLOC_NOT_IN_QUOTA, NULL, NULL);
	if (IS_ERR(keyring))
		return PTR_ERR(keyring);
	keyrings[authority] = keyring;
	key = key_create_or_update(make_key_ref(keyring, true), "asymmetric",
				   NULL, certificates[authority].start,
				   certificates[authority].end -
				   certificates[authority].start,
				   perm, KEY_ALLOC_NOT_IN_QUOTA |
				   KEY_ALLOC_BYPASS_RESTRICTION);
	if (IS_ERR(key)) {
		pr_err("cannot use the certificate for %s: %pe\n",
		       certificates[authority].name, key);
		return PTR_ERR(key);
	}
	keys[authority] = key_ref_to_ptr(key);
	return 0;
}

/**
 * cordon_keyring_init - fill the keyrings
 *
 * Return: 0, -ENOMEM, or what the kernel says of a certificate: -EBADMSG or
 * -ENOPKG when it cannot be used. cordon_keyring_exit() also after an error.
 */
int __init cordon_keyring_init(void)
{
	int authority, err;

	for (authority = 0; authority < CORDON_AUTHORITY_COUNT; authority++) {
		err = add_authority(authority);
		if (err)
			return err;
	}
	return 0;
}

/**
 * cordon_keyring_exit - give the keyrings back
 */
void cordon_keyring_exit(void)
{
	int authority;

	for (authority = 0; authority < CORDON_AUTHORITY_COUNT; authority++) {
		key_put(keys[authority]);
		key_put(keyrings[authority]);
	}
}

/**
 * cordon_keyring_verify - did an authority sign an object
 * @authority: which
 * @object: with a signature
 *
 * Context: may sleep.
 *
 * Return: 0; -ENOKEY: signed by another key; -EKEYREJECTED: the signature does
 * not fit; -ENOMEM; or another error of the kernel's PKCS#7 code.
 */
int cordon_keyring_verify(enum cordon_authority authority,
			  const struct cordon_object *object)
{
	return verify_pkcs7_signature(object->covered, object->covered_size,
				      object->signature, object->signature_size,
				      keyrings[authority],
				      VERIFYING_UNSPECIFIED_SIGNATURE,
				      NULL, NULL);
}

/**
 * cordon_keyring_signer - who an authority is
 * @authority: which
 *
 * Return: the certificate's subject and key identifier; lives as long as the
 * module.
 */
const char *cordon_keyring_signer(enum cordon_authority authority)
{
	return keys[authority]->description;
}
