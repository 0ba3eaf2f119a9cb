// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * Cordon engine - http_line: a request's first line (RFC 9112 3)
 *
 * A stream is HTTP once the line's version says so, or a method that everybody
 * knows stands before a target that only HTTP writes so.
 *
 * A line that begins with a method and a blank may be a request to some server
 * even if we can make none of it. So it is read to its end: HTTP's version there
 * makes it malformed, and only without one it is another protocol's. Nor are the
 * fields behind it waited for: a server that takes it may answer the line alone.
 */
#include "http_parts.h"
#include "short_word.h"

/* Of a word, how many bytes are counted; longer ones are known to nobody. */
#define COUNT_MAX	255
/* Of a line's last word only the begin matters. */
#define VERSION_BEGIN	5
/* What makes a letter lower, and nothing else a letter, in each byte. */
#define FOLD		0x2020202020202020ULL

static void add_to_word(struct cordon_http *http, u8 byte)
{
	http->value = http->value << 8 | byte;
	if (http->count < COUNT_MAX)
		http->count++;
}

/* What some take for a blank (RFC 9112 3). */
static bool is_space(u8 byte)
{
	return http_is_blank(byte) || byte == '\v' || byte == '\f' ||
	       byte == '\r';
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

/* At the line's end. Any version: servers differ in which they take. */
static void end_doubt(struct cordon_http *http)
{
	u64 fold = FOLD >> 8 * (CORDON_WORD_MAX - VERSION_BEGIN);

	http->state = http->count == VERSION_BEGIN &&
		      (http->value | fold) == cordon_word("http/") ?
		      HTTP_STATE_MALFORMED : HTTP_STATE_OTHER;
}

static void take_doubt(struct cordon_http *http, u8 byte)
{
	if (byte == '\n') {
		end_doubt(http);
	} else if (is_space(byte)) {
		http->seen |= HTTP_SEEN_BLANK;
	} else {
		if (http->seen & HTTP_SEEN_BLANK)
			http_start_word(http, HTTP_STATE_DOUBT);
		http->seen &= (u16)~HTTP_SEEN_BLANK;
		if (http->count < VERSION_BEGIN)
			add_to_word(http, byte);
	}
}

/**
 * cordon_http_line_doubt - the request line is none that we can read
 * @http: in one of the line's states
 * @byte: what makes it so; any but a NUL
 */
void cordon_http_line_doubt(struct cordon_http *http, u8 byte)
{
	if (http->seen & HTTP_SEEN_SURE) {
		http_fail(http);
		return;
	}
	if (http->state == HTTP_STATE_VERSION) {
		for (; http->count > VERSION_BEGIN; http->count--)
			http->value >>= 8;
	} else if (http->state == HTTP_STATE_SCHEME) {
		/* The target may be missing, and this be the version. */
		http->state = HTTP_STATE_DOUBT;
	} else if (http->state != HTTP_STATE_DOUBT) {
		/* Inside of a word, or behind one that is no version. */
		http->value = 0;
		http->count = VERSION_BEGIN;
	}
	http->state = HTTP_STATE_DOUBT;
	take_doubt(http, byte);
}

static void end_method(struct cordon_http *http)
{
	u64 word = http->value, fold = FOLD >> 8;

	if (is_known_method(word, http->count))
		http->seen |= HTTP_SEEN_KNOWN;
	if (word == cordon_word("PRI"))
		http->seen |= HTTP_SEEN_PRI;
	/* Proxies take it in lower case, too. */
	if (http->count == 7 && (word | fold) == cordon_word("connect"))
		http->flags |= CORDON_HTTP_CONNECT;
	http->state = HTTP_STATE_TARGET_GAP;
}

static void take_method(struct cordon_http *http, u8 byte)
{
	if (http_is_token(byte))
		add_to_word(http, byte);
	else if (!http->count || !is_space(byte))
		http_fail(http);
	else if (http_is_blank(byte))
		end_method(http);
	else
		cordon_http_line_doubt(http, byte);
}

static void take_start(struct cordon_http *http, u8 byte)
{
	if (byte == '\n' || byte == '\r')
		return;
	http_start_word(http, HTTP_STATE_METHOD);
	if (http_is_blank(byte))
		cordon_http_line_doubt(http, byte);
	else
		take_method(http, byte);
}

static void become_sure(struct cordon_http *http, bool telling)
{
	if (telling && http->seen & HTTP_SEEN_KNOWN)
		http->seen |= HTTP_SEEN_SURE;
}

/* @byte: behind it. */
static void end_authority(struct cordon_http *http, enum http_state next, u8 byte)
{
	if (cordon_http_authority_end(http, &http->target) ||
	    http->target.kind == CORDON_HOST_NONE) {
		cordon_http_line_doubt(http, byte);
		return;
	}
	http->port = (u16)http->value;
	http->state = (u8)next;
}

static void take_authority(struct cordon_http *http, u8 byte)
{
	bool connect = http->flags & CORDON_HTTP_CONNECT;

	if (http_is_blank(byte)) {
		end_authority(http, HTTP_STATE_VERSION_GAP, byte);
	} else if (byte == '\n' || is_space(byte)) {
		cordon_http_line_doubt(http, byte);
	} else if (!connect && (byte == '/' || byte == '?' || byte == '#')) {
		end_authority(http, HTTP_STATE_TARGET, byte);
	} else if (!connect && byte == '@') {
		/* Some take the host behind the first of two, some the last. */
		if (http->seen & HTTP_SEEN_USERINFO) {
			cordon_http_line_doubt(http, byte);
			return;
		}
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
		cordon_http_line_doubt(http, byte);
	}
}

static void take_scheme(struct cordon_http *http, u8 byte)
{
	if (byte == ':') {
		become_sure(http, http->value == cordon_word("http") ||
			    http->value == cordon_word("https"));
		http_start_word(http, HTTP_STATE_SLASHES);
	} else if (http_is_token(byte)) {
		add_to_word(http, http_lower(byte));
	} else {
		cordon_http_line_doubt(http, byte);
	}
}

static void take_slash(struct cordon_http *http, u8 byte)
{
	if (byte != '/') {
		cordon_http_line_doubt(http, byte);
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
		cordon_http_line_doubt(http, byte);
}

static void take_version(struct cordon_http *http, u8 byte)
{
	u16 preface = http->seen & (HTTP_SEEN_PRI | HTTP_SEEN_SURE);

	if (byte == '\n' || is_space(byte)) {
		cordon_http_line_doubt(http, byte);
		return;
	}
	add_to_word(http, byte);
	if (http->count < CORDON_WORD_MAX)
		return;
	if (http->value == cordon_word("HTTP/2.0") && preface == HTTP_SEEN_PRI) {
		http->flags |= CORDON_HTTP_2;
		http_fail(http);
	} else if (http->value >> 8 != cordon_word("HTTP/1.") || byte < '0' ||
		   byte > '9') {
		cordon_http_line_doubt(http, byte);
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
 * @byte: any but a NUL, and but a CR where that does not stand for itself
 */
void cordon_http_line_add(struct cordon_http *http, u8 byte)
{
	switch ((enum http_state)http->state) {
	case HTTP_STATE_START:
		take_start(http, byte);
		break;
	case HTTP_STATE_DOUBT:
		take_doubt(http, byte);
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
