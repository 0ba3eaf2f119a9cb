// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - tls_hello: read ClientHello messages
 *
 * A message is a row of fields, each a big-endian number, with bytes before it
 * that are passed over or, for the two kinds of names, looked at. Each length is
 * checked against what encloses it as soon as it is read, so all that is inside
 * fits, and ends exactly where that ends.
 */
#include "host_text.h"
#include "tls_hello.h"
#include "short_word.h"

#define EXTENSION_SERVER_NAME		0
#define EXTENSION_ALPN			16
#define EXTENSION_PRE_SHARED_KEY	41
#define EXTENSION_EARLY_DATA		42
#define EXTENSION_SUPPORTED_VERSIONS	43
#define EXTENSION_ECH			0xfe0d
#define NAME_TYPE_HOST			0
#define ECH_TYPE_INNER			1
#define RANDOM_LENGTH			32
#define SESSION_MAX			32

/* Which field comes next. The bytes before it are those of the one before. */
enum step {
	STEP_TYPE,
	STEP_LENGTH,
	STEP_VERSION,
	STEP_SESSION,
	STEP_CIPHERS,
	STEP_COMPRESSION,
	STEP_EXTENSIONS,
	STEP_EXTENSION,			/* type and length */
	STEP_SNI_LIST,
	STEP_SNI_NAME,			/* type and length */
	STEP_SNI_HOST,
	STEP_ALPN_LIST,
	STEP_ALPN_LENGTH,
	STEP_ALPN_NAME,
	STEP_VERSIONS_LIST,
	STEP_VERSIONS_ENTRY,
	STEP_ECH_TYPE,
	STEP_END,
	/* Here nothing is read any more. */
	STEP_DONE,
	STEP_OTHER,
	STEP_MALFORMED,
};

/* Bytes of the field. */
static const u8 width[] = {
	[STEP_TYPE] = 1,
	[STEP_LENGTH] = 3,
	[STEP_VERSION] = 2,
	[STEP_SESSION] = 1,
	[STEP_CIPHERS] = 2,
	[STEP_COMPRESSION] = 1,
	[STEP_EXTENSIONS] = 2,
	[STEP_EXTENSION] = 4,
	[STEP_SNI_LIST] = 2,
	[STEP_SNI_NAME] = 3,
	[STEP_ALPN_LIST] = 2,
	[STEP_ALPN_LENGTH] = 1,
	[STEP_VERSIONS_LIST] = 1,
	[STEP_VERSIONS_ENTRY] = 2,
	[STEP_ECH_TYPE] = 1,
	[STEP_MALFORMED] = 0,
};

/**
 * cordon_tls_hello_init - begin to read a message
 * @hello: set up
 */
void cordon_tls_hello_init(struct cordon_tls_hello *hello)
{
	hello->host.kind = CORDON_HOST_NONE;
	hello->host.length = 0;
	hello->version = 0;
	hello->flags = 0;
	hello->alpn = 0;
	hello->step = STEP_TYPE;
	hello->count = 0;
	hello->left = 0;
	hello->at = 0;
	hello->end = CORDON_TLS_MESSAGE_HEAD;
	hello->limit = hello->end;
	hello->value = 0;
	hello->seen = 0;
}

static void fail(struct cordon_tls_hello *hello)
{
	hello->step = STEP_MALFORMED;
}

/* Take @left bytes, and then the field of @step. */
static void expect(struct cordon_tls_hello *hello, enum step step, u32 left)
{
	u32 room = hello->limit - hello->at;

	if (left > room || width[step] > room - left) {
		fail(hello);
		return;
	}
	hello->step = (u8)step;
	hello->left = left;
	hello->count = 0;
	hello->value = 0;
}

/* The extension ends after @left bytes. */
static void leave_extension(struct cordon_tls_hello *hello, u32 left)
{
	hello->limit = hello->end;
	expect(hello, hello->at + left == hello->end ? STEP_END : STEP_EXTENSION,
	       left);
}

/* An entry of the extension's list ends after @left bytes. */
static void leave_entry(struct cordon_tls_hello *hello, enum step step, u32 left)
{
	if (hello->at + left == hello->limit)
		leave_extension(hello, left);
	else
		expect(hello, step, left);
}

/* A list of @length bytes fills the rest of the extension, to the byte. */
static void enter_list(struct cordon_tls_hello *hello, enum step step, u32 length)
{
	if (hello->at + length == hello->limit)
		expect(hello, step, 0);
	else
		fail(hello);
}

/*
 * RFC 8446 4.2: no type twice. The types below 64 are all that are registered
 * but for two; of the others only ECH means something here.
 */
