// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What the tests of the QUIC reader send: hellos, frames, packets, datagrams
 */
#include "quic_builder.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdlib.h>

struct keys {
	u8 key[16];
	u8 iv[12];
	u8 hp[16];
};

static void need(bool good)
{
	if (!good)
		abort();
}

void quic_put(struct quic_bytes *out, const void *bytes, size_t length)
{
	need(length <= sizeof(out->bytes) - out->length);
	if (length)
		memcpy(out->bytes + out->length, bytes, length);
	out->length += length;
}

void quic_put_byte(struct quic_bytes *out, u8 byte)
{
	quic_put(out, &byte, 1);
}

void quic_put_varint(struct quic_bytes *out, u64 value)
{
	unsigned int size = value < 1U << 6 ? 0 : value < 1U << 14 ? 1 :
			    value < 1U << 30 ? 2 : 3, i = 8U << size;

	value |= (u64)size << (i - 2);
	while (i) {
		i -= 8;
		quic_put_byte(out, (u8)(value >> i));
	}
}

void quic_put_padding(struct quic_bytes *out, size_t length)
{
	while (length--)
		quic_put_byte(out, 0);
}

void quic_put_ack(struct quic_bytes *out, unsigned int ranges, bool ecn)
{
	unsigned int i;

	quic_put_byte(out, ecn ? 3 : 2);
	quic_put_varint(out, 100);
	quic_put_varint(out, 70000);
	quic_put_varint(out, ranges);
	for (i = 0; i < 1 + 2 * ranges + (ecn ? 3 : 0); i++)
		quic_put_varint(out, i);
}

void quic_put_close(struct quic_bytes *out)
{
	quic_put_byte(out, 0x1c);
	quic_put_varint(out, 0x128);
	quic_put_varint(out, 6);
	quic_put_varint(out, 5);
	quic_put(out, "\6\0\1\2\3", 5);		/* the reason is no frame */
}

void quic_put_crypto(struct quic_bytes *out, u64 offset, const u8 *bytes,
		     size_t length)
{
	quic_put_byte(out, 6);
	quic_put_varint(out, offset);
	quic_put_varint(out, length);
	quic_put(out, bytes, length);
}

static void put_be(struct quic_bytes *out, size_t value, unsigned int size)
{
	while (size--)
		quic_put_byte(out, (u8)(value >> (8 * size)));
}

/* TLS 1.3 as QUIC sends it, filled up to @size with the padding extension. */
void quic_make_hello(struct quic_bytes *hello, const char *name, u8 seed,
		     size_t size)
{
	static const u8 head[] = { 3, 3 };
	static const u8 middle[] = { 0, 0, 2, 0x13, 1, 1, 0 };
	static const u8 more[] = {
		0, 16, 0, 5, 0, 3, 2, 'h', '3',	/* application_layer_... */
		0, 43, 0, 3, 2, 3, 4,		/* supported_versions */
	};
	size_t i, length = strlen(name), extensions;

	hello->length = 0;
	extensions = size - 4 - sizeof(head) - 32 - sizeof(middle) - 2;
	quic_put_byte(hello, 1);
	put_be(hello, size - 4, 3);
	quic_put(hello, head, sizeof(head));
	for (i = 0; i < 32; i++)
		quic_put_byte(hello, (u8)(seed + 7 * i));
	quic_put(hello, middle, sizeof(middle));
	put_be(hello, extensions, 2);
	put_be(hello, 0, 2);				/* server_name */
	put_be(hello, length + 5, 2);
	put_be(hello, length + 3, 2);
	quic_put_byte(hello, 0);
	put_be(hello, length, 2);
	quic_put(hello, name, length);
	quic_put(hello, more, sizeof(more));
	put_be(hello, 21, 2);				/* padding */
	need(size >= hello->length + 2);
	put_be(hello, size - hello->length - 2, 2);
	while (hello->length < size)
		quic_put_byte(hello, (u8)hello->length);
}

static void expand(const u8 secret[32], const char *label, u8 *out, size_t size)
{
	struct quic_bytes *info = calloc(1, sizeof(*info));
	u8 code[32];

	need(info);
	put_be(info, size, 2);
	quic_put_byte(info, (u8)(6 + strlen(label)));
	quic_put(info, "tls13 ", 6);
	quic_put(info, label, strlen(label));
	quic_put(info, "\0\1", 2);
	need(HMAC(EVP_sha256(), secret, 32, info->bytes, info->length, code,
		  NULL));
	memcpy(out, code, size);
	free(info);
}

