/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * ClientHello messages for tests, put together field by field
 */
#ifndef _TESTS_HELLO_H
#define _TESTS_HELLO_H

#include "engine/names/tls_hello.h"

#define HELLO_SERVER_NAME	0
#define HELLO_ALPN		16
#define HELLO_PADDING		21
#define HELLO_PRE_SHARED_KEY	41
#define HELLO_EARLY_DATA	42
#define HELLO_VERSIONS		43
#define HELLO_KEY_SHARE		51
#define HELLO_ECH		0xfe0d
#define HELLO_GREASE		0x3a3a
/* Bytes that everybody's hello had before, and with a post-quantum key share. */
#define HELLO_CLASSIC		517
#define HELLO_POST_QUANTUM	1800

/**
 * struct hello - a handshake message, from its type byte on
 * @length: its bytes
 * @extensions: offset of the length of its extensions; 0 when it has none
 * @data: the bytes
 */
struct hello {
	size_t length;
	size_t extensions;
	u8 data[CORDON_TLS_HELLO_MAX + 4096];
};

void hello_put(struct hello *hello, const void *bytes, size_t length);
void hello_put8(struct hello *hello, u8 value);
void hello_put16(struct hello *hello, u16 value);
void hello_set16(struct hello *hello, size_t at, size_t value);
void hello_set24(struct hello *hello, size_t at, size_t value);
void hello_fill(struct hello *hello, size_t length);
void hello_begin(struct hello *hello);
void hello_extend(struct hello *hello);
size_t hello_extension(struct hello *hello, u16 type);
void hello_extension_end(struct hello *hello, size_t extension);
void hello_name(struct hello *hello, u8 type, const void *name, size_t length);
void hello_sni(struct hello *hello, const char *name);
void hello_alpn(struct hello *hello, const char *names);
void hello_versions(struct hello *hello);
void hello_ech(struct hello *hello, u8 type, size_t length);
void hello_pad(struct hello *hello, u16 type, size_t length);
void hello_end(struct hello *hello);
void hello_browser(struct hello *hello, const char *name, size_t length);
size_t hello_records(const u8 *bytes, size_t length, size_t fragment, u8 *out);

#endif /* _TESTS_HELLO_H */
