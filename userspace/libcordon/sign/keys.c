// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * libcordon - keys: pairs for development
 *
 * 2048 bits: every load verifies one signature, a third faster than with 3072,
 * which counts where a kernel is emulated. These keys lie unprotected on a
 * developer's disk, so more bits would not make them any safer; a force's own
 * authority chooses its own.
 */
#include <errno.h>
#include <openssl/pem.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "crypto.h"
#include "libcordon/file.h"
#include "sign.h"

#define BITS		2048
#define VALID_SECONDS	(3650L * 24 * 3600)
#define SERIAL_BYTES	16

static const struct authority {
	const char *file;
	const char *name;
} authorities[] = {
	{ "policy", "Cordon development policy authority" },
	{ "grant", "Cordon development grant authority" },
};

static const char * const suffixes[] = { "key", "crt", "der" };

#define FILES	(ARRAY_SIZE(authorities) * ARRAY_SIZE(suffixes))

static const struct {
	int id;
	const char *value;
} extensions[] = {
	{ NID_basic_constraints, "critical,CA:FALSE" },
	{ NID_key_usage, "critical,digitalSignature" },
	{ NID_subject_key_identifier, "hash" },
	{ NID_authority_key_identifier, "keyid" },
};

static bool set_serial(X509 *certificate)
{
	u8 bytes[SERIAL_BYTES];
	BIGNUM *number;
	bool good;

	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		return false;
	/* Positive, and no leading zero. */
	bytes[0] = (u8)((bytes[0] & 0x7f) | 0x40);
	number = BN_bin2bn(bytes, sizeof(bytes), NULL);
	good = number && BN_to_ASN1_INTEGER(number,
					    X509_get_serialNumber(certificate));
	BN_free(number);
	return good;
}

static bool add_extensions(X509 *certificate)
{
	X509V3_CTX context;
	size_t i;

	X509V3_set_ctx(&context, certificate, certificate, NULL, NULL, 0);
	for (i = 0; i < ARRAY_SIZE(extensions); i++) {
		X509_EXTENSION *extension;
		bool good;

		extension = X509V3_EXT_conf_nid(NULL, &context,
						extensions[i].id,
						extensions[i].value);
		good = extension && X509_add_ext(certificate, extension, -1);
		X509_EXTENSION_free(extension);
		if (!good)
			return false;
	}
	return true;
}

static X509 *make_certificate(EVP_PKEY *key, const char *name)
{
	X509 *certificate = X509_new();
	X509_NAME *subject;

	if (!certificate)
		return NULL;
	subject = X509_get_subject_name(certificate);
	if (X509_set_version(certificate, X509_VERSION_3) &&
	    set_serial(certificate) &&
	    X509_gmtime_adj(X509_getm_notBefore(certificate), 0) &&
	    X509_gmtime_adj(X509_getm_notAfter(certificate), VALID_SECONDS) &&
	    X509_NAME_add_entry_by_NID(subject, NID_commonName, MBSTRING_UTF8,
				       (const u_char *)name, -1, -1, 0) &&
	    X509_set_issuer_name(certificate, subject) &&
	    X509_set_pubkey(certificate, key) && add_extensions(certificate) &&
	    X509_sign(certificate, key, EVP_sha256()))
		return certificate;
	X509_free(certificate);
	return NULL;
}

/**
 * struct directory - where the pairs go
 * @path: the directory
 * @made: files that are in it because of us, in the order of @authorities and
 *	@suffixes
 * @diag: gets the errors
 */
struct directory {
	const char *path;
	size_t made;
	struct cordon_diagnostics *diag;
};

static char *file_path(const char *directory, const struct authority *authority,
		       const char *suffix)
{
	char *path;

	if (asprintf(&path, "%s/%s.%s", directory, authority->file, suffix) < 0)
		return NULL;
	return path;
}

/* One of the files, counted in the order in which they are made. */
static char *nth_path(const struct directory *directory, size_t n)
{
	return file_path(directory->path,
			 authorities + n / ARRAY_SIZE(suffixes),
			 suffixes[n % ARRAY_SIZE(suffixes)]);
}

