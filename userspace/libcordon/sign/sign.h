/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - sign: signatures of objects
 *
 * A signature is a detached PKCS#7 in DER, RSA with SHA-256, without signed
 * attributes and without certificates: what verify_pkcs7_signature() of the
 * kernels that Cordon is for accepts, and nothing else in it.
 */
#ifndef _LIBCORDON_SIGN_H
#define _LIBCORDON_SIGN_H

#include "libcordon/diagnostics.h"
#include "object_layout.h"

/**
 * struct cordon_signature - what a signature says of itself
 *
 * For cordon_signature_free().
 *
 * @issuer: distinguished name of the certificate's issuer
 * @serial: the certificate's serial number, hexadecimal
 * @digest: e.g. "SHA2-256"
 * @algorithm: e.g. "rsaEncryption"
 * @bits: of the signature value
 */
struct cordon_signature {
	char *issuer;
	char *serial;
	char *digest;
	char *algorithm;
	unsigned int bits;
};

int cordon_sign(u32 kind, const void *content, size_t content_size,
		const char *key_path, const char *certificate_path,
		struct cordon_diagnostics *diag, void **object, size_t *size);
int cordon_signature_verify(const struct cordon_object *object,
			    const char *certificate_path,
			    struct cordon_diagnostics *diag);
int cordon_signature_read(const struct cordon_object *object,
			  struct cordon_signature *signature);
void cordon_signature_free(struct cordon_signature *signature);
int cordon_keys_create(const char *path, struct cordon_diagnostics *diag);

#endif /* _LIBCORDON_SIGN_H */
