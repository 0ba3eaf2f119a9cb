// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - verify: make a policy of received bytes, or say what is wrong
 */
#include <linux/slab.h>

#include "engine/policy/object.h"
#include "engine/policy/validate.h"
#include "keyring.h"
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

/* Returns 0 and the signer, or a negative errno. */
static int check_pkcs7(const struct cordon_object *object, char *signer,
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
	err = cordon_keyring_verify(CORDON_AUTHORITY_POLICY, object);
	if (!err) {
		strscpy(signer, cordon_keyring_signer(CORDON_AUTHORITY_POLICY),
			CORDON_SIGNER_MAX);
		return 0;
	}
	if (err == -ENOMEM)
		return cordon_refuse(fault, "no-memory", 0, err);
	/* A key that is known, but has no say in policies, is no unknown one. */
	if (err == -ENOKEY &&
	    cordon_keyring_verify(CORDON_AUTHORITY_GRANT, object))
		return cordon_refuse(fault, "no-key", object->covered_size, err);
	return cordon_refuse(fault, "signature", object->covered_size,
			     -EKEYREJECTED);
}

/* The content alone. */
static int fill_content(struct cordon_policy *policy,
			const struct cordon_object *object,
			struct cordon_fault *fault)
{
	int err;

	err = cordon_blob_open(&policy->blob, object->content,
			       object->content_size, fault);
	if (err) {
		fault->offset += sizeof(struct cordon_object_header);
		return err;
	}
	policy->version = le64_to_cpu(policy->blob.policy->version);
	sha256(object->content, object->content_size, policy->digest);
	return 0;
}

/* The signature is verified before a byte of the content is looked at. */
static int fill(struct cordon_policy *policy, const void *data, size_t size,
		bool built_in, struct cordon_fault *fault)
{
	struct cordon_object object;
	int err;

	err = cordon_object_parse(data, size, &object, fault);
	if (err)
		return err;
	if (built_in)
		strscpy(policy->signer, "built in", CORDON_SIGNER_MAX);
	else
		err = check_pkcs7(&object, policy->signer, fault);
	return err ?: fill_content(policy, &object, fault);
}

static struct cordon_policy *make_policy(void *data, size_t size, bool built_in,
					 struct cordon_fault *fault)
{
	struct cordon_policy *policy = kzalloc(sizeof(*policy), GFP_KERNEL);
	int err;

	if (!policy) {
		cordon_refuse(fault, "no-memory", 0, -ENOMEM);
		return ERR_PTR(-ENOMEM);
	}
	err = fill(policy, data, size, built_in, fault);
	if (err) {
		kfree(policy);
		return ERR_PTR(err);
	}
	policy->object = data;
	policy->object_size = size;
	return policy;
}

/**
 * cordon_verify - make a policy of received bytes, or say what is wrong
 * @data: the object, from kvmalloc(); the policy owns it on success
 * @size: its bytes, all that were received
 * @fault: set on error
 *
 * Context: may sleep.
 *
 * Return: a policy without a generation, or an error pointer: -EBADMSG
 * malformed, -EKEYREJECTED or -ENOKEY for the signature, -EFBIG, -EOPNOTSUPP or
 * -ENOMEM. The caller keeps @data then.
 */
struct cordon_policy *cordon_verify(void *data, size_t size,
				    struct cordon_fault *fault)
{
	return make_policy(data, size, false, fault);
}

/**
 * cordon_verify_built_in - the same for an object that came with the kernel
 * @data: the object, from kvmalloc(); the policy owns it on success
 * @size: its bytes
 * @fault: set on error
 *
 * The build verified its signature. Its signer is called "built in".
 *
 * Return: as above, but for the signature.
 */
struct cordon_policy *cordon_verify_built_in(void *data, size_t size,
					     struct cordon_fault *fault)
{
	return make_policy(data, size, true, fault);
}
