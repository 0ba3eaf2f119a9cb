/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine's tests - ClientHello messages, put together field by field
 */
#ifndef _CORDON_ENGINE_TESTS_HELLO_H
#define _CORDON_ENGINE_TESTS_HELLO_H

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
 * struct test_hello - a handshake message, from its type byte on
 * @length: its bytes
 * @extensions: offset of the length of its extensions; 0 when it has none
 * @data: the bytes
 */
struct test_hello {
	size_t length;
	size_t extensions;
	u8 data[CORDON_TLS_HELLO_MAX + 4096];
};

void cordon_test_hello_put(struct test_hello *hello, const void *bytes, size_t length);
void cordon_test_hello_put8(struct test_hello *hello, u8 value);
void cordon_test_hello_put16(struct test_hello *hello, u16 value);
void cordon_test_hello_set16(struct test_hello *hello, size_t at, size_t value);
void cordon_test_hello_set24(struct test_hello *hello, size_t at, size_t value);
void cordon_test_hello_fill(struct test_hello *hello, size_t length);
void cordon_test_hello_begin(struct test_hello *hello);
void cordon_test_hello_extend(struct test_hello *hello);
size_t cordon_test_hello_extension(struct test_hello *hello, u16 type);
void cordon_test_hello_extension_end(struct test_hello *hello, size_t extension);
void cordon_test_hello_name(struct test_hello *hello, u8 type, const void *name,
			    size_t length);
void cordon_test_hello_sni(struct test_hello *hello, const char *name);
void cordon_test_hello_alpn(struct test_hello *hello, const char *names);
void cordon_test_hello_versions(struct test_hello *hello);
void cordon_test_hello_ech(struct test_hello *hello, u8 type, size_t length);
void cordon_test_hello_pad(struct test_hello *hello, u16 type, size_t length);
void cordon_test_hello_end(struct test_hello *hello);
void cordon_test_hello_browser(struct test_hello *hello, const char *name, size_t length);
size_t cordon_test_hello_records(const u8 *bytes, size_t length, size_t fragment,
				 u8 *out);

#endif /* _CORDON_ENGINE_TESTS_HELLO_H */
