// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - crypto: what signing and making keys share of libcrypto
 */
#include "crypto.h"

#include <errno.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>

#include "libcordon/file.h"

/* Bytes of the largest key or certificate file. */
#define FILE_MAX	(64U << 10)

/**
 * cordon_crypto_failed() - report what libcrypto refuses
 * @path: the file it is about; may be NULL
 * @what: what failed
 * @diag: gets the error
 *
 * Return: -EINVAL.
 */
int cordon_crypto_failed(const char *path, const char *what,
			 struct cordon_diagnostics *diag)
{
	struct cordon_where where = { .file = path };
	const char *reason = ERR_reason_error_string(ERR_peek_last_error());

	cordon_diagnose(diag, CORDON_ERROR, &where, NULL, "%s: %s", what,
			reason ? reason : "libcrypto does not say why");
	ERR_clear_error();
	return -EINVAL;
}

static BIO *read_file(const char *path, struct cordon_diagnostics *diag)
{
	struct cordon_where where = { .file = cordon_file_title(path) };
	char *data;
	size_t size;
	BIO *bio;
	int error;

	error = cordon_file_read_named(path, FILE_MAX, &data, &size);
	if (error) {
		cordon_diagnose(diag, CORDON_ERROR, &where,
				cordon_file_advice(error),
				"cannot read it: %s", strerror(-error));
		return NULL;
	}
	bio = BIO_new(BIO_s_mem());
	if (bio && BIO_write(bio, data, (int)size) != (int)size) {
		BIO_free(bio);
		bio = NULL;
	}
	OPENSSL_cleanse(data, size);
	free(data);
	if (!bio)
		cordon_crypto_failed(where.file, "cannot read it", diag);
	return bio;
}

/**
 * cordon_crypto_read_key() - read a private RSA key
 * @path: PEM file, or "-" for the standard input; a passphrase is asked for on the terminal
 * @diag: gets the error
 *
 * Return: the key, for EVP_PKEY_free(); NULL after an error.
 */
EVP_PKEY *cordon_crypto_read_key(const char *path,
				 struct cordon_diagnostics *diag)
{
	struct cordon_where where = { .file = cordon_file_title(path) };
	BIO *bio = read_file(path, diag);
	EVP_PKEY *key;

	if (!bio)
		return NULL;
	key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);
	BIO_free(bio);
	if (!key) {
		cordon_crypto_failed(where.file, "no private key in PEM", diag);
		return NULL;
	}
	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA &&
	    EVP_PKEY_get_bits(key) >= CORDON_RSA_MIN)
		return key;
	cordon_diagnose(diag, CORDON_ERROR, &where,
			"kernels from 6.1 on can verify RSA with SHA-256; openssl genrsa 2048 makes such a key",
			"a key of %d bits of the type %s does not sign: RSA with %d bits or more does",
			EVP_PKEY_get_bits(key),
			EVP_PKEY_get0_type_name(key) ?
			EVP_PKEY_get0_type_name(key) : "?", CORDON_RSA_MIN);
	EVP_PKEY_free(key);
	return NULL;
}

/**
 * cordon_crypto_read_certificate() - read a certificate
 * @path: PEM or DER file, or "-" for the standard input
 * @diag: gets the error
 *
 * Return: the certificate, for X509_free(); NULL after an error.
 */
X509 *cordon_crypto_read_certificate(const char *path,
				     struct cordon_diagnostics *diag)
{
	BIO *bio = read_file(path, diag);
	X509 *certificate;
	const u_char *bytes;
	char *data;
	long size;

	if (!bio)
		return NULL;
	size = BIO_get_mem_data(bio, &data);
	bytes = (const u_char *)data;
	if (size && *bytes == 0x30)
		certificate = d2i_X509(NULL, &bytes, size);
	else
		certificate = PEM_read_bio_X509(bio, NULL, NULL, NULL);
	BIO_free(bio);
	if (!certificate)
		cordon_crypto_failed(cordon_file_title(path),
				     "no certificate in PEM or DER", diag);
	return certificate;
}

/**
 * cordon_crypto_take() - copy out what was written to a memory BIO
 * @bio: is freed
 * @data: gets the bytes, for free()
 * @size: gets how many
 *
 * Return: 0; -ENOMEM.
 */
int cordon_crypto_take(BIO *bio, char **data, size_t *size)
{
	char *bytes;
	long length = BIO_get_mem_data(bio, &bytes);

	*data = malloc(length > 0 ? (size_t)length : 1);
	if (*data && length > 0)
		memcpy(*data, bytes, (size_t)length);
	*size = length > 0 ? (size_t)length : 0;
	BIO_free(bio);
	return *data ? 0 : -ENOMEM;
}
