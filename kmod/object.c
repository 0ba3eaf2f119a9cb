// SPDX-License-Identifier: GPL-2.0-only
/*
 * Cordon - object: make a policy of received bytes, or say what is wrong
 *
 * Order matters: the header's lengths, then the signature, and only then does
 * anything look at the content.
 */
#include <linux/slab.h>

#include "keyring.h"
#include "object.h"

static int refuse(struct cordon_fault *fault, const char *word, size_t offset,
		  int err)
{
	fault->word = word;
	fault->offset = offset;
	return err;
}

/**
 * cordon_object_may_be_unsigned - is this a build that accepts unsigned objects
 *
 * Return: whether it is.
 */
bool cordon_object_may_be_unsigned(void)
{
	return IS_ENABLED(CONFIG_SECURITY_CORDON_ALLOW_UNSIGNED);
}

/**
 * cordon_object_size - how many bytes an object has, by its header
 * @header: the header
 * @size: set to the number
 * @fault: set on error: malformed-object, kind or too-big
 *
 * Return: 0, -EBADMSG: no header of an object; -EOPNOTSUPP: of a kind that
 * this Cordon does not take; -EFBIG: over CORDON_OBJECT_MAX.
 */
int cordon_object_size(const struct cordon_object_header *header, size_t *size,
		       struct cordon_fault *fault)
{
	u64 content = le32_to_cpu(header->content_length);
	u64 signature = le32_to_cpu(header->signature_length);
	u64 total = sizeof(*header) + content + signature;

	if (memcmp(header->magic, CORDON_OBJECT_MAGIC, sizeof(header->magic)))
		return refuse(fault, "malformed-object", 0, -EBADMSG);
	if (le32_to_cpu(header->format) != CORDON_OBJECT_FORMAT)
		return refuse(fault, "malformed-object",
			      offsetof(struct cordon_object_header, format),
			      -EBADMSG);
	if (memchr_inv(header->reserved, 0, sizeof(header->reserved)))
		return refuse(fault, "malformed-object",
			      offsetof(struct cordon_object_header, reserved),
			      -EBADMSG);
	if (le32_to_cpu(header->kind) != CORDON_OBJECT_POLICY)
		return refuse(fault, "kind",
			      offsetof(struct cordon_object_header, kind),
			      -EOPNOTSUPP);
	if (total > CORDON_OBJECT_MAX)
		return refuse(fault, "too-big",
			      offsetof(struct cordon_object_header, content_length),
			      -EFBIG);
	if (!content || signature > CORDON_SIGNATURE_MAX)
		return refuse(fault, "malformed-object",
			      offsetof(struct cordon_object_header, content_length),
			      -EBADMSG);
	*size = total;
	return 0;
}

/*
 * The kernel's PKCS#7 parser ignores what follows the outermost SEQUENCE, so
 * its length is compared here (X.690, 8.1.3: definite form).
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

/* Returns 0 and the signer, or a negative errno. */
static int check_signature(const u8 *object, size_t signed_length, size_t length,
			   char *signer, struct cordon_fault *fault)
{
	const u8 *signature = object + signed_length;
	int err;

	if (!length) {
		if (!cordon_object_may_be_unsigned())
			return refuse(fault, "signature", signed_length,
				      -EKEYREJECTED);
		strscpy(signer, "unsigned", CORDON_SIGNER_MAX);
		return 0;
	}
	if (!der_fills(signature, length))
		return refuse(fault, "malformed-object", signed_length, -EBADMSG);
	err = cordon_keyring_verify(CORDON_AUTHORITY_POLICY, object,
				    signed_length, signature, length);
	if (!err) {
		strscpy(signer, cordon_keyring_signer(CORDON_AUTHORITY_POLICY),
			CORDON_SIGNER_MAX);
		return 0;
	}
	if (err == -ENOMEM)
		return refuse(fault, "no-memory", 0, err);
	if (err != -ENOKEY)
		return refuse(fault, "signature", signed_length, -EKEYREJECTED);
	/* A key that we know, but that has no say in policies. */
	if (!cordon_keyring_verify(CORDON_AUTHORITY_GRANT, object, signed_length,
				   signature, length))
		return refuse(fault, "signature", signed_length, -EKEYREJECTED);
	return refuse(fault, "no-key", signed_length, -ENOKEY);
}

/**
 * cordon_object_open - verify and validate a whole object
 * @object: the bytes, from kvmalloc(); the policy owns them on success
 * @size: how many, all that were received
 * @fault: set on error
 *
 * Context: may sleep.
 *
 * Return: a policy without a generation, or an error pointer: -EBADMSG
 * malformed, -EKEYREJECTED or -ENOKEY for the signature, -EFBIG, -EOPNOTSUPP or
 * -ENOMEM. The caller keeps @object then.
 */
struct cordon_policy *cordon_object_open(void *object, size_t size,
					 struct cordon_fault *fault)
{
	const struct cordon_object_header *header = object;
	struct cordon_policy *policy;
	size_t expected, content;
	int err;

	if (size < sizeof(*header)) {
		refuse(fault, "malformed-object", size, -EBADMSG);
		return ERR_PTR(-EBADMSG);
	}
	err = cordon_object_size(header, &expected, fault);
	if (err)
		return ERR_PTR(err);
	if (size != expected) {
		refuse(fault, "malformed-object", size, -EBADMSG);
		return ERR_PTR(-EBADMSG);
	}
	policy = kzalloc(sizeof(*policy), GFP_KERNEL);
	if (!policy) {
		refuse(fault, "no-memory", 0, -ENOMEM);
		return ERR_PTR(-ENOMEM);
	}
	content = le32_to_cpu(header->content_length);
	err = check_signature(object, sizeof(*header) + content,
			      le32_to_cpu(header->signature_length),
			      policy->signer, fault);
	if (!err) {
		err = cordon_blob_open(&policy->blob, header + 1, content, fault);
		if (err)
			fault->offset += sizeof(*header);
	}
	if (err) {
		kfree(policy);
		return ERR_PTR(err);
	}
	policy->object = object;
	policy->object_size = size;
	policy->version = le64_to_cpu(policy->blob.policy->version);
	sha256((const u8 *)(header + 1), content, policy->digest);
	return policy;
}
