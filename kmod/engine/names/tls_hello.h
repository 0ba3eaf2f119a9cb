/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Cordon engine - tls_hello: read ClientHello messages (RFC 8446 4.1.2,
 * RFC 5246 7.4.1.2), whatever carries them: TLS records or QUIC's CRYPTO frames
 */
#ifndef _CORDON_ENGINE_TLS_HELLO_H
#define _CORDON_ENGINE_TLS_HELLO_H

#include "host.h"
#include "reader.h"

#define CORDON_TLS_CLIENT_HELLO		1
#define CORDON_TLS_MESSAGE_HEAD		4U
/*
 * All that the fields of a ClientHello can hold, without the message's head:
 * since nothing of it is kept, no smaller bound is needed.
 */
#define CORDON_TLS_HELLO_MAX		131396U

/**
 * enum cordon_tls_flag - what a ClientHello said, beside the name
 * @CORDON_TLS_SNI: there is a server_name extension
 * @CORDON_TLS_BAD_NAME: its name is none; always with CORDON_READ_MALFORMED
 * @CORDON_TLS_OTHER_NAME: it holds something of another type than host_name
 * @CORDON_TLS_ECH: there is an encrypted_client_hello, maybe a GREASE one
 * @CORDON_TLS_ECH_INNER: and it is of the inner type
 * @CORDON_TLS_13: supported_versions has TLS 1.3, or a draft of it
 * @CORDON_TLS_EARLY_DATA: early data is announced
 * @CORDON_TLS_PSK: there is a pre_shared_key
 */
enum cordon_tls_flag {
	CORDON_TLS_SNI		= 1 << 0,
	CORDON_TLS_BAD_NAME	= 1 << 1,
	CORDON_TLS_OTHER_NAME	= 1 << 2,
	CORDON_TLS_ECH		= 1 << 3,
	CORDON_TLS_ECH_INNER	= 1 << 4,
	CORDON_TLS_13		= 1 << 5,
	CORDON_TLS_EARLY_DATA	= 1 << 6,
	CORDON_TLS_PSK		= 1 << 7,
};

/**
 * enum cordon_alpn - which protocols a ClientHello offers (RFC 7301)
 * @CORDON_ALPN_HTTP_1: http/1.1
 * @CORDON_ALPN_HTTP_2: h2
 * @CORDON_ALPN_HTTP_3: h3, and its drafts
 * @CORDON_ALPN_DOT: dot, DNS over TLS
 * @CORDON_ALPN_DOQ: doq, DNS over QUIC, and its drafts
 * @CORDON_ALPN_OTHER: any other, a GREASE one, too
 */
enum cordon_alpn {
	CORDON_ALPN_HTTP_1	= 1 << 0,
	CORDON_ALPN_HTTP_2	= 1 << 1,
	CORDON_ALPN_HTTP_3	= 1 << 2,
	CORDON_ALPN_DOT		= 1 << 3,
	CORDON_ALPN_DOQ		= 1 << 4,
	CORDON_ALPN_OTHER	= 1 << 5,
};

/**
 * struct cordon_tls_hello - a ClientHello, and how far it has been read
 * @host: of server_name; CORDON_HOST_ADDRESS when a literal stands there, which
 *	RFC 6066 forbids and clients send nevertheless
 * @version: legacy_version; any, for servers look at supported_versions first
 * @flags: of enum cordon_tls_flag
 * @alpn: of enum cordon_alpn
 *
 * The others are private; the result holds after CORDON_READ_DONE.
 */
struct cordon_tls_hello {
	struct cordon_host host;
	u16 version;
	u8 flags;
	u8 alpn;
	/* private: */
	u8 step;
	u8 count;		/* bytes of the field that were read */
	u32 left;		/* bytes to be taken before the field */
	u32 at;			/* offset in the message */
	u32 end;		/* of the message */
	u32 limit;		/* of the extension, or of the message */
	u64 value;		/* of the field */
	u64 seen;		/* extensions, by their type */
};

void cordon_tls_hello_init(struct cordon_tls_hello *hello);
enum cordon_read cordon_tls_hello_read(struct cordon_tls_hello *hello,
				       const u8 *bytes, size_t length,
				       size_t *used);

/**
 * cordon_tls_hello_fits - is what is read a ClientHello by its type and length
 * @hello: begun
 *
 * Return: whether a byte behind them was taken.
 */
static inline bool cordon_tls_hello_fits(const struct cordon_tls_hello *hello)
{
	return hello->at > CORDON_TLS_MESSAGE_HEAD;
}

#endif /* _CORDON_ENGINE_TLS_HELLO_H */
