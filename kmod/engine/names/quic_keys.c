// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - quic_keys: the versions of QUIC, and the keys of an Initial
 *
 * RFC 9001 5.2, RFC 9369 3.3. HMAC is RFC 2104, HKDF is RFC 5869, its labels
 * are those of TLS (RFC 8446 7.1).
 */
#include "quic_keys.h"

/* Longest label with what TLS puts before it: "tls13 quicv2 key". */
#define LABEL_MAX	16
#define INFO_MAX	(2 + 1 + LABEL_MAX + 1 + 1)

#define LABELS_V1	{ "quic key", "quic iv", "quic hp" }
#define LABELS_V2	{ "quicv2 key", "quicv2 iv", "quicv2 hp" }

static const struct cordon_quic_version draft_22 = {
	{ 0x7f, 0xbc, 0xdb, 0x0e, 0x7c, 0x66, 0xbb, 0xe9, 0x19, 0x3a,
	  0x96, 0xcd, 0x21, 0x51, 0x9e, 0xbd, 0x7a, 0x02, 0x64, 0x4a },
	LABELS_V1, 0
};

static const struct cordon_quic_version draft_23 = {
	{ 0xc3, 0xee, 0xf7, 0x12, 0xc7, 0x2e, 0xbb, 0x5a, 0x11, 0xa7,
	  0xd2, 0x43, 0x2b, 0xb4, 0x63, 0x65, 0xbe, 0xf9, 0xf5, 0x02 },
	LABELS_V1, 0
};

static const struct cordon_quic_version draft_29 = {
	{ 0xaf, 0xbf, 0xec, 0x28, 0x99, 0x93, 0xd2, 0x4c, 0x9e, 0x97,
	  0x86, 0xf1, 0x9c, 0x61, 0x11, 0xe0, 0x43, 0x90, 0xa8, 0x99 },
	LABELS_V1, 0
};

static const struct cordon_quic_version version_1 = {
	{ 0x38, 0x76, 0x2c, 0xf7, 0xf5, 0x59, 0x34, 0xb3, 0x4d, 0x17,
	  0x9a, 0xe6, 0xa4, 0xc8, 0x0c, 0xad, 0xcc, 0xbb, 0x7f, 0x0a },
	LABELS_V1, 0
};

static const struct cordon_quic_version version_2 = {
	{ 0x0d, 0xed, 0xe3, 0xde, 0xf7, 0x00, 0xa6, 0xdb, 0x81, 0x93,
	  0x81, 0xbe, 0x6e, 0x26, 0x9d, 0xcb, 0xf9, 0xbd, 0x2e, 0xd9 },
	LABELS_V2, 1
};

/* Runs of versions that share all that matters; no two overlap. */
static const struct {
	u32 first;
	u32 last;
	const struct cordon_quic_version *version;
} versions[] = {
	{ 0x00000001, 0x00000001, &version_1 },
	{ 0x6b3343cf, 0x6b3343cf, &version_2 },
	{ 0xff000016, 0xff000016, &draft_22 },
	{ 0xff000017, 0xff00001c, &draft_23 },
	{ 0xff00001d, 0xff000020, &draft_29 },
	{ 0xff000021, 0xff000022, &version_1 },
	/* mvfst: 1 kept an old salt, 3 and 4 are aliases, the rest is 2. */
	{ 0xfaceb001, 0xfaceb001, &draft_22 },
	{ 0xfaceb002, 0xfaceb002, &draft_23 },
	{ 0xfaceb003, 0xfaceb004, &version_1 },
	{ 0xfaceb005, 0xfaceb0ff, &draft_23 },
};

/**
 * cordon_quic_version - what a version number stands for
 * @version: as it stands in a long header
 *
 * Return: NULL for a version that is not read.
 */
const struct cordon_quic_version *cordon_quic_version(u32 version)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(versions); i++)
		if (version >= versions[i].first && version <= versions[i].last)
			return versions[i].version;
	return NULL;
}

/* Both are short: @key at most a block, @length at most CORDON_SHA256_SIZE. */
static void hmac(const u8 *key, size_t key_length, const u8 *bytes,
		 size_t length, u8 code[CORDON_SHA256_SIZE])
{
	u8 block[CORDON_SHA256_BLOCK + CORDON_SHA256_SIZE];
	size_t i;

	memset(block, 0x36, CORDON_SHA256_BLOCK);
	for (i = 0; i < key_length; i++)
		block[i] ^= key[i];
	memcpy(block + CORDON_SHA256_BLOCK, bytes, length);
	cordon_sha256(block, CORDON_SHA256_BLOCK + length, code);
	for (i = 0; i < CORDON_SHA256_BLOCK; i++)
		block[i] ^= 0x36 ^ 0x5c;
	memcpy(block + CORDON_SHA256_BLOCK, code, CORDON_SHA256_SIZE);
	cordon_sha256(block, sizeof(block), code);
}

/* HKDF-Expand-Label without a context, and of one step: @length <= a digest. */
static void expand(const u8 secret[CORDON_SHA256_SIZE], const char *label,
		   u8 *out, size_t length)
{
	size_t label_length = strlen(label);
	u8 info[INFO_MAX], code[CORDON_SHA256_SIZE];

	info[0] = 0;
	info[1] = (u8)length;
	info[2] = (u8)(6 + label_length);
	memcpy(info + 3, "tls13 ", 6);
	memcpy(info + 9, label, label_length);
	info[9 + label_length] = 0;
	info[10 + label_length] = 1;
	hmac(secret, CORDON_SHA256_SIZE, info, 11 + label_length, code);
	memcpy(out, code, length);
}

/**
 * cordon_quic_derive - the keys of a client's Initials
 * @keys: filled in
 * @version: which the Initials are of
 * @id: the destination connection id of the client's first Initial, or of the
 *	first one after a Retry
 */
void cordon_quic_derive(struct cordon_quic_keys *keys,
			const struct cordon_quic_version *version,
			const struct cordon_quic_id *id)
{
	u8 initial[CORDON_SHA256_SIZE], client[CORDON_SHA256_SIZE];

	hmac(version->salt, sizeof(version->salt), id->byte, id->length,
	     initial);
	expand(initial, "client in", client, sizeof(client));
	expand(client, version->labels[0], keys->key, sizeof(keys->key));
	expand(client, version->labels[1], keys->iv, sizeof(keys->iv));
	expand(client, version->labels[2], keys->hp, sizeof(keys->hp));
}
