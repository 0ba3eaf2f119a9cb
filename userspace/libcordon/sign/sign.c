// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - sign: signatures of objects
 */
#include "sign.h"

#include <openssl/err.h>
#include <openssl/pkcs7.h>
#include <stdlib.h>

#include "crypto.h"
#include "libcordon/file.h"

#define SIGN_FLAGS	(PKCS7_DETACHED | PKCS7_BINARY | PKCS7_NOCERTS | \
			 PKCS7_NOATTR | PKCS7_NOSMIMECAP)
/* The certificate is ours to trust; it stands in no chain. */
#define VERIFY_FLAGS	(PKCS7_DETACHED | PKCS7_BINARY | PKCS7_NOVERIFY | \
			 PKCS7_NOINTERN)

/* Returns the length of the DER in @signature, for OPENSSL_free(), or -1. */
static int make_signature(const void *covered, size_t size, X509 *certificate,
			  EVP_PKEY *key, u8 **signature)
{
	BIO *data = BIO_new_mem_buf(covered, (int)size);
	PKCS7 *pkcs7 = PKCS7_sign(NULL, NULL, NULL, data,
				  SIGN_FLAGS | PKCS7_PARTIAL);
	int length = -1;

	*signature = NULL;
	if (data && pkcs7 &&
	    PKCS7_sign_add_signer(pkcs7, certificate, key, EVP_sha256(),
				  SIGN_FLAGS) &&
	    PKCS7_final(pkcs7, data, SIGN_FLAGS))
		length = i2d_PKCS7(pkcs7, signature);
	PKCS7_free(pkcs7);
	BIO_free(data);
	return length;
}

/*
 * The header holds the signature's length and is signed itself. The length
 * depends on key and certificate only, so a first signature tells it.
 */
static int build_and_sign(u32 kind, const void *content, size_t content_size,
			  X509 *certificate, EVP_PKEY *key, void **object,
			  size_t *size)
{
	size_t covered = sizeof(struct cordon_object_header) + content_size;
	u8 *signature;
	int length, again;

	length = make_signature("", 1, certificate, key, &signature);
	OPENSSL_free(signature);
	if (length < 0)
		return -EINVAL;
	*object = cordon_object_build(kind, content, content_size,
				      (size_t)length, size);
	if (!*object)
		return -ENOMEM;
	again = make_signature(*object, covered, certificate, key, &signature);
	if (again == length)
		memcpy((u8 *)*object + covered, signature, (size_t)length);
	OPENSSL_free(signature);
	return again == length ? 0 : -EINVAL;
}

static int verify(const struct cordon_object *object, X509 *certificate)
{
	const u_char *der = object->signature;
	BIO *data = BIO_new_mem_buf(object->covered, (int)object->covered_size);
	PKCS7 *pkcs7 = d2i_PKCS7(NULL, &der, (long)object->signature_size);
	struct stack_st_X509 *signers = sk_X509_new_null();
	X509_STORE *store = X509_STORE_new();
	bool good;

	good = data && pkcs7 && store && signers &&
	       der == object->signature + object->signature_size &&
	       sk_X509_push(signers, certificate) > 0 &&
	       PKCS7_verify(pkcs7, signers, store, data, NULL,
			    VERIFY_FLAGS) == 1;
	X509_STORE_free(store);
	sk_X509_free(signers);
	PKCS7_free(pkcs7);
	BIO_free(data);
	return good ? 0 : -EKEYREJECTED;
}

/**
 * cordon_signature_verify() - is an object's signature that of a certificate
 * @object: parsed
 * @certificate_path: PEM or DER file; taken as it is, without a chain
 * @diag: gets the error
 *
 * Return: 0; -EKEYREJECTED if not; -EINVAL if the certificate cannot be read.
 */
int cordon_signature_verify(const struct cordon_object *object,
			    const char *certificate_path,
			    struct cordon_diagnostics *diag)
{
	X509 *certificate = cordon_crypto_read_certificate(certificate_path,
							   diag);
	int error;

	if (!certificate)
		return -EINVAL;
	error = verify(object, certificate);
	if (error && !object->signature_size)
		cordon_diagnose(diag, CORDON_ERROR, NULL, NULL,
				"the object is not signed");
	else if (error)
		cordon_crypto_failed(cordon_file_title(certificate_path),
				     "the object is not signed with this certificate's key, or was changed afterwards",
				     diag);
	X509_free(certificate);
	return error;
}

static int sign_with(u32 kind, const void *content, size_t content_size,
		     EVP_PKEY *key, X509 *certificate,
		     const char *certificate_path,
		     struct cordon_diagnostics *diag, void **object,
		     size_t *size)
{
	struct cordon_where where = {
		.file = cordon_file_title(certificate_path),
	};
	struct cordon_fault fault = { 0 };
	struct cordon_object parts;
	int error;

	if (X509_check_private_key(certificate, key) != 1) {
		ERR_clear_error();
		cordon_diagnose(diag, CORDON_ERROR, &where,
				"give the certificate that was made with the key, e.g. policy.crt with policy.key",
				"the certificate does not belong to the key");
		return -EINVAL;
	}
	error = build_and_sign(kind, content, content_size, certificate, key,
			       object, size);
	if (error == -ENOMEM)
		return error;
	if (!error)
		error = cordon_object_parse(*object, *size, &parts, &fault);
	if (!error)
		error = verify(&parts, certificate);
	return error ? cordon_crypto_failed(NULL, "signing failed", diag) : 0;
}

