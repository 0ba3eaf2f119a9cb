// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A model of ClientHello: reads a message that is all there, list inside list
 */
#include "tls_model.h"

struct span {
	const u8 *at;
	size_t left;
	bool bad;			/* more was wanted than was there */
};

static u32 number(struct span *span, unsigned int size)
{
	u32 value = 0;

	if (span->left < size) {
		span->bad = true;
		return 0;
	}
	span->left -= size;
	while (size--)
		value = value << 8 | *span->at++;
	return value;
}

static struct span part(struct span *span, size_t size)
{
	struct span inner = { span->at, size, false };

	if (size > span->left) {
		span->bad = true;
		inner.left = 0;
		return inner;
	}
	span->at += size;
	span->left -= size;
	return inner;
}

/* A list that fills all of @span, and has something in it. */
static bool open_list(struct span *span, unsigned int size)
{
	u32 length = number(span, size);

	return !span->bad && length && length == span->left;
}

static bool read_names(struct span span, struct cordon_tls_hello *hello)
{
	if (!open_list(&span, 2))
		return false;
	while (span.left) {
		u32 type = number(&span, 1);
		struct span name = part(&span, number(&span, 2));

		if (span.bad)
			return false;
		if (type) {
			hello->flags |= CORDON_TLS_OTHER_NAME;
			continue;
		}
		if (hello->host.kind != CORDON_HOST_NONE ||
		    cordon_host_from_text(&hello->host, name.at, name.left))
			return false;
	}
	return true;
}

static bool is(const struct span *name, const char *text, bool begins)
{
	size_t length = strlen(text);

	return (begins ? name->left >= length : name->left == length) &&
	       !memcmp(name->at, text, length);
}

static u8 alpn_of(const struct span *name)
{
	/* No draft has a longer name than eight bytes. */
	bool draft = name->left <= 8;

	if (is(name, "http/1.1", false))
		return CORDON_ALPN_HTTP_1;
	if (is(name, "h2", false))
		return CORDON_ALPN_HTTP_2;
	if (is(name, "h3", false) || (draft && is(name, "h3-", true)))
		return CORDON_ALPN_HTTP_3;
	if (is(name, "dot", false))
		return CORDON_ALPN_DOT;
	return draft && is(name, "doq", true) ? CORDON_ALPN_DOQ : CORDON_ALPN_OTHER;
}

static bool read_alpn(struct span span, struct cordon_tls_hello *hello)
{
	if (!open_list(&span, 2))
		return false;
	while (span.left) {
		struct span name = part(&span, number(&span, 1));

		if (span.bad || !name.left)
			return false;
		hello->alpn |= alpn_of(&name);
	}
	return true;
}

static bool read_versions(struct span span, struct cordon_tls_hello *hello)
{
	if (!open_list(&span, 1))
		return false;
	while (span.left && !span.bad) {
		u32 version = number(&span, 2);

		if (version == 0x0304 || (version & 0xff00) == 0x7f00 ||
		    (version & 0xff00) == 0xfb00)
			hello->flags |= CORDON_TLS_13;
	}
	return !span.bad;
}

static bool read_extension(struct cordon_tls_hello *hello, u32 type,
			   struct span span)
{
	switch (type) {
	case 0:
		hello->flags |= CORDON_TLS_SNI;
		return read_names(span, hello);
	case 16:
		return read_alpn(span, hello);
	case 41:
		hello->flags |= CORDON_TLS_PSK;
		return true;
	case 42:
		hello->flags |= CORDON_TLS_EARLY_DATA;
		return true;
	case 43:
		return read_versions(span, hello);
	case 0xfe0d:
		hello->flags |= CORDON_TLS_ECH;
		if (number(&span, 1) == 1)
			hello->flags |= CORDON_TLS_ECH_INNER;
		return !span.bad;
	default:
		return true;
	}
}

static bool read_extensions(struct span span, struct cordon_tls_hello *hello)
{
	u32 type, length = number(&span, 2);
	static bool seen[65536];
	struct span again = span;
	bool good;

	if (span.bad || length != span.left)
		return false;
	good = true;
	while (span.left && good) {
		struct span extension;

		type = number(&span, 2);
		extension = part(&span, number(&span, 2));
		good = !span.bad && !seen[type] &&
		       read_extension(hello, type, extension);
		seen[type] = type < 64 || type == 0xfe0d;
	}
	while (again.left) {
		type = number(&again, 2);
		part(&again, number(&again, 2));
		seen[type] = false;
		if (again.bad)
			break;
	}
	return good;
}

static bool read_body(struct span span, struct cordon_tls_hello *hello)
{
	u32 length;

	hello->version = (u16)number(&span, 2);
	part(&span, 32);
	length = number(&span, 1);
	part(&span, length);
	if (span.bad || length > 32)
		return false;
	length = number(&span, 2);
	part(&span, length);
	if (span.bad || !length || length % 2)
		return false;
	length = number(&span, 1);
	part(&span, length);
	if (span.bad || !length)
		return false;
	return !span.left || read_extensions(span, hello);
}

/**
 * tls_model_read - read a handshake message
 * @bytes: from its type byte on
 * @length: how many there are
 * @hello: of a good one host, version, flags and alpn are set
 *
 * Return: see enum tls_model_is.
 */
enum tls_model_is tls_model_read(const u8 *bytes, size_t length,
				 struct cordon_tls_hello *hello)
{
	struct span span = { bytes, length, false };
	struct span body;
	u32 type = number(&span, 1);

	body = part(&span, number(&span, 3));
	if (span.bad)
		return TLS_MODEL_SHORT;
	memset(hello, 0, sizeof(*hello));
	return type == CORDON_TLS_CLIENT_HELLO && read_body(body, hello) ?
	       TLS_MODEL_GOOD : TLS_MODEL_BAD;
}
