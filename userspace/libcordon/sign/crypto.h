/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - crypto: what signing and making keys share of libcrypto
 */
#ifndef _LIBCORDON_CRYPTO_H
#define _LIBCORDON_CRYPTO_H

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "libcordon/diagnostics.h"

/* Bits of the smallest RSA key that signs. */
#define CORDON_RSA_MIN	2048

EVP_PKEY *cordon_crypto_read_key(const char *path,
				 struct cordon_diagnostics *diag);
X509 *cordon_crypto_read_certificate(const char *path,
				     struct cordon_diagnostics *diag);
int cordon_crypto_failed(const char *path, const char *what,
			 struct cordon_diagnostics *diag);
int cordon_crypto_take(BIO *bio, char **data, size_t *size);

#endif /* _LIBCORDON_CRYPTO_H */