static bool is_repeated(struct cordon_tls_hello *hello, u32 type)
{
	u64 bit;

	if (type == EXTENSION_ECH)
		return hello->flags & CORDON_TLS_ECH;
	if (type >= 64)
		return false;
	bit = (u64)1 << type;
	if (hello->seen & bit)
		return true;
	hello->seen |= bit;
	return false;
}

static void enter_extension(struct cordon_tls_hello *hello, u32 type, u32 length)
{
	if (length > hello->end - hello->at || is_repeated(hello, type)) {
		fail(hello);
		return;
	}
	hello->limit = hello->at + length;
	switch (type) {
	case EXTENSION_SERVER_NAME:
		hello->flags |= CORDON_TLS_SNI;
		expect(hello, STEP_SNI_LIST, 0);
		break;
	case EXTENSION_ALPN:
		expect(hello, STEP_ALPN_LIST, 0);
		break;
	case EXTENSION_SUPPORTED_VERSIONS:
		expect(hello, STEP_VERSIONS_LIST, 0);
		break;
	case EXTENSION_ECH:
		hello->flags |= CORDON_TLS_ECH;
		expect(hello, STEP_ECH_TYPE, 0);
		break;
	case EXTENSION_EARLY_DATA:
		hello->flags |= CORDON_TLS_EARLY_DATA;
		leave_extension(hello, length);
		break;
	case EXTENSION_PRE_SHARED_KEY:
		hello->flags |= CORDON_TLS_PSK;
		leave_extension(hello, length);
		break;
	default:
		leave_extension(hello, length);
	}
}

/*
 * RFC 6066 3: a type and, whatever the type, a length. Some servers end at
 * another type than host_name and some pass over it; of two host names one may
 * take the first and one the last.
 */
static void enter_name(struct cordon_tls_hello *hello, u32 type, u32 length)
{
	if (type != NAME_TYPE_HOST) {
		hello->flags |= CORDON_TLS_OTHER_NAME;
		if (length > hello->limit - hello->at)
			fail(hello);
		else
			leave_entry(hello, STEP_SNI_NAME, length);
	} else if (hello->host.kind != CORDON_HOST_NONE) {
		fail(hello);
	} else {
		cordon_host_text_start(&hello->host);
		expect(hello, STEP_SNI_HOST, length);
	}
}

static void leave_name(struct cordon_tls_hello *hello)
{
	if (cordon_host_text_end(&hello->host)) {
		hello->flags |= CORDON_TLS_BAD_NAME;
		fail(hello);
		return;
	}
	leave_entry(hello, STEP_SNI_NAME, 0);
}

/* @name holds the last bytes of a longer one. */
static enum cordon_alpn classify_alpn(u64 name, unsigned int length)
{
	if (length > CORDON_WORD_MAX)
		return CORDON_ALPN_OTHER;
	if (name == cordon_word("h2"))
		return CORDON_ALPN_HTTP_2;
	if (name == cordon_word("http/1.1"))
		return CORDON_ALPN_HTTP_1;
	if (name == cordon_word("h3"))
		return CORDON_ALPN_HTTP_3;
	if (name == cordon_word("dot"))
		return CORDON_ALPN_DOT;
	/* Drafts go on with a number: h3-29, doq-i11. */
	if (length > 3)
		name >>= 8 * (length - 3);
	if (name == cordon_word("h3-"))
		return CORDON_ALPN_HTTP_3;
	return name == cordon_word("doq") ? CORDON_ALPN_DOQ : CORDON_ALPN_OTHER;
}

/* Or a draft of it: RFC 8446's were 0x7f00 and their number, Fizz's 0xfb00. */
static bool is_tls_13(u32 version)
{
	return version == 0x0304 || version >> 8 == 0x7f || version >> 8 == 0xfb;
}