/* Takes @bio, which is NULL if it could not be filled. */
static int write_file(struct directory *directory,
		      const struct authority *authority, const char *suffix,
		      mode_t mode, BIO *bio)
{
	char *path = file_path(directory->path, authority, suffix);
	struct cordon_where where = { .file = path };
	char *data = NULL;
	size_t size;
	int error;

	if (!bio || !path) {
		BIO_free(bio);
		free(path);
		return -ENOMEM;
	}
	error = cordon_crypto_take(bio, &data, &size);
	if (!error) {
		error = cordon_file_create(path, data, size, mode);
		if (error)
			cordon_diagnose(directory->diag, CORDON_ERROR, &where,
					NULL, "cannot write it: %s",
					strerror(-error));
		else
			directory->made++;
		OPENSSL_cleanse(data, size);
	}
	free(data);
	free(path);
	return error;
}

static BIO *filled(BIO *bio, int done)
{
	if (done == 1)
		return bio;
	BIO_free(bio);
	return NULL;
}

static int write_pair(struct directory *directory,
		      const struct authority *authority, EVP_PKEY *key,
		      X509 *certificate)
{
	BIO *bio = BIO_new(BIO_s_secmem());
	int error;

	bio = filled(bio, PEM_write_bio_PrivateKey(bio, key, NULL, NULL, 0,
						   NULL, NULL));
	error = write_file(directory, authority, suffixes[0], 0600, bio);
	if (error)
		return error;
	bio = BIO_new(BIO_s_mem());
	bio = filled(bio, PEM_write_bio_X509(bio, certificate));
	error = write_file(directory, authority, suffixes[1], 0644, bio);
	if (error)
		return error;
	bio = BIO_new(BIO_s_mem());
	bio = filled(bio, i2d_X509_bio(bio, certificate));
	return write_file(directory, authority, suffixes[2], 0644, bio);
}

static int create_pair(struct directory *directory,
		       const struct authority *authority)
{
	EVP_PKEY *key = EVP_RSA_gen(BITS);
	X509 *certificate = key ? make_certificate(key, authority->name) : NULL;
	int error;

	if (certificate)
		error = write_pair(directory, authority, key, certificate);
	else
		error = cordon_crypto_failed(directory->path,
					     "cannot make a pair",
					     directory->diag);
	X509_free(certificate);
	EVP_PKEY_free(key);
	return error;
}

static int check_absent(const struct directory *directory)
{
	struct stat info;
	int error = 0;
	size_t i;

	for (i = 0; i < FILES; i++) {
		char *path = nth_path(directory, i);
		struct cordon_where where = { .file = path };

		if (!path)
			return -ENOMEM;
		if (!lstat(path, &info)) {
			cordon_diagnose(directory->diag, CORDON_ERROR, &where,
					"name another directory; what is signed with a key that is gone cannot be renewed",
					"it exists and is not overwritten");
			error = -EEXIST;
		}
		free(path);
	}
	return error;
}

/* Some of the files would only be in the way of the next try. */
static void take_back(const struct directory *directory)
{
	size_t i;

	for (i = 0; i < directory->made; i++) {
		char *path = nth_path(directory, i);

		if (path)
			unlink(path);
		free(path);
	}
}

/**
 * cordon_keys_create() - make a pair for each authority, for development
 * @path: directory, made if it is missing; gets policy.{key,crt,der} and
 *	grant.{key,crt,der}, or none of them
 * @diag: gets the errors
 *
 * Return: 0; -EEXIST if one of the files exists; or what failed.
 */
int cordon_keys_create(const char *path, struct cordon_diagnostics *diag)
{
	struct directory directory = { .path = path, .diag = diag };
	struct cordon_where where = { .file = path };
	bool is_new = !mkdir(path, 0777);
	int error = is_new || errno == EEXIST ? 0 : -errno;
	size_t i;

	if (error) {
		cordon_diagnose(diag, CORDON_ERROR, &where, NULL,
				"cannot make the directory: %s",
				strerror(-error));
		return error;
	}
	error = check_absent(&directory);
	for (i = 0; i < ARRAY_SIZE(authorities) && !error; i++)
		error = create_pair(&directory, authorities + i);
	if (error) {
		take_back(&directory);
		if (is_new)
			rmdir(path);
	}
	return error;
}
