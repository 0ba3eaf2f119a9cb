/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * libcordon - cipher: the ciphers of engine/names/cipher.h, with libcrypto
 */
#ifndef _CORDON_LIBCORDON_CIPHER_H
#define _CORDON_LIBCORDON_CIPHER_H

void cordon_cipher_release(void);

#endif /* _CORDON_LIBCORDON_CIPHER_H */
