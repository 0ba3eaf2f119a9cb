// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - http_line: a request's first line (RFC 9112 3)
 *
 * A stream is HTTP once the line's version says so, or a method that everybody
 * knows stands before a target that only HTTP writes so.
 */
#include "http_parts.h"
#include "word.h"

#define SCHEME_MAX	16

static void add_to_word(struct cordon_http *http, u8 byte)
{
	http->value = http->value << 8 | byte;
	http->count++;
}

static bool is_letter(u8 byte)
{
	u8 lower = http_lower(byte);

	return lower >= 'a' && lower <= 'z';
}

/* @word holds the last bytes of a longer one. */
static bool is_known_method(u64 word, unsigned int length)
{
	static const char method[][CORDON_WORD_MAX] = {
		"GET", "POST", "HEAD", "PUT", "CONNECT", "OPTIONS", "DELETE",
		"PATCH", "TRACE",
	};
	unsigned int i;

	for (i = 0; length <= CORDON_WORD_MAX && i < ARRAY_SIZE(method); i++)
		if (word == cordon_word(method[i]))
			return true;
	return false;
}

static void take_method(struct cordon_http *http, u8 byte)
{
	if (http_is_token(byte) && http->count < CORDON_HTTP_METHOD_MAX) {
		add_to_word(http, byte);
	} else if (http_is_blank(byte) && http->count) {
		if (is_known_method(http->value, http->count))
			http->seen |= HTTP_SEEN_KNOWN;
		if (http->value == cordon_word("CONNECT") && http->count == 7)
			http->flags |= CORDON_HTTP_CONNECT;
		http->state = HTTP_STATE_TARGET_GAP;
	} else {
		http_fail(http);
	}
}

static void become_sure(struct cordon_http *http, bool telling)
{
	if (telling && http->seen & HTTP_SEEN_KNOWN)
		http->seen |= HTTP_SEEN_SURE;
}

static void end_authority(struct cordon_http *http, enum http_state next)
{
	if (cordon_http_authority_end(http, &http->target) ||
	    http->target.kind == CORDON_HOST_NONE) {
		http_fail(http);
		return;
	}
	http->port = (u16)http->value;
	http->state = (u8)next;
}

static void take_authority(struct cordon_http *http, u8 byte)
{
	bool connect = http->flags & CORDON_HTTP_CONNECT;

	if (byte == '\n') {
		http_fail(http);
	} else if (http_is_blank(byte)) {
		end_authority(http, HTTP_STATE_VERSION_GAP);
	} else if (!connect && (byte == '/' || byte == '?' || byte == '#')) {
		end_authority(http, HTTP_STATE_TARGET);
	} else if (!connect && byte == '@') {
		/* Some take the host behind the first of two, some the last. */
		if (http->seen & HTTP_SEEN_USERINFO)
			http_fail(http);
		http->seen |= HTTP_SEEN_USERINFO;
		cordon_http_authority_start(http, &http->target);
	} else {
		cordon_http_authority_add(http, &http->target, byte);
	}
}

/* The target's first byte tells its form (RFC 9112 3.2). */
static void take_target_start(struct cordon_http *http, u8 byte)
{
	if (http_is_blank(byte))
		return;
	if (http->flags & CORDON_HTTP_CONNECT) {
		become_sure(http, http_is_token(byte) || byte == '[');
		cordon_http_authority_start(http, &http->target);
		http->state = HTTP_STATE_AUTHORITY;
		take_authority(http, byte);
	} else if (byte == '/' || byte == '*') {
		become_sure(http, byte == '/');
		http->state = HTTP_STATE_TARGET;
	} else if (is_letter(byte)) {
		http_start_word(http, HTTP_STATE_SCHEME);
		add_to_word(http, http_lower(byte));
	} else {
		http_fail(http);
	}
}

static void take_scheme(struct cordon_http *http, u8 byte)
{
	if (byte == ':') {
		become_sure(http, http->value == cordon_word("http") ||
			    http->value == cordon_word("https"));
		http_start_word(http, HTTP_STATE_SLASHES);
	} else if (http->count < SCHEME_MAX && http_is_token(byte)) {
		add_to_word(http, http_lower(byte));
	} else {
		http_fail(http);
	}
}

static void take_slash(struct cordon_http *http, u8 byte)
{
	if (byte != '/') {
		http_fail(http);
	} else if (++http->count == 2) {
		cordon_http_authority_start(http, &http->target);
		http->state = HTTP_STATE_AUTHORITY;
	}
}

static void take_target(struct cordon_http *http, u8 byte)
{
	if (http_is_blank(byte))
		http->state = HTTP_STATE_VERSION_GAP;
	else if (!(cordon_http_class[byte] & HTTP_CLASS_TARGET))
		http_fail(http);
}

static void take_version(struct cordon_http *http, u8 byte)
{
	add_to_word(http, byte);
	if (byte == '\n') {
		http_fail(http);
		return;
	}
	if (http->count < CORDON_WORD_MAX)
		return;
	if (http->value == cordon_word("HTTP/2.0") &&
	    !(http->seen & HTTP_SEEN_SURE)) {
		http->flags |= CORDON_HTTP_2;
		http_fail(http);
	} else if (http->value >> 8 != cordon_word("HTTP/1.") || byte < '0' ||
		   byte > '9') {
		http_fail(http);
	} else {
		http->seen |= HTTP_SEEN_SURE;
		if (byte != '0')
			http->seen |= HTTP_SEEN_1_1;
		http->state = HTTP_STATE_VERSION_END;
	}
}

static void take_line_end(struct cordon_http *http, u8 byte)
{
	if (byte == '\n')
		http->state = HTTP_STATE_LINE;
	else if (!http_is_blank(byte))
		http_fail(http);
}

/**
 * cordon_http_line_add - take the next byte of the request line
 * @http: in one of the line's states
 * @byte: any but a CR or a NUL
 */
void cordon_http_line_add(struct cordon_http *http, u8 byte)
{
	switch ((enum http_state)http->state) {
	case HTTP_STATE_START:
		if (byte == '\n')
			break;
		http_start_word(http, HTTP_STATE_METHOD);
		take_method(http, byte);
		break;
	case HTTP_STATE_METHOD:
		take_method(http, byte);
		break;
	case HTTP_STATE_TARGET_GAP:
		take_target_start(http, byte);
		break;
	case HTTP_STATE_SCHEME:
		take_scheme(http, byte);
		break;
	case HTTP_STATE_SLASHES:
		take_slash(http, byte);
		break;
	case HTTP_STATE_AUTHORITY:
		take_authority(http, byte);
		break;
	case HTTP_STATE_TARGET:
		take_target(http, byte);
		break;
	case HTTP_STATE_VERSION_GAP:
		if (http_is_blank(byte))
			break;
		http_start_word(http, HTTP_STATE_VERSION);
		take_version(http, byte);
		break;
	case HTTP_STATE_VERSION:
		take_version(http, byte);
		break;
	case HTTP_STATE_VERSION_END:
		take_line_end(http, byte);
		break;
	default:
		http_fail(http);
	}
}