/* The field of the step is complete, and so is what was to come before it. */
static void take_step(struct cordon_tls_hello *hello)
{
	u32 value = (u32)hello->value;

	switch ((enum step)hello->step) {
	case STEP_TYPE:
		if (value == CORDON_TLS_CLIENT_HELLO)
			expect(hello, STEP_LENGTH, 0);
		else
			hello->step = STEP_OTHER;
		break;
	case STEP_LENGTH:
		if (value > CORDON_TLS_HELLO_MAX) {
			fail(hello);
			break;
		}
		hello->end += value;
		hello->limit = hello->end;
		expect(hello, STEP_VERSION, 0);
		break;
	case STEP_VERSION:
		hello->version = (u16)value;
		expect(hello, STEP_SESSION, RANDOM_LENGTH);
		break;
	case STEP_SESSION:
		if (value <= SESSION_MAX)
			expect(hello, STEP_CIPHERS, value);
		else
			fail(hello);
		break;
	case STEP_CIPHERS:
		if (value && !(value & 1))
			expect(hello, STEP_COMPRESSION, value);
		else
			fail(hello);
		break;
	case STEP_COMPRESSION:
		/* Before TLS 1.3 there may be no extensions at all. */
		if (!value)
			fail(hello);
		else if (hello->at + value == hello->end)
			expect(hello, STEP_END, value);
		else
			expect(hello, STEP_EXTENSIONS, value);
		break;
	case STEP_EXTENSIONS:
		if (hello->at + value == hello->end)
			leave_extension(hello, 0);
		else
			fail(hello);
		break;
	case STEP_EXTENSION:
		enter_extension(hello, value >> 16, value & 0xffff);
		break;
	case STEP_SNI_LIST:
		enter_list(hello, STEP_SNI_NAME, value);
		break;
	case STEP_SNI_NAME:
		enter_name(hello, value >> 16, value & 0xffff);
		break;
	case STEP_SNI_HOST:
		leave_name(hello);
		break;
	case STEP_ALPN_LIST:
		enter_list(hello, STEP_ALPN_LENGTH, value);
		break;
	case STEP_ALPN_LENGTH:
		if (value)
			expect(hello, STEP_ALPN_NAME, value);
		else
			fail(hello);
		break;
	case STEP_ALPN_NAME:
		hello->alpn |= classify_alpn(hello->value, hello->count);
		leave_entry(hello, STEP_ALPN_LENGTH, 0);
		break;
	case STEP_VERSIONS_LIST:
		enter_list(hello, STEP_VERSIONS_ENTRY, value);
		break;
	case STEP_VERSIONS_ENTRY:
		if (is_tls_13(value))
			hello->flags |= CORDON_TLS_13;
		leave_entry(hello, STEP_VERSIONS_ENTRY, 0);
		break;
	case STEP_ECH_TYPE:
		if (value == ECH_TYPE_INNER)
			hello->flags |= CORDON_TLS_ECH_INNER;
		leave_extension(hello, hello->limit - hello->at);
		break;
	case STEP_END:
		hello->step = STEP_DONE;
		break;
	case STEP_DONE:
	case STEP_OTHER:
	case STEP_MALFORMED:
		break;
	}
}

/* Take bytes that come before the field. */
static void take_bytes(struct cordon_tls_hello *hello, const u8 *bytes, u32 length)
{
	u32 i;

	hello->left -= length;
	hello->at += length;
	if (hello->step == STEP_SNI_HOST) {
		if (cordon_host_text_add(&hello->host, bytes, length))
			return;
		hello->flags |= CORDON_TLS_BAD_NAME;
		fail(hello);
	} else if (hello->step == STEP_ALPN_NAME) {
		for (i = 0; i < length; i++)
			hello->value = hello->value << 8 | bytes[i];
		hello->count = (u8)(hello->count + length);
	}
}

/* Take bytes of the field itself. */
static size_t take_field(struct cordon_tls_hello *hello, const u8 *bytes,
			 size_t length)
{
	u64 value = hello->value;
	u8 i, some = 0;

	if (hello->count < width[hello->step])
		some = (u8)min_t(size_t, width[hello->step] - hello->count, length);
	for (i = 0; i < some; i++)
		value = value << 8 | bytes[i];
	hello->value = value;
	hello->count = (u8)(hello->count + some);
	hello->at += some;
	return some;
}

/**
 * cordon_tls_hello_read - read more of a ClientHello
 * @hello: begun with cordon_tls_hello_init()
 * @bytes: what comes next of the handshake's messages, from the first one's type
 *	byte on
 * @length: how many
 * @used: how many of them were taken
 *
 * After CORDON_READ_DONE the next call begins with the next message.
 *
 * Return: CORDON_READ_OTHER when the message is of another type.
 */
enum cordon_read cordon_tls_hello_read(struct cordon_tls_hello *hello,
				       const u8 *bytes, size_t length,
				       size_t *used)
{
	size_t at = 0;

	if (hello->step == STEP_DONE)
		cordon_tls_hello_init(hello);
	while (hello->step < STEP_DONE) {
		if (hello->left) {
			u32 some = (u32)min_t(size_t, hello->left, length - at);

			take_bytes(hello, bytes + at, some);
			at += some;
			if (hello->left)
				break;
			continue;
		}
		at += take_field(hello, bytes + at, length - at);
		if (hello->count < width[hello->step])
			break;
		take_step(hello);
	}
	*used = at;
	switch ((enum step)hello->step) {
	case STEP_DONE:
		return CORDON_READ_DONE;
	case STEP_OTHER:
		return CORDON_READ_OTHER;
	case STEP_MALFORMED:
		return CORDON_READ_MALFORMED;
	default:
		return CORDON_READ_MORE;
	}
}
