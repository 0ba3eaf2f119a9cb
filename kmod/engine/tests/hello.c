// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine's tests - ClientHello messages, put together field by field
 */
#include "hello.h"

/**
 * cordon_test_hello_put - put bytes at the message's end
 * @hello: the message
 * @bytes: the bytes
 * @length: how many
 *
 * What there is no room for is left out: the message is not what a test wants then.
 */
void cordon_test_hello_put(struct test_hello *hello, const void *bytes, size_t length)
{
	if (length > sizeof(hello->data) - hello->length)
		return;
	memcpy(hello->data + hello->length, bytes, length);
	hello->length += length;
}

/**
 * cordon_test_hello_put8 - put a byte
 * @hello: extended
 * @value: the byte
 */
void cordon_test_hello_put8(struct test_hello *hello, u8 value)
{
	cordon_test_hello_put(hello, &value, 1);
}

/**
 * cordon_test_hello_put16 - put two bytes
 * @hello: extended
 * @value: big-endian there
 */
void cordon_test_hello_put16(struct test_hello *hello, u16 value)
{
	u8 bytes[2] = { (u8)(value >> 8), (u8)value };

	cordon_test_hello_put(hello, bytes, 2);
}

/**
 * cordon_test_hello_set16 - set two bytes that were put
 * @hello: changed
 * @at: offset of the first
 * @value: its lower 16 bits, big-endian there
 */
void cordon_test_hello_set16(struct test_hello *hello, size_t at, size_t value)
{
	hello->data[at] = (u8)(value >> 8);
	hello->data[at + 1] = (u8)value;
}

/**
 * cordon_test_hello_set24 - set three bytes that were put
 * @hello: changed
 * @at: offset of the first
 * @value: its lower 24 bits, big-endian there
 */
void cordon_test_hello_set24(struct test_hello *hello, size_t at, size_t value)
{
	hello->data[at] = (u8)(value >> 16);
	cordon_test_hello_set16(hello, at + 1, value);
}

/**
 * cordon_test_hello_fill - put bytes that mean nothing, always the same
 * @hello: extended
 * @length: how many
 */
void cordon_test_hello_fill(struct test_hello *hello, size_t length)
{
	while (length--)
		cordon_test_hello_put8(hello, (u8)(hello->length * 37 + 11));
}

/**
 * cordon_test_hello_begin - the message up to its compression methods
 * @hello: set up
 */
void cordon_test_hello_begin(struct test_hello *hello)
{
	static const u8 ciphers[] = {
		0x1a, 0x1a, 0x13, 1, 0x13, 2, 0x13, 3, 0xc0, 0x2b, 0xc0, 0x2f,
	};

	hello->length = 0;
	hello->extensions = 0;
	cordon_test_hello_put8(hello, CORDON_TLS_CLIENT_HELLO);
	cordon_test_hello_put(hello, "\0\0\0", 3);
	cordon_test_hello_put16(hello, 0x0303);
	cordon_test_hello_fill(hello, 32);
	cordon_test_hello_put8(hello, 32);
	cordon_test_hello_fill(hello, 32);
	cordon_test_hello_put16(hello, sizeof(ciphers));
	cordon_test_hello_put(hello, ciphers, sizeof(ciphers));
	cordon_test_hello_put(hello, "\1\0", 2);
}

/**
 * cordon_test_hello_extend - extensions follow
 * @hello: begun
 */
void cordon_test_hello_extend(struct test_hello *hello)
{
	hello->extensions = hello->length;
	cordon_test_hello_put16(hello, 0);
}

/**
 * cordon_test_hello_extension - begin an extension
 * @hello: extended
 * @type: its type
 *
 * Return: what cordon_test_hello_extension_end() wants, the offset of its length.
 */
size_t cordon_test_hello_extension(struct test_hello *hello, u16 type)
{
	cordon_test_hello_put16(hello, type);
	cordon_test_hello_put16(hello, 0);
	return hello->length - 2;
}

/**
 * cordon_test_hello_extension_end - put an extension's length in
 * @hello: changed
 * @extension: as cordon_test_hello_extension() returned it
 */
void cordon_test_hello_extension_end(struct test_hello *hello, size_t extension)
{
	cordon_test_hello_set16(hello, extension, hello->length - extension - 2);
}

/**
 * cordon_test_hello_name - put an entry of server_name's list
 * @hello: extended
 * @type: 0: a host
 * @name: any bytes
 * @length: how many
 */
void cordon_test_hello_name(struct test_hello *hello, u8 type, const void *name,
			    size_t length)
{
	cordon_test_hello_put8(hello, type);
	cordon_test_hello_put16(hello, (u16)length);
	cordon_test_hello_put(hello, name, length);
}

/**
 * cordon_test_hello_sni - put a server_name with one host
 * @hello: extended
 * @name: any text
 */