static void derive(struct keys *keys, u32 number, const char *id)
{
	const struct cordon_quic_version *version = cordon_quic_version(number);
	u8 initial[32], client[32];

	need(version);
	need(HMAC(EVP_sha256(), version->salt, 20, (const u8 *)id, strlen(id),
		  initial, NULL));
	expand(initial, "client in", client, 32);
	expand(client, version->labels[0], keys->key, 16);
	expand(client, version->labels[1], keys->iv, 12);
	expand(client, version->labels[2], keys->hp, 16);
}

static void seal(const struct keys *keys, u64 number, const u8 *header,
		 size_t header_length, const struct quic_bytes *plain, u8 *out)
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	u8 nonce[12];
	int length, i;

	memcpy(nonce, keys->iv, 12);
	for (i = 0; i < 8; i++)
		nonce[4 + i] ^= (u8)(number >> (56 - 8 * i));
	need(context &&
	     EVP_EncryptInit_ex(context, EVP_aes_128_gcm(), NULL, keys->key,
				nonce) &&
	     EVP_EncryptUpdate(context, NULL, &length, header,
			       (int)header_length) &&
	     EVP_EncryptUpdate(context, out, &length, plain->bytes,
			       (int)plain->length) &&
	     EVP_EncryptFinal_ex(context, out + length, &length) &&
	     EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, 16,
				 out + plain->length));
	EVP_CIPHER_CTX_free(context);
}

static void mask(const struct keys *keys, const u8 *sample, u8 out[32])
{
	EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
	int length;

	need(context &&
	     EVP_EncryptInit_ex(context, EVP_aes_128_ecb(), NULL, keys->hp,
				NULL) &&
	     EVP_EncryptUpdate(context, out, &length, sample, 16));
	EVP_CIPHER_CTX_free(context);
}

static void put_id(struct quic_bytes *out, const char *id)
{
	quic_put_byte(out, id ? (u8)strlen(id) : 0);
	quic_put(out, id, id ? strlen(id) : 0);
}

static u8 first_byte(u32 version, enum quic_type type, unsigned int low)
{
	return (u8)(0xc0 | ((type + (version == QUIC_V2)) & 3) << 4 | low);
}

/* Puts a packet behind those that are in @datagram. */
void quic_seal(struct quic_bytes *datagram, const struct quic_spec *spec,
	       const struct quic_bytes *frames)
{
	unsigned int size = spec->number_size ? spec->number_size : 1, i;
	size_t start = datagram->length, number, header;
	struct keys keys;
	u8 bits[32];

	quic_put_byte(datagram, first_byte(spec->version, spec->type, size - 1));
	put_be(datagram, spec->version, 4);
	put_id(datagram, spec->to);
	put_id(datagram, spec->from);
	if (spec->type == QUIC_INITIAL) {
		quic_put_varint(datagram, spec->token ? strlen(spec->token) : 0);
		quic_put(datagram, spec->token,
			 spec->token ? strlen(spec->token) : 0);
	}
	quic_put_varint(datagram, size + frames->length + 16);
	number = datagram->length;
	put_be(datagram, spec->number, size);
	header = datagram->length;
	quic_put_padding(datagram, frames->length + 16);
	derive(&keys, spec->version, spec->keys ? spec->keys : spec->to);
	seal(&keys, spec->number, datagram->bytes + start, header - start,
	     frames, datagram->bytes + header);
	if (spec->spoil)
		datagram->bytes[datagram->length - 1] ^= 1;
	mask(&keys, datagram->bytes + number + 4, bits);
	datagram->bytes[start] ^= bits[0] & 0x0f;
	for (i = 0; i < size; i++)
		datagram->bytes[number + i] ^= bits[1 + i];
}

void quic_put_retry(struct quic_bytes *datagram, u32 version, const char *to,
		    const char *from)
{
	quic_put_byte(datagram, first_byte(version, QUIC_RETRY, 15));
	put_be(datagram, version, 4);
	put_id(datagram, to);
	put_id(datagram, from);
	quic_put(datagram, "a token and then sixteen bytes of a tag", 39);
}