/**
 * cordon_sign() - make an object of a content
 * @kind: enum cordon_object_kind
 * @content: what is signed; a policy blob must have passed cordon_blob_open()
 * @content_size: bytes of @content
 * @key_path: private RSA key in PEM; NULL for an object without a signature,
 *	which only kernels that say so accept
 * @certificate_path: its certificate, PEM or DER
 * @diag: gets the errors
 * @object: gets the object, for free()
 * @size: gets its bytes
 *
 * The signature has been verified with the certificate when this returns.
 *
 * Return: 0; -EINVAL with an error in @diag; -ENOMEM.
 */
int cordon_sign(u32 kind, const void *content, size_t content_size,
		const char *key_path, const char *certificate_path,
		struct cordon_diagnostics *diag, void **object, size_t *size)
{
	X509 *certificate = NULL;
	EVP_PKEY *key;
	int error = -EINVAL;

	*object = NULL;
	if (!key_path) {
		*object = cordon_object_build(kind, content, content_size, 0,
					      size);
		return *object ? 0 : -ENOMEM;
	}
	key = cordon_crypto_read_key(key_path, diag);
	if (key)
		certificate = cordon_crypto_read_certificate(certificate_path,
							     diag);
	if (key && certificate)
		error = sign_with(kind, content, content_size, key, certificate,
				  certificate_path, diag, object, size);
	X509_free(certificate);
	EVP_PKEY_free(key);
	if (error) {
		free(*object);
		*object = NULL;
	}
	return error;
}

static char *object_name(const X509_ALGOR *algorithm)
{
	const ASN1_OBJECT *id;
	char name[80];

	X509_ALGOR_get0(&id, NULL, NULL, algorithm);
	OBJ_obj2txt(name, sizeof(name), id, 0);
	return strdup(name);
}

static char *issuer_name(const X509_NAME *name)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *text = NULL;
	size_t size;

	if (!bio)
		return NULL;
	X509_NAME_print_ex(bio, name, 0, XN_FLAG_RFC2253);
	BIO_write(bio, "", 1);
	return cordon_crypto_take(bio, &text, &size) ? NULL : text;
}

static char *serial_text(const ASN1_INTEGER *serial)
{
	BIGNUM *number = ASN1_INTEGER_to_BN(serial, NULL);
	char *hex = number ? BN_bn2hex(number) : NULL;
	char *text = hex ? strdup(hex) : NULL;

	OPENSSL_free(hex);
	BN_free(number);
	return text;
}

static int read_signer(const PKCS7_SIGNER_INFO *signer,
		       struct cordon_signature *signature)
{
	signature->issuer = issuer_name(signer->issuer_and_serial->issuer);
	signature->serial = serial_text(signer->issuer_and_serial->serial);
	signature->digest = object_name(signer->digest_alg);
	signature->algorithm = object_name(signer->digest_enc_alg);
	signature->bits = 8U * (unsigned int)
			  ASN1_STRING_length(signer->enc_digest);
	if (signature->issuer && signature->serial && signature->digest &&
	    signature->algorithm)
		return 0;
	cordon_signature_free(signature);
	return -ENOMEM;
}

/**
 * cordon_signature_read() - what a signature says of itself, unverified
 * @object: parsed
 * @signature: for cordon_signature_free()
 *
 * Return: 0; -ENODATA if the object is not signed; -EBADMSG if the signature
 * is not a PKCS#7 with one signer; -ENOMEM.
 */
int cordon_signature_read(const struct cordon_object *object,
			  struct cordon_signature *signature)
{
	const u_char *der = object->signature;
	struct stack_st_PKCS7_SIGNER_INFO *signers;
	PKCS7 *pkcs7;
	int error = -EBADMSG;

	memset(signature, 0, sizeof(*signature));
	if (!object->signature_size)
		return -ENODATA;
	pkcs7 = d2i_PKCS7(NULL, &der, (long)object->signature_size);
	if (pkcs7 && der == object->signature + object->signature_size &&
	    PKCS7_type_is_signed(pkcs7)) {
		signers = PKCS7_get_signer_info(pkcs7);
		if (signers && sk_PKCS7_SIGNER_INFO_num(signers) == 1)
			error = read_signer(sk_PKCS7_SIGNER_INFO_value(signers,
								       0),
					    signature);
	}
	PKCS7_free(pkcs7);
	ERR_clear_error();
	return error;
}

/**
 * cordon_signature_free() - forget what a signature says
 * @signature: may be zeroed; is zeroed afterwards
 */
void cordon_signature_free(struct cordon_signature *signature)
{
	free(signature->issuer);
	free(signature->serial);
	free(signature->digest);
	free(signature->algorithm);
	memset(signature, 0, sizeof(*signature));
}
