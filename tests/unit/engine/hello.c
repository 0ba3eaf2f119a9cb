// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * ClientHello messages for tests, put together field by field
 */
#include <stdlib.h>

#include "hello.h"

/**
 * hello_put - put bytes at the message's end
 * @hello: the message
 * @bytes: the bytes
 * @length: how many
 */
void hello_put(struct hello *hello, const void *bytes, size_t length)
{
	if (length > sizeof(hello->data) - hello->length)
		abort();
	memcpy(hello->data + hello->length, bytes, length);
	hello->length += length;
}

void hello_put8(struct hello *hello, u8 value)
{
	hello_put(hello, &value, 1);
}

void hello_put16(struct hello *hello, u16 value)
{
	u8 bytes[2] = { (u8)(value >> 8), (u8)value };

	hello_put(hello, bytes, 2);
}

void hello_set16(struct hello *hello, size_t at, size_t value)
{
	hello->data[at] = (u8)(value >> 8);
	hello->data[at + 1] = (u8)value;
}

void hello_set24(struct hello *hello, size_t at, size_t value)
{
	hello->data[at] = (u8)(value >> 16);
	hello_set16(hello, at + 1, value);
}

/* Bytes that mean nothing, always the same. */
void hello_fill(struct hello *hello, size_t length)
{
	while (length--)
		hello_put8(hello, (u8)(hello->length * 37 + 11));
}

/**
 * hello_begin - the message up to its compression methods
 * @hello: set up
 */
void hello_begin(struct hello *hello)
{
	static const u8 ciphers[] = {
		0x1a, 0x1a, 0x13, 1, 0x13, 2, 0x13, 3, 0xc0, 0x2b, 0xc0, 0x2f,
	};

	hello->length = 0;
	hello->extensions = 0;
	hello_put8(hello, CORDON_TLS_CLIENT_HELLO);
	hello_put(hello, "\0\0\0", 3);
	hello_put16(hello, 0x0303);
	hello_fill(hello, 32);
	hello_put8(hello, 32);
	hello_fill(hello, 32);
	hello_put16(hello, sizeof(ciphers));
	hello_put(hello, ciphers, sizeof(ciphers));
	hello_put(hello, "\1\0", 2);
}

/**
 * hello_extend - extensions follow
 * @hello: begun
 */
void hello_extend(struct hello *hello)
{
	hello->extensions = hello->length;
	hello_put16(hello, 0);
}

/**
 * hello_extension - begin an extension
 * @hello: extended
 * @type: its type
 *
 * Return: what hello_extension_end() wants, the offset of its length.
 */
size_t hello_extension(struct hello *hello, u16 type)
{
	hello_put16(hello, type);
	hello_put16(hello, 0);
	return hello->length - 2;
}

void hello_extension_end(struct hello *hello, size_t extension)
{
	hello_set16(hello, extension, hello->length - extension - 2);
}

/* An entry of server_name's list. */
void hello_name(struct hello *hello, u8 type, const void *name, size_t length)
{
	hello_put8(hello, type);
	hello_put16(hello, (u16)length);
	hello_put(hello, name, length);
}

/**
 * hello_sni - put a server_name with one host
 * @hello: extended
 * @name: any text
 */
void hello_sni(struct hello *hello, const char *name)
{
	size_t extension = hello_extension(hello, HELLO_SERVER_NAME);

	hello_put16(hello, (u16)(strlen(name) + 3));
	hello_name(hello, 0, name, strlen(name));
	hello_extension_end(hello, extension);
}

/**
 * hello_alpn - put an ALPN
 * @hello: extended
 * @names: with commas between them
 */
void hello_alpn(struct hello *hello, const char *names)
{
	size_t extension = hello_extension(hello, HELLO_ALPN);

	hello_put16(hello, 0);
	for (;;) {
		size_t length = strcspn(names, ",");

		hello_put8(hello, (u8)length);
		hello_put(hello, names, length);
		names += length;
		if (!*names++)
			break;
	}
	hello_set16(hello, extension + 2, hello->length - extension - 4);
	hello_extension_end(hello, extension);
}

/* A GREASE version, TLS 1.3, TLS 1.2. */
void hello_versions(struct hello *hello)
{
	size_t extension = hello_extension(hello, HELLO_VERSIONS);

	hello_put(hello, "\6\x2a\x2a\3\4\3\3", 7);
	hello_extension_end(hello, extension);
}

void hello_ech(struct hello *hello, u8 type, size_t length)
{
	size_t extension = hello_extension(hello, HELLO_ECH);

	hello_put8(hello, type);
	hello_fill(hello, length);
	hello_extension_end(hello, extension);
}

/* An extension of so many bytes that mean nothing. */
void hello_pad(struct hello *hello, u16 type, size_t length)
{
	size_t extension = hello_extension(hello, type);

	hello_fill(hello, length);
	hello_extension_end(hello, extension);
}

/**
 * hello_end - put the lengths of the message and of its extensions in
 * @hello: begun
 */
void hello_end(struct hello *hello)
{
	if (hello->extensions)
		hello_set16(hello, hello->extensions,
			    hello->length - hello->extensions - 2);
	hello_set24(hello, 1, hello->length - 4);
}

/**
 * hello_browser - a message as a browser makes it
 * @hello: set up
 * @name: whom it names
 * @length: bytes of it, HELLO_CLASSIC at least
 */
void hello_browser(struct hello *hello, const char *name, size_t length)
{
	static const u16 empty[] = { 23, 0xff01, 18 };
	size_t i;

	hello_begin(hello);
	hello_extend(hello);
	hello_pad(hello, HELLO_GREASE, 0);
	hello_sni(hello, name);
	for (i = 0; i < ARRAY_SIZE(empty); i++)
		hello_pad(hello, empty[i], 0);
	hello_pad(hello, 10, 10);
	hello_pad(hello, 11, 2);
	hello_pad(hello, 35, 0);
	hello_alpn(hello, "h2,http/1.1");
	hello_pad(hello, 5, 5);
	hello_pad(hello, 13, 18);
	hello_pad(hello, HELLO_KEY_SHARE,
		  length < HELLO_POST_QUANTUM ? 41 : 1263);
	hello_pad(hello, 45, 2);
	hello_versions(hello);
	hello_pad(hello, 27, 3);
	if (length >= HELLO_POST_QUANTUM)
		hello_ech(hello, 0, 185);
	hello_pad(hello, 0x8a8a, 1);
	if (length < hello->length + 4)
		abort();
	hello_pad(hello, HELLO_PADDING, length - hello->length - 4);
	hello_end(hello);
}

/**
 * hello_records - put bytes into handshake records
 * @bytes: of the handshake's messages
 * @length: how many
 * @fragment: bytes of each record, at most
 * @out: room for @length and five bytes a record
 *
 * Return: bytes of @out.
 */
size_t hello_records(const u8 *bytes, size_t length, size_t fragment, u8 *out)
{
	size_t at, used = 0;

	for (at = 0; at < length; at += fragment) {
		size_t some = length - at < fragment ? length - at : fragment;

		out[used++] = 22;
		out[used++] = 3;
		out[used++] = at ? 3 : 1;
		out[used++] = (u8)(some >> 8);
		out[used++] = (u8)some;
		memcpy(out + used, bytes + at, some);
		used += some;
	}
	return used;
}