void cordon_test_hello_sni(struct test_hello *hello, const char *name)
{
	size_t extension = cordon_test_hello_extension(hello, HELLO_SERVER_NAME);

	cordon_test_hello_put16(hello, (u16)(strlen(name) + 3));
	cordon_test_hello_name(hello, 0, name, strlen(name));
	cordon_test_hello_extension_end(hello, extension);
}

/**
 * cordon_test_hello_alpn - put an ALPN
 * @hello: extended
 * @names: with commas between them
 */
void cordon_test_hello_alpn(struct test_hello *hello, const char *names)
{
	size_t extension = cordon_test_hello_extension(hello, HELLO_ALPN);

	cordon_test_hello_put16(hello, 0);
	for (;;) {
		size_t length = strcspn(names, ",");

		cordon_test_hello_put8(hello, (u8)length);
		cordon_test_hello_put(hello, names, length);
		names += length;
		if (!*names++)
			break;
	}
	cordon_test_hello_set16(hello, extension + 2, hello->length - extension - 4);
	cordon_test_hello_extension_end(hello, extension);
}

/**
 * cordon_test_hello_versions - put the versions of a browser
 * @hello: extended by a GREASE version, TLS 1.3 and TLS 1.2
 */
void cordon_test_hello_versions(struct test_hello *hello)
{
	size_t extension = cordon_test_hello_extension(hello, HELLO_VERSIONS);

	cordon_test_hello_put(hello, "\6\x2a\x2a\3\4\3\3", 7);
	cordon_test_hello_extension_end(hello, extension);
}

/**
 * cordon_test_hello_ech - put an ECH
 * @hello: extended
 * @type: 0: outer, 1: inner
 * @length: bytes behind it, which mean nothing
 */
void cordon_test_hello_ech(struct test_hello *hello, u8 type, size_t length)
{
	size_t extension = cordon_test_hello_extension(hello, HELLO_ECH);

	cordon_test_hello_put8(hello, type);
	cordon_test_hello_fill(hello, length);
	cordon_test_hello_extension_end(hello, extension);
}

/**
 * cordon_test_hello_pad - put an extension of bytes that mean nothing
 * @hello: extended
 * @type: of the extension
 * @length: how many
 */
void cordon_test_hello_pad(struct test_hello *hello, u16 type, size_t length)
{
	size_t extension = cordon_test_hello_extension(hello, type);

	cordon_test_hello_fill(hello, length);
	cordon_test_hello_extension_end(hello, extension);
}

/**
 * cordon_test_hello_end - put the lengths of the message and of its extensions in
 * @hello: begun
 */
void cordon_test_hello_end(struct test_hello *hello)
{
	if (hello->extensions)
		cordon_test_hello_set16(hello, hello->extensions,
					hello->length - hello->extensions - 2);
	cordon_test_hello_set24(hello, 1, hello->length - 4);
}

/**
 * cordon_test_hello_browser - a message as a browser makes it
 * @hello: set up
 * @name: whom it names
 * @length: bytes of it, HELLO_CLASSIC at least
 */
void cordon_test_hello_browser(struct test_hello *hello, const char *name, size_t length)
{
	static const u16 empty[] = { 23, 0xff01, 18 };
	size_t i;

	cordon_test_hello_begin(hello);
	cordon_test_hello_extend(hello);
	cordon_test_hello_pad(hello, HELLO_GREASE, 0);
	cordon_test_hello_sni(hello, name);
	for (i = 0; i < ARRAY_SIZE(empty); i++)
		cordon_test_hello_pad(hello, empty[i], 0);
	cordon_test_hello_pad(hello, 10, 10);
	cordon_test_hello_pad(hello, 11, 2);
	cordon_test_hello_pad(hello, 35, 0);
	cordon_test_hello_alpn(hello, "h2,http/1.1");
	cordon_test_hello_pad(hello, 5, 5);
	cordon_test_hello_pad(hello, 13, 18);
	cordon_test_hello_pad(hello, HELLO_KEY_SHARE,
			      length < HELLO_POST_QUANTUM ? 41 : 1263);
	cordon_test_hello_pad(hello, 45, 2);
	cordon_test_hello_versions(hello);
	cordon_test_hello_pad(hello, 27, 3);
	if (length >= HELLO_POST_QUANTUM)
		cordon_test_hello_ech(hello, 0, 185);
	cordon_test_hello_pad(hello, 0x8a8a, 1);
	if (length >= hello->length + 4)
		cordon_test_hello_pad(hello, HELLO_PADDING, length - hello->length - 4);
	cordon_test_hello_end(hello);
}

/**
 * cordon_test_hello_records - put bytes into handshake records
 * @bytes: of the handshake's messages
 * @length: how many
 * @fragment: bytes of each record, at most
 * @out: room for @length and five bytes a record
 *
 * Return: bytes of @out.
 */
size_t cordon_test_hello_records(const u8 *bytes, size_t length, size_t fragment, u8 *out)
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
